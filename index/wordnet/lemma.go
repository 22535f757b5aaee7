package wordnet

import (
	"slices"
	"strings"
)

// classes are parts of speech, and what a noun means, a bit each.
type classes uint8

const (
	noun classes = 1 << iota
	verb
	adjective
	adverb
	person // as a noun, it means a person above all
)

// Person reports whether the lemma, as a noun, means a person above all:
// "minister", "goalkeeper".
func (l Lemma) Person() bool { return lexicon().classes[l]&person != 0 }

// Noun reports whether the lemma can be a noun.
func (l Lemma) Noun() bool { return lexicon().classes[l]&noun != 0 }

// Verb reports whether the lemma can be a verb.
func (l Lemma) Verb() bool { return lexicon().classes[l]&verb != 0 }

// Adjective reports whether the lemma can be an adjective.
func (l Lemma) Adjective() bool { return lexicon().classes[l]&adjective != 0 }

// endings are the rules by which WordNet's morphy takes regular forms to their
// lemma (https://wordnet.princeton.edu/documentation/morphy7wn).
var endings = []struct {
	of         classes
	form, base string
}{
	{noun, "s", ""},
	{noun, "ses", "s"},
	{noun, "xes", "x"},
	{noun, "zes", "z"},
	{noun, "ches", "ch"},
	{noun, "shes", "sh"},
	{noun, "men", "man"},
	{noun, "ies", "y"},
	{verb, "s", ""},
	{verb, "ies", "y"},
	{verb, "es", "e"},
	{verb, "es", ""},
	{verb, "ed", "e"},
	{verb, "ed", ""},
	{verb, "ing", "e"},
	{verb, "ing", ""},
	{adjective, "er", ""},
	{adjective, "est", ""},
	{adjective, "er", "e"},
	{adjective, "est", "e"},
}

// Lemmas appends to dst the lemmas that a word in lower case may be a form of:
// "left" is of "left" and of "leave". The word itself comes first where it is
// one, then what it is an irregular form of; nothing is appended for a word
// that is not known.
func Lemmas(dst []Lemma, word string) []Lemma {
	x := lexicon()
	start := len(dst)
	add := func(l Lemma) {
		if !slices.Contains(dst[start:], l) {
			dst = append(dst, l)
		}
	}
	if l := x.find(word); l != 0 {
		add(l)
	}
	for _, l := range x.irregular[word] {
		add(l)
	}
	var space [longest]byte
	for i := range endings {
		e := &endings[i]
		if at := len(word) - len(e.form); at <= 0 || word[len(word)-1] != e.form[len(e.form)-1] || at+len(e.base) > longest {
			continue // most are not
		}
		stem, ok := strings.CutSuffix(word, e.form)
		if !ok {
			continue
		}
		base := append(append(space[:0], stem...), e.base...)
		if l := x.find(string(base)); l != 0 && x.classes[l]&e.of != 0 {
			add(l)
		}
	}
	return dst
}

// longest is how many bytes of a word are looked at; no regular form is longer.
const longest = 40
