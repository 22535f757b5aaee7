package index

import (
	"slices"

	"footnote/index/wordnet"
)

// introductionWorth is what it adds to the score of a sentence that it says who somebody
// is, where no more is asked. It is not learned: the development sets have a dozen such
// questions.
const introductionWorth = 3

// introduce marks the finalists that say who the one is of whom an English question asks
// no more, and adds to what each gets.
func (r *reader) introduce(final []candidate, more []float64) {
	a, ok := r.aligners["en"]
	if !ok || !a.identity {
		return
	}
	for i := range final {
		c := &final[i]
		if n := c.sentence; r.x.lang(n) == "en" && a.introduced(r.x.tokensOf(n), r.align(n).hits).to > 0 {
			c.introduces = true
			more[i] += introductionWorth
		}
	}
}

// asksIdentity finds whether a question asks no more than who somebody is: "who is Anna
// Berg". At is the token of "who".
func (a *wording) asksIdentity(at int) {
	if at+1 >= len(a.tokens) || len(a.content) == 0 {
		return
	}
	switch next := a.tokens[at+1]; next.form {
	case "is", "was", "are", "were":
	default: // or "who's Anna Berg", and not "who opened it"
		if next.index < 0 || slices.ContainsFunc(a.content[next.index].lemmas, wordnet.Lemma.Verb) {
			return
		}
	}
	a.identity = !slices.ContainsFunc(a.content, func(c questionWord) bool { return !c.name }) &&
		!slices.ContainsFunc(a.tokens[at:], func(t questionToken) bool { return articles[t.form] || t.form == "of" }) // "who is the Mayor"
}

var articles = setOf("a an the")

// How far from a name its role is looked for.
const (
	titleWords = 6 // between the first word of the role and the name
	plainWords = 2 // in lower case before the noun, as in "special envoy"
	roleReach  = 8 // behind the name, to the noun: "Anna Berg, the town's first mayor"
)

// introduced returns the words of a sentence that say who the one is whom a question
// asks for: those before the name, as in "the special envoy Anna Berg", or those behind
// it, as in "Anna Berg, the mayor". There are none where the sentence only names her.
func (a *wording) introduced(tokens []token, hits []hit) marking {
	for i, h := range hits {
		if i > 0 && hits[i-1].at >= h.at-1 || h.strength < stemMatch {
			continue // within the name
		}
		if m := a.roleBefore(tokens, h.at); m.to > 0 {
			return m
		}
		end := h.at + 1
		for end < len(tokens) && tokens[end].is(capital) && !tokens[end].is(clause) {
			end++
		}
		if m := a.roleBehind(tokens, end); m.to > 0 {
			return m
		}
	}
	return marking{}
}

// roleBefore returns the role that stands right before a name, of which token name is
// one: "Army Secretary Dan Driscoll", "Trump's special envoy Steve Witkoff", "the mayor
// of Lindvik, Anna Berg".
func (a *wording) roleBefore(tokens []token, name int) marking {
	to, apposed := 0, false // behind the role; whether the name still needs an "of" before it
	for i := name - 1; i >= max(0, name-titleWords); i-- {
		switch form := a.form(tokens[i]); {
		case a.class(tokens[i])&personWord != 0 && !apposed:
			if to == 0 {
				to = i + 1 // behind it, first names at most
			}
			return marking{from: a.roleFrom(tokens, i), to: to, share: 1}
		case form == "of":
			apposed = false
			to = max(to, i+2) // "Secretary of State"
		case form == "in" && a.form(tokens[i+1]) == "law":
			to = i + 2 // "son-in-law"
		case form == "law":
		case !tokens[i].is(capital):
			return marking{}
		case tokens[i+1].is(clause):
			if i+1 != name {
				return marking{}
			}
			apposed, to = true, name
		}
	}
	return marking{}
}

// roleFrom returns the first word of the role whose noun is given.
func (a *wording) roleFrom(tokens []token, noun int) int {
	from, plain := noun, 0
	for from > 0 && noun-from < titleWords && !tokens[from].is(clause) {
		before, here := tokens[from-1], tokens[from].is(capital)
		switch {
		case before.is(capital) && !before.is(stops) && a.class(before)&calendar == 0:
		case a.form(before) == "of" && from > 1 && tokens[from-2].is(capital) && here:
		case before.is(capital|stops) || here || plain == plainWords || a.class(before)&speechWord != 0:
			return from
		default:
			plain++
		}
		from--
	}
	return from
}

// roleBehind returns the role that stands behind a name and a comma, at token from.
func (a *wording) roleBehind(tokens []token, from int) marking {
	if from >= len(tokens) || !tokens[from].is(clause) || !articles[a.form(tokens[from])] {
		return marking{}
	}
	for i := from + 1; i < min(len(tokens), from+roleReach) && !tokens[i].is(clause); i++ {
		if a.class(tokens[i])&personWord != 0 {
			return marking{from: from + 1, to: i + 1, share: 1}
		}
	}
	return marking{}
}
