package attribution

import "math/bits"

// A dictionary finds what is known of a word by its hash. It is a hash table with
// open addressing: for a word it goes to one place in memory, where a map goes to
// three, and to go there takes most of the time.
type dictionary struct {
	slots  []slot   // a power of two, at least a third of them empty
	traits []traits // each once; first those of words that are not known
}

type slot struct {
	word   uint32 // its hash
	base   uint32
	traits uint32 // number in dictionary.traits; 0 in an empty slot
}

func newDictionary(words map[uint32]entry) *dictionary {
	d := &dictionary{slots: make([]slot, 1<<bits.Len(uint(len(words)+len(words)/2))), traits: make([]traits, 1)}
	numbers := map[traits]uint32{}
	for word, e := range words {
		n, ok := numbers[e.traits]
		if !ok {
			n = uint32(len(d.traits)) //nolint:gosec // some hundred
			numbers[e.traits] = n
			d.traits = append(d.traits, e.traits)
		}
		*d.slot(word) = slot{word, e.base, n}
	}
	return d
}

// slot returns the slot of a word, which is empty where the word is not known.
func (d *dictionary) slot(word uint32) *slot {
	for at := int(word); ; at++ {
		if s := &d.slots[at&(len(d.slots)-1)]; s.word == word || s.traits == 0 {
			return s
		}
	}
}

// find returns what is known of a word; nothing of one that is not known.
func (d *dictionary) find(word uint32) entry {
	s := d.slot(word)
	return entry{d.traits[s.traits], s.base}
}
