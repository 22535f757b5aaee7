// Package questions makes short questions of what a report says, for people to
// choose from. It knows English alone.
//
// The questions are made from a report's sentences by rules that would rather
// make none than a bad one. Whether a question is answered well is for the
// caller to try.
package questions

import (
	"slices"
	"strings"
	"unicode/utf16"

	"footnote/index/report"
)

// A Question is one that some sentences of a report answer.
type Question struct {
	Text      string
	Sentences []int // numbers of the sentences that answer, as in report.Sentence
}

// MaxLength is how long a question is at most, in UTF-16 code units, which are
// never fewer than code points: Discord's limit for what is offered to choose.
const MaxLength = 100

// most is how many questions are made of one report.
const most = 40

// Of returns questions that a prepared report in English answers, in an order
// that gives the first few variety: each kind in turn, each in the order of
// the text. Every question is there once.
func Of(r *report.Report) []Question {
	m := maker{report: r, kind: map[string]report.Kind{}, article: map[string]bool{}}
	for _, e := range r.Entities {
		m.kind[e.Name] = e.Kind
	}
	for _, s := range r.Sentences() {
		for _, a := range s.Attributions {
			if m.determined(a.Source) {
				m.article[a.Source.Name] = true
			}
		}
	}
	for _, p := range r.Paragraphs {
		for _, s := range p.Sentences {
			m.sentence(s)
		}
	}
	var all []Question
	for turn := 0; len(all) < most; turn++ {
		before := len(all)
		for _, kind := range m.made {
			if turn < len(kind) && len(all) < most {
				all = append(all, kind[turn])
			}
		}
		if len(all) == before {
			break
		}
	}
	return all
}

// The kinds of question, in the order in which they take turns.
const (
	kindSaid   = iota // what did … say?
	kindActor         // who …?
	kindNumber        // how many …?
	kindTime          // when did …?
	kindTopic         // what did … say about …?
	kindRole          // who is …?
	kindReason        // why did …?
	kinds
)

// A maker collects the questions of one report.
type maker struct {
	report  *report.Report
	kind    map[string]report.Kind // by source
	article map[string]bool        // sources that stand with "the"
	made    [kinds][]Question
}

// sentence makes the questions that a sentence gives.
func (m *maker) sentence(s report.Sentence) {
	for _, a := range s.Attributions {
		m.said(s, a)
	}
	text := s.Span.In(m.report.Text)
	m.roles(s, text)
	words := strings.Fields(text)
	m.number(s, words)
	if c, ok := readClause(words); ok {
		m.clause(s, c)
	}
}

// add adds a question that the sentence answers. A question that is there
// already gets the sentence.
func (m *maker) add(kind int, s report.Sentence, words ...string) {
	text := strings.Join(slices.DeleteFunc(words, func(w string) bool { return w == "" }), " ") + "?"
	if len(utf16.Encode([]rune(text))) > MaxLength || strings.ContainsAny(text, "\"“”„«»()[]—–:;\n") {
		return
	}
	for i := range m.made[kind] {
		if q := &m.made[kind][i]; q.Text == text {
			if !slices.Contains(q.Sentences, s.Number) {
				q.Sentences = append(q.Sentences, s.Number)
			}
			return
		}
	}
	m.made[kind] = append(m.made[kind], Question{text, []int{s.Number}})
}
