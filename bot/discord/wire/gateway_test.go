package wire

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"footnote/bot/discord"
	"footnote/bot/discord/discordtest"
)

func TestGatewayWithoutNetwork(t *testing.T) {
	t.Parallel()
	g := &Gateway{Token: "secret", Transport: roundTrip(func(*http.Request) (*http.Response, error) {
		return nil, fmt.Errorf("no route to host")
	}), Log: slog.New(slog.DiscardHandler), identifyEvery: time.Millisecond}
	err := g.Run(t.Context())
	if err == nil || !strings.Contains(err.Error(), "no route to host") || strings.Contains(err.Error(), "secret") {
		t.Errorf("error %v", err)
	}
}

// A faulty handler panics over each second question.
type faulty struct{ *discord.Handler }

func (h faulty) Respond(ctx context.Context, i *discordgo.Interaction) discord.Response {
	if data, ok := i.Data.(discordgo.ApplicationCommandInteractionData); ok && strings.Contains(fmt.Sprint(data.Options[0].Value), "panic") {
		panic("a defect")
	}
	return h.Handler.Respond(ctx, i)
}

func (h faulty) Reply(ctx context.Context, m *discordgo.Message, me discord.Self) (*discordgo.MessageSend, discord.Outcome) {
	if strings.Contains(m.Content, "panic") {
		panic("a defect")
	}
	return h.Handler.Reply(ctx, m, me)
}

// TestPanics has the handler panic: who asked is told so, and others are answered.
func TestPanics(t *testing.T) {
	t.Parallel()
	h := faulty{answers(t, discord.Settings{})}
	r := start(t, h, discordtest.Options{})
	r.register(h.Commands())
	r.connected()
	i, err := r.asker.Run(r.channel, "ask", discordtest.Args{"question": "panic"})
	if err != nil {
		t.Fatal(err)
	}
	const sorry = "Something went wrong"
	if m, err := i.Wait(t.Context()); err != nil || !strings.HasPrefix(m.Content, sorry) || !m.Ephemeral {
		t.Errorf("a command: %q, error %v", m.Content, err)
	}
	if m, err := r.fake.Answer(t.Context(), r.asker.Say(r.channel, r.fake.Bot.Mention()+" panic")); err != nil || !strings.HasPrefix(m.Content, sorry) {
		t.Errorf("a message: %q, error %v", m.Content, err)
	}
	if err := r.responded(r.command()); err != nil {
		t.Error(err)
	}
	if err := r.answered(r.mention()); err != nil {
		t.Error(err)
	}
}

// TestFullQueue asks more than there is room for: those over it are told to ask
// again, and the others are answered.
func TestFullQueue(t *testing.T) {
	t.Parallel()
	const room = 4
	h := hold(answers(t, discord.Settings{}))
	r := start(t, h, discordtest.Options{}, func(g *Gateway) {
		g.Dispatcher = NewDispatcher(h, g.Dispatcher.rest, g.Log, nil, 1, room)
	})
	r.register(h.Commands())
	r.connected()
	asked := []*discordtest.Interaction{r.command()}
	<-h.asked
	for range room {
		asked = append(asked, r.command())
	}
	r.queued(room)
	for range room {
		i := r.command()
		if m, err := i.Wait(t.Context()); err != nil || !strings.HasPrefix(m.Content, "Too many questions at once.") || !m.Ephemeral {
			t.Errorf("one too many is told %q, error %v", m.Content, err)
		}
	}
	if m, err := r.fake.Answer(t.Context(), r.mention()); err != nil || !strings.HasPrefix(m.Content, "Too many questions at once.") {
		t.Errorf("a message too many is told %q, error %v", m.Content, err)
	}
	close(h.let)
	for _, i := range asked {
		if err := r.responded(i); err != nil {
			t.Error(err)
		}
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	if err := r.gateway.Dispatcher.Close(ctx); err != nil {
		t.Error(err)
	}
}

// TestRegister changes a command.
func TestRegister(t *testing.T) {
	t.Parallel()
	fake := discordtest.New(t, discordtest.Options{})
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
		change  func()
		changed bool
	}{
		{func() {}, true},
		{func() {}, false},
		{func() { want[0].Description = "Ask" }, true},
		{func() { want[0], want[1] = want[1], want[0] }, false},
		{func() { want = want[1:] }, true},
	} {
		step.change()
		changed, err := Register(t.Context(), rest, fake.App, "", want, nil)
		if err != nil || changed != step.changed || len(fake.Commands("")) != len(want) {
			t.Errorf("step %d: changed %t, %d commands, error %v", n, changed, len(fake.Commands("")), err)
		}
	}
}

func TestInviteURL(t *testing.T) {
	for threads, want := range map[bool]string{false: "274877991936", true: "309237730304"} {
		want = "https://discord.com/oauth2/authorize?client_id=8&scope=bot+applications.commands&permissions=" + want
		if got := InviteURL("8", threads); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}
