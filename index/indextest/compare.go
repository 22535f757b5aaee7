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
	if reports == 1 {
		made, err := BuiltIn(prepare)
		if err != nil {
			tb.Fatal(err)
		}
		return made, builtIn
	}
	made := Reports(reports)
	for _, r := range made {
		prepare(r)
	}
	return made, Questions(made, 100)
}

// BuiltIn returns the built-in report, prepared. Prepare is index.Prepare.
func BuiltIn(prepare func(*report.Report)) ([]*report.Report, error) {
	reports, err := file.Load(seeds.FS)
	if err != nil {
		return nil, err
	}
	for _, r := range reports {
		prepare(r)
	}
	return reports, nil
}

// builtIn are questions on the built-in report.
var builtIn = []string{
	"Who approved the peace plan?", "how much must ukraine shrink its military", "What did Reuters report?",
	"When did Dan Driscoll get to Kyiv?", "what does lindsey graham say putin must believe", "What did Zelensky tell NBC News?",
	"which church gets official status", "How many soldiers does Ukraine have?", "peskov driscoll meeting", "what happens to american military aid",
}

// A Series is how long one kind of thing took, time after time.
type Series struct {
	all  []time.Duration
	best map[int]time.Duration // by thing
}

// Time runs f, which does thing number n, and adds how long it took.
func (s *Series) Time(n int, f func()) {
	start := time.Now()
	f()
	took := time.Since(start)
	s.all = append(s.all, took)
	if s.best == nil {
		s.best = map[int]time.Duration{}
	}
	if best, ok := s.best[n]; !ok || took < best {
		s.best[n] = took
	}
}

// Typical is the mean of the best times of each thing, in microseconds: what
// other programs on the machine disturb least.
func (s *Series) Typical() float64 {
	var sum time.Duration
	for _, d := range s.best {
		sum += d
	}
	return float64(sum.Nanoseconds()) / 1000 / float64(len(s.best))
}

// At returns the time within which percent of all were done, in microseconds.
func (s *Series) At(percent int) float64 {
	slices.Sort(s.all)
	return float64(s.all[len(s.all)*percent/100].Nanoseconds()) / 1000
}

// Compare reports the typical times of two series, their ratio, and within what
// time half and 99 in 100 of ours were done.
func Compare(b *testing.B, ours *Series, name string, theirs *Series) {
	b.Helper()
	b.ReportMetric(0, "ns/op") // would be both together
	b.ReportMetric(ours.Typical(), "µs/ours")
	b.ReportMetric(theirs.Typical(), "µs/"+name)
	b.ReportMetric(ours.Typical()/theirs.Typical(), "x/"+name)
	b.ReportMetric(ours.At(50), "µs/p50")
	b.ReportMetric(ours.At(99), "µs/p99")
}
