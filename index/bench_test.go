package index

import (
	"errors"
	"fmt"
	"runtime"
	"testing"

	"footnote/index/indextest"
	"footnote/index/report"
)

// BenchmarkIndex reads, splits, attributes and indexes reports, and has bare
// Bleve index the same sentences by turns, on one core: x/bleve is how many
// times as long ours takes. B/sentence is the memory that reports and index hold.
//
//	go test ./index -run - -bench Index/1000$ -benchtime 3x
func BenchmarkIndex(b *testing.B) {
	for _, n := range indextest.Sizes {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
			reports, _ := indextest.Sized(b, n, Prepare)
			x := read(b, reports) // loads what all indexes share
			if err := x.Close(); err != nil {
				b.Fatal(err)
			}
			before := heap()
			x = read(b, reports)
			held, sentences := heap()-before, len(x.sentences)
			if err := x.Close(); err != nil {
				b.Fatal(err)
			}
			var ours, bleve indextest.Series
			for b.Loop() {
				var peer *indextest.Bleve
				var err error
				ours.Time(0, func() { x = read(b, reports) })
				bleve.Time(0, func() { peer, err = indextest.NewBleve(reports) })
				if err := errors.Join(err, x.Close(), peer.Close()); err != nil {
					b.Fatal(err)
				}
			}
			indextest.Compare(b, &ours, "bleve", &bleve)
			b.ReportMetric(float64(held)/float64(sentences), "B/sentence")
		})
	}
}

// read makes an index of the texts of reports.
func read(b *testing.B, reports []*report.Report) *Index {
	b.Helper()
	var fresh []*report.Report
	for _, r := range reports {
		again := report.New(r.ID, r.Lang, r.Body.In(r.Text)) // the sentences that Bleve gets
		Prepare(again)
		fresh = append(fresh, again)
	}
	x, err := New(fresh)
	if err != nil {
		b.Fatal(err)
	}
	return x
}

// heap returns how many bytes are in use.
func heap() uint64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
