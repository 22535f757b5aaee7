package wire

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func answer(status int, body string, header ...string) *http.Response {
	h := http.Header{}
	for i := 0; i < len(header); i += 2 {
		h.Set(header[i], header[i+1])
	}
	return &http.Response{StatusCode: status, Header: h, Body: io.NopCloser(strings.NewReader(body))}
}

func request(ctx context.Context, t *testing.T, method, path string) *http.Request {
	t.Helper()
	r, err := http.NewRequestWithContext(ctx, method, "https://discord.com/api/v9"+path, strings.NewReader(`{"a":1}`))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bot abc")
	return r
}

func TestTransportSendsToBase(t *testing.T) {
	var got string
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		got = r.Method + " " + r.URL.Path + " " + string(body)
	}))
	defer server.Close()
	base, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	res, err := (&Transport{Base: base}).RoundTrip(request(t.Context(), t, http.MethodPut, "/x"))
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	if want := `PUT /api/v9/x {"a":1}`; got != want {
		t.Errorf("the server got %q, want %q", got, want)
	}
}

func TestTransportRepeats(t *testing.T) {
	for _, c := range []struct {
		method       string
		status       int
		wantAttempts int
	}{
		{http.MethodGet, 503, attempts},
		{http.MethodPatch, 500, attempts},
		{http.MethodPut, 504, attempts},
		{http.MethodPost, 503, 1}, // might be done twice
		{http.MethodGet, 404, 1},
		{http.MethodGet, 200, 1},
	} {
		synctest.Test(t, func(t *testing.T) {
			n := 0
			tr := &Transport{Next: roundTrip(func(r *http.Request) (*http.Response, error) {
				n++
				if body, _ := io.ReadAll(r.Body); string(body) != `{"a":1}` {
					t.Errorf("attempt %d has the body %q", n, body)
				}
				return answer(c.status, ""), nil
			})}
			res, err := tr.RoundTrip(request(t.Context(), t, c.method, "/x"))
			if err != nil || res.StatusCode != c.status || n != c.wantAttempts {
				t.Errorf("%s after %d: %d attempts, error %v, want %d attempts", c.method, c.status, n, err, c.wantAttempts)
			}
		})
	}
}

func TestTransportReadsEvery429(t *testing.T) {
	for _, c := range []struct{ name, body, retryAfter, want string }{
		{"JSON", `{"message":"m","retry_after":1.5,"global":false}`, "9", `{"message":"m","retry_after":1.5,"global":false}`},
		{"HTML with header", `<html>`, "7", `{"message":"rate limited","retry_after":7,"global":false}`},
		{"HTML without", `<html>`, "", `{"message":"rate limited","retry_after":5,"global":false}`},
	} {
		tr := &Transport{Next: roundTrip(func(*http.Request) (*http.Response, error) {
			return answer(429, c.body, "Retry-After", c.retryAfter), nil
		})}
		res, err := tr.RoundTrip(request(t.Context(), t, http.MethodGet, "/x"))
		if err != nil {
			t.Fatal(err)
		}
		if got, _ := io.ReadAll(res.Body); string(got) != c.want {
			t.Errorf("%s: body %s, want %s", c.name, got, c.want)
		}
	}
}

func TestTransportGlobalGate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		first := true
		tr := &Transport{Next: roundTrip(func(*http.Request) (*http.Response, error) {
			if first {
				first = false
				return answer(429, `{"retry_after":2}`, "X-RateLimit-Global", "true"), nil
			}
			return answer(200, ""), nil
		})}
		send := func(ctx context.Context, path string) (time.Duration, error) {
			start := time.Now()
			_, err := tr.RoundTrip(request(ctx, t, http.MethodGet, path)) //nolint:bodyclose // the bodies are strings
			return time.Since(start), err
		}
		if _, err := send(t.Context(), "/a"); err != nil {
			t.Fatal(err)
		}
		if took, err := send(t.Context(), "/interactions/1/tok/callback"); took != 0 || err != nil {
			t.Errorf("an interaction waited %v, error %v", took, err)
		}
		short, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if took, err := send(short, "/b"); took != 0 || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("a request without the time to wait: %v, error %v; want an error at once", took, err)
		}
		if took, err := send(t.Context(), "/b"); took != 2*time.Second || err != nil {
			t.Errorf("another route waited %v, error %v, want 2s", took, err)
		}
	})
}

func TestTransportStopsBeforeABan(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var sent atomic.Int64
		tr := &Transport{Next: roundTrip(func(*http.Request) (*http.Response, error) {
			sent.Add(1)
			return answer(403, ""), nil
		})}
		send := func() error {
			_, err := tr.RoundTrip(request(t.Context(), t, http.MethodGet, "/x")) //nolint:bodyclose // the bodies are strings
			return err
		}
		for range invalidLimit {
			if err := send(); err != nil {
				t.Fatal(err)
			}
		}
		if err := send(); !errors.Is(err, ErrTooManyInvalid) || sent.Load() != invalidLimit {
			t.Errorf("after %d refusals: error %v", sent.Load(), err)
		}
		time.Sleep(invalidWindow + time.Second)
		if err := send(); err != nil {
			t.Errorf("ten minutes later: %v", err)
		}
	})
}

func TestTransportStopsAfterAWrongToken(t *testing.T) {
	n := 0
	tr := &Transport{Next: roundTrip(func(*http.Request) (*http.Response, error) {
		n++
		return answer(401, ""), nil
	})}
	if _, err := tr.RoundTrip(request(t.Context(), t, http.MethodGet, "/x")); err != nil { //nolint:bodyclose // the bodies are strings
		t.Fatal(err)
	}
	if _, err := tr.RoundTrip(request(t.Context(), t, http.MethodGet, "/x")); !errors.Is(err, ErrUnauthorized) || n != 1 { //nolint:bodyclose // the bodies are strings
		t.Errorf("after a 401: error %v, %d requests sent", err, n)
	}
}

func TestRedactor(t *testing.T) {
	r := NewRedactor("Bot s3cret", "")
	var out bytes.Buffer
	log := slog.New(slog.NewTextHandler(&out, &slog.HandlerOptions{ReplaceAttr: r.Attr}))
	log.Info("identify Bot s3cret", "error", errors.New(`Post "https://discord.com/api/v9/interactions/12/aW50/callback": EOF`),
		"url", &url.URL{Path: "/api/v9/webhooks/12/aW50/messages/@original"}, "n", 3)
	got := out.String()
	for _, secret := range []string{"s3cret", "aW50"} {
		if strings.Contains(got, secret) {
			t.Errorf("%q is logged: %s", secret, got)
		}
	}
	for _, kept := range []string{"identify", "/interactions/12/[redacted]/callback", "messages/@original", "n=3"} {
		if !strings.Contains(got, kept) {
			t.Errorf("%q is missing: %s", kept, got)
		}
	}
}
