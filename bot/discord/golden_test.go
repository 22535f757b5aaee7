package discord

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/google/go-cmp/cmp"
)

var rewrite = flag.Bool("update", false, "write the golden files")

// Ids in the tests.
const (
	botID   = "500000000000000001"
	roleID  = "500000000000000002"
	guildID = "300000000000000001"
	askerID = "400000000000000001"
	otherID = "400000000000000002"
)

// use is a command by the asker in a server, as Discord sends it.
func use(locale, name, options string) string {
	return fmt.Sprintf(`{"id":"1","application_id":"2","type":2,"token":"t","guild_id":%q,"channel_id":"3","locale":%q,
		"member":{"user":{"id":%q},"permissions":"0"},"data":{"id":"9","type":1,"name":%q,"options":[%s]}}`,
		guildID, locale, askerID, name, options)
}

// given is a string option.
func given(name, value string) string {
	return fmt.Sprintf(`{"type":3,"name":%q,"value":%s}`, name, quoted(value))
}

// typing is an option that is being typed.
func typing(name, value string) string {
	return fmt.Sprintf(`{"type":3,"name":%q,"value":%s,"focused":true}`, name, quoted(value))
}

func quoted(s string) string {
	b, _ := json.Marshal(s)
	return string(b)
}

// complete makes an autocompletion of a command.
func complete(command string) string { return strings.Replace(command, `"type":2,`, `"type":4,`, 1) }

// press is a click of a user on a button under a message that the bot posted.
func press(locale, user, customID, content string, flags discordgo.MessageFlags) string {
	return fmt.Sprintf(`{"id":"1","application_id":"2","type":3,"token":"t","guild_id":%q,"channel_id":"3","locale":%q,
		"member":{"user":{"id":%q},"permissions":"0"},"data":{"custom_id":%q,"component_type":2},
		"message":{"id":"8","channel_id":"3","author":{"id":%q},"content":%s,"flags":%d}}`,
		guildID, locale, user, customID, botID, quoted(content), flags)
}

// respond answers raw JSON.
func respond(t testing.TB, h *Handler, raw string) Response {
	t.Helper()
	i, err := DecodeInteraction([]byte(raw))
	if err != nil {
		t.Fatal(err)
	}
	return h.Respond(t.Context(), i)
}

// labelled returns the custom_id of the button with this label, or fails.
func labelled(t testing.TB, rows []discordgo.MessageComponent, label string) string {
	t.Helper()
	for _, r := range rows {
		for _, b := range r.(discordgo.ActionsRow).Components {
			if b := b.(discordgo.Button); b.Label == label {
				return b.CustomID
			}
		}
	}
	t.Fatalf("no button %q", label)
	return ""
}

// says is a message of the asker.
func says(content string) *discordgo.Message {
	return &discordgo.Message{
		ID: "6", ChannelID: "3", GuildID: guildID, Author: &discordgo.User{ID: askerID}, Content: content,
		Mentions: []*discordgo.User{{ID: botID}},
	}
}

func TestGolden(t *testing.T) {
	settings := Settings{Policy: "https://example.com/privacy", Channels: []string{"3", "4"}, PerUser: Cooldown{10000, 5 * time.Second}}
	h := newShelf(t, settings)
	threaded := newShelf(t, Settings{Threads: true})
	tired := newShelf(t, Settings{PerChannel: Cooldown{1, 7 * time.Second}})
	moment := time.Unix(0, 0)
	tired.now = func() time.Time { return moment }
	const q = "When does the harbour bridge close?"
	for _, locale := range []string{"en-US", "de"} {
		me := Self{UserID: botID, Roles: []string{roleID}, Locale: locale}
		v := h.words.voice(locale)
		response := func(raw string) any { return respond(t, h, raw) }
		// under presses a button under the answer to a question.
		under := func(question, label, user string) any {
			data := respond(t, h, use(locale, "ask", given("question", question))).Body.Data
			return response(press(locale, user, labelled(t, data.Components, label), data.Content, 0))
		}
		from := func(h *Handler, m *discordgo.Message) any {
			reply, outcome := h.Reply(t.Context(), m, me)
			return struct {
				Outcome Outcome
				Message *discordgo.MessageSend
			}{outcome, reply}
		}
		message := func(m *discordgo.Message) any { return from(h, m) }
		moment = moment.Add(time.Hour)
		respond(t, tired, use(locale, "ask", given("question", q)))
		leaning := says("<@" + botID + "> and when?")
		leaning.ReferencedMessage = &discordgo.Message{Author: &discordgo.User{ID: botID}, Content: subject(q) + "\n> x"}
		leaning.Type = discordgo.MessageTypeReply
		role := says("")
		role.Mentions, role.MentionRoles = nil, []string{roleID}
		menu := fmt.Sprintf(`{"id":"1","type":2,"token":"t","guild_id":%q,"channel_id":"3","locale":%q,"member":{"user":{"id":%q}},
			"data":{"id":"9","type":3,"name":"Find in the report","target_id":"7","resolved":{"messages":{"7":{"id":"7",
			"content":%%s,"author":{"id":%q},"components":[{"type":99,"id":1}]}}}}}`, guildID, locale, askerID, otherID)
		tests := []struct {
			name string
			got  any
		}{
			{"ask", response(use(locale, "ask", given("question", q)))},
			{"ask-private", response(use(locale, "ask", given("question", q)+`,{"type":5,"name":"private","value":true}`))},
			{"ask-cut", response(use(locale, "ask", given("question", strings.Repeat("bridge ", 60))))},
			{"ask-closest", response(use(locale, "ask", given("question", "Will it perhaps rain?")))},
			{"ask-silent", response(use(locale, "ask", given("question", "Who won the football match?")))},
			{"ask-empty", response(use(locale, "ask", given("question", " \u200b ")))},
			{"ask-no-report", response(use(locale, "ask", given("question", q)+","+given("report", "nothing like it")))},
			{"more", under(q, v.say("btn_more"), askerID)},
			{"more-by-another", under(q, v.say("btn_more"), otherID)},
			{"nearest", under("Who won the football match?", v.say("btn_nearest"), askerID)},
			{"context", under(q, v.say("btn_context_of", values{"Number": 2}), askerID)},
			{"cited", under(q, v.say("btn_cited"), askerID)},
			{"helpful", under(q, v.say("btn_helpful"), otherID)},
			{"not-helpful", under(q, v.say("btn_not_helpful"), askerID)},
			{"delete", under(q, v.say("btn_delete"), askerID)},
			{"delete-by-another", under(q, v.say("btn_delete"), otherID)},
			{"stale", response(press(locale, askerID, "0:a:4", subject(q), 0))},
			{"sources", response(use(locale, "sources", ""))},
			{"sources-of-one", response(use(locale, "sources", given("source", "council")))},
			{"sources-unknown", response(use(locale, "sources", given("source", "Napoleon")))},
			{"report", response(use(locale, "report", ""))},
			{"help", response(use(locale, "help", ""))},
			{"privacy", response(use(locale, "privacy", ""))},
			{"settings", response(use(locale, "footnote", `{"type":1,"name":"settings"}`))},
			{"unknown", response(use(locale, "gone", ""))},
			{"find", response(fmt.Sprintf(menu, quoted("<@1> I heard that the **bridge** closes <:sad:12345>")))},
			{"find-nothing", response(fmt.Sprintf(menu, quoted("")))},
			{"complete-question", response(complete(use(locale, "ask", typing("question", "wh"))))},
			{"complete-report", response(complete(use(locale, "ask", given("question", "x")+","+typing("report", "harb"))))},
			{"complete-source", response(complete(use(locale, "sources", typing("source", "moreno"))))},
			{"busy", h.Busy(&discordgo.Interaction{Type: discordgo.InteractionApplicationCommand, Locale: discordgo.Locale(locale)})},
			{"failed", h.Failed(&discordgo.Interaction{Type: discordgo.InteractionApplicationCommand, Locale: discordgo.Locale(locale)})},
			{"restarting", h.Restarting(&discordgo.Interaction{Type: discordgo.InteractionApplicationCommand, Locale: discordgo.Locale(locale)})},
			{"message", message(says("<@!" + botID + "> " + q))},
			{"message-follow-up", message(leaning)},
			{"message-bare", message(says("<@" + botID + ">"))},
			{"message-role-only", message(role)},
			{"message-busy", h.BusyMessage(says("x"), me)},
			{"message-failed", h.FailedMessage(says("x"), me)},
			{"message-restarting", h.RestartingMessage(says("x"), me)},
			{"message-thread", from(threaded, says("<@"+botID+"> "+q))},
			{"message-cooldown", from(tired, says("<@"+botID+"> "+q))},
			{"cooldown", respond(t, tired, use(locale, "ask", given("question", q)))},
		}
		for _, tt := range tests {
			t.Run(locale+"/"+tt.name, func(t *testing.T) { golden(t, locale+"/"+tt.name, tt.got) })
		}
	}
	t.Run("commands", func(t *testing.T) { golden(t, "commands", h.Commands()) })
}

// golden compares what got is in JSON with the file of this name.
func golden(t *testing.T, name string, got any) {
	t.Helper()
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "\t")
	if err := enc.Encode(got); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join("testdata", "golden", filepath.FromSlash(name)+".json")
	if *rewrite {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v; write it with -update", err)
	}
	if diff := cmp.Diff(string(want), b.String()); diff != "" {
		t.Errorf("%s (-want +got)\n%s", file, diff)
	}
}
