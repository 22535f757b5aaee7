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
	requests  *prometheus.HistogramVec
	gateways  *prometheus.CounterVec
	refusals  *prometheus.CounterVec
	panics    prometheus.Counter
}

// NewMetrics returns metrics that say which version they are of.
func NewMetrics(version string) *Metrics {
	counter := func(name, help string, labels ...string) *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: "footnote", Name: name, Help: help}, labels)
	}
	histogram := func(name, help string, labels ...string) *prometheus.HistogramVec {
		return prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Namespace: "footnote", Name: name, Help: help,
			Buckets: []float64{.001, .003, .01, .03, .1, .3, 1, 1.5, 2, 3, 10},
		}, labels)
	}
	m := &Metrics{
		registry:  prometheus.NewRegistry(),
		questions: counter("questions_total", "What was asked, by the way it came and what became of it.", "surface", "outcome"),
		latency:   histogram("answer_seconds", "How long an answer took to find and write.", "surface"),
		requests:  histogram("rest_request_seconds", "Requests to Discord; status 0 where no answer came.", "method", "route", "status"),
		gateways:  counter("gateway_events_total", "Connections to the gateway: ready, resumed, lost, hung.", "event"),
		refusals:  counter("refusals_total", "Events refused for lack of room.", "reason"),
		panics:    prometheus.NewCounter(prometheus.CounterOpts{Namespace: "footnote", Name: "panics_total", Help: "Panics in the handler."}),
	}
	build := prometheus.NewGauge(prometheus.GaugeOpts{
		Namespace: "footnote", Name: "build_info", Help: "Always 1; the version is the label.", ConstLabels: prometheus.Labels{"version": version},
	})
	build.Set(1)
	m.registry.MustRegister(m.questions, m.latency, m.requests, m.gateways, m.refusals, m.panics, build,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
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
			http.Error(w, "not connected to Discord", http.StatusServiceUnavailable)
			return
		}
		_, _ = w.Write([]byte("ok\n"))
	})
	return mux
}

// ids matches what makes a path name something: ids, and the token behind two of them.
var ids = regexp.MustCompile(`/\d{2,}`)

// Request counts a request to Discord; it fits Transport.Observe.
func (m *Metrics) Request(r *http.Request, status int, took time.Duration) {
	if m == nil {
		return
	}
	route := tokenInPath.ReplaceAllString(r.URL.Path, "${1}:token")
	route = strings.TrimPrefix(ids.ReplaceAllString(route, "/:id"), "/api/v9")
	m.requests.WithLabelValues(r.Method, route, strconv.Itoa(status)).Observe(took.Seconds())
}

func (m *Metrics) answer(s discord.Surface, o discord.Outcome, took time.Duration) {
	if m != nil {
		m.questions.WithLabelValues(string(s), string(o)).Inc()
		m.latency.WithLabelValues(string(s)).Observe(took.Seconds())
	}
}

func (m *Metrics) gateway(event string) {
	if m != nil {
		m.gateways.WithLabelValues(event).Inc()
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

func (m *Metrics) watchQueue(length func() int) {
	if m != nil {
		m.registry.MustRegister(prometheus.NewGaugeFunc(
			prometheus.GaugeOpts{Namespace: "footnote", Name: "queue_length", Help: "Events that wait for a worker."},
			func() float64 { return float64(length()) }))
	}
}
