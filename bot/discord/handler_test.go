package discord

import (
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"

	"footnote/bot"
	"footnote/index"
	"footnote/index/indextest"
)

// builtIn is a handler on the built-in report.
func builtIn(t testing.TB) *Handler {
	t.Helper()
	reports, err := indextest.BuiltIn(index.Prepare)
	if err != nil {
		t.Fatal(err)
	}
	x, err := index.New(reports)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := x.Close(); err != nil {
			t.Error(err)
		}
	})
	h, err := NewHandler(bot.New(x), Settings{})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func TestAsk(t *testing.T) {
	h := builtIn(t)
	raw := `{"id":"1","type":2,"token":"t","guild_id":"7","data":{"id":"2","name":"ask","type":1,
		"options":[{"name":"question","type":3,"value":"What does the plan require Ukraine to do with its armed forces?"}]}}`
	i, err := DecodeInteraction([]byte(raw))
	if err != nil {
		t.Fatal(err)
	}
	got := h.Respond(t.Context(), i)
	if got.Outcome != OutcomeAnswered || got.Body.Type != discordgo.InteractionResponseChannelMessageWithSource ||
		!strings.Contains(got.Body.Data.Content, "armed forces") {
		t.Errorf("Respond = %s %+v", got.Outcome, got.Body.Data)
	}
}

func TestReply(t *testing.T) {
	h := builtIn(t)
	me := Self{UserID: "5"}
	m := &discordgo.Message{
		ID: "1", ChannelID: "2", GuildID: "3", Author: &discordgo.User{ID: "4"}, Content: "<@5> Who visited Kyiv?",
		Mentions: []*discordgo.User{{ID: "5"}},
	}
	if got, outcome := h.Reply(t.Context(), m, me); got == nil || outcome == OutcomeIgnored {
		t.Errorf("a mention was ignored")
	}
	m.Mentions = nil
	if got, _ := h.Reply(t.Context(), m, me); got != nil {
		t.Errorf("Reply without a mention = %q", got.Content)
	}
}
