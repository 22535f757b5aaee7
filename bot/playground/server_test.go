package playground

import (
	"bytes"
	"encoding/json"
	"html"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"footnote/bot/discord"
	"footnote/index"
	"footnote/index/indextest"
)

// builtIn is the index of the built-in report, made once for all tests.
var builtIn = sync.OnceValues(func() (*index.Index, error) {
	reports, err := indextest.BuiltIn(index.Prepare)
	if err != nil {
		return nil, err
	}
	return index.New(reports)
})

// newServer returns a page over the built-in report.
func newServer(t testing.TB) *Server {
	t.Helper()
	x, err := builtIn()
	if err != nil {
		t.Fatal(err)
	}
	s, err := New(x, discord.Settings{}, slog.New(slog.NewTextHandler(t.Output(), nil)))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

// A client is a browser without a screen: it keeps cookies and follows the page's
// own redirects.
type client struct {
	testing.TB
	server  http.Handler
	cookies map[string]string
}

func newClient(t testing.TB, s http.Handler) *client {
	t.Helper()
	return &client{TB: t, server: s, cookies: map[string]string{}}
}

// do sends a request and returns the response.
func (c *client) do(r *http.Request) *http.Response {
	c.Helper()
	r.Host = "127.0.0.1:8100"
	for name, value := range c.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	w := httptest.NewRecorder()
	c.server.ServeHTTP(w, r)
	resp := w.Result()
	for _, k := range resp.Cookies() {
		c.cookies[k.Name] = k.Value
	}
	return resp
}

// get returns a page.
func (c *client) get(address string) string {
	c.Helper()
	resp := c.do(httptest.NewRequestWithContext(c.Context(), http.MethodGet, address, nil))
	body, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		c.Fatalf("GET %s: %s %v", address, resp.Status, err)
	}
	return string(body)
}

// form makes the request of a form.
func form(t testing.TB, address string, fields ...string) *http.Request {
	t.Helper()
	values := url.Values{}
	for n := 0; n < len(fields); n += 2 {
		values.Set(fields[n], fields[n+1])
	}
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, address, strings.NewReader(values.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return r
}

// post sends a form and returns the page after it.
func (c *client) post(address string, fields ...string) string {
	c.Helper()
	resp := c.do(form(c, address, fields...))
	if resp.StatusCode != http.StatusSeeOther {
		c.Fatalf("POST %s: %s", address, resp.Status)
	}
	return c.get(resp.Header.Get("Location"))
}

// bring sends a report as a file.
func (c *client) bring(name, text string) string {
	c.Helper()
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	w, err := m.CreateFormFile("file", name)
	if err != nil {
		c.Fatal(err)
	}
	_, _ = io.WriteString(w, text)
	_ = m.Close()
	r := httptest.NewRequestWithContext(c.Context(), http.MethodPost, "/report", &b)
	r.Header.Set("Content-Type", m.FormDataContentType())
	resp := c.do(r)
	if resp.StatusCode != http.StatusSeeOther {
		c.Fatalf("POST /report: %s", resp.Status)
	}
	return c.get(resp.Header.Get("Location"))
}

var noticePattern = regexp.MustCompile(`role="alert">([^<]*)</p>`)

// notice returns what a page says went wrong.
func notice(page string) string {
	if m := noticePattern.FindStringSubmatch(page); m != nil {
		return html.UnescapeString(m[1])
	}
	return "no place for a notice"
}

func TestHeaders(t *testing.T) {
	c := newClient(t, newServer(t))
	want := map[string]string{
		"Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; " +
			"base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
		"X-Content-Type-Options":       "nosniff",
		"Referrer-Policy":              "no-referrer",
		"Cross-Origin-Opener-Policy":   "same-origin",
		"Cross-Origin-Resource-Policy": "same-origin",
	}
	for address, status := range map[string]int{
		"/": 200, "/page.css": 200, "/page.js": 200, "/icon.svg": 200, "/choices?line=/": 200, "/nothing": 404, "/say": 405, "/../page.css": 307,
	} {
		resp := c.do(httptest.NewRequestWithContext(t.Context(), http.MethodGet, address, nil))
		if resp.StatusCode != status {
			t.Errorf("GET %s: %s; want %d", address, resp.Status, status)
		}
		got := map[string]string{}
		for name := range want {
			got[name] = resp.Header.Get(name)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("headers of %s (-want +got)\n%s", address, diff)
		}
	}
	resp := c.do(httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/page.js", nil))
	again := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/page.js", nil)
	again.Header.Set("If-None-Match", resp.Header.Get("ETag"))
	if resp := c.do(again); resp.StatusCode != http.StatusNotModified {
		t.Errorf("the same file again: %s", resp.Status)
	}
}

func TestPageHoldsNothingInline(t *testing.T) {
	c := newClient(t, newServer(t))
	page := c.post("/say", "line", "/ask "+armedForces)
	if bad := regexp.MustCompile(`(?i)<script(>| [^s])|<style| style=| on[a-z]+=|javascript:|https?://`).FindString(page); bad != "" {
		t.Errorf("the page holds %q", bad)
	}
}

func TestForeignRequests(t *testing.T) {
	tests := []struct {
		name   string
		change func(*http.Request)
		want   int
	}{
		{"own form", func(*http.Request) {}, http.StatusSeeOther},
		{"another site", func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") }, http.StatusForbidden},
		{"another port", func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "same-site") }, http.StatusForbidden},
		{"another origin", func(r *http.Request) {
			r.Header.Del("Sec-Fetch-Site")
			r.Header.Set("Origin", "https://example.org")
		}, http.StatusForbidden},
		{"no origin", func(r *http.Request) {
			r.Header.Del("Sec-Fetch-Site")
			r.Header.Set("Origin", "null")
		}, http.StatusForbidden},
		{"a rebound name", func(r *http.Request) { r.Host = "example.org:8100" }, http.StatusMisdirectedRequest},
		{"no host", func(r *http.Request) { r.Host = "" }, http.StatusMisdirectedRequest},
		{"localhost", func(r *http.Request) { r.Host = "localhost:8100" }, http.StatusSeeOther},
		{"IPv6", func(r *http.Request) { r.Host = "[::1]:8100" }, http.StatusSeeOther},
		{"no form", func(r *http.Request) { r.Header.Set("Content-Type", "multipart/form-data") }, http.StatusBadRequest},
	}
	s := newServer(t)
	for _, tt := range tests {
		for _, path := range []string{"/say", "/click", "/report", "/close", "/theme"} {
			r := form(t, path, "line", "/help")
			r.Host = "127.0.0.1:8100"
			tt.change(r)
			w := httptest.NewRecorder()
			s.ServeHTTP(w, r)
			if w.Code != tt.want {
				t.Errorf("%s: POST %s: %d; want %d", tt.name, path, w.Code, tt.want)
			}
		}
	}
}

func TestCookies(t *testing.T) {
	c := newClient(t, newServer(t))
	if resp := c.do(httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil)); len(resp.Cookies()) > 0 {
		t.Error("who only looks gets a cookie")
	}
	for _, r := range []*http.Request{form(t, "/say", "line", "/help"), form(t, "/theme", "theme", "dark")} {
		cookies := c.do(r).Cookies()
		if len(cookies) != 1 || !cookies[0].HttpOnly || cookies[0].SameSite != http.SameSiteStrictMode || cookies[0].Path != "/" {
			t.Errorf("cookies after %s: %v", r.URL, cookies)
		}
	}
	if page := c.get("/"); !strings.Contains(page, `<html lang="en" data-theme="dark">`) {
		t.Error("the theme is not kept")
	}
}

func TestSessionsApart(t *testing.T) {
	s := newServer(t)
	one, other := newClient(t, s), newClient(t, s)
	page := one.bring("secret.txt", "---\ntitle: A secret\n---\nThe Rovers won the cup, the referee said.")
	if !strings.Contains(page, "<h2>A secret</h2>") {
		t.Fatal("the report is not shown to the one who brought it")
	}
	if page := one.post("/say?desk=own-1", "line", "Who won the cup?"); !strings.Contains(page, "— the referee") {
		t.Error("the report is not asked")
	}
	other.post("/say?desk=own-1", "line", "Who won the cup?")
	for _, address := range []string{"/", "/?desk=own-1", "/?desk=own-1&report=secret", "/choices?desk=own-1&line=/report+s", "/choices?desk=own-1&line=/sources+r"} {
		if page := other.get(address); strings.Contains(page, "secret") || strings.Contains(page, "referee") {
			t.Errorf("%s shows another's report", address)
		}
	}
	other.post("/close", "desk", "own-1")
	if !strings.Contains(one.get("/?desk=own-1"), "A secret") {
		t.Error("another closed the report")
	}
	if one.post("/close?desk=own-1", "desk", "own-1"); strings.Contains(one.get("/?desk=own-1"), "A secret") {
		t.Error("the closed report is still shown")
	}
}

func TestRefusals(t *testing.T) {
	c := newClient(t, newServer(t))
	tests := []struct {
		name string
		do   func() string
		want string
	}{
		{"nothing", func() string { return c.post("/say", "line", " \n") }, "Type a question, or / for the commands."},
		{"too long", func() string { return c.post("/say", "line", strings.Repeat("é", 2001)) }, "A message has 2000 characters at most."},
		{"unknown command", func() string { return c.post("/say", "line", "/nonsense") }, "There is no command /nonsense here. Type / to see those there are."},
		{"no message", func() string { return c.post("/click", "message", "5", "custom_id", "1:a") }, "That message is gone."},
		{"find nothing", func() string { return c.post("/click", "message", "5", "find", "1") }, "That message is gone."},
		{"no report", func() string { return c.post("/report", "text", " ") }, "Paste a report, or choose a file."},
		{"no text", func() string { return c.bring("a.txt", "---\ntitle: x\n---\n") }, "a.txt: no text: write the report below its front matter"},
		{"another form", func() string { return c.bring("a.pdf", "%PDF") }, "Reports are text files: .txt or .md."},
		{"not UTF-8", func() string { return c.bring(`C:\b.md`, "a\n\xff") }, "b.md:2: not UTF-8: save the file in that encoding"},
		{"large", func() string { return c.bring("a.txt", strings.Repeat("Word.\n\n", maxReport/7+1)) }, "The report has more than 128 KiB: take a shorter one."},
		{"larger", func() string { return c.bring("a.txt", strings.Repeat("a", maxUpload)) }, "That is too large: a report has 128 KiB at most."},
		{"long paragraph", func() string { return c.bring("a.txt", strings.Repeat("Word. ", maxParagraph/6+1)) }, "A paragraph has more than 16 KiB: put blank lines between the report's paragraphs."},
		{"closed report", func() string { return c.post("/say?desk=own-7", "line", "Hello?") }, "That report is not open any more."},
		{"large form", func() string { return c.post("/say", "line", strings.Repeat("a", maxForm)) }, "That is too large: a report has 128 KiB at most."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, notice(tt.do())); diff != "" {
				t.Errorf("notice (-want +got)\n%s", diff)
			}
		})
	}
	if said := notice(c.get("/")); said != "" {
		t.Errorf("a notice is said twice: %s", said)
	}
	for range maxReports {
		c.bring("a.txt", "The Rovers won.")
	}
	if diff := cmp.Diff("3 reports are open: close one first.", notice(c.bring("a.txt", "The Rovers won."))); diff != "" {
		t.Errorf("notice (-want +got)\n%s", diff)
	}
}

func TestMessagesAreBounded(t *testing.T) {
	c := newClient(t, newServer(t))
	for range maxMessages/2 + 5 {
		c.do(form(t, "/say", "line", "Hello?"))
	}
	if n := strings.Count(c.get("/"), "<article"); n != maxMessages {
		t.Errorf("%d messages are kept; want %d", n, maxMessages)
	}
}

func TestReportsAreBounded(t *testing.T) {
	s := newServer(t)
	for range maxOpen / maxReports {
		c := newClient(t, s)
		for range maxReports {
			if said := notice(c.bring("a.txt", "The Rovers won.")); said != "" {
				t.Fatal(said)
			}
		}
	}
	c := newClient(t, s)
	if diff := cmp.Diff("Too many people have reports open here. Please try again later.", notice(c.bring("a.txt", "The Rovers won."))); diff != "" {
		t.Errorf("notice (-want +got)\n%s", diff)
	}
	s.Close()
	if said := notice(c.bring("a.txt", "The Rovers won.")); said != "" || len(s.open) != 1 {
		t.Errorf("after all have left: %s, %d open", said, len(s.open))
	}
}

func TestVisitorsAreBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var vs visitors
		first, v := vs.admit()
		for range maxVisitors {
			vs.admit()
		}
		synctest.Wait()
		if vs.find(first) != nil || !v.ended || len(vs.byToken) != maxVisitors || len(vs.lastSeen) != maxVisitors {
			t.Errorf("%d sessions, %d seen; the first ended: %v", len(vs.byToken), len(vs.lastSeen), v.ended)
		}
		vs.endAll()
	})
}

func TestVisitorsLeave(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var vs visitors
		token, v := vs.admit()
		var released atomic.Bool
		v.desks = []*desk{{release: func() { released.Store(true) }}}
		time.Sleep(maxIdle - time.Second)
		if vs.find(token) != v {
			t.Fatal("the session ended early")
		}
		time.Sleep(maxIdle - time.Second)
		synctest.Wait()
		if released.Load() {
			t.Fatal("a session that was seen ended early")
		}
		time.Sleep(2 * time.Second)
		synctest.Wait()
		if !released.Load() || !v.ended || vs.find(token) != nil || len(vs.lastSeen) > 0 {
			t.Error("the session did not end")
		}
	})
}

// TestConcurrent has many visitors do everything at once; the race detector looks on.
func TestConcurrent(t *testing.T) {
	s := newServer(t)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			c := newClient(t, s)
			c.post("/say", "line", "/help")
			var same sync.WaitGroup
			for range 4 {
				token := c.cookies[cookieSession]
				same.Go(func() {
					again := newClient(t, s)
					again.cookies[cookieSession] = token
					again.bring("a.txt", "The Rovers won the cup.")
					again.post("/say?desk=own-2", "line", "Who won?")
					again.post("/close", "desk", "own-3")
				})
			}
			same.Wait()
		})
	}
	all.Wait()
}

func TestView(t *testing.T) {
	for _, v := range []view{
		{Place: inServer},
		{Place: inDirect, Desk: "own-1", Report: "a&b", Sentence: 4, Reply: "12"},
		{Place: inServer, Source: `"A" <b>`},
	} {
		q, err := url.ParseQuery(strings.TrimPrefix(v.Query(), "?"))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(v, readView(q)); diff != "" {
			t.Errorf("view by way of %s (-want +got)\n%s", v.Query(), diff)
		}
	}
	if diff := cmp.Diff(view{Place: inServer}, readView(url.Values{"place": {"x"}, "sentence": {"-1"}})); diff != "" {
		t.Errorf("view of nonsense (-want +got)\n%s", diff)
	}
}

// TestSameResponse holds that what is shown is what the handler gives Discord.
func TestSameResponse(t *testing.T) {
	s := newServer(t)
	c := newClient(t, s)
	page := c.post("/say", "line", "/ask "+armedForces)
	wire := regexp.MustCompile(`(?s)<pre tabindex="0">(.*?)</pre>`).FindAllStringSubmatch(page, -1)
	if len(wire) != 2 {
		t.Fatalf("%d pieces of JSON; want 2", len(wire))
	}
	sent, asked := html.UnescapeString(wire[0][1]), html.UnescapeString(wire[1][1])
	i, err := discord.DecodeInteraction([]byte(asked))
	if err != nil {
		t.Fatal(err)
	}
	resp := s.house.handler.Respond(t.Context(), i)
	if resp.Outcome != discord.OutcomeAnswered || resp.Surface != discord.SurfaceSlash {
		t.Errorf("outcome %s by %s", resp.Outcome, resp.Surface)
	}
	want, err := json.Marshal(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	var shown, given any
	if json.Unmarshal([]byte(sent), &shown) != nil || json.Unmarshal(want, &given) != nil {
		t.Fatal("no JSON")
	}
	if diff := cmp.Diff(given, shown); diff != "" {
		t.Errorf("response (-Discord's +shown)\n%s", diff)
	}
}
