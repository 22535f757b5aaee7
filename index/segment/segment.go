// Package segment finds the sentences of a text.
package segment

import (
	"strings"

	"github.com/clipperhouse/uax29/v2/sentences"

	"footnote/index/report"
)

// Sentences returns the spans of the sentences of text, in order, without the
// white space around them, in bytes of text. Lang is a BCP 47 tag; languages
// without rules of their own are split as Unicode's UAX #29 says.
func Sentences(lang, text string) []report.Span {
	var spans []report.Span
	it := sentences.FromString(text)
	for it.Next() {
		s := it.Value()
		trimmed := strings.TrimSpace(s)
		if trimmed == "" {
			continue
		}
		from := it.Start() + strings.Index(s, trimmed)
		spans = append(spans, report.Span{Start: from, End: from + len(trimmed)})
	}
	return spans
}

// Split fills in the sentences of every paragraph of r.
func Split(r *report.Report) {
	number := 0
	for i := range r.Paragraphs {
		p := &r.Paragraphs[i]
		p.Sentences = nil
		for _, s := range Sentences(r.Lang, p.Span.In(r.Text)) {
			number++
			p.Sentences = append(p.Sentences, report.Sentence{
				Number:    number,
				Paragraph: i + 1,
				Span:      report.Span{Start: p.Span.Start + s.Start, End: p.Span.Start + s.End},
			})
		}
	}
}
