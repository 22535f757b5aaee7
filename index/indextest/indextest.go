// Package indextest makes reports and questions in any number, for measuring.
package indextest

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"footnote/index/report"
)

// SentencesPerReport is how many sentences a report has that [Reports] makes.
const SentencesPerReport = 30

// vocabulary is how many invented words there are beside those of grammar. They
// are as unevenly common as words are (Zipf's law).
const vocabulary = 30_000

// Reports returns n reports in something like English, the same ones every
// time. A third of their sentences cite somebody. They are not prepared.
func Reports(n int) []*report.Report {
	g := newGenerator(1)
	reports := make([]*report.Report, n)
	for i := range reports {
		reports[i] = report.New(fmt.Sprintf("report%05d", i), "en", g.report())
		reports[i].Title = g.sentence(6)
	}
	return reports
}

// Questions returns n questions on reports that have their sentences, the same
// ones every time: most have an answer, some none.
func Questions(reports []*report.Report, n int) []string {
	g := newGenerator(2)
	all := make([]string, n)
	for i := range all {
		r := reports[g.rnd.IntN(len(reports))]
		sentences := r.Sentences()
		s := sentences[g.rnd.IntN(len(sentences))]
		words := strings.Fields(strings.Trim(s.Span.In(r.Text), `."“”`))
		pick := func() string { return strings.Trim(words[g.rnd.IntN(len(words))], `,."“”`) }
		switch g.rnd.IntN(4) {
		case 0:
			all[i] = fmt.Sprintf("What did %s say about %s %s?", g.name(), pick(), pick())
		case 1:
			all[i] = fmt.Sprintf("How many %s %s were in the %s %s?", pick(), pick(), pick(), pick())
		case 2:
			all[i] = fmt.Sprintf("who %s %s %s", pick(), pick(), pick())
		default:
			all[i] = fmt.Sprintf("When did the %s %s %s and %s?", pick(), pick(), pick(), pick())
		}
	}
	return all
}

type generator struct {
	rnd   *rand.Rand
	zipf  *rand.Zipf
	words []string
}

func newGenerator(seed uint64) *generator {
	rnd := rand.New(rand.NewPCG(seed, 0))
	g := &generator{rnd: rnd, zipf: rand.NewZipf(rnd, 1.15, 20, vocabulary-1)}
	spell := rand.New(rand.NewPCG(0, 0)) // the same words whatever the seed
	seen := map[string]bool{}
	for len(g.words) < vocabulary {
		var b strings.Builder
		for range 1 + spell.IntN(3) {
			b.WriteString(onsets[spell.IntN(len(onsets))] + vowels[spell.IntN(len(vowels))])
		}
		b.WriteString(codas[spell.IntN(len(codas))])
		if w := b.String(); !seen[w] {
			seen[w] = true
			g.words = append(g.words, w)
		}
	}
	return g
}

var (
	onsets = strings.Fields("b bl br c ch cl d dr f fl g gr h j k l m n p pl pr qu r s sh sl st t tr v w z")
	vowels = strings.Fields("a e i o u ai ea ee oo ou")
	codas  = strings.Fields("n t r s l ck nd st ng m ment tion er ing ed s")
	little = strings.Fields("the of to and in for that on is was with as by at from an has are have but were not this after over into")
	first  = strings.Fields("Anna Tomas Petra Jonas Lena Emil Karin Marit Luis Hana Agnes Dario Rui Mats Elena Pavel Simon Greta Victor Grace")
	cues   = []string{"%s said that %s.", "%s told reporters that %s.", "According to %s, %s.", "\u201c%[2]s,\u201d %[1]s said."}
)

func (g *generator) word() string { return g.words[g.zipf.Uint64()] }

func (g *generator) name() string {
	family := g.words[g.rnd.IntN(vocabulary)]
	return first[g.rnd.IntN(len(first))] + " " + strings.ToUpper(family[:1]) + family[1:]
}

// sentence returns n words without a full stop, the first in lower case.
func (g *generator) sentence(n int) string {
	words := make([]string, n)
	for i := range words {
		switch k := g.rnd.IntN(20); {
		case k < 8:
			words[i] = little[g.rnd.IntN(len(little))]
		case k == 8:
			words[i] = fmt.Sprint(g.rnd.IntN(3000))
		case k == 9:
			words[i] = g.name()
		default:
			words[i] = g.word()
		}
	}
	return strings.Join(words, " ")
}

func (g *generator) report() string {
	var b strings.Builder
	for i := range SentencesPerReport {
		switch {
		case i == 0:
		case i%3 == 0:
			b.WriteString("\n\n")
		default:
			b.WriteByte(' ')
		}
		said := "the " + g.sentence(9+g.rnd.IntN(16))
		if i%3 == 1 {
			fmt.Fprintf(&b, cues[g.rnd.IntN(len(cues))], g.name(), said)
		} else {
			b.WriteString("T" + said[1:] + ".")
		}
	}
	return b.String()
}
