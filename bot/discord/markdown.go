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
		used      int    // size of b
		bold      bool   // a mark is open
		space     bool   // white space waits to be written
		short     string // b as it would be, shortened at the last word end that leaves room
		hard      string // the same at the last character
		atStart   = true
		onlyDigit = true // since the start
	)
	marks = merge(s, marks)
	emit := func(t string) {
		b.WriteString(t)
		used += size(t)
	}
	// room is what the closing of a mark and an ellipsis take.
	room := size(ellipsis) + len("**")
	cut := func() string {
		if bold {
			return b.String() + "**" + ellipsis
		}
		return b.String() + ellipsis
	}
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
			hard = cut()
			if space {
				short = hard
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
			if special(r, c[n+len(string(r)):]+rest, atStart, onlyDigit) {
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
	case short != "" && short != ellipsis:
		return short
	case hard != "":
		return hard
	case size(ellipsis) <= most:
		return ellipsis
	}
	return ""
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
// rest. Start says that nothing stands before it, digits that nothing else does.
func special(r rune, rest string, start, digits bool) bool {
	switch r {
	case '\\', '*', '_', '~', '`', '|', '<', '>', '[', ']', '@':
		return true
	case '#', '-', '+': // headings, subtext and lists
		return start
	case '.': // numbered lists
		return digits && !start
	case ':': // links and emoji
		next, _ := utf8.DecodeRuneInString(rest)
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
	inner, ok := strings.CutPrefix(strings.TrimSpace(line), "**")
	if inner, ok = strings.CutSuffix(inner, "**"); !ok || inner == "" {
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
