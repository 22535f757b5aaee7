package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"footnote/bot/discord/discordtest"
)

// A served is footnote serve in a process of its own before a fake Discord.
type served struct {
	*discordtest.Server
	cmd *exec.Cmd
	log *output // what it logged
	out *output // what it printed
}

// output is what a process writes, also while it writes.
type output struct {
	mu   sync.Mutex
	b    bytes.Buffer
	more chan struct{} // closed with the next write
}

func newOutput() *output { return &output{more: make(chan struct{})} }

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	close(o.more)
	o.more = make(chan struct{})
	return o.b.Write(p)
}

// wait waits until it holds a text.
func (o *output) wait(t *testing.T, text string) {
	t.Helper()
	ctx := within(t)
	for {
		o.mu.Lock()
		found, more := strings.Contains(o.b.String(), text), o.more
		o.mu.Unlock()
		if found {
			return
		}
		select {
		case <-more:
		case <-ctx.Done():
			t.Fatalf("%q: %v; it wrote:\n%s", text, context.Cause(ctx), o)
		}
	}
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.b.String()
}

// launch starts footnote serve with these settings beside those that point it at d.
func launch(t *testing.T, d *discordtest.Server, env ...string) *served {
	t.Helper()
	s := &served{Server: d, log: newOutput(), out: newOutput()}
	s.cmd = exec.CommandContext(context.WithoutCancel(t.Context()), "footnote", "serve") // ended by stop
	s.cmd.Env = append([]string{"DISCORD_TOKEN=" + d.Token(), "DISCORD_API_URL=" + d.URL, "FOOTNOTE_ADDR=off"}, env...)
	s.cmd.Env = append(s.cmd.Env, "GOCOVERDIR="+t.TempDir()) // else it warns where coverage is measured
	s.cmd.Dir = t.TempDir()                                  // without a .env
	s.cmd.Stdout, s.cmd.Stderr = s.out, s.log
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if s.cmd.ProcessState == nil {
			s.stop(t)
		}
		if t.Failed() {
			t.Logf("footnote serve logged:\n%s", s.log)
		}
	})
	return s
}

// serve starts footnote serve and waits until it has looked after its commands.
func serve(t *testing.T, d *discordtest.Server, env ...string) *served {
	t.Helper()
	s := launch(t, d, env...)
	s.log.wait(t, "commands registered")
	return s
}

// stop ends it as a supervisor does, and expects a clean end and no secret in what
// it wrote.
func (s *served) stop(t *testing.T) {
	t.Helper()
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Errorf("footnote serve: %v", err)
	}
	hung := time.AfterFunc(time.Minute, func() { _ = s.cmd.Process.Kill() })
	defer hung.Stop()
	if err := s.cmd.Wait(); err != nil {
		t.Errorf("footnote serve ended with %v, want 0; it logged:\n%s", err, s.log)
	}
	s.secret(t)
}

// secret looks for what must not be written: tokens, and what people ask.
func (s *served) secret(t *testing.T) {
	t.Helper()
	all := s.log.String() + s.out.String()
	for _, secret := range []string{s.Token(), "aW50ZXJhY3Rpb24_", armedForces, "slash its"} { // tokens, and what is asked and answered
		if strings.Contains(all, secret) {
			t.Errorf("%q stands in what it wrote:\n%s", secret, all)
		}
	}
}

// within is a context for waiting for what should come soon.
func within(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeoutCause(context.Background(), time.Minute, errors.New("it did not come in a minute"))
	t.Cleanup(cancel)
	return ctx
}

const armedForces = "What does the plan require Ukraine to do with its armed forces?"

func TestServeRegistersOnce(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t, discordtest.Options{})
	s := serve(t, d)
	want := "https://discord.com/oauth2/authorize?client_id=" + d.App + "&scope=bot+applications.commands&permissions=274877991936"
	if !strings.Contains(s.out.String(), want) {
		t.Errorf("printed %q, want the invite %s", s.out, want)
	}
	var names []string
	for _, c := range d.Commands("") {
		names = append(names, c.Name)
	}
	if want := []string{"ask", "sources", "report", "help", "privacy", "footnote", "Find in the report"}; !slices.Equal(names, want) {
		t.Errorf("commands %q, want %q", names, want)
	}
	if in := d.Sessions()[0].Intents; in != 4609 {
		t.Errorf("intents %d, want 4609, of which none is privileged", in)
	}
	s.stop(t)
	if d.Connected() {
		t.Error("still connected after its end")
	}
	serve(t, d).stop(t)
	if n := len(d.Requests("PUT /applications")); n != 1 {
		t.Errorf("commands were written %d times, want once", n)
	}
}

// In one server, commands are registered there alone.
func TestServeRegistersInAGuild(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t, discordtest.Options{})
	g := d.AddGuild("Newsroom")
	serve(t, d, "DISCORD_GUILD_ID="+g.ID).stop(t)
	if here, everywhere := len(d.Commands(g.ID)), len(d.Commands("")); here != 7 || everywhere != 0 {
		t.Errorf("%d commands in the server and %d everywhere, want 7 and 0", here, everywhere)
	}
}

// A start that cannot succeed ends with one line that says what to do, without
// the token.
func TestServeRefusesToStart(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t, discordtest.Options{Identifies: 3})
	closed, err := discordtest.Start(discordtest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	closed.Close()
	for _, tt := range []struct {
		name, env, want string
		code            int
	}{
		{"wrong token", "DISCORD_TOKEN=wrong.secret.token", "discord refused the token: reset it in the developer portal and set DISCORD_TOKEN", exitUsage},
		{"token with a line break", "DISCORD_TOKEN=wrong.secret\n.token", "DISCORD_TOKEN: holds a line break", exitUsage},
		{"no token", "DISCORD_TOKEN=", "DISCORD_TOKEN: not set", exitUsage},
		{"no network", "DISCORD_API_URL=" + closed.URL, "check the network and try again", exitFailed},
		{"too few connections left", "", "3 connections left today", exitFailed},
		{"no such reports", "FOOTNOTE_REPORTS=/does/not/exist", "no such file", exitFailed},
	} {
		s := launch(t, d, tt.env)
		err := s.cmd.Wait()
		var exit *exec.ExitError
		if !errors.As(err, &exit) || exit.ExitCode() != tt.code {
			t.Errorf("%s: %v, want exit code %d", tt.name, err, tt.code)
		}
		lines := slices.DeleteFunc(strings.Split(strings.TrimSpace(s.log.String()), "\n"), func(l string) bool { return strings.HasPrefix(l, "time=") })
		if len(lines) != 1 || !strings.Contains(lines[0], tt.want) || strings.Contains(s.log.String(), "secret") {
			t.Errorf("%s: wrote %q, want a line with %q", tt.name, s.log, tt.want)
		}
		s.secret(t)
	}
}

// The token may be wrong from some day on: Discord closes, and so does the program.
func TestServeEndsWhenTheTokenIsReset(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t, discordtest.Options{})
	s := serve(t, d)
	d.Inject(discordtest.Rule{Fault: discordtest.CloseForReady, Code: 4004, Times: -1})
	d.Inject(discordtest.Rule{Fault: discordtest.Close, Code: 4004})
	err := s.cmd.Wait()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != exitUsage || !strings.Contains(s.log.String(), "wrong token") {
		t.Errorf("ended with %v; it logged:\n%s", err, s.log)
	}
	s.secret(t)
}

// By HTTP an interaction is answered with the same JSON as by the gateway.
func TestServeByHTTP(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t, discordtest.Options{})
	address := freeAddress(t)
	s := serve(t, d, "DISCORD_PUBLIC_KEY="+d.PublicKey(), "FOOTNOTE_WEBHOOK_ADDR="+address, "FOOTNOTE_USER_COOLDOWN=off")
	ann, channel := d.AddUser("ann"), d.AddGuild("Newsroom").AddChannel("general")
	url := "http://" + address

	var answer discordtest.Message
	for _, act := range []struct {
		name string
		do   func() (*discordtest.Interaction, error)
	}{
		{"ask", func() (*discordtest.Interaction, error) {
			return ann.Run(channel, "ask", discordtest.Args{"question": armedForces})
		}},
		{"silent", func() (*discordtest.Interaction, error) {
			return ann.Run(channel, "ask", discordtest.Args{"question": "Which team won the cup?"})
		}},
		{"sources", func() (*discordtest.Interaction, error) { return ann.Run(ann.DM(), "sources", nil) }},
		{"menu", func() (*discordtest.Interaction, error) {
			return ann.Use("Find in the report", ann.Say(channel, armedForces))
		}},
		{"completion", func() (*discordtest.Interaction, error) {
			return ann.Type(channel, "ask", "question", discordtest.Args{"question": "who"})
		}},
		{"button", func() (*discordtest.Interaction, error) { return ann.Click(answer, "Sources") }},
		{"delete", func() (*discordtest.Interaction, error) { return ann.Click(answer, "Delete") }},
	} {
		i, err := act.do()
		if err != nil {
			t.Fatalf("%s: %v", act.name, err)
		}
		if act.name == "completion" {
			_, err = i.Choices(within(t))
		} else if m, werr := i.Wait(within(t)); act.name == "ask" {
			answer, err = m, werr
		} else {
			err = werr
		}
		if err != nil {
			t.Fatalf("%s: %v", act.name, err)
		}
		byHTTP, err := i.Post(within(t), url)
		if err != nil {
			t.Fatalf("%s: %v", act.name, err)
		}
		all := d.Requests("POST /interactions/")
		if byGateway := all[len(all)-1].Body; !bytes.Equal(byHTTP, byGateway) {
			t.Errorf("%s: by HTTP\n%s\nby the gateway\n%s", act.name, byHTTP, byGateway)
		}
	}

	if err := d.SetInteractionsURL(within(t), url); err != nil {
		t.Fatal(err)
	}
	i, err := ann.Run(channel, "ask", discordtest.Args{"question": armedForces})
	if err != nil {
		t.Fatal(err)
	}
	if m, err := i.Wait(within(t)); err != nil || !strings.Contains(m.Content, "slash its") {
		t.Errorf("posted: %+v, %v", m, err)
	}
	s.stop(t)
}

// Without a token, and so without a gateway, interactions by HTTP are answered.
func TestServeByHTTPAlone(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t, discordtest.Options{})
	address := freeAddress(t)
	// Commands are registered by another copy, which has the token.
	serve(t, d).stop(t)
	s := launch(t, d, "DISCORD_TOKEN=", "DISCORD_PUBLIC_KEY="+d.PublicKey(), "FOOTNOTE_WEBHOOK_ADDR="+address)
	s.log.wait(t, "listening")
	if err := d.SetInteractionsURL(within(t), "http://"+address); err != nil {
		t.Fatal(err)
	}
	ann := d.AddUser("ann")
	i, err := ann.Run(ann.DM(), "ask", discordtest.Args{"question": armedForces})
	if err != nil {
		t.Fatal(err)
	}
	answer, err := i.Wait(within(t))
	if err != nil || !strings.Contains(answer.Content, "slash its") {
		t.Fatalf("%+v, %v", answer, err)
	}
	if m := click(t, ann, answer, "Sources"); !strings.Contains(m.Content, "Who is cited") {
		t.Errorf("Sources: %q", m.Content)
	}
	if i, err = ann.Click(answer, "Delete"); err != nil {
		t.Fatal(err)
	}
	if m, err := i.Wait(within(t)); err != nil || !m.Deleted {
		t.Errorf("after Delete: %+v, %v", m, err)
	}
	s.stop(t)
}

// Told to stop, it is not ready any more but still answers what it has begun.
func TestServeLeaves(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t, discordtest.Options{})
	address := freeAddress(t)
	s := serve(t, d, "FOOTNOTE_ADDR="+address)
	status := func(path string) int {
		t.Helper()
		r, err := http.NewRequestWithContext(within(t), http.MethodGet, "http://"+address+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		res, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = res.Body.Close()
		return res.StatusCode
	}
	for path, want := range map[string]int{"/healthz": 200, "/readyz": 200, "/metrics": 200, "/": 404} {
		if got := status(path); got != want {
			t.Errorf("%s: %d, want %d", path, got, want)
		}
	}
	// The first answer is taken but not heard of, for a while.
	d.Inject(discordtest.Rule{Fault: discordtest.Status503, Route: "POST /channels", Times: 3})
	asked := d.AddUser("ann").Say(d.AddGuild("Newsroom").AddChannel("general"), d.Bot.Mention()+" "+armedForces)
	if err := d.Until(within(t), func() bool { return len(d.Requests("POST /channels")) > 0 }); err != nil {
		t.Fatal(err)
	}
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	for status("/readyz") != http.StatusServiceUnavailable {
		time.Sleep(time.Millisecond)
	}
	if _, err := d.Answer(within(t), asked); err != nil {
		t.Errorf("what was in flight: %v", err)
	}
	if err := s.cmd.Wait(); err != nil {
		t.Errorf("ended with %v", err)
	}
	s.secret(t)
}

// freeAddress returns an address of loopback on which nothing listens.
func freeAddress(t *testing.T) string {
	t.Helper()
	s, err := discordtest.Start(discordtest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	return strings.TrimPrefix(s.URL, "http://")
}

func TestExit(t *testing.T) {
	for _, tt := range []struct {
		err  error
		want int
	}{
		{nil, exitDone},
		{errors.New("no network"), exitFailed},
		{errors.Join(errors.New("unknown flag"), errUsage), exitUsage},
		{setupError{errors.New("no token")}, exitUsage},
	} {
		if got := exit(tt.err, io.Discard); got != tt.want {
			t.Errorf("exit(%v) = %d; want %d", tt.err, got, tt.want)
		}
	}
}
