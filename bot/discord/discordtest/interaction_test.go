package discordtest_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/google/go-cmp/cmp"

	"footnote/bot/discord/discordtest"
)

// place is a fake with discordgo connected and commands registered; what comes in
// is handed out.
type place struct {
	*discordtest.Server
	d       *discordgo.Session
	guild   *discordtest.Guild
	channel *discordtest.Channel
	ann     *discordtest.User
	came    chan *discordgo.Interaction
}

func newPlace(t *testing.T) *place {
	t.Helper()
	s := discordtest.New(t, discordtest.Options{})
	p := &place{Server: s, guild: s.AddGuild("Newsroom"), ann: s.AddUser("ann"), came: make(chan *discordgo.Interaction, 16)}
	p.channel = p.guild.AddChannel("general")
	p.d = connect(t, s, func(_ *discordgo.Session, i *discordgo.InteractionCreate) { p.came <- i.Interaction })
	if _, err := p.d.ApplicationCommandBulkOverwrite(s.App, "", commands); err != nil {
		t.Fatal(err)
	}
	return p
}

// run runs /ask as ann and returns it as she and as the bot have it.
func (p *place) run(t *testing.T) (*discordtest.Interaction, *discordgo.Interaction) {
	t.Helper()
	i, err := p.ann.Run(p.channel, "ask", discordtest.Args{"question": "why?"})
	if err != nil {
		t.Fatal(err)
	}
	return i, <-p.came
}

func TestOneCallback(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	i, got := p.run(t)
	if got.ApplicationCommandData().Options[0].StringValue() != "why?" || got.Member.User.ID != p.ann.ID || got.GuildID != p.guild.ID {
		t.Errorf("the bot got %+v", got)
	}
	early := code(t, edit(p.d, got, "too early"))
	codes := []int{early, answer(t, p.d, got, says(" because ")), answer(t, p.d, got, says("again"))}
	if diff := cmp.Diff([]int{10015, 0, 40060}, codes); diff != "" {
		t.Errorf("codes (-want +got):\n%s", diff)
	}
	m, err := i.Wait(ctx(t))
	if err != nil || m.Content != "because" || m.Ephemeral {
		t.Errorf("ann sees %+v, %v", m, err)
	}
	if c := code(t, edit(p.d, got, "on second thought")); c != 0 || p.Look(m).Content != "on second thought" || p.Look(m).Edits != 1 {
		t.Errorf("edit: %d, %+v", c, p.Look(m))
	}
}

func edit(d *discordgo.Session, i *discordgo.Interaction, content string) error {
	_, err := d.InteractionResponseEdit(i, &discordgo.WebhookEdit{Content: &content, AllowedMentions: nobody})
	return err
}

func TestDeadlines(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	i, got := p.run(t)
	p.Advance(3 * time.Second)
	if c := answer(t, p.d, got, says("late")); c != 10062 {
		t.Errorf("after 3 s: %d, want 10062", c)
	}
	if _, err := i.Wait(ctx(t)); !errors.Is(err, discordtest.ErrNoResponse) {
		t.Errorf("ann sees %v", err)
	}
	_, got = p.run(t)
	if c := answer(t, p.d, got, says("in time")); c != 0 {
		t.Fatal(c)
	}
	p.Advance(15 * time.Minute)
	if c := code(t, edit(p.d, got, "late")); c != 50027 {
		t.Errorf("after 15 min: %d, want 50027", c)
	}
}

func TestDeferred(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	i, got := p.run(t)
	if c := answer(t, p.d, got, &discordgo.InteractionResponse{
		Type: discordgo.InteractionResponseDeferredChannelMessageWithSource,
		Data: &discordgo.InteractionResponseData{Flags: discordgo.MessageFlagsEphemeral},
	}); c != 0 {
		t.Fatal(c)
	}
	// A follow-up before the edit is the edit.
	if _, err := p.d.FollowupMessageCreate(got, true, &discordgo.WebhookParams{Content: "there", AllowedMentions: nobody}); err != nil {
		t.Fatal(err)
	}
	m, err := i.Wait(ctx(t))
	if err != nil || m.Content != "there" || !m.Ephemeral || len(i.FollowUps()) != 0 {
		t.Errorf("ann sees %+v, %v", m, err)
	}
	bob := p.AddUser("bob")
	if mine, his := len(p.ann.Messages(p.channel)), len(bob.Messages(p.channel)); mine != 1 || his != 0 {
		t.Errorf("ann sees %d messages and bob %d", mine, his)
	}
}

func TestButtons(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	i, got := p.run(t)
	r := says("first")
	r.Data.Components = []discordgo.MessageComponent{discordgo.ActionsRow{Components: []discordgo.MessageComponent{
		discordgo.Button{Label: "More", CustomID: "more", Style: discordgo.SecondaryButton},
		discordgo.Button{Label: "Off", CustomID: "off", Disabled: true},
	}}}
	answer(t, p.d, got, r)
	m, err := i.Wait(ctx(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, label := range []string{"Off", "None"} {
		if _, err := p.ann.Click(m, label); !errors.Is(err, discordtest.ErrUnseen) {
			t.Errorf("%s: %v", label, err)
		}
	}
	click := func() (*discordtest.Interaction, *discordgo.Interaction) {
		i, err := p.ann.Click(m, "More")
		if err != nil {
			t.Fatal(err)
		}
		return i, <-p.came
	}
	i, got = click()
	if got.MessageComponentData().CustomID != "more" || got.Message.Content != "first" {
		t.Errorf("the bot got %+v", got)
	}
	update := says("second")
	update.Type = discordgo.InteractionResponseUpdateMessage
	update.Data.Components = r.Data.Components
	answer(t, p.d, got, update)
	if now, err := i.Wait(ctx(t)); err != nil || now.ID != m.ID || now.Content != "second" {
		t.Errorf("ann sees %+v, %v", now, err)
	}
	i, got = click()
	answer(t, p.d, got, &discordgo.InteractionResponse{Type: discordgo.InteractionResponseDeferredMessageUpdate})
	if err := p.d.InteractionResponseDelete(got); err != nil {
		t.Fatal(err)
	}
	if now, err := i.Wait(ctx(t)); err != nil || !now.Deleted {
		t.Errorf("ann sees %+v, %v", now, err)
	}
}

func TestAutocompleteAndMenu(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	i, err := p.ann.Type(p.ann.DM(), "ask", "question", discordtest.Args{"question": "wh"})
	if err != nil {
		t.Fatal(err)
	}
	got := <-p.came
	if got.User == nil || got.User.ID != p.ann.ID || !got.ApplicationCommandData().Options[0].Focused {
		t.Errorf("the bot got %+v", got)
	}
	answer(t, p.d, got, &discordgo.InteractionResponse{
		Type: discordgo.InteractionApplicationCommandAutocompleteResult,
		Data: &discordgo.InteractionResponseData{Choices: []*discordgo.ApplicationCommandOptionChoice{{Name: "why?", Value: "why?"}}},
	})
	choices, err := i.Choices(ctx(t))
	if diff := cmp.Diff([]discordtest.Choice{{Name: "why?", Value: "why?"}}, choices); err != nil || diff != "" {
		t.Errorf("choices, %v (-want +got):\n%s", err, diff)
	}

	said := p.AddUser("bob").Say(p.channel, "why so?")
	if i, err = p.ann.Use("Find it", said); err != nil {
		t.Fatal(err)
	}
	got = <-p.came
	data := got.ApplicationCommandData()
	if target := data.Resolved.Messages[data.TargetID]; target == nil || target.Content != "why so?" {
		t.Errorf("the bot got %+v", data)
	}
	answer(t, p.d, got, says("so"))
	if m, err := i.Wait(ctx(t)); err != nil || m.Content != "so" {
		t.Errorf("ann sees %+v, %v", m, err)
	}
}

// What a client does not let people do is not sent.
func TestUnseen(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	elsewhere := p.AddGuildWithoutBot("Elsewhere").AddChannel("general")
	for name, run := range map[string]func() error{
		"no such command": func() error { _, err := p.ann.Run(p.channel, "no", nil); return err },
		"no option":       func() error { _, err := p.ann.Run(p.channel, "ask", nil); return err },
		"too long": func() error {
			_, err := p.ann.Run(p.channel, "ask", discordtest.Args{"question": strings.Repeat("é", 21)})
			return err
		},
		"unknown option": func() error {
			_, err := p.ann.Run(p.channel, "ask", discordtest.Args{"question": "a", "x": "b"})
			return err
		},
		"wrong type":         func() error { _, err := p.ann.Run(p.channel, "ask", discordtest.Args{"question": true}); return err },
		"not installed":      func() error { _, err := p.ann.Run(elsewhere, "ask", discordtest.Args{"question": "a"}); return err },
		"a menu by its name": func() error { _, err := p.ann.Run(p.channel, "Find it", nil); return err },
	} {
		if err := run(); !errors.Is(err, discordtest.ErrUnseen) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
