package discord

import (
	"slices"
	"strconv"
	"strings"

	"github.com/bwmarrin/discordgo"

	"footnote/bot"
	"footnote/index"
	"footnote/index/report"
)

// A message is what is shown: text, and buttons under it.
type message struct {
	content string
	rows    []discordgo.MessageComponent
}

// How much of a message its parts may take, by [size].
const (
	maxCredits = 220 // who is cited for a passage
	maxTitle   = 80  // a report's title beside a passage
	minPassage = 120 // a passage is shown at this size at least, or on the next page
	maxName    = 120 // a name in a list
	maxSample  = 240 // a passage in a list
)

// A block is a passage as it is shown.
type block struct {
	label         string // "**1**"; "" where there is only one
	before, after string // context; "" where there is none, or no room
	text          string
	marks         []report.Span
	credits       string // who is cited, escaped
	place         string // where it stands, escaped
	link          string // "[Open](<…>)" or ""
}

// write renders the block with a passage of a size of most at most.
func (b block) write(most int) string {
	var lines []string
	if b.label != "" {
		lines = append(lines, b.label)
	}
	if b.before != "" {
		lines = append(lines, "> -# "+escape(b.before))
	}
	lines = append(lines, "> "+clip(b.text, b.marks, most))
	if b.after != "" {
		lines = append(lines, "> -# "+escape(b.after))
	}
	foot := b.place
	if b.link != "" {
		foot += " · " + b.link
	}
	return strings.Join(append(lines, "— "+b.credits, "-# "+foot), "\n")
}

// compose joins a head and passages into a content within maxContent. What does
// not fit goes in this order: context from the last passage up, links, the ends of
// long passages, whole passages from the last up. It returns how many passages are
// left, at least one of those given. Note is added where a passage was shortened.
// The head must leave room for one passage.
func compose(head []string, blocks []block, note string) (content string, shown int) {
	join := func(blocks []block, share int, notes ...string) string {
		parts := append([]string(nil), head...)
		for _, b := range blocks {
			parts = append(parts, b.write(share))
		}
		return strings.Join(append(parts, notes...), "\n")
	}
	blocks = append([]block(nil), blocks...)
	fits := func() bool {
		content = join(blocks, 1<<30)
		return size(content) <= maxContent
	}
	for {
		if fits() {
			return content, len(blocks)
		}
		last := -1
		for n, b := range blocks {
			if b.before != "" || b.after != "" {
				last = n
			}
		}
		if last < 0 {
			break
		}
		blocks[last].before, blocks[last].after = "", ""
	}
	for n := range blocks {
		blocks[n].link = ""
	}
	if fits() {
		return content, len(blocks)
	}
	for ; len(blocks) > 1; blocks = blocks[:len(blocks)-1] {
		if share := fairShare(blocks, maxContent-size(join(blocks, 0, note))); share >= minPassage {
			return join(blocks, share, note), len(blocks)
		}
	}
	if fits() {
		return content, len(blocks)
	}
	share := max(0, maxContent-size(join(blocks, 0, note)))
	return join(blocks, share, note), len(blocks)
}

// fairShare returns the size to which passages must be shortened so that together
// they fit into room: short ones leave theirs to the long.
func fairShare(blocks []block, room int) int {
	sizes := make([]int, len(blocks))
	for n, b := range blocks {
		sizes[n] = size(clip(b.text, b.marks, 1<<30))
	}
	low, high := 0, max(0, room)
	for low < high {
		share, sum := (low+high+1)/2, 0
		for _, s := range sizes {
			sum += min(s, share)
		}
		if sum <= room {
			low = share
		} else {
			high = share - 1
		}
	}
	return low
}

// blocks makes passages ready to be shown, numbered from first. A sentence that is
// a passage itself is not shown as the context of another.
func (v voice) blocks(passages []index.Passage, first int, several bool) []block {
	shown := func(p index.Passage, step int) bool {
		return slices.ContainsFunc(passages, func(o index.Passage) bool {
			return o.Report == p.Report && o.Sentence == p.Sentence+step
		})
	}
	blocks := make([]block, len(passages))
	for n, p := range passages {
		if shown(p, -1) {
			p.Before = ""
		}
		if shown(p, 1) {
			p.After = ""
		}
		b := block{
			before: p.Before, after: p.After, text: p.Text, marks: bot.Marks(p),
			credits: v.creditLine(p), place: v.place(p.Citation, several),
		}
		if len(passages) > 1 || first > 1 {
			b.label = "**" + strconv.Itoa(first+n) + "**"
		}
		if link := linkTo(p.URL, p.Text); link != "" {
			b.link = "[" + v.say("open") + "](<" + link + ">)"
		}
		blocks[n] = b
	}
	return blocks
}

// place says where a passage stands, with its report where there are several.
func (v voice) place(c index.Citation, several bool) string {
	at := v.say("place", values{"Paragraph": c.Paragraph, "Sentence": c.Sentence, "Sentences": c.Sentences})
	if !several {
		return at
	}
	title := c.Title
	if title == "" {
		title = c.Report
	}
	return clip(title, nil, maxTitle) + " · " + at
}

// creditLine says who is cited for a passage, escaped and bounded.
func (v voice) creditLine(p index.Passage) string {
	credits := bot.Credits(p)
	if len(credits) == 0 {
		return v.say("credit_none")
	}
	parts := make([]string, len(credits))
	for n, c := range credits {
		parts[n] = v.credit(c)
	}
	return clip(strings.Join(parts, "; "), nil, maxCredits)
}

// credit words one credit, as [bot.Credit.String] does in English.
func (v voice) credit(c bot.Credit) string {
	s := v.and(c.Names)
	if c.Via != "" {
		key := [...]string{bot.ToOutlet: "credit_to", bot.OnNetwork: "credit_on", bot.AtEvent: "credit_at", bot.InWriting: "credit_in"}[c.Channel]
		s = v.say(key, values{"Source": s, "Via": c.Via})
	}
	switch c.Carried {
	case bot.FromBefore:
		s = v.say("credit_before", values{"Source": s})
	case bot.FromAfter:
		s = v.say("credit_after", values{"Source": s})
	case bot.FromPlace:
		s = v.say("credit_place", values{"Source": s, "Paragraph": c.From.Paragraph, "Sentence": c.From.Sentence})
	case bot.Here:
	}
	return s
}

// and joins names as a sentence does.
func (v voice) and(names []string) string {
	last := len(names) - 1
	if last < 1 {
		return strings.Join(names, "")
	}
	return v.say("credit_and", values{"First": strings.Join(names[:last], v.say("credit_list")), "Last": names[last]})
}

// A list is lines under a head, as many as fit.
func list(head []string, lines []string, tail []string, most int) (content string, shown int) {
	used := size(strings.Join(append(append([]string(nil), head...), tail...), "\n"))
	kept := append([]string(nil), head...)
	for _, l := range lines {
		if used += size(l) + len("\n"); used > most {
			break
		}
		kept = append(kept, l)
		shown++
	}
	return strings.Join(append(kept, tail...), "\n"), shown
}

// row puts buttons into an action row.
func row(buttons ...discordgo.MessageComponent) discordgo.MessageComponent {
	return discordgo.ActionsRow{Components: buttons}
}

// button makes a button; its label is cut where a language is long-winded.
func button(label, id string, style discordgo.ButtonStyle) discordgo.MessageComponent {
	return discordgo.Button{Label: cut(label, maxLabel), CustomID: id, Style: style}
}

// cut shortens a plain text to a size of most, with an ellipsis.
func cut(s string, most int) string {
	if size(s) <= most {
		return s
	}
	used, end := size(ellipsis), 0
	for at, r := range s {
		if used += size(string(r)); used > most {
			break
		}
		end = at + len(string(r))
	}
	return strings.TrimSpace(s[:end]) + ellipsis
}
