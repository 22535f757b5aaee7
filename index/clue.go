package index

import "slices"

// A clue is a word of a sentence that may be the answer, with its traits.
type clue struct {
	word   uint32
	at     uint16 // word of the sentence
	traits [traitCount]uint8
}

// A trait is one way in which words that may be the answer are told apart. A
// word has one value of each.
type trait int

// The traits.
const (
	tShape   trait = iota // its role, and whether it has a capital that says something
	tSigns                // beside a currency sign, before a per-cent sign, behind punctuation
	tBefore               // the role of the word before
	tAfter                // the role of the word after
	tLeft                 // how far to the left the next word of the question is, and whether punctuation lies between
	tRight                // the same to the right
	tNear                 // how much of the question stands near
	tSides                // the same by side, roughly
	tEnds                 // whether the next words of the question are its first, last or others
	tMatched              // whether the word itself is the question's
	tPlace                // place in the sentence
	tCover                // how much of the question the sentence has
	tSubject              // how near it comes to the noun that says what is asked for
	traitCount
)

const (
	capitalStates = 3 // none, inside the sentence, at the beginning
	sideSteps     = 5
	endStates     = 5 // none, first, other, last, the only one
	subjectSteps  = 8
	wholeMatch    = 2      // of tMatched: more than a part of the word
	traitWidth    = 1 << 8 // room for the values of a trait: any byte
)

// traitValues is how many values each trait has.
var traitValues = [traitCount]int{
	tShape: int(roleCount) * capitalStates, tSigns: 8, tBefore: int(roleCount) + 1, tAfter: int(roleCount) + 1, tLeft: 16, tRight: 16,
	tNear: 12, tSides: sideSteps * sideSteps, tEnds: endStates * endStates, tMatched: 3, tPlace: 6, tCover: 10, tSubject: subjectSteps,
}

// traitFirst is where the values of each trait begin among those of all.
var traitFirst = func() (first [traitCount]int) {
	for t := range traitCount - 1 {
		first[t+1] = first[t] + traitValues[t]
	}
	return first
}()

// A reach is how far a word of a sentence is from those of the question, to one
// side.
type reach struct {
	weight   float32 // of the question's words on that side, less with every word between
	distance uint8   // to the next one, see step
	end      uint8   // which of the question's words that is
}

// Each word between takes a part from what a word of the question weighs, and
// punctuation another.
const (
	wordFade   = 0.85
	clauseFade = 0.7
)

// A walk goes through the words of a sentence, to the right or to the left.
type walk struct {
	weight   float32
	distance int // words since the last of the question; far where there was none
	clauses  uint8
	end      uint8
}

const far = 1000

func (k *walk) reach() reach { return reach{k.weight, 2*distanceStep(k.distance) + k.clauses, k.end} }

// pass takes the walk over what stands before a word, which may be punctuation.
func (k *walk) pass(t token) {
	behind := t / clause & 1
	k.weight *= [2]float32{1, clauseFade}[behind]
	k.clauses |= uint8(behind) //nolint:gosec // 0 or 1
}

// meet takes the walk over a word of the question.
func (k *walk) meet(share float32, end uint8) {
	k.weight += share
	k.distance, k.clauses, k.end = 0, 0, end
}

// next takes the walk to the next word.
func (k *walk) next() { k.weight, k.distance = k.weight*wordFade, k.distance+1 }

func distanceStep(words int) uint8 {
	switch {
	case words <= 4:
		return uint8(words - 1) //nolint:gosec // 1 to 4
	case words <= 6:
		return 4
	case words <= 9:
		return 5
	case words < far:
		return 6
	}
	return 7
}

// sideStep returns the step of a weight, without a branch to predict.
func sideStep(weight float32) uint8 {
	var a, b, c, d uint8
	if weight >= 0.03 {
		a = 1
	}
	if weight >= 0.1 {
		b = 1
	}
	if weight >= 0.2 {
		c = 1
	}
	if weight >= 0.35 {
		d = 1
	}
	return a + b + c + d
}

// capitalState are the states of words by their lowest two bits: whether they have a
// capital, and whether they are the first of their sentence.
var capitalState = [4]uint8{capital: 1, capital | opening: 2}

// endOf tells where in the question a content stands.
func (a *wording) endOf(content int) uint8 {
	switch last := len(a.content) - 1; {
	case last == 0:
		return 4
	case content == 0:
		return 1
	case content == last:
		return 3
	}
	return 2
}

// subjectStep tells how near a word comes to the noun that says what is asked
// for: 0 where there is none, the greatest where it is a kind of it.
func (a *aligner) subjectStep(t token) uint8 {
	if a.subject < 0 {
		return 0
	}
	if !t.is(means) {
		return 1
	}
	s := a.similar(t.word())
	if s.kind {
		return subjectSteps - 1
	}
	return uint8(max(1, min(subjectSteps-2, 1+8*s.subject)))
}

// clues appends the words of a sentence, but for stop words.
func (a *aligner) clues(dst []clue, tokens []token, here *alignment, w *weighing) []clue {
	roles, hits := a.lexicon.roleOf, here.hits
	share := func(h *hit) float32 { return float32(ratio(w.everyday.of[h.content], w.everyday.total)) * h.strength }
	a.rightward = slices.Grow(a.rightward[:0], len(tokens))[:len(tokens)]
	k, next := walk{distance: far}, len(hits)-1
	for i, t := range slices.Backward(tokens) {
		a.rightward[i] = k.reach()
		for ; next >= 0 && hits[next].at == i; next-- {
			k.meet(share(&hits[next]), a.endOf(hits[next].content))
		}
		k.next()
		k.pass(t)
	}
	k, next = walk{distance: far}, 0
	cover := uint8(min(9, 10*w.everyday.coverage(here.best)))
	before, role := uint8(roleCount), uint8(roleCount)
	from := len(dst)
	n := from
	dst = slices.Grow(dst, len(tokens))[:n+len(tokens)]
	for i, t := range tokens {
		if i == 0 {
			role = uint8(roles[t.word()])
		}
		after := uint8(roleCount)
		if i+1 < len(tokens) {
			after = uint8(roles[tokens[i+1].word()])
		}
		k.pass(t)
		left, right, matched := k.reach(), a.rightward[i], uint8(0)
		for ; next < len(hits) && hits[next].at == i; next++ {
			h := &hits[next]
			k.meet(share(h), a.endOf(h.content))
			matched = max(matched, 1)
			if h.strength >= fuzzyMatch {
				matched = wholeMatch
			}
		}
		k.next()
		c := &dst[n]                                     // of a stop word the next one takes its place
		c.word, c.at = t.word(), uint16(min(i, 1<<16-1)) //nolint:gosec // bounded
		c.traits[tShape] = role*capitalStates + capitalState[t&(capital|opening)]
		c.traits[tSigns] = uint8(t >> 2 & 7)
		c.traits[tBefore], c.traits[tAfter] = before, after
		c.traits[tLeft], c.traits[tRight] = left.distance, right.distance
		c.traits[tNear] = uint8(min(11, 16*(left.weight+right.weight)))
		c.traits[tSides] = sideStep(left.weight)*sideSteps + sideStep(right.weight)
		c.traits[tEnds] = left.end*endStates + right.end
		c.traits[tMatched] = matched
		c.traits[tPlace] = placeStep(i, len(tokens))
		c.traits[tCover] = cover
		n += int(^t / stops & 1)
		before, role = role, after
	}
	for i := range dst[from:n] {
		c := &dst[from+i]
		c.traits[tSubject] = a.subjectStep(tokens[c.at])
	}
	return dst[:n]
}

func placeStep(at, words int) uint8 {
	switch {
	case at == 0:
		return 0
	case at < 3:
		return 1
	case at == words-1:
		return 2
	case at > words-4:
		return 3
	case at < words/2:
		return 4
	}
	return 5
}
