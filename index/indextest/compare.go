package indextest

import (
	"slices"
	"testing"
	"time"

	"footnote/index/report"
	"footnote/index/report/file"
	"footnote/seeds"
)

// Sizes are the numbers of reports to measure with.
var Sizes = []int{1, 1000, 10_000}

// Sized returns that many prepared reports, and questions on them: one is the
// built-in report, more are made by [Reports]. Prepare is index.Prepare.
func Sized(tb testing.TB, reports int, prepare func(*report.Report)) ([]*report.Report, []string) {
	tb.Helper()
	made := Reports(reports)
	if reports == 1 {
		var err error
		if made, err = file.Load(seeds.FS); err != nil {
			tb.Fatal(err)
		}
	}
	for _, r := range made {
		prepare(r)
	}
	if reports == 1 {
		return made, builtIn
	}
	return made, Questions(made, 500)
}

// builtIn are questions on the built-in report.
var builtIn = []string{
	"Who approved the peace plan?", "how much must ukraine shrink its military", "What did Reuters report?",
	"When did Dan Driscoll get to Kyiv?", "what does lindsey graham say putin must believe", "What did Zelensky tell NBC News?",
	"which church gets official status", "How many soldiers does Ukraine have?", "peskov driscoll meeting", "what happens to american military aid",
}

// A Series is how long one thing took, time after time.
type Series []time.Duration

// Time runs f and adds how long it took.
func (s *Series) Time(f func()) {
	start := time.Now()
	f()
	*s = append(*s, time.Since(start))
}

// At returns the time within which percent of all were done, in microseconds.
func (s Series) At(percent int) float64 {
	sorted := slices.Sorted(slices.Values(s))
	return float64(sorted[len(sorted)*percent/100].Nanoseconds()) / 1000
}

// Compare reports the medians of two series, which other programs on the machine
// disturb least, their ratio, and within what time 99 in 100 of ours were done.
func Compare(b *testing.B, ours Series, name string, theirs Series) {
	b.Helper()
	b.ReportMetric(0, "ns/op") // would be both together
	b.ReportMetric(ours.At(50), "µs/ours")
	b.ReportMetric(theirs.At(50), "µs/"+name)
	b.ReportMetric(ours.At(50)/theirs.At(50), "x/"+name)
	b.ReportMetric(ours.At(99), "µs/p99")
}
