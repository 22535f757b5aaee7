package index

import (
	"bytes"
	"iter"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/analysis/lang/en"
	"github.com/blevesearch/bleve/v2/analysis/token/lowercase"
	"github.com/blevesearch/go-porterstemmer"
	"github.com/blevesearch/segment"
)

// englishStops are the words that Bleve's English analyzer drops.
var englishStops = sync.OnceValues(func() (analysis.TokenMap, error) {
	stops := analysis.NewTokenMap()
	return stops, stops.LoadBytes(en.EnglishStopWords)
})

// terms yields the terms of a text, which is UTF-8, as Bleve's analyzer for the language
// finds them. It overwrites the text. Of English words it stems those alone that the
// lexicon does not know: stemming takes most of the time. It may run many times at once,
// while no word is entered.
func (l *lexicon) terms(text []byte) iter.Seq[string] {
	return func(yield func(string) bool) {
		if l.lang != "en" {
			for _, t := range l.analyzer.Analyze(text) {
				if !yield(string(t.Term)) {
					return
				}
			}
			return
		}
		for word, plain := range englishTokens(text) {
			var stem string
			var stop bool
			if n, ok := l.numbers[string(word)]; ok && plain {
				w := &l.words[n]
				stem, stop = l.stemForms[w.stem], w.class&stopWord != 0
			} else {
				stem, stop = l.stemEnglish(string(word))
			}
			if !stop && !yield(stem) {
				return
			}
		}
	}
}

// englishTokens yields the words of a text in lower case and without 's, as the first
// steps of Bleve's English analyzer find them, and whether each [isPlain]. It overwrites
// the text.
//
// These find words by Unicode's UAX #29, which does not look across a space. What
// stands between two, most of it, is ASCII letters and digits with marks around that
// do not belong to the word, and the segmenter is asked for the rest alone.
func englishTokens(text []byte) iter.Seq2[[]byte, bool] {
	return func(yield func([]byte, bool) bool) {
		for len(text) > 0 {
			start := run(text, 0, markByte)
			end := run(text, start, wordByte)
			next := run(text, end, markByte)
			if next == len(text) || text[next] == ' ' {
				word := text[start:end]
				text = text[min(next+1, len(text)):]
				if string(word) == "US" {
					word = []byte(unitedStates)
				}
				for i := range word {
					word[i] |= ' ' // makes letters lower case, and digits what they are
				}
				if len(word) > 0 && !yield(word, true) {
					return
				}
				continue
			}
			part, rest, _ := bytes.Cut(text, []byte(" "))
			text = rest
			for word := range segments(part) {
				if a := abbreviation(string(word)); a != string(word) {
					word = []byte(a)
				}
				if !yield(word, isPlain(word)) {
					return
				}
			}
		}
	}
}

// run returns where the bytes of a kind end that begin at start.
func run(text []byte, start int, kind byteKind) int {
	for start < len(text) && byteKinds[text[start]] == kind {
		start++
	}
	return start
}

type byteKind uint8

const (
	wordByte byteKind = iota + 1 // a letter or digit of ASCII
	markByte                     // a mark that belongs to no word where it stands beside one
)

var byteKinds = func() (kinds [256]byteKind) {
	for c := range rune(utf8.RuneSelf) {
		switch {
		case isWord(c):
			kinds[c] = wordByte
		case strings.ContainsRune(`.,;:!?"'()-`, c):
			kinds[c] = markByte
		}
	}
	return kinds
}()

// segments yields the words of any text as englishTokens does.
func segments(text []byte) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		room := len(text)/2 + 1 // words and what stands between them
		parts, types, _, err := segment.SegmentWordsDirect(text, make([][]byte, 0, room), make([]int, 0, room))
		if err != nil {
			return // it is not UTF-8
		}
		possessive, lower := en.NewPossessiveFilter(), lowercase.NewLowerCaseFilter()
		var one analysis.Token
		stream := analysis.TokenStream{&one}
		for i, part := range parts {
			if types[i] == segment.None {
				continue
			}
			one.Term = part
			lower.Filter(possessive.Filter(stream))
			if !yield(one.Term) {
				return
			}
		}
	}
}

// stem returns the stem of a form, and whether the language takes the form for a
// stop word. A stop word is its own stem.
func (l *lexicon) stem(form string) (stem string, stop bool) {
	if l.lang == "en" && isPlain(form) {
		return l.stemEnglish(form)
	}
	return l.firstTerm(form)
}

// firstTerm is stem for any form.
func (l *lexicon) firstTerm(form string) (term string, stop bool) {
	for term := range l.terms([]byte(form)) {
		return term, false
	}
	return form, true
}

// stemEnglish is stem for an English word that [englishTokens] leaves as it is.
func (l *lexicon) stemEnglish(word string) (stem string, stop bool) {
	if l.stops[word] {
		return word, true
	}
	var space [40]rune
	runes := space[:0]
	for _, r := range word {
		runes = append(runes, r)
	}
	runes = porterstemmer.StemWithoutLowerCasing(runes)
	for i, r := range runes {
		if r >= utf8.RuneSelf || r != rune(word[i]) {
			return string(runes), false
		}
	}
	return word[:len(runes)], false // most stems are how the word begins
}

// isPlain reports whether a word has no characters but a to z and digits, so that
// every analyzer takes it for one.
func isPlain[T string | []byte](word T) bool {
	for i := range len(word) {
		if c := word[i]; (c < 'a' || c > 'z') && (c < '0' || c > '9') {
			return false
		}
	}
	return true
}
