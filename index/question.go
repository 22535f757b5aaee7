package index

import (
	"regexp"
	"slices"
	"strings"

	"footnote/index/embedding"
	"footnote/index/wordnet"
)

// A question is what is known of one before a sentence is looked at.
type question struct {
	text     string
	readings map[string]*wording // by language
}

// A wording is a question as the reports of one language read it.
type wording struct {
	lexicon     *lexicon
	vector      embedding.Vector // sum of the contents' by weight
	related     lemmaSet         // what the contents are related to
	tokens      []questionToken  // all of its words, in order
	content     []questionWord   // those that a sentence should have, in order
	expects     answerType
	magnitude   magnitude // of a quantity or moment
	exact       bool      // what is asked for is a number or a date and nothing else
	focus       int       // content: the noun of "which NOUN"; -1 where there is none
	subject     int       // content: the noun that says what is asked for, also in "what is the NOUN of"; -1 where there is none
	fullNames   []fullName
	source      []int // contents: the words for whoever said what is asked for
	audience    []int // contents: the names of whoever was told
	counted     []int // contents: what is to be counted
	topic       []int // contents: what somebody is asked to have spoken of
	sourceNamed bool  // one of them is a name
	quotes      bool  // nothing but that one's words can answer
	remarks     bool  // it asks for these words and no more
	identity    bool  // it asks who somebody is, and no more
	speech      bool  // it asks what somebody said, or who
	speaker     bool  // it asks who said something
}

// form returns a word of a sentence, and class what it can be.
func (a *wording) form(t token) string { return a.lexicon.words[t.word()].form }
func (a *wording) class(t token) class { return a.lexicon.words[t.word()].class }

// An questionToken is a word of the question, to be compared with a sentence's in order.
type questionToken struct {
	form  string
	class class
	flags token
	stem  uint32 // number of the stem; unknown where no report has it
	index int    // in content; -1 for a word that is not content
}

// An questionWord is a word of the question that a sentence should have.
type questionWord struct {
	form    string
	stem    string
	stemID  uint32
	class   class
	name    bool    // is written like a name
	weight  float64 // what it tells by itself, from everyday language: rare words tell more
	vector  embedding.Vector
	common  embedding.Vector // of the built-in model, whatever the index's own; English only
	rarity  float32          // see lexicon.meaning
	known   bool             // some report has its stem
	lemmas  []wordnet.Lemma  // English only
	related lemmaSet         // these, and what they are linked to
}

// unknown is the number of a stem that no report has.
const unknown = ^uint32(0)

// ask analyses a question in the languages of the reports.
func (x *Index) ask(text string) *question {
	q := &question{text: text, readings: make(map[string]*wording, len(x.langs))}
	for _, lang := range x.langs {
		q.readings[lang] = x.lexicons[lang].ask(text)
	}
	return q
}

// links are addresses that somebody has pasted into a question.
var links = regexp.MustCompile(`https?://[^\s)>]*`)

func (l *lexicon) ask(text string) *wording {
	a := &wording{lexicon: l, focus: -1, subject: -1, tokens: make([]questionToken, 0, usualContents), content: make([]questionWord, 0, usualContents/2)}
	if strings.Contains(text, "://") {
		text = links.ReplaceAllString(text, " ")
	}
	for w := range words(text) {
		form, flags := w.form, w.flags
		before := ""
		if n := len(a.tokens); n > 0 {
			before = a.tokens[n-1].form
		}
		if form == "us" && before == "the" {
			form = unitedStates // in a hurry
		}
		t := questionToken{form: form, flags: flags, stem: unknown, index: -1}
		var stem string
		if n, ok := l.numbers[form]; ok {
			t.class, t.stem = l.words[n].class, l.words[n].stem
			stem = l.stemForms[t.stem]
		} else {
			var stop bool
			stem, stop = l.stem(form)
			t.class = classify(l.lang, form, stop)
			if n, ok := l.stems[stem]; ok {
				t.stem = n
			}
		}
		switch {
		case t.class&stopWord != 0:
		case itself[form] && (before == "the" || before == "this"):
			if t.stem != unknown { // else it need not be there
				t.index = a.enter(form, stem, t)
				a.lighten(t.index)
			}
		default:
			t.index = a.enter(form, stem, t)
		}
		a.tokens = append(a.tokens, t)
	}
	a.findFullNames()
	if l.lang == "en" {
		a.expect()
	}
	var sum embedding.Sum
	for i := range a.content {
		sum.Add(a.content[i].vector, float32(a.content[i].weight))
	}
	a.vector = sum.Vector()
	return a
}

// enter returns the content for a word of the question; a word that comes again
// is the same content.
func (a *wording) enter(form, stem string, t questionToken) int {
	if i := slices.IndexFunc(a.content, func(c questionWord) bool { return c.stem == stem }); i >= 0 {
		return i
	}
	l := a.lexicon
	c := questionWord{form: form, stem: stem, stemID: t.stem, known: t.stem != unknown, class: t.class}
	c.name = t.flags.is(capital) && !t.flags.is(opening)
	n, ok := l.numbers[form]
	if ok {
		w := &l.words[n]
		c.vector, c.rarity, c.lemmas = w.vector, w.rarity, w.lemmas
	} else {
		c.vector, c.rarity = l.meaning(form)
		if l.lang == "en" {
			c.lemmas = wordnet.Lemmas(nil, form)
		}
	}
	c.weight = max(1, float64(c.rarity))
	if l.lang == "en" {
		c.common = c.vector
		if l.model != embedding.Default() {
			c.common = embedding.Default().Find(form).Vector
		}
		if a.related == nil {
			a.related = make(lemmaSet, questionSet)
		}
		c.related = make(lemmaSet, contentSet)
		add := func(l wordnet.Lemma) {
			a.related.add(l)
			c.related.add(l)
		}
		for _, m := range c.lemmas {
			add(m)
			for _, link := range wordnet.Links(m) {
				add(link.Lemma)
			}
		}
	}
	if ok && !c.name && l.lang == "en" {
		c.name = l.words[n].capital > 0 && l.words[n].plain == 0 // written in a hurry
	}
	a.content = append(a.content, c)
	return len(a.content) - 1
}
