package main

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// chat is a Discord of one connection: it sends events after READY, and hands
// out what the bot sends to a path that is neither the gateway's nor a command's.
type chat struct {
	*httptest.Server
	remaining int
	events    chan string
	sent      chan string

	mu       sync.Mutex
	commands json.RawMessage
	writes   int // of commands
}

func newChat(t *testing.T) *chat {
	t.Helper()
	c := &chat{remaining: 1000, events: make(chan string, 8), sent: make(chan string, 8), commands: json.RawMessage(`[]`)}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /api/v9/gateway", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = fmt.Fprintf(w, `{"url":"ws%s"}`, strings.TrimPrefix(c.URL, "http"))
	})
	mux.HandleFunc("GET /api/v9/gateway/bot", func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bot good.secret" {
			w.WriteHeader(http.StatusUnauthorized)
			_, _ = w.Write([]byte(`{"message":"401: Unauthorized","code":0}`))
			return
		}
		_, _ = fmt.Fprintf(w, `{"url":"ws://x","shards":1,"session_start_limit":{"total":1000,"remaining":%d,"reset_after":3600000,"max_concurrency":1}}`, c.remaining)
	})
	mux.HandleFunc("/api/v9/applications/8/commands", func(w http.ResponseWriter, r *http.Request) {
		c.mu.Lock()
		defer c.mu.Unlock()
		if r.Method == http.MethodPut {
			c.commands, _ = io.ReadAll(r.Body)
			c.writes++
		}
		_, _ = w.Write(c.commands)
		c.sent <- "commands " + r.Method
	})
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) {
		conn, err := (&websocket.Upgrader{}).Upgrade(w, r, nil)
		if err != nil {
			return
		}
		defer conn.Close() //nolint:errcheck // a test's socket
		write := func(s string) { _ = conn.WriteMessage(websocket.TextMessage, []byte(s)) }
		write(`{"op":10,"d":{"heartbeat_interval":41250}}`)
		if _, _, err := conn.ReadMessage(); err != nil {
			return
		}
		write(`{"op":0,"s":1,"t":"READY","d":{"v":9,"session_id":"s","user":{"id":"7"},"application":{"id":"8"},"guilds":[]}}`)
		gone := make(chan struct{})
		go func() {
			defer close(gone)
			for {
				if _, _, err := conn.ReadMessage(); err != nil {
					return
				}
			}
		}()
		for {
			select {
			case e := <-c.events:
				write(e)
			case <-gone:
				return
			}
		}
	})
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		_, _ = w.Write([]byte(`{}`))
		c.sent <- r.Method + " " + strings.TrimPrefix(r.URL.Path, "/api/v9") + " " + string(body)
	})
	c.Server = httptest.NewServer(mux)
	t.Cleanup(c.Close)
	return c
}

// next waits for what the bot sends next.
func (c *chat) next(t *testing.T) string {
	t.Helper()
	select {
	case s := <-c.sent:
		return s
	case <-time.After(20 * time.Second):
		t.Fatal("the bot sends nothing")
		return ""
	}
}

// serve runs footnote serve until the function that it returns is called, which
// returns what was printed.
func serve(t *testing.T, env map[string]string) (stop func() (printed string, err error)) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	var out bytes.Buffer
	done := make(chan error, 1)
	go func() {
		done <- run(ctx, []string{"serve"}, func(k string) string { return env[k] }, strings.NewReader(""), &out, io.Discard)
	}()
	return func() (string, error) {
		cancel()
		select {
		case err := <-done:
			return out.String(), err
		case <-time.After(20 * time.Second):
			t.Fatal("serve does not stop")
			return "", nil
		}
	}
}

const armedForces = "What does the plan require Ukraine to do with its armed forces?"

func interaction(id string) string {
	return fmt.Sprintf(`{"id":%q,"application_id":"8","type":2,"token":"t%s","channel_id":"5","user":{"id":"9"},
		"data":{"id":"2","name":"ask","type":1,"options":[{"name":"question","type":3,"value":%q}]}}`, id, id, armedForces)
}

func TestServeByGateway(t *testing.T) {
	c := newChat(t)
	env := map[string]string{"DISCORD_TOKEN": "Bot good.secret\n", "DISCORD_API_URL": c.URL, "FOOTNOTE_ADDR": "off"}
	stop := serve(t, env)
	for _, want := range []string{"commands GET", "commands PUT"} {
		if got := c.next(t); got != want {
			t.Fatalf("first start: %s, want %s", got, want)
		}
	}
	c.events <- `{"op":0,"s":2,"t":"INTERACTION_CREATE","d":` + interaction("1") + `}`
	answer := c.next(t)
	if !strings.HasPrefix(answer, "POST /interactions/1/t1/callback") || !strings.Contains(answer, "armed forces") || !strings.Contains(answer, `"parse":[]`) {
		t.Errorf("/ask: %s", answer)
	}
	c.events <- fmt.Sprintf(`{"op":0,"s":3,"t":"MESSAGE_CREATE","d":{"id":"3","channel_id":"5","content":%q,"author":{"id":"9"},"components":[{"type":99}]}}`, armedForces)
	reply := c.next(t)
	if !strings.HasPrefix(reply, "POST /channels/5/messages") || !strings.Contains(reply, "armed forces") || !strings.Contains(reply, `"parse":[]`) {
		t.Errorf("direct message: %s", reply)
	}
	printed, err := stop()
	if err != nil || !strings.Contains(printed, "client_id=8&scope=bot+applications.commands&permissions=274877991936") {
		t.Errorf("printed %q, error %v", printed, err)
	}

	stop = serve(t, env)
	if got := c.next(t); got != "commands GET" {
		t.Errorf("second start: %s", got)
	}
	c.events <- `{"op":0,"s":2,"t":"INTERACTION_CREATE","d":` + interaction("1") + `}`
	if again := c.next(t); again != answer {
		t.Errorf("after a restart the answer is\n%s\nwant\n%s", again, answer)
	}
	if _, err := stop(); err != nil || c.writes != 1 {
		t.Errorf("commands written %d times, error %v", c.writes, err)
	}
}

func TestServeByHTTP(t *testing.T) {
	public, private, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	c := newChat(t)
	stop := serve(t, map[string]string{
		"DISCORD_PUBLIC_KEY": hex.EncodeToString(public), "FOOTNOTE_WEBHOOK_ADDR": address, "FOOTNOTE_ADDR": "off",
		"DISCORD_TOKEN": "good.secret", "DISCORD_API_URL": c.URL,
	})
	c.next(t) // commands
	c.next(t)
	post := func(body string) (int, string) {
		t.Helper()
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://"+address, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		stamp := strconv.FormatInt(time.Now().Unix(), 10)
		r.Header.Set("X-Signature-Timestamp", stamp)
		r.Header.Set("X-Signature-Ed25519", hex.EncodeToString(ed25519.Sign(private, []byte(stamp+body))))
		res, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close() //nolint:errcheck // only read
		raw, err := io.ReadAll(res.Body)
		if err != nil {
			t.Fatal(err)
		}
		return res.StatusCode, string(raw)
	}
	if status, body := post(`{"id":"4","token":"t","type":1}`); status != http.StatusOK || body != `{"type":1}` {
		t.Errorf("ping: %d %s", status, body)
	}
	_, byHTTP := post(interaction("1"))
	c.events <- `{"op":0,"s":2,"t":"INTERACTION_CREATE","d":` + interaction("1") + `}`
	if byGateway := strings.TrimPrefix(c.next(t), "POST /interactions/1/t1/callback "); byHTTP != byGateway {
		t.Errorf("by HTTP\n%s\nby gateway\n%s", byHTTP, byGateway)
	}
	if _, err := stop(); err != nil {
		t.Error(err)
	}
}

func TestServeRefusesToStart(t *testing.T) {
	c := newChat(t)
	c.remaining = 3
	for _, tt := range []struct{ token, want string }{
		{"bad.secret", "discord refused the token"},
		{"good.secret", "start again in 1h0m0s"},
	} {
		err := run(t.Context(), []string{"serve"}, func(k string) string {
			return map[string]string{"DISCORD_TOKEN": tt.token, "DISCORD_API_URL": c.URL, "FOOTNOTE_ADDR": "off"}[k]
		}, strings.NewReader(""), io.Discard, io.Discard)
		if err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "secret") || strings.Contains(err.Error(), "\n") {
			t.Errorf("token %s: error %v, want %q", tt.token, err, tt.want)
		}
	}
}
