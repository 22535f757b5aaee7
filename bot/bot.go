// Package bot turns questions into answers. It knows neither Discord nor Bleve:
// a front end makes a [Question], calls [Bot.Ask] and renders the [Answer].
package bot

import (
	"context"
	"fmt"
	"sync/atomic"

	"footnote/index"
	"footnote/index/report"
)

// A Searcher finds passages in reports; *index.Index is one. Reports are named
// by their ids; no ids mean all.
type Searcher interface {
	// Search returns the passages for a query, best first.
	Search(context.Context, index.Query) (index.Result, error)
	// Credited returns the passages credited to the source of this name, in the order of the text.
	Credited(name string, reports []string) []index.Passage
	// Suggest returns questions that the reports answer, for what has been typed so far.
	Suggest(ctx context.Context, typed string, reports []string, limit int) ([]index.Suggestion, error)
	// Reports returns what is searched. The caller must not change them.
	Reports() []*report.Report
}

// A Bot answers questions about reports. It is safe for concurrent use.
type Bot struct {
	searcher Searcher
	roll     atomic.Pointer[roll] // the latest
}

// New returns a bot that searches with s.
func New(s Searcher) *Bot { return &Bot{searcher: s} }

// Ask answers q. An answer without a passage is no error.
func (b *Bot) Ask(ctx context.Context, q Question) (Answer, error) {
	query := index.Query{Text: q.Text, Reports: only(q.Report), Limit: q.Limit, Offset: q.Offset, Explain: q.Explain}
	res, err := b.searcher.Search(ctx, query)
	if err != nil {
		return Answer{}, fmt.Errorf("ask: %w", err)
	}
	return Answer{Question: q, Result: res}, nil
}

// Reports returns the reports that can be asked about.
func (b *Bot) Reports() []*report.Report { return b.searcher.Reports() }

// Suggest returns questions that the reports answer, at most limit, for what a
// person has typed so far; "" for any. Report is an id; "" = all.
func (b *Bot) Suggest(ctx context.Context, typed, report string, limit int) ([]index.Suggestion, error) {
	return b.searcher.Suggest(ctx, typed, only(report), limit)
}

// only makes the list of ids that means this report, or all where it is "".
func only(report string) []string {
	if report == "" {
		return nil
	}
	return []string{report}
}
