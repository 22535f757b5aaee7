// Package attribution finds who is cited for what.
//
// [Attribute] reads a whole report in steps, each in a file of its own: tokens,
// quotations and phrases (token.go, tag_en.go, phrase_en.go), what the layout
// alone shows (layout.go), cues (cue_en.go), the phrases that may name a cue's
// source (candidate_en.go), which cues of a sentence stand beside the others
// (settle_en.go), the sources with the content that is credited to them
// (source_en.go), names beside roles (apposition_en.go), sources carried over
// from other sentences (carry.go), and the report's people, bodies and outlets
// with their mentions (entity.go). What is English stands in files that end in
// _en. A word is added in the folder lexicon; what was learned is in the folder
// model, and the head of each file there is the command that learns it.
//
// The terms are those of PARC 3.0 (Pareti 2016) and PolNeAR (Newell et al. 2018).
package attribution

import (
	"cmp"

	"footnote/index/report"
)

// Attribute fills in the attributions of every sentence of r and r.Entities.
// It needs the sentences, and reads the whole report, since sources are
// carried over from other sentences. What was there before is replaced.
func Attribute(r *report.Report) { attributeWith(r, learned()) }

func attributeWith(r *report.Report, m *models) {
	t := read(r, english())
	found := t.carry(m, t.backward(t.cited(m)))
	names := t.resolve(found)
	fill(r, t, found, names)
}

// A citing is an attribution while it is being found, in tokens.
type citing struct {
	sentence int
	cue      span    // empty where it is carried over
	source   span    // the phrase; empty where it is carried over from "from"
	from     *citing // the attribution whose source this one carries on
	content  span
	via      span
	score    int // how sure; greater is surer
	head     int // token: the head of the source
	figure   int
	entity   int // of source; index into the report's entities
	named    int // the sentence that names the owner in "the network's report"; -1 elsewhere
}

// origin returns the attribution that names the source.
func (c *citing) origin() *citing {
	for c.from != nil {
		c = c.from
	}
	return c
}

func fill(r *report.Report, t *text, found []*citing, entities []report.Entity) {
	r.Entities = entities
	var all []*report.Sentence
	for p := range r.Paragraphs {
		for s := range r.Paragraphs[p].Sentences {
			sentence := &r.Paragraphs[p].Sentences[s]
			sentence.Attributions = nil
			all = append(all, sentence)
		}
	}
	type credit struct {
		sentence int
		name     string
	}
	credits := make(map[credit]int, len(found)) // -> number in the sentence's attributions
	for _, c := range found {
		s := all[c.sentence]
		a := t.attribution(c, entities)
		o := c.origin()
		at := int(t.tokens[o.source.from].sentence)
		if at == c.sentence && o.named >= 0 {
			at = o.named
		}
		if at != c.sentence {
			a.Source.ResolvedFrom = &report.Place{Paragraph: all[at].Paragraph, Sentence: all[at].Number}
		}
		if k, ok := credits[credit{c.sentence, a.Source.Name}]; ok {
			first := &s.Attributions[k]
			first.Content.Start = min(first.Content.Start, a.Content.Start)
			first.Content.End = max(first.Content.End, a.Content.End)
			first.Source.Via = cmp.Or(first.Source.Via, a.Source.Via)
			if first.Quote != a.Quote {
				first.Quote = report.Mixed
			}
			continue
		}
		credits[credit{c.sentence, a.Source.Name}] = len(s.Attributions)
		s.Attributions = append(s.Attributions, a)
	}
}

// attribution makes the report's form of c, but for where it was resolved from.
func (t *text) attribution(c *citing, entities []report.Entity) report.Attribution {
	o := c.origin()
	mention := t.bytes(o.source)
	a := report.Attribution{
		Source:  report.Source{Name: entities[o.entity].Name, Mention: &mention, Via: t.via(c)},
		Content: t.bytes(c.content),
		Quote:   t.quote(c.content),
	}
	if c.cue.from < c.cue.to {
		cue := t.bytes(c.cue)
		a.Cue = &cue
	}
	return a
}

// quote says how a content is given: what share of its words is quoted.
func (t *text) quote(content span) report.Quote {
	n := t.count(content)
	switch {
	case n.quoted == 0:
		return report.Indirect
	case n.quoted*10 >= n.words*8: // the scorer's line between direct and mixed
		return report.Direct
	}
	return report.Mixed
}
