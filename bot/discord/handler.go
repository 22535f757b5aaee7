// Package discord is the bot on Discord. A [Handler] has all behaviour:
// interaction in, response out; message in, reply out. The gateway and the
// webhook carry them and decide nothing.
package discord

import (
	"context"
	"log/slog"
	"strings"
	"sync/atomic"
	"time"

	"github.com/bwmarrin/discordgo"

	"footnote/bot"
)

// A Handler answers interactions and messages. Between calls it remembers only who
// asked a moment ago, for the cooldowns. It is safe for concurrent use.
type Handler struct {
	bot      *bot.Bot
	settings Settings
	words    *catalogue
	latest   atomic.Pointer[edition] // nil at first
	askers   pace
	channels pace
	now      func() time.Time
}

// NewHandler returns a handler that asks b.
func NewHandler(b *bot.Bot, s Settings) (*Handler, error) {
	words, err := newCatalogue()
	if err != nil {
		return nil, err
	}
	return newHandler(b, s, words)
}

func newHandler(b *bot.Bot, s Settings, words *catalogue) (*Handler, error) {
	askers, err := newPace(s.PerUser, maxAskers)
	if err != nil {
		return nil, err
	}
	channels, err := newPace(s.PerChannel, maxChannels)
	if err != nil {
		return nil, err
	}
	return &Handler{bot: b, settings: s, words: words, askers: askers, channels: channels, now: time.Now}, nil
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
	v, surface := h.voice(i), SurfaceOfInteraction(i)
	if i != nil && i.Type == discordgo.InteractionPing {
		return Response{Body: &discordgo.InteractionResponse{Type: discordgo.InteractionResponsePong}, Surface: surface, Outcome: OutcomeInfo}
	}
	reply := func(m message, o Outcome) Response {
		return Response{Body: post(m, h.Ephemeral(i)), Surface: surface, Outcome: o}
	}
	if i == nil || i.Data == nil {
		return reply(message{content: v.say("unknown")}, OutcomeRefused)
	}
	allowed := h.settings.allows(i.GuildID, i.ChannelID, "")
	tired := func() (Response, bool) {
		wait := h.rest(userID(i), i.ChannelID)
		return Response{Body: post(message{content: v.count("cooldown", wait)}, true), Surface: surface, Outcome: OutcomeBusy}, wait > 0
	}
	switch data := i.Data.(type) {
	case discordgo.ApplicationCommandInteractionData:
		switch {
		case i.Type == discordgo.InteractionApplicationCommandAutocomplete:
			if !allowed {
				return Response{Body: choices(nil), Surface: surface, Outcome: OutcomeRefused}
			}
			return Response{Body: choices(h.complete(ctx, v, data)), Surface: surface, Outcome: OutcomeInfo}
		case !allowed && data.Name != cmdFootnote && data.Name != cmdPrivacy:
			return Response{Body: post(message{content: v.say("not_allowed")}, true), Surface: surface, Outcome: OutcomeRefused}
		}
		if data.Name != cmdHelp && data.Name != cmdPrivacy && data.Name != cmdFootnote {
			if r, yes := tired(); yes {
				return r
			}
		}
		return reply(h.command(ctx, v, i, data))
	case discordgo.MessageComponentInteractionData:
		if !allowed {
			return Response{Body: post(message{content: v.say("not_allowed")}, true), Surface: surface, Outcome: OutcomeRefused}
		}
		return h.click(ctx, v, i, data, tired)
	}
	return reply(message{content: v.say("unknown")}, OutcomeRefused)
}

// command answers a command.
func (h *Handler) command(ctx context.Context, v voice, i *discordgo.Interaction, data discordgo.ApplicationCommandInteractionData) (message, Outcome) {
	opts := options(data.Options)
	on := h.edition()
	rep, known := on.number(h.bot, strings.TrimSpace(opts.text(optReport)))
	if !known {
		return message{content: v.say("report_unknown")}, OutcomeEmpty
	}
	req := request{voice: v, on: on, asker: userID(i), report: rep, private: h.Ephemeral(i)}
	if data.CommandType == discordgo.MessageApplicationCommand {
		target := targetOf(data)
		if target == nil || strings.TrimSpace(target.Content) == "" {
			return message{content: v.say("no_text")}, OutcomeEmpty
		}
		return h.ask(ctx, req, question(target.Content))
	}
	switch data.Name {
	case cmdAsk:
		return h.ask(ctx, req, opts.text(optQuestion))
	case cmdSources:
		if typed := opts.text(optSource); strings.TrimSpace(typed) != "" {
			switch meant := h.meant(req, typed); len(meant) {
			case 0:
				return message{content: v.say("source_unknown")}, OutcomeEmpty
			case 1:
				req.subject = meant[0].Name
				return h.credited(req)
			default:
				req.subject = bot.NewQuestion(typed).Text
				return h.apart(req, meant), OutcomeInfo
			}
		}
		return h.sources(req)
	case cmdReport:
		return h.about(req), OutcomeInfo
	case cmdHelp:
		return message{content: v.say("help")}, OutcomeInfo
	case cmdPrivacy:
		return h.privacy(v), OutcomeInfo
	case cmdFootnote:
		return h.inForce(req), OutcomeInfo
	}
	return message{content: v.say("unknown")}, OutcomeRefused
}

// targetOf returns the message that a context-menu command was used on, or nil.
func targetOf(data discordgo.ApplicationCommandInteractionData) *discordgo.Message {
	if data.Resolved == nil {
		return nil
	}
	return data.Resolved.Messages[data.TargetID]
}

// click answers a click on a button under one of the bot's messages.
func (h *Handler) click(ctx context.Context, v voice, i *discordgo.Interaction, data discordgo.MessageComponentInteractionData, tired func() (Response, bool)) Response {
	private := func(m message, o Outcome) Response {
		return Response{Body: post(m, true), Surface: SurfaceButton, Outcome: o}
	}
	if i.Message == nil {
		return private(message{content: v.say("stale")}, OutcomeStale)
	}
	on := h.edition()
	t, err := readTicket(data.CustomID, subjectOf(i.Message.Content), on.fingerprint)
	if err != nil || t.Report > len(on.reports) {
		return private(message{content: v.say("stale")}, OutcomeStale)
	}
	var (
		user = userID(i)
		mine = user != "" && user == t.Asker
		// A private message is turned in place; its copy for another person is private too.
		hidden = !mine || i.Message.Flags&discordgo.MessageFlagsEphemeral != 0
		req    = request{voice: v, on: on, asker: user, subject: t.Subject, report: t.Report, offset: t.Number, private: hidden}
	)
	turn := func(m message, o Outcome) Response {
		if !mine || o == OutcomeFailed {
			return private(m, o)
		}
		return Response{Body: update(m), Surface: SurfaceButton, Outcome: o}
	}
	if t.Action != actHelpful && t.Action != actNot && t.Action != actDelete {
		if r, yes := tired(); yes {
			return r
		}
	}
	switch t.Action {
	case actPage:
		return turn(h.ask(ctx, req, t.Subject))
	case actNearest:
		req.nearest = true
		return turn(h.ask(ctx, req, t.Subject))
	case actSources:
		return turn(h.sources(req))
	case actCredited:
		return turn(h.credited(req))
	case actContext:
		req.private = true
		return private(h.context(req))
	case actCited:
		req.private = true
		return private(h.cited(ctx, req))
	case actHelpful:
		return private(message{content: v.say("thanks")}, OutcomeHelpful)
	case actNot:
		return private(message{content: v.say("thanks")}, OutcomeNotHelpful)
	case actDelete:
		if !mine && (i.Member == nil || i.Member.Permissions&(discordgo.PermissionManageMessages|discordgo.PermissionAdministrator) == 0) {
			return private(message{content: v.say("not_yours")}, OutcomeRefused)
		}
		return Response{
			Body:           &discordgo.InteractionResponse{Type: discordgo.InteractionResponseDeferredMessageUpdate},
			DeleteOriginal: true, Surface: SurfaceButton, Outcome: OutcomeDeleted,
		}
	}
	return private(message{content: v.say("stale")}, OutcomeStale)
}

// Ephemeral reports whether the answer to i is for the asker's eyes alone: what a
// deferral must say before the answer is known. Only questions are answered in
// public, and pages that their asker turns in public.
func (h *Handler) Ephemeral(i *discordgo.Interaction) bool {
	if i == nil {
		return true
	}
	data, ok := i.Data.(discordgo.ApplicationCommandInteractionData)
	if !ok || data.Name != cmdAsk {
		return true
	}
	if private, given := options(data.Options).flag(optPrivate); given {
		return private
	}
	return h.settings.Private
}

// Busy is the kind refusal where there is too much to do.
func (h *Handler) Busy(i *discordgo.Interaction) Response { return h.notice(i, "busy", OutcomeBusy) }

// Failed is the apology after a failure on our side.
func (h *Handler) Failed(i *discordgo.Interaction) Response {
	return h.notice(i, "failed", OutcomeFailed)
}

// Restarting is the answer while the bot shuts down.
func (h *Handler) Restarting(i *discordgo.Interaction) Response {
	return h.notice(i, "restarting", OutcomeRestarting)
}

// notice is a private sentence; where choices are asked for, there are none.
func (h *Handler) notice(i *discordgo.Interaction, key string, o Outcome) Response {
	r := Response{Body: post(message{content: h.voice(i).say(key)}, true), Surface: SurfaceOfInteraction(i), Outcome: o}
	if r.Surface == SurfaceAutocomplete {
		r.Body = choices(nil)
	}
	return r
}

// voice returns the voice for the one who acted.
func (h *Handler) voice(i *discordgo.Interaction) voice {
	if i == nil {
		return h.words.voice("")
	}
	return h.words.voice(string(i.Locale))
}

// SurfaceOfInteraction tells the surface of an interaction.
func SurfaceOfInteraction(i *discordgo.Interaction) Surface {
	if i == nil {
		return SurfaceOther
	}
	switch data := i.Data.(type) {
	case discordgo.MessageComponentInteractionData:
		return SurfaceButton
	case discordgo.ApplicationCommandInteractionData:
		switch {
		case i.Type == discordgo.InteractionApplicationCommandAutocomplete:
			return SurfaceAutocomplete
		case data.CommandType == discordgo.MessageApplicationCommand:
			return SurfaceMenu
		}
		return SurfaceSlash
	}
	return SurfaceOther
}

// userID returns who acted; "" where nobody is named. In servers it is the member.
func userID(i *discordgo.Interaction) string {
	switch {
	case i.Member != nil && i.Member.User != nil:
		return i.Member.User.ID
	case i.User != nil:
		return i.User.ID
	}
	return ""
}

// post makes the response that posts a message.
func post(m message, private bool) *discordgo.InteractionResponse {
	r := update(m)
	r.Type = discordgo.InteractionResponseChannelMessageWithSource
	r.Data.Flags = discordgo.MessageFlagsSuppressEmbeds
	if private {
		r.Data.Flags |= discordgo.MessageFlagsEphemeral
	}
	return r
}

// update makes the response that puts a message in place of the one clicked on.
func update(m message) *discordgo.InteractionResponse {
	return &discordgo.InteractionResponse{
		Type: discordgo.InteractionResponseUpdateMessage,
		Data: &discordgo.InteractionResponseData{Content: m.content, Components: m.rows, AllowedMentions: nobody()},
	}
}

// nobody pings nobody.
func nobody() *discordgo.MessageAllowedMentions {
	return &discordgo.MessageAllowedMentions{Parse: []discordgo.AllowedMentionType{}}
}

// logFailure tells the owner of a failure, without what was asked.
func logFailure(ctx context.Context, doing string, err error) {
	slog.ErrorContext(ctx, doing, "err", err)
}
