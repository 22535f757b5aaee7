package main

import (
	"encoding/json"
	"io"
	"slices"

	"footnote/bot"
	"footnote/index"
	"footnote/index/report"
)

// The JSON forms. Offsets are Unicode code points into the report's text as
// given; those of highlights and answer are code points into the passage's text.
type (
	answerJSON struct {
		Question   string        `json:"question"`
		Answered   bool          `json:"answered"`
		Confidence float64       `json:"confidence"`
		Passages   []passageJSON `json:"passages"`
	}
	passageJSON struct {
		Report     string       `json:"report"`
		Title      string       `json:"title"`
		URL        string       `json:"url"`
		Paragraph  int          `json:"paragraph"`
		Sentence   int          `json:"sentence"`
		Text       string       `json:"text"`
		Start      int          `json:"start"`
		End        int          `json:"end"`
		Before     string       `json:"before"`
		After      string       `json:"after"`
		Highlights [][2]int     `json:"highlights"`
		Answer     *[2]int      `json:"answer"`
		Score      float64      `json:"score"`
		Sources    []sourceJSON `json:"sources"`
		Reasons    []reasonJSON `json:"reasons,omitempty"`
	}
	reasonJSON struct {
		Name   string  `json:"name"`
		Points float64 `json:"points"`
	}
	sentenceJSON struct {
		Start     int          `json:"start"`
		End       int          `json:"end"`
		Text      string       `json:"text"`
		Paragraph int          `json:"paragraph"`
		Sentence  int          `json:"sentence"`
		Sources   []sourceJSON `json:"sources"`
	}
	sourceJSON struct {
		Name         string     `json:"name"`
		Mention      *[2]int    `json:"mention"`
		Via          *string    `json:"via"`
		Cue          *[2]int    `json:"cue"`
		Quote        string     `json:"quote"`
		ResolvedFrom *placeJSON `json:"resolved_from"`
	}
	placeJSON struct {
		Paragraph int `json:"paragraph"`
		Sentence  int `json:"sentence"`
	}
)

// writeAnswer prints a as one line of JSON. Reports are those that were asked.
func writeAnswer(w io.Writer, a bot.Answer, reports []*report.Report) error {
	out := answerJSON{
		Question: a.Question.Text, Answered: a.Verdict == index.Answered, Confidence: a.Confidence,
		Passages: []passageJSON{},
	}
	for _, p := range a.Passages {
		at := slices.IndexFunc(reports, func(r *report.Report) bool { return r.ID == p.Report })
		offsets, inside := report.NewOffsets(reports[at].Text), report.NewOffsets(p.Text)
		passage := passageJSON{
			Report: p.Report, Title: p.Title, URL: p.URL, Paragraph: p.Paragraph, Sentence: p.Sentence,
			Text: p.Text, Start: p.Runes[0], End: p.Runes[1], Before: p.Before, After: p.After,
			Highlights: [][2]int{}, Score: p.Score, Sources: newSourcesJSON(p.Attributions, offsets),
		}
		for _, h := range p.Highlights {
			passage.Highlights = append(passage.Highlights, inside.Span(h))
		}
		if p.Answer.Len() > 0 {
			at := inside.Span(p.Answer)
			passage.Answer = &at
		}
		for _, r := range p.Reasons {
			passage.Reasons = append(passage.Reasons, reasonJSON(r))
		}
		out.Passages = append(out.Passages, passage)
	}
	return encoder(w).Encode(out)
}

// writeSentences prints the sentences of r as JSON Lines.
func writeSentences(w io.Writer, r *report.Report) error {
	enc, offsets := encoder(w), report.NewOffsets(r.Text)
	for _, s := range r.Sentences() {
		span := offsets.Span(s.Span)
		err := enc.Encode(sentenceJSON{
			Start: span[0], End: span[1], Text: s.Span.In(r.Text), Paragraph: s.Paragraph, Sentence: s.Number,
			Sources: newSourcesJSON(s.Attributions, offsets),
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func newSourcesJSON(attributions []report.Attribution, offsets *report.Offsets) []sourceJSON {
	points := func(s *report.Span) *[2]int {
		if s == nil {
			return nil
		}
		p := offsets.Span(*s)
		return &p
	}
	sources := []sourceJSON{}
	for _, a := range attributions {
		s := sourceJSON{
			Name: a.Source.Name, Mention: points(a.Source.Mention), Cue: points(a.Cue), Quote: string(a.Quote),
		}
		if a.Source.Via != "" {
			s.Via = &a.Source.Via
		}
		if from := a.Source.ResolvedFrom; from != nil {
			s.ResolvedFrom = &placeJSON{Paragraph: from.Paragraph, Sentence: from.Sentence}
		}
		sources = append(sources, s)
	}
	return sources
}

// encoder writes JSON Lines as text is written: "<" stays "<".
func encoder(w io.Writer) *json.Encoder {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc
}
