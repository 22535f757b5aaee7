package pdf

import (
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A mark is a glyph on a page, in points from its lower left corner.
type mark struct {
	text      string
	page      int
	x, y      float64 // where it starts
	end, endY float64 // where it ends
	size      float64 // of its font
	placed    bool    // the gap before it is known, where the font gives widths
}

// A line is text on one baseline.
type line struct {
	page    int
	x, end  float64
	y, size float64
	text    strings.Builder
	glyphs  int
}

// A layout collects lines in the order in which a file draws them, which is the
// order in which they are read.
type layout struct {
	lines   []*line
	glyphs  int
	unknown int
}

// Widths of gaps in shares of the font's size: of the narrowest space between
// words, where the widths of letters are known and where they are guessed, and
// of the widest.
const (
	minSpace     = 0.18
	minGuess     = 0.6
	widestSpace  = 2.5
	sameBaseline = 0.45 // how far text may be raised or sunk in a line
)

// ligatures writes letters that are drawn as one as people type them.
var ligatures = strings.NewReplacer("ﬀ", "ff", "ﬁ", "fi", "ﬂ", "fl", "ﬃ", "ffi", "ﬄ", "ffl", "ﬅ", "st", "ﬆ", "st")

// add takes the next glyph. Text that does not run from left to right, as a note
// along a margin, is passed over.
func (l *layout) add(m mark) {
	l.glyphs++
	if m.text == unknown {
		l.unknown++
	}
	if !(math.Abs(m.endY-m.y) <= math.Abs(m.end-m.x)) || !(m.end >= m.x) || !(m.size > 0) { // not so for NaN, too
		return
	}
	var current *line
	if n := len(l.lines); n > 0 {
		current = l.lines[n-1]
	}
	gap := 0.0
	if current != nil {
		gap = m.x - current.end
	}
	size := m.size
	if current == nil || current.page != m.page || math.Abs(m.y-current.y) > sameBaseline*max(size, current.size) ||
		gap > widestSpace*size || gap < -size {
		current = &line{page: m.page, x: m.x, y: m.y}
		l.lines = append(l.lines, current)
		gap = 0
	}
	least := minGuess
	if m.placed {
		least = minSpace
	}
	if gap > least*size {
		current.text.WriteByte(' ')
	}
	_, _ = ligatures.WriteString(&current.text, m.text) // into memory
	current.end = m.end
	current.size = max(current.size, size)
	current.glyphs++
}

// words returns the line's text, its white space folded.
func (l *line) words() string { return strings.Join(strings.Fields(l.text.String()), " ") }

// compose puts lines together: the headline of the first page, and the
// paragraphs below it. What is repeated at the edges of pages is left out.
func (l *layout) compose(pages int) (title string, paragraphs []string) {
	lines := slices.DeleteFunc(l.lines, func(n *line) bool { return n.words() == "" })
	lines = withoutRunning(lines, pages)
	body := usual(lines, func(n *line) float64 { return math.Round(n.size*2) / 2 })
	title, lines = headline(lines, body)
	leading := usual(pairs(lines), func(p [2]*line) float64 {
		if p[0].page != p[1].page || p[0].y <= p[1].y || !p[0].alike(p[1]) {
			return 0
		}
		return math.Round((p[0].y-p[1].y)*2) / 2
	})
	long := usual(lines, func(n *line) float64 { return math.Round(float64(n.glyphs)/5) * 5 })
	known := vocabulary(lines)
	var paragraph string
	for i, n := range lines {
		if i > 0 && begins(lines[i-1], n, leading, long) {
			paragraphs = append(paragraphs, paragraph)
			paragraph = ""
		}
		paragraph = join(paragraph, n.words(), known)
	}
	if paragraph != "" {
		paragraphs = append(paragraphs, paragraph)
	}
	return title, paragraphs
}

func (l *line) alike(o *line) bool { return math.Abs(l.size-o.size) <= 0.1*max(l.size, o.size) }

func pairs(lines []*line) [][2]*line {
	var all [][2]*line
	for i := 1; i < len(lines); i++ {
		all = append(all, [2]*line{lines[i-1], lines[i]})
	}
	return all
}

// usual returns the value that most have, the smaller of two; those of which it
// is not above zero do not count.
func usual[T any](all []T, value func(T) float64) float64 {
	count := map[float64]int{}
	best := 0.0
	for _, one := range all {
		v := value(one)
		if !(v > 0) {
			continue
		}
		count[v]++
		if count[v] > count[best] || count[v] == count[best] && v < best {
			best = v
		}
	}
	return best
}

var (
	numbers    = regexp.MustCompile(`\d+`)
	pageNumber = regexp.MustCompile(`^(\p{L}+ )?# ?((of|/|von|de|из) ?#)?$|^[-–—] ?# ?[-–—]$`)
)

// withoutRunning drops the highest and the lowest lines of pages if they are
// repeated on half of them or more, but for numbers, or are page numbers.
func withoutRunning(lines []*line, pages int) []*line {
	type edge struct{ top, bottom *line }
	edges := map[int]*edge{}
	for _, n := range lines {
		e := edges[n.page]
		if e == nil {
			e = &edge{n, n}
			edges[n.page] = e
		}
		if n.y > e.top.y {
			e.top = n
		}
		if n.y < e.bottom.y {
			e.bottom = n
		}
	}
	key := func(n *line) string { return numbers.ReplaceAllString(n.words(), "#") }
	count := map[string]int{}
	for _, e := range edges {
		count[key(e.top)]++
		if e.top != e.bottom {
			count[key(e.bottom)]++
		}
	}
	drop := map[*line]bool{}
	for _, e := range edges {
		for _, n := range []*line{e.top, e.bottom} {
			if k := key(n); count[k] >= max(2, (pages+1)/2) || pageNumber.MatchString(k) {
				drop[n] = true
			}
		}
	}
	return slices.DeleteFunc(lines, func(n *line) bool { return drop[n] })
}

// A headline is larger than the body by this factor, and has at most so many lines.
const (
	headlineSize = 1.3
	maxHeadline  = 5
)

// headline takes the largest lines of the first page out, if they are a headline.
func headline(lines []*line, body float64) (string, []*line) {
	first, size := -1, body*headlineSize
	for i, n := range lines {
		if n.page == lines[0].page && n.size > size && strings.ContainsFunc(n.words(), unicode.IsLetter) {
			first, size = i, n.size
		}
	}
	if first < 0 || body == 0 {
		return "", lines
	}
	end := first + 1
	for end < len(lines) && lines[end].page == lines[first].page && lines[first].alike(lines[end]) {
		end++
	}
	if end-first > maxHeadline || end-first == len(lines) {
		return "", lines
	}
	var title string
	for _, n := range lines[first:end] {
		title = join(title, n.words(), nil)
	}
	return title, slices.Concat(lines[:first], lines[end:])
}

// Shares by which the first line of a paragraph is told: of the usual leading
// that it is farther below, of its size that it is indented, and of the usual
// length that the last line of the one before it is short of.
const (
	farBelow = 1.25
	indented = 0.8
	short    = 0.75
)

// begins reports whether a paragraph begins with n, which follows before.
func begins(before, n *line, leading, long float64) bool {
	ended := strings.ContainsAny(lastRune(before.words()), `.!?…:”"’»)`)
	down := before.y - n.y
	switch {
	case !before.alike(n):
		return true
	case before.page != n.page || down <= 0: // the next page or column
		return ended
	case leading > 0 && down > farBelow*leading:
		return true
	case n.x > before.x+indented*n.size:
		return true
	}
	return ended && float64(before.glyphs) < short*long
}

func lastRune(s string) string {
	_, n := utf8.DecodeLastRuneInString(s)
	return s[len(s)-n:]
}

// vocabulary is the words, in lower case, that stand within lines.
func vocabulary(lines []*line) map[string]bool {
	known := map[string]bool{}
	for _, n := range lines {
		words := strings.Fields(n.words())
		for i, w := range words {
			if i < len(words)-1 || !strings.HasSuffix(w, "-") {
				known[bare(w)] = true
			}
		}
	}
	return known
}

// bare takes punctuation off a word.
func bare(word string) string {
	return strings.ToLower(strings.TrimFunc(word, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }))
}

// join appends a line to a paragraph. A hyphen that parts a word at the line's end
// is dropped, but where the file has the word with it elsewhere, or before what
// does not continue a word.
func join(paragraph, next string, known map[string]bool) string {
	if paragraph == "" {
		return next
	}
	last, size := utf8.DecodeLastRuneInString(paragraph)
	head := paragraph[:len(paragraph)-size]
	lower := strings.IndexFunc(next, unicode.IsLower) == 0
	switch last {
	case '\u00ad', '\u2010', utf8.RuneError: // put in by what made the file
		return head + next
	case '-':
		before, _ := utf8.DecodeLastRuneInString(head)
		switch {
		case !unicode.IsLetter(before) && !unicode.IsDigit(before):
			return paragraph + " " + next
		case !lower || !unicode.IsLetter(before):
			return paragraph + next
		}
		start := head[strings.LastIndexByte(head, ' ')+1:]
		rest, _, _ := strings.Cut(next, " ")
		if known[bare(start+"-"+rest)] && !known[bare(start+rest)] {
			return paragraph + next
		}
		return head + next
	}
	return paragraph + " " + next
}
