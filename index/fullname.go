package index

import (
	"slices"
	"strings"
)

// A fullName is a name of more than one word in a question: "Anna Berg", "Harbour
// Board". A report names somebody in full once and by the last word from there on, so
// that a sentence with "Berg" alone may have all of the name.
type fullName struct {
	last  int      // content
	rest  []int    // contents: those before it
	words []uint32 // the words of the reports that are the last one
}

// impliedMatch is how much a word of a name matches where the last one stands for all: less
// than where it stands, as the sentence that has the full name often says more of who it is.
const impliedMatch = 0.5

// findFullNames finds the names of more than one word.
func (a *wording) findFullNames() {
	named := func(t *questionToken) bool { return t.index >= 0 && a.content[t.index].name && t.class&digits == 0 }
	joined := func(t, next *questionToken) bool {
		return named(t) && named(next) && (!next.flags.is(clause) || shortened(t.form))
	}
	for i := 0; i < len(a.tokens); i++ {
		var name fullName
		for ; i+1 < len(a.tokens) && joined(&a.tokens[i], &a.tokens[i+1]); i++ {
			name.rest = append(name.rest, a.tokens[i].index)
		}
		name.last = a.tokens[i].index
		known := func(c int) bool { return a.content[c].known }
		if len(name.rest) == 0 || !known(name.last) || !slices.ContainsFunc(name.rest, known) {
			continue
		}
		d := a.lexicon.directory
		for l := d.byStem[a.content[name.last].stemID]; l != 0; l = d.links[l].before {
			name.words = append(name.words, d.links[l].word)
		}
		if a.fullNames = append(a.fullNames, name); len(a.fullNames) == mostFullNames {
			return
		}
	}
}

// mostFullNames is how many names of a question are looked for: more than people ask of.
const mostFullNames = 8

// An implied is a name of the question that a sentence means by its last word.
type implied struct {
	sentence int
	name     *fullName
}

// fill raises how much the other words of the name match to what is meant.
func (m implied) fill(best []float32) {
	for _, c := range m.name.rest {
		best[c] = max(best[c], impliedMatch)
	}
}

// imply returns where in a report the last word of a name stands for all of it, in order:
// where it stands alone, if of those who are named in full with that word the one of the
// question is so most often, or as often and first. It is how newspapers name people:
// "Anna Berg" is "Berg", and her husband "Per Berg".
func (r *reader) imply(a *aligned) (all []implied) {
	for i := range a.aligner.fullNames {
		name := &a.aligner.fullNames[i]
		called := namesakes{name: name}
		called.count(a.aligner, r.x.titles[a.report])
		from := len(all)
		for n := a.first; n < a.first+len(a.sentences); n++ {
			if called.count(a.aligner, r.x.tokensOf(n)) {
				all = append(all, implied{n, name})
			}
		}
		if !called.foremost() {
			all = all[:from]
		}
	}
	slices.SortStableFunc(all, func(a, b implied) int { return a.sentence - b.sentence })
	return all
}

// Namesakes are those who are named in full with the last word of a name.
type namesakes struct {
	name   *fullName
	own    int            // how often the name stands in full
	first  bool           // it does before that of any other
	others map[uint32]int // how often each other one is named, by the word before the last
	most   int            // of these
}

// foremost reports whether the last word alone stands for the name.
func (s *namesakes) foremost() bool { return s.own > s.most || s.own == s.most && s.own > 0 && s.first }

// count counts those who are named in full in a sentence, and reports whether the last
// word of the name stands alone in it.
func (s *namesakes) count(a *aligner, tokens []token) (alone bool) {
	for at, t := range tokens {
		if !slices.Contains(s.name.words, t.word()) || !t.is(capital) {
			continue
		}
		switch own, other := s.before(a, tokens, at); {
		case own:
			s.first = s.first || s.most == 0
			s.own++
		case other < 0:
			alone = alone || !a.goesOn(tokens, at)
		default:
			if s.others == nil {
				s.others = map[uint32]int{}
			}
			first := tokens[other].word()
			s.others[first]++
			s.most = max(s.most, s.others[first])
		}
	}
	return alone
}

// before looks at the words right before the last one of the name, which is token at:
// whether one of them is of the name, and else which is of another; -1 where none is.
func (s *namesakes) before(a *aligner, tokens []token, at int) (own bool, other int) {
	other = -1
	for i := at - 1; i >= max(0, at-longestName) && tokens[i].is(capital) && !tokens[i].is(stops); i-- {
		w := &a.lexicon.words[tokens[i].word()]
		if tokens[i+1].is(clause) && !shortened(w.form) {
			break // "in Lindvik, Berg said"
		}
		if slices.ContainsFunc(s.name.rest, func(c int) bool { return a.is(tokens[i], c) }) {
			return true, -1
		}
		calls := w.class&(personWord|calendar|speechWord) != 0 || honorifics[w.form] || tokens[i].is(opening) && w.plain > 0
		if other < 0 && !calls {
			other = i
		}
	}
	return false, other
}

// is reports whether a word is that content of the question.
func (a *aligner) is(t token, content int) bool {
	return a.lexicon.words[t.word()].stem == a.content[content].stemID
}

// longestName is how many words before the last a name has at most, with titles.
const longestName = 8

// goesOn reports whether a name goes on behind token at: "Wars of Religion", "Board Walk".
func (a *aligner) goesOn(tokens []token, at int) bool {
	if at+1 == len(tokens) || tokens[at+1].is(clause) {
		return false
	}
	return tokens[at+1].is(capital) || a.form(tokens[at+1]) == "of"
}

// shortened reports whether a point may stand behind a word inside a name: "J. Berg",
// "Dr. Berg".
func shortened(form string) bool { return len(form) == 1 || honorifics[form] }

// honorifics stand before a last name and are no first name.
var honorifics = func() map[string]bool {
	all := setOf("mr mrs ms miss sir cmdr hon")
	for short := range longTitles {
		all[strings.ToLower(short)] = true
	}
	return all
}()
