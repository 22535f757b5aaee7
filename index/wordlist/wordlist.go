// Package wordlist finds words in lists that do not change.
package wordlist

import (
	"hash/maphash"
	"math/bits"
	"strings"
)

// A List is words, each with its number, from 0. It is safe for concurrent use.
//
// It is a hash table with open addressing: that a word is not there is seen at one
// place in memory, where a map takes three. Whoever reads a text looks for words all
// over the table, which no cache holds, so that it is the places that take the time.
type List struct {
	text  string   // the words, each with a line feed
	start []uint32 // by number: where the word begins; one more at the end
	slots []slot   // a power of two, at least a third of them empty
	seed  maphash.Seed
}

type slot struct {
	mark   uint32 // a part of the word's hash that few others have
	number uint32 // the word's number plus 1; 0 in an empty slot
}

// New makes a list of the lines of text, each with a line feed, in their order. It
// keeps text. Of a word that comes again the first number is found.
func New(text string) *List {
	count := strings.Count(text, "\n")
	l := &List{text: text, start: make([]uint32, 1, count+1), slots: make([]slot, 1<<bits.Len(uint(count+count/2))), seed: maphash.MakeSeed()}
	for line := range strings.Lines(text) {
		s, mark := l.slot(line[:len(line)-1])
		l.start = append(l.start, l.start[len(l.start)-1]+uint32(len(line))) //nolint:gosec // a text is in memory, and below 4 GB
		if s.number == 0 {
			*s = slot{mark, uint32(len(l.start) - 1)} //nolint:gosec // as above
		}
	}
	return l
}

// slot returns the slot of a word, which is empty where the list does not have it,
// and the word's mark.
func (l *List) slot(word string) (s *slot, mark uint32) {
	h := maphash.String(l.seed, word)
	mark = uint32(h >> 32)
	for at := int(uint32(h)); ; at++ { //nolint:gosec // the lower half
		s = &l.slots[at&(len(l.slots)-1)]
		if s.number == 0 || s.mark == mark && l.Word(int(s.number-1)) == word {
			return s, mark
		}
	}
}

// Find returns the number of a word, and whether the list has it.
func (l *List) Find(word string) (n int, ok bool) {
	s, _ := l.slot(word)
	return int(s.number) - 1, s.number > 0
}

// Len returns how many words there are.
func (l *List) Len() int { return len(l.start) - 1 }

// Word returns the word of a number.
func (l *List) Word(n int) string { return l.text[l.start[n] : l.start[n+1]-1] }
