package index

import (
	"context"
	"slices"
	"unicode/utf8"

	"footnote/index/report"
)

const (
	fewSentences   = 64 // up to so many are all ranked
	candidateCount = 48 // how many Bleve proposes of more
	neighbourCount = 8  // how many of these, best first, bring their neighbours
)

// candidates returns the sentences to rank, in order: every sentence where few
// are searched, which it says, and else those that Bleve finds best, with the
// neighbours of the best of them. Within names the reports to search; nil means
// all. Without a word to look for there are none.
func (x *Index) candidates(ctx context.Context, q *question, within []int) (found []int, every bool, err error) {
	if !q.hasContent() {
		return nil, false, nil
	}
	if few := x.all(within); len(few) <= fewSentences {
		return few, true, nil
	}
	best, err := x.best(ctx, q, within)
	if err != nil {
		return nil, false, err
	}
	for i, b := range best {
		n := int(b.sentence)
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
	found := make([]int, 0, fewSentences+1)
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

// hasContent reports whether there is a word to look for.
func (q *question) hasContent() bool {
	for _, a := range q.readings {
		if len(a.content) > 0 {
			return true
		}
	}
	return false
}

// best returns the sentences of the reports within, or of all, that have most of
// the question's words, best first.
func (x *Index) best(ctx context.Context, q *question, within []int) ([]retrieved, error) {
	searched := func(sentence int32) bool {
		_, ok := slices.BinarySearch(within, x.sentences[sentence].report)
		return ok
	}
	if within == nil {
		searched = func(int32) bool { return true }
	}
	all, err := x.finder.find(ctx, q, candidateCount, searched)
	if err != nil || len(all) < candidateCount {
		return all, err
	}
	// The list was cut, perhaps among equal ones: leave them out, unless all are
	// equal.
	last := all[len(all)-1].score
	if keep := slices.IndexFunc(all, func(r retrieved) bool { return same(r.score, last) }); keep > 0 {
		all = all[:keep]
	}
	return all, nil
}

// sameScore is how much two scores differ at most, as a share, that differ only by
// the order in which their parts were added.
const sameScore = 1e-9

func same(a, b float64) bool { return a-b < sameScore*a && b-a < sameScore*b }

// highlights returns the words of sentence n that match the question, in order.
// In scripts without spaces, where a word is a character, one alone says nothing.
func (r *reader) highlights(n int) []report.Span {
	text, hits := r.x.text(n), r.align(n).hits
	spans := make([]report.Span, 0, len(hits))
	at := 0
	for w := range places(text) {
		if len(hits) == 0 {
			break
		}
		if matches(&hits, at) {
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
