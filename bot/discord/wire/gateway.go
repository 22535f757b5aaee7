package wire

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"github.com/bwmarrin/discordgo"
)

const (
	openTime      = 30 * time.Second // for Open, which can hang for ever
	lockTime      = 15 * time.Second // for which a session may hold its lock
	checkEvery    = time.Second
	resumeTime    = 2 * time.Minute          // for which a session is tried to be resumed
	settleTime    = 100 * time.Millisecond   // after a loss: discordgo may close twice, and must not close the next connection
	maxWait       = 2 * time.Minute          // between attempts to connect
	maxResumeWait = 10 * time.Second         // between attempts to resume, which Discord does not count
	maxStarts     = 3                        // attempts to connect at all
	maxWedged     = 5                        // sessions in a row that hang; each leaks a goroutine
	closeTime     = 3 * time.Second          // for Close, which sleeps 1 s and can hang for ever
	heartbeat     = 41250 * time.Millisecond // what Discord asks for in Hello, which discordgo keeps to itself
	zombieCode    = 4000                     // closes a connection so that its session can be resumed
)

// errWedged is a session that holds its lock for ever; see the deadlock in
// discordgo's issue 513: op 7 while it opens.
var errWedged = errors.New("session does not answer")

// A Gateway keeps one shard connected, through lost connections, sessions that
// end and sessions that hang.
type Gateway struct {
	Token      string
	Transport  http.RoundTripper
	Dispatcher *Dispatcher
	Metrics    *Metrics
	Log        *slog.Logger
	ShardID    int
	ShardCount int           // 0 for one
	StartAfter time.Duration // what CheckStart says
	// Ready, where set, is called with each READY, beside the answers: with the
	// ids of the application and of the servers that the bot is on.
	Ready func(ctx context.Context, application string, guilds []string)

	// For tests; 0 for openTime, identifyTime and heartbeat.
	openLimit, identifyEvery, interval time.Duration

	connected atomic.Bool
	acked     atomic.Int64 // when the last heartbeat was answered, in Unix nanoseconds
	latency   atomic.Int64 // of the last heartbeat, in nanoseconds
	begun     sync.WaitGroup
}

// Connected reports whether Discord has greeted the bot since the last loss, and
// has answered its last two heartbeats.
func (g *Gateway) Connected() bool {
	return g.connected.Load() && g.ackAge() < 2*cmp.Or(g.interval, heartbeat)
}

// ackAge is how long ago Discord answered a heartbeat.
func (g *Gateway) ackAge() time.Duration { return time.Since(time.Unix(0, g.acked.Load())) }

// Run stays connected until ctx ends, which is no error. It gives up where
// trying again is of no use: the error says what to do.
func (g *Gateway) Run(ctx context.Context) error {
	g.Metrics.watchGateway(g)
	defer g.begun.Wait()
	if sleep(ctx, g.StartAfter) != nil {
		return nil
	}
	everReady, starts, wedged := false, 0, 0
	wait := time.Second
	for ctx.Err() == nil {
		begin := time.Now()
		ready, err := g.session(ctx)
		everReady = everReady || ready
		if ready {
			wait, wedged = time.Second, 0
		}
		if err == nil {
			return nil
		}
		if remedy := fatal(err); remedy != "" {
			return SetupError(remedy)
		}
		if errors.Is(err, errWedged) {
			g.Metrics.gateway("hung")
			if wedged++; wedged > maxWedged {
				return fmt.Errorf("discord: %d sessions hung: start again", wedged)
			}
		} else if starts++; !everReady && starts >= maxStarts {
			return fmt.Errorf("discord: connect: %w: check the network and try again", err)
		}
		pause := max(wait, cmp.Or(g.identifyEvery, identifyTime)-time.Since(begin))
		g.Log.Warn("gateway session ended", "error", err, "again_in", pause)
		if sleep(ctx, pause) != nil {
			return nil
		}
		wait = min(2*wait, maxWait)
	}
	return nil
}

// session runs one session, with its resumes, until ctx ends or it cannot go on.
func (g *Gateway) session(ctx context.Context) (ready bool, err error) {
	s, k, err := newSession(g.Token, g.Transport)
	if err != nil {
		return false, err
	}
	if g.ShardCount > 1 {
		s.ShardID, s.ShardCount = g.ShardID, g.ShardCount
		s.Identify.Shard = &[2]int{g.ShardID, g.ShardCount}
	}
	greeted, lost := g.listen(ctx, s)
	defer g.connected.Store(false)
	var since time.Time // the connection was lost; zero while it is there
	wait := settleTime
	for {
		select {
		case <-lost: // of the connection before
		default:
		}
		err := within(ctx, cmp.Or(g.openLimit, openTime), s.Open)
		if errors.Is(err, discordgo.ErrWSAlreadyOpen) { // what was lost was the one before
			g.connected.Store(greeted.Load())
			err = nil
		}
		opened := time.Now()
		if err == nil {
			g.acked.Store(opened.UnixNano())
			since = time.Time{}
			err = g.watch(ctx, s, k, lost)
			if err == nil && time.Since(opened) > cmp.Or(g.interval, heartbeat) { // it was good
				wait = settleTime
			}
		} else {
			g.Metrics.closed(closeCode(err))
		}
		switch {
		case ctx.Err() != nil:
			closeSession(s, k)
			return greeted.Load(), nil
		case errors.Is(err, errWedged):
			k.cut() // the goroutine that holds the lock stays
			return greeted.Load(), err
		case err != nil && (!greeted.Load() || !resumable(err)):
			return greeted.Load(), err
		}
		if since.IsZero() {
			since = time.Now()
		} else if time.Since(since) > resumeTime {
			return greeted.Load(), err
		}
		g.Log.Warn("gateway connection lost", "error", err, "again_in", wait)
		if sleep(ctx, wait) != nil {
			closeSession(s, k)
			return greeted.Load(), nil
		}
		wait = min(max(time.Second, 2*wait), maxResumeWait)
	}
}

// listen has the events of s handled. Greeted becomes true with the first READY;
// lost gets a value when a connection has ended. discordgo calls the handlers one
// after the other, some of them with its lock held: they must neither wait nor
// touch s.
func (g *Gateway) listen(ctx context.Context, s *discordgo.Session) (greeted *atomic.Bool, lost <-chan struct{}) {
	greeted = new(atomic.Bool)
	ended := make(chan struct{}, 1)
	places := newPlaces()
	s.AddHandler(func(*discordgo.Session, *discordgo.Disconnect) {
		g.connected.Store(false)
		g.Metrics.gateway("lost")
		select {
		case ended <- struct{}{}:
		default:
		}
	})
	s.AddHandler(func(_ *discordgo.Session, r *discordgo.Ready) {
		if r.User == nil || r.Application == nil {
			return
		}
		places.ready(r.User.ID)
		g.Metrics.gateway("ready")
		greeted.Store(true)
		g.connected.Store(true)
		if g.Ready == nil {
			return
		}
		var guilds []string
		for _, guild := range r.Guilds {
			guilds = append(guilds, guild.ID)
		}
		g.begun.Go(func() { g.Ready(ctx, r.Application.ID, guilds) })
	})
	s.AddHandler(func(*discordgo.Session, *discordgo.Resumed) {
		g.connected.Store(true)
		g.Metrics.gateway("resumed")
	})
	s.AddHandler(func(_ *discordgo.Session, e *discordgo.Event) {
		defer func() {
			if v := recover(); v != nil {
				g.Metrics.panicked()
				g.Log.Error("panic over an event", "event", e.Type, "panic", v, "stack", string(debug.Stack()))
			}
		}()
		g.Dispatcher.event(e, places)
	})
	return greeted, ended
}

// watch returns nil when the connection is lost or ctx ends, and an error when
// the session hangs. It ends a connection on which heartbeats are no longer
// answered so that its session can be resumed; discordgo would wait for five.
func (g *Gateway) watch(ctx context.Context, s *discordgo.Session, k *socket, lost <-chan struct{}) error {
	interval := cmp.Or(g.interval, heartbeat)
	tick := time.NewTicker(min(checkEvery, interval/4))
	defer tick.Stop()
	free, alarmed := time.Now(), false
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-lost:
			return nil
		case <-tick.C:
		}
		if !s.TryRLock() {
			if time.Since(free) > lockTime {
				return errWedged
			}
			continue
		}
		ack := s.LastHeartbeatAck
		s.RUnlock()
		free = time.Now()
		if ack.UnixNano() > g.acked.Load() {
			g.acked.Store(ack.UnixNano())
			if took := ack.Sub(k.beat()); took > 0 {
				g.latency.Store(int64(took))
			}
			alarmed = false
		}
		switch age := g.ackAge(); {
		case age > 5*interval/2: // between two heartbeats, whose failure would close the next connection
			g.Metrics.gateway("zombie")
			if err := within(ctx, closeTime, func() error { return s.CloseWithCode(zombieCode) }); err != nil {
				return err
			}
			return nil
		case age > 2*interval && !alarmed:
			alarmed = true
			g.Metrics.gateway("missed_acks")
			g.Log.Error("heartbeats are not answered", "since", age.Round(time.Second))
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

// closeSession closes s; where that takes too long, since it may still be opening,
// it cuts the connection.
func closeSession(s *discordgo.Session, k *socket) {
	if within(context.Background(), closeTime, s.Close) != nil {
		k.cut()
	}
}
