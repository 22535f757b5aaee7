package discordtest

import (
	"bytes"
	"compress/zlib"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"
)

// Opcodes of the gateway.
const (
	opDispatch  = 0
	opHeartbeat = 1
	opIdentify  = 2
	opResume    = 6
	opReconnect = 7
	opMembers   = 8
	opInvalid   = 9
	opHello     = 10
	opAck       = 11
	opBroken    = -1 // of the fake: a frame that is no JSON
)

// Limits of a connection.
const (
	maxSent      = 120 // frames a minute
	maxFrame     = 4096
	versionRange = "9 10"
)

// errClosed is the error of waiting at a server that was closed.
var errClosed = errors.New("discordtest: the server is closed")

// frame is what goes over a connection.
type frame struct {
	Op   int             `json:"op"`
	Data json.RawMessage `json:"d"`
	Seq  *int            `json:"s"`
	Kind *string         `json:"t"`
}

// conn is a connection of a client.
type conn struct {
	s        *Server
	ws       *websocket.Conn
	deaf     atomic.Bool // heartbeats are not acknowledged
	muted    atomic.Bool // half open
	invalid  atomic.Bool // its session is, so that another may begin
	compress atomic.Bool
	stream   *zlib.Writer // where the client asked for a stream; nil otherwise
	buffer   bytes.Buffer
	gone     chan struct{} // closed when the client or the fake hung up
	hangUp   sync.Once

	mu    sync.Mutex
	queue []frame
	code  int // to close with after the queue; 0 = not yet
	wake  chan struct{}
}

func (s *Server) gateway(w http.ResponseWriter, r *http.Request) {
	if s.connectFault(RefuseSocket) != nil {
		http.Error(w, "<html><h1>502 Bad Gateway</h1></html>", http.StatusBadGateway)
		return
	}
	ws, err := (&websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}).Upgrade(w, r, nil)
	if err != nil {
		return
	}
	c := &conn{s: s, ws: ws, gone: make(chan struct{}), wake: make(chan struct{}, 1)}
	query := r.URL.Query()
	if query.Get("compress") == "zlib-stream" {
		c.stream = zlib.NewWriter(&c.buffer)
	}
	done := make(chan struct{})
	s.work.Add(2)
	go func() { defer s.work.Done(); defer close(done); c.write() }()
	go func() { // Close of the server ends what hangs
		defer s.work.Done()
		select {
		case <-s.ctx.Done():
			c.drop()
		case <-done:
		}
	}()
	defer func() { c.drop(); <-done }()
	if !strings.Contains(versionRange, query.Get("v")) || query.Get("v") == "" {
		c.close(4012)
	} else if encoding := query.Get("encoding"); encoding != "json" && encoding != "" {
		c.close(4002)
	}
	if f := s.connectFault(NoHello, LateHello, ReconnectForHello); f != nil {
		switch f.Fault {
		case NoHello:
			c.mute()
		case ReconnectForHello:
			c.send(frame{Op: opReconnect})
			c.silence()
		default:
			s.pause(f.wait())
		}
	}
	hello, err := json.Marshal(object{"heartbeat_interval": s.options.Heartbeat.Milliseconds(), "_trace": []string{"fake"}})
	if err != nil {
		return
	}
	c.send(frame{Op: opHello, Data: hello})
	c.read()
}

// silence lets what is queued go out and then sends nothing more.
func (c *conn) silence() {
	for {
		c.mu.Lock()
		empty := len(c.queue) == 0
		c.mu.Unlock()
		if empty {
			break
		}
		c.s.pause(time.Millisecond)
	}
	c.mute()
}

// pause waits, but not longer than the server runs.
func (s *Server) pause(d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-s.ctx.Done():
	}
}

// send queues a frame.
func (c *conn) send(f frame) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.code == 0 {
		c.queue = append(c.queue, f)
		c.poke()
	}
}

// close hangs up with a code, after what is queued.
func (c *conn) close(code int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.code == 0 {
		c.code = code
		c.poke()
	}
}

// closing reports whether the fake hung up first: then the client's close frame
// only answers.
func (c *conn) closing() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.code != 0
}

func (c *conn) poke() {
	select {
	case c.wake <- struct{}{}:
	default:
	}
}

func (c *conn) mute() { c.muted.Store(true) }

// drop hangs up without a word.
func (c *conn) drop() {
	c.hangUp.Do(func() {
		close(c.gone)
		_ = c.ws.NetConn().Close()
	})
}

// write sends what is queued until the connection ends.
func (c *conn) write() {
	sent := 0
	for {
		select {
		case <-c.wake:
		case <-c.gone:
			return
		}
		c.mu.Lock()
		queue, code := c.queue, c.code
		c.queue = nil
		c.mu.Unlock()
		for _, f := range queue {
			sent++
			if c.muted.Load() {
				continue
			}
			if c.writeFrame(f, sent) != nil {
				c.drop()
				return
			}
		}
		if code != 0 && !c.muted.Load() {
			_ = c.ws.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, ""), time.Now().Add(time.Second))
			select { // until the client hangs up too
			case <-c.gone:
			case <-time.After(time.Second):
				c.drop()
			}
			return
		}
	}
}

// writeFrame sends a frame, every third of them compressed where the client takes that.
func (c *conn) writeFrame(f frame, number int) error {
	raw := []byte("\x00{no JSON")
	if f.Op != opBroken {
		var err error
		if raw, err = json.Marshal(f); err != nil {
			return err
		}
	}
	_ = c.ws.SetWriteDeadline(time.Now().Add(30 * time.Second))
	switch {
	case c.stream != nil:
		if _, err := c.stream.Write(raw); err != nil {
			return err
		}
		if err := c.stream.Flush(); err != nil {
			return err
		}
	case c.compress.Load() && number%3 == 0:
		z := zlib.NewWriter(&c.buffer)
		if _, err := z.Write(raw); err != nil {
			return err
		}
		if err := z.Close(); err != nil {
			return err
		}
	default:
		return c.ws.WriteMessage(websocket.TextMessage, raw)
	}
	err := c.ws.WriteMessage(websocket.BinaryMessage, c.buffer.Bytes())
	c.buffer.Reset()
	return err
}

// read takes what the client sends until the connection ends.
func (c *conn) read() {
	var (
		x    *session
		sent window
	)
	defer func() {
		c.s.mu.Lock()
		defer c.s.mu.Unlock()
		if x != nil && x.conn == c {
			x.conn = nil
			c.s.changed.fire()
		}
	}()
	for {
		_ = c.ws.SetReadDeadline(time.Now().Add(2 * c.s.options.Heartbeat)) // a client that does not beat is dead
		_, raw, err := c.ws.ReadMessage()
		if err != nil {
			if websocket.IsCloseError(err, 1000, 1001) && x != nil && !c.closing() { // the client gives the session up
				c.s.mu.Lock()
				delete(c.s.sessions, x.id)
				c.s.mu.Unlock()
			}
			return
		}
		if c.muted.Load() {
			continue
		}
		var f frame
		switch {
		case !sent.take(time.Now(), time.Minute, maxSent):
			c.violation(4008, "gateway: more than 120 frames in a minute")
			continue
		case len(raw) > maxFrame:
			c.violation(4002, "gateway: a frame of more than 4096 bytes")
			continue
		case json.Unmarshal(raw, &f) != nil:
			c.violation(4002, "gateway: a frame that is no JSON: "+string(raw))
			continue
		}
		switch f.Op {
		case opHeartbeat:
			if !c.deaf.Load() {
				c.send(frame{Op: opAck})
			}
		case opIdentify:
			if x != nil && c.s.alive(x) {
				if !c.invalid.Swap(false) {
					c.close(4005)
					continue
				}
				c.s.mu.Lock()
				x.conn = nil // might still be resumed
				c.s.mu.Unlock()
			}
			if y := c.identify(f.Data); y != nil {
				x = y
			}
		case opResume:
			if y := c.resume(f.Data); y != nil {
				x = y
			}
		case 3, 4, opMembers, 14, 31: // presence, voice, members: nothing comes of them
			if x == nil {
				c.close(4003)
			}
		default:
			c.violation(4001, "gateway: unknown opcode in "+string(raw))
		}
	}
}

// violation closes for something that no client should do.
func (c *conn) violation(code int, what string) {
	c.s.mu.Lock()
	c.s.violations = append(c.s.violations, what)
	c.s.mu.Unlock()
	c.close(code)
}

func (s *Server) alive(x *session) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.sessions[x.id] == x
}

// forReady applies a fault to what the client waits for, and reports whether it
// gets nothing else.
func (c *conn) forReady() bool {
	f := c.s.connectFault(NoReady, ReconnectForReady, AckForReady, InvalidForReady, CloseForReady)
	if f == nil {
		return false
	}
	switch f.Fault {
	case NoReady:
		c.mute()
	case ReconnectForReady:
		c.send(frame{Op: opReconnect})
	case InvalidForReady:
		c.send(frame{Op: opInvalid, Data: json.RawMessage("false")})
	case CloseForReady:
		c.close(f.Code)
	default:
		c.send(frame{Op: opAck})
		return false
	}
	return true
}

// identify starts a session.
func (c *conn) identify(raw json.RawMessage) *session {
	var d struct {
		Token    string          `json:"token"`
		Intents  *int            `json:"intents"`
		Shard    *[2]int         `json:"shard"`
		Compress bool            `json:"compress"`
		Props    json.RawMessage `json:"properties"`
	}
	if json.Unmarshal(raw, &d) != nil || d.Props == nil {
		c.close(4002)
		return nil
	}
	shard := [2]int{0, 1}
	if d.Shard != nil {
		shard = *d.Shard
	}
	s := c.s
	switch {
	case strings.TrimPrefix(d.Token, "Bot ") != s.options.Token:
		c.close(4004)
		return nil
	case shard[0] < 0 || shard[1] < 1 || shard[0] >= shard[1]:
		c.close(4010)
		return nil
	case d.Intents == nil || *d.Intents&^intentsAll != 0:
		c.close(4013)
		return nil
	case *d.Intents&intentsPrivileged&^s.options.Privileged != 0:
		c.close(4014)
		return nil
	}
	if c.forReady() {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.forgetIdentifies()
	now := s.clock.now()
	recent := 0
	for _, t := range s.identified {
		if now.Sub(t) < 5*time.Second {
			recent++
		}
	}
	if s.options.Concurrency > 0 && recent >= s.options.Concurrency {
		c.send(frame{Op: opInvalid, Data: json.RawMessage("false")})
		return nil
	}
	if len(s.identified) >= s.options.Identifies { // Discord resets the token
		c.close(4004)
		return nil
	}
	s.identified = append(s.identified, now)
	x := &session{s: s, id: s.newID(), intents: *d.Intents, shard: shard[0], shards: shard[1], conn: c}
	s.sessions[x.id] = x
	c.compress.Store(d.Compress)
	mine := []*Guild{}
	ids := []object{}
	for _, g := range s.guilds {
		if g.Role != "" && shardOf(g.ID, x.shards) == x.shard {
			mine = append(mine, g)
			ids = append(ids, object{"id": g.ID, "unavailable": true})
		}
	}
	me := s.Bot.wire()
	me["mfa_enabled"], me["verified"], me["email"] = true, true, nil
	x.send("READY", object{
		"v": 10, "user": me, "guilds": ids, "session_id": x.id, "resume_gateway_url": s.socketURL(), "shard": shard,
		"application": object{"id": s.App, "flags": 0}, "session_type": "normal", "private_channels": []object{},
		"relationships": []object{}, "user_settings": object{}, "presences": []object{}, "_trace": []string{"fake"},
	})
	for _, g := range mine {
		x.send("GUILD_CREATE", s.wireGuild(g))
	}
	s.changed.fire()
	return x
}

// resume goes on with a session.
func (c *conn) resume(raw json.RawMessage) *session {
	var d struct {
		Token   string `json:"token"`
		Session string `json:"session_id"`
		Seq     int    `json:"seq"`
	}
	s := c.s
	switch {
	case json.Unmarshal(raw, &d) != nil:
		c.close(4002)
		return nil
	case strings.TrimPrefix(d.Token, "Bot ") != s.options.Token:
		c.close(4004)
		return nil
	case c.forReady():
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	x := s.sessions[d.Session]
	switch {
	case x == nil || len(x.log) > 0 && d.Seq < x.log[0].seq-1:
		c.send(frame{Op: opInvalid, Data: json.RawMessage("false")})
		return nil
	case d.Seq > x.seq:
		delete(s.sessions, x.id)
		c.close(4007)
		return nil
	}
	if x.conn != nil && x.conn != c {
		x.conn.drop()
	}
	x.conn, x.held = c, nil
	for _, old := range x.log {
		if old.seq > d.Seq {
			x.emit(old)
		}
	}
	x.send("RESUMED", object{"_trace": []string{"fake"}})
	s.changed.fire()
	return x
}

func (s *Server) socketURL() string { return "ws" + strings.TrimPrefix(s.URL, "http") }

// window counts what happens in a time.
type window struct{ at []time.Time }

// take counts one more, unless there were as many as most since a time ago.
func (w *window) take(now time.Time, span time.Duration, most int) bool {
	n := 0
	for n < len(w.at) && now.Sub(w.at[n]) >= span {
		n++
	}
	w.at = w.at[n:]
	if len(w.at) >= most {
		return false
	}
	w.at = append(w.at, now)
	return true
}

// left is how long until take counts again.
func (w *window) left(now time.Time, span time.Duration) time.Duration {
	if len(w.at) == 0 {
		return 0
	}
	return max(0, span-now.Sub(w.at[0]))
}
