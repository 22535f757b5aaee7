package wire

import (
	"context"
	"fmt"
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

// idleTime is how long a socket may be silent before it is dead; heartbeats are
// answered every 41 s.
const idleTime = 90 * time.Second

// NewSession returns a session of discordgo that does REST through t and whose
// sockets notice silence. The token may come with or without "Bot "; without a
// token, only answers to interactions can be sent.
func NewSession(token string, t http.RoundTripper) (*discordgo.Session, error) {
	s, _, err := newSession(token, t)
	return s, err
}

func newSession(token string, t http.RoundTripper) (*discordgo.Session, *socket, error) {
	if token = strings.TrimPrefix(strings.TrimSpace(token), "Bot "); token != "" {
		token = "Bot " + token
	}
	s, err := discordgo.New(token)
	if err != nil {
		return nil, nil, fmt.Errorf("session: %w", err)
	}
	s.Identify.Intents = Intents
	s.StateEnabled = false           // its cache has data races
	s.ShouldReconnectOnError = false // Gateway does it: discordgo's loop knows neither fatal codes nor an end
	s.SyncEvents = true              // in order, and without a goroutine an event; the handlers only queue
	s.LogLevel = discordgo.LogWarning
	s.Client = &http.Client{Timeout: 20 * time.Second, Transport: t}
	k := new(socket)
	s.Dialer = &websocket.Dialer{HandshakeTimeout: 15 * time.Second, Proxy: http.ProxyFromEnvironment, NetDialContext: k.dial}
	return s, k, nil
}

// A socket is the connection under a session, as far as discordgo does not show it.
type socket struct {
	conn atomic.Pointer[idleConn] // the last one; nil before the first
}

func (k *socket) dial(ctx context.Context, network, address string) (net.Conn, error) {
	c, err := (&net.Dialer{Timeout: 10 * time.Second}).DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	conn := &idleConn{Conn: c, idle: idleTime}
	k.conn.Store(conn)
	return conn, nil
}

// cut ends the connection without a word.
func (k *socket) cut() {
	if c := k.conn.Load(); c != nil {
		_ = c.Close() // it is given up
	}
}

// beat returns when something was last sent. Once connected, the bot sends
// nothing but heartbeats.
func (k *socket) beat() time.Time {
	if c := k.conn.Load(); c != nil {
		return time.Unix(0, c.sent.Load())
	}
	return time.Time{}
}

// An idleConn is a connection on which silence is an error.
type idleConn struct {
	net.Conn
	idle time.Duration
	sent atomic.Int64 // when, in Unix nanoseconds
}

func (c *idleConn) Read(b []byte) (int, error) {
	if err := c.SetReadDeadline(time.Now().Add(c.idle)); err != nil {
		return 0, err
	}
	return c.Conn.Read(b)
}

func (c *idleConn) Write(b []byte) (int, error) {
	now := time.Now()
	if err := c.SetWriteDeadline(now.Add(c.idle)); err != nil {
		return 0, err
	}
	c.sent.Store(now.UnixNano())
	return c.Conn.Write(b)
}
