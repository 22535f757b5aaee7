package wire

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/google/go-cmp/cmp"
	"github.com/gorilla/websocket"

	"footnote/bot/discord"
)

// echo is a handler that answers with the name of the command.
type echo struct{}

func (echo) Respond(_ context.Context, i *discordgo.Interaction) discord.Response {
	switch name := i.ApplicationCommandData().Name; name {
	case "panic":
		panic("a defect")
	case "slow":
		time.Sleep(deferAfter + 300*time.Millisecond)
		return text("late")
	default:
		return text(name)
	}
}
func (echo) Ephemeral(*discordgo.Interaction) bool              { return true }
func (echo) Busy(*discordgo.Interaction) discord.Response       { return text("busy") }
func (echo) Failed(*discordgo.Interaction) discord.Response     { return text("failed") }
func (echo) Restarting(*discordgo.Interaction) discord.Response { return text("restarting") }
func (echo) Reply(_ context.Context, m *discordgo.Message, _ discord.Self) (*discordgo.MessageSend, discord.Outcome) {
	if m.Content == "panic" {
		panic("a defect")
	}
	return message("re " + m.Content), discord.OutcomeAnswered
}

func (echo) ThreadName(m *discordgo.Message, _ discord.Self) string {
	name, _ := strings.CutPrefix(m.Content, "thread ")
	if name == m.Content {
		return ""
	}
	return name
}

func (echo) BusyMessage(*discordgo.Message, discord.Self) *discordgo.MessageSend {
	return message("busy")
}

func (echo) FailedMessage(*discordgo.Message, discord.Self) *discordgo.MessageSend {
	return message("failed")
}

func (echo) RestartingMessage(*discordgo.Message, discord.Self) *discordgo.MessageSend {
	return message("restarting")
}

func message(s string) *discordgo.MessageSend { return &discordgo.MessageSend{Content: s} }

func text(s string) discord.Response {
	return discord.Response{Body: &discordgo.InteractionResponse{
		Type: discordgo.InteractionResponseChannelMessageWithSource,
		Data: &discordgo.InteractionResponseData{Content: s},
	}}
}

// server is a scripted Discord: script plays each connection.
type server struct {
	*httptest.Server
	mu       sync.Mutex
	requests []string
	commands json.RawMessage
}

func newServer(t *testing.T, script func(connection int, c *websocket.Conn)) *server {
	t.Helper()
	d := &server{commands: json.RawMessage(`[]`)}
	connections := 0
	mux := http.NewServeMux()
	mux.HandleFunc("GET /api/v9/gateway", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = fmt.Fprintf(w, `{"url":"ws%s"}`, strings.TrimPrefix(d.URL, "http"))
	})
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) {
		c, err := (&websocket.Upgrader{}).Upgrade(w, r, nil)
		if err != nil {
			return
		}
		defer c.Close() //nolint:errcheck // a test's socket
		d.mu.Lock()
		connections++
		n := connections
		d.mu.Unlock()
		script(n, c)
	})
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		d.mu.Lock()
		defer d.mu.Unlock()
		var m struct {
			Nonce   string
			Enforce bool `json:"enforce_nonce"`
			Type    int
			Content string
			Data    struct {
				Content string
				Flags   int
			}
		}
		_ = json.Unmarshal(body, &m)
		if strings.HasSuffix(r.URL.Path, "/commands") {
			if r.Method == http.MethodPut {
				d.commands = body
			}
			d.requests = append(d.requests, r.Method)
			_, _ = w.Write(d.commands)
			return
		}
		got := fmt.Sprintf("%s %s %d %q %d", r.Method, strings.TrimPrefix(r.URL.Path, "/api/v9"), m.Type, m.Content+m.Data.Content, m.Data.Flags)
		if m.Nonce != "" {
			got += fmt.Sprintf(" nonce %s %t", m.Nonce, m.Enforce)
		}
		if d.requests = append(d.requests, got); len(d.requests) == 1 && strings.Contains(r.URL.Path, "/502/") {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		_, _ = w.Write([]byte(`{}`))
	})
	d.Server = httptest.NewServer(mux)
	t.Cleanup(d.CloseClientConnections)
	return d
}

// run asks the scripted Discord until it has got this many requests, and returns
// them in order with the error of Run.
func (d *server) run(t *testing.T, requests int) ([]string, error) {
	t.Helper()
	base, err := url.Parse(d.URL)
	if err != nil {
		t.Fatal(err)
	}
	transport := &Transport{Base: base}
	rest, err := NewSession("secret", transport)
	if err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.DiscardHandler)
	dispatcher := NewDispatcher(echo{}, rest, log, NewMetrics("test"), 4, 16)
	g := &Gateway{Token: "secret", Transport: transport, Dispatcher: dispatcher, Log: log, openLimit: 2 * time.Second, identifyEvery: time.Millisecond}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	go func() {
		for ctx.Err() == nil {
			d.mu.Lock()
			n := len(d.requests)
			d.mu.Unlock()
			if requests > 0 && n >= requests {
				time.Sleep(200 * time.Millisecond) // for what should not come
				cancel()
			}
			time.Sleep(10 * time.Millisecond)
		}
	}()
	err = g.Run(ctx)
	if err := dispatcher.Close(context.Background()); err != nil {
		t.Error(err)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	slices.Sort(d.requests)
	return d.requests, err
}

func send(c *websocket.Conn, frames ...string) {
	for _, f := range frames {
		_ = c.WriteMessage(websocket.TextMessage, []byte(f))
	}
}

// drain reads until the client goes, so that its heartbeats are taken.
func drain(c *websocket.Conn) {
	for {
		if _, _, err := c.ReadMessage(); err != nil {
			return
		}
	}
}

const (
	hello     = `{"op":10,"d":{"heartbeat_interval":41250}}`
	ready     = `{"op":0,"s":1,"t":"READY","d":{"v":9,"session_id":"s","user":{"id":"7"},"application":{"id":"8"},"guilds":[]}}`
	reconnect = `{"op":7,"d":null}`
)

func greet(c *websocket.Conn) {
	send(c, hello)
	_, _, _ = c.ReadMessage()
	send(c, ready)
}

func ask(id, name string) string {
	return fmt.Sprintf(`{"op":0,"s":2,"t":"INTERACTION_CREATE","d":{"id":%q,"application_id":"8","type":2,"token":"t%s","data":{"id":"2","name":%q,"type":1}}}`, id, id, name)
}

func shut(c *websocket.Conn, code int) {
	_ = c.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, ""), time.Now().Add(time.Second))
	drain(c)
}

func TestGateway(t *testing.T) {
	for _, c := range []struct {
		name    string
		script  func(n int, c *websocket.Conn)
		want    []string // requests
		wantErr string
	}{
		{"answers", func(_ int, c *websocket.Conn) {
			greet(c)
			send(c, ask("1", "ask"), ask("1", "ask"), // twice
				`{"op":0,"s":3,"t":"MESSAGE_CREATE","d":{"id":"2","channel_id":"5","content":"hi","author":{"id":"9"},"components":[{"type":99}]}}`,
				`{"op":0,"s":4,"t":"MESSAGE_CREATE","d":{"id":"3","channel_id":"5","content":"hi","author":{"id":"9","bot":true}}}`)
			drain(c)
		}, []string{`POST /channels/5/messages 0 "re hi" 0 nonce 2 true`, `POST /interactions/1/t1/callback 4 "ask" 0`}, ""},
		{"defers and edits", func(_ int, c *websocket.Conn) {
			greet(c)
			send(c, ask("1", "slow"))
			drain(c)
		}, []string{`PATCH /webhooks/8/t1/messages/@original 0 "late" 0`, `POST /interactions/1/t1/callback 5 "" 64`}, ""},
		{"asks again after a 502, under one nonce", func(_ int, c *websocket.Conn) {
			greet(c)
			send(c, `{"op":0,"s":3,"t":"MESSAGE_CREATE","d":{"id":"2","channel_id":"502","content":"hi","author":{"id":"9"}}}`)
			drain(c)
		}, []string{`POST /channels/502/messages 0 "re hi" 0 nonce 2 true`, `POST /channels/502/messages 0 "re hi" 0 nonce 2 true`}, ""},
		{"survives a panic", func(_ int, c *websocket.Conn) {
			greet(c)
			send(c, ask("1", "panic"), ask("2", "ask"))
			drain(c)
		}, []string{`POST /interactions/1/t1/callback 4 "failed" 0`, `POST /interactions/2/t2/callback 4 "ask" 0`}, ""},
		{"op 7 after READY, replayed event", func(n int, c *websocket.Conn) {
			if n == 1 {
				greet(c)
				send(c, ask("1", "ask"), reconnect)
				drain(c)
				return
			}
			send(c, hello)
			_, _, _ = c.ReadMessage()
			send(c, `{"op":0,"s":3,"t":"RESUMED","d":{}}`, ask("1", "ask"), ask("2", "ask"))
			drain(c)
		}, []string{`POST /interactions/1/t1/callback 4 "ask" 0`, `POST /interactions/2/t2/callback 4 "ask" 0`}, ""},
		{"op 7 in answer to resume hangs the session", func(n int, c *websocket.Conn) {
			switch n {
			case 1:
				greet(c)
				send(c, reconnect)
				drain(c)
			case 2:
				send(c, hello)
				_, _, _ = c.ReadMessage()
				send(c, reconnect)
				drain(c)
			default:
				greet(c)
				send(c, ask("1", "ask"))
				drain(c)
			}
		}, []string{`POST /interactions/1/t1/callback 4 "ask" 0`}, ""},
		{"op 7 in place of Hello", func(n int, c *websocket.Conn) {
			if n == 1 {
				send(c, reconnect)
				drain(c)
				return
			}
			greet(c)
			send(c, ask("1", "ask"))
			drain(c)
		}, []string{`POST /interactions/1/t1/callback 4 "ask" 0`}, ""},
		{"wrong token", func(_ int, c *websocket.Conn) {
			send(c, hello)
			_, _, _ = c.ReadMessage()
			shut(c, 4004)
		}, nil, "wrong token"},
		{"intent forbidden mid-run", func(n int, c *websocket.Conn) {
			if n == 1 {
				greet(c)
				shut(c, 4014)
				return
			}
			send(c, hello)
			_, _, _ = c.ReadMessage()
			shut(c, 4014)
		}, nil, "privileged gateway intents"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, err := newServer(t, c.script).run(t, len(c.want))
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("requests (-want +got):\n%s", diff)
			}
			if (err == nil) != (c.wantErr == "") || err != nil && !strings.Contains(err.Error(), c.wantErr) {
				t.Errorf("error %v, want %q", err, c.wantErr)
			}
		})
	}
}

func TestGatewayWithoutNetwork(t *testing.T) {
	g := &Gateway{Token: "secret", Transport: roundTrip(func(*http.Request) (*http.Response, error) {
		return nil, fmt.Errorf("no route to host")
	}), Log: slog.New(slog.DiscardHandler)}
	err := g.Run(t.Context())
	if err == nil || !strings.Contains(err.Error(), "no route to host") || strings.Contains(err.Error(), "secret") {
		t.Errorf("error %v", err)
	}
}

func TestDispatcherRefusesWhenFull(t *testing.T) {
	d := newServer(t, nil)
	base, err := url.Parse(d.URL)
	if err != nil {
		t.Fatal(err)
	}
	rest, err := NewSession("secret", &Transport{Base: base})
	if err != nil {
		t.Fatal(err)
	}
	p := NewDispatcher(echo{}, rest, slog.New(slog.DiscardHandler), nil, 1, 8)
	for n := range 17 { // one may be with the worker already
		p.Interaction(&discordgo.Interaction{
			ID: fmt.Sprint(n), AppID: "8", Token: fmt.Sprint("t", n),
			Type: discordgo.InteractionApplicationCommand, Data: discordgo.ApplicationCommandInteractionData{Name: "ask"},
		})
	}
	if err := p.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	p.Interaction(&discordgo.Interaction{ID: "late", Token: "t"}) // is not taken any more
	busy := 0
	for _, r := range d.requests {
		if strings.Contains(r, `"busy"`) {
			busy++
		}
	}
	if busy == 0 || len(d.requests) < 16 {
		t.Errorf("%d answers, %d of them busy; want 16 or more and some busy:\n%s", len(d.requests), busy, strings.Join(d.requests, "\n"))
	}
}

func TestRegister(t *testing.T) {
	d := newServer(t, nil)
	base, err := url.Parse(d.URL)
	if err != nil {
		t.Fatal(err)
	}
	rest, err := NewSession("secret", &Transport{Base: base})
	if err != nil {
		t.Fatal(err)
	}
	want := []*discordgo.ApplicationCommand{{Name: "ask", Description: "Ask", Options: []*discordgo.ApplicationCommandOption{
		{Type: discordgo.ApplicationCommandOptionString, Name: "question", Description: "The question", Required: true},
	}}}
	register := func() bool {
		t.Helper()
		changed, err := Register(t.Context(), rest, "8", "", want, nil)
		if err != nil {
			t.Fatal(err)
		}
		return changed
	}
	if !register() {
		t.Error("no commands: not written")
	}
	// What Discord adds is no change.
	d.commands = json.RawMessage(`[{"id":"1","application_id":"8","version":"2","type":1,"nsfw":false,"name":"ask","description":"Ask","name_localizations":null,
		"options":[{"type":3,"name":"question","description":"The question","required":true}]}]`)
	if register() {
		t.Error("the same commands were written again")
	}
	want[0].Description = "Ask the report"
	if !register() {
		t.Error("a new description was not written")
	}
	if diff := cmp.Diff([]string{"GET", "PUT", "GET", "GET", "PUT"}, d.requests); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
}

func TestInviteURL(t *testing.T) {
	want := "https://discord.com/oauth2/authorize?client_id=8&scope=bot+applications.commands&permissions=274877991936"
	if got := InviteURL("8", false); got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
