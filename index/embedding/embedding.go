// Package embedding tells how near words are in meaning, by their vectors.
//
// [Default] is built in: GloVe vectors of the 50,000 commonest English words.
// [Open] reads a model of the user's own, for any language. Either is a
// [Model]; [Model.Find] looks up a word, a [Probe] compares one word or a
// weighted [Sum] of words with many, [Probes] several words at once.
package embedding

import "strings"

// A Model gives words their vectors. It is safe for concurrent use.
type Model struct {
	find func(word string) Word // the word is in lower case
}

// A Word is what a [Model] knows of a word. The zero value is an unknown one.
type Word struct {
	Vector Vector
	Rank   int // by frequency in English: 1 is the commonest, 0 is not among the 50,000 commonest
}

// Find looks up a word, in any case. Its rank is that of [Default], whatever
// the model.
func (m *Model) Find(word string) Word {
	return m.find(strings.ToLower(word))
}
