// Package wordnet tells how words are related, by WordNet 3.1. It knows English
// alone.
//
// Words are lower case, as "slash", or two of them with a space, as "armed
// forces". [Lemmas] gives the dictionary forms of a word as it stands in a text;
// [Between] says how two of them are related, and [Links] to what one is. What
// is kept of WordNet, and how it is built, TestBuild tells. The first call reads
// the built-in file, which takes some milliseconds; after that nothing is
// allocated.
package wordnet

import "slices"

// A Lemma is a dictionary form. Zero is no lemma; it is related to nothing.
type Lemma int32

// Kind says how a lemma is related to another.
type Kind uint8

// The kinds of relation.
const (
	None       Kind = iota
	Synonym         // of one meaning: "army" and "regular army", "slash" and "cut down"
	Derivation      // of one family: "destroy" and "destruction", "Ukrainian" and "Ukraine"
	Similar         // near in meaning: "huge" and "large", "shout" and "yell"
	Hypernym        // the other is broader: "slash", "reduce"
	Hyponym         // the other is narrower
	Antonym         // the opposite: "rise" and "fall"
)

// A Link leads from a lemma to another.
type Link struct {
	Lemma Lemma // the other
	Kind  Kind
	Sense uint8 // 1 where it is the commonest meaning of both words, else the number of the rarer one
}

// Find returns the lemma that is spelt so; zero where there is none.
func Find(word string) Lemma { return lexicon().find(word) }

// String returns the lemma's word; none of zero.
func (l Lemma) String() string {
	if l == 0 {
		return ""
	}
	return lexicon().words.Word(int(l) - 1)
}

// Links returns what l is related to, in the order of the lemmas: each lemma
// once, by its closest kind and then by its commonest sense. The caller must
// not change it.
func Links(l Lemma) []Link {
	x := lexicon()
	return x.links[x.first[l]:x.first[l+1]]
}

// Between tells how b is related to a: the link from a to b. It is the zero
// Link where they are not related. A lemma is a synonym of itself.
func Between(a, b Lemma) Link {
	if a == b && a != 0 {
		return Link{b, Synonym, 1}
	}
	links := Links(a)
	if i, ok := slices.BinarySearchFunc(links, b, func(l Link, b Lemma) int { return int(l.Lemma - b) }); ok {
		return links[i]
	}
	return Link{}
}
