package discordtest

import (
	"slices"
	"strings"
	"time"
)

// A Fault is something that goes wrong.
type Fault string

// Faults of a request.
const (
	LimitUser      Fault = "429 of the route"
	LimitShared    Fault = "429 shared"
	LimitGlobal    Fault = "429 global"
	LimitHTML      Fault = "429 as HTML" // the ban by Discord's proxy
	Status500      Fault = "500"
	Status502      Fault = "502 as HTML"
	Status503      Fault = "503"
	Status504      Fault = "504"
	Refuse         Fault = "connection reset before the request is taken"
	LoseAnswer     Fault = "connection reset after the request is taken"
	CutBody        Fault = "connection reset in the body of the answer"
	SlowBody       Fault = "slow body"
	SlowAnswer     Fault = "slow answer"      // taken in time, answered late
	SlowProcessing Fault = "slow processing"  // taken late
	EmptyAnswer    Fault = "200 without body" // after the request is taken
	Gibberish      Fault = "200 with no JSON" // after the request is taken
	Forbidden      Fault = "403"
	Unauthorized   Fault = "401"
)

// Faults of the next connection to the gateway.
const (
	RefuseSocket      Fault = "502 in place of the socket"
	NoHello           Fault = "silence in place of Hello"
	LateHello         Fault = "late Hello"
	ReconnectForHello Fault = "op 7 in place of Hello"
	NoReady           Fault = "silence after Hello"
	ReconnectForReady Fault = "op 7 in place of READY or RESUMED"
	AckForReady       Fault = "op 11 before READY or RESUMED"
	InvalidForReady   Fault = "op 9 in place of READY or RESUMED"
	CloseForReady     Fault = "close in place of READY or RESUMED" // with Rule.Code
)

// Faults of the connections that are there.
const (
	Drop           Fault = "connection dropped"
	HalfOpen       Fault = "connection half open" // nothing is read or sent any more
	Close          Fault = "close"                // with Rule.Code
	Reconnect      Fault = "op 7"
	Invalid        Fault = "op 9, session lost"
	InvalidResume  Fault = "op 9, may resume" // and may
	AskHeartbeat   Fault = "op 1"
	MissACKs       Fault = "heartbeats without ACK" // of the connections that are there
	UnknownOp      Fault = "unknown opcode"
	UnknownEvent   Fault = "unknown event"
	BrokenFrame    Fault = "frame that is no JSON"
	NullData       Fault = "event with null data"
	RepeatEvent    Fault = "event sent twice"       // the next
	SwapEvents     Fault = "events out of order"    // the next two
	UnknownPart    Fault = "unknown component"      // in the next message or interaction with a message
	NullFields     Fault = "null in place of lists" // in the next message
	BurstOfOthers  Fault = "burst of other events"  // 200 of no interest
	OutageOfGuilds Fault = "guild unavailable"      // and back
)

// RequestFaults, ConnectFaults and LiveFaults list all faults.
var (
	RequestFaults = []Fault{
		LimitUser, LimitShared, LimitGlobal, LimitHTML, Status500, Status502, Status503, Status504, Refuse, LoseAnswer, CutBody,
		SlowBody, SlowAnswer, SlowProcessing, EmptyAnswer, Gibberish, Forbidden, Unauthorized,
	}
	ConnectFaults = []Fault{
		RefuseSocket, NoHello, LateHello, ReconnectForHello, NoReady, ReconnectForReady, AckForReady, InvalidForReady, CloseForReady,
	}
	LiveFaults = []Fault{
		Drop, HalfOpen, Close, Reconnect, Invalid, InvalidResume, AskHeartbeat, MissACKs, UnknownOp, UnknownEvent, BrokenFrame,
		NullData, RepeatEvent, SwapEvents, UnknownPart, NullFields, BurstOfOthers, OutageOfGuilds,
	}
)

// A Rule says what goes wrong, and where.
type Rule struct {
	Fault Fault
	// Route names the requests that meet with the fault, as Request.Route does, by its
	// beginning: "POST /interactions"; "" = all.
	Route string
	Times int           // requests or connections that meet with it; 0 = one, less = all
	Wait  time.Duration // of the slow faults, and what a 429 asks for; 0 = 100 ms
	Code  int           // of the closes
}

func (r *Rule) wait() time.Duration {
	if r.Wait == 0 {
		return 100 * time.Millisecond
	}
	return r.Wait
}

// Inject makes something go wrong: at once for connections that are there, else
// with the next request or connection. What it returns takes the rule back.
func (s *Server) Inject(r Rule) (stop func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.disturb(r) {
		return func() {}
	}
	if r.Times == 0 {
		r.Times = 1
	}
	rule := &r
	s.rules = append(s.rules, rule)
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		rule.Times = 0
	}
}

// fault takes the first rule that is still to be applied and that match accepts.
func (s *Server) fault(match func(*Rule) bool) *Rule {
	s.mu.Lock()
	defer s.mu.Unlock()
	var found *Rule
	left := s.rules[:0]
	for _, r := range s.rules {
		if r.Times != 0 && found == nil && match(r) {
			found = r
			if r.Times > 0 {
				r.Times--
			}
		}
		if r.Times != 0 {
			left = append(left, r)
		}
	}
	s.rules = left
	return found
}

func (s *Server) requestFault(route string) *Rule {
	return s.fault(func(r *Rule) bool {
		return slices.Contains(RequestFaults, r.Fault) && strings.HasPrefix(route, r.Route)
	})
}

func (s *Server) connectFault(faults ...Fault) *Rule {
	return s.fault(func(r *Rule) bool { return slices.Contains(faults, r.Fault) })
}
