package discord

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"

	"footnote/index/report"
)

// ellipsis stands where a text was shortened.
const ellipsis = "…"

// escape writes a text so that Discord shows its characters and reads nothing into
// them: no markdown, mention, emoji, timestamp or link. White space is folded
// into single spaces; control and bidirectional-override characters are dropped.
func escape(s string) string { return clip(s, nil, 1<<30) }

// clip escapes a text, sets the marked words in bold and shortens it to a size of
// most at the end of a word, or of a character where one word is too long. Marks
// are in bytes of s, in order.
func clip(s string, marks []report.Span, most int) string {
	var (
		b         strings.Builder
		used      int  // size of b
		bold      bool // a mark is open
		space     bool // white space waits to be written
		word      stop // the last end of a word after which there is room for the ellipsis
		character stop // the same of a character
		atStart   = true
		onlyDigit = true // since the start
	)
	marks = merge(s, marks)
	emit := func(t string) {
		b.WriteString(t)
		used += size(t)
	}
	room := size(ellipsis) + len("**") // what an ellipsis takes, and the end of a mark
	clusters := graphemes.FromString(s)
	for clusters.Next() {
		at, c := clusters.Start(), clusters.Value()
		if bold && len(marks) > 0 && at >= marks[0].End {
			emit("**")
			bold, marks = false, marks[1:]
		}
		if word := strings.TrimLeftFunc(c, unicode.IsSpace); word != c {
			c, space = word, b.Len() > 0
		}
		c = strings.Map(visible, c)
		if c == "" {
			continue
		}
		if used+room <= most {
			character = stop{b.Len(), bold}
			if space {
				word = character
			}
		}
		if space {
			emit(" ")
			space = false
		}
		if !bold && len(marks) > 0 && at >= marks[0].Start && at < marks[0].End {
			emit("**")
			bold = true
		}
		rest := s[at+len(clusters.Value()):]
		for n, r := range c {
			next, _ := utf8.DecodeRuneInString(c[n+utf8.RuneLen(r):])
			if n+utf8.RuneLen(r) == len(c) {
				next, _ = utf8.DecodeRuneInString(rest)
			}
			if special(r, next, atStart, onlyDigit) {
				emit(`\`)
			}
			emit(string(r))
			atStart, onlyDigit = false, onlyDigit && r >= '0' && r <= '9'
		}
		if used > most { // nothing after this can make it fit
			break
		}
	}
	if bold {
		emit("**")
	}
	switch {
	case used <= most:
		return b.String()
	case most < room:
		return strings.Repeat(ellipsis, min(1, max(0, most)))
	case word.at > 0:
		return word.cut(b.String())
	}
	return character.cut(b.String())
}

// A stop is a place where an escaped text can be shortened.
type stop struct {
	at   int // in bytes
	bold bool
}

func (c stop) cut(s string) string {
	if c.bold {
		return s[:c.at] + "**" + ellipsis
	}
	return s[:c.at] + ellipsis
}

// visible drops what could hide or turn around the text around it, for strings.Map.
func visible(r rune) rune {
	switch {
	case r == '\u200e', r == '\u200f', r == '\u061c': // marks of right-to-left text, harmless
		return r
	case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r), r == '\u2028', r == '\u2029':
		return -1
	}
	return r
}

// special reports whether Discord could read markup into r, which is followed by
// next. Start says that nothing stands before it, digits that nothing else does.
func special(r, next rune, start, digits bool) bool {
	switch r {
	case '\\', '*', '_', '~', '`', '|', '<', '>', '[', ']', '@':
		return true
	case '#', '-', '+': // headings, subtext and lists
		return start
	case '.': // numbered lists
		return digits && !start
	case ':': // links and emoji
		return next == '/' || next == '_' || next == '+' || next == '-' || unicode.IsLetter(next)
	}
	return false
}

// merge joins marks that touch or have only white space between them, and drops
// what is empty, out of order or out of s.
func merge(s string, marks []report.Span) []report.Span {
	var merged []report.Span
	for _, m := range marks {
		if m.Start < 0 || m.End > len(s) || m.Start >= m.End {
			continue
		}
		last := len(merged) - 1
		switch {
		case last >= 0 && m.Start < merged[last].Start:
		case last >= 0 && (m.Start <= merged[last].End || strings.TrimSpace(s[merged[last].End:m.Start]) == ""):
			merged[last].End = max(merged[last].End, m.End)
		default:
			merged = append(merged, m)
		}
	}
	return slices.DeleteFunc(merged, func(m report.Span) bool { return strings.TrimSpace(m.In(s)) == "" })
}

// subject writes the first line of a message: what it is about, a question or a
// source. All later clicks and replies read it from there.
func subject(s string) string { return "**" + escape(s) + "**" }

// subjectOf returns what stands in the first line of one of the bot's messages, or
// "" where there is no such line.
func subjectOf(content string) string {
	line, _, _ := strings.Cut(content, "\n")
	inner, opened := strings.CutPrefix(strings.TrimSpace(line), "**")
	inner, closed := strings.CutSuffix(inner, "**")
	if !opened || !closed || inner == "" {
		return ""
	}
	var b strings.Builder
	escaped := false
	for _, r := range inner {
		if r == '\\' && !escaped {
			escaped = true
			continue
		}
		b.WriteRune(r)
		escaped = false
	}
	return b.String()
}
