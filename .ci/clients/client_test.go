// Package clients holds the fake Discord of footnote/bot/discord/discordtest
// against clients that its author did not write for: each connects, registers a
// command, answers it, edits the answer, loses its connection, resumes, and hears
// what was said meanwhile.
package clients

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"footnote/bot/discord/discordtest"
	"footnote/bot/discord/discordtest/contract"
)

// A client runs until the test ends. Its command /ask has an option "question"; it
// answers it with "got: " and the question, and edits that to "edited: " and the
// question. It replies to a message that mentions it with "heard: " and the message.
type client func(t *testing.T, s *discordtest.Server)

func check(t *testing.T, start client) {
	t.Helper()
	s, err := discordtest.Start(discordtest.Options{Pings: true, OpenAPI: os.Getenv("DISCORD_OPENAPI")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	ctx, cancel := context.WithTimeoutCause(t.Context(), time.Minute, errors.New("nothing came in a minute"))
	defer cancel()
	ann, channel := s.AddUser("ann"), s.AddGuild("Newsroom").AddChannel("general")

	start(t, s)
	registered := func() bool { return s.Connected() && len(s.Commands("")) == 1 }
	if err := s.Until(ctx, registered); err != nil {
		t.Fatalf("connect and register: %v", err)
	}
	ask := func(question string) {
		t.Helper()
		i, err := ann.Run(channel, "ask", discordtest.Args{"question": question})
		if err != nil {
			t.Fatal(err)
		}
		m, err := i.Wait(ctx)
		if err != nil {
			t.Fatalf("%s: %v", question, err)
		}
		if err := s.Until(ctx, func() bool { return s.Look(m).Edits == 1 }); err != nil {
			t.Fatalf("edit: %v", err)
		}
		if now := s.Look(m); now.Content != "edited: "+question {
			t.Errorf("ann sees %q", now.Content)
		}
	}
	ask("why?")
	for _, f := range []discordtest.Fault{discordtest.Drop, discordtest.Reconnect} {
		before := s.Sessions()
		s.Inject(discordtest.Rule{Fault: f})
		if err := s.Until(ctx, func() bool { return !s.Connected() }); err != nil {
			t.Fatalf("%s: %v", f, err)
		}
		said := ann.Say(channel, s.Bot.Mention()+" meanwhile")
		m, err := s.Answer(ctx, said)
		if err != nil {
			t.Fatalf("%s: what was said meanwhile: %v", f, err)
		}
		if m.Content != "heard: "+said.Content {
			t.Errorf("%s: ann sees %q", f, m.Content)
		}
		if err := s.Until(ctx, s.Connected); err != nil {
			t.Fatal(err)
		}
		if now := s.Sessions(); s.Identified() != 1 || len(now) != 1 || now[0].ID != before[0].ID {
			t.Errorf("%s: identified %d times, sessions %+v and before %+v", f, s.Identified(), now, before)
		}
		ask("and when?")
	}
	s.Inject(discordtest.Rule{Fault: discordtest.Invalid})
	if err := s.Until(ctx, func() bool { return s.Identified() == 2 && s.Connected() }); err != nil {
		t.Fatalf("identify again: %v", err)
	}
	ask("and who?")
	for _, v := range s.Violations() {
		if !strings.Contains(v, string(contract.KnownKeys)) { // discord.js sends enforce_nonce with each message
			t.Error(v)
		}
	}
}
