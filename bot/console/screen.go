// Package console shows answers in a terminal: [Screen] prints them, [Prompt]
// asks for questions.
package console

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
	"golang.org/x/term"

	"footnote/bot"
	"footnote/index"
	"footnote/index/report"
)

// The widths of a screen, in columns.
const (
	defaultWidth = 80  // of a pipe or a file
	maxWidth     = 100 // longer lines are hard to read
	minWidth     = 24  // narrower terminals scroll
)

// A Screen prints for a person. On a terminal marked words are bold and context is
// faint, with colour unless NO_COLOR is set; elsewhere nothing is styled and marked
// words stand between asterisks. [bot.Marks] tells which words these are.
type Screen struct {
	w      io.Writer
	width  int
	styled bool
}

// NewScreen returns a screen that writes to w. It looks at getenv for NO_COLOR,
// TERM and the like.
func NewScreen(w io.Writer, getenv func(string) string) *Screen {
	s := &Screen{w: w, width: defaultWidth}
	f, ok := w.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) || getenv("TERM") == "dumb" {
		return s
	}
	if columns, _, err := term.GetSize(int(f.Fd())); err == nil && columns > 0 {
		s.width = max(minWidth, min(columns, maxWidth))
	}
	s.styled = true
	s.w = &colorprofile.Writer{Forward: w, Profile: colorprofile.Detect(w, environ(getenv))}
	return s
}

// environ is the part of the environment that colours depend on.
func environ(getenv func(string) string) []string {
	var env []string
	for _, key := range []string{"TERM", "COLORTERM", "NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"} {
		if v := getenv(key); v != "" {
			env = append(env, key+"="+v)
		}
	}
	return env
}

var (
	bold    = lipgloss.NewStyle().Bold(true)
	match   = lipgloss.NewStyle().Bold(true).Foreground(lipgloss.Yellow)
	faint   = lipgloss.NewStyle().Faint(true)
	sources = lipgloss.NewStyle().Foreground(lipgloss.Cyan)
)

func (s *Screen) style(st lipgloss.Style, text string) string {
	if !s.styled || text == "" {
		return text
	}
	return st.Render(text)
}

// Answer prints an answer: its passages, numbered, each with its context, its
// sources and its place.
func (s *Screen) Answer(a bot.Answer) error {
	var b strings.Builder
	if a.Question.Cut {
		fmt.Fprintf(&b, "(The question was cut to %d characters: %s)\n\n", bot.MaxQuestion, clean(a.Question.Text))
	}
	switch {
	case a.Question.Text == "":
		b.WriteString("Ask a question about the report.\n")
	case a.Verdict == index.Silent:
		b.WriteString(s.style(bold, "The report does not say.") + "\n")
		if len(a.Passages) > 0 {
			b.WriteString("The nearest passages, which do not answer:\n")
		}
	case a.Verdict == index.Closest:
		b.WriteString(s.style(bold, "The report may not say.") + " The closest passages:\n")
	}
	for i, p := range a.Passages {
		if b.Len() > 0 {
			b.WriteByte('\n')
		}
		s.passage(&b, a.Question.Offset+i+1, p)
	}
	_, err := io.WriteString(s.w, b.String())
	return err
}

// passage writes passage number n.
func (s *Screen) passage(b *strings.Builder, n int, p index.Passage) {
	head := fmt.Sprintf("%d  ", n)
	indent := strings.Repeat(" ", len(head))
	line := func(st lipgloss.Style, text string) {
		b.WriteString(s.block(indent, indent, st, text))
	}
	b.WriteString(s.marked(head, indent, p))
	b.WriteString(s.block(indent+"- ", indent+"  ", sources, clean(bot.CreditLine(p))))
	b.WriteString(s.block(indent+"- ", indent+"  ", faint, clean(place(p.Citation))))
	if p.Before != "" {
		line(faint, "Before: "+clean(p.Before))
	}
	if p.After != "" {
		line(faint, "After: "+clean(p.After))
	}
	for _, r := range p.Reasons {
		line(faint, fmt.Sprintf("%+6.2f  %s", r.Points, clean(r.Name)))
	}
}

// place words a citation.
func place(c index.Citation) string {
	parts := []string{fmt.Sprintf("paragraph %d, sentence %d of %d", c.Paragraph, c.Sentence, c.Sentences), cmp.Or(c.Title, c.Report)}
	for _, more := range []string{c.Publisher, c.Published, c.URL} {
		if more != "" {
			parts = append(parts, more)
		}
	}
	return strings.Join(parts, ", ")
}

// marked lays out a passage with the words marked that answer or match.
func (s *Screen) marked(first, rest string, p index.Passage) string {
	var b strings.Builder
	at := 0
	for _, h := range bot.Marks(p) {
		b.WriteString(clean(p.Text[at:h.Start]))
		word := clean(h.In(p.Text))
		if s.styled {
			b.WriteString(match.Render(word))
		} else {
			b.WriteString("*" + word + "*")
		}
		at = h.End
	}
	b.WriteString(clean(p.Text[at:]))
	return s.wrap(first, rest, b.String())
}

// block lays out text in a style.
func (s *Screen) block(first, rest string, st lipgloss.Style, text string) string {
	var b strings.Builder
	for l := range strings.Lines(s.wrap("", "", ansi.Wordwrap(text, max(minWidth/2, s.width-len(rest)), ""))) {
		prefix := rest
		if b.Len() == 0 {
			prefix = first
		}
		b.WriteString(prefix + s.style(st, strings.TrimSuffix(l, "\n")) + "\n")
	}
	return b.String()
}

// wrap breaks text, which may hold styles, into lines of the screen's width.
func (s *Screen) wrap(first, rest, text string) string {
	var b strings.Builder
	for l := range strings.Lines(ansi.Wrap(text, max(minWidth/2, s.width-len(rest)), "")) {
		prefix := rest
		if b.Len() == 0 {
			prefix = first
		}
		b.WriteString(prefix + strings.TrimRight(l, " \n") + "\n")
	}
	return b.String()
}

// clean makes a text from outside harmless on a terminal: white space is
// folded, and control and bidirectional characters are dropped.
func clean(text string) string {
	space := false
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			if space {
				return -1
			}
			space = true
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r):
			return -1
		}
		space = false
		return r
	}, text)
}

// Report prints the sentences of a report with their sources.
func (s *Screen) Report(r *report.Report) error {
	var b strings.Builder
	all := r.Sentences()
	cited := 0
	width := len(fmt.Sprint(len(all)))
	b.WriteString(s.wrap("", "", s.style(bold, clean(cmp.Or(r.Title, r.ID)))))
	for i, sentence := range all {
		if i == 0 || all[i-1].Paragraph != sentence.Paragraph {
			fmt.Fprintf(&b, "\n%s\n", s.style(faint, fmt.Sprintf("Paragraph %d", sentence.Paragraph)))
		}
		head := fmt.Sprintf("%*d  ", width, sentence.Number)
		indent := strings.Repeat(" ", len(head))
		b.WriteString(s.wrap(head, indent, clean(sentence.Span.In(r.Text))))
		p := index.Passage{
			Citation:     index.Citation{Paragraph: sentence.Paragraph, Sentence: sentence.Number},
			Attributions: sentence.Attributions,
		}
		style := sources
		if len(sentence.Attributions) == 0 {
			style = faint
		} else {
			cited++
		}
		b.WriteString(s.block(indent+"- ", indent+"  ", style, clean(bot.CreditLine(p))))
	}
	fmt.Fprintf(&b, "\n%s, %s, %d with a cited source.\n", count(len(r.Paragraphs), "paragraph"), count(len(all), "sentence"), cited)
	_, err := io.WriteString(s.w, b.String())
	return err
}

// count words a number of things.
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
