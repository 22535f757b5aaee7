package report

import (
	"regexp"
	"strings"
)

var blankLine = regexp.MustCompile(`\n[ \t\r]*\n`)

// New makes a report of a text without front matter: its paragraphs are found,
// its sentences not yet.
func New(id, lang, text string) *Report {
	r := &Report{ID: id, Lang: lang, Text: text, Body: Span{0, len(text)}}
	r.findParagraphs()
	return r
}

// findParagraphs splits the body at blank lines.
func (r *Report) findParagraphs() {
	r.Paragraphs = nil
	body := r.Body.In(r.Text)
	add := func(start, end int) {
		block := body[start:end]
		trimmed := strings.TrimSpace(block)
		if trimmed == "" {
			return
		}
		from := r.Body.Start + start + strings.Index(block, trimmed)
		r.Paragraphs = append(r.Paragraphs, Paragraph{Span: Span{from, from + len(trimmed)}})
	}
	start := 0
	for _, gap := range blankLine.FindAllStringIndex(body, -1) {
		add(start, gap[0])
		start = gap[1]
	}
	add(start, len(body))
}
