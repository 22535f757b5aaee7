package index

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/analysis/lang/en"
	"github.com/google/go-cmp/cmp"

	"footnote/index/embedding"
)

// bleves returns Bleve's English analyzer with one step more: abbreviations lose their
// points.
func bleves(t testing.TB) analysis.Analyzer {
	t.Helper()
	a, err := newAnalyzer("en")
	if err != nil {
		t.Fatal(err)
	}
	steps, ok := a.(*analysis.DefaultAnalyzer)
	if !ok || len(steps.TokenFilters) != 4 {
		t.Fatalf("Bleve's English analyzer is %#v; want possessive, lower case, stop words and stems", a)
	}
	more := *steps
	more.TokenFilters = slices.Insert(slices.Clone(steps.TokenFilters), 2, analysis.TokenFilter(abbreviations{}))
	return &more
}

type abbreviations struct{}

func (abbreviations) Filter(stream analysis.TokenStream) analysis.TokenStream {
	for _, token := range stream {
		token.Term = []byte(abbreviation(string(token.Term)))
	}
	return stream
}

// bleveTerms returns the terms that an analyzer finds.
func bleveTerms(a analysis.Analyzer, text string) (terms []string) {
	for _, term := range a.Analyze([]byte(text)) {
		terms = append(terms, country(string(term.Term)))
	}
	return terms
}

// ourTerms returns the terms that the lexicon finds.
func ourTerms(l *lexicon, text string) (terms []string) {
	for term := range l.terms([]byte(text)) {
		terms = append(terms, country(term))
	}
	return terms
}

// country tells "US" no longer from "us", as Bleve does not.
func country(term string) string {
	if term == unitedStates {
		return "us"
	}
	return term
}

// The terms of a text are those that Bleve's English analyzer finds, whether the
// lexicon knows its words or not; and the stem of a word is its first term.
func TestTerms(t *testing.T) {
	bleves := bleves(t)
	l, err := newLexicon("en", embedding.Default(), 0)
	if err != nil {
		t.Fatal(err)
	}
	texts := []string{
		"", "the", "US troops, the U.S.-led coalition's 1,000 troops, the U.N. and the U.K.'s J.K. Rowling aren't there; O’Neill’s were.", "m² ½ 3rd b2b co2 x's's 's s's boss’s BOSS'S K’S",
		"Ⱥpple ΣΑΣ İstanbul naïveté's Ünïted café cafe\u0301 l'été", "中国 カa ภาษา ab中", "a_b snake_case's foo.bar 1.5 1,5 .5 a.b.c",
		strings.Repeat("internationalisation", 5), strings.Join(strings.Fields(string(en.EnglishStopWords)), " "),
	}
	// Words with any of the endings that stemming looks at, one on another.
	rnd := rand.New(rand.NewPCG(1, 1))
	pieces := strings.Fields(`s ss ies es eed ed ing at bl iz y e ll ational tional enci anci izer abli alli entli eli ousli ization ation ator
		alism iveness fulness ousness aliti iviti biliti icate ative alize iciti ical ful ness al ance ence er ic able ible ant ement ment ent
		sion tion ou ism ate iti ous ive ize a b hop fall tr sk oa yy 7 x`)
	for range 20_000 {
		var word strings.Builder
		for range 1 + rnd.IntN(4) {
			word.WriteString(pieces[rnd.IntN(len(pieces))])
		}
		texts = append(texts, word.String())
	}
	// Anything side by side.
	characters := []rune("aZé中カกא0٣½.,;:!?\"'’“”()-_ \n\t\u00a0\u0301\u200d🇬🇧€²")
	for range 20_000 {
		var text []rune
		for range 1 + rnd.IntN(12) {
			text = append(text, characters[rnd.IntN(len(characters))])
		}
		texts = append(texts, string(text))
	}
	check := func() {
		t.Helper()
		for _, text := range texts {
			want := bleveTerms(bleves, text)
			if diff := cmp.Diff(want, ourTerms(l, text)); diff != "" {
				t.Errorf("%q: (-Bleve +lexicon)\n%s", text, diff)
			}
			first := text
			if len(want) > 0 {
				first = want[0]
			}
			if stem, stop := l.stem(text); country(stem) != country(first) || stop != (len(want) == 0 && text != "") {
				t.Errorf("the stem of %q is %q, %v; Bleve's %q", text, stem, stop, first)
			}
		}
	}
	check()
	for _, text := range texts {
		l.read(nil, text)
	}
	check()
}
