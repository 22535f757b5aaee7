package wire

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"sync"
	"time"
)

// Discord bans an address for an hour after 10,000 answers 401, 403 or 429 in
// ten minutes. The transport stops at half of that.
const (
	invalidWindow = 10 * time.Minute
	invalidLimit  = 5000
)

const (
	attempts     = 3                      // of a request that may be repeated
	firstBackOff = 200 * time.Millisecond // doubled after each attempt
	maxErrorBody = 64 << 10               // bytes read of a 429
	blindWait    = 5 * time.Second        // after a 429 that does not say how long
)

var (
	// ErrUnauthorized is returned instead of any further request with a token
	// that Discord has refused.
	ErrUnauthorized = errors.New("discord refused the token: reset it in the developer portal and set DISCORD_TOKEN")
	// ErrTooManyInvalid is returned while further requests would risk a ban of the address.
	ErrTooManyInvalid = errors.New("too many requests were refused in ten minutes: waiting before discord bans this address")
)

// A Transport is the way of all REST requests to Discord. Beyond what
// http.RoundTripper does it
//   - sends to Base in place of discord.com, where Base is set;
//   - repeats idempotent requests after 500, 502, 503, 504 and where no answer came;
//   - makes every 429 one that discordgo can read, also the HTML of a proxy;
//   - holds all requests after a global 429, except interactions, which Discord exempts;
//   - stops before a wrong token or refused requests get the address banned.
//
// Its zero value is ready to use.
type Transport struct {
	Base *url.URL          // scheme and host to send to; nil for those of the request
	Next http.RoundTripper // nil for http.DefaultTransport; see [NewPool]
	// Observe, where set, is called after each attempt; res is nil where no answer
	// came. It must not read the body.
	Observe func(r *http.Request, res *http.Response, took time.Duration)

	mu           sync.Mutex
	closedUntil  time.Time // the global gate
	invalid      []time.Time
	unauthorized bool
}

// NewPool returns a transport that keeps a connection for every answer in flight:
// http.DefaultTransport keeps two to a host, which are enough only for HTTP/2. Close
// its idle connections when done.
func NewPool() *http.Transport {
	return &http.Transport{
		Proxy: http.ProxyFromEnvironment, ForceAttemptHTTP2: true, MaxIdleConnsPerHost: 128, IdleConnTimeout: time.Minute,
		TLSHandshakeTimeout: 5 * time.Second, DialContext: (&net.Dialer{Timeout: 5 * time.Second}).DialContext,
	}
}

// RoundTrip sends r.
func (t *Transport) RoundTrip(r *http.Request) (*http.Response, error) {
	wait := firstBackOff
	for attempt := 1; ; attempt++ {
		res, err := t.try(r)
		if attempt == attempts || !repeatable(r, res, err) {
			return res, err
		}
		if res != nil {
			_ = res.Body.Close()
		}
		if err := sleep(r.Context(), wait); err != nil {
			return nil, err
		}
		wait *= 2
	}
}

// try sends r once.
func (t *Transport) try(r *http.Request) (*http.Response, error) {
	if err := t.admit(r); err != nil {
		closeBody(r)
		return nil, err
	}
	sent := r.Clone(r.Context())
	if r.GetBody != nil {
		body, err := r.GetBody()
		if err != nil {
			closeBody(r)
			return nil, fmt.Errorf("repeat the body: %w", err)
		}
		closeBody(r)
		sent.Body = body
	}
	if t.Base != nil {
		sent.URL.Scheme, sent.URL.Host, sent.Host = t.Base.Scheme, t.Base.Host, t.Base.Host
	}
	next := t.Next
	if next == nil {
		next = http.DefaultTransport
	}
	start := time.Now()
	res, err := next.RoundTrip(sent)
	if t.Observe != nil {
		t.Observe(r, res, time.Since(start))
	}
	if err != nil {
		return nil, err
	}
	return res, t.learn(r, res)
}

// admit waits at the global gate, and refuses what would be one request too many.
func (t *Transport) admit(r *http.Request) error {
	t.mu.Lock()
	now := time.Now()
	t.forget(now)
	gate := t.closedUntil.Sub(now)
	tooMany := len(t.invalid) >= invalidLimit
	unauthorized := t.unauthorized && r.Header.Get("Authorization") != ""
	t.mu.Unlock()
	switch {
	case unauthorized:
		return ErrUnauthorized
	case tooMany:
		return ErrTooManyInvalid
	case gate <= 0 || exempt(r):
		return nil
	}
	if deadline, ok := r.Context().Deadline(); ok && time.Until(deadline) < gate {
		return fmt.Errorf("discord limits all requests for another %v: %w", gate.Round(time.Millisecond), context.DeadlineExceeded)
	}
	return sleep(r.Context(), gate)
}

// learn notes what an answer says about further requests and makes a 429 readable.
func (t *Transport) learn(r *http.Request, res *http.Response) error {
	switch res.StatusCode {
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusTooManyRequests:
	default:
		return nil
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	now := time.Now()
	if res.Header.Get(scopeHeader) != "shared" { // those do not count
		t.invalid = append(t.invalid, now)
	}
	if res.StatusCode == http.StatusUnauthorized && r.Header.Get("Authorization") != "" && !exempt(r) {
		t.unauthorized = true
	}
	if res.StatusCode != http.StatusTooManyRequests {
		return nil
	}
	limit, err := readLimit(res)
	if err != nil {
		return err
	}
	if limit.Global {
		t.closedUntil = now.Add(time.Duration(limit.RetryAfter * float64(time.Second)))
	}
	return nil
}

// Invalid returns how many requests were refused in the last ten minutes.
func (t *Transport) Invalid() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.forget(time.Now())
	return len(t.invalid)
}

// scopeHeader says whose rate limit a 429 is about: "user", "global" or "shared".
const scopeHeader = "X-RateLimit-Scope"

// forget drops the refusals that no longer count.
func (t *Transport) forget(now time.Time) {
	n := 0
	for n < len(t.invalid) && now.Sub(t.invalid[n]) > invalidWindow {
		n++
	}
	t.invalid = t.invalid[n:]
}

// A rateLimit is the body of a 429.
type rateLimit struct {
	Message    string  `json:"message"`
	RetryAfter float64 `json:"retry_after"` // seconds
	Global     bool    `json:"global"`
}

// readLimit returns what a 429 asks for, and gives res a body of JSON where it had another.
func readLimit(res *http.Response) (rateLimit, error) {
	raw, err := io.ReadAll(io.LimitReader(res.Body, maxErrorBody))
	_ = res.Body.Close()
	if err != nil {
		return rateLimit{}, fmt.Errorf("read the rate limit: %w", err)
	}
	var limit rateLimit
	if json.Unmarshal(raw, &limit) != nil || limit.RetryAfter < 0 {
		limit = rateLimit{Message: "rate limited", RetryAfter: blindWait.Seconds()}
		if s, err := strconv.ParseFloat(res.Header.Get("Retry-After"), 64); err == nil && s >= 0 {
			limit.RetryAfter = s
		}
		if raw, err = json.Marshal(limit); err != nil {
			return rateLimit{}, fmt.Errorf("word the rate limit: %w", err)
		}
		res.Header.Set("Content-Type", "application/json")
	}
	limit.Global = limit.Global || res.Header.Get("X-RateLimit-Global") == "true"
	res.Body = io.NopCloser(bytes.NewReader(raw))
	res.ContentLength = int64(len(raw))
	return limit, nil
}

// repeatable reports whether r may be sent again after this outcome. Discord's
// PATCH sets fields, so that twice is once.
func repeatable(r *http.Request, res *http.Response, err error) bool {
	if r.Method == http.MethodPost || r.Body != nil && r.Body != http.NoBody && r.GetBody == nil {
		return false
	}
	if err != nil {
		return r.Context().Err() == nil && !errors.Is(err, ErrUnauthorized) && !errors.Is(err, ErrTooManyInvalid) && !errors.Is(err, context.DeadlineExceeded)
	}
	switch res.StatusCode {
	case http.StatusInternalServerError, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	}
	return false
}

// exempt reports whether r answers an interaction: its token stands in the path,
// and the global limit does not hold for it.
func exempt(r *http.Request) bool { return tokenInPath.MatchString(r.URL.Path) }

func closeBody(r *http.Request) {
	if r.Body != nil {
		_ = r.Body.Close()
	}
}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
