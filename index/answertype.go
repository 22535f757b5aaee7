package index

import (
	"slices"
	"strings"

	"footnote/index/wordnet"
)

// An answerType is what a question asks for.
type answerType uint8

const (
	anything answerType = iota
	person
	moment
	location
	quantity
	reason
	kind // "which NOUN", "what NOUN"
	manner
	answerTypes
)

// focusTypes are nouns that say by themselves what is asked for, as in "what
// year", "which city", "what percentage".
var focusTypes = func() map[string]answerType {
	all := map[string]answerType{}
	for t, list := range map[answerType]string{
		moment:   `year years date day month century decade time era season period`,
		location: `country countries city cities place state town region area location continent province county street river island village nation`,
		quantity: `percentage percent number amount population size share proportion rate ratio length height distance price cost temperature fraction total degree value speed weight age`,
		person: `person man woman king queen president emperor actor actress author writer leader player singer artist scientist minister
			philosopher composer director character politician pope general coach architect poet`,
		reason: `reason reasons cause purpose`,
	} {
		for w := range strings.FieldsSeq(list) {
			all[w] = t
		}
	}
	return all
}()

// askingWeight is what the words that only ask weigh: "how *long*", "what *year*".
const askingWeight = 1.5

// expect finds what an English question asks for, and lowers the weight of the
// words that only say so.
func (a *wording) expect() {
	a.quoted()
	a.happening()
	at := -1
	for i, t := range a.tokens {
		if t.class&speechWord != 0 {
			a.speech = true
		}
		if at >= 0 {
			continue
		}
		switch t.form {
		case "who", "whom", "whose", "who's":
			a.expects, at = person, i
		case "when":
			a.expects, a.magnitude, at = moment, date, i
		case "where":
			a.expects, at = location, i
		case "why":
			a.expects, at = reason, i
		case "how":
			a.expects, at = manner, i
		case "what", "which", "what's":
			a.expects, at = anything, i
		}
	}
	if at < 0 {
		return
	}
	next := at + 1
	switch a.tokens[at].form {
	case "who":
		a.asksIdentity(at)
		if next < len(a.tokens) && (a.tokens[next].form == "has" || a.tokens[next].form == "have") {
			next++
		}
		a.speaker = next < len(a.tokens) && speaking[a.tokens[next].form]
	case "how":
		if next < len(a.tokens) {
			if m, ok := howMuch[a.tokens[next].form]; ok {
				a.expects, a.magnitude, a.exact = quantity, m, exactTypes[a.tokens[next].form]
				a.asking(next)
				switch {
				case m == count:
					a.count(next + 1)
				case a.tokens[next].form == "much":
					for _, t := range a.tokens[next:] {
						if of, ok := muchOf[t.form]; ok {
							a.magnitude, a.exact = of, true
						}
					}
				}
			}
		}
	case "when":
		// "When was it built", but not "when it was built, what" nor "when does it
		// rain".
		if next < len(a.tokens) {
			switch a.tokens[next].form {
			case "was", "were", "did":
				a.exact = true
			}
		}
	case "what", "which":
		a.expectNoun(next)
	}
}

// doing are the words behind "what" and "which" after which no noun says what is asked
// for: in "what did the king do", it is not a king.
var doing = setOf(`did do does can could will would should must may might has have had`)

// naming are nouns of which the next one says what is asked for, as in "the name of
// the book".
var naming = setOf("name names title term word nickname")

// expectNoun finds what a question asks for with the words behind "what" or "which",
// the first of which is token next. The noun stands there, or behind "is the" as in
// "what was the name of".
func (a *wording) expectNoun(next int) {
	if next < len(a.tokens) && doing[a.tokens[next].form] {
		return
	}
	behind := a.contentFrom(next)
	if behind == len(a.tokens) {
		return
	}
	t := a.tokens[behind]
	if naming[t.form] && behind+1 < len(a.tokens) && (a.tokens[behind+1].form == "of" || a.tokens[behind+1].form == "for") {
		a.asking(behind)
		a.expects = kind
		of := a.contentFrom(behind + 1)
		if of == len(a.tokens) {
			return
		}
		if found := focusTypes[a.tokens[of].form]; found == person || found == location {
			a.expects = found // and the name of an age is no number
		}
		if n := a.tokens[of].index; !a.content[n].name {
			a.subject = n
		}
		return
	}
	if found, ok := focusTypes[t.form]; ok {
		a.expects, a.magnitude, a.exact = found, magnitudeOf(t.form), exactTypes[t.form]
		a.asking(behind)
		return
	}
	if behind != next {
		return
	}
	a.expects = kind
	// The noun is the last of a few words before a verb or stop word.
	for behind+1 < len(a.tokens) && behind < next+2 && a.tokens[behind+1].class&stopWord == 0 {
		behind++
	}
	for i := next; i <= behind; i++ {
		if found, ok := focusTypes[a.tokens[i].form]; ok {
			a.expects, a.magnitude = found, magnitudeOf(a.tokens[i].form)
			a.asking(i)
		}
	}
	a.focus = a.tokens[next].index
	if a.subject < 0 {
		a.subject = a.tokens[behind].index
		if isPerson(a.tokens[behind].form) {
			a.expects = person
		}
	}
}

// contentFrom returns the first token from i on that is content; the number of all where
// there is none.
func (a *wording) contentFrom(i int) int {
	for i < len(a.tokens) && a.tokens[i].class&stopWord != 0 {
		i++
	}
	return i
}

// speaking are the verbs of a question after who said something: "who told Reuters".
var speaking = setOf(`says said tells told states stated announces announced reports reported claims claimed argues argued
		warns warned comments commented confirms confirmed denies denied`)

// happening lowers the weight of the words of "take place", which say no more than that
// something happens.
func (a *wording) happening() {
	for i := range max(1, len(a.tokens)) - 1 {
		verb, noun := a.tokens[i], a.tokens[i+1]
		if taking[verb.form] && noun.form == "place" {
			a.lighten(verb.index)
			a.lighten(noun.index)
		}
	}
}

var taking = setOf("take takes took taken taking")

// asking marks token i as one that only asks.
func (a *wording) asking(i int) {
	if n := a.tokens[i].index; n >= 0 {
		a.lighten(n)
		a.subject = n
	}
}

// lighten lowers the weight of a content that a sentence need not have; -1 is none.
func (a *wording) lighten(content int) {
	if content >= 0 {
		c := &a.content[content]
		c.weight = min(c.weight, askingWeight)
	}
}

func isPerson(form string) bool {
	var space [8]wordnet.Lemma
	return slices.ContainsFunc(wordnet.Lemmas(space[:0], form), wordnet.Lemma.Person)
}
