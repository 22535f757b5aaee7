package playground

import (
	"net/url"
	"strconv"
)

// A view is what of the page is on screen. It is written into the page's address,
// and into that of every link and form on it.
type view struct {
	Place    place
	Desk     string // the id of a desk; "" = the house's
	Report   string // the id of a report of the desk; "" = the first
	Sentence int    // chosen; 0 = none
	Source   string // chosen, by name; "" = none
	Reply    string // the id of the message that is replied to; "" = none
}

// The keys in an address.
const (
	keyPlace    = "place"
	keyDesk     = "desk"
	keyReport   = "report"
	keySentence = "sentence"
	keySource   = "source"
	keyReply    = "reply"
)

// readView reads an address. What it does not understand, it leaves out.
func readView(q url.Values) view {
	v := view{
		Place: inServer, Desk: q.Get(keyDesk), Report: q.Get(keyReport), Source: q.Get(keySource), Reply: q.Get(keyReply),
	}
	if q.Get(keyPlace) == string(inDirect) {
		v.Place = inDirect
	}
	if n, err := strconv.Atoi(q.Get(keySentence)); err == nil && n > 0 {
		v.Sentence = n
	}
	return v
}

// Query writes the view, with its "?".
func (v view) Query() string {
	q := url.Values{}
	set := func(key, value string) {
		if value != "" {
			q.Set(key, value)
		}
	}
	if v.Place != inServer {
		set(keyPlace, string(v.Place))
	}
	set(keyDesk, v.Desk)
	set(keyReport, v.Report)
	if v.Sentence > 0 {
		set(keySentence, strconv.Itoa(v.Sentence))
	}
	set(keySource, v.Source)
	set(keyReply, v.Reply)
	return "?" + q.Encode()
}

// The methods below return the view after something is chosen.

// In is the view of a place.
func (v view) In(p string) view { v.Place, v.Reply = place(p), ""; return v }

// At is the view of a report of a desk.
func (v view) At(desk, report string) view {
	return view{Place: v.Place, Desk: desk, Report: report}
}

// On is the view of a sentence.
func (v view) On(sentence int) view { v.Sentence, v.Source = sentence, ""; return v }

// Of is the view of a source.
func (v view) Of(source string) view { v.Sentence, v.Source = 0, source; return v }

// To is the view of replying to a message; to "", of replying to none.
func (v view) To(message string) view { v.Reply = message; return v }
