package indextest

import (
	"context"
	"strconv"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis/lang/en"
	"github.com/blevesearch/bleve/v2/index/scorch"

	"footnote/index/report"
)

// Bleve is Bleve alone: the sentences of reports in one field of an index in
// memory, with the English analyzer and BM25. It is what others are measured by.
type Bleve struct{ index bleve.Index }

// batchSize is how many sentences go into Bleve at once.
const batchSize = 100_000

// NewBleve indexes the sentences of prepared reports. The caller closes it.
func NewBleve(reports []*report.Report) (*Bleve, error) {
	m := bleve.NewIndexMapping()
	m.ScoringModel = "bm25"
	text := bleve.NewTextFieldMapping()
	text.Analyzer = en.AnalyzerName
	text.Store, text.IncludeTermVectors, text.DocValues, text.IncludeInAll = false, false, false, false
	m.DefaultMapping.Dynamic = false
	m.DefaultMapping.AddFieldMappingsAt("text", text)
	x, err := bleve.NewUsing("", m, scorch.Name, scorch.Name, nil)
	if err != nil {
		return nil, err
	}
	batch, n := x.NewBatch(), 0
	for _, r := range reports {
		for _, s := range r.Sentences() {
			if err := batch.Index(strconv.Itoa(n), map[string]string{"text": s.Span.In(r.Text)}); err != nil {
				return nil, err
			}
			if n++; batch.Size() == batchSize {
				if err := x.Batch(batch); err != nil {
					return nil, err
				}
				batch.Reset()
			}
		}
	}
	return &Bleve{x}, x.Batch(batch)
}

// Search looks for the ten best sentences, and returns how many there are.
func (x *Bleve) Search(ctx context.Context, question string) (int, error) {
	match := bleve.NewMatchQuery(question)
	match.SetField("text")
	found, err := x.index.SearchInContext(ctx, bleve.NewSearchRequestOptions(match, 10, 0, false))
	if err != nil {
		return 0, err
	}
	return len(found.Hits), nil
}

// Close releases the index.
func (x *Bleve) Close() error { return x.index.Close() }
