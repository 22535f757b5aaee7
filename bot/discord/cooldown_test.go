package discord

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestCooldown(t *testing.T) {
	h := newShelf(t, Settings{PerUser: Cooldown{2, 10 * time.Second}, PerChannel: Cooldown{4, time.Second}})
	now := time.Unix(1000, 0)
	h.now = func() time.Time { return now }
	ask := use("en-US", "ask", given("question", "When does the bridge close?"))
	by := func(user, raw string) string { return strings.ReplaceAll(raw, askerID, user) }
	in := func(channel, raw string) string {
		return strings.Replace(raw, `"channel_id":"3"`, fmt.Sprintf(`"channel_id":%q`, channel), 1)
	}
	data := respond(t, newShelf(t, Settings{}), ask).Body.Data
	more := press("en-US", askerID, labelled(t, data.Components, "More"), data.Content, 0)
	helpful := press("en-US", askerID, labelled(t, data.Components, "Helpful"), data.Content, 0)
	steps := []struct {
		name string
		wait time.Duration // before
		raw  string
		want Outcome
	}{
		{"first", 0, ask, OutcomeAnswered},
		{"what is typed counts for nothing", 0, complete(ask), OutcomeInfo},
		{"nor does help", 0, use("en-US", "help", ""), OutcomeInfo},
		{"second, a button", 0, more, OutcomeAnswered},
		{"third", 0, ask, OutcomeBusy},
		{"a third button", 0, more, OutcomeBusy},
		{"a verdict", 0, helpful, OutcomeHelpful},
		{"in another channel", 0, in("30", ask), OutcomeBusy},
		{"another person", 0, by("41", ask), OutcomeAnswered},
		{"the fourth in this channel", 0, by("42", ask), OutcomeAnswered},
		{"the fifth in this channel", 0, by("43", ask), OutcomeBusy},
		{"the same elsewhere", 0, in("30", by("43", ask)), OutcomeAnswered},
		{"a second later", time.Second, by("43", ask), OutcomeAnswered},
		{"the first person, too early", 0, ask, OutcomeBusy},
		{"the first person, rested", 10 * time.Second, ask, OutcomeAnswered},
	}
	for _, s := range steps {
		now = now.Add(s.wait)
		if got := respond(t, h, s.raw).Outcome; got != s.want {
			t.Errorf("%s: %s, want %s", s.name, got, s.want)
		}
	}
	refused := respond(t, h, ask).Body.Data
	if want := "That was a lot at once. Please ask again in 9 seconds."; refused.Content != want || refused.Flags&64 == 0 {
		t.Errorf("refusal %q, flags %d, want %q, for the asker alone", refused.Content, refused.Flags, want)
	}
	for n := range 2 * maxAskers {
		h.rest(fmt.Sprint("u", n), fmt.Sprint("c", n))
	}
	if a, c := h.askers.buckets.Len(), h.channels.buckets.Len(); a != maxAskers || c != maxChannels {
		t.Errorf("%d askers and %d channels are remembered, want %d and %d", a, c, maxAskers, maxChannels)
	}
}

func TestParseCooldown(t *testing.T) {
	for s, want := range map[string]Cooldown{
		"off": {}, "10/5s": {10, 5 * time.Second}, "1/1m30s": {1, 90 * time.Second}, "3/500ms": {3, 500 * time.Millisecond},
	} {
		got, err := ParseCooldown(s)
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("ParseCooldown(%q): error %v (-want +got)\n%s", s, err, diff)
		}
	}
	for _, s := range []string{"", "on", "5", "0/5s", "-1/5s", "5/0s", "5/5", "5/2h", "x/5s", "5/5s/5s"} {
		if got, err := ParseCooldown(s); err == nil {
			t.Errorf("ParseCooldown(%q) = %v", s, got)
		}
	}
}
