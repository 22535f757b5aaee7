package attribution_test

import (
	"fmt"
	"strings"
	"testing"

	"footnote/index/attribution"
	"footnote/index/report"
	"footnote/index/segment"
)

// sizes are those at which time per byte should be the same.
var sizes = []struct {
	name  string
	bytes int
}{{"10KB", 10_000}, {"100KB", 100_000}, {"1MB", 1_000_000}}

// article returns a text of about n bytes: the built-in report over and over.
func article(b *testing.B, n int) string {
	b.Helper()
	text := seed(b).Text + "\n\n"
	return strings.Repeat(text, max(1, (n+len(text)/2)/len(text)))
}

func BenchmarkSplit(b *testing.B) {
	for _, size := range sizes {
		b.Run(size.name, func(b *testing.B) {
			text := article(b, size.bytes)
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				segment.Split(report.New("bench", "en", text))
			}
		})
	}
}

// BenchmarkSplitAndAttribute is the reading speed: sentences and sources.
func BenchmarkSplitAndAttribute(b *testing.B) {
	for _, size := range sizes {
		b.Run(size.name, func(b *testing.B) {
			text := article(b, size.bytes)
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				r := report.New("bench", "en", text)
				segment.Split(r)
				attribution.Attribute(r)
			}
		})
	}
}

// BenchmarkHostile reads texts that are one long sentence, or full of sources:
// time per byte should not grow with their length.
func BenchmarkHostile(b *testing.B) {
	for name, part := range map[string]string{
		"pronouns": "he said ", "quotation": "\"A said ", "verbs": "said that who ", "roles": "the senator said, ",
		"owners": "A's B's ", "turns": "WALLACE: x\n\n", "signatures": "- Ann\n\n", "sentences": "It said. ", "adverbs": "very ",
		"lists": "Ann Lee, the mayor, and Bo Ek said, ",
	} {
		for _, size := range sizes[:2] {
			b.Run(fmt.Sprintf("%s/%s", name, size.name), func(b *testing.B) {
				text := strings.Repeat(part, size.bytes/len(part))
				b.SetBytes(int64(len(text)))
				for b.Loop() {
					r := report.New("bench", "en", text)
					segment.Split(r)
					attribution.Attribute(r)
				}
			})
		}
	}
}
