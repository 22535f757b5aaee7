package index

import (
	"slices"

	"footnote/index/embedding"
	"footnote/index/wordnet"
)

// An aligner finds the words of a question in sentences of one language. It is
// made for one question after another, and keeps its memory.
type aligner struct {
	*wording
	matching wordSet // see gather
	met      metWords
	strength []float32        // a row has a number for each content of the question
	probes   embedding.Probes // by content
	sum      embedding.Probe  // of all contents together
	cosines  []float32        // space for those of one word

	likenesses []likeness // of words that were met
	likes      []like     // of these

	space                 []alignment // for all, and what is left of it for those to come
	left                  []alignment
	best                  []float32 // space for theirs
	hits                  []hit     // space for theirs
	near, paragraph, soft []float32 // space for one sentence's features
	traces                []traces
	rightward             []reach
}

// read makes a the aligner for a question.
func (a *aligner) read(w *wording) {
	a.wording = w
	clear(a.matching[:])
	w.gather(&a.matching)
	a.probes.Set(len(w.content), func(i int) embedding.Vector { return w.content[i].vector })
	a.sum.Set(w.vector)
	a.traces = slices.Grow(a.traces[:0], len(w.content))[:len(w.content)]
	a.met.clear()
	a.strength, a.likenesses, a.likes = a.strength[:0], a.likenesses[:0], a.likes[:0]
	a.left, a.best, a.hits = a.space, a.best[:0], a.hits[:0]
}

// row returns how much a word matches each content of the question; nil where
// it matches none.
func (a *aligner) row(n uint32) []float32 {
	width := len(a.content)
	m := a.met.at(n)
	at := m.strength
	if at == 0 {
		at = noRow
		w := &a.lexicon.words[n]
		lemmas := a.lemmas(w)
		for i := range a.content {
			s := a.lexicon.match(&a.content[i], w, lemmas)
			if s == 0 {
				continue
			}
			if at == noRow {
				at = int32(len(a.strength)) + 1 //nolint:gosec // words times contents
				a.strength = append(a.strength, make([]float32, width)...)
			}
			a.strength[int(at)-1+i] = s
		}
		m.strength = at
	}
	if at == noRow {
		return nil
	}
	return a.strength[at-1:][:width]
}

// lemmas returns those of a word if any may be related to the question.
func (a *aligner) lemmas(w *word) []wordnet.Lemma {
	if a.related.may(w.lemmas) {
		return w.lemmas
	}
	return nil
}

// An alignment is which words of the question a sentence has, and where.
type alignment struct {
	best  []float32 // by content: how much the best word of the sentence matches
	hits  []hit     // in the order of the sentence
	count int       // words of the sentence
}

// A hit is a word of the sentence that matches one of the question.
type hit struct {
	at       int // word of the sentence
	content  int // of the question
	strength float32
}

// align finds the question's words among tokens.
func (a *aligner) align(tokens []token) *alignment {
	if len(a.left) == 0 {
		a.space = make([]alignment, max(64, 2*len(a.space)))
		a.left = a.space
	}
	found := &a.left[0]
	a.left = a.left[1:]
	at := len(a.best)
	a.best = append(a.best, make([]float32, len(a.content))...)
	found.best = a.best[at:len(a.best):len(a.best)]
	found.count = len(tokens)
	from := len(a.hits)
	for at, t := range tokens {
		if !a.matching.may(t.word()) {
			continue
		}
		for i, s := range a.row(t.word()) {
			if s > 0 {
				a.hits = append(a.hits, hit{at, i, s})
				found.best[i] = max(found.best[i], s)
			}
		}
	}
	found.hits = a.hits[from:len(a.hits):len(a.hits)]
	return found
}

// matches reports whether the word at that place matches one of the question. It
// drops the hits before it, so that places are to be asked for in order.
func matches(hits *[]hit, at int) bool {
	for len(*hits) > 0 && (*hits)[0].at < at {
		*hits = (*hits)[1:]
	}
	return len(*hits) > 0 && (*hits)[0].at == at
}

// usualContents is how many words a question has at most, unless it is a long one.
const usualContents = 16

// zeroed returns n zeros, in space where they fit.
func zeroed[T any](space []T, n int) []T {
	if n > len(space) {
		return make([]T, n)
	}
	clear(space[:n])
	return space[:n]
}

// weights are what each content of a question weighs.
type weights struct {
	of              []float64
	total, greatest float64
}

func (w *weights) set(i int, weight float64) {
	w.of[i] = weight
	w.total += weight
	w.greatest = max(w.greatest, weight)
}

// coverage returns the weight of the question's words that a sentence has, as a
// share of all.
func (w *weights) coverage(best []float32) float64 {
	sum := 0.0
	for i, s := range best {
		sum += float64(s) * w.of[i]
	}
	return ratio(sum, w.total)
}

// beyond returns the weight of the question's words that other has and best
// has not, or less well, as a share of all.
func (w *weights) beyond(best, other []float32) float64 {
	sum := 0.0
	for i, s := range best {
		sum += float64(max(0, other[i]-s)) * w.of[i]
	}
	return ratio(sum, w.total)
}

// ratio is a/b, and 0 where b is.
func ratio(a, b float64) float64 {
	if b == 0 {
		return 0
	}
	return a / b
}
