package index

// How many candidates get all features: those whose words are worth most, and of the
// others those that come nearest in meaning, which may have no word of the question.
// The ranking is as good as with all features for all (cross-validated by article); with
// ten by their words, an answer is a little less often among the first five (xquad-en,
// 0.975 for 0.980).
const (
	finalistsByWords   = 12
	finalistsByMeaning = 4
)

// shortlist puts the sentences found in order by what is quickly told of them, and
// returns of which more is asked, which stand in front: a cascade (Wang, Lin and
// Metzler 2011). All says that these are all sentences that are searched.
func (r *reader) shortlist(found []int, all bool) (ranked, final []candidate) {
	r.weigh(found, all)
	ranked = r.ranked[:0]
	for _, n := range found {
		w := r.weights[r.x.lang(n)]
		terms, chance := bothSums(&w.worths, &w.chances, r.traces(n))
		credit := r.credit(n)
		ranked = append(ranked, candidate{sentence: n, score: float64(terms) + credit, meaning: r.meaning(n), chance: chance, credit: credit})
	}
	r.ranked = ranked
	final = elect(ranked)
	for i := range final {
		final[i].score -= final[i].credit // until all is added up, in rank
	}
	return ranked, final
}

// elect puts candidates in order by what their words are worth, but for those that
// are finalists by their meaning. It returns the finalists.
func elect(ranked []candidate) []candidate {
	sortCandidates(ranked)
	from := min(finalistsByWords, len(ranked))
	to := min(from+finalistsByMeaning, len(ranked))
	for at := from; at < to; at++ {
		nearest := at
		for i := at + 1; i < len(ranked); i++ {
			if ranked[i].meaning > ranked[nearest].meaning {
				nearest = i
			}
		}
		c := ranked[nearest]
		copy(ranked[at+1:], ranked[at:nearest])
		ranked[at] = c
	}
	return ranked[:to]
}

// meaning returns the cosine of the question and sentence n, by the sums of their words'
// vectors.
func (r *reader) meaning(n int) float32 {
	return r.aligners[r.x.lang(n)].sum.Cosine(r.x.sentences[n].vector)
}

// traces returns how sentence n and what stands around it have each word of the
// question. They are good until the next ones are asked for.
func (r *reader) traces(n int) []traces {
	q, tokens := r.aligners[r.x.lang(n)], r.x.tokensOf(n)
	here, around := r.align(n), r.around(n)
	all := q.traces
	q.trace(all, tokens, here)
	if around.before != nil {
		pronoun := q.opensWithPronoun(tokens)
		for i, s := range around.before.best {
			all[i][trBefore] = max(0, s-here.best[i])
			if pronoun {
				all[i][trPronoun] = all[i][trBefore]
			}
		}
	}
	if around.after != nil {
		for i, s := range around.after.best {
			all[i][trAfter] = max(0, s-here.best[i])
		}
	}
	for i := range all {
		m, paragraph, title := &all[i], around.paragraph[i], around.title.best[i]
		m[trParagraph] = paragraph - around.near[i]
		m[trTitled] = here.best[i] * title
		m[trFar] = 1 - max(paragraph, title)
	}
	return all
}

// A setting is what stands around a sentence.
type setting struct {
	before, after, title *alignment // nil where there is none; a title may be empty
	near                 []float32  // as alignment.best, of the sentence, that before and that after
	paragraph            []float32  // of the paragraph too
}

// paragraphReach is how many sentences on each side count as the paragraph.
const paragraphReach = 4

// around returns what stands around sentence n. It is good until the next is asked for.
func (r *reader) around(n int) setting {
	q, s := r.aligners[r.x.lang(n)], &r.x.sentences[n]
	first, end := r.x.among(n)
	a := setting{title: r.title(s.report), near: append(q.near[:0], r.align(n).best...)}
	if n > first {
		a.before = r.align(n - 1)
		join(a.near, a.before.best)
	}
	if n+1 < end {
		a.after = r.align(n + 1)
		join(a.near, a.after.best)
	}
	a.paragraph = append(q.paragraph[:0], a.near...)
	for m := max(first, n-paragraphReach); m < min(end, n+paragraphReach+1); m++ {
		if r.x.sentences[m].Paragraph == s.Paragraph {
			join(a.paragraph, r.align(m).best)
		}
	}
	q.near, q.paragraph = a.near, a.paragraph
	return a
}

// opensWithPronoun reports whether a sentence begins with a pronoun.
func (a *wording) opensWithPronoun(tokens []token) bool {
	return len(tokens) > 0 && a.class(tokens[0])&pronoun != 0
}
