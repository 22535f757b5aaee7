package clients

import (
	"context"
	"log/slog"
	"strings"
	"testing"

	"github.com/disgoorg/disgo"
	"github.com/disgoorg/disgo/bot"
	"github.com/disgoorg/disgo/discord"
	"github.com/disgoorg/disgo/events"
	"github.com/disgoorg/disgo/gateway"
	"github.com/disgoorg/disgo/rest"

	"footnote/bot/discord/discordtest"
)

func TestDisgo(t *testing.T) {
	t.Parallel()
	check(t, func(t *testing.T, s *discordtest.Server) {
		b, err := disgo.New(s.Token(),
			bot.WithLogger(slog.New(slog.DiscardHandler)),
			bot.WithRestClientConfigOpts(rest.WithURL(s.URL+"/api/v10")),
			bot.WithGatewayConfigOpts(
				gateway.WithURL("ws"+strings.TrimPrefix(s.URL, "http")),
				gateway.WithIntents(gateway.IntentGuilds, gateway.IntentGuildMessages, gateway.IntentDirectMessages),
			),
			bot.WithEventListenerFunc(func(e *events.ApplicationCommandInteractionCreate) {
				question := e.SlashCommandInteractionData().String("question")
				if err := e.CreateMessage(discord.MessageCreate{Content: "got: " + question}); err != nil {
					t.Error(err)
					return
				}
				edited := "edited: " + question
				if _, err := e.Client().Rest().UpdateInteractionResponse(e.ApplicationID(), e.Token(), discord.MessageUpdate{Content: &edited}); err != nil {
					t.Error(err)
				}
			}),
			bot.WithEventListenerFunc(func(e *events.MessageCreate) {
				if e.Message.Author.Bot || e.Message.Content == "" {
					return
				}
				if _, err := e.Client().Rest().CreateMessage(e.ChannelID, discord.MessageCreate{
					Content: "heard: " + e.Message.Content, MessageReference: &discord.MessageReference{MessageID: &e.MessageID},
				}); err != nil {
					t.Error(err)
				}
			}),
		)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { b.Close(context.Background()) })
		if err := b.OpenGateway(t.Context()); err != nil {
			t.Fatal(err)
		}
		if _, err := b.Rest().SetGlobalCommands(b.ApplicationID(), []discord.ApplicationCommandCreate{discord.SlashCommandCreate{
			Name: "ask", Description: "Ask",
			Options: []discord.ApplicationCommandOption{discord.ApplicationCommandOptionString{Name: "question", Description: "The question", Required: true}},
		}}); err != nil {
			t.Fatal(err)
		}
	})
}
