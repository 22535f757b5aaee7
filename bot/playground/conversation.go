package playground

import (
	"context"
	"fmt"
	"html/template"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

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

// Bounds of what a visitor keeps.
const (
	maxMessages = 100  // of a place
	maxTyped    = 2000 // code points of a message, as on Discord
)

// A refusal is why a client would not send what was typed.
type refusal struct{ error }

func refuse(format string, a ...any) error { return refusal{fmt.Errorf(format, a...)} }

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

// mention matches where a typed message names the bot.
var mention = regexp.MustCompile(`(?i)@` + botName + `\b`)

// say does what Enter does in a client: it uses a command, or sends a message.
// In a server a message that does not name the bot is made to, since there the
// bot hears no other. Answering is the id of the message replied to, or "".
func (v *visitor) say(ctx context.Context, d *desk, p place, typed, answering string) error {
	typed = strings.TrimSpace(strings.ToValidUTF8(typed, "\uFFFD"))
	switch {
	case typed == "":
		return refuse("Type a question, or / for the commands.")
	case utf8.RuneCountInString(typed) > maxTyped:
		return refuse("A message has %d characters at most.", maxTyped)
	case strings.HasPrefix(typed, "/"):
		return v.use(ctx, d, p, typed)
	}
	c := v.conversations[p]
	before := c.message(answering)
	m := v.message(mention.ReplaceAllLiteralString(typed, "<@"+botID+">"))
	m.Mine = true
	sent := messageJSON{}
	named := m.Content != typed
	switch {
	case before != nil && !before.Mine:
		named = true
		m.Answers = firstLine(before.Content)
	case p == inServer && !named:
		named = true
		m.Content = "<@" + botID + "> " + typed
	}
	sent = m.json(p)
	if named {
		sent.Mentions = append(sent.Mentions, user{ID: botID, Username: botName, Bot: true})
	}
	if before != nil {
		ref := before.json(p)
		sent.Type, sent.Referenced = int(discordgo.MessageTypeReply), &ref
	}
	answer, x, err := d.reply(ctx, sent, v.locale)
	if err != nil {
		return err
	}
	m.draw(d)
	c.add(m)
	if answer == nil {
		return nil
	}
	a := v.message(answer.Content)
	a.Answers = m.Content
	a.take(d, *answer, x)
	c.add(a)
	return nil
}

// use uses a typed command.
func (v *visitor) use(ctx context.Context, d *desk, p place, line string) error {
	inv := parse(line, v.locale, d.commandsIn(p))
	if inv.command == nil {
		name, _, _ := strings.Cut(line, " ")
		return refuse("There is no command %s here. Type / to see those there are.", name)
	}
	data, err := inv.data()
	if err != nil {
		return refusal{err}
	}
	return v.interact(ctx, d, p, discordgo.InteractionApplicationCommand, data, nil, "/"+inv.command.Name)
}

// find uses the command of a message's menu, "Find in the report".
func (v *visitor) find(ctx context.Context, d *desk, p place, id string) error {
	m := v.conversations[p].message(id)
	commands := d.handler.Commands()
	at := slices.IndexFunc(commands, func(c *discordgo.ApplicationCommand) bool { return c.Type == discordgo.MessageApplicationCommand })
	if m == nil || at < 0 {
		return refuse("That message is gone.")
	}
	data := commandJSON{
		ID: "2", Type: int(discordgo.MessageApplicationCommand), Name: commands[at].Name,
		TargetID: id, Resolved: &resolvedJSON{Messages: map[string]messageJSON{id: m.json(p)}},
	}
	return v.interact(ctx, d, p, discordgo.InteractionApplicationCommand, data, nil, commandName(commands[at], v.locale))
}

// click clicks on a button under a message of the bot.
func (v *visitor) click(ctx context.Context, d *desk, p place, id, customID string) error {
	m := v.conversations[p].message(id)
	if m == nil || !m.has(customID) {
		return refuse("That message is gone.")
	}
	if slices.Contains(v.desks, m.desk) || m.desk.house {
		d = m.desk
	}
	data := clickJSON{ComponentType: int(discordgo.ButtonComponent), CustomID: customID}
	return v.interact(ctx, d, p, discordgo.InteractionMessageComponent, data, m, "")
}

// interact sends an interaction and does what the response says. On is the
// message that was clicked on, or nil.
func (v *visitor) interact(ctx context.Context, d *desk, p place, kind discordgo.InteractionType, data any, on *message, used string) error {
	c := v.conversations[p]
	answer := v.message("")
	i := p.event(answer.ID, v.locale, kind, data)
	if on != nil {
		j := on.json(p)
		i.Message = &j
	}
	r, x, deleted, err := d.respond(ctx, i)
	if err != nil {
		return err
	}
	if on != nil && deleted {
		c.drop(on.ID)
	}
	switch discordgo.InteractionResponseType(r.Type) { //nolint:exhaustive // the bot gives no others
	case discordgo.InteractionResponseUpdateMessage:
		flags := on.flags
		on.take(d, r.Data, x)
		on.flags, on.Ephemeral = flags, flags&int(discordgo.MessageFlagsEphemeral) != 0
	case discordgo.InteractionResponseChannelMessageWithSource:
		answer.Used = used
		if on != nil {
			answer.Answers = firstLine(on.Content)
		}
		answer.take(d, r.Data, x)
		c.add(answer)
	}
	return nil
}

// dismiss takes away a message that only the visitor sees.
func (v *visitor) dismiss(p place, id string) {
	if m := v.conversations[p].message(id); m != nil && m.Ephemeral {
		v.conversations[p].drop(id)
	}
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
