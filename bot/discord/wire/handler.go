package wire

import (
	"context"

	"github.com/bwmarrin/discordgo"

	"footnote/bot/discord"
)

// A Handler decides what is answered; *discord.Handler is one. It must be safe
// for concurrent use.
type Handler interface {
	// Respond answers an interaction.
	Respond(ctx context.Context, i *discordgo.Interaction) discord.Response
	// Ephemeral reports whether only the asker may see the answer to i; it is
	// asked where an answer is late.
	Ephemeral(i *discordgo.Interaction) bool
	// Busy, Failed and Restarting are what is said where there is no room for i,
	// where answering it went wrong, and where the bot is about to leave.
	Busy(i *discordgo.Interaction) discord.Response
	Failed(i *discordgo.Interaction) discord.Response
	Restarting(i *discordgo.Interaction) discord.Response
	// Reply answers a message, with nil where it is not for the bot.
	Reply(ctx context.Context, m *discordgo.Message, me discord.Self) (*discordgo.MessageSend, discord.Outcome)
	// ThreadName returns the name of the thread to open for the answer to a message;
	// "" for none.
	ThreadName(m *discordgo.Message, me discord.Self) string
	// BusyMessage, FailedMessage and RestartingMessage say the same of a message.
	BusyMessage(m *discordgo.Message, me discord.Self) *discordgo.MessageSend
	FailedMessage(m *discordgo.Message, me discord.Self) *discordgo.MessageSend
	RestartingMessage(m *discordgo.Message, me discord.Self) *discordgo.MessageSend
}
