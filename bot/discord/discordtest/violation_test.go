package discordtest_test

import (
	"os"
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"

	"footnote/bot/discord/discordtest"
)

// What breaks the contract is refused as Discord refuses it, and is told by name
// to the test at its end.
func TestViolations(t *testing.T) {
	t.Parallel()
	s, err := discordtest.Start(discordtest.Options{OpenAPI: os.Getenv("DISCORD_OPENAPI")})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	c := s.AddGuild("Newsroom").AddChannel("general")
	d := client(t, s)
	send := func(m *discordgo.MessageSend) int {
		_, err := d.ChannelMessageSendComplex(c.ID, m)
		return code(t, err)
	}
	title := strings.Repeat("t", 257)
	codes := []int{
		send(&discordgo.MessageSend{Content: strings.Repeat("x", 2001), AllowedMentions: nobody}),
		send(&discordgo.MessageSend{Content: "hey @everyone"}),
		send(&discordgo.MessageSend{Embeds: []*discordgo.MessageEmbed{{Title: title}}, AllowedMentions: nobody}),
	}
	if _, err := d.Request("GET", discordgo.EndpointAPI+"nowhere", nil); err == nil {
		t.Error("there is a route to nowhere")
	}
	if codes[0] != 50035 || codes[1] != 0 {
		t.Errorf("codes %v", codes)
	}
	got := strings.Join(s.Violations(), "\n")
	want := []string{"a content is at most 2000 characters: 2001", "nobody is notified: allowed_mentions is missing", "there is no such route"}
	if os.Getenv("DISCORD_OPENAPI") != "" {
		want = append(want, "description: ")
	} else {
		t.Log("DISCORD_OPENAPI is not set: an embed that only the description refuses is left out")
	}
	for _, w := range want {
		if !strings.Contains(got, w) {
			t.Errorf("no violation %q in\n%s", w, got)
		}
	}
	ann := s.AddUser("ann")
	if sent := ann.Messages(c); len(sent) == 0 || strings.Join(sent[0].Pinged, " ") != "everyone" {
		t.Errorf("ann sees %+v, want everyone notified", sent)
	}
}
