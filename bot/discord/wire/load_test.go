package wire

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"footnote/bot"
	"footnote/bot/discord"
	"footnote/bot/discord/discordtest"
	"footnote/index"
)

var (
	loadQuestions = flag.Int("load.questions", 100, "how many questions the load run puts to each bot")
	loadRounds    = flag.Int("load.rounds", 1, "how often, of which the best counts")
	loadDistinct  = flag.Bool("load.distinct", false, "put no question twice, so that none is remembered")
	loadRatio     = flag.Float64("load.ratio", 0, "fail where the bot takes more than this many times the CPU of an echo, or misses a deadline; 0 = only report")
)

// loadQuestion are the questions that are put in turn.
var loadQuestion = []string{
	armedForces, "Who met Kirill Dmitriev", "What did Marco Rubio write on X", "Which language is to be official",
	"How many points does the plan have", "What does the Kremlin say about the plan", "Who was not informed of the plan",
	"What happens to the Donbas", "What did Lindsey Graham say", "When was the plan reported", "Who leads the talks", "Will it rain",
}

// Environment of a bot that the load run starts as a process of its own: which
// bot, and where the fake is.
const (
	loadBot = "FOOTNOTE_TEST_LOAD_BOT" // "echo" or "footnote"
	loadURL = "FOOTNOTE_TEST_LOAD_URL"
)

// TestLoad puts the same questions to the bot and to a bare bot of discordgo that
// echoes them, each in a process of its own, and compares the CPU they take. Then
// each is asked 500 questions at once, all to be answered within 3 seconds. How
// fast that is depends on what else the machine does, so that it is only reported
// unless a ratio is given.
func TestLoad(t *testing.T) {
	if testing.Short() || raced {
		t.Skip("a load run, of which the race detector would be the load")
	}
	const atOnce = 500
	perQuestion := map[string]time.Duration{}
	for range *loadRounds {
		for _, kind := range []string{"echo", "footnote"} {
			b := startLoad(t, kind)
			b.ask(min(50, *loadQuestions), 16) // warm
			before := b.cpu()
			_, missed := b.ask(*loadQuestions, 16)
			took := (b.cpu() - before) / time.Duration(*loadQuestions)
			perQuestion[kind] = min(cmp.Or(perQuestion[kind], took), took)
			latencies, missedAtOnce := b.ask(atOnce, atOnce)
			t.Logf("%s, %d questions in flight: first answer after %v in the middle, %v at most; %d missed", kind, atOnce,
				latencies[atOnce/2].Round(time.Millisecond), latencies[atOnce-1].Round(time.Millisecond), missedAtOnce)
			if missed+missedAtOnce > 0 && *loadRatio > 0 {
				t.Errorf("%s missed %d of %d and %d of %d questions", kind, missed, *loadQuestions, missedAtOnce, atOnce)
			}
			b.stop()
		}
	}
	ratio := float64(perQuestion["footnote"]) / float64(perQuestion["echo"])
	t.Logf("CPU for an interaction: %v, an echo %v, ratio %.2f", perQuestion["footnote"], perQuestion["echo"], ratio)
	if *loadRatio > 0 && ratio > *loadRatio {
		t.Errorf("ratio %.2f, want %.2f at most", ratio, *loadRatio)
	}
}

// A loaded bot is a process before a fake of its own.
type loaded struct {
	t       *testing.T
	fake    *discordtest.Server
	channel *discordtest.Channel
	asker   *discordtest.User
	asked   int // how often ask was called
	in      io.WriteCloser
	out     *bufio.Scanner
	process *exec.Cmd
}

func startLoad(t *testing.T, kind string) *loaded {
	t.Helper()
	fake, err := discordtest.Start(discordtest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	b := &loaded{t: t, fake: fake, channel: fake.AddGuild("Readers").AddChannel("news"), asker: fake.AddUser("asker")}
	base, err := url.Parse(fake.URL)
	if err != nil {
		t.Fatal(err)
	}
	rest, err := NewSession(fake.Token(), &Transport{Base: base})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Register(t.Context(), rest, fake.App, "", answers(t, discord.Settings{}).Commands(), nil); err != nil {
		t.Fatal(err)
	}
	b.process = exec.CommandContext(t.Context(), os.Args[0])
	b.process.Env = append(os.Environ(), loadBot+"="+kind, loadURL+"="+fake.URL)
	b.process.Stderr = t.Output()
	if b.in, err = b.process.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	out, err := b.process.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	b.out = bufio.NewScanner(out)
	if err := b.process.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.stop)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	if err := fake.Until(ctx, fake.Connected); err != nil {
		t.Fatalf("%s does not connect: %v", kind, err)
	}
	return b
}

// stop ends the process and the fake. It may be called twice.
func (b *loaded) stop() {
	_ = b.in.Close()
	_ = b.process.Wait()
	b.fake.Close()
}

// cpu returns how much the process has used.
func (b *loaded) cpu() time.Duration {
	b.t.Helper()
	if _, err := io.WriteString(b.in, "cpu\n"); err != nil || !b.out.Scan() {
		b.t.Fatalf("the bot has ended: %v", err)
	}
	n, err := strconv.ParseInt(b.out.Text(), 10, 64)
	if err != nil {
		b.t.Fatal(err)
	}
	return time.Duration(n)
}

// ask puts questions, so many at a time. It returns how long the first answers
// took, the shortest first, and how many did not come in time.
func (b *loaded) ask(questions, atOnce int) (took []time.Duration, missed int) {
	b.t.Helper()
	var (
		all    sync.WaitGroup
		mu     sync.Mutex
		places = make(chan struct{}, atOnce)
	)
	for n := range questions {
		places <- struct{}{}
		text := loadQuestion[n%len(loadQuestion)]
		if *loadDistinct {
			text = fmt.Sprint(text, " ", b.asked, n)
		}
		i, err := b.asker.Run(b.channel, "ask", discordtest.Args{"question": text})
		if err != nil {
			b.t.Fatal(err)
		}
		all.Go(func() {
			defer func() { <-places }()
			m, err := i.Wait(b.t.Context())
			mu.Lock()
			defer mu.Unlock()
			took = append(took, i.Latency())
			switch {
			case errors.Is(err, discordtest.ErrNoResponse):
				missed++
			case err != nil || !strings.Contains(m.Content, strings.TrimSuffix(text, "?")):
				b.t.Errorf("answered with %q, error %v", m.Content, err)
			}
		})
	}
	all.Wait()
	b.asked++
	b.fake.Forget()
	slices.Sort(took)
	return took, missed
}

// runLoadBot is the process of the load run: a bot that runs until its input ends,
// and says for each line of it how much CPU it has used.
func runLoadBot(kind, address string) error {
	base, err := url.Parse(address)
	if err != nil {
		return err
	}
	switch kind {
	case "echo":
		err = echoBot(base)
	default:
		err = footnoteBot(base)
	}
	if err != nil {
		return err
	}
	for in := bufio.NewScanner(os.Stdin); in.Scan(); {
		var used syscall.Rusage
		if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
			return err
		}
		fmt.Println(time.Duration(used.Utime.Nano() + used.Stime.Nano()).Nanoseconds())
	}
	return nil
}

// rewrite sends requests to the fake, and does nothing else.
type rewrite struct{ to *url.URL }

func (t rewrite) RoundTrip(r *http.Request) (*http.Response, error) {
	q := r.Clone(r.Context())
	q.URL.Scheme, q.URL.Host, q.Host = t.to.Scheme, t.to.Host, t.to.Host
	return http.DefaultTransport.RoundTrip(q)
}

// echoBot is a bot as discordgo's examples have it.
func echoBot(base *url.URL) error {
	s, err := discordgo.New("Bot " + discordtest.DefaultToken)
	if err != nil {
		return err
	}
	s.Client.Transport = rewrite{base}
	s.Identify.Intents = Intents
	s.AddHandler(func(s *discordgo.Session, i *discordgo.InteractionCreate) {
		err := s.InteractionRespond(i.Interaction, &discordgo.InteractionResponse{
			Type: discordgo.InteractionResponseChannelMessageWithSource,
			Data: &discordgo.InteractionResponseData{
				Content:         i.ApplicationCommandData().Options[0].StringValue(),
				AllowedMentions: &discordgo.MessageAllowedMentions{Parse: []discordgo.AllowedMentionType{}},
			},
		})
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
	})
	return s.Open()
}

// footnoteBot is the bot as footnote serve has it.
func footnoteBot(base *url.URL) error {
	x, err := builtIn()
	if err != nil {
		return err
	}
	lib, err := index.NewLibrary(x.Reports())
	if err != nil {
		return err
	}
	h, err := discord.NewHandler(bot.New(lib), discord.Settings{})
	if err != nil {
		return err
	}
	log, metrics := slog.New(slog.NewTextHandler(os.Stderr, nil)), NewMetrics("test")
	transport := &Transport{Base: base, Next: NewPool(), Observe: metrics.Request}
	rest, err := NewSession(discordtest.DefaultToken, transport)
	if err != nil {
		return err
	}
	g := &Gateway{
		Token: discordtest.DefaultToken, Transport: transport, Log: log, Metrics: metrics,
		Dispatcher: NewDispatcher(h, rest, log, metrics, 512, 1024),
	}
	go func() {
		if err := g.Run(context.Background()); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
	}()
	return nil
}
