package discord

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"github.com/bwmarrin/discordgo"

	"footnote/bot"
)

// Self is what a gateway knows of the bot and of the place where a message stands.
type Self struct {
	UserID string
	Roles  []string // the bot's managed role on the message's server: at most one
	Locale string   // the server's preferred locale, as "de"; "" = English
	Parent string   // the channel that the message's thread belongs to; "" where it is none or not known
}

// markup matches what names a user, a role, a channel or an emoji in a message: to
// a question they are noise.
var markup = regexp.MustCompile(`<(?:@[!&]?|#|a?:\w{1,64}:)\d{1,20}>`)

// question returns what a message asks, without its markup.
func question(content string) string { return markup.ReplaceAllString(content, " ") }

// Reply returns the reply to a message, or nil where the message is not for the
// bot. A message is for the bot if it is direct, mentions it by user or by its
// managed role, or replies to it with a ping. A question that leans on the one
// before is put together with it where it replies to its answer.
func (h *Handler) Reply(ctx context.Context, m *discordgo.Message, me Self) (*discordgo.MessageSend, Outcome) {
	if SurfaceOf(m, me) == SurfaceOther || !h.settings.allows(m.GuildID, m.ChannelID, me.Parent) {
		return nil, OutcomeIgnored
	}
	v := h.words.voice(me.Locale)
	typed := strings.TrimSpace(question(m.Content))
	if wait := h.rest(m.Author.ID, m.ChannelID); wait > 0 {
		return replyTo(m, message{content: v.count("cooldown", wait)}), OutcomeBusy
	}
	switch {
	case typed == "" && m.Content == "" && m.GuildID != "":
		// Discord keeps back the content of messages that only mention the role, and of
		// replies to answers of commands.
		return replyTo(m, message{content: v.say("help_unread")}), OutcomeEmpty
	case typed == "":
		return replyTo(m, message{content: v.say("help")}), OutcomeInfo
	}
	req := request{voice: v, on: h.edition(), asker: m.Author.ID}
	if h.ThreadName(m, me) != "" {
		req.notes = append(req.notes, v.say("thread_how"))
	}
	if before := m.ReferencedMessage; before != nil && before.Author != nil && before.Author.ID == me.UserID {
		joined, leans := bot.Follow(subjectOf(before.Content), bot.NewQuestion(typed).Text)
		if leans {
			typed, req.notes = joined, append(req.notes, v.say("followed"))
		}
	}
	answer, outcome := h.ask(ctx, req, typed)
	return replyTo(m, answer), outcome
}

// ThreadName returns the name of the thread to open for the answer to a message,
// or "" where it is answered in place: in threads, in direct messages, and where
// the settings say so.
func (h *Handler) ThreadName(m *discordgo.Message, me Self) string {
	if !h.settings.Threads || me.Parent != "" || SurfaceOf(m, me) != SurfaceMention {
		return ""
	}
	return cut(bot.NewQuestion(question(m.Content)).Text, maxThreadName)
}

// SurfaceOf tells by what way a message is meant for the bot, or SurfaceOther
// where it is not.
func SurfaceOf(m *discordgo.Message, me Self) Surface {
	if m == nil || m.Author == nil || m.Author.Bot || m.Author.System || m.WebhookID != "" || m.Author.ID == me.UserID ||
		m.Type != discordgo.MessageTypeDefault && m.Type != discordgo.MessageTypeReply {
		return SurfaceOther
	}
	named := slices.ContainsFunc(m.Mentions, func(u *discordgo.User) bool { return u != nil && u.ID == me.UserID })
	switch {
	case m.GuildID == "":
		return SurfaceDirect
	case named && m.Type == discordgo.MessageTypeReply && m.ReferencedMessage != nil &&
		m.ReferencedMessage.Author != nil && m.ReferencedMessage.Author.ID == me.UserID:
		return SurfaceReply
	case named, slices.ContainsFunc(m.MentionRoles, func(id string) bool { return slices.Contains(me.Roles, id) }):
		return SurfaceMention
	}
	return SurfaceOther
}

// BusyMessage is Busy for a message.
func (h *Handler) BusyMessage(m *discordgo.Message, me Self) *discordgo.MessageSend {
	return h.noticeTo(m, me, "busy")
}

// FailedMessage is Failed for a message.
func (h *Handler) FailedMessage(m *discordgo.Message, me Self) *discordgo.MessageSend {
	return h.noticeTo(m, me, "failed")
}

// RestartingMessage is Restarting for a message.
func (h *Handler) RestartingMessage(m *discordgo.Message, me Self) *discordgo.MessageSend {
	return h.noticeTo(m, me, "restarting")
}

func (h *Handler) noticeTo(m *discordgo.Message, me Self, key string) *discordgo.MessageSend {
	return replyTo(m, message{content: h.words.voice(me.Locale).say(key)})
}

// replyTo makes a reply that pings nobody and survives the deletion of m.
func replyTo(m *discordgo.Message, answer message) *discordgo.MessageSend {
	return &discordgo.MessageSend{
		Content: answer.content, Components: answer.rows, Reference: m.SoftReference(),
		AllowedMentions: nobody(), Flags: discordgo.MessageFlagsSuppressEmbeds,
	}
}
