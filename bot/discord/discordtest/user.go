package discordtest

import (
	"context"
	"slices"
)

// Say posts a message. Names in it notify, as <@id> and <@&id> do.
func (u *User) Say(c *Channel, text string) Message {
	return u.say(c, text, Message{}, false, "")
}

// Reply replies to a message, with or without a ping to its author.
func (u *User) Reply(to Message, text string, ping bool) Message {
	return u.say(to.Channel, text, to, ping, "")
}

// SayByWebhook posts a message by a webhook of the channel.
func (u *User) SayByWebhook(c *Channel, text string) Message {
	return u.say(c, text, Message{}, false, u.s.newID())
}

func (u *User) say(c *Channel, text string, to Message, ping bool, webhook string) Message {
	u.s.mu.Lock()
	defer u.s.mu.Unlock()
	m := &message{s: u.s, channel: c, author: u, content: text, webhook: webhook}
	if to.ID != "" {
		m.kind, m.refersTo = replyMessage, to.ID
	}
	m.notify(&allowed{Parse: []string{"users", "roles", "everyone"}, Replied: ping})
	u.s.add(m)
	return m.view()
}

// Run runs a command, as "ask" or "footnote settings".
func (u *User) Run(c *Channel, name string, args Args) (*Interaction, error) {
	return u.command(c, name, args, "")
}

// Type types in an option of a command and returns what the bot is asked to
// complete; args holds what was typed so far, in all options.
func (u *User) Type(c *Channel, name, option string, args Args) (*Interaction, error) {
	return u.command(c, name, args, option)
}

func (u *User) command(c *Channel, name string, args Args, focused string) (*Interaction, error) {
	u.s.mu.Lock()
	defer u.s.mu.Unlock()
	first, words := split(name)
	cmd, guild, err := u.s.find(u, c, first, chatCommand)
	if err != nil {
		return nil, err
	}
	options, err := fill(cmd.Options, words, args, focused)
	if err != nil {
		return nil, err
	}
	kind := kindCommand
	if focused != "" {
		kind = kindAutocomplete
	}
	return u.s.begin(u, c, kind, cmd.data(guild, options), nil, false)
}

// data is what an interaction says of its command.
func (cmd *command) data(guild string, options []object) object {
	data := object{"id": cmd.ID, "name": cmd.Name, "type": cmd.Kind}
	if guild != "" {
		data["guild_id"] = guild
	}
	if len(options) > 0 {
		data["options"] = options
	}
	return data
}

// Use uses a command of the menu of a message.
func (u *User) Use(name string, on Message) (*Interaction, error) {
	u.s.mu.Lock()
	defer u.s.mu.Unlock()
	m := u.s.messages[on.ID]
	if !u.sees(m) {
		return nil, unseen("the message is not there")
	}
	cmd, guild, err := u.s.find(u, m.channel, name, messageCommand)
	if err != nil {
		return nil, err
	}
	data := cmd.data(guild, nil)
	data["target_id"] = m.id
	data["resolved"] = object{"messages": object{m.id: m.wire(false)}}
	return u.s.begin(u, m.channel, kindCommand, data, nil, true)
}

func (u *User) sees(m *message) bool {
	return m != nil && !m.deleted && (m.visibleTo == nil || m.visibleTo == u)
}

// Click clicks on the button with this label under a message.
func (u *User) Click(on Message, label string) (*Interaction, error) {
	u.s.mu.Lock()
	defer u.s.mu.Unlock()
	m := u.s.messages[on.ID]
	if !u.sees(m) {
		return nil, unseen("the message is not there")
	}
	all := buttons(m.components)
	n := slices.IndexFunc(all, func(b Button) bool { return b.Label == label })
	if n < 0 || all[n].Disabled || all[n].ID == "" {
		return nil, unseen("no button %q to click on", label)
	}
	return u.s.begin(u, m.channel, kindComponent, object{"custom_id": all[n].ID, "component_type": 2, "id": n + 1}, m, false)
}

// Answers returns the bot's answers to a message: its replies to it, and what it
// says in a thread of it.
func (s *Server) Answers(to Message) []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []Message
	if asked := s.messages[to.ID]; asked != nil {
		for _, m := range asked.answers {
			if !m.deleted {
				all = append(all, m.view())
			}
		}
	}
	return all
}

// Answer waits for the bot's first answer to a message. Its error is that of ctx.
func (s *Server) Answer(ctx context.Context, to Message) (Message, error) {
	s.mu.Lock()
	asked := s.messages[to.ID]
	s.mu.Unlock()
	if asked == nil {
		return Message{}, unseen("the message is not there")
	}
	var found []Message
	err := s.until(ctx, &asked.changed, func() bool { found = s.Answers(to); return len(found) > 0 })
	if err != nil {
		return Message{}, err
	}
	return found[0], nil
}
