package discord

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"
	"golang.org/x/time/rate"
)

// A Cooldown says how often someone may ask: Burst times at once, then once in
// each Every. The zero value sets no bound.
type Cooldown struct {
	Burst int
	Every time.Duration
}

// ParseCooldown reads a cooldown such as "10/5s", ten times at once and then once
// in each five seconds, or "off".
func ParseCooldown(s string) (Cooldown, error) {
	if s == "off" {
		return Cooldown{}, nil
	}
	burst, every, _ := strings.Cut(s, "/")
	n, err := strconv.Atoi(burst)
	d, err2 := time.ParseDuration(every)
	if err != nil || err2 != nil || n < 1 || d < time.Millisecond || d > time.Hour {
		return Cooldown{}, fmt.Errorf("%q: want off, or times/interval as 10/5s: ten at once, then one in each five seconds", s)
	}
	return Cooldown{n, d}, nil
}

// Those who are remembered; who asked longest ago is forgotten first.
const (
	maxAskers   = 8192
	maxChannels = 4096
)

// A pace keeps one cooldown for many.
type pace struct {
	Cooldown
	buckets *lru.Cache[string, *rate.Limiter] // nil without bounds
}

func newPace(c Cooldown, most int) (pace, error) {
	if c == (Cooldown{}) {
		return pace{}, nil
	}
	buckets, err := lru.New[string, *rate.Limiter](most)
	return pace{c, buckets}, err
}

// take takes one of the times that id has; what it returns may say to wait first.
func (p pace) take(now time.Time, id string) *rate.Reservation {
	bucket, ok := p.buckets.Get(id)
	if !ok {
		bucket = rate.NewLimiter(rate.Every(p.Every), p.Burst)
		if before, had, _ := p.buckets.PeekOrAdd(id, bucket); had {
			bucket = before
		}
	}
	return bucket.ReserveN(now, 1)
}

// rest returns for how many seconds this person is to wait, or everybody in this
// channel; 0 where the question may be asked, which then counts. Empty ids count
// for nobody.
func (h *Handler) rest(user, channel string) int {
	var (
		now   = h.now()
		wait  time.Duration
		taken []*rate.Reservation
	)
	for _, of := range []struct {
		pace pace
		id   string
	}{{h.askers, user}, {h.channels, channel}} {
		if of.pace.buckets != nil && of.id != "" {
			r := of.pace.take(now, of.id)
			taken, wait = append(taken, r), max(wait, r.DelayFrom(now))
		}
	}
	if wait > 0 {
		for _, r := range taken {
			r.CancelAt(now)
		}
	}
	return int(math.Ceil(wait.Seconds()))
}
