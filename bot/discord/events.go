package discord

import (
	"context"
	"regexp"
	"slices"

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

// mention matches what names a user or a role in a message.
var mention = regexp.MustCompile(`<@[!&]?\d{1,20}>`)

// Reply returns the reply to a message, or nil where the message is not for the
// bot. A message is for the bot if it is direct, mentions it by user or by its
// managed role, or replies to it with a ping.
func (h *Handler) Reply(ctx context.Context, m *discordgo.Message, me Self) (*discordgo.MessageSend, Outcome) {
	if SurfaceOf(m, me) == SurfaceOther || !h.settings.allows(m.GuildID, m.ChannelID, me.Parent) {
		return nil, OutcomeIgnored
	}
	content, outcome := h.answer(ctx, bot.NewQuestion(mention.ReplaceAllString(m.Content, " ")))
	return replyTo(m, content), outcome
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
	return replyTo(m, busyText)
}

// FailedMessage is Failed for a message.
func (h *Handler) FailedMessage(m *discordgo.Message, me Self) *discordgo.MessageSend {
	return replyTo(m, failedText)
}

// RestartingMessage is Restarting for a message.
func (h *Handler) RestartingMessage(m *discordgo.Message, me Self) *discordgo.MessageSend {
	return replyTo(m, restartingText)
}

// replyTo makes a reply that pings nobody and survives the deletion of m.
func replyTo(m *discordgo.Message, content string) *discordgo.MessageSend {
	return &discordgo.MessageSend{
		Content: content, Reference: m.SoftReference(), AllowedMentions: nobody(), Flags: discordgo.MessageFlagsSuppressEmbeds,
	}
}
