package index

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/blevesearch/bleve/v2/search"

	"footnote/index/questions"
)

// A proposal is a question that may be suggested once it has been tried.
type proposal struct {
	text      string
	folded    string // see fold
	words     []int  // numbers in proposals.words
	sentences []int  // numbers in Index.sentences of those that answer it, in order
	turn      int    // its place among the questions of its report
}

// proposals are all questions that may be suggested.
type proposals struct {
	all   []proposal // by turn, then in the order of the reports
	words []string   // that stand in questions, each once
	tried sync.Map   // trial -> number of the report, or notAnswered
}

// propose makes the proposals of all reports. A question that several reports
// answer is one.
func (x *Index) propose() *proposals {
	p := &proposals{}
	at, number := map[string]int{}, map[string]int{}
	for r, rep := range x.reports {
		if language(rep.Lang) != "en" {
			continue
		}
		for turn, q := range questions.Of(rep) {
			i, ok := at[q.Text]
			if !ok {
				i = len(p.all)
				at[q.Text] = i
				made := proposal{text: q.Text, folded: fold(q.Text), turn: turn}
				for w := range strings.FieldsSeq(made.folded) {
					if _, ok := number[w]; !ok {
						number[w] = len(p.words)
						p.words = append(p.words, w)
					}
					made.words = append(made.words, number[w])
				}
				p.all = append(p.all, made)
			}
			for _, s := range q.Sentences {
				p.all[i].sentences = append(p.all[i].sentences, x.first[r]+s-1)
			}
		}
	}
	slices.SortStableFunc(p.all, func(a, b proposal) int { return a.turn - b.turn })
	return p
}

// How well a question fits what was typed, best first. What does not fit at all
// has no fit.
const (
	fitsOpening = iota // it opens with it
	fitsWords          // it has all its words
	fitsSlips          // it has all its words of content, some of them misspelt
	fitsPartly         // it has half of them
	fitsNot
)

// matching returns the numbers of the proposals that fit what was typed, best
// first, of those whose sentences are held.
func (p *proposals) matching(typed string, holds func(sentences []int) bool) []int {
	words := strings.Fields(fold(typed))
	opening := strings.Join(words, " ")
	grades := make([][]grade, len(words))
	for i, w := range words {
		grades[i] = p.grades(w, i == len(words)-1)
	}
	type match struct{ proposal, fit, missing int }
	var found []match
	for n := range p.all {
		q := &p.all[n]
		m := match{proposal: n}
		if !strings.HasPrefix(q.folded, opening) {
			m.fit, m.missing = q.fit(words, grades)
		}
		if m.fit < fitsNot && holds(q.sentences) {
			found = append(found, m)
		}
	}
	slices.SortFunc(found, func(a, b match) int {
		return cmp.Or(a.fit-b.fit, a.missing-b.missing, a.proposal-b.proposal)
	})
	numbers := make([]int, len(found))
	for i, m := range found {
		numbers[i] = m.proposal
	}
	return numbers
}

// A grade tells how a typed word fits one of a question.
type grade uint8

const (
	gradeNone grade = iota
	gradeSlip
	gradeWhole // also the beginning of a word that is still being typed
)

// grades returns how a typed word fits each of the words.
func (p *proposals) grades(typed string, last bool) []grade {
	all := make([]grade, len(p.words))
	slips := min(2, (len(typed)+1)/4)
	var space []int
	for i, w := range p.words {
		switch {
		case w == typed || last && strings.HasPrefix(w, typed):
			all[i] = gradeWhole
		case slips == 0 || w[0] != typed[0]: // few people miss a word's first letter
		default:
			var far bool
			_, far, space = search.LevenshteinDistanceMaxReuseSlice(typed, w, slips, space)
			if !far {
				all[i] = gradeSlip
			}
		}
	}
	return all
}

// fit tells how well a question fits the typed words, and how many words of
// content it lacks.
func (q *proposal) fit(words []string, grades [][]grade) (fit, missing int) {
	content := 0
	for i, w := range words {
		best := gradeNone
		for _, n := range q.words {
			best = max(best, grades[i][n])
		}
		if best != gradeWhole {
			fit = fitsSlips
		}
		if grammatical[w] {
			continue
		}
		content++
		if best == gradeNone {
			missing++
		}
	}
	switch {
	case content == 0:
		if fit == fitsSlips {
			return fitsNot, 0
		}
		return fitsWords, 0
	case missing == 0:
		return max(fit, fitsWords), 0
	case 2*missing <= content:
		return fitsPartly, missing
	}
	return fitsNot, missing
}

// grammatical are the words of a question that tell nothing of what it is about.
var grammatical = setOf(`what who whom whose when where why how which many much is are was were be been do does did
		has have had will would can could should may might must the a an of to for in on at by with from about and or that this
		it they he she his her their its there say says said tell told`)

// fold makes texts comparable: lower case, letters and digits alone.
func fold(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}), " ")
}
