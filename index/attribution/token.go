package attribution

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"footnote/index/report"
)

// A token is a word or a mark of the text.
type token struct {
	start, end int    // in bytes of the text
	low        string // lower case, straight apostrophes
	key        uint32 // hash of low
	base       uint32 // hash of the base form
	suffix     uint32 // hash of the last three bytes of low
	class      class
	sense      sense
	capital    bool  // starts with a capital letter
	word       bool  // a word or a number, not a mark
	shape      uint8 // see shapeOf
	tag        tag
	quoted     int32 // number of the quotation it stands in, marks included; 0 = none
	sentence   int32 // index of its sentence
}

// A quotation is a stretch between double quotation marks, marks included,
// in tokens [from, to).
type quotation struct {
	from, to  int
	closed    bool
	continues bool // opens a paragraph while the one before was not closed
}

// A text is a report cut into tokens.
type text struct {
	src       string
	tokens    []token
	sentences []span      // tokens of each sentence
	paragraph []int       // index of the paragraph of each sentence
	quotes    []quotation // from 1; the first is no quotation
	counts    []count     // of the words before each token, and before the end
	mentions  []mention   // noun phrases in the order of the text, see note
	scratch
}

// scratch is memory that is used again for each sentence.
type scratch struct {
	cues     []cueCandidate
	sources  []sourceCandidate
	features []feature
}

// A count is how many words there are, and how many of them stand in quotations.
type count struct{ words, quoted int }

// count counts the words of s.
func (t *text) count(s span) count {
	a, b := t.counts[s.from], t.counts[s.to]
	return count{b.words - a.words, b.quoted - a.quoted}
}

// A span is a range of tokens.
type span struct{ from, to int }

// read cuts the report's sentences into tokens and finds the quotations.
func read(r *report.Report, lex *lexicon) *text {
	t := &text{src: r.Text, quotes: make([]quotation, 1), tokens: make([]token, 0, len(r.Text)/5)}
	open := false
	for p, par := range r.Paragraphs {
		first := len(t.tokens)
		for _, s := range par.Sentences {
			from := len(t.tokens)
			t.cut(s.Span, len(t.sentences), lex)
			t.sentences = append(t.sentences, span{from, len(t.tokens)})
			t.paragraph = append(t.paragraph, p)
		}
		open = t.pairQuotes(first, open)
	}
	var before count
	t.counts = make([]count, 0, len(t.tokens)+1)
	for i := range t.tokens {
		t.counts = append(t.counts, before)
		if t.tokens[i].word {
			before.words++
			if t.tokens[i].quoted > 0 {
				before.quoted++
			}
		}
	}
	t.counts = append(t.counts, before)
	t.mentions = make([]mention, 0, len(t.tokens)/4)
	t.tagSurnames()
	tagger := englishTagger()
	for _, s := range t.sentences {
		tagger.tag(t, s)
		t.mend(s)
	}
	return t
}

// cut appends the tokens of one sentence.
func (t *text) cut(s report.Span, sentence int, lex *lexicon) {
	end := min(s.End, len(t.src))
	for i := max(0, s.Start); i < end; {
		c, size := utf8.DecodeRuneInString(t.src[i:end])
		if unicode.IsSpace(c) {
			i += size
			continue
		}
		from := i
		word := isWord(c)
		if word {
			i = wordEnd(t.src, i, end)
		} else {
			i += size
			for (c == '-' || c == '.' || c == '\'' || c == '`') && i < end && t.src[i] == byte(c) {
				i += size
			}
		}
		if at := ending(t.src[from:i]); at > 0 {
			t.add(lex, from, from+at, word, sentence)
			from += at
		}
		t.add(lex, from, i, word, sentence)
	}
}

// add appends the token of one word or mark.
func (t *text) add(lex *lexicon, from, to int, isWord bool, sentence int) {
	t.tokens = append(t.tokens, token{start: from, end: to, word: isWord, sentence: int32(sentence)}) //nolint:gosec // fewer than bytes
	lex.describe(&t.tokens[len(t.tokens)-1], t.src[from:to])
}

func isWord(c rune) bool { return unicode.IsLetter(c) || unicode.IsDigit(c) || unicode.IsMark(c) }

// wordEnd returns the end of the word that starts at i: letters and digits,
// with apostrophes, hyphens, dots, & and @ inside, and the dot of an abbreviation.
func wordEnd(s string, i, end int) int {
	start := i
	for i < end && s[i] != ' ' {
		if isLatin(s[i]) {
			i++
			continue
		}
		c, size := utf8.DecodeRuneInString(s[i:end])
		if isWord(c) {
			i += size
			continue
		}
		if joins(c) && i+size < end {
			next, _ := utf8.DecodeRuneInString(s[i+size : end])
			if isWord(next) && (c != ',' || unicode.IsDigit(next)) && (c != '.' || i-start <= 3 || unicode.IsDigit(next)) {
				i += size
				continue
			}
		}
		break
	}
	if i < end && s[i] == '.' && isAbbreviation(s[start:i]) {
		i++
	}
	return i
}

// isLatin reports whether c is a letter of the English alphabet.
func isLatin(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

// joins reports whether c may stand inside a word.
func joins(c rune) bool {
	switch c {
	case '\'', '’', '-', '&', '@', '.', ',', '/':
		return true
	}
	return false
}

// isAbbreviation reports whether a dot after w belongs to it.
func isAbbreviation(w string) bool {
	if len(w) == 1 && w[0] >= 'A' && w[0] <= 'Z' || len(w) > 2 && w[1] == '.' {
		return true
	}
	switch w {
	case "Mr", "Mrs", "Ms", "Dr", "Prof", "Sen", "Sens", "Rep", "Reps", "Gov", "Govs", "Gen", "Lt", "Col", "Sgt", "Capt", "Maj",
		"Adm", "St", "Jr", "Sr", "Rev", "Hon", "Messrs", "Cmdr":
		return true
	}
	return false
}

// ending returns where the ending 's, n't, 're or the like of a word begins; 0 where
// it has none.
func ending(w string) int {
	for i := len(w) - 1; i > 0 && i >= len(w)-6; i-- {
		size := 1
		switch {
		case w[i] == '\'':
		case strings.HasPrefix(w[i:], "’"):
			size = len("’")
		default:
			continue
		}
		switch strings.ToLower(w[i+size:]) {
		case "s", "re", "ve", "d", "ll", "m":
			return i
		case "t":
			if i > 1 && (w[i-1] == 'n' || w[i-1] == 'N') {
				return i - 1
			}
		}
		break
	}
	return 0
}

// pairQuotes finds the quotations from token first on, which opens a paragraph,
// and reports whether the paragraph ends inside a quotation.
func (t *text) pairQuotes(first int, wasOpen bool) bool {
	open := 0
	for i := first; i < len(t.tokens); i++ {
		tok := &t.tokens[i]
		mark := 0
		if !tok.word {
			switch tok.low {
			case "“", "„", "«", "``":
				mark = 1
			case "”", "»":
				mark = -1
			case `"`, "''":
				mark = 2
			}
		}
		switch {
		case open > 0:
			tok.quoted = int32(open)
			if mark == -1 || mark == 2 {
				t.quotes[open].to, t.quotes[open].closed = i+1, true
				open = 0
			}
		case mark > 0:
			open = len(t.quotes)
			tok.quoted = int32(open)
			t.quotes = append(t.quotes, quotation{from: i, continues: wasOpen && i == first})
		}
	}
	if open > 0 {
		t.quotes[open].to = len(t.tokens)
	}
	return open > 0
}

// words returns the text that tokens [from, to) cover.
func (t *text) words(s span) string {
	if s.from >= s.to {
		return ""
	}
	return t.src[t.tokens[s.from].start:t.tokens[s.to-1].end]
}

func (t *text) bytes(s span) report.Span {
	if s.from >= s.to {
		return report.Span{}
	}
	return report.Span{Start: t.tokens[s.from].start, End: t.tokens[s.to-1].end}
}
