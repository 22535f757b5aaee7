package discord

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"

	"footnote/bot"
	"footnote/index"
	"footnote/index/report"
)

// A shelf is a searcher with a report whose sentences, sources and answers are
// written down, so that what is rendered changes only where rendering does.
type shelf struct {
	reports  []*report.Report
	passages []index.Passage
}

// bridge is the report on the shelf: a sentence a line, a blank line a paragraph.
const bridge = `The harbour bridge will close for six weeks from Monday, the city council said.
Buses will run *every ten minutes*, it added.

"We have no choice," engineer Ada Moreno told Radio North.
"The cables are older than I am."
Costs are put at $2.5 million by <@everyone> at https://example.com/costs.

Cyclists may still use the lower deck, the council wrote on X.`

// newShelf returns a handler on the report.
func newShelf(t testing.TB, s Settings) *Handler {
	t.Helper()
	return handlerOn(t, newShelfOf(t), s)
}

func newShelfOf(t testing.TB) *shelf {
	t.Helper()
	r := report.New("bridge", "en", bridge)
	r.Title, r.Publisher, r.Published = "Harbour *bridge* to close", "The Example Gazette", "2026-03-04"
	r.URL, r.Licence = "https://news.example/bridge?a=1&b=2", "CC BY 4.0"
	council := report.Source{Name: "the city council"}
	moreno := report.Source{Name: "Ada Moreno", Via: "Radio North"}
	sources := map[int][]report.Source{
		1: {council}, 2: {carried(council, 1, 1)}, 3: {moreno}, 4: {carried(moreno, 2, 3)},
		6: {{Name: "the city council", Via: "X"}},
	}
	r.Entities = []report.Entity{
		{Name: "the city council", Kind: report.Body, Aliases: []string{"the council", "it"}},
		{Name: "Ada Moreno", Kind: report.Person, Role: "engineer"},
	}
	at, number := 0, 0
	for p := range r.Paragraphs {
		for line := range strings.SplitSeq(r.Paragraphs[p].Span.In(r.Text), "\n") {
			number++
			start := at + strings.Index(r.Text[at:], line)
			at = start + len(line)
			s := report.Sentence{Number: number, Paragraph: p + 1, Span: report.Span{Start: start, End: at}}
			for _, src := range sources[number] {
				s.Attributions = append(s.Attributions, report.Attribution{Source: src, Content: s.Span, Quote: report.Indirect})
			}
			r.Paragraphs[p].Sentences = append(r.Paragraphs[p].Sentences, s)
		}
	}
	sh := &shelf{reports: []*report.Report{r}}
	sentences := r.Sentences()
	for n, s := range sentences {
		p := index.Passage{
			Citation: index.Citation{
				Report: r.ID, Title: r.Title, Publisher: r.Publisher, URL: r.URL, Published: r.Published, Lang: r.Lang,
				Paragraph: s.Paragraph, Sentence: s.Number, Sentences: len(sentences), Span: s.Span,
			},
			Text: s.Span.In(r.Text), Attributions: s.Attributions,
		}
		if n > 0 {
			p.Before = sentences[n-1].Span.In(r.Text)
		}
		if n+1 < len(sentences) {
			p.After = sentences[n+1].Span.In(r.Text)
		}
		for _, word := range []string{"bridge", "Buses", "every", "cables"} {
			if i := strings.Index(p.Text, word); i >= 0 {
				p.Highlights = append(p.Highlights, report.Span{Start: i, End: i + len(word)})
			}
		}
		sh.passages = append(sh.passages, p)
	}
	return sh
}

func carried(s report.Source, paragraph, sentence int) report.Source {
	s.ResolvedFrom = &report.Place{Paragraph: paragraph, Sentence: sentence}
	return s
}

// words are read once for all tests.
var words = sync.OnceValues(newCatalogue)

func handlerOn(t testing.TB, s bot.Searcher, settings Settings) *Handler {
	t.Helper()
	c, err := words()
	if err != nil {
		t.Fatal(err)
	}
	h, err := newHandler(bot.New(s), settings, c)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// Search finds every second passage first; a question about football finds that
// the report does not say, one with "perhaps" that it is not certain.
func (s *shelf) Search(_ context.Context, q index.Query) (index.Result, error) {
	res := index.Result{Verdict: index.Answered, Confidence: 0.9}
	switch {
	case strings.Contains(q.Text, "football"):
		res.Verdict = index.Silent
	case strings.Contains(q.Text, "perhaps"):
		res.Verdict = index.Closest
	}
	for n := range s.passages {
		at := 2 * n
		if at >= len(s.passages) {
			at = 2*(n-(len(s.passages)+1)/2) + 1
		}
		res.Passages = append(res.Passages, s.passages[at])
	}
	limit := q.Limit
	if limit == 0 {
		limit = index.DefaultLimit
	}
	from := min(q.Offset, len(res.Passages))
	to := min(from+limit, len(res.Passages))
	res.More = to < len(res.Passages)
	res.Passages = res.Passages[from:to]
	return res, nil
}

func (s *shelf) Credited(name string, _ []string) []index.Passage {
	var found []index.Passage
	for _, p := range s.passages {
		if slices.ContainsFunc(p.Attributions, func(a report.Attribution) bool { return a.Source.Name == name }) {
			found = append(found, p)
		}
	}
	return found
}

func (s *shelf) Suggest(_ context.Context, typed string, _ []string, limit int) ([]index.Suggestion, error) {
	all := []index.Suggestion{
		{Question: "When does the *bridge* close?", Report: "bridge"},
		{Question: "How often will buses run?", Report: "bridge"},
		{Question: "Who says that the cables are old?", Report: "bridge"},
		{Question: strings.Repeat("Too long for a choice. ", 5), Report: "bridge"},
	}
	if strings.Contains(typed, "football") {
		return nil, nil
	}
	return all[:min(limit, len(all))], nil
}

func (s *shelf) Reports() []*report.Report { return s.reports }
