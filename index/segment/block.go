package segment

import (
	"iter"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// blocks yields the parts of text that no sentence reaches over: its lines,
// where a line break does not merely wrap a line.
func blocks(text string) iter.Seq2[int, int] {
	return func(yield func(int, int) bool) {
		if !strings.Contains(text, "\n") {
			yield(0, len(text))
			return
		}
		lines := lines(text)
		for len(lines) > 0 {
			n := 0 // lines up to the next blank one
			for n < len(lines) && !lines[n].blank(text) {
				n++
			}
			if n == 0 {
				lines = lines[1:]
				continue
			}
			paragraph := lines[:n]
			lines = lines[n:]
			wrapped := isWrapped(text, paragraph)
			closed := terminated(paragraph[n-1].in(text))
			start := paragraph[0].start
			for i, line := range paragraph {
				if i+1 < n && runsOn(line.in(text), paragraph[i+1].in(text), wrapped, closed) {
					continue
				}
				if !yield(start, line.end) {
					return
				}
				start = line.end + 1
			}
		}
	}
}

type line struct{ start, end int }

func (l line) in(text string) string  { return text[l.start:l.end] }
func (l line) blank(text string) bool { return strings.TrimSpace(l.in(text)) == "" }
func (l line) columns(text string) int {
	return utf8.RuneCountInString(strings.TrimRight(l.in(text), " \r"))
}

func (l line) first(text string) string {
	word, _, _ := strings.Cut(strings.TrimLeft(l.in(text), " "), " ")
	return word
}

func lines(text string) []line {
	var all []line
	for start := 0; start <= len(text); {
		n := strings.IndexByte(text[start:], '\n')
		if n < 0 {
			n = len(text) - start
		}
		all = append(all, line{start, start + n})
		start += n + 1
	}
	return all
}

// Between these widths, in code points, text is wrapped to be read.
const (
	minWrap = 40
	maxWrap = 120
)

// isWrapped reports whether the line breaks of a paragraph are there only to
// keep its lines short: on no line was there room for the next line's first word.
func isWrapped(text string, paragraph []line) bool {
	if len(paragraph) < 3 {
		return false
	}
	width := 0
	for _, l := range paragraph {
		width = max(width, l.columns(text))
	}
	if width < minWrap || width > maxWrap {
		return false
	}
	for i, l := range paragraph[1:] {
		if paragraph[i].columns(text)+1+utf8.RuneCountInString(l.first(text)) <= width {
			return false
		}
	}
	return true
}

// runsOn reports whether a sentence may reach over the end of line. In a wrapped
// paragraph it may; else where the next line goes on in lower case, after a space
// at the end of this line or in a paragraph that is closed by a full stop, which
// the items of a list are not.
func runsOn(line, next string, wrapped, closed bool) bool {
	next = strings.TrimLeft(next, " \t")
	if _, _, isItem := marker(next); isItem || strings.HasPrefix(next, "- ") || strings.HasPrefix(next, "* ") {
		return false
	}
	if wrapped {
		return true
	}
	r, _ := utf8.DecodeRuneInString(next)
	if !unicode.IsLower(r) && !(isWide(r) && closed) || terminated(line) {
		return false
	}
	return closed || strings.HasSuffix(line, " ")
}

// isWide reports whether r is of a script that is written without spaces, where
// a line may be broken anywhere.
func isWide(r rune) bool { return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) }

// terminated reports whether a line ends as sentences and headings of lists do.
func terminated(line string) bool {
	line = strings.TrimRight(line, " \t\r")
	end := skipClosers(line)
	r, _ := utf8.DecodeLastRuneInString(line[:end])
	return r == ':' || r == '…' || unicode.Is(unicode.Sentence_Terminal, r)
}

// itemEnd returns where the first item of a list that was written into one line
// ends, as in "1. Milk 2. Bread"; len(text) where there is no such list.
func itemEnd(text string) int {
	m, n, ok := marker(text)
	if !ok || m.letter == 'z' {
		return len(text)
	}
	after := m.bullet + m.space
	switch {
	case m.number > 0:
		after += strconv.Itoa(m.number+1) + m.stop
	case m.letter > 0:
		after += string(m.letter+1) + m.stop
	}
	for at := n; ; {
		found := strings.Index(text[at:], after)
		if found < 0 {
			return len(text)
		}
		at += found
		if isSpace(text[at-1]) && (m.stop == "" || at+len(after) < len(text) && isSpace(text[at+len(after)])) {
			return at
		}
		at += len(after)
	}
}

// A listMarker opens an item of a list: "•", "1.", "1.)", "• 9.", "a.".
type listMarker struct {
	bullet, space string
	number        int    // 0 where there is none
	letter        rune   // 0 where there is none
	stop          string // what follows the number or letter; "" without one
}

// marker reads the marker, with the space after it, that text starts with.
func marker(text string) (m listMarker, length int, ok bool) {
	rest := text
	if r, n := utf8.DecodeRuneInString(rest); strings.ContainsRune("•⁃▪◦‣●■", r) && n > 1 {
		m.bullet, rest = rest[:n], rest[n:]
		trimmed := strings.TrimLeft(rest, " \t")
		m.space, rest = rest[:len(rest)-len(trimmed)], trimmed
	}
	digits := len(rest) - len(strings.TrimLeft(rest, "0123456789"))
	label := digits
	switch {
	case digits > 0 && digits <= 3:
		m.number, _ = strconv.Atoi(rest[:digits])
	case digits == 0 && rest != "" && rest[0] >= 'a' && rest[0] <= 'z':
		m.letter, label = rune(rest[0]), 1
	}
	if m.number > 0 || m.letter > 0 {
		for _, stop := range []string{".)", ".", ")"} {
			if after, found := strings.CutPrefix(rest[label:], stop); found && after != "" && isSpace(after[0]) {
				m.stop = stop
				return m, len(text) - len(after), true
			}
		}
	}
	m.number, m.letter = 0, 0
	return m, len(text) - len(rest), m.bullet != ""
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }
