package discordtest_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/bwmarrin/discordgo"
	"github.com/google/go-cmp/cmp"

	"footnote/bot/discord/discordtest"
)

// The bot gets the content of a message only where the intents, or one of the
// exceptions, give it.
func TestBlankContent(t *testing.T) {
	t.Parallel()
	for _, privileged := range []discordgo.Intent{0, discordgo.IntentMessageContent} {
		t.Run(fmt.Sprint(privileged), func(t *testing.T) {
			t.Parallel()
			s := discordtest.New(t, discordtest.Options{Privileged: int(privileged)})
			g, ann, bob := s.AddGuild("Newsroom"), s.AddUser("ann"), s.AddUser("bob")
			c := g.AddChannel("general")
			came := make(chan *discordgo.Message, 32)
			d := client(t, s)
			d.Identify.Intents |= privileged
			d.AddHandler(func(_ *discordgo.Session, m *discordgo.MessageCreate) { came <- m.Message })
			d.AddHandler(func(d *discordgo.Session, i *discordgo.InteractionCreate) {
				answer(t, d, i.Interaction, says("by interaction"))
			})
			if err := d.Open(); err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = d.Close() })
			if _, err := d.ApplicationCommandBulkOverwrite(s.App, "", commands); err != nil {
				t.Fatal(err)
			}
			posted, err := d.ChannelMessageSendComplex(c.ID, &discordgo.MessageSend{Content: "by the bot", AllowedMentions: nobody})
			if err != nil {
				t.Fatal(err)
			}
			i, err := ann.Run(c, "ask", discordtest.Args{"question": "why?"})
			if err != nil {
				t.Fatal(err)
			}
			byInteraction, err := i.Wait(ctx(t))
			if err != nil {
				t.Fatal(err)
			}
			mine := ann.Messages(c)[0]
			if mine.ID != posted.ID {
				t.Fatalf("first message is %+v", mine)
			}
			ann.Say(c, "plain")
			ann.Say(c.AddThread("thread"), "plain in a thread")
			ann.Say(c, "to "+s.Bot.Mention())
			ann.Say(c, "to <@!"+s.Bot.ID+">")
			ann.Say(c, "to the role "+g.RoleMention())
			ann.Say(c, "to @everyone")
			ann.Say(ann.DM(), "direct")
			ann.Say(ann.With(bob), "to bob")
			ann.Reply(mine, "reply with ping", true)
			ann.Reply(mine, "reply without ping", false)
			ann.Reply(byInteraction, "reply with ping to a command", true)
			got := map[string]int{}
			var refs, roles []string
			for range 12 {
				m := <-came
				got[m.Content]++
				if r := m.ReferencedMessage; r != nil {
					refs = append(refs, r.Content)
				}
				roles = append(roles, m.MentionRoles...)
			}
			want := map[string]int{
				"by the bot": 1, "by interaction": 1, "direct": 1, "reply with ping": 1,
				"to " + s.Bot.Mention(): 1, "to <@!" + s.Bot.ID + ">": 1, "": 6,
			}
			if privileged != 0 {
				delete(want, "")
				for _, content := range []string{"plain", "plain in a thread", "to the role " + g.RoleMention(), "to @everyone", "reply without ping", "reply with ping to a command"} {
					want[content] = 1
				}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("contents (-want +got):\n%s", diff)
			}
			slices.Sort(refs)
			if diff := cmp.Diff([]string{"by interaction", "by the bot", "by the bot"}, refs); diff != "" {
				t.Errorf("replied to (-want +got):\n%s", diff)
			}
			if !slices.Equal(roles, []string{g.Role}) {
				t.Errorf("roles %v, want the bot's", roles)
			}
		})
	}
}

func TestChannelMessages(t *testing.T) {
	t.Parallel()
	s := discordtest.New(t, discordtest.Options{})
	g, ann := s.AddGuild("Newsroom"), s.AddUser("ann")
	c := g.AddChannel("general")
	d := connect(t, s)
	asked := ann.Say(c, "why? "+s.Bot.Mention())

	send := func(nonce, content string) (string, int) {
		t.Helper()
		raw, err := d.RequestWithBucketID("POST", discordgo.EndpointChannelMessages(c.ID), map[string]any{
			"content": content, "nonce": nonce, "enforce_nonce": true, "allowed_mentions": nobody,
			"message_reference": map[string]any{"message_id": asked.ID, "fail_if_not_exists": false},
		}, "")
		if err != nil {
			return "", code(t, err)
		}
		var m struct{ ID string }
		if err := discordgo.Unmarshal(raw, &m); err != nil {
			t.Fatal(err)
		}
		return m.ID, 0
	}
	first, _ := send("1", " so @everyone ")
	again, _ := send("1", "so again")
	if first == "" || first != again {
		t.Errorf("one nonce, two messages: %s and %s", first, again)
	}
	m, err := s.Answer(ctx(t), asked)
	if err != nil || m.Content != "so @everyone" || len(m.Pinged) > 0 || m.RepliesTo != asked.ID || len(s.Answers(asked)) != 1 {
		t.Errorf("ann sees %+v, %v", m, err)
	}
	if _, c := send("2", "  "); c != 50006 {
		t.Errorf("empty: %d, want 50006", c)
	}
	if err := d.ChannelTyping(c.ID); err != nil || c.Typed() != 1 {
		t.Errorf("typing: %v, %d", err, c.Typed())
	}
	s.Delete(asked)
	if id, c := send("3", "to a message that is gone"); c != 0 || id == "" {
		t.Errorf("soft reference: %d", c)
	}
	c.Deny(discordtest.SendMessages)
	if _, c := send("4", "forbidden"); c != 50013 {
		t.Errorf("without permission: %d, want 50013", c)
	}
	if _, err := d.MessageThreadStart(c.ID, first, "thread", 60); code(t, err) != 50013 {
		t.Errorf("thread without permission: %v", err)
	}
	g.Allow(discordtest.LeastPermissions | discordtest.CreatePublicThreads)
	c.Deny(0)
	if _, err := d.MessageThreadStart(c.ID, first, "thread", 60); err != nil || len(c.Threads()) != 1 {
		t.Errorf("thread: %v, %d", err, len(c.Threads()))
	}
	if _, err := d.ChannelMessageSendComplex("1", &discordgo.MessageSend{Content: "to nowhere", AllowedMentions: nobody}); code(t, err) != 10003 {
		t.Errorf("unknown channel: %v", err)
	}
}
