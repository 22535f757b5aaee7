package playground

import (
	"slices"

	"github.com/bwmarrin/discordgo"
)

// A place is where one can talk to the bot.
type place string

// The places.
const (
	inServer place = "server" // a channel of a server
	inDirect place = "dm"     // direct messages
)

func (p place) channel() string {
	if p == inDirect {
		return directID
	}
	return channelID
}

func (p place) context() discordgo.InteractionContextType {
	if p == inDirect {
		return discordgo.InteractionContextBotDM
	}
	return discordgo.InteractionContextGuild
}

// maxMessages is how many messages of a place are kept.
const maxMessages = 100

// A conversation is what was said in one place, oldest first.
type conversation struct {
	place    place
	messages []*message
}

// add appends a message, and forgets the oldest over the bound.
func (c *conversation) add(m *message) {
	c.messages = append(c.messages, m)
	c.messages = c.messages[max(0, len(c.messages)-maxMessages):]
}

// message returns the message of this id, or nil.
func (c *conversation) message(id string) *message {
	at := slices.IndexFunc(c.messages, func(m *message) bool { return m.ID == id })
	if at < 0 {
		return nil
	}
	return c.messages[at]
}

// drop takes a message out.
func (c *conversation) drop(id string) {
	c.messages = slices.DeleteFunc(c.messages, func(m *message) bool { return m.ID == id })
}
