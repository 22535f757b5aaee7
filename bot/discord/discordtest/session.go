package discordtest

import (
	"encoding/json"
	"slices"
	"strconv"
	"time"
)

// Intents.
const (
	intentGuilds         = 1 << 0
	intentGuildMessages  = 1 << 9
	intentGuildTyping    = 1 << 11
	intentDirectMessages = 1 << 12
	intentMessageContent = 1 << 15

	intentsPrivileged = 1<<1 | 1<<8 | intentMessageContent
	intentsAll        = 1<<26 - 1
)

// session is what a client may resume.
type session struct {
	s             *Server
	id            string
	intents       int
	shard, shards int
	seq           int
	log           []dispatch // what may be replayed
	conn          *conn      // nil while the client is away
	twists        []Fault    // for the next events
	held          *dispatch  // to be sent after the next
}

// dispatch is an event as it was sent.
type dispatch struct {
	seq  int
	kind string
	data json.RawMessage
}

// A Session tells of a session of the gateway.
type Session struct {
	ID            string
	Intents       int
	Shard, Shards int
	Connected     bool
}

// Sessions returns the sessions that are connected or may resume.
func (s *Server) Sessions() []Session {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []Session
	for _, x := range s.sessions {
		all = append(all, Session{ID: x.id, Intents: x.intents, Shard: x.shard, Shards: x.shards, Connected: x.conn != nil})
	}
	return all
}

// Connected reports whether a session is connected.
func (s *Server) Connected() bool {
	return slices.ContainsFunc(s.Sessions(), func(x Session) bool { return x.Connected })
}

// Identified returns how often the bot identified in the last day.
func (s *Server) Identified() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.forgetIdentifies()
	return len(s.identified)
}

func (s *Server) forgetIdentifies() {
	now := s.clock.now()
	s.identified = slices.DeleteFunc(s.identified, func(t time.Time) bool { return now.Sub(t) > 24*time.Hour })
}

// trim drops what was sent long ago, but for this many events.
func (x *session) trim(most int) {
	if extra := len(x.log) - most; extra > 0 {
		x.log = slices.Clone(x.log[extra:])
	}
}

// dispatch sends an event to all sessions of the server's shard that have one of
// these intents; 0 asks for none. Render makes it for the intents of a session.
func (s *Server) dispatch(kind, guild string, intents int, render func(intents int) any) {
	for _, x := range s.sessions {
		if x.shard == shardOf(guild, x.shards) && (intents == 0 || x.intents&intents != 0) {
			x.send(kind, render(x.intents))
		}
	}
}

// shardOf is the shard to which a server's events go; direct messages go to the first.
func shardOf(guild string, shards int) int {
	id, err := strconv.ParseInt(guild, 10, 64)
	if err != nil {
		return 0
	}
	return int((id >> 22) % int64(shards))
}

func (x *session) send(kind string, data any) {
	raw, err := json.Marshal(data)
	if err != nil {
		x.s.violations = append(x.s.violations, "the fake cannot write "+kind+": "+err.Error())
		return
	}
	repeat, hold := false, false
	x.twists = slices.DeleteFunc(x.twists, func(f Fault) bool {
		switch done := false; f {
		case RepeatEvent:
			repeat = true
			return true
		case SwapEvents:
			hold = x.held == nil
			return hold
		default:
			raw, done = twist(raw, kind, f)
			return done
		}
	})
	x.seq++
	d := dispatch{x.seq, kind, raw}
	x.log = append(x.log, d)
	if len(x.log) > 1<<14 {
		x.trim(1 << 10)
	}
	if hold {
		x.held = &d
		time.AfterFunc(30*time.Millisecond, func() { // nothing may come after it
			x.s.mu.Lock()
			defer x.s.mu.Unlock()
			if x.held == &d {
				x.held = nil
				x.emit(d)
			}
		})
		return
	}
	x.emit(d)
	if repeat {
		x.emit(d)
	}
	if held := x.held; held != nil {
		x.held = nil
		x.emit(*held)
	}
}

func (x *session) emit(d dispatch) {
	if x.conn != nil {
		x.conn.send(frame{Op: opDispatch, Seq: &d.seq, Kind: &d.kind, Data: d.data})
	}
}

// twist changes an event of this kind by a fault, and reports whether it did.
func twist(raw json.RawMessage, kind string, f Fault) (json.RawMessage, bool) {
	if kind != "MESSAGE_CREATE" && kind != "INTERACTION_CREATE" {
		return raw, false
	}
	var o object
	if json.Unmarshal(raw, &o) != nil {
		return raw, false
	}
	at := []object{o}
	if kind == "INTERACTION_CREATE" {
		at = nil
		if m, ok := o["message"].(object); ok {
			at = append(at, m)
		}
		if data, ok := o["data"].(object); ok {
			if resolved, ok := data["resolved"].(object); ok {
				if messages, ok := resolved["messages"].(object); ok {
					for _, m := range messages {
						at = append(at, m.(object))
					}
				}
			}
		}
	}
	if len(at) == 0 {
		return raw, false
	}
	for _, m := range at {
		switch f {
		case UnknownPart:
			parts, _ := m["components"].([]any)
			m["components"] = append(parts, object{"type": 97, "id": 3, "components": []any{object{"type": 98}}})
		case NullFields:
			for _, key := range []string{"embeds", "attachments", "components", "edited_timestamp", "webhook_id", "activity"} {
				m[key] = nil
			}
		default:
			return raw, false
		}
	}
	changed, err := json.Marshal(o)
	if err != nil {
		return raw, false
	}
	return changed, true
}

// disturb applies a fault of the connections that are there, and reports whether
// it is one.
func (s *Server) disturb(r Rule) bool {
	if !slices.Contains(LiveFaults, r.Fault) {
		return false
	}
	for _, x := range s.sessions {
		c := x.conn
		if c == nil {
			continue
		}
		switch r.Fault {
		case Drop:
			c.drop()
		case HalfOpen:
			c.mute()
		case Close:
			c.close(r.Code)
			if r.Code == 4007 || r.Code == 4009 {
				delete(s.sessions, x.id)
			}
		case Reconnect:
			c.send(frame{Op: opReconnect})
		case Invalid:
			delete(s.sessions, x.id)
			c.send(frame{Op: opInvalid, Data: json.RawMessage("false")})
		case InvalidResume:
			c.invalid.Store(true)
			c.send(frame{Op: opInvalid, Data: json.RawMessage("true")})
		case AskHeartbeat:
			c.send(frame{Op: opHeartbeat})
		case MissACKs:
			c.deaf.Store(true)
		case UnknownOp:
			c.send(frame{Op: 99, Data: json.RawMessage(`{"what":"this"}`)})
		case UnknownEvent:
			x.send("A_NEW_EVENT", object{"id": s.newID(), "list": []any{nil, 1.5}})
		case NullData:
			x.send("TYPING_START", nil)
		case BrokenFrame:
			c.send(frame{Op: opBroken})
		case BurstOfOthers:
			for range 200 {
				x.send("PRESENCE_UPDATE", object{"user": object{"id": s.newID()}, "status": "idle"})
			}
		case OutageOfGuilds:
			for _, g := range s.guilds {
				if g.Role != "" && x.shard == shardOf(g.ID, x.shards) {
					x.send("GUILD_DELETE", object{"id": g.ID, "unavailable": true})
					x.send("GUILD_CREATE", s.wireGuild(g))
				}
			}
		default:
			x.twists = append(x.twists, r.Fault)
		}
	}
	return true
}
