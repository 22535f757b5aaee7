package index

// metWords says where the rows are of the words that were met for a question: a
// hash table, since a question meets a few hundred of all the words.
type metWords struct {
	slots []metWord // a power of two, or none
	count int
}

// A metWord has the places of its rows plus one, 0 where a row was not made yet.
type metWord struct {
	word     uint32 // plus one; 0 is a free slot
	strength int32  // in aligner.strength, or noRow
	likeness int32  // in aligner.likenesses
}

// noRow marks a word that matches nothing.
const noRow = -1

// at returns the entry of a word, which it makes where there is none. It is good
// until the next one is asked for.
func (m *metWords) at(word uint32) *metWord {
	if 2*m.count >= len(m.slots) {
		m.grow()
	}
	s := m.slot(word)
	if s.word == 0 {
		s.word = word + 1
		m.count++
	}
	return s
}

// slot returns where a word is, or belongs.
func (m *metWords) slot(word uint32) *metWord {
	const golden = 0x9E3779B1        // 2^32 over the golden ratio: spreads the words evenly (Knuth)
	last := uint32(len(m.slots) - 1) //nolint:gosec // far fewer
	for i := word * golden >> 12; ; i++ {
		if s := &m.slots[i&last]; s.word == word+1 || s.word == 0 {
			return s
		}
	}
}

// clear forgets all words and keeps the memory.
func (m *metWords) clear() {
	clear(m.slots)
	m.count = 0
}

func (m *metWords) grow() {
	before := m.slots
	m.slots = make([]metWord, max(512, 2*len(before)))
	for _, s := range before {
		if s.word != 0 {
			*m.slot(s.word - 1) = s
		}
	}
}
