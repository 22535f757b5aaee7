package wire

import (
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"footnote/bot/discord"
)

// Metrics counts what happens, without a label that names anyone. A nil Metrics
// counts nothing.
type Metrics struct {
	registry  *prometheus.Registry
	questions *prometheus.CounterVec
	latency   *prometheus.HistogramVec
	first     *prometheus.HistogramVec
	requests  *prometheus.HistogramVec
	limits    *prometheus.CounterVec
	gateways  *prometheus.CounterVec
	closes    *prometheus.CounterVec
	refusals  *prometheus.CounterVec
	panics    prometheus.Counter
	reloads   prometheus.Counter
	faults    prometheus.Counter
}

// namespace opens the name of each metric.
const namespace = "footnote"

// NewMetrics returns metrics that say which version they are of.
func NewMetrics(version string) *Metrics {
	counter := func(name, help string, labels ...string) *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: namespace, Name: name, Help: help}, labels)
	}
	count := func(name, help string) prometheus.Counter {
		return prometheus.NewCounter(prometheus.CounterOpts{Namespace: namespace, Name: name, Help: help})
	}
	histogram := func(name, help string, labels ...string) *prometheus.HistogramVec {
		return prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Namespace: namespace, Name: name, Help: help,
			Buckets: []float64{.001, .003, .01, .03, .1, .3, 1, 1.5, 2, 3, 10},
		}, labels)
	}
	m := &Metrics{
		registry:  prometheus.NewRegistry(),
		questions: counter("questions_total", "What was asked, by the way it came and what became of it.", "surface", "outcome"),
		latency:   histogram("answer_seconds", "How long an answer took to find and write.", "surface"),
		first:     histogram("first_response_seconds", "From an event to the first response that Discord took; it gives up after 3 s.", "surface"),
		requests:  histogram("rest_request_seconds", "Requests to Discord; status 0 where no answer came.", "method", "route", "status"),
		limits:    counter("rest_rate_limits_total", "Answers 429 of Discord, by whose limit it was: user, global, shared, or cloudflare where it is not Discord's own.", "scope"),
		gateways:  counter("gateway_events_total", "What happened to the gateway: ready, resumed, lost, hung, missed_acks, zombie.", "event"),
		closes:    counter("gateway_closes_total", "Connections that Discord ended, by close code; 0 where they broke.", "code"),
		refusals:  counter("refusals_total", "Events that got no answer of their own: refused as the queue was full, dropped, or not delivered.", "reason"),
		panics:    count("panics_total", "Panics over an event."),
		reloads:   count("report_reloads_total", "How often changed reports were taken over."),
		faults:    count("report_faults_total", "Report files that could not be read, each time."),
	}
	build := prometheus.NewGauge(prometheus.GaugeOpts{
		Namespace: namespace, Name: "build_info", Help: "Always 1; the version is the label.", ConstLabels: prometheus.Labels{"version": version},
	})
	build.Set(1)
	m.registry.MustRegister(m.questions, m.latency, m.first, m.requests, m.limits, m.gateways, m.closes, m.refusals, m.panics,
		m.reloads, m.faults, build, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// Handler serves /metrics, /healthz, which answers while the process lives, and
// /readyz, which answers 200 while ready says so.
func (m *Metrics) Handler(ready func() bool) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{}))
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("ok\n")) })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, _ *http.Request) {
		if !ready() {
			http.Error(w, "not ready: no connection to Discord, or shutting down", http.StatusServiceUnavailable)
			return
		}
		_, _ = w.Write([]byte("ok\n"))
	})
	return mux
}

// ids matches what makes a path name something: ids, and the token behind two of them.
var ids = regexp.MustCompile(`/\d{2,}`)

// Request counts a request to Discord; it fits Transport.Observe.
func (m *Metrics) Request(r *http.Request, res *http.Response, took time.Duration) {
	if m == nil {
		return
	}
	status := 0
	if res != nil {
		status = res.StatusCode
	}
	m.requests.WithLabelValues(r.Method, route(r.URL.Path), strconv.Itoa(status)).Observe(took.Seconds())
	if status == http.StatusTooManyRequests {
		m.limits.WithLabelValues(scope(res.Header)).Inc()
	}
}

// route returns a path without what names someone.
func route(path string) string {
	path = tokenInPath.ReplaceAllString(path, "${1}:token")
	return strings.TrimPrefix(ids.ReplaceAllString(path, "/:id"), "/api/v9")
}

// scope tells whose rate limit a 429 is about.
func scope(h http.Header) string {
	switch s := h.Get(scopeHeader); {
	case s == "user", s == "global", s == "shared":
		return s
	case h.Get("X-RateLimit-Global") == "true":
		return "global"
	case !strings.HasPrefix(h.Get("Content-Type"), "application/json"):
		return "cloudflare"
	}
	return "user"
}

// Reloaded counts that changed reports were taken over.
func (m *Metrics) Reloaded() {
	if m != nil {
		m.reloads.Inc()
	}
}

// Fault counts a report file that could not be read.
func (m *Metrics) Fault() {
	if m != nil {
		m.faults.Inc()
	}
}

// answer counts an answer of the handler.
func (m *Metrics) answer(s discord.Surface, o discord.Outcome, took time.Duration) {
	if m != nil {
		m.outcome(s, o)
		m.latency.WithLabelValues(string(s)).Observe(took.Seconds())
	}
}

// outcome counts what became of a question.
func (m *Metrics) outcome(s discord.Surface, o discord.Outcome) {
	if m != nil {
		m.questions.WithLabelValues(string(s), string(o)).Inc()
	}
}

func (m *Metrics) firstResponse(s discord.Surface, took time.Duration) {
	if m != nil {
		m.first.WithLabelValues(string(s)).Observe(took.Seconds())
	}
}

func (m *Metrics) gateway(event string) {
	if m != nil {
		m.gateways.WithLabelValues(event).Inc()
	}
}

func (m *Metrics) closed(code int) {
	if m != nil {
		m.closes.WithLabelValues(strconv.Itoa(code)).Inc()
	}
}

func (m *Metrics) refusal(reason string) {
	if m != nil {
		m.refusals.WithLabelValues(reason).Inc()
	}
}

func (m *Metrics) panicked() {
	if m != nil {
		m.panics.Inc()
	}
}

// gauge has a value read whenever it is asked for.
func (m *Metrics) gauge(name, help string, value func() float64) {
	if m != nil {
		m.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Namespace: namespace, Name: name, Help: help}, value))
	}
}

func (m *Metrics) watchQueue(waiting func() int, running func() int64) {
	m.gauge("queue_length", "Events that wait for a worker.", func() float64 { return float64(waiting()) })
	m.gauge("events_in_flight", "Events that are being answered.", func() float64 { return float64(running()) })
}

func (m *Metrics) watchGateway(g *Gateway) {
	m.gauge("gateway_connected", "1 while Discord has greeted the bot and answers its heartbeats.", func() float64 {
		if g.Connected() {
			return 1
		}
		return 0
	})
	m.gauge("heartbeat_ack_age_seconds", "How long ago Discord answered a heartbeat.", func() float64 {
		if g.acked.Load() == 0 {
			return 0
		}
		return g.ackAge().Seconds()
	})
	m.gauge("heartbeat_latency_seconds", "How long Discord took to answer the last heartbeat.", func() float64 {
		return time.Duration(g.latency.Load()).Seconds()
	})
}

// WatchReports shows how many reports are open.
func (m *Metrics) WatchReports(open func() int) {
	m.gauge("reports", "Reports that can be asked about.", func() float64 { return float64(open()) })
}

// WatchTransport shows how near the address is to a ban.
func (m *Metrics) WatchTransport(t *Transport) {
	m.gauge("rest_invalid_requests", "Requests refused in the last ten minutes; Discord bans an address after 10,000.",
		func() float64 { return float64(t.Invalid()) })
}
