package wire

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"
)

// Intents are what the bot asks of the gateway: guilds, messages in guilds and
// direct messages. None is privileged.
const Intents = discordgo.IntentGuilds | discordgo.IntentGuildMessages | discordgo.IntentDirectMessages

const (
	idleTime  = 90 * time.Second // without a byte, after which a socket is dead; heartbeats come every 41 s
	openTime  = 60 * time.Second // for Open, which can hang for ever
	lockTime  = 15 * time.Second // for which a session may hold its lock
	lockCheck = time.Second
	maxWait   = 2 * time.Minute // between attempts to connect
	maxWedged = 5               // sessions given up, each of which leaks some goroutines
	closeTime = 3 * time.Second // for Close, which sleeps 1 s and can hang for ever
)

// errWedged is a session that holds its lock for ever; see the deadlock in
// discordgo's issue 513: op 7 while it opens.
var errWedged = errors.New("session does not answer")

// NewSession returns a session of discordgo that does REST through t and whose
// sockets notice silence. The token may come with or without "Bot "; without a
// token, only answers to interactions can be sent.
func NewSession(token string, t http.RoundTripper) (*discordgo.Session, error) {
	if token = strings.TrimPrefix(strings.TrimSpace(token), "Bot "); token != "" {
		token = "Bot " + token
	}
	s, err := discordgo.New(token)
	if err != nil {
		return nil, fmt.Errorf("session: %w", err)
	}
	s.Identify.Intents = Intents
	s.StateEnabled = false           // its cache has data races
	s.ShouldReconnectOnError = false // Gateway does it: discordgo's loop knows neither fatal codes nor an end
	s.LogLevel = discordgo.LogWarning
	s.Client = &http.Client{Timeout: 20 * time.Second, Transport: t}
	s.Dialer = &websocket.Dialer{HandshakeTimeout: 15 * time.Second, Proxy: http.ProxyFromEnvironment, NetDialContext: dial}
	return s, nil
}

// idleConn is a connection on which silence is an error.
type idleConn struct {
	net.Conn
	idle time.Duration
}

func (c idleConn) Read(b []byte) (int, error) {
	if err := c.SetReadDeadline(time.Now().Add(c.idle)); err != nil {
		return 0, err
	}
	return c.Conn.Read(b)
}

func (c idleConn) Write(b []byte) (int, error) {
	if err := c.SetWriteDeadline(time.Now().Add(c.idle)); err != nil {
		return 0, err
	}
	return c.Conn.Write(b)
}

func dial(ctx context.Context, network, address string) (net.Conn, error) {
	c, err := (&net.Dialer{Timeout: 10 * time.Second}).DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	return idleConn{c, idleTime}, nil
}

// A Gateway keeps one shard connected, through lost connections, sessions that
// end and sessions that hang.
type Gateway struct {
	Token      string
	Transport  http.RoundTripper
	Dispatcher *Dispatcher
	Metrics    *Metrics
	Log        *slog.Logger
	ShardID    int
	ShardCount int // 0 for one
	// Ready, where set, is called with each READY, beside the answers.
	Ready func(ctx context.Context, application string)

	openLimit time.Duration // 0 for openTime
	connected atomic.Bool
}

// Connected reports whether Discord has greeted the bot since the last loss.
func (g *Gateway) Connected() bool { return g.connected.Load() }

// Run stays connected until ctx ends, which is no error. It gives up where
// trying again is of no use: the error says what to do.
func (g *Gateway) Run(ctx context.Context) error {
	everReady := false
	wedged := 0
	wait := time.Second
	for ctx.Err() == nil {
		ready, err := g.session(ctx)
		everReady = everReady || ready
		if ready {
			wait = time.Second
		}
		if err == nil {
			return nil
		}
		if remedy := fatal(err); remedy != "" {
			return fmt.Errorf("discord: %s", remedy)
		}
		if errors.Is(err, errWedged) {
			g.Metrics.gateway("hung")
			if wedged++; wedged > maxWedged {
				return fmt.Errorf("discord: %d sessions hung: start again", wedged)
			}
		} else if !everReady {
			return fmt.Errorf("discord: connect: %w: check the network and try again", err)
		}
		g.Log.Warn("gateway lost", "error", err, "again_in", wait)
		_ = sleep(ctx, wait) // the loop sees where ctx has ended
		wait = min(2*wait, maxWait)
	}
	return nil
}

// session runs one session, with its resumes, until ctx ends or it cannot go on.
func (g *Gateway) session(ctx context.Context) (ready bool, err error) {
	s, err := NewSession(g.Token, g.Transport)
	if err != nil {
		return false, err
	}
	if g.ShardCount > 1 {
		s.ShardID, s.ShardCount = g.ShardID, g.ShardCount
		s.Identify.Shard = &[2]int{g.ShardID, g.ShardCount}
	}
	var greeted atomic.Bool
	lost := make(chan struct{}, 1)
	s.AddHandler(func(*discordgo.Session, *discordgo.Disconnect) {
		g.connected.Store(false)
		g.Metrics.gateway("lost")
		select {
		case lost <- struct{}{}:
		default:
		}
	})
	places := newPlaces()
	s.AddHandler(func(_ *discordgo.Session, r *discordgo.Ready) {
		if r.User == nil || r.Application == nil {
			return
		}
		places.ready(r.User.ID)
		g.Metrics.gateway("ready")
		greeted.Store(true)
		g.connected.Store(true)
		if g.Ready != nil {
			g.Ready(ctx, r.Application.ID)
		}
	})
	s.AddHandler(func(_ *discordgo.Session, e *discordgo.Event) {
		if e.Type == "MESSAGE_CREATE" { // READY may still be with its handler
			select {
			case <-places.known:
			case <-ctx.Done():
				return
			}
		}
		g.Dispatcher.event(e.Type, e.RawData, places)
	})
	s.AddHandler(func(*discordgo.Session, *discordgo.Resumed) {
		g.connected.Store(true)
		g.Metrics.gateway("resumed")
	})
	defer g.connected.Store(false)
	for {
		if err := within(ctx, cmp.Or(g.openLimit, openTime), s.Open); err != nil {
			if ctx.Err() != nil {
				closeSession(s)
				return greeted.Load(), nil
			}
			return greeted.Load(), err
		}
		err := g.watch(ctx, s, lost)
		if ctx.Err() != nil {
			closeSession(s)
			return greeted.Load(), nil
		}
		if err != nil {
			return greeted.Load(), err
		}
	}
}

// watch returns nil when the connection is lost or ctx ends, and an error when
// the session hangs.
func (g *Gateway) watch(ctx context.Context, s *discordgo.Session, lost <-chan struct{}) error {
	tick := time.NewTicker(lockCheck)
	defer tick.Stop()
	free := time.Now()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-lost:
			return nil
		case <-tick.C:
			if s.TryRLock() {
				s.RUnlock()
				free = time.Now()
			} else if time.Since(free) > lockTime {
				return errWedged
			}
		}
	}
}

// within calls f and waits for it, but not longer than limit or ctx. What comes
// later is nobody's: a session that hangs cannot be ended.
func within(ctx context.Context, limit time.Duration, f func() error) error {
	done := make(chan error, 1)
	go func() { done <- f() }()
	timer := time.NewTimer(limit)
	defer timer.Stop()
	select {
	case err := <-done:
		return err
	case <-timer.C:
		return errWedged
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// closeSession closes s, as far as it lets itself be closed in time.
func closeSession(s *discordgo.Session) {
	_ = within(context.Background(), closeTime, s.Close)
}

// fatal returns what to do about an error after which Discord wants no other
// attempt, or "".
func fatal(err error) string {
	if errors.Is(err, ErrUnauthorized) {
		return ErrUnauthorized.Error()
	}
	var closed *websocket.CloseError
	if !errors.As(err, &closed) {
		return ""
	}
	switch closed.Code {
	case 4004:
		return "wrong token: reset it in the developer portal and set DISCORD_TOKEN"
	case 4010:
		return "invalid shard: SHARD_ID counts from 0 and is below SHARD_COUNT"
	case 4011:
		return "too many servers for one shard: set SHARD_COUNT"
	case 4012:
		return "gateway version no longer served: update footnote"
	case 4013:
		return "invalid intents: update footnote"
	case 4014:
		return "an intent is not allowed: untick what the developer portal lists under privileged gateway intents, footnote needs none"
	}
	return ""
}

// fewestIdentifies is how many connections of a day's 1,000 must be left for a
// start: Discord resets the token of a bot that uses them up.
const fewestIdentifies = 5

// CheckStart asks Discord whether a bot of so many shards may connect. Its error
// says what to do.
func CheckStart(ctx context.Context, rest *discordgo.Session, shards int) error {
	g, err := rest.GatewayBot(discordgo.WithContext(ctx))
	var refused *discordgo.RESTError
	switch {
	case errors.As(err, &refused) && refused.Response != nil && refused.Response.StatusCode == http.StatusUnauthorized:
		return fmt.Errorf("discord: %w", ErrUnauthorized)
	case err != nil:
		return fmt.Errorf("discord: connect: %w: check the network and try again", err)
	case g.SessionStartLimit.Remaining < max(fewestIdentifies, shards):
		wait := time.Duration(g.SessionStartLimit.ResetAfter) * time.Millisecond
		return fmt.Errorf("discord: %d connections left today, and Discord resets the token of a bot that uses them up: start again in %v",
			g.SessionStartLimit.Remaining, wait.Round(time.Second))
	}
	return nil
}
