package attribution

import (
	"embed"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
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
	occasion
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
	female // first names
	male
	woman // roles and titles
	manly
	outletnoun
	generic
	located
	attached
	act
	particle
	courtesy

	reporting = say | tell | show
	closed    = det | prep | pron3 | pron1 | rel | conj | sub | aux
)

var classNames = map[string]class{
	"say": say, "tell": tell, "show": show, "speak": speak, "hold": hold,
	"role": role, "doc": doc, "body": body, "cuenoun": cuenoun, "title": title,
	"day": day, "month": month, "channel": channel, "occasion": occasion,
	"det": det, "prep": prep, "pron3": pron3, "pron1": pron1, "rel": rel, "conj": conj,
	"sub": sub, "aux": aux, "neg": neg, "adv": adv, "female": female, "male": male, "woman": woman, "manly": manly,
	"outletnoun": outletnoun, "generic": generic, "place": located, "attached": attached, "act": act, "particle": particle, "courtesy": courtesy,
}

// A lexicon knows the classes of words, the part of speech of those that have
// only one, and the names of outlets.
type lexicon struct {
	words   *dictionary
	outlets map[uint32]bool // by hash of the words' hashes
	edges   map[uint32]bool // by hash: the first or last words of many outlets' names
}

// An entry is what is known of a word.
type entry struct {
	traits
	base uint32 // hash of the base form; 0 where none is known
}

// Traits are what is known of many words alike.
type traits struct {
	class class
	sense sense
	tag   tag
}

// A sense is a set of meanings that a word may have, from lexicon/senses_en.txt.
type sense uint32

// The senses of nouns and of verbs.
const (
	personSense sense = 1 << iota
	groupSense
	messageSense
	thoughtSense
	placeSense
	timeSense
	speechSense
	thinkingSense
	perceptionSense
	emotionSense
	conductSense

	nounSenses = personSense | groupSense | messageSense | thoughtSense | placeSense | timeSense
	verbSenses = speechSense | thinkingSense | perceptionSense | emotionSense | conductSense
)

var senseNames = map[string]sense{
	"person": personSense, "group": groupSense, "message": messageSense, "thought": thoughtSense, "place": placeSense,
	"time": timeSense, "speech": speechSense, "thinking": thinkingSense, "perception": perceptionSense,
	"emotion": emotionSense, "conduct": conductSense,
}

// describe fills in what a token's own letters tell.
func (l *lexicon) describe(tok *token, word string) {
	tok.shape = shapeOf(word)
	tok.capital = tok.shape&capitalShape != 0
	tok.low = word
	if tok.shape&^lowerShape != 0 {
		tok.low = lower(word)
	}
	tok.key = hashWord(tok.low)
	tok.suffix = hashWord(tok.low[max(0, len(tok.low)-3):])
	if !tok.word {
		tok.tag = mark
		return
	}
	e := l.words.find(tok.key)
	tok.class, tok.tag, tok.sense, tok.base = e.class, e.tag, e.sense, e.base
	if tok.base == 0 {
		tok.base = tok.key
	}
}

// What the letters of a word look like.
const (
	lowerShape   = 1 << iota // nothing but lower case a to z
	capitalShape             // starts with a capital letter
	upperShape               // all capitals, more than one
	digitShape               // starts with a digit
	hyphenShape              // holds a hyphen
)

func shapeOf(w string) uint8 {
	var shape uint8
	lowers, uppers := 0, 0
	for i := range len(w) {
		switch c := w[i]; {
		case c >= 'a' && c <= 'z':
			lowers++
		case c >= 'A' && c <= 'Z':
			uppers++
		case c == '-':
			shape |= hyphenShape
		}
	}
	if lowers == len(w) {
		return lowerShape
	}
	first, _ := utf8.DecodeRuneInString(w)
	switch {
	case unicode.IsUpper(first):
		shape |= capitalShape
		if lowers == 0 && uppers > 1 {
			shape |= upperShape
		}
	case unicode.IsDigit(first):
		shape |= digitShape
	}
	return shape
}

func lower(s string) string {
	s = strings.ToLower(s)
	if strings.Contains(s, "’") {
		s = strings.ReplaceAll(s, "’", "'")
	}
	return s
}

func hashWord(s string) uint32 {
	h := uint32(2166136261)
	for i := range len(s) {
		h = (h ^ uint32(s[i])) * 16777619
	}
	return h ^ h>>15
}

// english reads the lexicon once; the files are part of the program, so an
// error in them is one of the program.
var english = sync.OnceValue(func() *lexicon {
	l := &lexicon{outlets: map[uint32]bool{}, edges: map[uint32]bool{}}
	words := map[uint32]entry{}
	add := func(w string, e entry) {
		k := hashWord(w)
		old := words[k]
		if old.base == 0 {
			old.base = e.base
		}
		words[k] = entry{traits{old.class | e.class, old.sense | e.sense, max(old.tag, e.tag)}, old.base}
	}
	for f := range modelLines("dictionary_en") {
		for _, w := range f[1:] {
			add(w, entry{traits: traits{tag: tagOf(f[0][0])}})
		}
	}
	for _, name := range []string{"verbs_en", "nouns_en", "words_en", "names_en", "places"} {
		for line := range lines("lexicon/" + name + ".txt") {
			key, list, ok := strings.Cut(line, ":")
			c := classNames[key]
			if !ok || c == 0 {
				panic("attribution: " + name + ": unknown class in " + line)
			}
			for w := range strings.FieldsSeq(list) {
				if name == "verbs_en" {
					for _, form := range inflect(w) {
						add(form, entry{traits{class: c}, hashWord(w)})
					}
					continue
				}
				add(w, entry{traits: traits{class: c}})
				if len(w) > 1 && strings.HasPrefix(name, "nouns") {
					add(w+".", entry{traits: traits{class: c & (title | courtesy | month | day)}})
				}
			}
		}
	}
	for line := range lines("lexicon/senses_en.txt") {
		key, list, _ := strings.Cut(line, ":")
		meaning := senseNames[key]
		if meaning == 0 {
			panic("attribution: senses_en: unknown sense in " + line)
		}
		for w := range strings.FieldsSeq(list) {
			forms := []string{w, plural(w)}
			if meaning&verbSenses != 0 {
				forms = inflect(w)
			}
			for _, form := range forms {
				add(form, entry{traits{sense: meaning}, hashWord(w)})
			}
		}
	}
	for line := range lines("lexicon/outlets.txt") {
		if words, ok := strings.CutPrefix(line, "* "); ok {
			for w := range strings.FieldsSeq(words) {
				l.edges[hashWord(lower(w))] = true
			}
			continue
		}
		var h uint32
		for w := range strings.FieldsSeq(line) {
			h = mix(h, hashWord(lower(w)))
		}
		l.outlets[h] = true
	}
	l.words = newDictionary(words)
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
