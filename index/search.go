package index

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/search"
	"github.com/blevesearch/bleve/v2/search/query"

	"footnote/index/report"
)

// candidateCount is how many sentences Bleve proposes for ranking.
const candidateCount = 60

// A question is what is known of one before a sentence is looked at.
type question struct {
	text  string
	terms map[string][]string // by language: the analyzer's terms, sorted, each once
}

// A candidate is a sentence that may answer.
type candidate struct {
	sentence int
	score    float64
	coverage float64
}

// ask analyses a question in the languages of the reports.
func (x *Index) ask(text string) *question {
	q := &question{text: text, terms: make(map[string][]string, len(x.langs))}
	for _, lang := range x.langs {
		var terms []string
		for _, t := range x.analyzers[lang].Analyze([]byte(text)) {
			terms = append(terms, string(t.Term))
		}
		slices.Sort(terms)
		q.terms[lang] = slices.Compact(terms)
	}
	return q
}

// candidates returns the sentences that Bleve finds best, in its order; equal
// scores in the order of the reports. Within names the reports to search; nil
// means all.
func (x *Index) candidates(ctx context.Context, q *question, within []int) ([]candidate, error) {
	words := make([]query.Query, 0, len(x.langs))
	for _, lang := range x.langs {
		if len(q.terms[lang]) == 0 {
			continue
		}
		m := bleve.NewMatchQuery(q.text)
		m.SetField(field(lang))
		words = append(words, m)
	}
	if len(words) == 0 {
		return nil, nil
	}
	match := words[0]
	if len(words) > 1 {
		match = bleve.NewDisjunctionQuery(words...)
	}
	if within != nil {
		some := make([]query.Query, len(within))
		for i, n := range within {
			t := bleve.NewTermQuery(strconv.Itoa(n))
			t.SetField(reportField)
			some[i] = t
		}
		only := bleve.NewBooleanQuery()
		only.AddMust(match)
		only.AddFilter(bleve.NewDisjunctionQuery(some...))
		match = only
	}
	found, err := x.bleve.SearchInContext(ctx, bleve.NewSearchRequestOptions(match, candidateCount, 0, false))
	if err != nil {
		return nil, err
	}
	hits := found.Hits
	if uint64(len(hits)) < found.Total {
		// The list was cut, and which of the equal last ones are in it is
		// chance: leave them all out, or name them by their order in the text
		// where all are equal.
		last := hits[len(hits)-1].Score
		keep := slices.IndexFunc(hits, func(h *search.DocumentMatch) bool { return same(h.Score, last) })
		if hits = hits[:keep]; keep == 0 {
			req := bleve.NewSearchRequestOptions(match, candidateCount, 0, false)
			req.SortBy([]string{"-_score", "_id"})
			if found, err = x.bleve.SearchInContext(ctx, req); err != nil {
				return nil, err
			}
			hits = found.Hits
		}
	}
	out := make([]candidate, len(hits))
	for i, h := range hits {
		n, err := documentNumber(h.ID)
		if err != nil {
			return nil, err
		}
		out[i] = candidate{sentence: n, score: h.Score}
	}
	return out, nil
}

// same reports whether two scores differ by no more than the order in which
// their parts were added.
func same(a, b float64) bool { return a-b < 1e-9*a && b-a < 1e-9*b }

// rank puts the candidates in order, best first.
func (x *Index) rank(q *question, found []candidate) []candidate {
	for i := range found {
		c := &found[i]
		terms := q.terms[language(x.reports[x.sentences[c.sentence].report].Lang)]
		have := x.spans(c.sentence, terms)
		c.coverage = float64(len(have)) / float64(len(terms))
	}
	slices.SortFunc(found, func(a, b candidate) int {
		if !same(a.score, b.score) {
			return cmp.Compare(b.score, a.score)
		}
		return a.sentence - b.sentence
	})
	return found
}

// spans returns where each of the terms stands in a sentence, in bytes of its
// text; terms that are not in it have no entry.
func (x *Index) spans(n int, terms []string) map[string][]report.Span {
	found := make(map[string][]report.Span)
	analyzer := x.analyzers[language(x.reports[x.sentences[n].report].Lang)]
	for _, t := range analyzer.Analyze([]byte(x.text(n))) {
		if _, ok := slices.BinarySearch(terms, string(t.Term)); ok {
			found[string(t.Term)] = append(found[string(t.Term)], report.Span{Start: t.Start, End: t.End})
		}
	}
	return found
}

// highlights returns the words of a sentence that match the question, in
// order; words that overlap, as the bigrams of Chinese do, are one.
func (x *Index) highlights(n int, q *question) []report.Span {
	var all []report.Span
	for _, spans := range x.spans(n, q.terms[language(x.reports[x.sentences[n].report].Lang)]) {
		all = append(all, spans...)
	}
	slices.SortFunc(all, func(a, b report.Span) int { return cmp.Or(a.Start-b.Start, a.End-b.End) })
	var merged []report.Span
	for _, s := range all {
		if last := len(merged) - 1; last >= 0 && s.Start < merged[last].End {
			merged[last].End = max(merged[last].End, s.End)
			continue
		}
		merged = append(merged, s)
	}
	return merged
}

// confidence estimates how probable it is that the first passage answers.
func confidence(_ *question, ranked []candidate) float64 {
	if len(ranked) == 0 {
		return 0
	}
	return ranked[0].coverage
}

// The confidence from which a result counts as answered, and from which it is
// worth showing as close.
const (
	answeredFrom = 0.55
	closestFrom  = 0.35
)

func verdict(confidence float64) Verdict {
	switch {
	case confidence >= answeredFrom:
		return Answered
	case confidence >= closestFrom:
		return Closest
	}
	return Silent
}

func (c candidate) reasons() []Reason {
	return []Reason{{Name: "words of the question in the sentence", Points: c.score}}
}
