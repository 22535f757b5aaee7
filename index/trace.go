package index

import "math"

// A trace is a way in which a sentence has a word of a question, or lacks it. Its
// name stands in the model of the terms.
type trace int

// The traces. They are from 0 to 1 but for trLong.
const (
	trHere      trace = iota // how much the best word of the sentence matches
	trExact                  // it is the very form
	trRelated                // how much it matches where it is another word
	trOpens                  // as trHere, of the sentence's first two words
	trTwice                  // more than one word matches
	trLong                   // trHere by how much longer than usual the sentence is; below 0 where it is shorter
	trBesides                // its neighbour in the question is its neighbour here
	trClose                  // how close another word of the question is
	trTitled                 // trHere, if the title has the word too
	trBefore                 // how much better the sentence before has it
	trPronoun                // the same, if the sentence begins with a pronoun
	trAfter                  // how much better the sentence after has it
	trParagraph              // how much better the rest of the paragraph has it than these three
	trFar                    // how much the paragraph and the title lack it
	traceCount
)

// traceNames names the traces in the model.
var traceNames = [traceCount]string{
	"here", "exact", "related", "opens", "twice", "long", "besides", "close", "titled", "before", "pronoun", "after", "paragraph", "far",
}

// traces are those of one word of the question.
type traces [traceCount]float32

const (
	usualLength  = 20 // words of a sentence
	openingWords = 2
	besidesReach = 3 // words to a neighbour in the same order; by half else, and for one more
	closeReach   = 4 // words over which a match loses half of being close
)

// trace fills in how a sentence has each word of the question, but for what its
// surroundings have.
func (a *aligner) trace(all []traces, tokens []token, here *alignment) {
	long := float32(math.Log(float64(len(tokens)+1) / usualLength))
	for i, s := range here.best {
		m := &all[i]
		*m = traces{}
		m[trHere], m[trLong] = s, s*long
		if s == exactMatch {
			m[trExact] = 1
		} else if s < stemMatch {
			m[trRelated] = s
		}
	}
	for x, h := range here.hits {
		m := &all[h.content]
		if h.at < openingWords {
			m[trOpens] = max(m[trOpens], h.strength)
		}
		for _, o := range here.hits[x+1:] {
			distance := o.at - h.at
			if distance > farReach {
				break
			}
			switch {
			case distance == 0:
				continue
			case o.content == h.content:
				m[trTwice] = 1
				continue
			}
			n := &all[o.content]
			strength := min(h.strength, o.strength)
			near := strength / (1 + float32(distance)/closeReach)
			m[trClose], n[trClose] = max(m[trClose], near), max(n[trClose], near)
			order := o.content - h.content
			if distance > besidesReach+1 || order != 1 && order != -1 {
				continue
			}
			if order < 0 || distance > besidesReach {
				strength /= 2
			}
			m[trBesides], n[trBesides] = max(m[trBesides], strength), max(n[trBesides], strength)
		}
	}
}
