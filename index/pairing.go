package index

import (
	"math"

	"footnote/index/embedding"
)

// A measure is something else that is told of a word of the question and a sentence.
type measure int

// The measures.
const (
	mCosine   measure = iota // the greatest of the sentence's words
	mAligned                 // how much of the word is aligned with the sentence
	mMatch                   // the greatest match
	mEveryday                // weight of the word, see weighing
	mReport
	mName
	measureCount
)

// A compared is what the network is told of a word of the question and a sentence.
type compared struct {
	word, aligned [compareDims]float32 // directions; what is aligned is shorter
	signs         *[signCount]float32
	traces        *traces
	measures      [measureCount]float32
}

// A pairing is a question and a sentence side by side.
type pairing struct {
	words  []compared // by content of the question
	length float32    // logarithm of the sentence's, less about the usual one
}

// What makes the measures and the length about as great as other numbers.
const (
	wordScale      = 1. / 8
	usualLogLength = 3
)

// How a word of the question is aligned with the words of a sentence: the softmax of
// what speaks for each and for none.
const (
	alignCosine = 12
	alignMatch  = 4
	alignNone   = 6.5
	leastShare  = 0.01 // less is not worth adding
)

// A matcher pairs questions and sentences. It keeps its memory.
type matcher struct {
	vectors []embedding.Vector // of the words of a sentence
	pairing pairing
	probes  embedding.Probes
	cosines []float32 // a row for each word of the sentence has a number for each content, and a few more
	shares  []float32 // the same, first of what speaks for each
}

// pair puts the terms of a question and a sentence side by side. Vectors are by word
// of the sentence, unknown where a word means nothing by itself. It is good until the
// next pair.
func (m *matcher) pair(terms []term, w *weighing, vectors []embedding.Vector, hits []hit, all []traces) *pairing {
	p := &m.pairing
	if cap(p.words) < len(terms) {
		p.words = make([]compared, max(usualContents, len(terms)))
	}
	p.words = p.words[:len(terms)]
	p.length = float32(math.Log1p(float64(len(vectors)))) - usualLogLength
	m.probes.Set(len(terms), func(i int) embedding.Vector { return terms[i].vector })
	m.cosines = m.cosines[:0]
	for _, v := range vectors {
		m.cosines = m.probes.Cosines(m.cosines, v)
	}
	width := len(m.cosines) / max(1, len(vectors))
	m.shares = append(m.shares[:0], m.cosines...)
	for i := range m.shares {
		m.shares[i] *= alignCosine
	}
	for i := range terms {
		c := &p.words[i]
		*c = compared{signs: &terms[i].signs, traces: &all[i]}
		terms[i].vector.AddDirection(c.word[:], 1)
		c.measures[mEveryday] = float32(w.everyday.of[i]) * wordScale
		c.measures[mReport] = float32(w.report.of[i]) * wordScale
		c.measures[mName] = float32(w.names.of[i]) * wordScale
	}
	for _, h := range hits {
		c := &p.words[h.content]
		c.measures[mMatch] = max(c.measures[mMatch], h.strength)
		m.shares[h.at*width+h.content] += alignMatch * h.strength
	}
	for i := range terms {
		m.align(&p.words[i], i, width, vectors)
	}
	return p
}

// align adds what is aligned with content i. Rows are that wide.
func (m *matcher) align(c *compared, i, width int, vectors []embedding.Vector) {
	none := float32(math.Exp(alignNone))
	total, cosine := none, float32(-1)
	for t := range vectors {
		s := &m.shares[t*width+i]
		if !vectors[t].Known() && *s == 0 {
			continue
		}
		*s = float32(math.Exp(float64(*s)))
		total += *s
		cosine = max(cosine, m.cosines[t*width+i])
	}
	c.measures[mCosine], c.measures[mAligned] = cosine, 1-none/total
	for t, v := range vectors {
		if share := m.shares[t*width+i] / total; share > leastShare {
			v.AddDirection(c.aligned[:], share)
		}
	}
}

// vectorsOf appends to dst the vectors of the words of an English sentence, of the
// built-in model; unknown ones of words that mean nothing by themselves.
func (x *Index) vectorsOf(dst []embedding.Vector, n int) []embedding.Vector {
	l := x.lexicons["en"]
	builtIn := l.model == embedding.Default()
	for _, t := range x.tokensOf(n) {
		w := &l.words[t.word()]
		switch {
		case builtIn && t.is(means):
			dst = append(dst, w.vector)
		case !builtIn && !t.is(stops):
			dst = append(dst, embedding.Default().Find(w.form).Vector)
		default:
			dst = append(dst, embedding.Vector{})
		}
	}
	return dst
}
