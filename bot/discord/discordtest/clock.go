package discordtest

import (
	"strconv"
	"sync/atomic"
	"time"
)

// A clock is the time of day plus what it was moved by.
type clock struct{ ahead atomic.Int64 }

func (c *clock) now() time.Time { return time.Now().Add(time.Duration(c.ahead.Load())) }

// Advance moves the clock of the fake forward: deadlines of interactions, the age
// of nonces, limits of a day. Timers of the client under test do not move.
func (s *Server) Advance(d time.Duration) {
	s.clock.ahead.Add(int64(d))
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, i := range s.interactions {
		i.changed.fire()
	}
	s.changed.fire()
}

// epoch is the first millisecond of Discord's ids.
const epoch = 1420070400000

// newID makes an id as Discord does: milliseconds, then a number.
func (s *Server) newID() string {
	return strconv.FormatInt((s.clock.now().UnixMilli()-epoch)<<22|s.lastID.Add(1)&(1<<22-1), 10)
}

// stamp writes a time as Discord does.
func stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000000+00:00") }

// A signal wakes all who wait for a change. Its methods are called under the
// server's lock.
type signal struct{ c chan struct{} }

// wait returns what is closed at the next change.
func (s *signal) wait() <-chan struct{} {
	if s.c == nil {
		s.c = make(chan struct{})
	}
	return s.c
}

func (s *signal) fire() {
	if s.c != nil {
		close(s.c)
		s.c = nil
	}
}
