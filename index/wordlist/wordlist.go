// Package wordlist finds words in lists that do not change.
package wordlist

import (
	"fmt"
	"hash/maphash"
	"math/bits"
	"strings"
)

// A List is words, each with its number, from 0. It is safe for concurrent use.
//
// It is a hash table with open addressing: that a word is not there is seen at one
// place in memory, and where it is at two, where a map takes three and more. Whoever
// reads a text looks for words all over the table, which no cache holds, so that it is
// the places that take the time.
type List struct {
	text  string   // the words, each with a line feed
	start []uint32 // by number: where the word begins; one more at the end
	slots []slot   // a power of two, at least a third of them empty
	seed  maphash.Seed
}

// A slot is a word: from the lowest bits its number plus 1, where it begins, and a part
// of its hash that few others have. It is 0 where it is empty.
type slot uint64

const (
	numberBits = 20
	startBits  = 24
)

func (s slot) number() int   { return int(s % (1 << numberBits)) }              //nolint:gosec // as many bits
func (s slot) start() int    { return int(s >> numberBits % (1 << startBits)) } //nolint:gosec // as many bits
func (s slot) mark() uint64  { return uint64(s >> (numberBits + startBits)) }
func markOf(h uint64) uint64 { return h >> (numberBits + startBits) }

// New makes a list of the lines of text, each with a line feed, in their order. It
// keeps text, which has less than 16 MiB and a million lines. Of a word that comes again
// the first number is found.
func New(text string) *List {
	count := strings.Count(text, "\n")
	if len(text) >= 1<<startBits || count >= 1<<numberBits {
		panic(fmt.Sprintf("wordlist: %d words of %d bytes are too many", count, len(text)))
	}
	l := &List{text: text, start: make([]uint32, 1, count+1), slots: make([]slot, 1<<bits.Len(uint(count+count/2))), seed: maphash.MakeSeed()}
	start := 0
	for line := range strings.Lines(text) {
		if s, h := l.slot(line[:len(line)-1]); *s == 0 {
			*s = slot(markOf(h)<<startBits|uint64(start))<<numberBits | slot(len(l.start)) //nolint:gosec // as checked above
		}
		start += len(line)
		l.start = append(l.start, uint32(start)) //nolint:gosec // as above
	}
	return l
}

// slot returns the slot of a word, which is empty where the list does not have it,
// and the word's hash.
func (l *List) slot(word string) (s *slot, h uint64) {
	h = maphash.String(l.seed, word)
	for at := int(uint32(h)); ; at++ { //nolint:gosec // the lower half
		s = &l.slots[at&(len(l.slots)-1)]
		if *s == 0 || s.mark() == markOf(h) && l.isAt(s.start(), word) {
			return s, h
		}
	}
}

// isAt reports whether a word begins at a place that begins one.
func (l *List) isAt(start int, word string) bool {
	end := start + len(word)
	return end < len(l.text) && l.text[end] == '\n' && l.text[start:end] == word
}

// Find returns the number of a word, which has no line feed, and whether the list has it.
func (l *List) Find(word string) (n int, ok bool) {
	s, _ := l.slot(word)
	return s.number() - 1, *s != 0
}

// Len returns how many words there are.
func (l *List) Len() int { return len(l.start) - 1 }

// Word returns the word of a number.
func (l *List) Word(n int) string { return l.text[l.start[n] : l.start[n+1]-1] }
