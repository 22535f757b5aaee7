package index

import (
	"slices"
	"strings"
)

// A magnitude is what kind of number or date a question asks for.
type magnitude uint8

const (
	number magnitude = iota
	count            // "how many"
	age
	extent // "how long", "how far"
	share  // "what percentage"
	price  // "how much does it cost", "how much money"
	weight // "how heavy", "how much does it weigh"
	speed  // "how fast"
	date
	yearDate // "what year"
	century
	magnitudes
)

// focusMagnitudes are the magnitudes of nouns as in "what year". Of others that ask for
// a quantity it is number, of those that ask for a moment it is date.
var focusMagnitudes = map[string]magnitude{
	"year": yearDate, "years": yearDate, "century": century, "percentage": share, "percent": share, "share": share, "proportion": share, "fraction": share,
	"number": count, "population": count, "age": age, "length": extent, "height": extent, "distance": extent, "price": price, "cost": price,
	"weight": weight, "speed": speed,
}

// magnitudeOf returns what kind of number or date a noun asks for.
func magnitudeOf(noun string) magnitude {
	m, ok := focusMagnitudes[noun]
	if !ok && focusTypes[noun] == moment {
		return date
	}
	return m
}

// howMuch are the words after "how" that ask for a quantity, and for which.
var howMuch = map[string]magnitude{
	"many": count, "old": age, "young": age, "long": extent, "far": extent, "tall": extent, "high": extent, "deep": extent, "wide": extent,
	"close": extent, "much": number, "big": number, "large": number, "often": number, "fast": speed, "heavy": weight, "late": number,
	"early": number, "few": number,
}

// exactTypes are the nouns and words above whose questions are answered with a number or
// a date and nothing else.
var exactTypes = setOf(`year years date century decade percentage percent number population many old long far tall high deep wide
	fast heavy weight speed`)

// A fit is how well a word may be of the magnitude that is asked for, 0 to 1.
const (
	fullFit  = 1
	otherFit = 0.75 // a number for a count, but not of what is to be counted; any for an extent
	halfFit  = 0.5  // "one" for a count, "after" for a date
)

// countReach is how many words behind a number what it counts stands at most.
const countReach = 4

// fit tells how well a word may be of the magnitude that is asked for. Of the sentences
// of the development sets that answer "how many", 0.86 have a number that fits in full
// and is not the question's, of others with two words of the question 0.27; for "when"
// these are 0.91 and 0.38. Any number or date at all is in 0.96 and 0.76 of the former,
// and in 0.98 and 0.52 of the latter.
func (m magnitude) fit(c class, t token) float64 {
	plain := c&(digits|numeral) != 0
	definite := plain && c&(ordinal|vague) == 0
	full, other, half := false, false, plain || t.is(money|percent)
	switch m {
	case count:
		full = definite && c&year == 0 && !t.is(money)
	case age:
		full = definite && c&year == 0 && !t.is(money|percent) // and see isAge
		half = definite                                        // nobody is "millions" old
	case extent:
		full = c&extentWord != 0
		other = plain
		half = c&timeWord != 0
	case share:
		full = t.is(percent) || c&shareWord != 0
	case price, weight, speed: // and see hasUnit
		full = m == price && t.is(money)
		half = false
	case date:
		full = c&(year|calendar) != 0 || c&timeWord != 0 && c&vague == 0
		half = c&(digits|timeWord) != 0
	case yearDate:
		full = c&year != 0
		half = c&(digits|timeWord|calendar) != 0
	case century:
		full = c&(year|ordinal) != 0
		half = c&(digits|timeWord) != 0
	case number, magnitudes:
		full = plain || t.is(money|percent)
	}
	switch {
	case full:
		return fullFit
	case other:
		return otherFit
	case half:
		return halfFit
	}
	return 0
}

// countable are plurals without an s.
var countable = setOf("people men women children police")

// isAge reports whether the number at a place of a sentence stands as ages do: at the end
// of what it says, as in "Anna Berg, 39, said", before "years old", or behind "aged".
func (a *wording) isAge(tokens []token, at int) bool {
	if at+1 == len(tokens) || tokens[at+1].is(clause) {
		return true
	}
	if a.isAged(tokens, at) {
		return true
	}
	if at == 0 {
		return false
	}
	switch a.form(tokens[at-1]) {
	case "age", "aged", "turned", "turns":
		return true
	}
	return at > 1 && a.form(tokens[at-1]) == "of" && a.form(tokens[at-2]) == "age"
}

// isAged reports whether the word at a place of a sentence is of an age as in "25-year-old",
// which is no date.
func (a *wording) isAged(tokens []token, at int) bool {
	for i := at; i < min(len(tokens), at+3); i++ {
		if form := a.form(tokens[i]); form == "old" {
			return i > at
		} else if i > at && a.class(tokens[i])&extentWord == 0 {
			return false
		}
	}
	return false
}

// muchOf are the words of a question "how much" that say of what.
var muchOf = func() map[string]magnitude {
	all := map[string]magnitude{"weigh": weight, "weighs": weight, "weighed": weight}
	for w := range setOf(`cost costs pay pays paid paying spend spends spent spending worth earn earns earned charge charges charged sell sells
		sold buy bought invest invested donate donated owe owes owed fined money`) {
		all[w] = price
	}
	return all
}()

// units are the words behind the number of a magnitude.
var units = [magnitudes]map[string]bool{
	price: setOf(`dollar dollars euro euros pound pounds cent cents yen yuan ruble rubles rouble roubles hryvnia hryvnias franc francs mark marks
		crown crowns krone kroner krona kronor rupee rupees peso pesos lira bucks`),
	weight: setOf(`gram grams gramme grammes kg kilo kilos kilogram kilograms milligram milligrams pound pounds lb lbs ounce ounces oz ton tons
		tonne tonnes stone`),
	speed: setOf(`mph kph kmh knots km kilometre kilometres kilometer kilometers mile miles metre metres meter meters feet`),
}

// unitReach is how many words behind a number its unit stands at most: "two million dollars".
const unitReach = 2

// hasUnit reports whether the word at a place of a sentence is a number and stands before
// a unit of what the question asks for.
func (a *wording) hasUnit(tokens []token, at int) bool {
	if a.class(tokens[at])&(digits|numeral) == 0 || a.class(tokens[at])&ordinal != 0 {
		return false
	}
	return slices.ContainsFunc(tokens[at+1:min(len(tokens), at+1+unitReach)], func(t token) bool { return units[a.magnitude][a.form(t)] })
}

// count finds what is to be counted in "how many THINGS", whose words begin at token i:
// a plural, and the word before it as in "metric tons"; or the first word that is content.
func (a *wording) count(i int) {
	i = a.contentFrom(i)
	for k := range 2 {
		if i+k == len(a.tokens) || a.tokens[i+k].index < 0 {
			return
		}
		t := a.tokens[i+k]
		plural := strings.HasSuffix(t.form, "s") || countable[t.form]
		if k == 0 || plural {
			a.counted = append(a.counted, t.index)
		}
		if plural {
			a.subject = t.index
			return
		}
	}
}

// counts reports whether what is to be counted stands behind word at of a sentence.
func (a *wording) counts(hits []hit, at int) bool {
	return len(a.counted) == 0 || slices.ContainsFunc(hits, func(h hit) bool {
		return h.at > at && h.at <= at+countReach && slices.Contains(a.counted, h.content)
	})
}
