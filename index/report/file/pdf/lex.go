package pdf

import (
	"bytes"
	"strconv"
	"strings"
)

// The objects of a file are nil, bool, float64, string and these.
type (
	name    string
	array   []any
	dict    map[name]any
	keyword string // an operator, or a delimiter out of place
	ref     int    // the number of another object
	stream  struct {
		dict dict
		raw  []byte
	}
)

// A lexer reads objects from data. What is malformed is read as far as it goes.
type lexer struct {
	data   []byte
	pos    int
	tokens *int // that may still be read; what is long counts for many
}

// more reports whether there is another token, after spaces and comments.
func (l *lexer) more() bool {
	for l.pos < len(l.data) {
		switch c := l.data[l.pos]; {
		case isSpace(c):
			l.pos++
		case c == '%':
			for l.pos < len(l.data) && l.data[l.pos] != '\n' && l.data[l.pos] != '\r' {
				l.pos++
			}
		default:
			return true
		}
	}
	return false
}

// object reads the next object; nil at the end of data and of the budget.
func (l *lexer) object(depth int) any {
	start := l.pos
	more := l.more()
	if *l.tokens -= 1 + (l.pos-start)/bytesPerToken; !more || *l.tokens <= 0 {
		l.pos = len(l.data)
		return nil
	}
	switch c := l.data[l.pos]; {
	case c == '/':
		l.pos++
		return paid(l, l.name)
	case c == '(':
		l.pos++
		return paid(l, l.literal)
	case l.skip("<<"):
		return l.dictionary(depth)
	case c == '<':
		l.pos++
		return paid(l, l.hex)
	case c == '[':
		l.pos++
		return l.array(depth)
	case l.skip(">>"):
		return keyword(">>")
	case bytes.IndexByte([]byte(")]>{}"), c) >= 0:
		l.pos++
		return keyword(c)
	}
	word := paid(l, l.word)
	if strings.Trim(word, "0123456789+-.") == "" {
		if n, err := strconv.ParseFloat(word, 64); err == nil {
			return l.numberOrRef(n)
		}
	}
	switch word {
	case "true":
		return true
	case "false":
		return false
	case "null":
		return nil
	}
	return keyword(word)
}

// bytesPerToken is from how many bytes something counts for another token.
const bytesPerToken = 16

// paid reads something and has it count by its length.
func paid[T any](l *lexer, read func() T) T {
	start := l.pos
	t := read()
	*l.tokens -= (l.pos - start) / bytesPerToken
	return t
}

// skip passes over s if it is next.
func (l *lexer) skip(s string) bool {
	if !bytes.HasPrefix(l.data[l.pos:], []byte(s)) {
		return false
	}
	l.pos += len(s)
	return true
}

// word reads to the next space or delimiter, at least one byte.
func (l *lexer) word() string {
	start := l.pos
	for l.pos++; l.pos < len(l.data) && !isSpace(l.data[l.pos]) && !isDelimiter(l.data[l.pos]); {
		l.pos++
	}
	return string(l.data[start:l.pos])
}

// numberOrRef reads the rest of "12 0 R", if that is what n begins.
func (l *lexer) numberOrRef(n float64) any {
	back := l.pos
	if n != float64(int32(n)) || n < 0 {
		return n
	}
	if !l.more() || !isDigit(l.data[l.pos]) {
		l.pos = back
		return n
	}
	l.word()
	if l.more() && l.data[l.pos] == 'R' && l.word() == "R" {
		return ref(n)
	}
	l.pos = back
	return n
}

func (l *lexer) name() name {
	var out []byte
	for ; l.pos < len(l.data) && !isSpace(l.data[l.pos]) && !isDelimiter(l.data[l.pos]); l.pos++ {
		c := l.data[l.pos]
		if c == '#' && l.pos+2 < len(l.data) && unhex(l.data[l.pos+1]) >= 0 && unhex(l.data[l.pos+2]) >= 0 {
			c = byte(unhex(l.data[l.pos+1])<<4 | unhex(l.data[l.pos+2]))
			l.pos += 2
		}
		out = append(out, c)
	}
	return name(out)
}

// literal reads what stands between parentheses.
func (l *lexer) literal() string {
	var out []byte
	for depth := 1; l.pos < len(l.data); l.pos++ {
		c := l.data[l.pos]
		switch c {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				l.pos++
				return string(out)
			}
		case '\\':
			if l.pos++; l.pos < len(l.data) {
				out = l.escape(out)
			}
			continue
		}
		out = append(out, c)
	}
	return string(out)
}

// escape appends what the byte after a backslash means, and leaves l at the
// last byte of it.
func (l *lexer) escape(out []byte) []byte {
	c := l.data[l.pos]
	if i := bytes.IndexByte([]byte("nrtbf"), c); i >= 0 {
		return append(out, "\n\r\t\b\f"[i])
	}
	switch {
	case c == '\r':
		if l.pos+1 < len(l.data) && l.data[l.pos+1] == '\n' {
			l.pos++
		}
		return out
	case c == '\n':
		return out
	case c < '0' || c > '7':
		return append(out, c)
	}
	code := int(c - '0')
	for range 2 {
		if l.pos+1 < len(l.data) && l.data[l.pos+1] >= '0' && l.data[l.pos+1] <= '7' {
			l.pos++
			code = code*8 + int(l.data[l.pos]-'0')
		}
	}
	return append(out, byte(code))
}

// hex reads the digits up to ">".
func (l *lexer) hex() string {
	var out []byte
	high := -1
	for ; l.pos < len(l.data); l.pos++ {
		c := l.data[l.pos]
		if c == '>' {
			l.pos++
			break
		}
		switch digit := unhex(c); {
		case digit < 0:
		case high < 0:
			high = digit
		default:
			out = append(out, byte(high<<4|digit))
			high = -1
		}
	}
	if high >= 0 {
		out = append(out, byte(high<<4))
	}
	return string(out)
}

func (l *lexer) array(depth int) array {
	var a array
	for depth < maxDepth && l.more() {
		o := l.object(depth + 1)
		if o == keyword("]") {
			break
		}
		if _, ok := o.(keyword); !ok {
			a = append(a, o)
		}
	}
	return a
}

func (l *lexer) dictionary(depth int) dict {
	d := dict{}
	for depth < maxDepth && l.more() {
		key := l.object(depth + 1)
		if key == keyword(">>") {
			break
		}
		if k, ok := key.(name); ok {
			v := l.object(depth + 1)
			if v == keyword(">>") {
				break
			}
			d[k] = v
		}
	}
	return d
}

func isSpace(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0
}
func isDelimiter(c byte) bool { return bytes.IndexByte([]byte("()<>[]{}/%"), c) >= 0 }
func isDigit(c byte) bool     { return c >= '0' && c <= '9' }

func unhex(c byte) int {
	switch {
	case isDigit(c):
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}
