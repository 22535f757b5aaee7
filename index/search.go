package index

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/search"
	"github.com/blevesearch/bleve/v2/search/query"

	"footnote/index/report"
)

const (
	fewSentences   = 64 // up to so many are all ranked
	candidateCount = 60 // how many Bleve proposes of more
	neighbourCount = 10 // how many of these, best first, bring their neighbours
)

// candidates returns the sentences to rank, in order: every sentence where few
// are searched, which it says, and else those that Bleve finds best, with the
// neighbours of the best of them. Within names the reports to search; nil means
// all. Without a word to look for there are none.
func (x *Index) candidates(ctx context.Context, q *question, within []int) (found []int, every bool, err error) {
	match := q.match()
	if match == nil {
		return nil, false, nil
	}
	if few := x.all(within); len(few) <= fewSentences {
		return few, true, nil
	}
	hits, err := x.hits(ctx, match, within)
	if err != nil {
		return nil, false, err
	}
	slices.SortFunc(hits, func(a, b *search.DocumentMatch) int {
		if same(a.Score, b.Score) {
			return cmp.Compare(a.ID, b.ID)
		}
		return cmp.Compare(b.Score, a.Score)
	})
	for i, h := range hits {
		n, err := documentNumber(h.ID)
		if err != nil {
			return nil, false, err
		}
		found = append(found, n)
		if i < neighbourCount {
			s := x.sentences[n].report
			for m := max(x.first[s], n-1); m < min(x.first[s+1], n+2); m++ {
				found = append(found, m)
			}
		}
	}
	slices.Sort(found)
	return slices.Compact(found), false, nil
}

// all returns the sentences of the reports within, or of all; no more than
// fewSentences and one.
func (x *Index) all(within []int) []int {
	var found []int
	add := func(from, to int) {
		for n := from; n < to && len(found) <= fewSentences; n++ {
			found = append(found, n)
		}
	}
	if within == nil {
		add(0, len(x.sentences))
	}
	for _, n := range within {
		add(x.first[n], x.first[n+1])
	}
	return found
}

// match returns Bleve's query for the words of a question; nil where it has none.
func (q *question) match() query.Query {
	var words []query.Query
	for _, lang := range slices.Sorted(maps.Keys(q.readings)) {
		if len(q.readings[lang].content) == 0 {
			continue
		}
		m := bleve.NewMatchQuery(q.text)
		m.SetField(field(lang))
		words = append(words, m)
	}
	switch len(words) {
	case 0:
		return nil
	case 1:
		return words[0]
	}
	return bleve.NewDisjunctionQuery(words...)
}

// hits returns the sentences that Bleve finds best, equal ones in any order.
func (x *Index) hits(ctx context.Context, match query.Query, within []int) (search.DocumentMatchCollection, error) {
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
	if uint64(len(hits)) == found.Total {
		return hits, nil
	}
	// The list was cut, and which of the equal last ones are in it is chance:
	// leave them all out, or name them by their order in the text where all are
	// equal.
	last := hits[len(hits)-1].Score
	keep := slices.IndexFunc(hits, func(h *search.DocumentMatch) bool { return same(h.Score, last) })
	if keep > 0 {
		return hits[:keep], nil
	}
	req := bleve.NewSearchRequestOptions(match, candidateCount, 0, false)
	req.SortBy([]string{"-_score", "_id"})
	if found, err = x.bleve.SearchInContext(ctx, req); err != nil {
		return nil, err
	}
	return found.Hits, nil
}

// same reports whether two scores differ by no more than the order in which
// their parts were added.
func same(a, b float64) bool { return a-b < 1e-9*a && b-a < 1e-9*b }

// highlights returns the words of sentence n that match the question, in order.
// In scripts without spaces, where a word is a character, one alone says nothing.
func (r *reader) highlights(n int) []report.Span {
	a := r.aligners[r.x.lang(n)]
	text := r.x.text(n)
	var spans []report.Span
	at := 0
	for w := range words(text) {
		if a.row(r.x.tokensOf(n)[at].word()) != nil {
			last := len(spans) - 1
			first, _ := utf8.DecodeRuneInString(text[w.span.Start:])
			if last >= 0 && spans[last].End == w.span.Start && unspaced(first) {
				spans[last].End = w.span.End
			} else {
				spans = append(spans, w.span)
			}
		}
		at++
	}
	return slices.DeleteFunc(spans, func(s report.Span) bool {
		first, width := utf8.DecodeRuneInString(text[s.Start:])
		return unspaced(first) && width == s.Len()
	})
}
