package report

import "unicode/utf8"

// Offsets translates byte offsets of one text into Unicode code points.
// The zero value is of no use; make one with [NewOffsets].
type Offsets struct {
	text  string
	marks []int // code points before byte i*stride
}

const stride = 256

// NewOffsets prepares text, which is UTF-8, in one pass, for translating offsets into it.
func NewOffsets(text string) *Offsets {
	o := &Offsets{text: text, marks: make([]int, 0, len(text)/stride+1)}
	points := 0
	for from := 0; from <= len(text); from += stride {
		o.marks = append(o.marks, points)
		for i := from; i < min(from+stride, len(text)); i++ {
			if utf8.RuneStart(text[i]) {
				points++
			}
		}
	}
	return o
}

// Rune returns how many code points stand before byte offset b, which must
// lie in the text and at the start of a code point.
func (o *Offsets) Rune(b int) int {
	m := b / stride
	from := m * stride
	// The mark counts the code points that start before its byte; one may
	// reach over it, so step to the next start.
	for from < b && !utf8.RuneStart(o.text[from]) {
		from++
	}
	return o.marks[m] + utf8.RuneCountInString(o.text[from:b])
}

// Span returns the span in code points.
func (o *Offsets) Span(s Span) [2]int { return [2]int{o.Rune(s.Start), o.Rune(s.End)} }
