package attribution

import (
	"embed"
	"strings"
	"sync"
)

//go:embed lexicon
var lexiconFiles embed.FS

// A class is a set of word classes, from the files in lexicon.
type class uint64

// The word classes, named as in the files.
const (
	say class = 1 << iota
	tell
	show
	speak
	hold
	role
	doc
	body
	cuenoun
	title
	day
	month
	channel
	det
	prep
	pron3
	pron1
	rel
	conj
	sub
	aux
	neg
	adv

	reporting = say | tell | show
)

var classNames = map[string]class{
	"say": say, "tell": tell, "show": show, "speak": speak, "hold": hold,
	"role": role, "doc": doc, "body": body, "cuenoun": cuenoun, "title": title,
	"day": day, "month": month, "channel": channel,
	"det": det, "prep": prep, "pron3": pron3, "pron1": pron1, "rel": rel, "conj": conj,
	"sub": sub, "aux": aux, "neg": neg, "adv": adv,
}

// A lexicon knows the classes of words and the names of outlets.
type lexicon struct {
	words   map[string]class
	outlets map[string]bool
}

// english reads the lexicon once; the files are part of the program, so an
// error in them is one of the program.
var english = sync.OnceValue(func() *lexicon {
	l := &lexicon{words: map[string]class{}, outlets: map[string]bool{}}
	for _, name := range []string{"verbs_en", "nouns_en", "words_en"} {
		for line := range lines("lexicon/" + name + ".txt") {
			key, list, ok := strings.Cut(line, ":")
			c := classNames[key]
			if !ok || c == 0 {
				panic("attribution: " + name + ": unknown class in " + line)
			}
			for _, w := range strings.Fields(list) {
				if name == "verbs_en" {
					for _, form := range inflect(w) {
						l.words[form] |= c
					}
					continue
				}
				l.words[w] |= c
			}
		}
	}
	for line := range lines("lexicon/outlets.txt") {
		l.outlets[line] = true
	}
	return l
})

// lines yields the lines of a lexicon file that are not empty or comments.
func lines(name string) func(yield func(string) bool) {
	text, err := lexiconFiles.ReadFile(name)
	if err != nil {
		panic("attribution: " + err.Error())
	}
	return func(yield func(string) bool) {
		for line := range strings.Lines(string(text)) {
			line = strings.TrimSpace(line)
			if line == "" || line[0] == '#' {
				continue
			}
			if !yield(line) {
				return
			}
		}
	}
}
