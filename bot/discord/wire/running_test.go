package wire

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"footnote/bot"
	"footnote/bot/discord"
	"footnote/bot/discord/discordtest"
	"footnote/index"
	"footnote/index/indextest"
)

// builtIn is the built-in report, indexed once for all tests.
var builtIn = sync.OnceValues(func() (*index.Index, error) {
	reports, err := indextest.BuiltIn(index.Prepare)
	if err != nil {
		return nil, err
	}
	return index.New(reports)
})

// answers returns the real handler on the built-in report.
func answers(t testing.TB, s discord.Settings) *discord.Handler {
	t.Helper()
	x, err := builtIn()
	if err != nil {
		t.Fatal(err)
	}
	h, err := discord.NewHandler(bot.New(x), s)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// A running bot is connected to a fake Discord, on which a person asks in a channel.
type running struct {
	t          testing.TB
	fake       *discordtest.Server
	guild      *discordtest.Guild
	channel    *discordtest.Channel
	asker      *discordtest.User
	gateway    *Gateway
	dispatcher *Dispatcher
	transport  *Transport
	stop       func() error // ends the gateway and then the dispatcher; repeated calls return the same
}

// register registers commands everywhere.
func (r *running) register(commands []*discordgo.ApplicationCommand) {
	r.t.Helper()
	if _, err := Register(r.t.Context(), r.dispatcher.rest, r.fake.App, "", commands, nil); err != nil {
		r.t.Fatal(err)
	}
}

// beat is the interval of heartbeats in tests.
const beat = time.Second

// start runs a bot whose commands are registered. Change, where given, is applied
// to the gateway before it runs.
func start(t testing.TB, h Handler, o discordtest.Options, change ...func(*Gateway)) *running {
	t.Helper()
	if o.Heartbeat == 0 {
		o.Heartbeat = beat
	}
	r := &running{t: t, fake: discordtest.New(t, o)}
	r.guild = r.fake.AddGuild("Readers")
	r.channel = r.guild.AddChannel("news")
	r.asker = r.fake.AddUser("asker")
	base, err := url.Parse(r.fake.URL)
	if err != nil {
		t.Fatal(err)
	}
	pool := NewPool()
	t.Cleanup(pool.CloseIdleConnections)
	r.transport = &Transport{Base: base, Next: pool}
	rest, err := NewSession(r.fake.Token(), r.transport)
	if err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelInfo}))
	metrics := NewMetrics("test")
	r.dispatcher = NewDispatcher(h, rest, log, metrics, 256, 1024)
	r.gateway = &Gateway{
		Token: r.fake.Token(), Transport: r.transport, Dispatcher: r.dispatcher, Metrics: metrics, Log: log,
		openLimit: 4 * time.Second, identifyEvery: 10 * time.Millisecond, interval: o.Heartbeat,
	}
	for _, f := range change {
		f(r.gateway)
	}
	if full, ok := h.(*discord.Handler); ok {
		r.register(full.Commands())
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	done := make(chan error, 1)
	go func() { done <- r.gateway.Run(ctx) }()
	r.stop = sync.OnceValue(func() error {
		cancel()
		err := <-done
		last, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		return errors.Join(err, r.dispatcher.Close(last))
	})
	t.Cleanup(func() { _ = r.stop() }) // a test that minds the error has called it before
	return r
}

// connected waits until the bot is there.
func (r *running) connected() {
	r.t.Helper()
	ctx, cancel := context.WithTimeout(r.t.Context(), 30*time.Second)
	defer cancel()
	if err := r.fake.Until(ctx, r.fake.Connected); err != nil {
		r.t.Fatalf("the bot does not connect: %v", err)
	}
	for !r.gateway.Connected() { // READY is with the fake before it is with the bot
		if sleep(ctx, 5*time.Millisecond) != nil {
			r.t.Fatal("the bot does not notice that it is connected")
		}
	}
}

const armedForces = "What does the plan require Ukraine to do with its armed forces?"

// mention asks by a message.
func (r *running) mention() discordtest.Message {
	return r.asker.Say(r.channel, r.fake.Bot.Mention()+" "+armedForces)
}

// command asks by a command.
func (r *running) command() *discordtest.Interaction {
	r.t.Helper()
	i, err := r.asker.Run(r.channel, "ask", discordtest.Args{"question": armedForces})
	if err != nil {
		r.t.Fatal(err)
	}
	return i
}

// answered waits for the one answer to a message.
func (r *running) answered(m discordtest.Message) error {
	ctx, cancel := context.WithTimeout(r.t.Context(), 30*time.Second)
	defer cancel()
	a, err := r.fake.Answer(ctx, m)
	switch {
	case err != nil:
		return fmt.Errorf("message %s: %w", m.ID, err)
	case !strings.Contains(a.Content, "armed forces"):
		return fmt.Errorf("message %s: answered with %q", m.ID, a.Content)
	case len(r.fake.Answers(m)) != 1:
		return fmt.Errorf("message %s: %d answers", m.ID, len(r.fake.Answers(m)))
	}
	return nil
}

// responded waits for the one answer to a command.
func (r *running) responded(i *discordtest.Interaction) error {
	ctx, cancel := context.WithTimeout(r.t.Context(), 30*time.Second)
	defer cancel()
	a, err := i.Wait(ctx)
	switch {
	case err != nil:
		return fmt.Errorf("interaction %s: %w", i.ID, err)
	case !strings.Contains(a.Content, "armed forces"):
		return fmt.Errorf("interaction %s: answered with %q", i.ID, a.Content)
	case len(i.FollowUps()) != 0:
		return fmt.Errorf("interaction %s: %d follow-ups", i.ID, len(i.FollowUps()))
	}
	return nil
}

// bucketCount is how many rate limits discordgo keeps.
func (r *running) bucketCount() int {
	r.dispatcher.rest.Ratelimiter.Lock()
	defer r.dispatcher.rest.Ratelimiter.Unlock()
	return reflect.ValueOf(r.dispatcher.rest.Ratelimiter).Elem().FieldByName("buckets").Len()
}
