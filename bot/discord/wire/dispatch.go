package wire

import (
	"context"
	"fmt"
	"log/slog"
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"github.com/bwmarrin/discordgo"
	lru "github.com/hashicorp/golang-lru/v2"

	"footnote/bot/discord"
)

const (
	// deferAfter is how long after its event an answer may come before Discord is
	// told to wait for it; Discord itself gives up after 3 s.
	deferAfter = 1500 * time.Millisecond
	// completeTime is the same for choices, which cannot be waited for: then there
	// are none.
	completeTime = 270 * time.Millisecond
	// answerTime bounds an answer from its question on.
	answerTime = 30 * time.Second

	rememberedEvents = 4096 // ids of events that are not answered twice
	refusers         = 16   // workers that refuse what finds no place in the queue
	thinkers         = 4    // for each processor: handlers that run at once
)

// A Dispatcher answers events with a bounded number of workers and a bounded
// queue. An event that comes twice, by a replay or on a second session, is
// answered once.
type Dispatcher struct {
	handler Handler
	rest    *discordgo.Session
	log     *slog.Logger
	metrics *Metrics
	jobs    chan job
	refuse  chan func(context.Context) // refusals, so that a full queue still says so
	posted  chan struct{}              // a place for each interaction that came by HTTP
	think   chan struct{}              // a place for each handler that runs
	seen    *lru.Cache[string, struct{}]
	workers sync.WaitGroup
	running atomic.Int64    // jobs in flight
	life    context.Context // ends where answers in flight are given up
	end     context.CancelFunc

	mu     sync.Mutex // guards jobs and refuse against close, and closed
	closed bool
}

// A job is an event that is to be answered, in one of three ways.
type job struct {
	id                       string
	answer, busy, restarting func(context.Context)
}

// NewDispatcher starts a dispatcher that answers through rest, with this many
// workers and places in the queue. Stop it with Close.
func NewDispatcher(h Handler, rest *discordgo.Session, log *slog.Logger, m *Metrics, workers, queue int) *Dispatcher {
	seen, err := lru.New[string, struct{}](rememberedEvents)
	if err != nil {
		panic(err) // of a size below 1
	}
	d := &Dispatcher{
		handler: h, rest: rest, log: log, metrics: m, seen: seen,
		jobs:   make(chan job, queue),
		refuse: make(chan func(context.Context), queue),
		posted: make(chan struct{}, workers+queue),
		think:  make(chan struct{}, thinkers*runtime.GOMAXPROCS(0)),
	}
	d.life, d.end = context.WithCancel(context.Background())
	m.watchQueue(func() int { return len(d.jobs) + len(d.refuse) }, d.running.Load)
	for range workers {
		d.workers.Go(func() {
			for j := range d.jobs {
				if d.leaving() {
					d.run(j.id, j.restarting)
				} else {
					d.run(j.id, j.answer)
				}
			}
		})
	}
	for range refusers {
		d.workers.Go(func() {
			for say := range d.refuse {
				d.run("", say)
			}
		})
	}
	return d
}

// run runs a part of a job; a panic ends the job, not the program.
func (d *Dispatcher) run(event string, f func(context.Context)) {
	d.running.Add(1)
	defer d.running.Add(-1)
	defer func() {
		if v := recover(); v != nil {
			d.panicked(event, v)
		}
	}()
	ctx, cancel := context.WithTimeout(d.life, answerTime)
	defer cancel()
	f(ctx)
}

func (d *Dispatcher) panicked(event string, v any) {
	d.metrics.panicked()
	d.log.Error("panic over an event", "event", event, "panic", v, "stack", string(debug.Stack()))
}

// Close takes no more events, says to those that wait that the bot restarts, and
// returns when what is in flight is answered. When ctx ends before, it gives that
// up and returns an error.
func (d *Dispatcher) Close(ctx context.Context) error {
	d.mu.Lock()
	if !d.closed {
		d.closed = true
		close(d.jobs)
		close(d.refuse)
	}
	d.mu.Unlock()
	defer d.end()
	done := make(chan struct{})
	go func() { d.workers.Wait(); close(done) }()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("finish what is in flight: %w", context.Cause(ctx))
	}
}

// leaving reports whether Close was called.
func (d *Dispatcher) leaving() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.closed
}

// Interaction answers i, unless it was seen before or is no interaction.
func (d *Dispatcher) Interaction(i *discordgo.Interaction) {
	if i == nil || i.ID == "" || i.Token == "" {
		return
	}
	since := time.Now()
	notice := func(say func(*discordgo.Interaction) discord.Response) func(context.Context) {
		return func(ctx context.Context) { d.first(ctx, i, since, d.count(say(i))) }
	}
	d.take(job{
		id:   i.ID,
		busy: notice(d.handler.Busy), restarting: notice(d.handler.Restarting),
		answer: func(ctx context.Context) {
			body, later := d.answer(ctx, i, since)
			d.first(ctx, i, since, body)
			later()
		},
	})
}

// count counts a response that was not asked of the handler, and returns its body.
func (d *Dispatcher) count(r discord.Response) *discordgo.InteractionResponse {
	d.metrics.outcome(r.Surface, r.Outcome)
	return r.Body
}

// Message answers m, unless it was seen before or is not for the bot.
func (d *Dispatcher) Message(m *discordgo.Message, me discord.Self) {
	if m == nil || m.ID == "" || discord.SurfaceOf(m, me) == discord.SurfaceOther {
		return
	}
	since, surface := time.Now(), discord.SurfaceOf(m, me)
	notice := func(say func(*discordgo.Message, discord.Self) *discordgo.MessageSend, o discord.Outcome) func(context.Context) {
		return func(ctx context.Context) {
			d.metrics.outcome(surface, o)
			d.reply(ctx, m, say(m, me))
		}
	}
	d.take(job{
		id:   m.ID,
		busy: notice(d.handler.BusyMessage, discord.OutcomeBusy), restarting: notice(d.handler.RestartingMessage, discord.OutcomeRestarting),
		answer: func(ctx context.Context) {
			reply, thread := d.compose(ctx, m, me)
			if reply == nil {
				return
			}
			post := d.reply
			if thread != "" && d.openThread(ctx, m, thread) {
				post = d.inThread
			}
			if post(ctx, m, reply) {
				d.metrics.firstResponse(surface, time.Since(since))
			}
		},
	})
}

// take queues a job, or its refusal where the queue is full.
func (d *Dispatcher) take(j job) {
	if again, _ := d.seen.ContainsOrAdd(j.id, struct{}{}); again {
		return
	}
	d.mu.Lock()
	if d.closed {
		d.mu.Unlock()
		d.run(j.id, j.restarting) // the last few, after the gateway was closed
		return
	}
	defer d.mu.Unlock()
	select {
	case d.jobs <- j:
		return
	default:
	}
	select {
	case d.refuse <- j.busy:
		d.metrics.refusal("queue full")
	default:
		d.metrics.refusal("dropped")
		d.log.Error("event dropped: no room even to refuse it", "event", j.id)
	}
}

// Respond answers i for a transport that carries the first answer itself. A late
// answer is seen to as on the gateway.
func (d *Dispatcher) Respond(ctx context.Context, i *discordgo.Interaction) *discordgo.InteractionResponse {
	since := time.Now()
	d.mu.Lock()
	if d.closed {
		d.mu.Unlock()
		return d.count(d.handler.Restarting(i))
	}
	select {
	case d.posted <- struct{}{}:
	default:
		d.mu.Unlock()
		d.metrics.refusal("queue full")
		return d.count(d.handler.Busy(i))
	}
	d.workers.Add(1) // before Close can wait
	d.running.Add(1)
	d.mu.Unlock()
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), answerTime)
	stop := context.AfterFunc(d.life, cancel)
	first, later := d.answer(ctx, i, since)
	go func() {
		defer d.workers.Done()
		defer d.running.Add(-1)
		defer func() { <-d.posted }()
		defer cancel()
		defer stop()
		later()
	}()
	d.metrics.firstResponse(discord.SurfaceOfInteraction(i), time.Since(since))
	return first
}

// answer returns what to answer first to an interaction of this moment, in time,
// and what to do after it was sent.
func (d *Dispatcher) answer(ctx context.Context, i *discordgo.Interaction, since time.Time) (first *discordgo.InteractionResponse, later func()) {
	answered := make(chan discord.Response, 1)
	go func() { answered <- d.respond(ctx, i) }()
	patience := deferAfter
	if i.Type == discordgo.InteractionApplicationCommandAutocomplete {
		patience = completeTime
	}
	late := time.NewTimer(max(patience-time.Since(since), patience/10)) // also where it waited in the queue
	defer late.Stop()
	select {
	case r := <-answered:
		return r.Body, func() { d.finish(ctx, i, r) }
	case <-late.C:
	}
	first = d.wait(i)
	return first, func() {
		if first.Type == discordgo.InteractionApplicationCommandAutocompleteResult {
			return // it can have no second answer
		}
		var r discord.Response
		select {
		case r = <-answered:
		case <-ctx.Done():
			r = d.handler.Failed(i)
			var cancel context.CancelFunc
			ctx, cancel = context.WithTimeout(d.life, callbackTime)
			defer cancel()
		}
		d.edit(ctx, i, r.Body)
		d.finish(ctx, i, r)
	}
}

// turn waits for a place to run a handler in and returns what gives it back. All
// handlers at once would share the processors so that all were late, and the
// deferrals with them; now those that wait are deferred in time.
func (d *Dispatcher) turn(ctx context.Context) (done func()) {
	select {
	case d.think <- struct{}{}:
		return func() { <-d.think }
	case <-ctx.Done(): // the handler will notice
		return func() {}
	}
}

// respond asks the handler, and answers for it where it panics.
func (d *Dispatcher) respond(ctx context.Context, i *discordgo.Interaction) (r discord.Response) {
	defer func() {
		if v := recover(); v != nil {
			d.panicked(i.ID, v)
			r = d.handler.Failed(i)
			d.metrics.outcome(r.Surface, r.Outcome)
		}
	}()
	defer d.turn(ctx)()
	start := time.Now()
	r = d.handler.Respond(ctx, i)
	d.metrics.answer(r.Surface, r.Outcome, time.Since(start))
	return r
}

// wait returns what tells Discord that the answer comes later; of choices, that
// there are none.
func (d *Dispatcher) wait(i *discordgo.Interaction) *discordgo.InteractionResponse {
	if i.Type == discordgo.InteractionApplicationCommandAutocomplete {
		return &discordgo.InteractionResponse{
			Type: discordgo.InteractionApplicationCommandAutocompleteResult,
			Data: &discordgo.InteractionResponseData{},
		}
	}
	// The answer to a button may be a new message or a change of the old one, which
	// is not known yet. A new message spoils nothing.
	wait := &discordgo.InteractionResponse{
		Type: discordgo.InteractionResponseDeferredChannelMessageWithSource,
		Data: &discordgo.InteractionResponseData{},
	}
	if d.handler.Ephemeral(i) {
		wait.Data.Flags = discordgo.MessageFlagsEphemeral
	}
	return wait
}

// compose asks the handler for a reply to m, and for the name of the thread to
// open for it, and answers for it where it panics.
func (d *Dispatcher) compose(ctx context.Context, m *discordgo.Message, me discord.Self) (reply *discordgo.MessageSend, thread string) {
	defer func() {
		if v := recover(); v != nil {
			d.panicked(m.ID, v)
			d.metrics.outcome(discord.SurfaceOf(m, me), discord.OutcomeFailed)
			reply, thread = d.handler.FailedMessage(m, me), ""
		}
	}()
	defer d.turn(ctx)()
	start := time.Now()
	reply, outcome := d.handler.Reply(ctx, m, me)
	d.metrics.answer(discord.SurfaceOf(m, me), outcome, time.Since(start))
	return reply, d.handler.ThreadName(m, me)
}
