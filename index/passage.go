package index

import "footnote/index/report"

// A Query is what is looked for.
type Query struct {
	Text    string
	Reports []string // ids; empty = all
	Limit   int      // passages at most; 0 = DefaultLimit
	Offset  int      // passages to skip, for the next page
	Explain bool     // fill Passage.Reasons
}

// page returns which of the passages found the query asks for: those from one place and
// before another.
func (q Query) page(limit, found int) (from, to int) {
	from = min(max(q.Offset, 0), found)
	return from, min(from+limit, found)
}

// DefaultLimit is how many passages a search gives where the query names no limit.
const DefaultLimit = 3

// A Result is what was found, best first.
type Result struct {
	Verdict    Verdict
	Confidence float64 // probability, 0 to 1, that the first passage answers
	Passages   []Passage
	More       bool // there are passages after these
}

// Verdict says what a result is worth. The zero value is Silent.
type Verdict int

// The verdicts, worst first.
const (
	Silent   Verdict = iota // the report does not say; the passages are the nearest
	Closest                 // not sure enough to call it an answer
	Answered                // the first passage answers
)

// A Passage is a matching sentence, word for word, and where it stands.
type Passage struct {
	Citation
	Text         string
	Before       string        // the sentence before in the same report, "" at the start
	After        string        // the sentence after, "" at the end
	Highlights   []report.Span // the matching words, in bytes of Text, in order
	Answer       report.Span   // the words that answer, in bytes of Text; empty where they cannot be told
	Score        float64
	Attributions []report.Attribution // spans in bytes of the report's text
	Reasons      []Reason             // what gave the score, greatest first; nil unless asked for
}

// A Citation is where a passage stands: enough to find it again.
type Citation struct {
	Report    string // the report's id
	Title     string
	Publisher string
	URL       string
	Published string
	Lang      string
	Paragraph int         // counts from 1
	Sentence  int         // counts from 1 through the whole report
	Sentences int         // how many the report has
	Span      report.Span // in bytes of the report's text
	Runes     [2]int      // the same in Unicode code points
}

// A Reason is one part of a passage's score, in words for people.
type Reason struct {
	Name   string
	Points float64
}
