// Package bot turns questions into answers. It knows neither Discord nor Bleve:
// a front end makes a [Question], calls [Bot.Ask] and renders the [Answer].
package bot

import (
	"context"
	"fmt"

	"footnote/index"
	"footnote/index/report"
)

// A Searcher finds passages in reports; *index.Index is one.
type Searcher interface {
	// Search returns the passages for a query, best first.
	Search(context.Context, index.Query) (index.Result, error)
	// Reports returns what is searched. The caller must not change them.
	Reports() []*report.Report
}

// A Bot answers questions about reports. It is safe for concurrent use.
type Bot struct {
	searcher Searcher
}

// New returns a bot that searches with s.
func New(s Searcher) *Bot { return &Bot{searcher: s} }

// Ask answers q. An answer without a passage is no error.
func (b *Bot) Ask(ctx context.Context, q Question) (Answer, error) {
	query := index.Query{Text: q.Text, Limit: q.Limit, Offset: q.Offset, Explain: q.Explain}
	if q.Report != "" {
		query.Reports = []string{q.Report}
	}
	res, err := b.searcher.Search(ctx, query)
	if err != nil {
		return Answer{}, fmt.Errorf("ask: %w", err)
	}
	return Answer{Question: q, Result: res}, nil
}

// Reports returns the reports that can be asked about.
func (b *Bot) Reports() []*report.Report { return b.searcher.Reports() }
