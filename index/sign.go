package index

import (
	"math"
	"slices"
	"strings"

	"footnote/index/embedding"
	"footnote/index/wordnet"
)

// A sign is something about a word of a question that tells how much it matters
// whether a sentence has the word. Its name stands in the model of the terms.
type sign int

// The signs. Most are 1 or 0.
const (
	gAny    sign = iota // always 1
	gWeight             // what the word tells by itself
	gWeightSquare
	gUnknown // not among the commonest words of English
	gAsking  // only says what is asked for, as in "what YEAR"
	gName
	gOpensCapital // has a capital, and opens the question
	gDigits
	gYear
	gCalendar
	gTime
	gUnit
	gSpeech
	gPerson
	gNumeral
	gSubject // the noun that says what is asked for
	gFocus   // the noun of "which NOUN"
	gFirst
	gLast
	gPlace // in the question, 0 to 1
	gFew   // one by the number of its words
	gMany  // logarithm of that number
	gAfterStop
	gAfterOf
	gAfterIn
	gAfterThe
	gAfterA
	gAfterAuxiliary
	gAfterBy
	gAfterTo
	gAfterAsking // after "what", "how"
	gBeforeStop
	gBeforeOf
	gBeforeIn
	gBeforeThe
	gBeforeAuxiliary
	gBeforeTo
	gEnd // the question's last word of all
	gEndsED
	gEndsING
	gEndsS
	gEndsLY
	gEndsTION
	gShort
	gLong
	gSubjectPerson
	gSubjectMoment
	gSubjectPlace
	gSubjectQuantity
	gSubjectKind
	gReport // what the word tells by the frequencies of the reports searched
	gReportSquare
	gReportNone // they do not have it
	gReportOnce // one sentence of them has it
	gReportName // gReport of a name, and so on
	gReportWeight
	gReportSubject
	gReportDigits
	gReportNoName
	signCount
)

// signNames names the signs in the model.
var signNames = [signCount]string{
	"any", "weight", "weight-square", "unknown", "asking", "name", "opens-capital", "digits", "year", "calendar", "time", "unit", "speech", "person",
	"numeral", "subject", "focus", "first", "last", "place", "few", "many", "after-stop", "after-of", "after-in", "after-the", "after-a",
	"after-auxiliary", "after-by", "after-to", "after-asking", "before-stop", "before-of", "before-in", "before-the", "before-auxiliary", "before-to",
	"end", "ends-ed", "ends-ing", "ends-s", "ends-ly", "ends-tion", "short", "long", "subject-person", "subject-moment", "subject-place",
	"subject-quantity", "subject-kind", "report", "report-square", "report-none", "report-once", "report-name", "report-weight", "report-subject",
	"report-digits", "report-no-name",
}

// classSigns are the classes of words that are signs.
var classSigns = [...]struct {
	class class
	sign  sign
}{
	{digits, gDigits}, {year, gYear}, {calendar, gCalendar}, {timeWord, gTime}, {unitWord, gUnit}, {speechWord, gSpeech}, {numeral, gNumeral},
}

// besides are the signs that the word before gives, and the word after.
var besides = func() map[string][2]sign {
	all := map[string][2]sign{}
	for _, s := range []struct {
		words         string
		after, before sign
	}{
		{"of", gAfterOf, gBeforeOf},
		{"in on at from", gAfterIn, gBeforeIn},
		{"the", gAfterThe, gBeforeThe},
		{"a an", gAfterA, gBeforeThe},
		{"is was are were did does do has have had be been can will would could", gAfterAuxiliary, gBeforeAuxiliary},
		{"by with for", gAfterBy, gAny},
		{"to", gAfterTo, gBeforeTo},
		{"what which who how when where why", gAfterAsking, gAny},
	} {
		for w := range strings.FieldsSeq(s.words) {
			all[w] = [2]sign{s.after, s.before}
		}
	}
	return all
}()

// wordEnds are the signs that the ends of English words give.
var wordEnds = [...]struct {
	end  string
	sign sign
}{
	{"ed", gEndsED}, {"ing", gEndsING}, {"s", gEndsS}, {"ly", gEndsLY}, {"tion", gEndsTION},
}

// A term is what is known of a content of a question for weighing it.
type term struct {
	signs  [signCount]float32
	vector embedding.Vector // of the built-in model, whatever the index's own
}

// terms returns the signs of the question's contents.
func (a *wording) terms(w *weighing) []term {
	all := make([]term, len(a.content))
	for i := range all {
		a.describe(i, &all[i], w)
	}
	for i, t := range a.tokens {
		if t.index < 0 {
			continue
		}
		s := &all[t.index].signs
		if s[gAny] == 1 {
			continue // a word that comes again
		}
		s[gAny] = 1
		if t.flags.is(capital) && t.flags.is(opening) {
			s[gOpensCapital] = 1
		}
		if i > 0 {
			before := &a.tokens[i-1]
			s[besides[before.form][0]] = 1
			if before.class&stopWord != 0 {
				s[gAfterStop] = 1
			}
		}
		if i+1 == len(a.tokens) {
			s[gEnd] = 1
			continue
		}
		after := &a.tokens[i+1]
		s[besides[after.form][1]] = 1
		if after.class&stopWord != 0 {
			s[gBeforeStop] = 1
		}
	}
	return all
}

// The signs that are no ones are divided so that they are about as great.
const (
	weightScale = 5
	reportScale = 3
)

// describe fills in the signs of content i but for those that its neighbours give.
func (a *wording) describe(i int, t *term, w *weighing) {
	c, s := &a.content[i], &t.signs
	set := func(at sign, have bool) {
		if have {
			s[at] = 1
		}
	}
	english := a.lexicon.lang == "en"
	weight, rarity := float32(w.everyday.of[i])/weightScale, float32(w.report.of[i])/reportScale
	s[gWeight], s[gWeightSquare] = weight, weight*weight
	s[gReport], s[gReportSquare], s[gReportWeight] = rarity, rarity*rarity, rarity*weight
	set(gReportNone, w.spread[i] == 0)
	set(gReportOnce, w.spread[i] == 1)
	for _, k := range classSigns {
		set(k.sign, c.class&k.class != 0)
	}
	s[gReportDigits] = s[gDigits] * rarity
	if c.name {
		s[gName], s[gReportName], s[gReportNoName] = 1, rarity, s[gReportNone]
	}
	if english {
		t.vector = c.common
		set(gUnknown, c.rarity == rarest)
		set(gPerson, slices.ContainsFunc(c.lemmas, wordnet.Lemma.Person))
		set(gAsking, c.weight == askingWeight)
		for _, e := range wordEnds {
			set(e.sign, strings.HasSuffix(c.form, e.end))
		}
	}
	if i == a.subject {
		s[gSubject], s[gReportSubject] = 1, rarity
		s[subjectOf[a.expects]] = 1
	}
	set(gFocus, i == a.focus)
	n := float32(len(a.content))
	set(gFirst, i == 0)
	set(gLast, i == len(a.content)-1)
	s[gPlace], s[gFew], s[gMany] = float32(i)/n, 1/n, float32(math.Log(float64(n)))
	set(gShort, len(c.form) <= 4)
	set(gLong, len(c.form) >= 9)
}

// subjectOf are the signs of a noun that says what is asked for, by what that is.
var subjectOf = [answerTypes]sign{
	anything: gSubject, person: gSubjectPerson, moment: gSubjectMoment, location: gSubjectPlace, quantity: gSubjectQuantity, reason: gSubject, kind: gSubjectKind, manner: gSubject,
}
