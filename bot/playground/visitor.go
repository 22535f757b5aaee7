package playground

import (
	"crypto/rand"
	"fmt"
	"slices"
	"sync"
	"time"

	"footnote/bot/discord"
	"footnote/index/report/file"
)

// A visitor is one browser session: what was said in it, and the reports that it
// brought. All of it is in memory alone, and gone when the session ends.
type visitor struct {
	mu            sync.Mutex // held while a request of the visitor is answered
	locale        string     // of the client, as "en-US"
	conversations map[place]*conversation
	desks         []*desk // those of its own reports
	notice        string  // said on the next page
	count         int     // messages so far, and reports
	expire        *time.Timer
	ended         bool
}

// Bounds of what all visitors keep. A report takes up to some hundred times its
// size in memory, and time that grows with the square of its longest paragraph.
const (
	maxVisitors  = 32
	maxIdle      = time.Hour
	maxReports   = 3         // of a visitor
	maxOpen      = 24        // of all visitors
	maxReport    = 128 << 10 // bytes of a report
	maxParagraph = 16 << 10  // bytes of one of its paragraphs
)

func newVisitor() *visitor {
	return &visitor{conversations: map[place]*conversation{inServer: {place: inServer}, inDirect: {place: inDirect}}}
}

// read opens a desk for a report that the visitor brought. Open holds a token for
// each such desk of all visitors.
func (v *visitor) read(name string, data []byte, settings discord.Settings, open chan struct{}) (*desk, error) {
	if len(v.desks) == maxReports {
		return nil, refuse("%d reports are open: close one first.", maxReports)
	}
	if len(data) > maxReport {
		return nil, refuse("The report has more than %d KiB: take a shorter one.", maxReport>>10)
	}
	r, err := file.Decode(file.Input{Name: name, Data: data})
	if err != nil {
		return nil, refusal{err}
	}
	for _, p := range r.Paragraphs {
		if p.Span.Len() > maxParagraph {
			return nil, refuse("A paragraph has more than %d KiB: put blank lines between the report's paragraphs.", maxParagraph>>10)
		}
	}
	select {
	case open <- struct{}{}:
	default:
		return nil, refuse("Too many people have reports open here. Please try again later.")
	}
	v.count++
	d, err := readDesk(fmt.Sprint("own-", v.count), r, settings)
	if err != nil {
		<-open
		return nil, err
	}
	shut := d.release
	d.release = func() { shut(); <-open }
	v.desks = append(v.desks, d)
	return d, nil
}

// shut closes the desk of one of the visitor's reports.
func (v *visitor) shut(id string) {
	v.desks = slices.DeleteFunc(v.desks, func(d *desk) bool {
		if d.id == id {
			d.release()
		}
		return d.id == id
	})
}

// visitors are all sessions, by the secret that their cookie holds.
type visitors struct {
	mu       sync.Mutex
	byToken  map[string]*visitor
	lastSeen []string // tokens, the longest unseen first
}

// find returns the visitor of a token, or nil, and counts it as seen.
func (vs *visitors) find(token string) *visitor {
	vs.mu.Lock()
	defer vs.mu.Unlock()
	v := vs.byToken[token]
	if v != nil {
		v.expire.Reset(maxIdle)
		vs.seen(token)
	}
	return v
}

// admit begins a session. Where there are too many, the longest unseen ends.
func (vs *visitors) admit() (token string, v *visitor) {
	token, v = rand.Text(), newVisitor()
	v.expire = time.AfterFunc(maxIdle, func() { vs.end(token) })
	vs.mu.Lock()
	defer vs.mu.Unlock()
	if len(vs.byToken) == maxVisitors {
		go vs.remove(vs.lastSeen[0]).end() // which waits for its requests
	}
	if vs.byToken == nil {
		vs.byToken = map[string]*visitor{}
	}
	vs.byToken[token] = v
	vs.seen(token)
	return token, v
}

// seen moves a token to the end. The caller holds the lock.
func (vs *visitors) seen(token string) {
	vs.lastSeen = append(slices.DeleteFunc(vs.lastSeen, func(t string) bool { return t == token }), token)
}

// remove forgets a token and returns its visitor, or nil. The caller holds the lock.
func (vs *visitors) remove(token string) *visitor {
	v := vs.byToken[token]
	delete(vs.byToken, token)
	vs.lastSeen = slices.DeleteFunc(vs.lastSeen, func(t string) bool { return t == token })
	return v
}

// end ends a session.
func (vs *visitors) end(token string) {
	vs.mu.Lock()
	v := vs.remove(token)
	vs.mu.Unlock()
	v.end()
}

// endAll ends all sessions.
func (vs *visitors) endAll() {
	vs.mu.Lock()
	tokens := slices.Clone(vs.lastSeen)
	vs.mu.Unlock()
	for _, token := range tokens {
		vs.end(token)
	}
}

// end frees what the visitor keeps, when its last request is answered.
func (v *visitor) end() {
	if v == nil {
		return
	}
	v.expire.Stop()
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, d := range v.desks {
		d.release()
	}
	v.desks, v.ended = nil, true
}
