package wire

import (
	"bytes"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"
	"go.uber.org/goleak"

	"footnote/bot/discord"
	"footnote/bot/discord/discordtest"
)

// TestMetrics asks in several ways, has things go wrong and reads what was counted.
func TestMetrics(t *testing.T) {
	t.Parallel()
	r := start(t, answers(t, discord.Settings{}), discordtest.Options{}, func(g *Gateway) {
		g.Transport.(*Transport).Observe = g.Metrics.Request
		g.Metrics.WatchTransport(g.Transport.(*Transport))
		g.Metrics.WatchReports(func() int { return 1 })
	})
	r.connected()
	ready := true
	h := r.gateway.Metrics.Handler(func() bool { return ready && r.gateway.Connected() })
	get := func(path string) (int, string) {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil))
		return w.Code, w.Body.String()
	}
	for _, fault := range []discordtest.Fault{"", discordtest.LimitUser, discordtest.LimitShared, discordtest.LimitHTML} {
		if fault != "" {
			r.fake.Inject(discordtest.Rule{Fault: fault, Route: "POST /interactions"})
		}
		if err := r.responded(r.command()); err != nil {
			t.Error(err)
		}
	}
	if err := r.answered(r.mention()); err != nil {
		t.Error(err)
	}
	if code, _ := get("/readyz"); code != http.StatusOK {
		t.Errorf("ready: %d", code)
	}
	r.gateway.Metrics.Reloaded()
	r.gateway.Metrics.Fault()
	if err := r.stop(); err != nil {
		t.Error(err)
	}
	if code, body := get("/readyz"); code != http.StatusServiceUnavailable || !strings.Contains(body, "not ready") {
		t.Errorf("after the end: %d %s", code, body)
	}
	if code, _ := get("/healthz"); code != http.StatusOK {
		t.Errorf("alive: %d", code)
	}
	_, got := get("/metrics")
	for _, want := range []string{
		`footnote_questions_total{outcome="answered",surface="slash"} 4`,
		`footnote_questions_total{outcome="answered",surface="mention"} 1`,
		`footnote_answer_seconds_count{surface="slash"} 4`,
		`footnote_first_response_seconds_count{surface="slash"} 4`,
		`footnote_first_response_seconds_count{surface="mention"} 1`,
		`footnote_rest_request_seconds_count{method="POST",route="/interactions/:id/:token/callback",status="204"} 4`,
		`footnote_rest_request_seconds_count{method="POST",route="/interactions/:id/:token/callback",status="429"} 3`,
		`footnote_rest_request_seconds_count{method="POST",route="/channels/:id/messages",status="200"} 1`,
		`footnote_rest_rate_limits_total{scope="user"} 1`,
		`footnote_rest_rate_limits_total{scope="shared"} 1`,
		`footnote_rest_rate_limits_total{scope="cloudflare"} 1`,
		`footnote_rest_invalid_requests 2`,
		`footnote_gateway_events_total{event="ready"} 1`,
		`footnote_gateway_events_total{event="lost"} 1`,
		`footnote_gateway_connected 0`,
		`footnote_queue_length 0`,
		`footnote_events_in_flight 0`,
		`footnote_panics_total 0`,
		`footnote_reports 1`,
		`footnote_report_reloads_total 1`,
		`footnote_report_faults_total 1`,
		`footnote_build_info{version="test"} 1`,
		`footnote_heartbeat_ack_age_seconds`,
		`footnote_heartbeat_latency_seconds`,
		`go_goroutines`,
	} {
		if !slices.ContainsFunc(strings.Split(got, "\n"), func(line string) bool { return strings.HasPrefix(line, want) }) {
			t.Errorf("%s is missing", want)
		}
	}
	for line := range strings.Lines(got) {
		if regexp.MustCompile(`="[^"]*(\d{15}|aW50)`).MatchString(line) {
			t.Errorf("a label names someone: %s", line)
		}
	}
}

// TestLogger reads what discordgo logs: close codes are counted, and what people
// wrote is left out.
func TestLogger(t *testing.T) {
	var out bytes.Buffer
	m := NewMetrics("test")
	say := logger(slog.New(slog.NewTextHandler(&out, nil)), m)
	const reading = "error reading from gateway %s websocket, %s"
	say(discordgo.LogWarning, 0, reading, "wss://gateway.example/?v=9", &websocket.CloseError{Code: 4000, Text: "try again"})
	say(discordgo.LogWarning, 0, reading, "wss://gateway.example/?v=9", io.ErrUnexpectedEOF)
	say(discordgo.LogWarning, 0, "unknown event: Op: %d, Seq: %d, Type: %s, Data: %s", 0, int64(7), "A_NEW_EVENT", `{"content":"a secret question"}`)
	say(discordgo.LogWarning, 0, "Expected READY/RESUMED, instead got:\n%#v\n", &discordgo.Event{Type: "X", RawData: []byte("a secret question")})
	w := httptest.NewRecorder()
	m.Handler(func() bool { return false }).ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/metrics", nil))
	for _, want := range []string{`footnote_gateway_closes_total{code="4000"} 1`, `footnote_gateway_closes_total{code="0"} 1`} {
		if !strings.Contains(w.Body.String(), want) {
			t.Errorf("%s is missing", want)
		}
	}
	for _, want := range []string{"wss://gateway.example/?v=9", "close 4000", "A_NEW_EVENT", "Seq: 7"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is missing in\n%s", want, out.String())
		}
	}
	if strings.Contains(out.String(), "secret") || strings.Contains(out.String(), "0x73, 0x65, 0x63") {
		t.Errorf("what people wrote is logged:\n%s", out.String())
	}
}

// TestLeavesNothing looks for goroutines of a bot that has answered, lost its
// connection and left.
func TestLeavesNothing(t *testing.T) {
	answers(t, discord.Settings{}) // the index stays
	before := goleak.IgnoreCurrent()
	t.Run("bot", func(t *testing.T) {
		r := start(t, answers(t, discord.Settings{}), discordtest.Options{})
		r.connected()
		if err := r.answered(r.mention()); err != nil {
			t.Error(err)
		}
		r.fake.Inject(discordtest.Rule{Fault: discordtest.Drop})
		if err := r.answered(r.mention()); err != nil {
			t.Error(err)
		}
		if err := r.stop(); err != nil {
			t.Error(err)
		}
	})
	goleak.VerifyNone(t, before)
}
