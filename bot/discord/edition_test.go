package discord

import (
	"testing"

	"github.com/bwmarrin/discordgo"

	"footnote/index/report"
)

// TestChangedReports presses old buttons after the reports were replaced while the
// handler goes on.
func TestChangedReports(t *testing.T) {
	h := newShelf(t, Settings{})
	answer := respond(t, h, use("en-US", "ask", given("question", "When does the bridge close?"))).Body.Data
	press := func() []Outcome {
		var all []Outcome
		for _, r := range answer.Components {
			for _, b := range r.(discordgo.ActionsRow).Components {
				all = append(all, respond(t, h, press("en-US", askerID, b.(discordgo.Button).CustomID, answer.Content, 0)).Outcome)
			}
		}
		return all
	}
	for n, o := range press() {
		if o == OutcomeStale {
			t.Errorf("button %d is stale at once", n)
		}
	}
	sh := newShelfOf(t)
	before := sh.reports
	h = handlerOn(t, sh, Settings{})
	sh.reports = []*report.Report{report.New("bridge", "en", "The bridge stays open.")}
	for n, o := range press() {
		if o != OutcomeStale {
			t.Errorf("after a change button %d is %s, want %s", n, o, OutcomeStale)
		}
	}
	sh.reports = append(before, report.New("other", "en", "Another."))
	for n, o := range press() {
		if o != OutcomeStale {
			t.Errorf("beside a second report button %d is %s, want %s", n, o, OutcomeStale)
		}
	}
	sh.reports = before
	for n, o := range press() {
		if o == OutcomeStale {
			t.Errorf("after all is as it was button %d is stale", n)
		}
	}
}
