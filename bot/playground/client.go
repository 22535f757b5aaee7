package playground

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/bwmarrin/discordgo"
)

// maxTyped is how many code points a message has at most, as on Discord.
const maxTyped = 2000

// A refusal is why a client would not send what was typed.
type refusal struct{ error }

func refuse(format string, a ...any) error { return refusal{fmt.Errorf(format, a...)} }

// mention matches where a typed message names the bot.
var mention = regexp.MustCompile(`(?i)@` + botName + `\b`)

// say does what Enter does in a client: it uses a command, or sends a message.
// Answering is the id of the message replied to, or "".
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
	m, sent := v.write(p, typed, c.message(answering))
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

// write makes a message of what was typed, with what Discord sends for it. In a
// server it is made to name the bot where it does not and is no reply to it, since
// there the bot hears no other. Before is the message replied to, or nil.
func (v *visitor) write(p place, typed string, before *message) (*message, messageJSON) {
	m := v.message(mention.ReplaceAllLiteralString(typed, "<@"+botID+">"))
	m.Mine = true
	named, toBot := m.Content != typed, before != nil && !before.Mine
	if p == inServer && !named && !toBot {
		m.Content, named = "<@"+botID+"> "+typed, true
	}
	if toBot {
		m.Answers = firstLine(before.Content)
	}
	sent := m.json(p)
	if named || toBot { // a reply pings
		sent.Mentions = append(sent.Mentions, user{ID: botID, Username: botName, Bot: true})
	}
	if before != nil {
		to := before.json(p)
		sent.Type, sent.Referenced = int(discordgo.MessageTypeReply), &to
	}
	return m, sent
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
	switch kind := discordgo.InteractionResponseType(r.Type); {
	case kind == discordgo.InteractionResponseUpdateMessage && on != nil:
		r.Data.Flags |= on.flags & int(discordgo.MessageFlagsEphemeral)
		on.take(d, r.Data, x)
	case kind == discordgo.InteractionResponseChannelMessageWithSource:
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
