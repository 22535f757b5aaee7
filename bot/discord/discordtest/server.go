package discordtest

import (
	"context"
	"crypto/ed25519"
	"fmt"
	"net"
	"net/http"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// Options says what a fake is like. The zero value is right for most tests.
type Options struct {
	Token      string        // the bot's, without "Bot "; "" = DefaultToken
	Privileged int           // privileged intents that the developer portal allows; 0 = none
	Heartbeat  time.Duration // interval; 0 = 41.25 s, as Discord's
	Identifies int           // connections left today; 0 = 1000
	// Concurrency is how many connections may identify in 5 seconds; 0 = as many as like to.
	Concurrency int
	// Limit is how many requests a route takes in a Window, and Global how many all
	// routes but the interactions' take; 0 = any number.
	Limit, Global int
	Window        time.Duration // 0 = a second
	// OpenAPI is the file of Discord's description, against which every request is
	// checked; "" = none. New reads it from DISCORD_OPENAPI.
	OpenAPI string
	// RoleReads makes a mention of the bot's role give the content, as one of the bot
	// does. Discord's documentation leaves that open; false is the safe reading.
	RoleReads bool
	// Pings allows the bot to notify people. Otherwise a message that could is a violation.
	Pings bool
}

// DefaultToken is the bot's token where none is given. As Discord's it begins with
// the id of the application, in base64, which some clients read.
const DefaultToken = "MTEwMDAwMDAwMDAwMDAwMDAwMQ.fake.token" //nolint:gosec // of nobody

const application = "1100000000000000001"

// A Server is a fake Discord. Its methods are safe for concurrent use.
type Server struct {
	URL string // of REST, as "http://127.0.0.1:1234"
	App string // id of the application
	Bot *User

	options Options
	clock   clock
	lastID  atomic.Int64
	http    *http.Server
	key     ed25519.PrivateKey
	ctx     context.Context // ends with Close
	stop    context.CancelFunc
	work    sync.WaitGroup

	mu           sync.Mutex // guards all below, and what the values there hold
	changed      signal
	guilds       map[string]*Guild
	channels     map[string]*Channel
	users        map[string]*User
	messages     map[string]*message
	nonces       map[string]nonce
	interactions map[string]*Interaction // by token
	commands     map[string][]*command   // by guild; "" = everywhere
	webhook      string                  // where interactions are posted; "" = by the gateway
	sessions     map[string]*session
	identified   []time.Time // in the last day
	requests     []*Request
	violations   []string
	rules        []*Rule
	buckets      map[string]*window
	refusals     window
	contract     *checker
}

// Start returns a running fake, to be closed by the caller.
func Start(o Options) (*Server, error) {
	if o.Token == "" {
		o.Token = DefaultToken
	}
	if o.Heartbeat == 0 {
		o.Heartbeat = 41250 * time.Millisecond
	}
	if o.Window == 0 {
		o.Window = time.Second
	}
	if o.Identifies == 0 {
		o.Identifies = 1000
	}
	check, err := newChecker(o)
	if err != nil {
		return nil, fmt.Errorf("discordtest: %w", err)
	}
	_, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		return nil, fmt.Errorf("discordtest: %w", err)
	}
	l, err := new(net.ListenConfig).Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("discordtest: %w", err)
	}
	s := &Server{
		URL: "http://" + l.Addr().String(), App: application, options: o, key: key, contract: check,
		guilds: map[string]*Guild{}, channels: map[string]*Channel{}, users: map[string]*User{},
		messages: map[string]*message{}, nonces: map[string]nonce{}, interactions: map[string]*Interaction{},
		commands: map[string][]*command{}, sessions: map[string]*session{}, buckets: map[string]*window{},
	}
	s.ctx, s.stop = context.WithCancel(context.Background())
	s.Bot = s.AddUser("footnote")
	s.Bot.bot = true
	s.http = &http.Server{Handler: s.handler(), ReadHeaderTimeout: 10 * time.Second}
	s.work.Go(func() { _ = s.http.Serve(l) }) // until Close
	return s, nil
}

// New starts a fake that ends with the test, which fails if the bot broke a rule
// of package contract.
func New(tb testing.TB, o Options) *Server {
	tb.Helper()
	if o.OpenAPI == "" {
		o.OpenAPI = os.Getenv("DISCORD_OPENAPI")
	}
	s, err := Start(o)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		s.Close()
		for _, v := range s.Violations() {
			tb.Error("contract: " + v)
		}
		if o.OpenAPI == "" {
			tb.Log("contract: DISCORD_OPENAPI is not set, so that requests were not checked against Discord's description")
		}
	})
	return s
}

// Close ends all connections and waits until nothing of the fake runs.
func (s *Server) Close() {
	s.stop()
	_ = s.http.Close()
	s.mu.Lock()
	for _, x := range s.sessions {
		if x.conn != nil {
			x.conn.drop()
		}
	}
	s.mu.Unlock()
	s.work.Wait()
}

// Token returns the token to give to the bot.
func (s *Server) Token() string { return s.options.Token }

// Until waits until ok, which is asked after each change. Its error is that of ctx.
func (s *Server) Until(ctx context.Context, ok func() bool) error {
	return s.until(ctx, &s.changed, ok)
}

func (s *Server) until(ctx context.Context, c *signal, ok func() bool) error {
	for {
		s.mu.Lock()
		changed := c.wait()
		s.mu.Unlock()
		if ok() {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-s.ctx.Done():
			return errClosed
		}
	}
}

// Forget drops the recorded requests, the messages, the interactions that are
// answered, the sessions that are away, and most of what could be replayed, so that
// long runs stay small. What is forgotten cannot be answered, clicked on or resumed.
func (s *Server) Forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests = nil
	clear(s.messages)
	clear(s.nonces)
	for token, i := range s.interactions {
		if i.callback != 0 && !i.waiting || s.clock.now().Sub(i.created) > tokenLife {
			delete(s.interactions, token)
		}
	}
	for id, x := range s.sessions {
		if x.conn == nil {
			delete(s.sessions, id)
		}
		x.trim(64)
	}
}
