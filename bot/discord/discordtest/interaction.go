package discordtest

import (
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

// Times of an interaction.
const (
	callbackLife = 3 * time.Second
	tokenLife    = 15 * time.Minute
)

// Types of interactions.
const (
	kindPing         = 1
	kindCommand      = 2
	kindComponent    = 3
	kindAutocomplete = 4
	kindModal        = 5
)

// Types of callbacks.
const (
	callbackPong           = 1
	callbackMessage        = 4
	callbackDeferred       = 5
	callbackDeferredUpdate = 6
	callbackUpdate         = 7
	callbackChoices        = 8
	callbackModal          = 9
)

// Errors of what a person does.
var (
	// ErrUnseen is what a client does not let a person do: a command that is not
	// there, a button that is off, a text that is too long.
	ErrUnseen = errors.New("the client does not offer this")
	// ErrNoResponse is what a person is told when no callback came in time.
	ErrNoResponse = errors.New("the application did not respond")
)

func unseen(format string, a ...any) error {
	return fmt.Errorf("discordtest: %w: %s", ErrUnseen, fmt.Sprintf(format, a...))
}

// A Choice is offered by an autocompletion.
type Choice struct {
	Name  string `json:"name"`
	Value any    `json:"value"`
}

// An Interaction is what a person began by a command, a button or by typing.
type Interaction struct {
	ID, Token string
	s         *Server
	kind      int
	user      *User
	channel   *Channel
	onMessage *message // of a button
	menu      bool
	created   time.Time
	json      []byte

	callback  int // type of the accepted one; 0 = none yet
	answered  time.Time
	attempts  int  // callbacks that came, accepted or not
	hidden    bool // by a deferred callback
	waiting   bool // for the edit of a deferred one
	edits     int  // of onMessage at the callback
	original  *message
	followUps []*message
	followed  int
	choices   []Choice
	modal     json.RawMessage
	changed   signal
}

// JSON is the interaction as it was sent to the bot.
func (i *Interaction) JSON() []byte { return slices.Clone(i.json) }

// Callback returns the type of the accepted callback, 0 where there is none, and
// how many were tried.
func (i *Interaction) Callback() (kind, tried int) {
	i.s.mu.Lock()
	defer i.s.mu.Unlock()
	return i.callback, i.attempts
}

// Latency returns how long the callback took; 0 where there is none.
func (i *Interaction) Latency() time.Duration {
	i.s.mu.Lock()
	defer i.s.mu.Unlock()
	if i.callback == 0 {
		return 0
	}
	return i.answered.Sub(i.created)
}

// Wait waits for what the person gets to see: a new message, the deferred one once
// it is there, or the message of the button once it has changed. It returns
// ErrNoResponse where no callback comes within 3 seconds.
func (i *Interaction) Wait(ctx context.Context) (Message, error) {
	var seen *message
	if err := i.await(ctx, func() bool {
		switch m := i.onMessage; {
		case i.callback == callbackMessage || i.callback == callbackDeferred && !i.waiting:
			seen = i.original
		case i.callback == callbackUpdate:
			seen = m
		case i.callback == callbackDeferredUpdate && (m.deleted || m.edits > i.edits):
			seen = m
		case len(i.followUps) > 0 && i.callback == callbackDeferredUpdate:
			seen = i.followUps[0]
		case i.callback == callbackModal:
			seen = &message{s: i.s, channel: i.channel, author: i.s.Bot, content: string(i.modal)}
		}
		return seen != nil
	}); err != nil {
		return Message{}, err
	}
	i.s.mu.Lock()
	defer i.s.mu.Unlock()
	return seen.view(), nil
}

// Choices waits for what an autocompletion offers.
func (i *Interaction) Choices(ctx context.Context) ([]Choice, error) {
	if err := i.await(ctx, func() bool { return i.callback == callbackChoices }); err != nil {
		return nil, err
	}
	i.s.mu.Lock()
	defer i.s.mu.Unlock()
	return slices.Clone(i.choices), nil
}

// FollowUps returns the messages that came after the answer.
func (i *Interaction) FollowUps() []Message {
	i.s.mu.Lock()
	defer i.s.mu.Unlock()
	var all []Message
	for _, m := range i.followUps {
		all = append(all, m.view())
	}
	return all
}

// await waits until ok holds, which is asked under the lock, or until the person
// would give up.
func (i *Interaction) await(ctx context.Context, ok func() bool) error {
	late := false
	timer := time.AfterFunc(callbackLife, func() {
		i.s.mu.Lock()
		defer i.s.mu.Unlock()
		i.changed.fire()
	})
	defer timer.Stop()
	if err := i.s.until(ctx, &i.changed, func() bool {
		i.s.mu.Lock()
		defer i.s.mu.Unlock()
		late = i.callback == 0 && i.s.clock.now().Sub(i.created) >= callbackLife
		return ok() || late
	}); err != nil {
		return err
	}
	if late {
		return fmt.Errorf("discordtest: %w", ErrNoResponse)
	}
	return nil
}

// owners are the installations by which an interaction came.
func (i *Interaction) owners() object {
	o := object{}
	if i.channel.Guild != nil && i.channel.Guild.Role != "" {
		o["0"] = i.channel.Guild.ID
	} else if i.channel.botIn() {
		o["0"] = "0"
	}
	if i.user.installs {
		o["1"] = i.user.ID
	}
	return o
}

// begin makes an interaction and sends it to the bot.
func (s *Server) begin(u *User, ch *Channel, kind int, data object, on *message, menu bool) (*Interaction, error) {
	i := &Interaction{
		ID: s.newID(), s: s, kind: kind, user: u, channel: ch, onMessage: on, menu: menu, created: s.clock.now(),
	}
	i.Token = "aW50ZXJhY3Rpb24_" + i.ID + "_" + s.newID() // real ones are longer, and as opaque
	s.interactions[i.Token] = i
	o := object{
		"id": i.ID, "application_id": s.App, "type": kind, "token": i.Token, "version": 1, "data": data, "channel_id": ch.ID,
		"channel": ch.wire(), "app_permissions": ch.botPermissions(), "locale": u.locale(), "entitlements": []object{},
		"authorizing_integration_owners": i.owners(), "attachment_size_limit": 10485760,
	}
	switch {
	case ch.Guild != nil:
		member := ch.Guild.wireMember(u)
		member["user"], member["permissions"] = u.wire(), fmt.Sprint(ch.Guild.permissions(u))
		o["guild_id"], o["guild_locale"], o["member"], o["context"] = ch.Guild.ID, ch.Guild.locale, member, inGuild
		o["guild"] = object{"id": ch.Guild.ID, "locale": ch.Guild.locale, "features": []string{}}
	case ch.botIn():
		o["user"], o["context"] = u.wire(), inBotDM
	default:
		o["user"], o["context"] = u.wire(), inPrivate
	}
	if on != nil {
		m := on.wire(false)
		if ch.Guild != nil {
			m["guild_id"] = ch.Guild.ID
		}
		o["message"] = m
	}
	var err error
	if i.json, err = json.Marshal(o); err != nil {
		return nil, err
	}
	if s.webhook == "" {
		s.dispatch("INTERACTION_CREATE", ch.guildID(), 0, func(int) any { return json.RawMessage(i.json) })
	} else {
		s.work.Go(func() { i.deliver(s.webhook) })
	}
	s.changed.fire()
	return i, nil
}

// interaction finds the interaction of a token; an error where it may not be used.
func (c *call) interaction() (*Interaction, reply) {
	i := c.s.interactions[c.PathValue("token")]
	switch {
	case i == nil || c.PathValue("app") != c.s.App || i.callback == 0:
		return nil, unknownWebhook
	case c.s.clock.now().Sub(i.created) > tokenLife:
		return nil, invalidToken
	}
	return i, reply{}
}

func callBack(c *call) reply {
	i := c.s.interactions[c.PathValue("token")]
	if i == nil || i.ID != c.PathValue("id") {
		return unknownInteraction
	}
	out := i.take(c.body)
	if out.status == http.StatusNoContent && c.URL.Query().Get("with_response") == "true" {
		o := object{"interaction": object{"id": i.ID, "type": i.kind, "response_message_loading": i.waiting, "response_message_ephemeral": i.hidden}}
		if i.original != nil {
			o["resource"] = object{"type": i.callback, "message": i.original.wire(false)}
		}
		return reply{status: http.StatusOK, body: o}
	}
	return out
}

// take takes a callback.
func (i *Interaction) take(body []byte) reply {
	s := i.s
	i.attempts++
	var cb struct {
		Type int             `json:"type"`
		Data json.RawMessage `json:"data"`
	}
	if json.Unmarshal(body, &cb) != nil {
		return invalidForm("body")
	}
	var d struct {
		draft
		Choices  []Choice `json:"choices"`
		CustomID string   `json:"custom_id"`
	}
	given := map[string]json.RawMessage{}
	if len(cb.Data) > 0 && string(cb.Data) != "null" && (json.Unmarshal(cb.Data, &d) != nil || json.Unmarshal(cb.Data, &given) != nil) {
		return invalidForm("data")
	}
	ephemeral := d.Flags != nil && *d.Flags&flagEphemeral != 0
	switch {
	case i.callback != 0:
		return acknowledged
	case s.clock.now().Sub(i.created) > callbackLife:
		return unknownInteraction
	case !i.fits(cb.Type):
		s.violations = append(s.violations, fmt.Sprintf("callback of type %d to an interaction of type %d", cb.Type, i.kind))
		return invalidForm(fmt.Sprintf("type: %d does not answer an interaction of type %d", cb.Type, i.kind))
	}
	switch cb.Type {
	case callbackMessage:
		m := i.newMessage(ephemeral)
		if d.Flags != nil {
			m.flags |= *d.Flags
		}
		m.write(&d.draft, given)
		if m.empty() {
			return emptyMessage
		}
		i.original, i.hidden = m, ephemeral
		s.add(m)
	case callbackDeferred:
		m := i.newMessage(ephemeral)
		m.flags |= flagLoading
		i.original, i.hidden, i.waiting = m, ephemeral, true
		s.add(m)
	case callbackDeferredUpdate:
		i.original, i.edits = i.onMessage, i.onMessage.edits
	case callbackUpdate:
		changed := *i.onMessage
		changed.write(&d.draft, given)
		if changed.empty() {
			return emptyMessage
		}
		i.original = i.onMessage
		i.onMessage.edit(func() { i.onMessage.write(&d.draft, given) })
	case callbackChoices:
		i.choices = d.Choices
	case callbackModal:
		i.modal = slices.Clone(cb.Data)
	}
	i.callback, i.answered = cb.Type, s.clock.now()
	i.changed.fire()
	s.changed.fire()
	return reply{status: http.StatusNoContent}
}

// fits reports whether a callback of this type may answer the interaction.
func (i *Interaction) fits(callback int) bool {
	switch callback {
	case callbackMessage, callbackDeferred:
		return i.kind == kindCommand || i.kind == kindComponent || i.kind == kindModal
	case callbackDeferredUpdate, callbackUpdate:
		return i.onMessage != nil && (i.kind == kindComponent || i.kind == kindModal)
	case callbackChoices:
		return i.kind == kindAutocomplete
	case callbackModal:
		return i.kind == kindCommand || i.kind == kindComponent
	}
	return false
}

func (i *Interaction) newMessage(ephemeral bool) *message {
	m := &message{s: i.s, channel: i.channel, author: i.s.Bot, kind: commandMessage, byInteraction: i}
	if i.menu {
		m.kind = menuMessage
	}
	if i.onMessage != nil {
		m.kind, m.refersTo = replyMessage, i.onMessage.id
	}
	if ephemeral {
		m.flags, m.visibleTo = flagEphemeral, i.user
	}
	return m
}

func followUp(c *call) reply {
	i, refused := c.interaction()
	if i == nil {
		return refused
	}
	if i.waiting {
		return c.editOriginal(i)
	}
	if i.followed++; i.followed > 5 && i.user.installs && (i.channel.Guild == nil || i.channel.Guild.Role == "") {
		return tooManyFollowUps
	}
	d, given, ok := c.draft()
	if !ok {
		return invalidForm("body")
	}
	m := i.newMessage(d.Flags != nil && *d.Flags&flagEphemeral != 0)
	m.kind, m.refersTo = replyMessage, ""
	if i.original != nil {
		m.refersTo = i.original.id
	}
	m.write(d, given)
	if m.empty() {
		return emptyMessage
	}
	i.followUps = append(i.followUps, m)
	c.s.add(m)
	i.changed.fire()
	if c.URL.Query().Get("wait") == "false" {
		return reply{status: http.StatusNoContent}
	}
	return reply{status: http.StatusOK, body: m.wire(false)}
}

// editOriginal edits the first answer, or shows the one that was waited for.
func (c *call) editOriginal(i *Interaction) reply {
	if i.original == nil || i.original.deleted {
		return unknownMessage
	}
	out := c.patch(i.original)
	if out.status == http.StatusOK {
		i.waiting = false
		i.changed.fire()
	}
	return out
}

// answer finds the message of a follow-up's route.
func (c *call) followUp() (*Interaction, *message, reply) {
	i, refused := c.interaction()
	if i == nil {
		return nil, nil, refused
	}
	m := i.original
	if id := c.PathValue("message"); id != "@original" {
		m = c.s.messages[id]
		if m == nil || m.byInteraction != i && m != i.onMessage {
			return nil, nil, unknownMessage
		}
	}
	if m == nil || m.deleted {
		return nil, nil, unknownMessage
	}
	return i, m, reply{}
}

func getFollowUp(c *call) reply {
	_, m, refused := c.followUp()
	if m == nil {
		return refused
	}
	return reply{status: http.StatusOK, body: m.wire(false)}
}

func patchFollowUp(c *call) reply {
	i, m, refused := c.followUp()
	switch m {
	case nil:
		return refused
	case i.original:
		return c.editOriginal(i)
	default:
		return c.patch(m)
	}
}

func deleteFollowUp(c *call) reply {
	i, m, refused := c.followUp()
	if m == nil {
		return refused
	}
	m.remove()
	i.changed.fire()
	return reply{status: http.StatusNoContent}
}

// PublicKey is the application's key, as the developer portal shows it.
func (s *Server) PublicKey() string { return hex.EncodeToString(s.key.Public().(ed25519.PublicKey)) }

// SetInteractionsURL makes interactions be posted there instead of being sent by
// the gateway. As Discord does it first sends a PING and a badly signed request,
// and refuses an address that does not tell them apart. "" goes back.
func (s *Server) SetInteractionsURL(ctx context.Context, url string) error {
	if url != "" {
		ping := fmt.Sprintf(`{"id":%q,"application_id":%q,"type":1,"token":"t","version":1}`, s.newID(), s.App)
		status, body, err := s.post(ctx, url, []byte(ping), true)
		if err != nil {
			return fmt.Errorf("discordtest: %w", err)
		}
		if status != http.StatusOK || !strings.Contains(string(body), `"type":1`) {
			return fmt.Errorf("discordtest: PING was answered with %d %s", status, body)
		}
		if status, _, err = s.post(ctx, url, []byte(ping), false); err != nil || status != http.StatusUnauthorized {
			return fmt.Errorf("discordtest: a bad signature was answered with %d, want 401 (%w)", status, err)
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.webhook = url
	return nil
}

// Post posts the interaction once more, signed, and returns the answer, of which
// nothing comes.
func (i *Interaction) Post(ctx context.Context, url string) (body []byte, err error) {
	status, body, err := i.s.post(ctx, url, i.json, true)
	if err == nil && status != http.StatusOK {
		err = fmt.Errorf("discordtest: %d %s", status, body)
	}
	return body, err
}
