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
	d, c := s.desk(v, at), v.conversations[at.Place]
	reports := d.bot.Reports()
	shown := slices.IndexFunc(reports, func(r *report.Report) bool { return r.ID == at.Report })
	if shown < 0 {
		shown, at.Report = 0, ""
	}
	at.Desk = d.id
	reply := c.message(at.Reply)
	if reply == nil {
		at.Reply = ""
	}
	p := &page{
		View: at, Theme: theme, Messages: c.messages, Reply: reply, Notice: v.notice, Own: !d.house, Most: maxReport >> 10,
		Places: []tab{
			{"# " + channelName, at.In(string(inServer)), at.Place == inServer},
			{"@ " + botName, at.In(string(inDirect)), at.Place == inDirect},
		},
	}
	for _, other := range append([]*desk{s.house}, v.desks...) {
		for n, r := range other.bot.Reports() {
			p.Shelf = append(p.Shelf, tab{title(r), at.At(other.id, r.ID), other == d && n == shown})
		}
	}
	if len(reports) > 0 {
		var found []spot
		if last := c.lastFound(); last != nil && last.desk == d {
			found = last.found
		}
		p.Reading = read(d.bot, reports[shown], at.Sentence, at.Source, found)
	}
	if len(p.Messages) == 0 {
		all, err := d.bot.Suggest(ctx, "", "", maxExamples)
		if err != nil {
			s.log.WarnContext(ctx, "no examples", "err", err)
		}
		for _, q := range all {
			p.Examples = append(p.Examples, q.Question)
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
