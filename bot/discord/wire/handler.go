package wire

import (
	"context"

	"github.com/bwmarrin/discordgo"
)

// A Handler decides what is answered. It must be safe for concurrent use.
type Handler interface {
	// Respond answers an interaction.
	Respond(ctx context.Context, i *discordgo.Interaction) Response
	// Ephemeral reports whether only the asker may see the answer to i; it is
	// asked where an answer is late.
	Ephemeral(i *discordgo.Interaction) bool
	// Busy and Failed are the refusals where there is no room for i, or where
	// answering it went wrong.
	Busy(i *discordgo.Interaction) Response
	Failed(i *discordgo.Interaction) Response
	// Reply answers a message, with nil where it is not for the bot.
	Reply(ctx context.Context, m *discordgo.Message, me Self) *discordgo.MessageSend
}

// A Response is the answer to an interaction.
type Response struct {
	Body           *discordgo.InteractionResponse
	DeleteOriginal bool // delete the message that carries the button, after Body
}

// Self is who the bot is on Discord.
type Self struct {
	UserID        string
	ApplicationID string
}
