package clients

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/diamondburned/arikawa/v3/api"
	"github.com/diamondburned/arikawa/v3/discord"
	"github.com/diamondburned/arikawa/v3/gateway"
	"github.com/diamondburned/arikawa/v3/session"
	"github.com/diamondburned/arikawa/v3/utils/handler"
	"github.com/diamondburned/arikawa/v3/utils/httputil"
	"github.com/diamondburned/arikawa/v3/utils/httputil/httpdriver"
	"github.com/diamondburned/arikawa/v3/utils/json/option"

	"footnote/bot/discord/discordtest"
)

// rewrite sends requests to the fake.
type rewrite struct{ to *url.URL }

func (t rewrite) RoundTrip(r *http.Request) (*http.Response, error) {
	q := r.Clone(r.Context())
	q.URL.Scheme, q.URL.Host, q.Host = t.to.Scheme, t.to.Host, t.to.Host
	return http.DefaultTransport.RoundTrip(q)
}

func TestArikawa(t *testing.T) {
	t.Parallel()
	check(t, func(t *testing.T, s *discordtest.Server) {
		to, err := url.Parse(s.URL)
		if err != nil {
			t.Fatal(err)
		}
		token := "Bot " + s.Token()
		h := httputil.NewClient()
		h.Client = httpdriver.WrapClient(http.Client{Transport: rewrite{to}})
		rest := api.NewCustomClient(token, h)
		id := gateway.DefaultIdentifier(token)
		id.AddIntents(gateway.IntentGuilds | gateway.IntentGuildMessages | gateway.IntentDirectMessages)
		g := gateway.NewCustomWithIdentifier(gateway.AddGatewayParams("ws"+strings.TrimPrefix(s.URL, "http")+"/"), id, nil)
		b := session.NewWithGateway(g, handler.New())
		b.Client = rest
		app := discord.AppID(snowflake(t, s.App))
		b.AddHandler(func(e *gateway.InteractionCreateEvent) {
			data, ok := e.Data.(*discord.CommandInteraction)
			if !ok {
				t.Errorf("interaction of %T", e.Data)
				return
			}
			question := data.Options.Find("question").String()
			if err := rest.RespondInteraction(e.ID, e.Token, api.InteractionResponse{
				Type: api.MessageInteractionWithSource, Data: &api.InteractionResponseData{Content: option.NewNullableString("got: " + question)},
			}); err != nil {
				t.Error(err)
				return
			}
			if _, err := rest.EditInteractionResponse(app, e.Token, api.EditInteractionResponseData{
				Content: option.NewNullableString("edited: " + question),
			}); err != nil {
				t.Error(err)
			}
		})
		b.AddHandler(func(e *gateway.MessageCreateEvent) {
			if e.Author.Bot || e.Content == "" {
				return
			}
			if _, err := rest.SendMessageReply(e.ChannelID, "heard: "+e.Content, e.ID); err != nil {
				t.Error(err)
			}
		})
		if err := b.Open(t.Context()); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = b.Close() })
		if _, err := rest.BulkOverwriteCommands(app, []api.CreateCommandData{{
			Name: "ask", Description: "Ask",
			Options: discord.CommandOptions{&discord.StringOption{OptionName: "question", Description: "The question", Required: true}},
		}}); err != nil {
			t.Fatal(err)
		}
	})
}

func snowflake(t *testing.T, id string) discord.Snowflake {
	t.Helper()
	n, err := discord.ParseSnowflake(id)
	if err != nil {
		t.Fatal(err)
	}
	return n
}
