package wordnet

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestLemmas(t *testing.T) {
	for word, want := range map[string]string{
		"slash":                       "slash",
		"slashed":                     "slashed, slash",
		"armies":                      "army",
		"left":                        "left, leave",
		"saw":                         "saw, see",
		"stopped":                     "stopped, stop",
		"planning":                    "planning, plan",
		"women":                       "woman",
		"children":                    "child",
		"worse":                       "worse, bad",
		"larger":                      "larger, large",
		"largest":                     "large",
		"churches":                    "church",
		"making":                      "making, make",
		"government":                  "government",
		"axes":                        "ax, axis, axe",
		"sing":                        "sing",
		"ing":                         "",
		"s":                           "",
		"":                            "",
		"qwrtz":                       "",
		"Army":                        "",
		strings.Repeat("armies", 100): "",
	} {
		var got []string
		for _, l := range Lemmas(nil, word) {
			got = append(got, l.String())
		}
		if diff := cmp.Diff(want, strings.Join(got, ", ")); diff != "" {
			t.Errorf("Lemmas(%q) (-want +got)\n%s", word, diff)
		}
	}
}

func TestBetween(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want Kind
	}{
		{"military", "armed forces", Synonym},
		{"lawyer", "attorney", Synonym},
		{"car", "automobile", Synonym},
		{"army", "army", Synonym},
		{"destroy", "destruction", Derivation},
		{"ukrainian", "ukraine", Derivation},
		{"slash", "reduce", None},
		{"slash", "cut", Synonym},
		{"murder", "homicide", Hypernym},
		{"homicide", "murder", Hyponym},
		{"rise", "fall", Antonym},
		{"army", "banana", None},
		{"army", "qwrtz", None},
		{"qwrtz", "qwrtz", None},
	} {
		if got := Between(Find(tt.a), Find(tt.b)).Kind; got != tt.want {
			t.Errorf("Between(%s, %s) = %v; want %v", tt.a, tt.b, got, tt.want)
		}
	}
}

func TestPerson(t *testing.T) {
	for word, want := range map[string]bool{
		"minister": true, "goalkeeper": true, "spokesman": true, "secretary": true, "army": false, "harbor": false, "run": false, "qwrtz": false,
	} {
		if got := Find(word).Person(); got != want {
			t.Errorf("Find(%s).Person() = %v; want %v", word, got, want)
		}
	}
}

// Every link leads to another lemma and back, by the kind that is its reverse.
func TestLinks(t *testing.T) {
	reverse := map[Kind]Kind{
		Synonym: Synonym, Derivation: Derivation, Similar: Similar, Hypernym: Hyponym, Hyponym: Hypernym, Antonym: Antonym,
	}
	count := 0
	for l := range Lemma(len(lexicon().classes)) {
		var last Lemma
		for _, link := range Links(l) {
			count++
			if link.Lemma <= last || link.Lemma == l || link.Sense < 1 {
				t.Fatalf("%s: link %+v after %d", l, link, last)
			}
			back := Between(link.Lemma, l)
			broader := link.Kind == Hypernym && back.Kind == Hypernym // each than the other, by other meanings
			if back != (Link{l, reverse[link.Kind], link.Sense}) && !broader {
				t.Fatalf("%s: link %+v, back %+v", l, link, back)
			}
			last = link.Lemma
		}
	}
	if count < 200_000 {
		t.Errorf("%d links; want 200,000 at least", count)
	}
}

func TestAllocs(t *testing.T) {
	space := make([]Lemma, 0, 16)
	a, b := Find("army"), Find("military")
	if n := testing.AllocsPerRun(100, func() {
		space = Lemmas(space[:0], "armies")
		Between(a, b)
	}); n != 0 {
		t.Errorf("%v allocations; want none", n)
	}
}

func FuzzLemmas(f *testing.F) {
	f.Add("armies")
	f.Add("\xffmen")
	f.Fuzz(func(t *testing.T, word string) {
		for _, l := range Lemmas(nil, word) {
			if l <= 0 || Find(l.String()) != l {
				t.Errorf("Lemmas(%q) has %d", word, l)
			}
		}
	})
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := readLexicon(file); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLemmas(b *testing.B) {
	space := make([]Lemma, 0, 16)
	for b.Loop() {
		space = Lemmas(space[:0], "armies")
	}
}

func BenchmarkBetween(b *testing.B) {
	x, y := Find("slash"), Find("cut")
	for b.Loop() {
		Between(x, y)
	}
}

func TestParts(t *testing.T) {
	for word, want := range map[string][3]bool{ // noun, verb, adjective
		"harbor": {true, true, false}, "library": {true, false, false}, "eat": {false, true, false}, "gigantic": {false, false, true}, "qwrtz": {},
	} {
		l := Find(word)
		if got := [3]bool{l.Noun(), l.Verb(), l.Adjective()}; got != want {
			t.Errorf("%s: noun, verb, adjective %v; want %v", word, got, want)
		}
	}
}
