package playground

import (
	"html/template"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"
)

// A message is what is said in a place, as the visitor's client has it.
type message struct {
	ID        string
	Content   string
	At        time.Time
	Mine      bool
	Ephemeral bool
	Used      string // the command that it answers, as "/ask"; "" for none
	Answers   string // the text of the message that it replies to; "" for none
	Rows      [][]componentJSON
	Wire      exchange      // of the bot's messages
	HTML      template.HTML // of the content

	flags int
	desk  *desk // that was asked
	found []spot
}

// message makes a message with the next id.
func (v *visitor) message(content string) *message {
	v.count++
	return &message{ID: snowflake(v.count), Content: content, At: time.Now()}
}

// take puts what the bot sent into the message.
func (m *message) take(d *desk, sent sentJSON, x exchange) {
	m.Content, m.Wire, m.flags = sent.Content, x, sent.Flags
	m.Ephemeral = sent.Flags&int(discordgo.MessageFlagsEphemeral) != 0
	m.Rows = nil
	for _, row := range sent.Components {
		m.Rows = append(m.Rows, row.Components)
	}
	m.draw(d)
}

// draw renders the content, and finds the sentences of the desk's reports in it.
func (m *message) draw(d *desk) {
	drawn := draw(m.Content, names)
	m.HTML, m.desk = drawn.HTML, d
	if !m.Mine {
		m.found = d.spots(drawn.Quoted)
	}
}

// has reports whether the message has a button with this id that can be clicked.
func (m *message) has(customID string) bool {
	for _, row := range m.Rows {
		for _, b := range row {
			if b.CustomID == customID && customID != "" && !b.Disabled {
				return true
			}
		}
	}
	return false
}

// firstLine is how a client shows a message that is replied to.
func firstLine(content string) string {
	line, _, _ := strings.Cut(content, "\n")
	return line
}

// json returns a message as Discord sends it.
func (m *message) json(p place) messageJSON {
	j := messageJSON{
		ID: m.ID, ChannelID: p.channel(), Content: m.Content, Timestamp: m.At.UTC().Format(time.RFC3339), Flags: m.flags,
		Author: user{ID: visitorID, Username: visitorName}, Mentions: []user{},
	}
	if p == inServer {
		j.Guild = guildID
	}
	if !m.Mine {
		j.Author = user{ID: botID, Username: botName, Bot: true}
	}
	return j
}
