package playground

import (
	"context"
	"slices"
	"strings"

	"footnote/index/report"
)

// A page is all that the template shows.
type page struct {
	View     view
	Theme    string // "light", "dark", or "" for the system's
	Places   []tab
	Messages []*message
	Found    *message // the last one that shows sentences of the report; or nil
	Reply    *message // the one that is replied to, or nil
	Notice   string
	Examples []string // lines to begin with
	Shelf    []tab    // the reports that can be asked
	Own      bool     // the report that is shown is the visitor's own
	Reading  *reading // nil where there is no report
	Most     int      // KiB that a report may have
}

// A tab leads to another view.
type tab struct {
	Name    string
	View    view
	Current bool
}

// maxExamples is how many questions are offered to begin with.
const maxExamples = 3

// newPage makes the page of a visitor.
func (s *Server) newPage(ctx context.Context, v *visitor, at view, theme string) *page {
	d := s.desk(v, at)
	at.Desk = d.id
	if !slices.ContainsFunc(d.bot.Reports(), func(r *report.Report) bool { return r.ID == at.Report }) {
		at.Report = ""
	}
	c := v.conversations[at.Place]
	if c.message(at.Reply) == nil {
		at.Reply = ""
	}
	p := &page{
		View: at, Theme: theme, Messages: c.messages, Found: c.lastFound(), Reply: c.message(at.Reply),
		Notice: v.notice, Own: !d.house, Most: maxReport >> 10,
		Places: []tab{
			{"# " + channelName, at.In(string(inServer)), at.Place == inServer},
			{"@ " + botName, at.In(string(inDirect)), at.Place == inDirect},
		},
	}
	for _, other := range append([]*desk{s.house}, v.desks...) {
		for n, r := range other.bot.Reports() {
			current := other == d && (r.ID == at.Report || at.Report == "" && n == 0)
			p.Shelf = append(p.Shelf, tab{title(r), at.At(other.id, r.ID), current})
		}
	}
	if reports := d.bot.Reports(); len(reports) > 0 {
		shown := reports[0]
		if i := slices.IndexFunc(reports, func(r *report.Report) bool { return r.ID == at.Report }); i >= 0 {
			shown = reports[i]
		}
		var found []spot
		if p.Found != nil && p.Found.desk == d {
			found = p.Found.found
		}
		p.Reading = read(d.bot, shown, at.Sentence, at.Source, found)
	}
	if len(p.Messages) == 0 {
		if all, err := d.bot.Suggest(ctx, "", "", maxExamples); err == nil {
			for _, q := range all {
				p.Examples = append(p.Examples, q.Question)
			}
		}
		p.Examples = append(p.Examples, "/sources", "/report", "/help")
	}
	return p
}

// lastFound returns the last message that shows sentences of a report, or nil.
func (c *conversation) lastFound() *message {
	for _, m := range slices.Backward(c.messages) {
		if len(m.found) > 0 {
			return m
		}
	}
	return nil
}

// title is what a report is called.
func title(r *report.Report) string {
	if r.Title != "" {
		return r.Title
	}
	return strings.TrimSpace(r.ID)
}

// Where names the place that the view is in.
func (p *page) Where() string {
	if p.View.Place == inDirect {
		return "direct messages with " + botName
	}
	return "# " + channelName
}

// shown is a message with the view that its buttons keep.
type shown struct {
	*message
	View view
}

// Shown returns a message for the template.
func (p *page) Shown(m *message) shown { return shown{m, p.View} }

// Before is the text of the message that it replies to, without its markup.
func (m *message) Before() string { return plain(m.Answers) }

// How words the way in which a source is quoted.
func (c credit) How() string {
	switch c.Quote {
	case report.Direct:
		return "word for word"
	case report.Mixed:
		return "partly word for word"
	case report.Indirect:
	}
	return "in the report's words"
}
