package bot

import (
	"fmt"
	"slices"
	"strings"

	"footnote/index"
	"footnote/index/report"
)

// A Credit is one thing to say of who is cited for a passage: one or more
// sources that the report cites together, the outlet or channel that they
// spoke through, and how far from the passage the report names them.
type Credit struct {
	Names   []string
	Via     string  // "NBC News", "X", "a briefing"; "" where none
	Channel Channel // what Via is; of no meaning where it is empty
	Carried Carried
	From    report.Place // the sentence that names them, where they are carried over
}

// Carried says where the report names a source.
type Carried int

// Where a source is named. The zero value is the passage itself.
const (
	Here       Carried = iota
	FromBefore         // in the sentence before
	FromAfter          // in the sentence after
	FromPlace          // in another sentence
)

// Channel says what a source spoke through.
type Channel int

// The kinds of channel, by the preposition that English has for them.
const (
	ToOutlet  Channel = iota // "to NBC News"
	OnNetwork                // "on X"
	AtEvent                  // "at a briefing"
	InWriting                // "in a statement"
)

// networks are the social networks that are posted on rather than told.
var networks = []string{
	"x", "twitter", "facebook", "instagram", "telegram", "truth social", "tiktok", "youtube", "linkedin", "reddit",
	"bluesky", "mastodon", "threads", "snapchat", "weibo", "vk", "whatsapp", "medium", "social media",
}

// events and writings are the last words of channels that are no outlet.
var (
	events = []string{
		"briefing", "conference", "hearing", "rally", "event", "meeting", "debate", "summit", "speech", "forum",
		"gathering", "fundraiser", "convention", "press conference", "appearance", "trial", "town hall",
	}
	writings = []string{
		"statement", "interview", "letter", "email", "e-mail", "memo", "tweet", "post", "report", "filing", "article",
		"essay", "op-ed", "message", "release", "testimony", "video", "book", "document", "paper", "study", "call",
	}
)

// channel tells what via is by its words.
func channel(via string) Channel {
	words := strings.Fields(strings.ToLower(via))
	switch {
	case len(words) == 0:
		return ToOutlet
	case slices.Contains(networks, strings.Join(words, " ")):
		return OnNetwork
	case slices.Contains(events, words[len(words)-1]), slices.Contains(events, strings.Join(words[max(0, len(words)-2):], " ")):
		return AtEvent
	case slices.Contains(writings, words[len(words)-1]):
		return InWriting
	}
	return ToOutlet
}

// Credits returns who is cited for a passage, in the order of the text; none
// where the report speaks in its own voice. Sources that went through the same
// channel and are named in the same sentence stand in one credit.
func Credits(p index.Passage) []Credit {
	place := report.Place{Paragraph: p.Paragraph, Sentence: p.Sentence}
	var credits []Credit
	for _, a := range p.Attributions {
		c := Credit{Names: []string{a.Source.Name}, Via: a.Source.Via, Channel: channel(a.Source.Via)}
		if from := a.Source.ResolvedFrom; from != nil && *from != place {
			c.From = *from
			switch from.Sentence - p.Sentence {
			case -1:
				c.Carried = FromBefore
			case 1:
				c.Carried = FromAfter
			default:
				c.Carried = FromPlace
			}
		}
		same := slices.IndexFunc(credits, func(o Credit) bool {
			return o.Via == c.Via && o.Carried == c.Carried && o.From == c.From
		})
		switch {
		case same < 0:
			credits = append(credits, c)
		case !slices.Contains(credits[same].Names, a.Source.Name):
			credits[same].Names = append(credits[same].Names, a.Source.Name)
		}
	}
	return credits
}

// String words the credit in English: "Lindsey Graham, to NBC News";
// "Financial Times and Axios, carried over from the sentence before".
func (c Credit) String() string {
	s := and(c.Names)
	if c.Via != "" {
		s += ", " + [...]string{ToOutlet: "to", OnNetwork: "on", AtEvent: "at", InWriting: "in"}[c.Channel] + " " + c.Via
	}
	switch c.Carried {
	case FromBefore:
		s += ", carried over from the sentence before"
	case FromAfter:
		s += ", named in the sentence after"
	case FromPlace:
		s += fmt.Sprintf(", carried over from paragraph %d, sentence %d", c.From.Paragraph, c.From.Sentence)
	case Here:
	}
	return s
}

// CreditLine words all credits of a passage in English on one line; "the
// report itself" where none is cited.
func CreditLine(p index.Passage) string {
	credits := Credits(p)
	if len(credits) == 0 {
		return "the report itself"
	}
	parts := make([]string, len(credits))
	for i, c := range credits {
		parts[i] = c.String()
	}
	return strings.Join(parts, "; ")
}

// and joins names as a sentence does.
func and(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " and " + names[last]
}
