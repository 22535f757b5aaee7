package index

import "math"

// A nearness is how near a sentence comes to a question in meaning.
type nearness struct {
	coverage float64 // share of the question's words, one that is only near in part
	missing  float64 // of the words that are not there: how near the nearest words come, by weight
	cosine   float64 // of question and sentence
	kinds    float64 // 1 where a new word names a kind of what is asked for
	subject  float64 // of the noun that says what is asked for and the nearest new word
}

// leastCosine is what two words that have nothing to do with each other often reach.
const leastCosine = 0.3

// soften compares question and sentence by the vectors of their words. Length is
// that of the sentence's, see [lexicon.vectorLength].
func (a *aligner) soften(tokens []token, length float32, here *alignment, w *weighing) nearness {
	var n nearness
	best := append(a.soft[:0], here.best...)
	a.soft = best
	hits := here.hits
	dot := 0.0
	for at, t := range tokens {
		word := &a.lexicon.words[t.word()]
		if word.class&stopWord != 0 || !word.vector.Known() {
			continue
		}
		s := a.similar(t.word())
		dot += float64(word.rarity * s[len(a.content)])
		if matches(&hits, at) {
			continue
		}
		for i := range a.content {
			best[i] = max(best[i], s[i])
		}
		if a.subject >= 0 {
			n.subject = max(n.subject, float64(s[a.subject]))
			n.kinds = max(n.kinds, float64(s[len(a.content)+1]))
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
	n.cosine = ratio(dot, a.sumLength*math.Max(1e-9, float64(length)))
	return n
}

// similar returns how near a word comes to each content of the question, 1 at
// most, by cosine or WordNet, and at the end its dot product with their sum, and
// 1 for a kind of what is asked for.
func (a *aligner) similar(n uint32) []float32 {
	width := len(a.content) + 2
	m := a.met.at(n)
	at := m.cosines
	if at == 0 {
		at = int32(len(a.cosines)) + 1 //nolint:gosec // words times contents
		m.cosines = at
		w := &a.lexicon.words[n]
		lemmas := a.lemmas(w)
		for i := range a.content {
			near := (a.probes[i].Cosine(w.vector) - leastCosine) / (1 - leastCosine)
			if lemmas != nil {
				near = max(near, a.content[i].relation(lemmas))
			}
			a.cosines = append(a.cosines, near)
		}
		var kind float32
		if a.subject >= 0 && a.content[a.subject].kind(lemmas) {
			kind = 1
		}
		a.cosines = append(a.cosines, a.sum.Dot(w.vector), kind)
	}
	return a.cosines[at-1:][:width]
}
