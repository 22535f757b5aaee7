// Package index finds passages in reports. It is the only place that knows Bleve.
package index

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"

	_ "github.com/blevesearch/bleve/v2/analysis/lang/en" // the analyzer "en"

	"footnote/index/attribution"
	"footnote/index/report"
	"footnote/index/segment"
)

// Prepare finds the sentences of a decoded report and who is cited in them.
func Prepare(r *report.Report) {
	segment.Split(r)
	attribution.Attribute(r)
}

// An Index searches a fixed set of reports. It is safe for concurrent use.
type Index struct {
	reports []*report.Report
	places  []place // document number -> sentence
	bleve   bleve.Index
}

type place struct {
	report   *report.Report
	sentence int // index into all
	all      []report.Sentence
}

// New indexes prepared reports in memory. The caller must not change them
// afterwards and closes the index when done.
func New(reports []*report.Report) (*Index, error) {
	m := bleve.NewIndexMapping()
	m.DefaultAnalyzer = "en"
	m.ScoringModel = "bm25"
	b, err := bleve.NewUsing("", m, scorch.Name, scorch.Name, nil)
	if err != nil {
		return nil, fmt.Errorf("open index: %w", err)
	}
	x := &Index{reports: reports, bleve: b}
	batch := b.NewBatch()
	for _, r := range reports {
		all := r.Sentences()
		for i, s := range all {
			if err := batch.Index(strconv.Itoa(len(x.places)), map[string]any{"text": s.Span.In(r.Text), "report": r.ID}); err != nil {
				return nil, fmt.Errorf("index %s sentence %d: %w", r.ID, s.Number, err)
			}
			x.places = append(x.places, place{r, i, all})
		}
	}
	if err := b.Batch(batch); err != nil {
		return nil, fmt.Errorf("index: %w", err)
	}
	return x, nil
}

// Close releases the index.
func (x *Index) Close() error { return x.bleve.Close() }

// Reports returns the indexed reports, which the caller must not change.
func (x *Index) Reports() []*report.Report { return x.reports }

// Search finds the passages for q.
func (x *Index) Search(ctx context.Context, q Query) (Result, error) {
	limit := cmp.Or(q.Limit, DefaultLimit)
	req := bleve.NewSearchRequestOptions(bleve.NewMatchQuery(q.Text), len(x.places), 0, false)
	found, err := x.bleve.SearchInContext(ctx, req)
	if err != nil {
		return Result{}, fmt.Errorf("search: %w", err)
	}
	type hit struct {
		doc   int
		score float64
	}
	var hits []hit
	for _, h := range found.Hits {
		n, err := strconv.Atoi(h.ID)
		if err != nil {
			return Result{}, fmt.Errorf("search: document id %q: %w", h.ID, err)
		}
		if len(q.Reports) > 0 && !slices.Contains(q.Reports, x.places[n].report.ID) {
			continue
		}
		hits = append(hits, hit{n, h.Score})
	}
	slices.SortFunc(hits, func(a, b hit) int {
		return cmp.Or(-cmp.Compare(a.score, b.score), a.doc-b.doc)
	})
	var res Result
	if len(hits) > 0 {
		res.Confidence = min(1, hits[0].score/10)
		if res.Confidence >= 0.2 {
			res.Verdict = Answered
		}
	}
	for i, h := range hits {
		if i < q.Offset {
			continue
		}
		if len(res.Passages) == limit {
			res.More = true
			break
		}
		res.Passages = append(res.Passages, x.passage(h.doc, h.score))
	}
	return res, nil
}

func (x *Index) passage(doc int, score float64) Passage {
	at := x.places[doc]
	r, s := at.report, at.all[at.sentence]
	p := Passage{
		Citation: Citation{
			Report: r.ID, Title: r.Title, Publisher: r.Publisher, URL: r.URL, Published: r.Published, Lang: r.Lang,
			Paragraph: s.Paragraph, Sentence: s.Number, Sentences: len(at.all),
			Span: s.Span, Runes: report.NewOffsets(r.Text).Span(s.Span),
		},
		Text: s.Span.In(r.Text), Score: score, Attributions: s.Attributions,
	}
	if at.sentence > 0 {
		p.Before = at.all[at.sentence-1].Span.In(r.Text)
	}
	if at.sentence+1 < len(at.all) {
		p.After = at.all[at.sentence+1].Span.In(r.Text)
	}
	return p
}
