package playground

import (
	"cmp"
	"slices"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"footnote/bot"
	"footnote/index"
	"footnote/index/report"
)

// A reading is a report as the page shows it: each sentence with the marks of the
// sources that it is credited to, and the sources as the notes that the marks name.
type reading struct {
	*report.Report
	Facts      []string // publisher, date, language, licence
	Paragraphs [][]sentence
	Sources    []source
	Sentences  int
	Credited   int     // sentences that are credited to a source
	Detail     *detail // nil where nothing is chosen
}

// A sentence is one of a report, ready to be shown.
type sentence struct {
	Number int
	Text   string
	Marks  []int  // the numbers of its sources
	Note   string // who is cited for it, in words
	Rank   int    // of the passage that it is in the last answer; 0 = none
	Chosen bool
	Cited  bool // to the source that is chosen
}

// A source is one whom a report cites.
type source struct {
	bot.Cited
	Number int // counts from 1, in the order of the text
	Share  int // of the most cited one's sentences, in per cent
	Chosen bool
}

// A detail is what is known of a chosen sentence or source.
type detail struct {
	Sentence *sentence
	Place    report.Place
	Credits  []credit
	Source   *source
	Cited    []sentence // for a source
}

// A credit is one source of a sentence, with how it is quoted.
type credit struct {
	Source   int // its number
	Name     string
	Role     string
	Via      string
	Cue      string
	Quote    report.Quote
	From     int // the sentence that it is carried over from; 0 where it is named here
	FromText string
}

// read makes a reading of r, with a sentence or a source chosen, and with the
// sentences that the last answer showed.
func read(b *bot.Bot, r *report.Report, chosen int, chosenSource string, found []spot) *reading {
	v := &reading{Report: r, Facts: facts(r)}
	roles := map[string]string{}
	most := 1
	for _, c := range b.Sources(r.ID) {
		v.Sources = append(v.Sources, source{Cited: c, Chosen: c.Name == chosenSource})
		roles[c.Name] = c.Role
		most = max(most, c.Sentences)
	}
	numbers := map[string]int{}
	for _, s := range r.Sentences() {
		for _, a := range s.Attributions {
			if _, ok := numbers[a.Source.Name]; !ok {
				numbers[a.Source.Name] = len(numbers) + 1
			}
		}
	}
	for n := range v.Sources {
		v.Sources[n].Number = numbers[v.Sources[n].Name]
		v.Sources[n].Share = 100 * v.Sources[n].Sentences / most
	}
	slices.SortFunc(v.Sources, func(a, b source) int { return cmp.Compare(a.Number, b.Number) })

	all := r.Sentences()
	for _, p := range r.Paragraphs {
		var shown []sentence
		for _, s := range p.Sentences {
			x := sentence{Number: s.Number, Text: fold(s.Span.In(r.Text)), Chosen: s.Number == chosen, Note: note(s)}
			for _, a := range s.Attributions {
				if n := numbers[a.Source.Name]; !slices.Contains(x.Marks, n) {
					x.Marks = append(x.Marks, n)
				}
				x.Cited = x.Cited || a.Source.Name == chosenSource
			}
			slices.Sort(x.Marks)
			if i := slices.IndexFunc(found, func(f spot) bool { return f.report == r.ID && f.sentence == s.Number }); i >= 0 {
				x.Rank = found[i].rank
			}
			v.Sentences++
			if len(x.Marks) > 0 {
				v.Credited++
			}
			shown = append(shown, x)
			if x.Chosen {
				v.Detail = &detail{Sentence: &x, Place: report.Place{Paragraph: s.Paragraph, Sentence: s.Number}}
				for _, a := range s.Attributions {
					v.Detail.Credits = append(v.Detail.Credits, newCredit(r, all, a, numbers[a.Source.Name], roles[a.Source.Name], s.Number))
				}
			}
		}
		v.Paragraphs = append(v.Paragraphs, shown)
	}
	if v.Detail == nil && chosenSource != "" {
		v.chooseSource()
	}
	return v
}

// chooseSource fills in the detail of the source that is chosen, if there is one.
func (v *reading) chooseSource() {
	at := slices.IndexFunc(v.Sources, func(s source) bool { return s.Chosen })
	if at < 0 {
		return
	}
	v.Detail = &detail{Source: &v.Sources[at]}
	for _, p := range v.Paragraphs {
		for _, s := range p {
			if s.Cited {
				v.Detail.Cited = append(v.Detail.Cited, s)
			}
		}
	}
}

func newCredit(r *report.Report, all []report.Sentence, a report.Attribution, number int, role string, here int) credit {
	c := credit{Source: number, Name: a.Source.Name, Role: role, Via: a.Source.Via, Quote: a.Quote}
	if a.Cue != nil {
		c.Cue = fold(a.Cue.In(r.Text))
	}
	if from := a.Source.ResolvedFrom; from != nil && from.Sentence != here && from.Sentence >= 1 && from.Sentence <= len(all) {
		c.From, c.FromText = from.Sentence, fold(all[from.Sentence-1].Span.In(r.Text))
	}
	return c
}

// note words who is cited for a sentence, as an answer does.
func note(s report.Sentence) string {
	return bot.CreditLine(index.Passage{
		Citation:     index.Citation{Paragraph: s.Paragraph, Sentence: s.Number},
		Attributions: s.Attributions,
	})
}

// facts says what is known of a report as a whole.
func facts(r *report.Report) []string {
	var all []string
	lang := r.Lang
	if tag, err := language.Parse(lang); err == nil && lang != "" {
		lang = display.English.Tags().Name(tag)
	}
	for _, f := range []string{r.Publisher, r.Published, lang, r.Licence} {
		if f != "" {
			all = append(all, f)
		}
	}
	return all
}

// A spot is a sentence that a message shows.
type spot struct {
	report   string
	sentence int
	rank     int // counts from 1
}

// spots finds the sentences that a message quotes, in its order. Answers quote
// word for word; one that was shortened ends in an ellipsis.
func (d *desk) spots(quoted []string) []spot {
	var found []spot
	for _, q := range quoted {
		q = fold(q)
		start, short := strings.CutSuffix(q, "…")
		short = short && len(start) >= 20
		for _, r := range d.bot.Reports() {
			for _, s := range r.Sentences() {
				text := fold(s.Span.In(r.Text))
				same := text == q || short && strings.HasPrefix(text, start)
				if same && !slices.ContainsFunc(found, func(f spot) bool { return f.report == r.ID && f.sentence == s.Number }) {
					found = append(found, spot{r.ID, s.Number, len(found) + 1})
				}
			}
		}
	}
	return found
}

// fold joins the lines of a text.
func fold(s string) string { return strings.Join(strings.Fields(s), " ") }
