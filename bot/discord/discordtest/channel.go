package discordtest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// nonceLife is how long a nonce keeps a message from being sent again: "a few minutes".
const nonceLife = 5 * time.Minute

// nonce is a message that was sent under a nonce.
type nonce struct {
	message *message
	at      time.Time
}

// draft is a message as a bot writes it.
type draft struct {
	Content    *string           `json:"content"`
	Embeds     []json.RawMessage `json:"embeds"`
	Components []json.RawMessage `json:"components"`
	Flags      *int              `json:"flags"`
	Allowed    *allowed          `json:"allowed_mentions"`
	Nonce      any               `json:"nonce"`
	Enforce    bool              `json:"enforce_nonce"`
	Reference  *struct {
		Type      int    `json:"type"`
		MessageID string `json:"message_id"`
		Fail      *bool  `json:"fail_if_not_exists"`
	} `json:"message_reference"`
	Attachments []json.RawMessage `json:"attachments"`
}

// write puts what a draft says into a message. In an edit, what the draft leaves
// out stays.
func (m *message) write(d *draft, given map[string]json.RawMessage) {
	if _, ok := given["content"]; ok {
		m.content = ""
		if d.Content != nil {
			m.content = strings.TrimSpace(*d.Content)
		}
	}
	if _, ok := given["embeds"]; ok {
		m.embeds = d.Embeds
	}
	if _, ok := given["components"]; ok {
		next := 0
		m.components = numbered(d.Components, &next)
	}
	if d.Flags != nil {
		m.flags = m.flags&(flagEphemeral|flagComponentsV2) | *d.Flags&^flagEphemeral
	}
	m.notify(d.Allowed)
}

// numbered gives components the ids that Discord adds to those without one: after
// the last, in their order.
func numbered(components []json.RawMessage, last *int) []json.RawMessage {
	var all []json.RawMessage
	for _, raw := range components {
		var c map[string]json.RawMessage
		var inner []json.RawMessage
		if json.Unmarshal(raw, &c) != nil {
			all = append(all, raw)
			continue
		}
		*last++
		if _, ok := c["id"]; !ok {
			c["id"] = json.RawMessage(strconv.Itoa(*last))
		}
		if json.Unmarshal(c["components"], &inner) == nil && len(inner) > 0 {
			c["components"], _ = json.Marshal(numbered(inner, last)) // what was just read
		}
		raw, err := json.Marshal(c)
		if err != nil {
			continue // what was just read
		}
		all = append(all, raw)
	}
	return all
}

func (m *message) empty() bool {
	return m.content == "" && len(m.embeds) == 0 && len(m.components) == 0
}

// draft reads a message from the body.
func (c *call) draft() (*draft, map[string]json.RawMessage, bool) {
	var d draft
	var given map[string]json.RawMessage
	ok := c.decode(&d) && c.decode(&given)
	return &d, given, ok
}

// channel finds the channel of a request, if the bot may do this there.
func (c *call) channel(permission int64) (*Channel, reply) {
	ch := c.s.channels[c.PathValue("channel")]
	switch {
	case ch == nil:
		return nil, unknownChannel
	case !ch.has(ViewChannel):
		return nil, missingAccess
	case permission != 0 && !ch.has(permission):
		return nil, missingPermissions
	}
	return ch, reply{}
}

func (c *call) message() (*message, reply) {
	ch, refused := c.channel(0)
	if ch == nil {
		return nil, refused
	}
	m := c.s.messages[c.PathValue("message")]
	if m == nil || m.deleted || m.channel != ch || m.visibleTo != nil {
		return nil, unknownMessage
	}
	return m, reply{}
}

func getChannel(c *call) reply {
	ch, refused := c.channel(0)
	if ch == nil {
		return refused
	}
	return reply{status: http.StatusOK, body: ch.wire()}
}

func postTyping(c *call) reply {
	ch, refused := c.channel(SendMessages)
	if ch == nil {
		return refused
	}
	ch.typing++
	return reply{status: http.StatusNoContent}
}

func postMessage(c *call) reply {
	ch, refused := c.channel(SendMessages)
	if ch == nil {
		return refused
	}
	d, given, ok := c.draft()
	if !ok {
		return invalidForm("body")
	}
	key := ""
	if d.Enforce && d.Nonce != nil {
		key = fmt.Sprint(ch.ID, " ", d.Nonce)
		if sent, ok := c.s.nonces[key]; ok && c.s.clock.now().Sub(sent.at) < nonceLife {
			return reply{status: http.StatusOK, body: sent.message.wire(false)}
		}
	}
	m := &message{s: c.s, channel: ch, author: c.s.Bot, nonce: d.Nonce}
	if ref := d.Reference; ref != nil && ref.MessageID != "" && ref.Type == 0 {
		to := c.s.messages[ref.MessageID]
		there := to != nil && !to.deleted && to.channel == ch
		switch {
		case !ch.has(ReadMessageHistory):
			return noHistory
		case there:
			m.kind, m.refersTo = replyMessage, to.id
		case ref.Fail == nil || *ref.Fail:
			return invalidForm("message_reference: Unknown message")
		}
	}
	m.write(d, given)
	if m.empty() {
		return emptyMessage
	}
	c.s.add(m)
	if key != "" {
		c.s.nonces[key] = nonce{m, c.s.clock.now()}
	}
	return reply{status: http.StatusOK, body: m.wire(false)}
}

func getMessages(c *call) reply {
	ch, refused := c.channel(ReadMessageHistory)
	if ch == nil {
		return refused
	}
	var found []*message
	for _, m := range c.s.messages {
		if m.channel == ch && !m.deleted && m.visibleTo == nil {
			found = append(found, m)
		}
	}
	slices.SortFunc(found, func(a, b *message) int { return b.sent.Compare(a.sent) })
	limit, err := strconv.Atoi(c.URL.Query().Get("limit"))
	if err != nil || limit < 1 || limit > 100 {
		limit = 50
	}
	all := []object{}
	for _, m := range found[:min(limit, len(found))] {
		all = append(all, m.wire(c.s.blankREST(m)))
	}
	return reply{status: http.StatusOK, body: all}
}

// blankREST reports whether REST gives a message without what it says.
func (s *Server) blankREST(m *message) bool {
	return m.blankFor(s.options.Privileged)
}

func getMessage(c *call) reply {
	m, refused := c.message()
	if m == nil {
		return refused
	}
	return reply{status: http.StatusOK, body: m.wire(c.s.blankREST(m))}
}

func patchMessage(c *call) reply {
	m, refused := c.message()
	switch {
	case m == nil:
		return refused
	case m.author != c.s.Bot:
		return notAuthor
	}
	return c.patch(m)
}

// patch edits a message by the body of a request.
func (c *call) patch(m *message) reply {
	d, given, ok := c.draft()
	if !ok {
		return invalidForm("body")
	}
	changed := *m
	changed.write(d, given)
	if changed.empty() {
		return emptyMessage
	}
	m.edit(func() {
		m.write(d, given)
		m.flags &^= flagLoading
	})
	return reply{status: http.StatusOK, body: m.wire(false)}
}

func deleteMessage(c *call) reply {
	m, refused := c.message()
	switch {
	case m == nil:
		return refused
	case m.author != c.s.Bot && !m.channel.has(ManageMessages):
		return missingPermissions
	}
	m.remove()
	return reply{status: http.StatusNoContent}
}

func postThread(c *call) reply {
	m, refused := c.message()
	var d struct {
		Name string `json:"name"`
	}
	switch {
	case m == nil:
		return refused
	case !m.channel.has(CreatePublicThreads):
		return missingPermissions
	case !c.decode(&d) || d.Name == "" || len([]rune(d.Name)) > 100:
		return invalidForm("name: Must be between 1 and 100 in length.")
	case m.channel.Parent != nil || m.channel.Guild == nil:
		return invalidForm("channel: threads stand in channels")
	case c.s.channels[m.id] != nil:
		return threadExists
	}
	return reply{status: http.StatusCreated, body: m.channel.addThread(m.id, d.Name).wire()}
}
