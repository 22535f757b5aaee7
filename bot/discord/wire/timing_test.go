package wire

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/google/go-cmp/cmp"

	"footnote/bot/discord"
	"footnote/bot/discord/discordtest"
)

// A held handler answers when it is let go, or when its time is over.
type held struct {
	*discord.Handler
	asked chan struct{} // gets a value with each question
	let   chan struct{} // closed to let all go
}

func hold(h *discord.Handler) held {
	return held{h, make(chan struct{}, 1000), make(chan struct{})}
}

func (h held) Respond(ctx context.Context, i *discordgo.Interaction) discord.Response {
	h.asked <- struct{}{}
	select {
	case <-h.let:
	case <-ctx.Done():
	}
	return h.Handler.Respond(ctx, i)
}

// TestDefers asks a handler that is late: Discord is told to wait, in time, and
// the answers come as edits that do not hold each other up.
func TestDefers(t *testing.T) {
	t.Parallel()
	h := hold(answers(t, discord.Settings{Private: true}))
	r := start(t, h, discordtest.Options{})
	r.register(h.Commands())
	r.connected()
	const many = 20
	var asked []*discordtest.Interaction
	for range many {
		asked = append(asked, r.command())
	}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	if err := r.fake.Until(ctx, func() bool {
		for _, i := range asked {
			if kind, _ := i.Callback(); kind != int(discordgo.InteractionResponseDeferredChannelMessageWithSource) {
				return false
			}
		}
		return true
	}); err != nil {
		t.Fatalf("not all are deferred: %v", err)
	}
	const slow = 300 * time.Millisecond
	r.fake.Inject(discordtest.Rule{Fault: discordtest.SlowProcessing, Route: "PATCH", Wait: slow, Times: many})
	before := time.Now()
	close(h.let)
	for _, i := range asked {
		m, err := i.Wait(ctx)
		if err != nil || !strings.Contains(m.Content, "armed forces") || !m.Ephemeral {
			t.Fatalf("after a deferral: %q, hidden %t, error %v", m.Content, m.Ephemeral, err)
		}
		if took := i.Latency(); took < deferAfter || took > 3*time.Second {
			t.Errorf("deferred after %v", took)
		}
	}
	if took := time.Since(before); took > many*slow/2 {
		t.Errorf("%d edits of %v each took %v: one after the other", many, slow, took)
	}
	if n := r.bucketCount(); n > 10 {
		t.Errorf("%d rate limits are kept after %d interactions", n, many)
	}
}

// TestLateChoices completes with a handler that is late: there are no choices, in
// time for a person who types.
func TestLateChoices(t *testing.T) {
	t.Parallel()
	h := hold(answers(t, discord.Settings{}))
	r := start(t, h, discordtest.Options{})
	r.register(h.Commands())
	r.connected()
	i, err := r.asker.Type(r.channel, "ask", "question", discordtest.Args{"question": "what"})
	if err != nil {
		t.Fatal(err)
	}
	choices, err := i.Choices(t.Context())
	if err != nil || len(choices) != 0 || i.Latency() < completeTime || i.Latency() > time.Second {
		t.Errorf("choices %v after %v, error %v, want none after %v", choices, i.Latency(), err, completeTime)
	}
	close(h.let)
}

// TestShutdown leaves while a question is being answered and others wait.
func TestShutdown(t *testing.T) {
	t.Parallel()
	h := hold(answers(t, discord.Settings{}))
	r := start(t, h, discordtest.Options{}, func(g *Gateway) {
		g.Dispatcher = NewDispatcher(h, g.Dispatcher.rest, g.Log, nil, 1, 8)
	})
	r.register(h.Commands())
	r.connected()
	inFlight := r.command()
	<-h.asked
	var waiting []*discordtest.Interaction
	for range 3 {
		waiting = append(waiting, r.command())
	}
	message := r.mention()
	r.queued(4)
	closed := make(chan error, 1)
	go func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		closed <- r.gateway.Dispatcher.Close(ctx)
	}()
	for !r.gateway.Dispatcher.leaving() {
		time.Sleep(time.Millisecond)
	}
	late := r.command() // the gateway is still there
	close(h.let)
	if err := r.responded(inFlight); err != nil {
		t.Error(err)
	}
	for _, i := range append(waiting, late) {
		if m, err := i.Wait(t.Context()); err != nil || !strings.Contains(m.Content, "restarting") || !m.Ephemeral {
			t.Errorf("one who waits is told %q, error %v", m.Content, err)
		}
	}
	if m, err := r.fake.Answer(t.Context(), message); err != nil || !strings.Contains(m.Content, "restarting") {
		t.Errorf("a message is answered with %q, error %v", m.Content, err)
	}
	if err := <-closed; err != nil {
		t.Error(err)
	}
	if err := r.stop(); err != nil {
		t.Error(err)
	}
}

// TestShutdownInTime leaves although an answer never comes.
func TestShutdownInTime(t *testing.T) {
	t.Parallel()
	h := hold(answers(t, discord.Settings{}))
	base, err := url.Parse(discordtest.New(t, discordtest.Options{}).URL)
	if err != nil {
		t.Fatal(err)
	}
	rest, err := NewSession("", &Transport{Base: base})
	if err != nil {
		t.Fatal(err)
	}
	d := NewDispatcher(h, rest, slog.New(slog.DiscardHandler), nil, 1, 1)
	d.Interaction(&discordgo.Interaction{ID: "1", Token: "t", Type: discordgo.InteractionApplicationCommand})
	<-h.asked
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if err := d.Close(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("error %v, want a missed deadline", err)
	}
	if err := d.Close(t.Context()); err != nil { // what was given up is over
		t.Error(err)
	}
}

// queued waits until so many events wait for a worker.
func (r *running) queued(n int) {
	r.t.Helper()
	for end := time.Now().Add(10 * time.Second); len(r.gateway.Dispatcher.jobs) < n; time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			r.t.Fatalf("%d events are queued, want %d", len(r.gateway.Dispatcher.jobs), n)
		}
	}
}

// TestLongLimit has Discord ask for more time than an interaction has: the worker
// does not wait for it.
func TestLongLimit(t *testing.T) {
	t.Parallel()
	r := start(t, answers(t, discord.Settings{}), discordtest.Options{})
	r.connected()
	r.fake.Inject(discordtest.Rule{Fault: discordtest.LimitUser, Route: "POST /interactions", Wait: time.Minute, Times: -1})
	i := r.command()
	if _, err := i.Wait(t.Context()); !errors.Is(err, discordtest.ErrNoResponse) {
		t.Errorf("error %v", err)
	}
	before := time.Now()
	if err := r.stop(); err != nil || time.Since(before) > 5*time.Second {
		t.Errorf("leaving took %v, error %v", time.Since(before), err)
	}
	if _, tried := i.Callback(); tried > 0 || r.fake.Refused() != 1 {
		t.Errorf("%d callbacks, %d refusals: the limit was not kept", tried, r.fake.Refused())
	}
}

// TestReadiness follows a connection whose heartbeats are no longer answered.
func TestReadiness(t *testing.T) {
	t.Parallel()
	r := start(t, answers(t, discord.Settings{}), discordtest.Options{Heartbeat: time.Second})
	r.connected()
	r.fake.Inject(discordtest.Rule{Fault: discordtest.MissACKs})
	for end := time.Now().Add(10 * time.Second); r.gateway.Connected(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("ready although heartbeats are not answered")
		}
	}
	if age := r.gateway.ackAge(); age < 2*r.gateway.interval || !r.fake.Connected() {
		t.Errorf("not ready %v after the last answer, want after two intervals and while the connection is there", age)
	}
	time.Sleep(2 * time.Second)
	r.connected()
	if n := r.fake.Identified(); n != 1 {
		t.Errorf("identified %d times: the session was not resumed", n)
	}
	for end := time.Now().Add(10 * time.Second); r.gateway.latency.Load() == 0; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("no latency is measured")
		}
	}
	if latency := time.Duration(r.gateway.latency.Load()); latency < 0 || latency > 2*time.Second {
		t.Errorf("latency %v", latency)
	}
}

// TestCloseWhileAway stops a gateway that cannot connect: it does not come back.
func TestCloseWhileAway(t *testing.T) {
	t.Parallel()
	r := start(t, answers(t, discord.Settings{}), discordtest.Options{})
	r.connected()
	r.fake.Inject(discordtest.Rule{Fault: discordtest.RefuseSocket, Times: -1})
	r.fake.Inject(discordtest.Rule{Fault: discordtest.Drop})
	time.Sleep(1500 * time.Millisecond)
	before := time.Now()
	if err := r.stop(); err != nil || time.Since(before) > 2*closeTime {
		t.Errorf("stopping took %v, error %v", time.Since(before), err)
	}
	if r.fake.Connected() {
		t.Error("still connected")
	}
}

// TestIdentity checks what the bot says of itself, as one of two shards.
func TestIdentity(t *testing.T) {
	t.Parallel()
	r := start(t, answers(t, discord.Settings{}), discordtest.Options{Concurrency: 1}, func(g *Gateway) { g.ShardID, g.ShardCount = 1, 2 })
	r.connected()
	var got []discordtest.Session
	for _, s := range r.fake.Sessions() {
		s.ID = ""
		got = append(got, s)
	}
	want := []discordtest.Session{{Intents: 1<<0 | 1<<9 | 1<<12, Shard: 1, Shards: 2, Connected: true}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("sessions (-want +got)\n%s", diff)
	}
}

// TestCheckStart asks whether shards may connect.
func TestCheckStart(t *testing.T) {
	for _, c := range []struct {
		o             discordtest.Options
		shard, shards int
		want          time.Duration
		wantErr       string
	}{
		{discordtest.Options{}, 0, 1, 0, ""},
		{discordtest.Options{Concurrency: 1}, 3, 4, 3 * identifyTime, ""},
		{discordtest.Options{Concurrency: 16}, 3, 4, 0, ""},
		{discordtest.Options{Concurrency: 16}, 33, 64, 2 * identifyTime, ""},
		{discordtest.Options{Identifies: 4}, 0, 1, 0, "start again in 24h"},
		{discordtest.Options{Identifies: 20}, 0, 32, 0, "20 connections left"},
	} {
		t.Run(fmt.Sprint(c.o.Concurrency, c.o.Identifies, c.shard), func(t *testing.T) {
			fake := discordtest.New(t, c.o)
			base, err := url.Parse(fake.URL)
			if err != nil {
				t.Fatal(err)
			}
			rest, err := NewSession(fake.Token(), &Transport{Base: base})
			if err != nil {
				t.Fatal(err)
			}
			got, err := CheckStart(t.Context(), rest, c.shard, c.shards)
			if got != c.want || (err == nil) != (c.wantErr == "") || err != nil && !strings.Contains(err.Error(), c.wantErr) {
				t.Errorf("wait %v, error %v, want %v and %q", got, err, c.want, c.wantErr)
			}
		})
	}
}

// TestThread answers a mention in a thread of its own, or in the channel where the
// bot may not open one, and once where the thread is opened but that is not heard.
func TestThread(t *testing.T) {
	t.Parallel()
	r := start(t, answers(t, discord.Settings{Threads: true}), discordtest.Options{})
	r.guild.Allow(discordtest.LeastPermissions | discordtest.CreatePublicThreads)
	r.connected()
	ask := func() discordtest.Message {
		t.Helper()
		m := r.mention()
		if err := r.answered(m); err != nil {
			t.Fatal(err)
		}
		return r.fake.Answers(m)[0]
	}
	for _, fault := range []discordtest.Fault{"", discordtest.LoseAnswer} {
		if fault != "" {
			r.fake.Inject(discordtest.Rule{Fault: fault, Route: "POST /channels/{channel}/messages/{message}/threads"})
		}
		m := ask()
		if m.Channel == r.channel || !strings.HasPrefix(m.Channel.Name, "What does the plan require") || !strings.Contains(m.Content, "To ask on") {
			t.Errorf("after %q answered in %q with %q", fault, m.Channel.Name, m.Content)
		}
	}
	r.fake.Inject(discordtest.Rule{Fault: discordtest.Forbidden, Route: "POST /channels/{channel}/messages/{message}/threads"})
	if m := ask(); m.Channel != r.channel {
		t.Errorf("where no thread may be opened, answered in %q", m.Channel.Name)
	}
}

// TestMoveToEverywhere takes the commands away that a test server still has.
func TestMoveToEverywhere(t *testing.T) {
	fake := discordtest.New(t, discordtest.Options{})
	guild, foreign := fake.AddGuild("Test"), fake.AddGuildWithoutBot("Other")
	base, err := url.Parse(fake.URL)
	if err != nil {
		t.Fatal(err)
	}
	rest, err := NewSession(fake.Token(), &Transport{Base: base})
	if err != nil {
		t.Fatal(err)
	}
	want := answers(t, discord.Settings{}).Commands()
	for n, step := range []struct {
		guild            string
		changed          bool
		inGuild, anyhere int
	}{
		{guild.ID, true, len(want), 0}, {guild.ID, false, len(want), 0}, {"", true, 0, len(want)}, {"", false, 0, len(want)},
	} {
		former := []string{foreign.ID, guild.ID}
		if step.guild != "" {
			former = nil
		}
		changed, err := Register(t.Context(), rest, fake.App, step.guild, want, former)
		if err != nil || changed != step.changed || len(fake.Commands(guild.ID)) != step.inGuild || len(fake.Commands("")) != step.anyhere {
			t.Errorf("step %d: changed %t, %d commands in the server, %d everywhere, error %v",
				n, changed, len(fake.Commands(guild.ID)), len(fake.Commands("")), err)
		}
	}
}
