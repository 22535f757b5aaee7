package discordtest_test

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"footnote/bot/discord/discordtest"
)

// rewrite sends discordgo's requests to the fake.
type rewrite struct{ to *url.URL }

func (t rewrite) RoundTrip(r *http.Request) (*http.Response, error) {
	q := r.Clone(r.Context())
	q.URL.Scheme, q.URL.Host, q.Host = t.to.Scheme, t.to.Host, t.to.Host
	return http.DefaultTransport.RoundTrip(q)
}

const intents = discordgo.IntentGuilds | discordgo.IntentGuildMessages | discordgo.IntentDirectMessages

// client returns discordgo before the fake, not yet open.
func client(t *testing.T, s *discordtest.Server) *discordgo.Session {
	t.Helper()
	d, err := discordgo.New("Bot " + s.Token())
	if err != nil {
		t.Fatal(err)
	}
	to, err := url.Parse(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	d.Client = &http.Client{Transport: rewrite{to}}
	d.Identify.Intents = intents
	d.StateEnabled = false // its cache has data races
	d.LogLevel = -1
	return d
}

// connect opens discordgo, and closes it with the test.
func connect(t *testing.T, s *discordtest.Server, handlers ...any) *discordgo.Session {
	t.Helper()
	d := client(t, s)
	for _, h := range handlers {
		d.AddHandler(h)
	}
	if err := d.Open(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	return d
}

func ctx(t *testing.T) context.Context {
	t.Helper()
	c, cancel := context.WithTimeoutCause(t.Context(), 20*time.Second, errors.New("nothing came in 20 s"))
	t.Cleanup(cancel)
	return c
}

// nobody pings nobody.
var nobody = &discordgo.MessageAllowedMentions{Parse: []discordgo.AllowedMentionType{}}

var commands = []*discordgo.ApplicationCommand{
	{Name: "ask", Description: "Ask", Options: []*discordgo.ApplicationCommandOption{
		{Type: discordgo.ApplicationCommandOptionString, Name: "question", Description: "The question", Required: true, MaxLength: 20, Autocomplete: true},
	}},
	{Name: "Find it", Type: discordgo.MessageApplicationCommand},
}

// answer answers an interaction and returns Discord's code for a refusal, 0 for none.
func answer(t *testing.T, d *discordgo.Session, i *discordgo.Interaction, r *discordgo.InteractionResponse) int {
	t.Helper()
	return code(t, d.InteractionRespond(i, r))
}

func code(t *testing.T, err error) int {
	t.Helper()
	var refused *discordgo.RESTError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &refused) && refused.Message != nil:
		return refused.Message.Code
	}
	t.Errorf("request: %v", err)
	return -1
}

func says(content string) *discordgo.InteractionResponse {
	return &discordgo.InteractionResponse{
		Type: discordgo.InteractionResponseChannelMessageWithSource,
		Data: &discordgo.InteractionResponseData{Content: content, AllowedMentions: nobody},
	}
}
