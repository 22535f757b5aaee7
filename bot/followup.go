package bot

import (
	"slices"
	"strings"
	"unicode"
)

// Follow returns the question to ask where typed came as a reply to an answer
// to previous: previous put together with typed where typed leans on it ("and
// when?", "who said that?"), else typed. Leans says which.
func Follow(previous, typed string) (text string, leans bool) {
	if previous == "" || !leansOn(typed) {
		return typed, false
	}
	return strings.TrimSpace(typed + " " + previous), true
}

// The words by which a short question points back. They are grammar, not
// content, so that a list can be complete; English, German, Spanish and French.
var (
	openers = strings.Fields("and but or so then also und aber oder y pero o et mais ou")
	hollow  = strings.Fields(`
		who whom whose what when where why how which whether
		is are was were be been do does did has have had will would can could should may might must
		that this it they them he him his she her those these there its their one ones same
		and but or so then also else more about of to for in on at by with from the a an exactly really again much many long
		say says said tell told mean means happen happened again please
		wer wen wem wessen was wann wo warum wie welche welcher welches ist sind war waren das dies es sie er ihn und aber denn genau hat haben sagte gesagt
		quién quien qué que cuándo cuando dónde donde cómo como por cuál cual es son eso esto ello y pero dijo dijeron
		qui quoi quand où pourquoi comment quel quelle est sont ça cela ceci il elle ils elles et mais dit a`)
)

// leansOn reports whether a question has no content of its own, or opens as a
// continuation and is short.
func leansOn(typed string) bool {
	words := strings.FieldsFunc(strings.ToLower(typed), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '\''
	})
	if len(words) == 0 {
		return false
	}
	content := 0
	for _, w := range words {
		if !slices.Contains(hollow, strings.TrimSuffix(w, "'s")) {
			content++
		}
	}
	const few = 2
	about := len(words) > 1 && (words[0] == "what" || words[0] == "how") && words[1] == "about"
	return content == 0 || content <= few && (about || slices.Contains(openers, words[0]))
}
