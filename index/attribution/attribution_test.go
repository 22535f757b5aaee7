package attribution_test

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"footnote/index/attribution"
	"footnote/index/report"
	"footnote/index/segment"
)

// seed returns the built-in report, prepared.
func seed(t testing.TB) *report.Report {
	t.Helper()
	names, err := filepath.Glob("testdata/seed.txt")
	if err != nil || len(names) == 0 {
		t.Fatal("no seed report", err)
	}
	data, err := os.ReadFile(names[0])
	if err != nil {
		t.Fatal(err)
	}
	return prepare("seed", string(data))
}

func prepare(id, text string) *report.Report {
	r := report.New(id, "en", text)
	segment.Split(r)
	attribution.Attribute(r)
	return r
}

func FuzzAttribute(f *testing.F) {
	f.Add("“Yes,” Ann Lee told NBC News. \"No.\"\n\nAccording to the poll, he said it.")
	f.Fuzz(func(t *testing.T, text string) {
		r := prepare("fuzz", text)
		for _, s := range r.Sentences() {
			for _, a := range s.Attributions {
				inside := func(what string, sp report.Span) {
					if sp.Start < 0 || sp.End > len(text) || sp.Start >= sp.End {
						t.Fatalf("%s %v outside the text of %d bytes", what, sp, len(text))
					}
				}
				inside("content", a.Content)
				if !s.Span.Contains(a.Content) {
					t.Fatalf("content %v outside its sentence %v", a.Content, s.Span)
				}
				if a.Cue != nil {
					inside("cue", *a.Cue)
				}
				if a.Source.Mention != nil {
					inside("mention", *a.Source.Mention)
				}
				if a.Source.Name == "" {
					t.Fatalf("no name in %+v", a)
				}
			}
		}
	})
}

// TestSeed compares the built-in report with what was written by hand. At
// least 22 of its 23 sentences must agree.
func TestSeed(t *testing.T) {
	data, err := os.ReadFile("testdata/seed.golden")
	if err != nil {
		t.Fatal(err)
	}
	want := map[int]string{}
	for line := range strings.Lines(string(data)) {
		if number, sources, ok := strings.Cut(strings.TrimSpace(line), ": "); ok && line[0] != '#' {
			n, err := strconv.Atoi(number)
			if err != nil {
				t.Fatal(err)
			}
			want[n] = sources
		}
	}
	got := map[int]string{}
	for _, s := range seed(t).Sentences() {
		var sources []string
		for _, a := range s.Attributions {
			source := a.Source.Name
			if a.Source.Via != "" {
				source += " (via " + a.Source.Via + ")"
			}
			if a.Source.ResolvedFrom != nil {
				source += fmt.Sprintf(" [from %d]", a.Source.ResolvedFrom.Sentence)
			}
			sources = append(sources, source)
		}
		got[s.Number] = cmp.Or(strings.Join(sources, "; "), "-")
	}
	if len(got) != 23 || len(want) != 23 {
		t.Fatalf("%d sentences, %d written by hand; want 23", len(got), len(want))
	}
	right := 0
	for n := 1; n <= 23; n++ {
		if got[n] == want[n] {
			right++
		} else {
			t.Logf("sentence %d: got %s; want %s", n, got[n], want[n])
		}
	}
	if right < 22 {
		t.Errorf("%d of 23 sentences as written by hand; want 22", right)
	}
}
