package discordtest

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"time"
)

// message is a message as the fake keeps it.
type message struct {
	s             *Server
	id            string
	channel       *Channel
	author        *User
	webhook       string // id, where a webhook wrote it
	kind          int
	content       string
	embeds        []json.RawMessage
	components    []json.RawMessage
	flags         int
	nonce         any
	sent, edited  time.Time
	edits         int
	deleted       bool
	refersTo      string // id of the message it replies to
	mentions      []*User
	roles         []string
	everyone      bool
	pinged        []string // ids of users and roles that were notified, and "everyone"
	byInteraction *Interaction
	visibleTo     *User      // of an ephemeral message
	answers       []*message // the bot's, in reply or in a thread of its own
	changed       signal
}

// Flags of messages.
const (
	flagEphemeral    = 1 << 6
	flagLoading      = 1 << 7
	flagComponentsV2 = 1 << 15
)

// Types of messages.
const (
	plainMessage   = 0
	replyMessage   = 19
	commandMessage = 20
	menuMessage    = 23
)

// A Message is what a person sees of a message, at the time it was asked for.
type Message struct {
	ID, Content string
	Channel     *Channel
	Author      *User
	Embeds      []json.RawMessage
	Buttons     []Button
	Flags       int
	RepliesTo   string   // id of a message; "" = none
	Pinged      []string // ids of users and roles that it notified, and "everyone"
	Edits       int
	Ephemeral   bool
	Deleted     bool
}

// A Button stands under a message.
type Button struct {
	Label    string `json:"label"`
	ID       string `json:"custom_id"`
	URL      string `json:"url"`
	Disabled bool   `json:"disabled"`
}

// Button returns the first button with this label.
func (m Message) Button(label string) (Button, bool) {
	for _, b := range m.Buttons {
		if b.Label == label {
			return b, true
		}
	}
	return Button{}, false
}

// Labels returns what is written on the buttons.
func (m Message) Labels() []string {
	var all []string
	for _, b := range m.Buttons {
		all = append(all, b.Label)
	}
	return all
}

func (m *message) view() Message {
	return Message{
		ID: m.id, Content: m.content, Channel: m.channel, Author: m.author, Embeds: slices.Clone(m.embeds),
		Buttons: buttons(m.components), Flags: m.flags, RepliesTo: m.refersTo, Pinged: slices.Clone(m.pinged),
		Edits: m.edits, Ephemeral: m.visibleTo != nil, Deleted: m.deleted,
	}
}

// buttons finds the buttons in components, however deep.
func buttons(components []json.RawMessage) []Button {
	var all []Button
	for _, raw := range components {
		var c struct {
			Type int `json:"type"`
			Button
			Components []json.RawMessage `json:"components"`
			Accessory  json.RawMessage   `json:"accessory"`
		}
		if json.Unmarshal(raw, &c) != nil {
			continue
		}
		if c.Type == 2 {
			all = append(all, c.Button)
		}
		all = append(all, buttons(c.Components)...)
		if len(c.Accessory) > 0 {
			all = append(all, buttons([]json.RawMessage{c.Accessory})...)
		}
	}
	return all
}

// blankFor reports whether a session with these intents gets the message without
// what it says. Discord gives it in messages of the application itself, in direct
// messages to it, in messages that mention it, and in replies with a ping to a
// message that is no answer to an interaction; the target of a menu is not an event.
func (m *message) blankFor(intents int) bool {
	switch me := m.s.Bot; {
	case intents&intentMessageContent != 0, m.author == me, m.channel.Guild == nil && m.channel.botIn():
		return false
	case names(m.content, me):
		return false
	case m.s.options.RoleReads && m.channel.Guild != nil && slices.Contains(m.roles, m.channel.Guild.Role):
		return false
	case slices.Contains(m.mentions, me): // by the ping of a reply
		r := m.s.messages[m.refersTo]
		return r == nil || r.byInteraction != nil
	}
	return true
}

func names(content string, u *User) bool {
	return strings.Contains(content, "<@"+u.ID+">") || strings.Contains(content, "<@!"+u.ID+">")
}

var (
	userMention = regexp.MustCompile(`<@!?(\d+)>`)
	roleMention = regexp.MustCompile(`<@&(\d+)>`)
	everyone    = regexp.MustCompile(`@(everyone|here)\b`)
)

// allowed is what a message may notify; nil allows all.
type allowed struct {
	Parse   []string `json:"parse"`
	Users   []string `json:"users"`
	Roles   []string `json:"roles"`
	Replied bool     `json:"replied_user"`
}

// notify finds who is notified by what the message says.
func (m *message) notify(a *allowed) {
	if a == nil {
		a = &allowed{Parse: []string{"users", "roles", "everyone"}, Replied: true}
		if m.byInteraction != nil {
			a.Parse = []string{"users"}
		}
	}
	m.mentions, m.roles, m.everyone, m.pinged = nil, nil, false, nil
	user := func(id string) {
		if u := m.s.users[id]; u != nil && !slices.Contains(m.mentions, u) {
			m.mentions = append(m.mentions, u)
			m.pinged = append(m.pinged, id)
		}
	}
	for _, id := range userMention.FindAllStringSubmatch(m.content, -1) {
		if slices.Contains(a.Parse, "users") || slices.Contains(a.Users, id[1]) {
			user(id[1])
		}
	}
	for _, id := range roleMention.FindAllStringSubmatch(m.content, -1) {
		if !slices.Contains(m.roles, id[1]) && (slices.Contains(a.Parse, "roles") || slices.Contains(a.Roles, id[1])) {
			m.roles = append(m.roles, id[1])
			m.pinged = append(m.pinged, id[1])
		}
	}
	if slices.Contains(a.Parse, "everyone") && everyone.MatchString(m.content) {
		m.everyone = true
		m.pinged = append(m.pinged, "everyone")
	}
	if r := m.s.messages[m.refersTo]; r != nil && a.Replied && m.byInteraction == nil {
		user(r.author.ID)
	}
}

// add puts a message up and tells the gateway and those who wait.
func (s *Server) add(m *message) {
	m.s, m.sent = s, s.clock.now()
	if m.id == "" {
		m.id = s.newID()
	}
	s.messages[m.id] = m
	s.tell("MESSAGE_CREATE", m)
	// A thread carries the id of the message that it was opened on.
	for _, asked := range []*message{s.messages[m.refersTo], s.messages[m.channel.ID]} {
		if asked != nil && m.author == s.Bot && m.byInteraction == nil {
			asked.answers = append(asked.answers, m)
			asked.changed.fire()
		}
	}
	s.changed.fire()
}

// tell sends an event about a message to those who may see it.
func (s *Server) tell(kind string, m *message) {
	if m.visibleTo != nil || !m.channel.has(ViewChannel) {
		return
	}
	intent := intentGuildMessages
	if m.channel.Guild == nil {
		intent = intentDirectMessages
	}
	s.dispatch(kind, m.channel.guildID(), intent, func(intents int) any {
		if kind == "MESSAGE_DELETE" {
			o := object{"id": m.id, "channel_id": m.channel.ID}
			if g := m.channel.guildID(); g != "" {
				o["guild_id"] = g
			}
			return o
		}
		return m.event(intents)
	})
}

// edit changes a message that is there.
func (m *message) edit(change func()) {
	change()
	m.edits++
	m.edited = m.s.clock.now()
	m.s.tell("MESSAGE_UPDATE", m)
	m.told()
}

func (m *message) remove() {
	m.deleted = true
	m.s.tell("MESSAGE_DELETE", m)
	m.told()
}

func (m *message) told() {
	m.changed.fire()
	if m.byInteraction != nil {
		m.byInteraction.changed.fire()
	}
	m.s.changed.fire()
}

// Messages returns what a person sees in a channel, oldest first.
func (u *User) Messages(c *Channel) []Message {
	u.s.mu.Lock()
	defer u.s.mu.Unlock()
	var all []*message
	for _, m := range u.s.messages {
		if m.channel == c && !m.deleted && (m.visibleTo == nil || m.visibleTo == u) {
			all = append(all, m)
		}
	}
	slices.SortFunc(all, func(a, b *message) int { return a.sent.Compare(b.sent) })
	views := make([]Message, len(all))
	for n, m := range all {
		views[n] = m.view()
	}
	return views
}

// Look returns a message as it is now.
func (s *Server) Look(m Message) Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	if now := s.messages[m.ID]; now != nil {
		return now.view()
	}
	m.Deleted = true
	return m
}

// Delete deletes a message, as its author does.
func (s *Server) Delete(m Message) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if now := s.messages[m.ID]; now != nil && !now.deleted {
		now.remove()
	}
}
