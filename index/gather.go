package index

import (
	"encoding/binary"
	"math/bits"

	"footnote/index/wordnet"
)

// A directory finds the words of a lexicon that may match one of a question,
// without a look at all the others.
type directory struct {
	byStem  []list
	byHead  []list // by a hash of the words' beginnings, so that some other words are in a list
	byFirst [256][]uint32
	byLemma map[wordnet.Lemma]list
	links   []link // of all lists
}

// A list is words that have something in common, by its last link; 0 where it is empty.
type list uint32

// A link is a word of a list.
type link struct {
	word   uint32
	before list
}

// headLength is how many bytes two words have in common at least that match by
// their beginnings.
const headLength = 5

// newDirectory returns an empty directory with room for about so many words.
func newDirectory(room int) *directory {
	return &directory{
		byStem: make([]list, 0, room), byHead: make([]list, 2*room+1), byLemma: make(map[wordnet.Lemma]list, room),
		links: make([]link, 1, 3*room+1), // a word is in the lists of its stem, its head and its lemmas
	}
}

// add enters word number n.
func (d *directory) add(n uint32, w *word) {
	if int(w.stem) == len(d.byStem) {
		d.byStem = append(d.byStem, 0)
	}
	d.byStem[w.stem] = d.link(n, d.byStem[w.stem])
	d.byFirst[w.form[0]] = append(d.byFirst[w.form[0]], n)
	if len(w.form) >= headLength {
		head := d.head(w.form)
		*head = d.link(n, *head)
	}
	for _, m := range w.lemmas {
		d.byLemma[m] = d.link(n, d.byLemma[m])
	}
}

// head returns the list of the words that begin as a word does that is long enough.
func (d *directory) head(form string) *list {
	h := uint64(binary.LittleEndian.Uint32([]byte(form[:4]))) | uint64(form[4])<<32
	const golden = 0x9E3779B97F4A7C15 // 2^64 over the golden ratio: spreads the words evenly (Knuth)
	at, _ := bits.Mul64(h*golden, uint64(len(d.byHead)))
	return &d.byHead[at]
}

// link returns a list with word number n added.
func (d *directory) link(n uint32, before list) list {
	d.links = append(d.links, link{n, before})
	return list(len(d.links) - 1) //nolint:gosec // a few for each of at most 2^24 words
}

// gather adds the words that [lexicon.match] may find to match a content of the
// question, and perhaps some that it does not.
func (a *wording) gather(s *wordSet) {
	if a.lexicon.lang != "en" { // then words match that hold one another
		s.addAll()
		return
	}
	d := a.lexicon.directory
	for i := range a.content {
		c := &a.content[i]
		if c.known {
			s.addList(d, d.byStem[c.stemID])
		} else {
			for _, n := range d.byFirst[c.form[0]] {
				s.add(n)
			}
		}
		if len(c.form) >= headLength {
			s.addList(d, *d.head(c.form))
		}
		for _, m := range c.lemmas {
			s.addList(d, d.byLemma[m])
			for _, link := range wordnet.Links(m) {
				if kinship(link) >= leastMatch {
					s.addList(d, d.byLemma[link.Lemma])
				}
			}
		}
	}
}

// A wordSet says quickly of most words that are not in it that they are not.
type wordSet [wordSetBits / 64]uint64

const wordSetBits = 1 << 16

func (s *wordSet) add(n uint32) { s[n%wordSetBits/64] |= 1 << (n % 64) }

func (s *wordSet) addList(d *directory, l list) {
	for ; l != 0; l = d.links[l].before {
		s.add(d.links[l].word)
	}
}

func (s *wordSet) addAll() {
	for i := range s {
		s[i] = ^uint64(0)
	}
}

// may reports whether word n may be in the set.
func (s *wordSet) may(n uint32) bool { return s[n%wordSetBits/64]&(1<<(n%64)) != 0 }
