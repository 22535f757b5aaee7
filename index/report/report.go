// Package report holds the nouns of a news report and nothing that works on
// them: a [Report] has paragraphs, a paragraph has sentences, a sentence has
// the [Attribution]s that the report makes in it.
//
// A report is filled in three steps, each by a package of its own: Decode
// reads the file and finds the paragraphs, package segment the sentences,
// package attribution the cited sources.
//
// All offsets are bytes into [Report.Text], the file's whole text as it was
// given, front matter included, so that a span can always be cut out of the
// file. [Offsets] translates them into Unicode code points where they leave
// the program.
package report

// A Span is the half-open range [Start, End) of bytes in [Report.Text].
type Span struct{ Start, End int }

// Len returns the span's length in bytes.
func (s Span) Len() int { return s.End - s.Start }

// Contains reports whether o lies inside s.
func (s Span) Contains(o Span) bool { return s.Start <= o.Start && o.End <= s.End }

// In returns the words of text that the span covers.
func (s Span) In(text string) string { return text[s.Start:s.End] }

// A Report is one news report.
type Report struct {
	ID        string // unique in a collection: the file's name without its ending
	Title     string // "" where none is known
	Publisher string // "" where none is known
	URL       string // "" where none is known; else http or https
	Published string // date as YYYY-MM-DD or RFC 3339; "" where none is known
	Lang      string // BCP 47, as "en"; "" where none is known
	Licence   string // "" where none is known

	Text       string // the whole file as given
	Body       Span   // Text without its front matter
	Paragraphs []Paragraph
	Entities   []Entity // who is named in the report, in order of first mention
}

// A Paragraph is a block of text between blank lines.
type Paragraph struct {
	Span      Span
	Sentences []Sentence
}

// A Sentence is the unit that is indexed, found and cited.
type Sentence struct {
	Number       int // counts from 1 through the whole report
	Paragraph    int // counts from 1
	Span         Span
	Attributions []Attribution // empty where the report speaks in its own voice
}

// Quote says how the words of a source are given.
type Quote string

// The ways of quoting, as PARC 3.0 tells them apart.
const (
	Direct   Quote = "direct"   // the words themselves, in quotation marks
	Indirect Quote = "indirect" // the report's words
	Mixed    Quote = "mixed"    // both
)

// An Attribution is one source that a sentence's content is credited to:
// source - cue - content, in the terms of PARC 3.0 and PolNeAR.
type Attribution struct {
	Source  Source
	Cue     *Span // "said", "according to"; nil where the source is carried over without one
	Content Span  // the part of the sentence that is credited
	Quote   Quote
}

// A Source is whom the text credits: a person, a body, an outlet or a document.
type Source struct {
	Name         string // as full as the report gives it anywhere: "Lindsey Graham", not "he"
	Mention      *Span  // the words that name it, here or in an earlier or later sentence; nil where there are none
	Via          string // the outlet or channel that was told or carried it: "NBC News", "X", "a briefing"; "" where none
	ResolvedFrom *Place // the sentence from which the source was carried over; nil where this sentence names it
}

// A Place is where a sentence stands.
type Place struct {
	Paragraph int // counts from 1
	Sentence  int // counts from 1 through the whole report
}

// Kind says what an [Entity] is.
type Kind string

// The kinds of entity.
const (
	Person   Kind = "person"
	Body     Kind = "body"     // an organisation, an office, a state
	Outlet   Kind = "outlet"   // a news outlet or a social network
	Document Kind = "document" // a poll, a report, a statement
	Unnamed  Kind = "unnamed"  // "a senior administration official"
)

// An Entity is one of the people, bodies, outlets and documents that a report
// credits, under one name however it is spelt.
type Entity struct {
	Name    string // equals the Name of every Source that means it
	Kind    Kind
	Role    string   // "Republican Senator"; "" where none is given
	Aliases []string // other words the report uses for it: "Graham", "the senator"
}

// Sentences returns all sentences in the order of the text.
func (r *Report) Sentences() []Sentence {
	var all []Sentence
	for _, p := range r.Paragraphs {
		all = append(all, p.Sentences...)
	}
	return all
}
