package wire

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"log/slog"
	"net/http"
	"runtime/debug"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"

	"footnote/bot/discord"
)

const (
	// deferAfter is how long an answer may take before Discord is told to wait
	// for it; Discord itself gives up after 3 s.
	deferAfter = 1500 * time.Millisecond
	// callbackTime bounds the first answer.
	callbackTime = 2500 * time.Millisecond
	// answerTime bounds an answer from its question on.
	answerTime = 30 * time.Second

	rememberedEvents = 4096 // ids of events that are not answered twice
	restBuckets      = 64   // rate limit buckets for answers to interactions
)

// A Dispatcher answers events with a bounded number of workers and a bounded
// queue. An event that comes twice, by a replay or on a second session, is
// answered once.
type Dispatcher struct {
	handler Handler
	rest    *discordgo.Session
	log     *slog.Logger
	metrics *Metrics
	jobs    chan func(context.Context)
	refuse  chan func(context.Context) // refusals, so that a full queue still says so
	posted  chan struct{}              // a place for each interaction that came by HTTP
	workers sync.WaitGroup

	mu     sync.Mutex // guards jobs and refuse against close, and what follows
	closed bool
	seen   map[string]bool
	order  [rememberedEvents]string
	next   int
}

// NewDispatcher starts a dispatcher that answers through rest, with this many
// workers and places in the queue. Stop it with Close.
func NewDispatcher(h Handler, rest *discordgo.Session, log *slog.Logger, m *Metrics, workers, queue int) *Dispatcher {
	d := &Dispatcher{
		handler: h, rest: rest, log: log, metrics: m,
		jobs:   make(chan func(context.Context), queue),
		refuse: make(chan func(context.Context), queue),
		posted: make(chan struct{}, workers+queue),
		seen:   make(map[string]bool, rememberedEvents),
	}
	m.watchQueue(func() int { return len(d.jobs) })
	for range workers {
		d.workers.Go(func() { work(d.jobs) })
	}
	d.workers.Go(func() { work(d.refuse) })
	return d
}

func work(jobs <-chan func(context.Context)) {
	for job := range jobs {
		ctx, cancel := context.WithTimeout(context.Background(), answerTime)
		job(ctx)
		cancel()
	}
}

// Close takes no more events and waits until what was taken is answered, or
// until ctx ends.
func (d *Dispatcher) Close(ctx context.Context) error {
	d.mu.Lock()
	if !d.closed {
		d.closed = true
		close(d.jobs)
		close(d.refuse)
	}
	d.mu.Unlock()
	done := make(chan struct{})
	go func() { d.workers.Wait(); close(done) }()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("finish what is in flight: %w", context.Cause(ctx))
	}
}

// Interaction answers i, unless it was seen before or is no interaction.
func (d *Dispatcher) Interaction(i *discordgo.Interaction) {
	if i == nil || i.ID == "" || i.Token == "" {
		return
	}
	d.take(i.ID,
		func(ctx context.Context) { d.interaction(ctx, i) },
		func(ctx context.Context) { d.callback(ctx, i, d.handler.Busy(i).Body) })
}

// Message answers m, unless it was seen before or is not for the bot.
func (d *Dispatcher) Message(m *discordgo.Message, me discord.Self) {
	if m == nil || m.ID == "" || discord.SurfaceOf(m, me) == discord.SurfaceOther {
		return
	}
	d.take(m.ID,
		func(ctx context.Context) { d.message(ctx, m, me) },
		func(ctx context.Context) { d.reply(ctx, m, d.handler.BusyMessage(m, me)) })
}

// take queues job, or busy where the queue is full.
func (d *Dispatcher) take(id string, job, busy func(context.Context)) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.closed || d.seen[id] {
		return
	}
	delete(d.seen, d.order[d.next])
	d.order[d.next], d.seen[id] = id, true
	d.next = (d.next + 1) % rememberedEvents
	select {
	case d.jobs <- job:
		return
	default:
	}
	d.log.Warn("queue full", "event", id)
	d.metrics.refusal("queue")
	select {
	case d.refuse <- busy:
	default:
	}
}

func (d *Dispatcher) interaction(ctx context.Context, i *discordgo.Interaction) {
	body, later := d.answer(ctx, i)
	d.callback(ctx, i, body)
	later()
}

// Respond answers i for a transport that carries the first answer itself. A late
// answer, and an event that comes after Close, is seen to as on the gateway.
func (d *Dispatcher) Respond(ctx context.Context, i *discordgo.Interaction) *discordgo.InteractionResponse {
	d.mu.Lock()
	if d.closed {
		d.mu.Unlock()
		return d.handler.Restarting(i).Body
	}
	select {
	case d.posted <- struct{}{}:
	default:
		d.mu.Unlock()
		return d.handler.Busy(i).Body
	}
	d.workers.Add(1) // before Close can wait
	d.mu.Unlock()
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), answerTime)
	first, later := d.answer(ctx, i)
	go func() {
		defer d.workers.Done()
		defer func() { <-d.posted }()
		defer cancel()
		later()
	}()
	return first
}

// answer returns what to answer first, in time, and what to do after it was sent.
func (d *Dispatcher) answer(ctx context.Context, i *discordgo.Interaction) (first *discordgo.InteractionResponse, later func()) {
	answered := make(chan discord.Response, 1)
	go func() { answered <- d.respond(ctx, i) }()
	late := time.NewTimer(deferAfter)
	defer late.Stop()
	select {
	case r := <-answered:
		return r.Body, func() { d.finish(ctx, i, r) }
	case <-late.C:
	}
	first = d.wait(i)
	return first, func() {
		r := <-answered
		if first.Type == discordgo.InteractionApplicationCommandAutocompleteResult {
			return // it can have no second answer
		}
		d.edit(ctx, i, r.Body)
		d.finish(ctx, i, r)
	}
}

// respond asks the handler, and answers for it where it panics.
func (d *Dispatcher) respond(ctx context.Context, i *discordgo.Interaction) (r discord.Response) {
	defer func() {
		if v := recover(); v != nil {
			d.metrics.panicked()
			d.log.Error("panic in a handler", "interaction", i.ID, "panic", v, "stack", string(debug.Stack()))
			r = d.handler.Failed(i)
		}
	}()
	start := time.Now()
	r = d.handler.Respond(ctx, i)
	d.metrics.answer(r.Surface, r.Outcome, time.Since(start))
	return r
}

// wait returns what tells Discord that the answer comes later.
func (d *Dispatcher) wait(i *discordgo.Interaction) *discordgo.InteractionResponse {
	switch i.Type {
	case discordgo.InteractionApplicationCommandAutocomplete: // no later answer is possible
		return &discordgo.InteractionResponse{
			Type: discordgo.InteractionApplicationCommandAutocompleteResult,
			Data: &discordgo.InteractionResponseData{},
		}
	case discordgo.InteractionMessageComponent:
		// The answer to a button may be a new message or a change of the old one,
		// which is not known yet. A new message spoils nothing.
	default:
	}
	wait := &discordgo.InteractionResponse{
		Type: discordgo.InteractionResponseDeferredChannelMessageWithSource,
		Data: &discordgo.InteractionResponseData{},
	}
	if d.handler.Ephemeral(i) {
		wait.Data.Flags = discordgo.MessageFlagsEphemeral
	}
	return wait
}

// callback sends the first answer to i.
func (d *Dispatcher) callback(ctx context.Context, i *discordgo.Interaction, body *discordgo.InteractionResponse) {
	if body == nil {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, callbackTime)
	defer cancel()
	d.send(ctx, http.MethodPost, discordgo.EndpointInteractionResponse(i.ID, i.Token), bucket(http.MethodPost, i.Token), i.ID, body)
}

// edit puts the late answer in the place of the waiting one.
func (d *Dispatcher) edit(ctx context.Context, i *discordgo.Interaction, body *discordgo.InteractionResponse) {
	if body == nil || body.Data == nil {
		return
	}
	data := *body.Data
	data.Flags &^= discordgo.MessageFlagsEphemeral // fixed by the callback
	d.send(ctx, http.MethodPatch, discordgo.EndpointWebhookMessage(i.AppID, i.Token, "@original"), bucket(http.MethodPatch, i.Token), i.ID, &data)
}

func (d *Dispatcher) finish(ctx context.Context, i *discordgo.Interaction, r discord.Response) {
	if r.DeleteOriginal {
		d.send(ctx, http.MethodDelete, discordgo.EndpointWebhookMessage(i.AppID, i.Token, "@original"), bucket(http.MethodDelete, i.Token), i.ID, nil)
	}
}

// send sends the answer to an event, also after rate limits, as long as ctx lasts.
func (d *Dispatcher) send(ctx context.Context, method, url, bucket, event string, body any) {
	for {
		_, err := d.rest.RequestWithBucketID(method, url, body, bucket,
			discordgo.WithContext(ctx), discordgo.WithRetryOnRatelimit(false), discordgo.WithRestRetries(1))
		var limit *discordgo.RateLimitError
		if errors.As(err, &limit) && sleep(ctx, limit.RetryAfter) == nil {
			continue
		}
		if err != nil {
			d.log.Warn("answer not delivered", "event", event, "method", method, "error", err)
		}
		return
	}
}

// bucket returns the rate limiter's key for answers to interactions. discordgo's
// own calls serialise all edits in one bucket and keep a bucket a token for ever;
// a hashed key does neither.
func bucket(method, token string) string {
	h := fnv.New32a()
	_, _ = h.Write([]byte(token))
	return fmt.Sprintf("%s answers %d", method, h.Sum32()%restBuckets)
}

func (d *Dispatcher) message(ctx context.Context, m *discordgo.Message, me discord.Self) {
	d.reply(ctx, m, d.compose(ctx, m, me))
}

// compose asks the handler, and answers for it where it panics.
func (d *Dispatcher) compose(ctx context.Context, m *discordgo.Message, me discord.Self) (reply *discordgo.MessageSend) {
	defer func() {
		if v := recover(); v != nil {
			d.metrics.panicked()
			d.log.Error("panic in a handler", "message", m.ID, "panic", v, "stack", string(debug.Stack()))
			reply = d.handler.FailedMessage(m, me)
		}
	}()
	start := time.Now()
	reply, outcome := d.handler.Reply(ctx, m, me)
	d.metrics.answer(discord.SurfaceOf(m, me), outcome, time.Since(start))
	return reply
}

func (d *Dispatcher) reply(ctx context.Context, m *discordgo.Message, reply *discordgo.MessageSend) {
	if reply == nil {
		return
	}
	url := discordgo.EndpointChannelMessages(m.ChannelID)
	body := struct {
		*discordgo.MessageSend
		Nonce        string `json:"nonce"`
		EnforceNonce bool   `json:"enforce_nonce"`
	}{reply, m.ID, true} // Discord sends it once, however often it is asked to
	d.send(ctx, http.MethodPost, url, url, m.ID, body)
}

// event takes a dispatch of the gateway in its raw form: discordgo delivers an
// empty event where it does not know a component.
func (d *Dispatcher) event(kind string, raw json.RawMessage, places *places) {
	var err error
	switch kind {
	case "INTERACTION_CREATE":
		var i *discordgo.Interaction
		if i, err = discord.DecodeInteraction(raw); err == nil {
			d.Interaction(i)
		}
	case "MESSAGE_CREATE":
		var m *discordgo.Message
		if m, err = decodeMessage(raw); err == nil {
			d.Message(m, places.self(m.GuildID, m.ChannelID))
		}
	default:
		err = places.learn(kind, raw)
	}
	if err != nil {
		d.log.Warn("event not understood", "event", kind, "error", err)
	}
}

// decodeMessage reads a message. Discord adds kinds of components that discordgo
// does not know and then gives up on the message, so they are left out where they
// do not decode.
func decodeMessage(raw []byte) (*discordgo.Message, error) {
	m := new(discordgo.Message)
	if json.Unmarshal(raw, m) == nil {
		return m, nil
	}
	bare, err := withoutComponents(raw)
	if err != nil {
		return nil, fmt.Errorf("message: %w", err)
	}
	m = new(discordgo.Message)
	if err := json.Unmarshal(bare, m); err != nil {
		return nil, fmt.Errorf("message: %w", err)
	}
	return m, nil
}

// withoutComponents drops the components of a message, of what it forwards and
// of the message it replies to.
func withoutComponents(raw []byte) ([]byte, error) {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(raw, &fields); err != nil {
		return nil, err
	}
	delete(fields, "components")
	delete(fields, "message_snapshots")
	if replied := fields["referenced_message"]; len(replied) > 0 && string(replied) != "null" {
		bare, err := withoutComponents(replied)
		if err != nil {
			return nil, err
		}
		fields["referenced_message"] = bare
	}
	return json.Marshal(fields)
}
