package discord

import (
	"testing"

	"github.com/bwmarrin/discordgo"
)

func TestDecodeInteraction(t *testing.T) {
	button := `{"type":1,"components":[{"type":2,"style":2,"label":"x","custom_id":"y"}]}`
	strange := `{"type":97,"id":3,"components":[{"type":98}]}`
	tests := []struct {
		name, raw string
		check     func(*discordgo.Interaction) bool
	}{
		{"ping", `{"id":"1","type":1}`, func(i *discordgo.Interaction) bool { return i.Type == discordgo.InteractionPing }},
		{
			"known components stay",
			`{"id":"1","type":3,"data":{"custom_id":"y","component_type":2},"message":{"id":"2","content":"c","components":[` + button + `]}}`,
			func(i *discordgo.Interaction) bool { return len(i.Message.Components) == 1 },
		},
		{
			"a strange component in the message clicked on",
			`{"id":"1","type":3,"data":{"custom_id":"y","component_type":2},"message":{"id":"2","content":"c","components":[` + strange + `]}}`,
			func(i *discordgo.Interaction) bool { return i.Message.Content == "c" },
		},
		{
			"a strange component in the target of a menu",
			`{"id":"1","type":2,"data":{"id":"9","name":"Find in the report","type":3,"target_id":"7","resolved":{"messages":{"7":
				{"id":"7","content":"c","author":{"id":"4"},"components":[` + strange + `]}}}}}`,
			func(i *discordgo.Interaction) bool {
				return targetOf(i.Data.(discordgo.ApplicationCommandInteractionData)).Content == "c"
			},
		},
		{
			"a strange component in a message that is answered or forwarded",
			`{"id":"1","type":3,"data":{"custom_id":"y","component_type":2},"message":{"id":"2","content":"c",
				"message_snapshots":[{"message":{"content":"s","components":[` + strange + `]}}],
				"referenced_message":{"id":"3","content":"r","author":{"id":"4"},"components":[` + strange + `]}}}`,
			func(i *discordgo.Interaction) bool { return i.Message.ReferencedMessage.Content == "r" },
		},
		{
			"in a thread", `{"id":"1","type":2,"channel_id":"5","channel":{"id":"5","type":11,"parent_id":"3"},"data":{"name":"ask"}}`,
			func(i *discordgo.Interaction) bool { return i.ChannelID == "3" },
		},
		{
			"in a channel of a category", `{"id":"1","type":2,"channel_id":"5","channel":{"id":"5","type":0,"parent_id":"3"},"data":{"name":"ask"}}`,
			func(i *discordgo.Interaction) bool { return i.ChannelID == "5" },
		},
	}
	for _, tt := range tests {
		i, err := DecodeInteraction([]byte(tt.raw))
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
		} else if !tt.check(i) {
			t.Errorf("%s: DecodeInteraction = %+v", tt.name, i)
		}
	}
	for _, raw := range []string{"", "null", "[]", "{}", `{"id":"1"}`, `{"type":2}`, `{"id":1,"type":"x"}`, "{"} {
		if i, err := DecodeInteraction([]byte(raw)); err == nil {
			t.Errorf("DecodeInteraction(%q) = %+v, want an error", raw, i)
		}
	}
}

// FuzzRespond sends anything as an interaction: whatever decodes gets a body that
// Discord takes.
func FuzzRespond(f *testing.F) {
	f.Add([]byte(use("en-US", "ask", given("question", "When does it close?"))))
	f.Add([]byte(complete(use("de", "ask", typing("question", "w")))))
	f.Add([]byte(press("ja", askerID, "1:a:4:2d1e34a6:be3d0430:0:3", "**x**", 64)))
	f.Add([]byte(`{"id":"1","type":2,"data":{"name":"Find in the report","type":3,"target_id":"7","resolved":{"messages":{"7":null}}}}`))
	f.Add([]byte(`{"id":"1","type":2,"data":{"name":"ask","options":[null,{"name":"question","value":[1]}]}}`))
	f.Add([]byte(`{"id":"1","type":5,"data":{"custom_id":"x","components":[]}}`))
	h := newShelf(f, Settings{})
	f.Fuzz(func(t *testing.T, raw []byte) {
		i, err := DecodeInteraction(raw)
		if err != nil {
			return
		}
		r := h.Respond(t.Context(), i)
		if r.Body == nil || r.Surface == "" || r.Outcome == "" {
			t.Fatalf("Respond(%s) = %+v", raw, r)
		}
		if r.Body.Data != nil {
			keepsLimits(t, r.Body.Data.Content, r.Body.Data.Components)
		}
	})
}
