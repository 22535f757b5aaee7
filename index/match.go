package index

import (
	"strings"
	"unicode/utf8"

	"footnote/index/wordnet"
)

// How much two words match, 1 at most.
const (
	exactMatch  = 1.0
	stemMatch   = 0.95
	prefixMatch = 0.6
	partMatch   = 0.5
	fuzzyMatch  = 0.7
)

// match returns how much word w of a report matches a word of the question, 0
// to 1, by its form and, with these lemmas, by its meaning.
func (l *lexicon) match(c *questionWord, w *word, lemmas []wordnet.Lemma) float32 {
	if c.form == w.form {
		return exactMatch
	}
	if c.stemID == w.stem {
		return stemMatch
	}
	if w.class&stopWord != 0 || (c.class|w.class)&digits != 0 {
		return 0
	}
	p := commonPrefix(c.form, w.form)
	short, long := min(len(c.form), len(w.form)), max(len(c.form), len(w.form))
	if p >= 5 && short-p <= 3 && 2*p >= long {
		return prefixMatch
	}
	if l.lang != "en" && short >= 5 && (strings.Contains(c.form, w.form) || strings.Contains(w.form, c.form)) {
		return partMatch
	}
	if !c.known && p > 0 && (misspelt(c.form, w.form) || misspelt(c.stem, l.stemForms[w.stem])) {
		return fuzzyMatch
	}
	if r := c.relation(lemmas); r >= leastMatch {
		return r
	}
	return 0
}

// leastMatch is from where on words that are related in meaning count as
// matching; others only come near.
const leastMatch = 0.5

// relation returns how much a word with these lemmas is related to one of the
// question in meaning.
func (c *questionWord) relation(lemmas []wordnet.Lemma) float32 {
	var best float32
	for _, b := range lemmas {
		if !c.related.has(b) {
			continue
		}
		for _, a := range c.lemmas {
			best = max(best, kinship(wordnet.Between(a, b)))
		}
	}
	return best
}

// kind reports whether a word with these lemmas is a kind of what c means, as "blue"
// is a colour.
func (c *questionWord) kind(lemmas []wordnet.Lemma) bool {
	for _, b := range lemmas {
		if !c.related.has(b) {
			continue
		}
		for _, a := range c.lemmas {
			if wordnet.Between(a, b).Kind == wordnet.Hyponym {
				return true
			}
		}
	}
	return false
}

// kinship is how much words match that are linked so.
func kinship(l wordnet.Link) float32 {
	switch l.Kind {
	case wordnet.Synonym:
		return 0.9 - 0.15*float32(min(l.Sense, 4))
	case wordnet.Derivation:
		return 0.8
	case wordnet.Similar, wordnet.Hyponym:
		return 0.45
	case wordnet.Hypernym:
		return 0.35
	case wordnet.None, wordnet.Antonym:
	}
	return 0
}

// A lemmaSet says quickly of most lemmas that are not in it that they are not. It has
// a power of two of words.
type lemmaSet []uint64

const (
	questionSet = 1 << 7 // words of the set for all that a question's words are related to
	contentSet  = 1 << 4 // for what one word is
)

func (s lemmaSet) add(l wordnet.Lemma) { s[int(l)/64&(len(s)-1)] |= 1 << (l % 64) }

// has reports whether a lemma may be in the set.
func (s lemmaSet) has(l wordnet.Lemma) bool { return s.bit(l) != 0 }

func (s lemmaSet) bit(l wordnet.Lemma) uint64 { return s[int(l)/64&(len(s)-1)] >> (l % 64) & 1 }

// may reports whether any of the lemmas may be in the set.
func (s lemmaSet) may(lemmas []wordnet.Lemma) bool {
	if len(s) == 0 {
		return false
	}
	found := uint64(0)
	for _, l := range lemmas {
		found |= s.bit(l) // adding it needs no branch
	}
	return found != 0
}

// commonPrefix returns how many bytes two words have in common at their start.
func commonPrefix(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	for n > 0 && n < len(a) && !utf8.RuneStart(a[n]) {
		n--
	}
	return n
}

// misspelt reports whether two words differ so little that one may be the other
// in a hurry: by one letter left out, added, changed or swapped with its
// neighbour; by two in words of eight letters or more.
func misspelt(a, b string) bool {
	ra, rb := []rune(a), []rune(b)
	short := min(len(ra), len(rb))
	switch {
	case short >= 8:
		return edits(ra, rb, 2) <= 2
	case short >= 5:
		return edits(ra, rb, 1) <= 1
	}
	return false
}

// edits returns the optimal string alignment distance of two words, or a number
// over limit as soon as it must be greater.
func edits(a, b []rune, limit int) int {
	if len(a)-len(b) > limit || len(b)-len(a) > limit {
		return limit + 1
	}
	var before, last, row [64]int
	if len(b) >= len(row) {
		return limit + 1
	}
	for j := range len(b) + 1 {
		last[j] = j
	}
	for i := range a {
		row[0] = i + 1
		least := row[0]
		for j := range b {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			d := min(last[j]+cost, last[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				d = min(d, before[j-1]+1)
			}
			row[j+1] = d
			least = min(least, d)
		}
		if least > limit {
			return limit + 1
		}
		before, last = last, row
	}
	return last[len(b)]
}
