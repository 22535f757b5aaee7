package discord

import (
	"fmt"
	"hash/fnv"
	"slices"

	"footnote/bot"
	"footnote/index/report"
)

// An edition is the reports as they were at one moment. Reports can be replaced
// while questions go on; what one message shows and what its buttons mean is of
// one edition.
type edition struct {
	reports     []*report.Report
	fingerprint uint32 // tells it from others
}

// edition returns the present one.
func (h *Handler) edition() *edition {
	now := h.bot.Reports()
	if last := h.latest.Load(); last != nil && slices.Equal(last.reports, now) {
		return last
	}
	e := &edition{now, fingerprint(now)}
	h.latest.Store(e)
	return e
}

// fingerprint tells one set of reports from another.
func fingerprint(reports []*report.Report) uint32 {
	h := fnv.New32a()
	for _, r := range reports {
		h.Write(fmt.Appendf(nil, "%q%d", r.ID, len(r.Text)))
		h.Write([]byte(r.Text))
	}
	return h.Sum32()
}

// number returns which report words mean, counted from 1, by its id or title; 0,
// all, where nothing was given.
func (e *edition) number(b *bot.Bot, words string) (number int, known bool) {
	if words == "" {
		return 0, true
	}
	n := slices.Index(e.reports, b.Report(words)) + 1
	return n, n > 0
}

// id returns the id for a number; "" for all.
func (e *edition) id(number int) string {
	if number > 0 && number <= len(e.reports) {
		return e.reports[number-1].ID
	}
	return ""
}

// several reports whether a passage's report must be named.
func (e *edition) several() bool { return len(e.reports) > 1 }
