package index

import (
	"math"
	"strings"
)

// leastCohesion is the cohesion from which lines are read as a text.
const leastCohesion = 1

// lists says of each report whether it is a list: sentences that stand on lines
// of their own and whose neighbours have no more to do with each other than any
// two of them. What stands beside a sentence of a list says nothing about it.
func (x *Index) lists() []bool {
	lists := make([]bool, len(x.reports))
	for n := range lists {
		lists[n] = x.inLines(n) && x.cohesion(n) < leastCohesion
	}
	return lists
}

// inLines reports whether line breaks part all sentences of report n, and most of
// them no more than that: a blank line opens a paragraph of a text.
func (x *Index) inLines(n int) bool {
	lines, blank := 0, 0
	for i := x.first[n] + 1; i < x.first[n+1]; i++ {
		last, next := &x.sentences[i-1], &x.sentences[i]
		switch {
		case last.Paragraph != next.Paragraph:
			blank++
		case strings.Contains(x.reports[n].Text[last.Span.End:next.Span.Start], "\n"):
			lines++
		default:
			return false
		}
	}
	return lines > blank
}

// cohesion measures whether the sentences of report n stand in an order: by how
// many standard deviations the words that neighbours share weigh more than they
// would in an order by chance. A word weighs what it tells in the report.
func (x *Index) cohesion(n int) float64 {
	type spread struct {
		sentences int
		last      int // sentence
		beside    int // how often it stands in two neighbours
	}
	var all []spread
	at := map[uint32]int{}
	first, end := x.first[n], x.first[n+1]
	for i := first; i < end; i++ {
		words := x.lexicons[x.lang(i)].words
		for _, t := range x.tokensOf(i) {
			w := &words[t.word()]
			if w.class&stopWord != 0 {
				continue
			}
			k, seen := at[w.stem]
			if !seen {
				k = len(all)
				at[w.stem] = k
				all = append(all, spread{sentences: 1, last: i})
			}
			s := &all[k]
			if s.last < i {
				if s.last == i-1 {
					s.beside++
				}
				s.sentences, s.last = s.sentences+1, i
			}
		}
	}
	sentences := float64(end - first)
	chance := 2 / sentences // of two sentences to be neighbours
	surplus, variance := 0.0, 0.0
	for _, s := range all {
		weight := math.Log(sentences / float64(s.sentences))
		pairs := float64(s.sentences*(s.sentences-1)) / 2
		surplus += weight * (float64(s.beside) - chance*pairs)
		variance += weight * weight * chance * (1 - chance) * pairs
	}
	return ratio(surplus, math.Sqrt(variance))
}

// among returns the sentences that sentence n stands among: those of its report,
// and itself alone in a list.
func (x *Index) among(n int) (first, end int) {
	s := x.sentences[n].report
	if x.isList[s] {
		return n, n + 1
	}
	return x.first[s], x.first[s+1]
}
