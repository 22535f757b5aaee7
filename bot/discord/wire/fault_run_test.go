package wire

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"net/http"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"footnote/bot/discord"
	"footnote/bot/discord/discordtest"
)

var (
	faultQuestions = flag.Int("faults.questions", 300, "how many questions the fault run asks")
	faultSeed      = flag.Uint64("faults.seed", 1, "the order of the faults")
)

// What goes wrong in the fault run. Requests refused for want of a permission or
// for a wrong token are not here: Discord then takes no answer.
var (
	// requestFaults meet answers while people ask.
	requestFaults = []discordtest.Fault{
		discordtest.LimitUser, discordtest.LimitShared, discordtest.LimitGlobal, discordtest.LimitHTML,
		discordtest.Status500, discordtest.Status502, discordtest.Status503, discordtest.Status504,
		discordtest.Refuse, discordtest.LoseAnswer, discordtest.CutBody, discordtest.SlowBody, discordtest.SlowAnswer,
		discordtest.SlowProcessing, discordtest.EmptyAnswer, discordtest.Gibberish,
	}
	// eventFaults meet the gateway while people ask.
	eventFaults = []discordtest.Rule{
		{Fault: discordtest.AskHeartbeat},
		{Fault: discordtest.UnknownOp},
		{Fault: discordtest.UnknownEvent},
		{Fault: discordtest.BrokenFrame},
		{Fault: discordtest.NullData},
		{Fault: discordtest.RepeatEvent},
		{Fault: discordtest.SwapEvents},
		{Fault: discordtest.UnknownPart},
		{Fault: discordtest.NullFields},
		{Fault: discordtest.BurstOfOthers},
		{Fault: discordtest.OutageOfGuilds},
	}
	// breaks end a connection while people ask. The session stays, and Discord sends
	// what was said meanwhile when it is resumed. It gives commands up after 3 s,
	// however, so that in a break people ask by message.
	breaks = []discordtest.Rule{
		{Fault: discordtest.Drop},
		{Fault: discordtest.HalfOpen},
		{Fault: discordtest.Reconnect},
		{Fault: discordtest.MissACKs},
		{Fault: discordtest.Close, Code: 1001},
		{Fault: discordtest.Close, Code: 4000},
		{Fault: discordtest.Close, Code: 4008},
		{Fault: discordtest.RefuseSocket},
		{Fault: discordtest.LateHello, Wait: 300 * time.Millisecond},
	}
	// losses end a session, most of them. Discord sends nobody what is said before the
	// next one, so that nobody asks.
	losses = []discordtest.Rule{
		{Fault: discordtest.Invalid},
		{Fault: discordtest.InvalidResume},
		{Fault: discordtest.Close, Code: 4007},
		{Fault: discordtest.Close, Code: 4009},
		{Fault: discordtest.NoHello},
		{Fault: discordtest.NoReady},
		{Fault: discordtest.ReconnectForHello},
		{Fault: discordtest.ReconnectForReady},
		{Fault: discordtest.AckForReady},
		{Fault: discordtest.InvalidForReady},
		{Fault: discordtest.CloseForReady, Code: 4000},
	}
)

// A deck gives out all of its cards in random order, and then again.
type deck[T any] struct {
	random *rand.Rand
	cards  []T
	next   int
}

func (d *deck[T]) draw() T {
	if d.next == 0 {
		d.random.Shuffle(len(d.cards), func(i, j int) { d.cards[i], d.cards[j] = d.cards[j], d.cards[i] })
	}
	card := d.cards[d.next]
	d.next = (d.next + 1) % len(d.cards)
	return card
}

// TestFaultRun has people ask while all kinds of faults come in random order. Each
// question that Discord took gets one answer or one kind refusal.
func TestFaultRun(t *testing.T) {
	batch := min(max(25, *faultQuestions/50), 100)
	t.Logf("%d questions, seed %d", *faultQuestions, *faultSeed)
	random := rand.New(rand.NewPCG(*faultSeed, 0)) //nolint:gosec // for the order of faults
	requests := deck[discordtest.Fault]{random: random, cards: slices.Clone(requestFaults)}
	events := deck[discordtest.Rule]{random: random, cards: slices.Clone(eventFaults)}
	broken := deck[discordtest.Rule]{random: random, cards: slices.Clone(breaks)}
	lost := deck[discordtest.Rule]{random: random, cards: slices.Clone(losses)}

	settings := discord.Settings{PerUser: discord.Cooldown{Burst: 3, Every: 500 * time.Millisecond}}
	interval := 600 * time.Millisecond
	if raced { // a slow machine misses heartbeats by itself
		interval = 3 * time.Second
	}
	r := start(t, answers(t, settings), discordtest.Options{Heartbeat: interval, Identifies: 1 << 30}, func(g *Gateway) {
		g.openLimit = 2 * time.Second
	})
	run := &faultRun{running: r, kinds: map[string]int{}}
	for n := range 30 {
		run.askers = append(run.askers, r.fake.AddUser(fmt.Sprint("asker", n)))
		run.channels = append(run.channels, r.guild.AddChannel(fmt.Sprint("channel", n)))
	}
	r.connected()
	var before usage
	for n := 0; n < *faultQuestions; n += batch {
		if n/batch == min(4, *faultQuestions/batch/2) {
			before = run.measure()
		}
		many := min(batch, *faultQuestions-n)
		commands := true
		var at map[int]discordtest.Rule
		switch n / batch % 3 {
		case 0: // requests and events go wrong
			at = map[int]discordtest.Rule{}
			// Three at most for commands: should one meet them all, it still has the time.
			for n := range 2 * 3 {
				route := [...]string{"POST /interactions", "POST /channels"}[n%2]
				at[random.IntN(many)] = discordtest.Rule{Fault: requests.draw(), Route: route, Wait: time.Duration(100+random.IntN(300)) * time.Millisecond}
			}
			at[random.IntN(many)] = events.draw()
			at[random.IntN(many)] = events.draw()
		case 1: // the connection breaks
			commands = false
			at = map[int]discordtest.Rule{random.IntN(many): broken.draw()}
		case 2: // a session is lost, before people ask
			run.lose(lost.draw())
			at = map[int]discordtest.Rule{random.IntN(many): events.draw()}
		}
		run.ask(n, many, commands, at)
		if t.Failed() {
			t.Fatalf("after %d questions", n+many)
		}
	}
	after := run.measure()
	t.Logf("%d answers, %d refusals, %d kinds of faults: %v", run.answers, run.refusals, len(run.kinds), run.kinds)
	t.Logf("before %+v, after %+v, identified %d times", before, after, r.fake.Identified())
	if got := run.answers + run.refusals; got != *faultQuestions || run.answers == 0 {
		t.Errorf("%d answers and %d refusals to %d questions", run.answers, run.refusals, *faultQuestions)
	}
	if len(run.kinds) < 20 && *faultQuestions >= 300 {
		t.Errorf("%d kinds of faults, want 20 at least", len(run.kinds))
	}
	// A session of discordgo that hangs keeps a goroutine.
	hung := run.kinds[string(discordtest.ReconnectForReady)] + run.kinds[string(discordtest.AckForReady)] + run.kinds[string(discordtest.ReconnectForHello)]
	if after.goroutines > before.goroutines+2*hung+8 || after.buckets > channelBuckets || after.heap > before.heap+before.heap/2+8<<20 {
		t.Errorf("used before %+v, after %+v, with %d sessions that hung", before, after, hung)
	}
	if err := r.stop(); err != nil {
		t.Error(err)
	}
}

type faultRun struct {
	*running
	askers            []*discordtest.User
	channels          []*discordtest.Channel
	kinds             map[string]int
	answers, refusals int
	undo              []func() // takes back what has not happened yet
}

// inject applies a rule; those of the next connection need a loss.
func (r *faultRun) inject(rule discordtest.Rule) {
	name := string(rule.Fault)
	if rule.Code != 0 {
		name = fmt.Sprint(name, " ", rule.Code)
	}
	r.kinds[name]++
	r.undo = append(r.undo, r.fake.Inject(rule))
	if slices.Contains(discordtest.ConnectFaults, rule.Fault) {
		r.fake.Inject(discordtest.Rule{Fault: discordtest.Drop})
	}
}

// lose has a session end, and waits until the bot is there again.
func (r *faultRun) lose(rule discordtest.Rule) {
	r.t.Helper()
	r.connected()
	was := r.fake.Identified()
	r.inject(rule)
	for end := time.Now().Add(time.Minute); r.fake.Identified() == was && r.gateway.Connected(); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			r.t.Fatalf("nothing comes of %s", rule.Fault)
		}
	}
	r.connected()
}

// ask asks many questions at once, numbered from first, with a fault before some
// of them, and checks that each gets one answer, and its own.
func (r *faultRun) ask(first, many int, commands bool, at map[int]discordtest.Rule) {
	r.t.Helper()
	type asked struct {
		number  int
		message discordtest.Message
		command *discordtest.Interaction
	}
	var all []asked
	for n := range many {
		if rule, ok := at[n]; ok {
			r.inject(rule)
		}
		q := asked{number: first + n}
		text := fmt.Sprintf("%d: %s", q.number, armedForces)
		asker, channel := r.askers[q.number%len(r.askers)], r.channels[q.number/7%len(r.channels)]
		if commands && n%2 == 0 {
			var err error
			if q.command, err = asker.Run(channel, "ask", discordtest.Args{"question": text}); err != nil {
				r.t.Fatal(err)
			}
		} else {
			q.message = asker.Say(channel, r.fake.Bot.Mention()+" "+text)
		}
		all = append(all, q)
		time.Sleep(time.Millisecond)
	}
	var wait sync.WaitGroup
	contents := make([]string, many)
	for n, q := range all {
		wait.Go(func() {
			var m discordtest.Message
			var err error
			if q.command != nil {
				m, err = q.command.Wait(r.t.Context())
			} else {
				m, err = r.fake.Answer(r.t.Context(), q.message)
			}
			if err != nil {
				r.t.Errorf("question %d, by command %t, faults %v: %v", q.number, q.command != nil, at, err)
			}
			contents[n] = m.Content
		})
	}
	wait.Wait()
	for r.dispatcher.running.Load() > 0 { // what is tried again might double an answer
		time.Sleep(time.Millisecond)
	}
	for n, q := range all {
		if q.command == nil {
			if k := len(r.fake.Answers(q.message)); k != 1 {
				r.t.Errorf("question %d has %d answers", q.number, k)
			}
		} else if k := len(q.command.FollowUps()); k != 0 {
			r.t.Errorf("question %d has %d follow-ups", q.number, k)
		}
		switch {
		case strings.HasPrefix(contents[n], fmt.Sprintf("**%d\\: What", q.number)), strings.HasPrefix(contents[n], fmt.Sprintf("**%d: What", q.number)):
			r.answers++
		case strings.HasPrefix(contents[n], "That was a lot at once."):
			r.refusals++
		default:
			r.t.Errorf("question %d is answered with %q", q.number, contents[n])
		}
	}
	for _, undo := range r.undo {
		undo()
	}
	r.undo = nil
	r.connected()
	r.fake.Forget()
}

// usage is what a run must not use ever more of.
type usage struct {
	goroutines, buckets int
	heap                uint64 // bytes
}

func (r *faultRun) measure() usage {
	r.transport.Next.(*http.Transport).CloseIdleConnections()
	time.Sleep(200 * time.Millisecond)
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return usage{runtime.NumGoroutine(), r.bucketCount(), m.HeapAlloc}
}
