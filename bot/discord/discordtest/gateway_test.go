package discordtest_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/google/go-cmp/cmp"
	"github.com/gorilla/websocket"

	"footnote/bot/discord/discordtest"
)

func TestCloseCodes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		set  func(*discordgo.Session)
		want int
	}{
		{"wrong token", func(d *discordgo.Session) { d.Token, d.Identify.Token = "Bot wrong", "Bot wrong" }, 4004},
		{"no such intent", func(d *discordgo.Session) { d.Identify.Intents = 1 << 30 }, 4013},
		{"privileged intent", func(d *discordgo.Session) { d.Identify.Intents |= discordgo.IntentMessageContent }, 4014},
	} {
		s := discordtest.New(t, discordtest.Options{})
		d := client(t, s)
		c.set(d)
		var closed *websocket.CloseError
		if err := d.Open(); !errors.As(err, &closed) || closed.Code != c.want {
			t.Errorf("%s: %v, want %d", c.name, err, c.want)
		}
	}
}

// A client that does not keep the protocol is told so; here it is none.
func TestProtocol(t *testing.T) {
	t.Parallel()
	identify := func(s *discordtest.Server, more string) string {
		return fmt.Sprintf(`{"op":2,"d":{"token":%q,"properties":{},"intents":1%s}}`, s.Token(), more)
	}
	for _, c := range []struct {
		name, query string
		sends       func(*discordtest.Server) string
		want        int
	}{
		{"version", "?v=6&encoding=json", nil, 4012},
		{"encoding", "?v=10&encoding=etf", nil, 4002},
		{"opcode", "?v=10", func(*discordtest.Server) string { return `{"op":77}` }, 4001},
		{"no JSON", "?v=10", func(*discordtest.Server) string { return `{` }, 4002},
		{"too large", "?v=10", func(*discordtest.Server) string { return `{"op":1,"d":"` + strings.Repeat("x", 4096) + `"}` }, 4002},
		{"not identified", "?v=10", func(*discordtest.Server) string { return `{"op":3}` }, 4003},
		{"shard", "?v=10", func(s *discordtest.Server) string { return identify(s, `,"shard":[2,2]`) }, 4010},
	} {
		s, err := discordtest.Start(discordtest.Options{})
		if err != nil {
			t.Fatal(err)
		}
		ws, res, err := websocket.DefaultDialer.DialContext(t.Context(), "ws"+strings.TrimPrefix(s.URL, "http")+"/"+c.query, nil)
		if err != nil {
			t.Fatal(err)
		}
		_ = res.Body.Close()
		if c.sends != nil {
			if err := ws.WriteMessage(websocket.TextMessage, []byte(c.sends(s))); err != nil {
				t.Fatal(err)
			}
		}
		for err == nil {
			_, _, err = ws.ReadMessage()
		}
		if !websocket.IsCloseError(err, c.want) {
			t.Errorf("%s: %v, want %d", c.name, err, c.want)
		}
		_ = ws.Close()
		s.Close()
	}
}

func TestResume(t *testing.T) {
	t.Parallel()
	for _, fault := range []discordtest.Fault{discordtest.Drop, discordtest.Reconnect, discordtest.InvalidResume, discordtest.Invalid} {
		t.Run(string(fault), func(t *testing.T) {
			t.Parallel()
			s := discordtest.New(t, discordtest.Options{})
			ann := s.AddUser("ann")
			came, gone, ready := make(chan string, 8), make(chan bool, 8), make(chan string, 8)
			connect(t, s,
				func(_ *discordgo.Session, m *discordgo.MessageCreate) { came <- m.Content },
				func(*discordgo.Session, *discordgo.Disconnect) { gone <- true },
				func(_ *discordgo.Session, r *discordgo.Ready) { ready <- r.SessionID },
				func(*discordgo.Session, *discordgo.Resumed) { ready <- "resumed" })
			first := <-ready
			ann.Say(ann.DM(), "before")
			<-came
			s.Inject(discordtest.Rule{Fault: fault})
			again := fault == discordtest.Invalid || fault == discordtest.InvalidResume // discordgo identifies on the same socket
			if !again {
				<-gone
				ann.Say(ann.DM(), "meanwhile")
			}
			if second := <-ready; again == (second == "resumed") || second == first {
				t.Errorf("ready again as %s", second)
			}
			if again {
				ann.Say(ann.DM(), "meanwhile")
			}
			if got := <-came; got != "meanwhile" {
				t.Errorf("got %q, want what was said meanwhile", got)
			}
			want := 1
			if again {
				want = 2
			}
			if n := s.Identified(); n != want {
				t.Errorf("identified %d times, want %d", n, want)
			}
		})
	}
}

func TestEventFaults(t *testing.T) {
	t.Parallel()
	s := discordtest.New(t, discordtest.Options{})
	ann := s.AddUser("ann")
	came := make(chan string, 300)
	d := connect(t, s, func(_ *discordgo.Session, e *discordgo.Event) {
		if e.Type == "MESSAGE_CREATE" || e.Type == "A_NEW_EVENT" {
			came <- e.Type
		}
	})
	d.SyncEvents = true
	var got []string
	for _, f := range []discordtest.Fault{
		discordtest.AskHeartbeat, discordtest.UnknownEvent, discordtest.NullData, discordtest.RepeatEvent, discordtest.UnknownPart,
		discordtest.NullFields, discordtest.BurstOfOthers, discordtest.SwapEvents, discordtest.UnknownOp,
	} {
		s.Inject(discordtest.Rule{Fault: f})
		ann.Say(ann.DM(), string(f))
	}
	for range 11 {
		got = append(got, <-came)
	}
	want := []string{"MESSAGE_CREATE", "A_NEW_EVENT"}
	for range 9 {
		want = append(want, "MESSAGE_CREATE")
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("events (-want +got):\n%s", diff)
	}
	if n := s.Identified(); n != 1 {
		t.Errorf("identified %d times", n)
	}
}

// What a client gets first from a connection that a fault meets.
func TestConnectFaults(t *testing.T) {
	t.Parallel()
	for fault, want := range map[discordtest.Fault]string{
		discordtest.RefuseSocket: "bad handshake", discordtest.NoHello: "silence", discordtest.LateHello: "10 0", discordtest.ReconnectForHello: "7",
		discordtest.NoReady: "10 silence", discordtest.ReconnectForReady: "10 7", discordtest.AckForReady: "10 11", discordtest.InvalidForReady: "10 9",
		discordtest.CloseForReady: "10 close 4000",
	} {
		t.Run(string(fault), func(t *testing.T) {
			t.Parallel()
			s := discordtest.New(t, discordtest.Options{})
			s.Inject(discordtest.Rule{Fault: fault, Code: 4000})
			var got []string
			ws, res, err := websocket.DefaultDialer.DialContext(t.Context(), "ws"+strings.TrimPrefix(s.URL, "http")+"/?v=10&encoding=json", nil)
			if res != nil {
				_ = res.Body.Close()
			}
			if err != nil {
				got = append(got, strings.TrimPrefix(err.Error(), "websocket: "))
			} else {
				defer ws.Close() //nolint:errcheck // a test's
				identify := fmt.Sprintf(`{"op":2,"d":{"token":%q,"properties":{},"intents":1}}`, s.Token())
				for len(got) < 2 {
					var f struct{ Op int }
					_ = ws.SetReadDeadline(time.Now().Add(2 * time.Second))
					var closed *websocket.CloseError
					if err := ws.ReadJSON(&f); errors.As(err, &closed) {
						got = append(got, fmt.Sprint("close ", closed.Code))
						break
					} else if err != nil {
						got = append(got, "silence")
						break
					}
					if got = append(got, fmt.Sprint(f.Op)); f.Op == 7 {
						break
					}
					if err := ws.WriteMessage(websocket.TextMessage, []byte(identify)); err != nil {
						t.Fatal(err)
					}
				}
			}
			if all := strings.Join(got, " "); all != want {
				t.Errorf("got %s, want %s", all, want)
			}
		})
	}
}

func TestShards(t *testing.T) {
	t.Parallel()
	s := discordtest.New(t, discordtest.Options{})
	came := make(chan string, 32)
	for shard := range 2 {
		d := client(t, s)
		d.ShardID, d.ShardCount = shard, 2
		d.AddHandler(func(_ *discordgo.Session, m *discordgo.MessageCreate) { came <- fmt.Sprint(shard, " ", m.GuildID) })
		if err := d.Open(); err != nil {
			t.Fatal(err)
		}
		defer d.Close() //nolint:errcheck // a test's
	}
	ann := s.AddUser("ann")
	ann.Say(ann.DM(), "direct")
	if got := <-came; got != "0 " {
		t.Errorf("a direct message came to shard %s", got)
	}
	shards := map[string]bool{}
	for range 16 {
		g := s.AddGuild("G")
		ann.Say(g.AddChannel("c"), s.Bot.Mention())
		got := <-came
		shards[got[:1]] = true
		time.Sleep(time.Millisecond) // ids, and so shards, are made of milliseconds
	}
	if len(shards) != 2 || len(came) > 0 {
		t.Errorf("messages came to the shards %v, and %d twice", shards, len(came))
	}
}

func TestRequestFaults(t *testing.T) {
	t.Parallel()
	s := discordtest.New(t, discordtest.Options{})
	c := s.AddGuild("Newsroom").AddChannel("general")
	d := client(t, s)
	send := func() string {
		_, err := d.ChannelMessageSendComplex(c.ID, &discordgo.MessageSend{Content: "x", AllowedMentions: nobody},
			discordgo.WithRetryOnRatelimit(false), discordgo.WithRestRetries(0))
		var limit *discordgo.RateLimitError
		var refused *discordgo.RESTError
		switch {
		case err == nil:
			return "200"
		case errors.As(err, &limit):
			return fmt.Sprint("limit ", limit.RetryAfter)
		case errors.As(err, &refused):
			return fmt.Sprint(refused.Response.StatusCode)
		}
		return "broken"
	}
	got := map[discordtest.Fault]string{}
	want := map[discordtest.Fault]string{
		discordtest.LimitUser: "limit 20ms", discordtest.LimitShared: "limit 20ms", discordtest.LimitGlobal: "limit 20ms", discordtest.LimitHTML: "broken",
		discordtest.Status500: "500", discordtest.Status502: "broken", discordtest.Status503: "503", discordtest.Status504: "504",
		discordtest.Refuse: "broken", discordtest.LoseAnswer: "broken", discordtest.CutBody: "broken", discordtest.SlowBody: "200",
		discordtest.SlowAnswer: "200", discordtest.SlowProcessing: "200", discordtest.EmptyAnswer: "broken", discordtest.Gibberish: "broken",
		discordtest.Forbidden: "403", discordtest.Unauthorized: "401",
	}
	for _, f := range discordtest.RequestFaults {
		s.Inject(discordtest.Rule{Fault: f, Route: "POST /channels", Wait: 20 * time.Millisecond})
		if f == discordtest.Refuse { // net/http asks again where a kept connection is cut
			d.Client.CloseIdleConnections()
		}
		got[f] = send()
		time.Sleep(25 * time.Millisecond) // discordgo keeps to the limit
		if again := send(); again != "200" {
			t.Errorf("after %s: %s", f, again)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("what came of a fault (-want +got):\n%s", diff)
	}
}
