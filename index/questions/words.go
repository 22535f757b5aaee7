package questions

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"footnote/index/wordnet"
)

func set(words string) map[string]bool {
	all := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		all[w] = true
	}
	return all
}

// The words of English grammar that the rules look for.
var (
	determiners = set("the a an some several many most both few")
	numbers     = set("two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty")
	// leaning words mean nothing without the sentence before.
	leaning = set(`he she it they we i you him her them us his its their our my your this that these those there who which
		whose what himself herself itself themselves one another other others such same former latter each then here`)
	// follows are words that may stand behind a name that is whole, where a noun would make it an adjective.
	follows = set(`and or to in on of for with by from at as is are was were has have had will would can could should may might
		that who which but after before because when while do does did if than not`)
	calendar = set(`monday tuesday wednesday thursday friday saturday sunday january february march april may june july
		august september october november december`)
	auxiliaries = set("is are was were be been being has have had do does did will would can could should may might must")
	clauses     = set("that which who whom whose because since while when where although though if whether after before until but and or as than")
	// units are what is measured, not counted.
	units = set(`percent day days week weeks month months year years hour hours minute minutes second seconds times decades
		euros dollars crowns pounds metres meters kilometres kilometers miles kilograms kilos degrees points million
		billion trillion thousand hundred o'clock`)
)

// participles are other forms that may be a verb in the past, and more often are none.
var participles = set(`found told said led held made got kept paid sold built bought brought caught taught thought heard felt
	meant hit cut put set shot fought struck stood sat read laid dealt bound stuck hung hidden known seen taken given born`)

// finite reports whether a word may be a verb that has a subject.
func finite(w string) bool { return auxiliaries[w] || participles[w] || past(w) != "" }

// irregular gives the base of verbs in the past, where the form is no other
// word and no participle either.
var irregular = map[string]string{
	"became": "become", "began": "begin", "beat": "beat", "broke": "break", "came": "come", "chose": "choose", "drew": "draw",
	"drove": "drive", "fell": "fall", "flew": "fly", "gave": "give", "grew": "grow", "knew": "know", "ran": "run",
	"rose": "rise", "saw": "see", "shook": "shake", "shrank": "shrink", "spoke": "speak", "stole": "steal", "swam": "swim",
	"took": "take", "threw": "throw", "went": "go", "withdrew": "withdraw", "wrote": "write", "won": "win", "lost": "lose",
	"met": "meet", "left": "leave", "sent": "send", "spent": "spend",
}

// past returns the base of a verb in the past; "" where w is none.
func past(w string) string {
	if base := irregular[w]; base != "" {
		return base
	}
	if !strings.HasSuffix(w, "ed") || len(w) < 5 || strings.HasSuffix(w, "eed") {
		return ""
	}
	for _, l := range wordnet.Lemmas(nil, w) {
		if base := l.String(); base != w && !strings.HasSuffix(base, "ed") {
			return base
		}
	}
	return ""
}

// plural guesses whether a lower-case noun is one of several.
func plural(w string) bool {
	return w == "people" || len(w) > 3 && strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") && !strings.HasSuffix(w, "us")
}

func startsUpper(w string) bool {
	r, _ := utf8.DecodeRuneInString(w)
	return unicode.IsUpper(r)
}

func startsLower(w string) bool {
	r, _ := utf8.DecodeRuneInString(w)
	return unicode.IsLower(r)
}

// trimMark cuts the punctuation off the end of a word, but for the full stop of
// "U.S.".
func trimMark(w string) string {
	cut := strings.TrimRight(w, ".,;:!?\"”’'")
	if strings.Contains(cut, ".") && strings.HasPrefix(w[len(cut):], ".") {
		cut += "."
	}
	return cut
}

// plainEnd reports whether no punctuation ends a word.
func plainEnd(w string) bool { return trimMark(w) == w }

// isName reports whether s is one or more names: every word opens with a
// capital, but for "the" in front.
func isName(s string) bool {
	words := strings.Fields(strings.TrimPrefix(s, "the "))
	for _, w := range words {
		if !startsUpper(w) || strings.ContainsAny(w, `'’"`) || w == "I" {
			return false
		}
	}
	return len(words) > 0
}
