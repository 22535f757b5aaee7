// Package segment finds the sentences of a text, as a journalist would count
// them: "U.S. President Donald Trump" is no end, a quotation of several
// sentences is several sentences, and `"Really?" he asked.` is one.
//
// Candidates for boundaries are those of Unicode's UAX #29; the rules of the
// text's language then take some of them back and add some that UAX #29 cannot
// see. Languages without rules of their own are split by UAX #29 and the few
// rules that hold for all.
package segment

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/sentences"

	"footnote/index/report"
)

// Sentences returns the spans of the sentences of text, in order and apart, in
// bytes of text. They begin and end with characters that are not white space,
// and only white space stands between them. Lang is a BCP 47 tag; "" is
// taken for English.
func Sentences(lang, text string) []report.Span {
	s := splitter{text: text, rules: rulesFor(lang), spans: make([]report.Span, 0, len(text)/120+1)}
	for start, end := range blocks(text) {
		for start < end {
			next := itemEnd(text[start:end]) + start
			s.split(start, next)
			start = next
		}
	}
	return s.spans
}

// Split fills in the sentences of every paragraph of r.
func Split(r *report.Report) {
	number := 0
	for i := range r.Paragraphs {
		p := &r.Paragraphs[i]
		spans := Sentences(r.Lang, p.Span.In(r.Text))
		p.Sentences = make([]report.Sentence, 0, len(spans))
		for _, s := range spans {
			number++
			p.Sentences = append(p.Sentences, report.Sentence{
				Number:    number,
				Paragraph: i + 1,
				Span:      report.Span{Start: p.Span.Start + s.Start, End: p.Span.Start + s.End},
			})
		}
	}
}

// A splitter gathers the sentences of a text.
type splitter struct {
	text  string
	rules *rules
	spans []report.Span
}

// split finds the sentences of text[start:end], which no sentence reaches over.
func (s *splitter) split(start, end int) {
	first := len(s.spans)
	for start < end {
		stop, bare := bareRun(s.text[start:end])
		sentence := start // where the current sentence starts
		for from := start; from < start+stop; {
			to := from + nextCandidate(s.text[from:start+stop])
			for at := range s.unseen(from, to) {
				if at > sentence && s.ends(sentence, at, end) {
					s.add(first, sentence, at)
					sentence = at
				}
			}
			at := s.place(sentence, to, end)
			if at > sentence && at < start+stop && s.ends(sentence, at, end) {
				s.add(first, sentence, at)
				sentence = at
			}
			from = to
		}
		s.add(first, sentence, start+stop)
		s.add(first, start+stop, start+stop+bare)
		start += stop + bare
	}
}

// nextCandidate returns the end of the first sentence of text by UAX #29.
//
// Its rules look back from a mark that may end a sentence at one character alone, so
// that what stands before that one need not be shown to the segmenter.
func nextCandidate(text string) int {
	skip := 0
	for skip < len(text) && isQuiet[text[skip]] {
		skip++
	}
	if skip == len(text) {
		return skip
	}
	skip = max(0, skip-1)
	candidates := sentences.FromString(text[skip:])
	candidates.Next()
	return skip + candidates.End()
}

// isQuiet says of each byte whether it is ASCII and neither ends a sentence nor a line.
var isQuiet = func() (table [256]bool) {
	for c := range utf8.RuneSelf {
		table[c] = !strings.ContainsRune(".?!\r\n", rune(c))
	}
	return table
}()

// add makes text[start:end] a sentence. If nothing of it is a letter or a
// number, as in a closing quotation mark gone astray, it is added to the
// sentence before, where that is not older than first.
func (s *splitter) add(first, start, end int) {
	part := strings.TrimRightFunc(s.text[start:end], unicode.IsSpace)
	if part == "" {
		return
	}
	end = start + len(part)
	start += spaces(part)
	part = s.text[start:end]
	if len(s.spans) > first && len(part) <= maxOrphan && !hasWord(part) {
		s.spans[len(s.spans)-1].End = end
		return
	}
	for {
		cut := tooLong(s.text[start:end])
		if cut == 0 {
			break
		}
		s.spans = append(s.spans, report.Span{Start: start, End: start + cut})
		start += cut + spaces(s.text[start+cut:end])
	}
	s.spans = append(s.spans, report.Span{Start: start, End: end})
}

// maxSentence is how many code points a sentence has before it is cut at a
// semicolon: a passage of more is no answer that anyone reads.
const maxSentence = 600

// tooLong returns behind which byte to cut a sentence that is too long: behind
// the last semicolon before a space that leaves no more than maxSentence code
// points in front of it. It returns 0 for a sentence that is not, or has none.
func tooLong(sentence string) int {
	if len(sentence) <= maxSentence {
		return 0
	}
	cut, points := 0, 0
	for i, r := range sentence {
		if points++; points > maxSentence {
			return cut
		}
		if r == ';' && strings.HasPrefix(sentence[i+1:], " ") && hasWord(sentence[:i]) && hasWord(sentence[i+1:]) {
			cut = i + 1
		}
	}
	return 0
}

// maxOrphan is how many bytes of punctuation are no sentence of their own.
const maxOrphan = 16

func hasWord(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) })
}

// maxBare is how many bytes without a letter or digit UAX #29 gets to see in a
// row: its rule SB8 looks ahead from every one of them, which is quadratic.
const maxBare = 256

// bareRun returns where the first run of more than maxBare bytes without a letter
// or digit has reached that size, and how long the rest of the run is. Without
// such a run it returns len(text) and 0.
func bareRun(text string) (stop, rest int) {
	if !mayBeBare(text) {
		return len(text), 0
	}
	run := 0
	for i := 0; i < len(text); {
		c, width := text[i], 1
		switch {
		case isAlnum[c]:
			run = 0
		case c < utf8.RuneSelf || run < 16:
			run++
		default:
			var r rune
			r, width = utf8.DecodeRuneInString(text[i:])
			run += width
			if unicode.IsLetter(r) || unicode.IsNumber(r) {
				run = 0
			}
		}
		i += width
		if run <= maxBare || i < len(text) && !utf8.RuneStart(text[i]) {
			continue
		}
		end := strings.IndexFunc(text[i:], func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) })
		if end < 0 {
			end = len(text) - i
		}
		return i, end
	}
	return len(text), 0
}

// mayBeBare reports whether maxBare bytes in a row may be without a letter or digit: it
// looks for those of ASCII alone, from the end of each stretch, so at few bytes.
func mayBeBare(text string) bool {
	for end := maxBare; end <= len(text); {
		at := end - 1
		for !isAlnum[text[at]] {
			if at--; at < end-maxBare {
				return true
			}
		}
		end = at + 1 + maxBare
	}
	return false
}

var isAlnum = func() (table [256]bool) {
	for c := range utf8.RuneSelf {
		r := rune(c)
		table[c] = unicode.IsLetter(r) || unicode.IsDigit(r)
	}
	return table
}()
