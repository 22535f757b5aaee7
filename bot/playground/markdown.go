package playground

import (
	"html"
	"html/template"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// A drawing is a message as a client of Discord draws it.
type drawing struct {
	HTML   template.HTML // of the elements p, h3 to h5, ul, ol, li, blockquote, pre, code, strong, em, u, s, a, span and br
	Quoted []string      // the plain text of each quoted line that is not subdued, and of what is bold in it
}

// Bounds of drawing. What is longer or nested deeper is shown as it was typed.
const (
	maxDrawn  = 16 << 10 // bytes
	maxNested = 8
)

// draw renders Discord's markdown. Names are those of the users, roles and
// channels that a message can mention, by id. All text is escaped, and only http
// and https addresses become links.
func draw(content string, names map[string]string) drawing {
	p := &pen{names: names}
	content = strings.ToValidUTF8(content, "\uFFFD")
	if len(content) > maxDrawn {
		p.open("p")
		p.text(content)
		p.close("p")
	} else {
		p.blocks(strings.Split(content, "\n"))
	}
	return drawing{HTML: template.HTML(p.html.String()), Quoted: p.quoted} //nolint:gosec // the pen escapes all text
}

// plain returns the text of one line without its markup.
func plain(line string) string {
	p := &pen{names: names}
	p.inline(line[:min(len(line), maxDrawn)], 0, false)
	return p.plain.String()
}

// A pen writes HTML: tags by its own hand alone, text only escaped.
type pen struct {
	html   strings.Builder
	names  map[string]string
	quote  bool            // inside a quote
	plain  strings.Builder // the text of the line in work, while it is quoted
	quoted []string
	depth  int
}

func (p *pen) open(element string, class ...string) {
	p.html.WriteString("<" + element)
	if len(class) > 0 {
		p.html.WriteString(` class="` + strings.Join(class, " ") + `"`)
	}
	p.html.WriteString(">")
}

func (p *pen) close(element string) { p.html.WriteString("</" + element + ">") }

func (p *pen) text(s string) {
	p.html.WriteString(html.EscapeString(s))
	p.plain.WriteString(s)
}

// line draws one line of running text. Quoted lines are noted, unless subdued.
func (p *pen) line(s string, subdued bool) {
	p.plain.Reset()
	noted := len(p.quoted)
	p.inline(s, 0, false)
	if !p.quote || subdued {
		p.quoted = p.quoted[:noted]
		return
	}
	p.quoted = append(p.quoted, p.plain.String())
}

// blocks draws lines: quotes, headings, subdued lines, lists, code and text.
func (p *pen) blocks(lines []string) {
	for len(lines) > 0 {
		n := 1
		first := lines[0]
		switch {
		case !p.quote && strings.HasPrefix(first, ">>> "):
			lines[0], n = strings.TrimPrefix(first, ">>> "), len(lines)
			p.block(lines)
		case !p.quote && isQuote(first):
			n = leading(lines, isQuote)
			inner := make([]string, n)
			for i, l := range lines[:n] {
				inner[i] = strings.TrimPrefix(l, "> ")
			}
			p.block(inner)
		case strings.HasPrefix(first, "```") && fenceEnd(lines) > 0:
			n = fenceEnd(lines)
			p.open("pre")
			p.open("code")
			p.text(strings.Join(lines[1:n-1], "\n"))
			p.close("code")
			p.close("pre")
		case isList(first):
			n = leading(lines, isList)
			p.list(lines[:n])
		case lineElement(first) != "":
			p.heading(first)
		default:
			n += leading(lines[1:], func(l string) bool { return isText(l, p.quote) })
			p.open("p")
			for i, l := range lines[:n] {
				if i > 0 {
					p.open("br")
				}
				p.line(l, false)
			}
			p.close("p")
		}
		lines = lines[n:]
	}
}

// block draws a quote.
func (p *pen) block(lines []string) {
	p.open("blockquote")
	p.quote = true
	p.blocks(lines)
	p.quote = false
	p.close("blockquote")
}

// heading draws a heading or a subdued line.
func (p *pen) heading(l string) {
	mark, rest, _ := strings.Cut(l, " ")
	if element := lineElement(l); element == "p" {
		p.open("p", "sub")
		p.line(rest, true)
	} else {
		p.open(element)
		p.line(rest, false)
	}
	p.close(map[string]string{"-#": "p", "#": "h3", "##": "h4", "###": "h5"}[mark])
}

// list draws lines of a list; deeper indents nest.
func (p *pen) list(lines []string) {
	element := "ul"
	if _, ordered, _ := listItem(lines[0]); ordered {
		element = "ol"
	}
	base, _, _ := listItem(lines[0])
	p.depth++
	defer func() { p.depth-- }()
	p.open(element)
	for len(lines) > 0 {
		_, _, rest := listItem(lines[0])
		p.open("li")
		p.line(rest, false)
		n := 1
		for n < len(lines) {
			if indent, _, _ := listItem(lines[n]); indent <= base || p.depth > maxNested {
				break
			}
			n++
		}
		if n > 1 {
			p.list(lines[1:n])
		}
		p.close("li")
		lines = lines[n:]
	}
	p.close(element)
}

// leading returns how many lines of a kind stand at the beginning.
func leading(lines []string, is func(string) bool) int {
	if n := slices.IndexFunc(lines, func(l string) bool { return !is(l) }); n >= 0 {
		return n
	}
	return len(lines)
}

func isQuote(l string) bool { return strings.HasPrefix(l, "> ") || l == ">" }

// isText reports whether a line goes on with the paragraph before it.
func isText(l string, quoted bool) bool {
	return lineElement(l) == "" && !isList(l) && !strings.HasPrefix(l, "```") && (quoted || !isQuote(l) && !strings.HasPrefix(l, ">>> "))
}

// lineElement returns the element of a line that opens with a mark of its own.
func lineElement(l string) string {
	mark, rest, ok := strings.Cut(l, " ")
	if !ok || strings.TrimSpace(rest) == "" {
		return ""
	}
	return map[string]string{"-#": "p", "#": "h3", "##": "h4", "###": "h5"}[mark]
}

// fenceEnd returns how many lines the code block takes that opens the lines; 0
// where it does not end.
func fenceEnd(lines []string) int {
	for n, l := range lines[1:] {
		if strings.TrimSpace(l) == "```" {
			return n + 2
		}
	}
	return 0
}

func isList(l string) bool {
	_, _, rest := listItem(l)
	return rest != ""
}

// listItem takes a line of a list apart; rest is "" where it is none.
func listItem(l string) (indent int, ordered bool, rest string) {
	item := strings.TrimLeft(l, " ")
	indent = len(l) - len(item)
	mark, rest, _ := strings.Cut(item, " ")
	switch number, dot := strings.CutSuffix(mark, "."); {
	case mark == "-" || mark == "*":
		return indent, false, strings.TrimSpace(rest)
	case dot && number != "" && len(number) < 10 && strings.Trim(number, "0123456789") == "":
		return indent, true, strings.TrimSpace(rest)
	}
	return 0, false, ""
}

// delimiters are the marks around a text, the longer first, with their elements.
var delimiters = [...]struct{ mark, element, class string }{
	{"**", "strong", ""}, {"__", "u", ""}, {"~~", "s", ""}, {"||", "span", "spoiler"}, {"*", "em", ""}, {"_", "em", ""},
}

// inline draws the marks within a line.
func (p *pen) inline(s string, depth int, inLink bool) {
	if depth > maxNested {
		p.text(s)
		return
	}
	from := 0                          // of the text not yet written
	var unclosed [len(delimiters)]bool // by delimiter: none that opens from here on is closed
	flush := func(to int) { p.text(s[from:to]) }
	for at := 0; at < len(s); {
		var end int
		switch s[at] {
		case '\\':
			if r, size := utf8.DecodeRuneInString(s[at+1:]); size > 0 && !isWord(r) && !unicode.IsSpace(r) {
				flush(at)
				from = at + 1
				at += 1 + size
				continue
			}
		case '`':
			end = p.code(s, at, flush)
		case '<':
			end = p.angle(s, at, inLink, flush)
		case '[':
			if !inLink {
				end = p.masked(s, at, depth, flush)
			}
		case 'h':
			if !inLink {
				end = p.address(s, at, flush)
			}
		case '@':
			for _, all := range []string{"@everyone", "@here"} {
				if strings.HasPrefix(s[at:], all) {
					flush(at)
					p.mention(all)
					end = at + len(all)
					break
				}
			}
		case '*', '_', '~', '|':
			end = p.delimited(s, at, depth, inLink, &unclosed, flush)
		}
		if end > 0 {
			at, from = end, end
			continue
		}
		at++
	}
	flush(len(s))
}

// The drawers below look at s from at. They return where they ended, after having
// flushed the text before and drawn, or 0 where there is nothing of their kind.

func (p *pen) code(s string, at int, flush func(int)) int {
	n := len(s[at:]) - len(strings.TrimLeft(s[at:], "`"))
	mark := strings.Repeat("`", n)
	for end := at + n; ; {
		i := strings.Index(s[end:], mark)
		if i < 0 {
			return 0
		}
		run := len(s[end+i:]) - len(strings.TrimLeft(s[end+i:], "`"))
		if end += i; run == n && end > at+n {
			flush(at)
			p.open("code")
			p.text(s[at+n : end])
			p.close("code")
			return end + n
		}
		end += run
	}
}

func (p *pen) delimited(s string, at, depth int, inLink bool, unclosed *[len(delimiters)]bool, flush func(int)) int {
	for n, d := range delimiters {
		if unclosed[n] || !strings.HasPrefix(s[at:], d.mark) || !opens(s, at, d.mark) {
			continue
		}
		end := closing(s, at, d.mark)
		if end < 0 {
			unclosed[n] = true
			continue
		}
		flush(at)
		if d.class == "" {
			p.open(d.element)
		} else {
			p.open(d.element, d.class)
		}
		start := p.plain.Len()
		p.inline(s[at+len(d.mark):end], depth+1, inLink)
		if d.mark == "**" {
			p.quoted = append(p.quoted, p.plain.String()[start:])
		}
		p.close(d.element)
		return end + len(d.mark)
	}
	return 0
}

// opens reports whether a mark can open a text: a single one not before a space
// or more of itself, an underscore not inside a word.
func opens(s string, at int, mark string) bool {
	inner := s[at+len(mark):]
	after, _ := utf8.DecodeRuneInString(inner)
	before, _ := utf8.DecodeLastRuneInString(s[:at])
	if len(mark) > 1 {
		return true
	}
	return !unicode.IsSpace(after) && !strings.HasPrefix(inner, mark) && (mark != "_" || !isWord(before))
}

// closing returns where the mark at at is closed, or -1. A mark does not close
// before more of itself ("**" in "***"), a single one neither after a space nor,
// if it is an underscore, inside a word.
func closing(s string, at int, mark string) int {
	single := len(mark) == 1
	inner := s[at+len(mark):]
	for i := 0; i < len(inner); i++ {
		switch {
		case inner[i] == '\\':
			i++
		case single && strings.HasPrefix(inner[i:], mark+mark):
			i++
		case i > 0 && strings.HasPrefix(inner[i:], mark):
			rest := inner[i+len(mark):]
			after, _ := utf8.DecodeRuneInString(rest)
			before, _ := utf8.DecodeLastRuneInString(inner[:i])
			if strings.HasPrefix(rest, mark[:1]) || single && unicode.IsSpace(before) || mark == "_" && isWord(after) {
				continue
			}
			return at + len(mark) + i
		}
	}
	return -1
}

// isWord reports whether r belongs to a word. No rune at all does not.
func isWord(r rune) bool { return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r)) }

func (p *pen) masked(s string, at, depth int, flush func(int)) int {
	end, open := at+1, 1
	for ; end < len(s) && open > 0; end++ {
		switch s[end] {
		case '\\':
			end++
		case '[':
			open++
		case ']':
			open--
		}
	}
	if open > 0 || end >= len(s) || s[end] != '(' {
		return 0
	}
	label := s[at+1 : end-1]
	address, rest, ok := strings.Cut(s[end+1:], ")")
	if inner, angled := strings.CutPrefix(s[end+1:], "<"); angled {
		if address, rest, ok = strings.Cut(inner, ">"); ok {
			rest, ok = strings.CutPrefix(rest, ")")
		}
	}
	if !ok || strings.TrimSpace(label) == "" || !p.link(address, func() { flush(at) }, func() { p.inline(label, depth+1, true) }) {
		return 0
	}
	return len(s) - len(rest)
}

// address draws an address in running text.
func (p *pen) address(s string, at int, flush func(int)) int {
	before, _ := utf8.DecodeLastRuneInString(s[:at])
	if isWord(before) || !strings.HasPrefix(s[at:], "http://") && !strings.HasPrefix(s[at:], "https://") {
		return 0
	}
	end := at + strings.IndexFunc(s[at:]+" ", func(r rune) bool { return unicode.IsSpace(r) || r == '<' || r == '>' })
	address := strings.TrimRight(s[at:end], `.,:;"'])*_~|`)
	if !p.link(address, func() { flush(at) }, func() { p.text(address) }) {
		return 0
	}
	return at + len(address)
}

// link draws a link to an address of the web, or nothing.
func (p *pen) link(address string, before, label func()) bool {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || strings.ContainsFunc(address, unicode.IsSpace) {
		return false
	}
	before()
	p.html.WriteString(`<a href="` + html.EscapeString(u.String()) + `" target="_blank" rel="noopener noreferrer nofollow">`)
	label()
	p.close("a")
	return true
}

func (p *pen) mention(name string) {
	p.open("span", "mention")
	p.text(name)
	p.close("span")
}

// angle draws what stands in angle brackets: an address, a mention, a command, a
// time or an emoji.
func (p *pen) angle(s string, at int, inLink bool, flush func(int)) int {
	inner, _, ok := strings.Cut(s[at+1:], ">")
	if !ok || inner == "" || strings.ContainsAny(inner, "< \t") && inner[0] != '/' {
		return 0
	}
	end := at + len(inner) + 2
	kind := strings.TrimRight(inner, "0123456789")
	id := inner[len(kind):]
	parts := strings.Split(inner, ":")
	switch {
	case slices.Contains([]string{"@", "@!", "@&", "#"}, kind) && id != "":
		flush(at)
		sign := "@"
		if kind == "#" {
			sign = "#"
		}
		name := p.names[id]
		if name == "" {
			name = id
		}
		p.mention(sign + name)
		return end
	case inner[0] == '/' && len(parts) == 2 && id != "":
		flush(at)
		p.mention(parts[0])
		return end
	case parts[0] == "t" && len(parts) > 1:
		seconds, err := strconv.ParseInt(parts[1], 10, 42)
		if err != nil {
			return 0
		}
		flush(at)
		p.open("span", "time")
		p.text(time.Unix(seconds, 0).UTC().Format("2 January 2006 15:04 MST"))
		p.close("span")
		return end
	case len(parts) == 3 && (parts[0] == "" || parts[0] == "a") && id != "":
		flush(at)
		p.text(":" + parts[1] + ":")
		return end
	case !inLink && p.link(inner, func() { flush(at) }, func() { p.text(inner) }):
		return end
	}
	return 0
}
