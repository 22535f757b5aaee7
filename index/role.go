package index

import "strings"

// A role is what a word is by itself, as far as it tells what an answer is made
// of: each word has one.
type role uint8

// The roles. Of those that fit a word, it has the first.
const (
	roleYear     role = iota
	roleDay           // digits up to 31
	roleDecimal       // digits with a point or comma
	roleDigits        // other digits
	roleCalendar      // see class
	roleNumeral
	rolePronoun
	roleStop
	roleTime
	roleUnit
	roleSpeech
	rolePerson
	roleReason
	roleUnknown // not in the dictionary
	roleNounVerb
	roleNoun
	roleVerb
	roleAdjective
	roleAdverb
	roleForms // and from here on one for each of guiding
	roleCount = roleForms + 54
)

// guiding are words that tell by themselves what stands beside them.
var guiding = func() map[string]role {
	all := map[string]role{}
	for f := range strings.FieldsSeq(`in at on by of to for from with as the a an and or is was were are be been than about around
		approximately because that which who not into between after before during since until called named known there
		it he she they his her its their has have had also only`) {
		all[f] = roleForms + role(len(all)) //nolint:gosec // roleCount
	}
	return all
}()

// roleOf returns the role of a word of which all but that is known.
func roleOf(w *word) role {
	if r, ok := guiding[w.form]; ok {
		return r
	}
	switch c := w.class; {
	case c&year != 0:
		return roleYear
	case c&digits != 0 && strings.ContainsAny(w.form, ".,"):
		return roleDecimal
	case c&digits != 0 && (len(w.form) == 1 || len(w.form) == 2 && w.form <= "31"):
		return roleDay
	case c&digits != 0:
		return roleDigits
	case c&calendar != 0:
		return roleCalendar
	case c&numeral != 0:
		return roleNumeral
	case c&pronoun != 0:
		return rolePronoun
	case c&stopWord != 0:
		return roleStop
	case c&timeWord != 0:
		return roleTime
	case c&unitWord != 0:
		return roleUnit
	case c&speechWord != 0:
		return roleSpeech
	case c&personWord != 0:
		return rolePerson
	case c&reasonWord != 0:
		return roleReason
	case len(w.lemmas) == 0:
		return roleUnknown
	}
	switch l := w.lemmas[0]; {
	case l.Noun() && l.Verb():
		return roleNounVerb
	case l.Noun():
		return roleNoun
	case l.Verb():
		return roleVerb
	case l.Adjective():
		return roleAdjective
	}
	return roleAdverb
}
