package index

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/blevesearch/bleve/v2/analysis/lang/en"
	"github.com/google/go-cmp/cmp"

	"footnote/index/embedding"
)

// The terms of a text are those that Bleve's English analyzer finds, whether the
// lexicon knows its words or not; and the stem of a word is its first term.
func TestTerms(t *testing.T) {
	bleves, err := newAnalyzer("en")
	if err != nil {
		t.Fatal(err)
	}
	l, err := newLexicon("en", embedding.Default(), 0)
	if err != nil {
		t.Fatal(err)
	}
	texts := []string{
		"", "the", "The U.S.-led coalition's 1,000 troops aren't there; O’Neill’s were.", "m² ½ 3rd b2b co2 x's's 's s's boss’s BOSS'S K’S",
		"Ⱥpple ΣΑΣ İstanbul naïveté's Ünïted café cafe\u0301 l'été", "中国 カa ภาษา ab中", "a_b snake_case's foo.bar 1.5 1,5 .5 a.b.c",
		strings.Repeat("internationalisation", 5), strings.Join(strings.Fields(string(en.EnglishStopWords)), " "),
	}
	// Words with any of the endings that stemming looks at, one on another.
	rnd := rand.New(rand.NewPCG(1, 1))
	pieces := strings.Fields(`s ss sses ies es eed ed ing at bl iz y e ll ational tional enci anci izer bli abli logi alli entli eli ousli ization ation ator
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
			var want []string
			for _, term := range bleves.Analyze([]byte(text)) {
				want = append(want, string(term.Term))
			}
			if diff := cmp.Diff(want, slices.Collect(l.terms([]byte(text)))); diff != "" {
				t.Errorf("%q: (-Bleve +lexicon)\n%s", text, diff)
			}
			first := text
			if len(want) > 0 {
				first = want[0]
			}
			if stem, stop := l.stem(text); stem != first || stop != (len(want) == 0 && text != "") {
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
