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
		moment:   `year years date day month century decade time era season age period`,
		location: `country countries city cities place state town region area location continent province county street river island village nation`,
		quantity: `percentage percent number amount population size share proportion rate ratio length height distance price cost temperature fraction total degree value speed weight`,
		person: `person man woman king queen president emperor actor actress author writer leader player singer artist scientist minister name
			philosopher composer director character politician pope general coach architect poet`,
		reason: `reason reasons cause purpose`,
	} {
		for w := range strings.FieldsSeq(list) {
			all[w] = t
		}
	}
	return all
}()

// exactTypes are those of the nouns above, and of the words below, whose questions
// are answered with a number or a date and nothing else.
var exactTypes = func() map[string]bool {
	all := map[string]bool{}
	for w := range strings.FieldsSeq(`year years date century decade percentage percent number population many old tall`) {
		all[w] = true
	}
	return all
}()

// howMuch are the words after "how" that ask for a quantity.
var howMuch = func() map[string]bool {
	all := map[string]bool{}
	for w := range strings.FieldsSeq(`many much long far old tall big high large often deep wide fast heavy young late early few close`) {
		all[w] = true
	}
	return all
}()

// askingWeight is what the words that only ask weigh: "how *long*", "what *year*".
const askingWeight = 1.5

// expect finds what an English question asks for, and lowers the weight of the
// words that only say so.
func (a *wording) expect() {
	a.quoted()
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
			a.expects, at = moment, i
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
	switch first := a.tokens[at].form; first {
	case "how":
		if next < len(a.tokens) && howMuch[a.tokens[next].form] {
			a.expects, a.exact = quantity, exactTypes[a.tokens[next].form]
			a.asking(next)
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
		// The noun stands behind the word, or behind "is the" as in "what was
		// the name of".
		behind := next
		for behind < len(a.tokens) && a.tokens[behind].class&stopWord != 0 {
			behind++
		}
		if behind == len(a.tokens) {
			return
		}
		t := a.tokens[behind]
		if found, ok := focusTypes[t.form]; ok {
			a.expects, a.exact = found, exactTypes[t.form]
			a.asking(behind)
			return
		}
		if behind == next {
			a.expects = kind
			// The noun is the last of a few words before a verb or stop word.
			for behind+1 < len(a.tokens) && behind < next+2 && a.tokens[behind+1].class&stopWord == 0 {
				behind++
			}
			for i := next; i <= behind; i++ {
				if found, ok := focusTypes[a.tokens[i].form]; ok {
					a.expects = found
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
	}
}

// saying are the verbs of a question after somebody's words.
var saying = map[string]bool{"say": true, "said": true, "says": true, "tell": true, "told": true, "tells": true, "comment": true, "announce": true}

// ofWhat are the words before what somebody speaks of.
var ofWhat = map[string]bool{"about": true, "on": true, "of": true, "regarding": true, "concerning": true}

// quoted finds whose words a question is after, and of what: the names in "what did
// NAME say about THINGS" and "according to NAME".
func (a *wording) quoted() {
	from, to, about := -1, -1, len(a.tokens)
	for i, t := range a.tokens {
		switch {
		case to >= 0 && ofWhat[t.form]:
			about = min(about, i+1)
		case t.form == "did" || t.form == "does" || t.form == "do" || t.form == "has":
			from = i + 1
		case saying[t.form] && from >= 0 && to < 0:
			to = i
		case t.form == "to" && i > 0 && a.tokens[i-1].form == "according":
			from, to = i+1, len(a.tokens)
		}
	}
	if from < 0 {
		return
	}
	for _, t := range a.tokens[from:max(from, to)] {
		if t.index < 0 && len(a.source) > 0 {
			break
		}
		if t.index >= 0 && a.content[t.index].name {
			a.source = append(a.source, t.index)
		}
	}
	for _, t := range a.tokens[about:] {
		if t.index >= 0 && !slices.Contains(a.source, t.index) {
			a.topic = append(a.topic, t.index)
		}
	}
}

// asking marks token i as one that only asks.
func (a *wording) asking(i int) {
	if n := a.tokens[i].index; n >= 0 {
		a.content[n].weight = min(a.content[n].weight, askingWeight)
		a.subject = n
	}
}

func isPerson(form string) bool {
	var space [8]wordnet.Lemma
	return slices.ContainsFunc(wordnet.Lemmas(space[:0], form), wordnet.Lemma.Person)
}
