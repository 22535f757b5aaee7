package index

import (
	"sync"
	"unicode/utf8"

	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/analysis/lang/en"
	"github.com/blevesearch/bleve/v2/analysis/token/lowercase"
	"github.com/blevesearch/bleve/v2/analysis/tokenizer/unicode"
	"github.com/blevesearch/go-porterstemmer"
)

// Bleve's English analyzer, taken apart: what cuts a text into words in lower case
// without 's, and the words that it drops. It stems the others, each by itself.
var (
	englishWordsOf = sync.OnceValue(func() analysis.Analyzer {
		return &analysis.DefaultAnalyzer{
			Tokenizer:    unicode.NewUnicodeTokenizer(),
			TokenFilters: []analysis.TokenFilter{en.NewPossessiveFilter(), lowercase.NewLowerCaseFilter()},
		}
	})
	englishStops = sync.OnceValues(func() (analysis.TokenMap, error) {
		stops := analysis.NewTokenMap()
		return stops, stops.LoadBytes(en.EnglishStopWords)
	})
)

// Analyze returns the terms of a text as Bleve's analyzer for the language does. Of
// English words it stems those alone that the lexicon does not know: stemming takes
// most of the time. It may run many times at once, while no word is entered.
func (l *lexicon) Analyze(text []byte) analysis.TokenStream {
	terms := l.analyzer.Analyze(text)
	if l.lang != "en" {
		return terms
	}
	kept := terms[:0]
	for _, t := range terms {
		var stem string
		var stop bool
		if n, ok := l.numbers[string(t.Term)]; ok && isPlain(t.Term) {
			w := &l.words[n]
			stem, stop = l.stemForms[w.stem], w.class&stopWord != 0
		} else {
			stem, stop = l.stemEnglish(string(t.Term))
		}
		if !stop {
			t.Term = []byte(stem)
			kept = append(kept, t)
		}
	}
	return kept
}

// stem returns the stem of a form, and whether the language takes the form for a
// stop word. A stop word is its own stem.
func (l *lexicon) stem(form string) (stem string, stop bool) {
	if l.lang == "en" && isPlain(form) {
		return l.stemEnglish(form)
	}
	terms := l.Analyze([]byte(form))
	if len(terms) == 0 {
		return form, true
	}
	return string(terms[0].Term), false
}

// stemEnglish is stem for an English word that [englishWordsOf] leaves as it is.
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
