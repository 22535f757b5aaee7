package index

import (
	"context"
	"slices"
)

// A Suggestion is a short question that a report answers.
type Suggestion struct {
	Question string // at most questions.MaxLength UTF-16 code units
	Report   string // the id of the report that answers it
}

// Suggest returns short questions that the reports answer, at most limit, best
// first, for completing what a person has typed, or for offering something
// after a question that the reports do not answer. Typed is what there is so
// far, slips of the pen and all; "" is nothing yet. Reports are ids; empty means
// all. There are none on reports that are not in English.
//
// A question that is returned has been tried: asked of the same reports,
// [Index.Search] answers it with a sentence that it was made from. Where ctx
// ends meanwhile, those are returned that have been tried until then; it is an
// error only where there are none.
func (x *Index) Suggest(ctx context.Context, typed string, reports []string, limit int) ([]Suggestion, error) {
	within, all := x.scope(reports)
	if !all && len(within) == 0 {
		return nil, nil
	}
	var found []Suggestion
	for _, n := range x.proposals().matching(typed, x.holding(within, all)) {
		if len(found) >= limit {
			break
		}
		report, err := x.try(ctx, n, reports, within, all)
		if err != nil {
			if len(found) > 0 && ctx.Err() != nil {
				return found, nil //nolint:nilerr // they are good
			}
			return nil, err
		}
		if report >= 0 {
			found = append(found, Suggestion{x.proposals().all[n].text, x.reports[report].ID})
		}
	}
	return found, nil
}

// holding returns what tells whether one of the sentences, in order, is in the
// scope.
func (x *Index) holding(within []int, all bool) func(sentences []int) bool {
	if all {
		return func([]int) bool { return true }
	}
	return func(sentences []int) bool {
		return slices.ContainsFunc(within, func(r int) bool {
			i, _ := slices.BinarySearch(sentences, x.first[r])
			return i < len(sentences) && sentences[i] < x.first[r+1]
		})
	}
}

// A trial is asking a proposal of one report, or of all.
type trial struct{ proposal, report int }

const (
	everyReport = -1 // as a trial's report
	notAnswered = -1 // as what came of it
)

// try asks proposal n of the scope and returns the report that answers it with
// a sentence of the proposal, or notAnswered. What came of it is kept where the
// scope is one report or all.
func (x *Index) try(ctx context.Context, n int, reports []string, within []int, all bool) (int, error) {
	p := x.proposals()
	key := trial{n, everyReport}
	if !all {
		key.report = within[0]
	}
	keep := all || len(within) == 1
	if keep {
		if r, ok := p.tried.Load(key); ok {
			return r.(int), nil
		}
	}
	res, err := x.Search(ctx, Query{Text: p.all[n].text, Reports: reports, Limit: 1})
	if err != nil {
		return notAnswered, err
	}
	answering := notAnswered
	if res.Verdict == Answered && len(res.Passages) > 0 {
		first := res.Passages[0]
		r := x.byID[first.Report]
		if _, ok := slices.BinarySearch(p.all[n].sentences, x.first[r]+first.Sentence-1); ok {
			answering = r
		}
	}
	if keep {
		p.tried.Store(key, answering)
	}
	return answering, nil
}
