package index

import "slices"

// A nearness is how near a sentence comes to a question in meaning.
type nearness struct {
	coverage float64 // share of the question's words, one that is only near in part
	missing  float64 // of the words that are not there: how near the nearest words come, by weight
	kinds    float64 // 1 where a new word names a kind of what is asked for
	subject  float64 // of the noun that says what is asked for and the nearest new word
}

// leastCosine is what two words that have nothing to do with each other often reach.
const leastCosine = 0.3

// soften compares question and sentence by the vectors of their words.
func (a *aligner) soften(tokens []token, here *alignment, w *weighing) nearness {
	var n nearness
	best := append(a.soft[:0], here.best...)
	a.soft = best
	hits := here.hits
	for at, t := range tokens {
		if !t.is(means) {
			continue
		}
		if matches(&hits, at) {
			continue
		}
		s := a.similar(t.word())
		for _, k := range a.likes[s.from:s.to] {
			best[k.content] = max(best[k.content], k.near)
		}
		n.subject = max(n.subject, float64(s.subject))
		if s.kind {
			n.kinds = 1
		}
	}
	missing := 0.0
	for i, b := range best {
		if here.best[i] == 0 {
			n.missing += float64(b) * w.everyday.of[i]
			missing += w.everyday.of[i]
		}
	}
	n.missing = ratio(n.missing, missing)
	n.coverage = w.everyday.coverage(best)
	return n
}

// A likeness is how near a word comes to a question in meaning.
type likeness struct {
	subject  float32 // how near to the noun that says what is asked for
	from, to int32   // in aligner.likes
	kind     bool    // it names a kind of what is asked for
}

// A like is a content of the question that a word comes near to, by cosine or
// WordNet: more than 0, 1 at most.
type like struct {
	content int
	near    float32
}

// similar returns how near a word that has a vector comes to the question. It is good until the next
// one is asked for.
func (a *aligner) similar(n uint32) *likeness {
	m := a.met.at(n)
	if m.likeness == 0 {
		a.likenesses = append(a.likenesses, likeness{})
		m.likeness = int32(len(a.likenesses)) //nolint:gosec // words of the sentences
		a.liken(&a.likenesses[m.likeness-1], &a.lexicon.words[n])
	}
	return &a.likenesses[m.likeness-1]
}

// liken finds how near a word comes to the question.
func (a *aligner) liken(s *likeness, w *word) {
	a.cosines = a.probes.Cosines(a.cosines[:0], w.vector)
	cosines := a.cosines[:len(a.content)]
	from := len(a.likes)
	if lemmas := a.lemmas(w); lemmas != nil {
		for i, c := range cosines {
			near := max(0, nearOf(c), a.content[i].relation(lemmas))
			if near > 0 {
				a.likes = append(a.likes, like{i, near})
			}
		}
		s.kind = a.subject >= 0 && a.content[a.subject].kind(lemmas)
	} else {
		a.likes = slices.Grow(a.likes, len(cosines))
		likes, n := a.likes[from:from+len(cosines)], 0
		for i, c := range cosines {
			likes[n] = like{i, c}
			one := 0 // adding it needs no branch
			if c > leastCosine {
				one = 1
			}
			n += one
		}
		for i := range likes[:n] {
			likes[i].near = nearOf(likes[i].near)
		}
		a.likes = a.likes[:from+n]
	}
	for _, k := range a.likes[from:] {
		if k.content == a.subject {
			s.subject = k.near
		}
	}
	s.from, s.to = int32(from), int32(len(a.likes)) //nolint:gosec // words times contents
}

// nearOf returns how near words of this cosine are, 1 at most; 0 or less is not.
func nearOf(cosine float32) float32 { return (cosine - leastCosine) / (1 - leastCosine) }
