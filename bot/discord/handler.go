// Package discord is the bot on Discord. A [Handler] has all behaviour:
// interaction in, response out; message in, reply out. The gateway and the
// webhook carry them and decide nothing.
package discord

import (
	"context"
	"fmt"
	"log/slog"
	"slices"

	"github.com/bwmarrin/discordgo"

	"footnote/bot"
)

// A Handler answers interactions and messages. It keeps no state between
// calls and is safe for concurrent use.
type Handler struct {
	bot      *bot.Bot
	settings Settings
}

// NewHandler returns a handler that asks b.
func NewHandler(b *bot.Bot, s Settings) (*Handler, error) {
	return &Handler{bot: b, settings: s}, nil
}

// A Response is what is sent back for an interaction.
type Response struct {
	Body           *discordgo.InteractionResponse // never nil
	DeleteOriginal bool                           // delete the message the button is on, after the callback
	Surface        Surface
	Outcome        Outcome
}

// A Surface is where a question was asked, for the metrics.
type Surface string

// The surfaces.
const (
	SurfaceSlash        Surface = "slash"
	SurfaceMenu         Surface = "menu" // the context menu of a message
	SurfaceButton       Surface = "button"
	SurfaceAutocomplete Surface = "autocomplete"
	SurfaceMention      Surface = "mention"
	SurfaceDirect       Surface = "dm"
	SurfaceReply        Surface = "reply"
	SurfaceOther        Surface = "other"
)

// An Outcome is what became of a question or a click, for the metrics.
type Outcome string

// The outcomes.
const (
	OutcomeAnswered   Outcome = "answered"
	OutcomeClosest    Outcome = "closest" // passages, but not sure that they answer
	OutcomeSilent     Outcome = "silent"  // the report does not say
	OutcomeInfo       Outcome = "info"    // help, sources, report, privacy, settings
	OutcomeHelpful    Outcome = "helpful"
	OutcomeNotHelpful Outcome = "not_helpful"
	OutcomeDeleted    Outcome = "deleted"
	OutcomeStale      Outcome = "stale"      // a button of another version or report
	OutcomeEmpty      Outcome = "empty"      // nothing was asked
	OutcomeRefused    Outcome = "refused"    // not allowed here, or not for this person
	OutcomeBusy       Outcome = "busy"       // over a cooldown, or the queue is full
	OutcomeFailed     Outcome = "failed"     // our fault
	OutcomeRestarting Outcome = "restarting" // shutting down
	OutcomeIgnored    Outcome = "ignored"    // a message that is not for the bot
)

// Respond answers an interaction. It takes whatever Discord, or anyone in its
// place, sends.
func (h *Handler) Respond(ctx context.Context, i *discordgo.Interaction) Response {
	if i == nil {
		return Response{Body: text(i, "This is not known here.", true), Surface: SurfaceOther, Outcome: OutcomeRefused}
	}
	switch data := i.Data.(type) {
	case discordgo.ApplicationCommandInteractionData:
		if i.Type == discordgo.InteractionApplicationCommandAutocomplete {
			return Response{Body: &discordgo.InteractionResponse{
				Type: discordgo.InteractionApplicationCommandAutocompleteResult, Data: &discordgo.InteractionResponseData{},
			}, Surface: SurfaceAutocomplete, Outcome: OutcomeEmpty}
		}
		switch data.Name {
		case "ask":
			return h.ask(ctx, i, data)
		case "help":
			return Response{Body: text(i, helpText, true), Surface: SurfaceSlash, Outcome: OutcomeInfo}
		}
	}
	if i.Type == discordgo.InteractionPing {
		return Response{Body: &discordgo.InteractionResponse{Type: discordgo.InteractionResponsePong}, Surface: SurfaceOther, Outcome: OutcomeInfo}
	}
	return Response{Body: text(i, "This is not known here.", true), Surface: SurfaceOther, Outcome: OutcomeRefused}
}

// ask answers /ask.
func (h *Handler) ask(ctx context.Context, i *discordgo.Interaction, data discordgo.ApplicationCommandInteractionData) Response {
	q := bot.NewQuestion(stringOption(data.Options, "question"))
	q.Report = stringOption(data.Options, "report")
	content, outcome := h.answer(ctx, q)
	return Response{Body: text(i, content, h.Ephemeral(i)), Surface: SurfaceSlash, Outcome: outcome}
}

// answer renders the answer to q.
func (h *Handler) answer(ctx context.Context, q bot.Question) (string, Outcome) {
	if q.Text == "" {
		return helpText, OutcomeEmpty
	}
	a, err := h.bot.Ask(ctx, q)
	if err != nil {
		slog.ErrorContext(ctx, "answer", "err", err)
		return "Something went wrong here; please ask again in a moment.", OutcomeFailed
	}
	return render(a)
}

// Ephemeral reports whether the answer to i is for the asker's eyes alone: what a
// deferral must say before the answer is known.
func (h *Handler) Ephemeral(i *discordgo.Interaction) bool {
	data, ok := i.Data.(discordgo.ApplicationCommandInteractionData)
	if !ok || data.Name != "ask" {
		return true
	}
	for _, o := range data.Options {
		if private, ok := o.Value.(bool); ok && o.Name == "private" {
			return private
		}
	}
	return h.settings.Private
}

// Commands returns the commands to register, in an order that never changes.
func (h *Handler) Commands() []*discordgo.ApplicationCommand {
	one, most := 1, bot.MaxQuestion
	return []*discordgo.ApplicationCommand{
		{
			Name: "ask", Description: "Ask the report; the answer is its own sentences, with their sources",
			Options: []*discordgo.ApplicationCommandOption{
				{
					Type: discordgo.ApplicationCommandOptionString, Name: "question", Description: "Your question",
					Required: true, MinLength: &one, MaxLength: most,
				},
				{Type: discordgo.ApplicationCommandOptionBoolean, Name: "private", Description: "Only you see the answer"},
			},
		},
		{Name: "help", Description: "How to ask, and what is stored (nothing)"},
	}
}

// Busy is the kind refusal where there is too much to do.
func (h *Handler) Busy(i *discordgo.Interaction) Response {
	return h.notice(i, busyText, OutcomeBusy)
}

// Failed is the apology after a failure on our side.
func (h *Handler) Failed(i *discordgo.Interaction) Response {
	return h.notice(i, failedText, OutcomeFailed)
}

// Restarting is the answer while the bot shuts down.
func (h *Handler) Restarting(i *discordgo.Interaction) Response {
	return h.notice(i, restartingText, OutcomeRestarting)
}

func (h *Handler) notice(i *discordgo.Interaction, content string, o Outcome) Response {
	return Response{Body: text(i, content, true), Surface: SurfaceOther, Outcome: o}
}

// The notices and the help, in English.
const (
	busyText       = "Too many questions at once; please ask again in a moment."
	failedText     = "Something went wrong here; please ask again in a moment."
	restartingText = "I am restarting; please ask again in a minute."
	helpText       = "Ask me about the report with `/ask`, by mentioning me, or in a direct message. " +
		"I answer with the report's own sentences and the sources it cites. Nothing is stored."
)

// text is a plain response: a message, or no choices where a choice is asked for.
func text(i *discordgo.Interaction, content string, private bool) *discordgo.InteractionResponse {
	if i != nil && i.Type == discordgo.InteractionApplicationCommandAutocomplete {
		return &discordgo.InteractionResponse{
			Type: discordgo.InteractionApplicationCommandAutocompleteResult, Data: &discordgo.InteractionResponseData{},
		}
	}
	data := &discordgo.InteractionResponseData{
		Content: content, AllowedMentions: nobody(), Flags: discordgo.MessageFlagsSuppressEmbeds,
	}
	if private {
		data.Flags |= discordgo.MessageFlagsEphemeral
	}
	return &discordgo.InteractionResponse{Type: discordgo.InteractionResponseChannelMessageWithSource, Data: data}
}

// nobody pings nobody.
func nobody() *discordgo.MessageAllowedMentions {
	return &discordgo.MessageAllowedMentions{Parse: []discordgo.AllowedMentionType{}}
}

// stringOption returns the text of an option, or "".
func stringOption(options []*discordgo.ApplicationCommandInteractionDataOption, name string) string {
	at := slices.IndexFunc(options, func(o *discordgo.ApplicationCommandInteractionDataOption) bool {
		return o != nil && o.Name == name
	})
	if at < 0 || options[at].Value == nil {
		return ""
	}
	if s, ok := options[at].Value.(string); ok {
		return s
	}
	return fmt.Sprint(options[at].Value)
}
