package index

import "footnote/index/wordnet"

// A directory finds the words of a lexicon that may match one of a question,
// without a look at all the others.
type directory struct {
	byStem  [][]uint32
	byHead  map[[headLength]byte][]uint32
	byFirst [256][]uint32
	byLemma map[wordnet.Lemma][]uint32
}

// headLength is how many bytes two words have in common at least that match by
// their beginnings.
const headLength = 5

func newDirectory() *directory {
	return &directory{byHead: map[[headLength]byte][]uint32{}, byLemma: map[wordnet.Lemma][]uint32{}}
}

// add enters word number n.
func (d *directory) add(n uint32, w *word) {
	for int(w.stem) >= len(d.byStem) {
		d.byStem = append(d.byStem, nil)
	}
	d.byStem[w.stem] = append(d.byStem[w.stem], n)
	d.byFirst[w.form[0]] = append(d.byFirst[w.form[0]], n)
	if len(w.form) >= headLength {
		head := [headLength]byte([]byte(w.form[:headLength]))
		d.byHead[head] = append(d.byHead[head], n)
	}
	for _, m := range w.lemmas {
		d.byLemma[m] = append(d.byLemma[m], n)
	}
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
			s.add(d.byStem[c.stemID])
		} else {
			s.add(d.byFirst[c.form[0]])
		}
		if len(c.form) >= headLength {
			s.add(d.byHead[[headLength]byte([]byte(c.form[:headLength]))])
		}
		for _, m := range c.lemmas {
			s.add(d.byLemma[m])
			for _, link := range wordnet.Links(m) {
				if kinship(link) >= leastMatch {
					s.add(d.byLemma[link.Lemma])
				}
			}
		}
	}
}

// A wordSet says quickly of most words that are not in it that they are not.
type wordSet [wordSetBits / 64]uint64

const wordSetBits = 1 << 16

func (s *wordSet) add(words []uint32) {
	for _, n := range words {
		s[n%wordSetBits/64] |= 1 << (n % 64)
	}
}

func (s *wordSet) addAll() {
	for i := range s {
		s[i] = ^uint64(0)
	}
}

// may reports whether word n may be in the set.
func (s *wordSet) may(n uint32) bool { return s[n%wordSetBits/64]&(1<<(n%64)) != 0 }
