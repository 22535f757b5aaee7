package eval

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"footnote/index"
	"footnote/index/attribution"
	"footnote/index/report"
)

// Ask answers as Footnote does: the report is indexed alone, with the options,
// and every question is searched for by itself.
func Ask(options ...index.Option) Asker {
	return func(ctx context.Context, r Report) ([]Prediction, error) { return ask(ctx, r, options) }
}

func ask(ctx context.Context, r Report, options []index.Option) (preds []Prediction, err error) {
	prepared, err := prepare(r)
	if err != nil {
		return nil, err
	}
	x, err := index.New([]*report.Report{prepared}, options...)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, x.Close()) }()
	for _, q := range r.Questions {
		found, err := x.Search(ctx, index.Query{Text: q.Text, Limit: MaxPassages})
		if err != nil {
			return nil, fmt.Errorf("question %q: %w", q.ID, err)
		}
		p := Prediction{ID: q.ID, Answered: found.Verdict == index.Answered, Confidence: found.Confidence, Passages: []Passage{}}
		for _, at := range found.Passages {
			p.Passages = append(p.Passages, Passage{at.Runes[0], at.Runes[1], at.Score})
		}
		preds = append(preds, p)
	}
	return preds, nil
}

// prepare makes a report of a line, with the line's own sentences if it has any.
func prepare(r Report) (*report.Report, error) {
	made := report.New(r.ID, r.Lang, r.Text)
	made.Title = r.Title
	if r.Sentences == nil {
		index.Prepare(made)
		return made, nil
	}
	spans, err := byteSpans(r.Text, r.Sentences)
	if err != nil {
		return nil, err
	}
	place(made, spans)
	attribution.Attribute(made)
	return made, nil
}

// byteSpans translates spans in code points of text into bytes, sorted.
func byteSpans(text string, points [][2]int) ([]report.Span, error) {
	var starts []int // code point -> byte
	for i := range text {
		starts = append(starts, i)
	}
	starts = append(starts, len(text))
	var spans []report.Span
	for _, p := range points {
		if p[0] < 0 || p[0] >= p[1] || p[1] >= len(starts) {
			return nil, fmt.Errorf("sentence %v is not inside the text of %d code points", p, len(starts)-1)
		}
		spans = append(spans, report.Span{Start: starts[p[0]], End: starts[p[1]]})
	}
	slices.SortFunc(spans, func(a, b report.Span) int { return a.Start - b.Start })
	return spans, nil
}

// place makes spans the sentences of r, each in the paragraph it starts in.
func place(r *report.Report, spans []report.Span) {
	at := 0
	for i := range r.Paragraphs {
		last := i == len(r.Paragraphs)-1
		p := &r.Paragraphs[i]
		for ; at < len(spans) && (last || spans[at].Start < p.Span.End); at++ {
			p.Sentences = append(p.Sentences, report.Sentence{Number: at + 1, Paragraph: i + 1, Span: spans[at]})
		}
	}
}
