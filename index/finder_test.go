package index

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/blevesearch/bleve/v2"
	bleveindex "github.com/blevesearch/bleve_index_api"

	"footnote/index/indextest"
	"footnote/index/report"
)

// A finder finds what Bleve's own search finds, in the same order, if it is given
// what Bleve takes for the mean length of a sentence.
func TestFinder(t *testing.T) {
	const limit = 60
	reports := indextest.Reports(100)
	asked := indextest.Questions(prepared(reports), 200)
	for i, r := range reports[:30] {
		r.Lang = []string{"en", "de", "zh"}[i%3]
	}
	asked = append(asked, "report", "the report the report of the report", "unheardof", "中国")
	x, err := New(reports)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := x.Close(); err != nil {
			t.Error(err)
		}
	}()
	for _, lang := range x.langs {
		words, err := x.finder.reader.(bleveindex.BM25Reader).FieldCardinality(field(lang))
		if err != nil {
			t.Fatal(err)
		}
		l := x.lexicons[lang]
		l.content, l.sentences = (words+len(x.sentences)-1)/len(x.sentences), 1
	}
	for _, text := range asked {
		q := x.ask(text)
		for _, scope := range []struct {
			name   string
			within func(sentence int32) bool
		}{
			{"all", func(int32) bool { return true }},
			{"some", func(n int32) bool { return x.sentences[n].report%5 == 1 }},
		} {
			got, err := x.finder.find(t.Context(), q, limit, scope.within)
			if err != nil {
				t.Fatal(err)
			}
			want := bleveSearch(t, x, q)
			want = slices.DeleteFunc(want, func(r retrieved) bool { return !scope.within(r.sentence) })
			if len(got) != min(limit, len(want)) {
				t.Errorf("%q in %s: %d found, want %d", text, scope.name, len(got), min(limit, len(want)))
				continue
			}
			// Bleve may multiply all scores by the same number, and keeps the square
			// root of a sentence's length in 32 bits.
			const near = 1e-6
			for i, r := range got {
				ratio := r.score / want[i].score / (got[0].score / want[0].score)
				if math.Abs(ratio-1) > near {
					t.Errorf("%q in %s: number %d has score %g, want %g", text, scope.name, i, r.score, want[i].score*got[0].score/want[0].score)
				}
				if !slices.ContainsFunc(want, func(w retrieved) bool { return w.sentence == r.sentence && math.Abs(w.score/want[i].score-1) < near }) {
					t.Errorf("%q in %s: number %d is sentence %d", text, scope.name, i, r.sentence)
				}
			}
			if !slices.IsSortedFunc(got, better) {
				t.Errorf("%q in %s: not in order: %v", text, scope.name, got)
			}
		}
	}
}

// bleveSearch returns all sentences that Bleve's search finds, best first.
func bleveSearch(t *testing.T, x *Index, q *question) []retrieved {
	t.Helper()
	either := bleve.NewDisjunctionQuery()
	for lang, a := range q.readings {
		if len(a.content) > 0 {
			m := bleve.NewMatchQuery(q.text)
			m.SetField(field(lang))
			m.Analyzer = analyzerName(lang)
			either.AddQuery(m)
		}
	}
	res, err := x.bleve.Search(bleve.NewSearchRequestOptions(either, len(x.sentences), 0, false))
	if err != nil {
		t.Fatal(err)
	}
	all := make([]retrieved, len(res.Hits))
	for i, h := range res.Hits {
		n, err := documentNumber(h.ID)
		if err != nil {
			t.Fatal(err)
		}
		all[i] = retrieved{int32(n), h.Score}
	}
	return all
}

func prepared(reports []*report.Report) []*report.Report {
	for _, r := range reports {
		Prepare(r)
	}
	return reports
}

// BenchmarkFinder finds candidates for questions on a thousand reports.
func BenchmarkFinder(b *testing.B) {
	reports, asked := indextest.Sized(b, 1000, Prepare)
	x, err := New(reports)
	if err != nil {
		b.Fatal(err)
	}
	b.Run(fmt.Sprint(len(reports)), func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			if _, err := x.best(b.Context(), x.ask(asked[i%len(asked)]), nil); err != nil {
				b.Fatal(err)
			}
		}
	})
	if err := x.Close(); err != nil {
		b.Fatal(err)
	}
}
