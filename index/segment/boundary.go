package segment

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"
)

// unseen yields the places in text[from:to], a sentence by UAX #29, where one
// may end nonetheless: after a full stop before a number, which UAX #29 takes for
// lower case, before "iPhone" or a URL, after a full stop that no space follows,
// and after "…", which is no terminator there.
func (s *splitter) unseen(from, to int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for at := from; at < to; {
			n := nextStop(s.text[at:to])
			if n < 0 {
				return
			}
			at += n
			_, width := utf8.DecodeRuneInString(s.text[at:to])
			at += width
			after := at + closers(s.text[at:to])
			next := after + spaces(s.text[after:to])
			if next >= to {
				return
			}
			r, _ := utf8.DecodeRuneInString(s.text[next+openers(s.text[next:to]):])
			switch {
			case width > 1 && next > after && unicode.IsUpper(r), // "… Upper"
				width == 1 && next > after && isStartOfNumber(r),
				width == 1 && next > after && unicode.IsLower(r) && (isCamelCase(s.text[next:to]) || isURL(s.text[next:to])),
				width == 1 && next == at && unicode.IsUpper(r):
				if !yield(next) {
					return
				}
			}
		}
	}
}

// nextStop returns where the first "." or "…" in text begins; -1 where there is none.
func nextStop(text string) int {
	for i := range len(text) {
		if c := text[i]; c == '.' || c == "…"[0] && strings.HasPrefix(text[i:], "…") {
			return i
		}
	}
	return -1
}

func isStartOfNumber(r rune) bool { return '0' <= r && r <= '9' || unicode.Is(unicode.Sc, r) }

// place moves a candidate of UAX #29 to where a reader would put the boundary:
// an opening bracket belongs to what follows, a late quotation mark and the mark of a footnote ("[4]") to
// what precedes, and dots after a full stop ("word. ... Next") to what follows.
func (s *splitter) place(sentence, at, end int) int {
	text := s.text[:at]
	switch {
	case strings.HasSuffix(text, "["):
		to := at - 1
		for {
			n := footnote(s.text[to:end])
			if n == 0 {
				break
			}
			to += n
		}
		return to
	case strings.HasSuffix(text, "("):
		return at - 1
	}
	if n := s.closesLate(sentence, at); n > 0 {
		return at + n
	}
	trimmed := strings.TrimRight(text, " ")
	for _, dots := range []string{" . . .", " ..."} {
		before, ok := strings.CutSuffix(trimmed, dots)
		if ok && strings.HasSuffix(before, ".") && !strings.HasSuffix(before, " .") {
			return len(before)
		}
	}
	return at
}

// closesLate returns the length of the closing quotation mark at text[at:] that
// white space parts from what it closes, as French sets them: "« Pourquoi ? »".
func (s *splitter) closesLate(sentence, at int) int {
	for _, pair := range [][2]string{{"«", "»"}, {"“", "”"}} {
		if !strings.HasPrefix(s.text[at:], pair[1]) {
			continue
		}
		near := s.text[max(sentence, at-maxQuoted):at]
		open := strings.LastIndex(near, pair[0])
		r, _ := utf8.DecodeLastRuneInString(near[:max(open, 0)])
		if open > strings.LastIndex(near, pair[1]) && (open == 0 || !unicode.IsPunct(r) && !unicode.IsLetter(r)) {
			return len(pair[1])
		}
	}
	return 0
}

// maxQuoted is how far back the beginning of a quotation is looked for, in bytes.
const maxQuoted = 400

// footnote returns the length of the mark of a footnote that text starts with.
func footnote(text string) int {
	if !strings.HasPrefix(text, "[") {
		return 0
	}
	digits := len(text) - 1 - len(strings.TrimLeft(text[1:], "0123456789"))
	if digits == 0 || digits > 3 || !strings.HasPrefix(text[1+digits:], "]") {
		return 0
	}
	return digits + 2
}

// ends reports whether the sentence that starts at start ends before at, in a
// text that ends at limit.
func (s *splitter) ends(start, at, limit int) bool {
	left := strings.TrimRightFunc(s.text[start:at], unicode.IsSpace)
	for len(left) > 0 && left[len(left)-1] == ']' { // footnotes
		open := strings.LastIndexByte(left[max(0, len(left)-5):], '[')
		if open < 0 || footnote(left[max(0, len(left)-5)+open:]) == 0 {
			break
		}
		left = left[:max(0, len(left)-5)+open]
	}
	stop := skipClosers(left)
	c := context{
		rules:  s.rules,
		before: strings.TrimRightFunc(left[:stop], unicode.IsSpace),
		closed: left[stop:],
		next:   s.text[at:limit],
	}
	c.spaced = start+len(left) < at || spaces(c.next) > 0
	c.next = c.next[spaces(c.next):]
	c.first, _ = utf8.DecodeRuneInString(c.next[openers(c.next):])
	return c.ends()
}

// A context is what stands around a place where a sentence may end.
type context struct {
	rules  *rules
	before string // the sentence up to there, without closing marks
	closed string // the closing quotation marks and brackets
	spaced bool   // there is white space
	next   string // what follows, up to the end of the block
	first  rune   // the first of next but opening quotation marks and brackets
}

func (c *context) ends() bool {
	last, _ := utf8.DecodeLastRuneInString(c.before)
	switch {
	case last != '…' && !unicode.Is(unicode.Sentence_Terminal, last):
		return false // a wrapped line
	case continues(c.next):
		return false
	case unicode.IsLower(c.first) && !isCamelCase(c.next[openers(c.next):]) && !(c.spaced && isURL(c.next)):
		return false
	}
	switch last {
	case '.':
		return c.stopEnds()
	case '…':
		return c.dotsEnd("…")
	case '?', '!':
		return c.markEnds()
	default:
		return !c.isQuotedInline()
	}
}

// isCamelCase reports whether text starts with a name like "iPhone".
func isCamelCase(text string) bool {
	return len(text) > 2 && 'A' <= text[1] && text[1] <= 'Z' && 'a' <= text[2] && text[2] <= 'z'
}

// continues reports whether text starts with what cannot open a sentence: a mark
// within one, or a bracket before such a mark or a full stop, as in `" (p. 55).`.
func continues(text string) bool {
	if strings.HasPrefix(text, "(") {
		end := strings.IndexByte(text[:min(len(text), maxWord)], ')') + 1
		return end > 0 && end < len(text) && strings.IndexByte(",;:.", text[end]) >= 0
	}
	return text != "" && strings.IndexByte(",;:", text[0]) >= 0
}

// markEnds decides about question and exclamation marks.
func (c *context) markEnds() bool {
	word := lastToken(c.before)
	if !c.spaced && c.closed == "" && isAddress(word) {
		return false
	}
	if c.rules.exclaimed[word] && !c.starts() {
		return false // "Yahoo! Inc."
	}
	return c.closed == "" || !c.isReported()
}

// isReported reports whether next says who asked or shouted what stands before:
// a name of at most six words and a verb, as in `"Why?" Ms. Smith asked`.
func (c *context) isReported() bool {
	rest := c.next
	for n := range 7 {
		word, after, _ := strings.Cut(rest, " ")
		r, _ := utf8.DecodeRuneInString(word)
		if !unicode.IsUpper(r) {
			return n > 0 && c.rules.saying[strings.TrimRight(word, ".,:;")]
		}
		if strings.ContainsAny(word, `,;:?!"”“`) || n == 0 && c.rules.starters[word] {
			return false
		}
		rest = after
	}
	return false
}

// isQuotedInline reports whether what was closed stands inside a sentence, in
// scripts without capitals: a title in 《》, or speech before a particle.
func (c *context) isQuotedInline() bool {
	near := c.before[max(0, len(c.before)-3*maxTitle):]
	if strings.LastIndex(near, "《") > strings.LastIndex(near, "》") {
		return true
	}
	if c.closed == "" {
		return false
	}
	for _, particle := range c.rules.particles {
		if strings.HasPrefix(c.next, particle) {
			return true
		}
	}
	return false
}

// maxTitle is how many characters a title in 《》 may have.
const maxTitle = 40

// stopEnds decides about full stops.
func (c *context) stopEnds() bool {
	text := c.before[:len(c.before)-1]
	switch {
	case strings.HasSuffix(text, ". . "):
		// Four spaced dots end a sentence, three do not.
		return strings.HasSuffix(text, " . . . ")
	case strings.HasSuffix(text, "."), strings.HasSuffix(text, "…"):
		return c.dotsEnd(c.before[len(strings.TrimRight(c.before, ".…")):])
	case strings.HasPrefix(c.next, "..."), strings.HasPrefix(c.next, ". . ."):
		return true
	}
	word := lastWord(text)
	if !c.spaced && c.closed == "" {
		return c.gluedEnds(word)
	}
	isNumber := isStartOfNumber(c.first)
	switch {
	case word == "":
		return !isNumber
	case isDigits(word):
		return c.numberEnds(text, word)
	case c.rules.never[word], titles[word]:
		return false
	case c.rules.times[word]:
		return !isNumber && c.timeEnds(text, word)
	case isNumber && c.rules.numbered[word]:
		return false
	case c.rules.perhaps[word], isAcronym(word):
		return !isNumber && (c.starts() || isQuote(c.closed))
	case utf8.RuneCountInString(word) == 1:
		return !isNumber && c.initialEnds(text, word)
	}
	if isUpper(word) && c.rules.isAbbreviation(title(word)) { // "ST. LOUIS"
		return !isNumber && c.starts()
	}
	return true
}

// dotsEnd decides about an ellipsis.
func (c *context) dotsEnd(dots string) bool {
	if dots == c.before {
		return false // it opens the sentence
	}
	if !c.spaced && c.closed == "" {
		return c.starts()
	}
	if dots != "…" && dots != "..." {
		return true
	}
	// A space before the dots: words were left out, rarely between sentences.
	if strings.HasSuffix(strings.TrimSuffix(c.before, dots), " ") {
		return c.starts()
	}
	return !isStartOfNumber(c.first)
}

// gluedEnds decides about a full stop without a space, as text from the web has
// it: "world.Today".
func (c *context) gluedEnds(word string) bool {
	next := c.nextWord()
	if isAddress(lastToken(c.before)) || len(word) < 2 || strings.Contains(word, ".") {
		return false
	}
	if after := c.next[len(next):]; after != "" && after[0] == '.' && !c.rules.isAbbreviation(next) {
		return false // "footnote.Index.Close"
	}
	return c.rules.starters[next] || c.rules.isAbbreviation(next)
}

// numberEnds decides about a number with a full stop.
func (c *context) numberEnds(text, word string) bool {
	if strings.Trim(text, "0123456789 \t•⁃(\"") == "" {
		return false // it numbers the sentence
	}
	return !c.rules.ordinals || len(word) > 2 || c.starts()
}

// timeEnds decides about "a.m." and "p.m.".
func (c *context) timeEnds(text, word string) bool {
	if next := c.nextWord(); c.rules.dates[next] || len(next) == 1 && !c.starts() { // "E.T."
		return false
	}
	opening := strings.Fields(text[:len(text)-len(word)])
	return len(opening) > 4 || len(opening) == 0 || !c.rules.timeOpeners[opening[0]]
}

// initialEnds decides about a single letter.
func (c *context) initialEnds(text, word string) bool {
	before, _ := strings.CutSuffix(text, word)
	switch r, _ := utf8.DecodeLastRuneInString(before); {
	case strings.TrimSpace(before) == "":
		return false // it numbers the sentence
	case r == '°' || unicode.IsDigit(r):
		return true // a unit
	default:
		return c.starts()
	}
}

// starts reports whether the next word is one that opens sentences and no name.
func (c *context) starts() bool {
	if c.next == "" {
		return true
	}
	word := c.nextWord()
	after := c.next[openers(c.next)+len(word):]
	return c.rules.starters[word] && !strings.HasPrefix(after, "-") && !strings.HasPrefix(after, ".")
}

// nextWord returns the letters of the next word, with apostrophes' parts cut off.
func (c *context) nextWord() string {
	rest := c.next[openers(c.next):]
	for i, r := range rest {
		if !unicode.IsLetter(r) {
			return rest[:i]
		}
	}
	return rest
}

// maxWord bounds how far back a word is looked for, in bytes.
const maxWord = 64

// lastWord returns the letters, digits, stops and apostrophes that text ends
// with: "Mr", "U.S", "Gov't".
func lastWord(text string) string {
	start := len(text)
	for start > 0 && len(text)-start < maxWord {
		r, n := utf8.DecodeLastRuneInString(text[:start])
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '.' && r != '\'' && r != '’' {
			break
		}
		start -= n
	}
	return strings.TrimLeft(text[start:], ".'’")
}

// lastToken returns what text ends with that is not white space.
func lastToken(text string) string {
	return text[strings.LastIndexAny(text[max(0, len(text)-256):], " \t\n\r")+1+max(0, len(text)-256):]
}

// isAddress reports whether a token is a URL, a mail address or a path.
func isAddress(token string) bool {
	return strings.ContainsAny(token, "@/\\_=") || strings.HasPrefix(token, "www.")
}

// isURL reports whether text starts with a URL.
func isURL(text string) bool {
	for _, start := range []string{"https://", "http://", "www.", "pic.twitter.com/"} {
		if strings.HasPrefix(text, start) {
			return true
		}
	}
	return false
}

// isAcronym reports whether word is letters with stops between: "U.S", "Ph.D".
func isAcronym(word string) bool {
	if !strings.Contains(word, ".") {
		return false
	}
	for part := range strings.SplitSeq(word, ".") {
		if n := utf8.RuneCountInString(part); n == 0 || n > 2 || isDigits(part) {
			return false
		}
	}
	return true
}

func isDigits(s string) bool { return strings.Trim(s, "0123456789") == "" }

func isUpper(s string) bool { return strings.ToUpper(s) == s }

// title gives s, which is upper case, a capital only.
func title(s string) string {
	_, n := utf8.DecodeRuneInString(s)
	return s[:n] + strings.ToLower(s[n:])
}

func isQuote(closed string) bool { return strings.ContainsAny(closed, `"”“»`) }

func spaces(s string) int {
	return len(s) - len(strings.TrimLeftFunc(s, unicode.IsSpace))
}

// openers returns the length of the opening quotation marks and brackets that
// s starts with.
func openers(s string) int {
	return len(s) - len(strings.TrimLeftFunc(s, func(r rune) bool {
		return r == '"' || r == '\'' || r == '¿' || r == '¡' || unicode.In(r, unicode.Ps, unicode.Pi, unicode.Pf)
	}))
}

// closers returns the length of the closing marks that s starts with.
func closers(s string) int { return len(s) - len(strings.TrimLeftFunc(s, isCloser)) }

// skipClosers returns the length of s without the closing marks at its end.
func skipClosers(s string) int { return len(strings.TrimRightFunc(s, isCloser)) }

func isCloser(r rune) bool {
	switch r {
	case '"', '\'', ')', ']', '}', '”', '’', '“', '»', '›':
		return true
	}
	return r >= utf8.RuneSelf && unicode.In(r, unicode.Pe, unicode.Pf, unicode.Pi)
}
