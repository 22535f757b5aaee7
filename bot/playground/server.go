// Package playground is a page on which anyone can try the bot without an
// account: a small Discord beside the report that is asked. What is typed and
// clicked there goes to the handler of [footnote/bot/discord] as Discord's own
// JSON, and what the handler gives back is drawn as Discord draws it.
//
// The page is made on the server; its script, where there is one, only swaps
// parts of it. A browser session has conversations and reports of its own, in
// memory alone.
package playground

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"html/template"
	"io"
	"log/slog"
	"mime"
	"net/http"
	"path"
	"strings"
	"time"

	"golang.org/x/text/language"

	"footnote/bot"
	"footnote/bot/discord"
)

//go:embed page.html page.css page.js icon.svg
var files embed.FS

// A Server serves the page. It is safe for concurrent use.
type Server struct {
	house    *desk
	settings discord.Settings
	log      *slog.Logger
	visitors visitors
	reading  chan struct{} // held while a report is read: one at a time
	open     chan struct{} // held by each report that a visitor brought
	page     *template.Template
	handler  http.Handler
}

// New returns a server of a page on which s is searched. What goes wrong on our
// side is logged; questions are not. The caller closes the server.
func New(s bot.Searcher, settings discord.Settings, log *slog.Logger) (*Server, error) {
	house, err := newDesk("", s, settings)
	if err != nil {
		return nil, err
	}
	house.house = true
	page, err := template.ParseFS(files, "page.html")
	if err != nil {
		return nil, fmt.Errorf("page: %w", err)
	}
	srv := &Server{
		house: house, settings: settings, log: log, page: page,
		reading: make(chan struct{}, 1), open: make(chan struct{}, maxOpen),
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", srv.show)
	mux.HandleFunc("GET /choices", srv.choices)
	for name, kind := range map[string]string{"page.css": "text/css", "page.js": "text/javascript", "icon.svg": "image/svg+xml"} {
		if err := serveFile(mux, name, kind+"; charset=utf-8"); err != nil {
			return nil, err
		}
	}
	mux.HandleFunc("POST /say", srv.change(srv.say))
	mux.HandleFunc("POST /click", srv.change(srv.click))
	mux.HandleFunc("POST "+pathRead, srv.change(srv.read))
	mux.HandleFunc("POST /close", srv.change(srv.shut))
	mux.HandleFunc("POST /theme", srv.theme)
	srv.handler = guard(mux)
	return srv, nil
}

// pathRead is where reports are brought, which may be larger than other forms.
const pathRead = "/report"

// ServeHTTP implements [http.Handler].
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// Close ends all sessions, after their last requests.
func (s *Server) Close() { s.visitors.endAll() }

// serveFile serves one of the page's files, which a browser asks for again only
// to hear that it has not changed.
func serveFile(mux *http.ServeMux, name, kind string) error {
	data, err := files.ReadFile(name)
	if err != nil {
		return fmt.Errorf("page: %w", err)
	}
	sum := sha256.Sum256(data)
	tag := `"` + hex.EncodeToString(sum[:8]) + `"`
	mux.HandleFunc("GET /"+name, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", kind)
		w.Header().Set("Cache-Control", "no-cache")
		w.Header().Set("ETag", tag)
		http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(data))
	})
	return nil
}

// Cookies. Both are for this page alone.
const (
	cookieSession = "footnote_session"
	cookieTheme   = "footnote_theme"
)

func setCookie(w http.ResponseWriter, name, value string, age time.Duration) {
	http.SetCookie(w, &http.Cookie{ //nolint:gosec // without TLS on loopback there is no Secure cookie
		Name: name, Value: value, Path: "/", MaxAge: int(age / time.Second), HttpOnly: true, SameSite: http.SameSiteStrictMode,
	})
}

// visit returns the visitor of a request, locked; the caller unlocks it. Where
// there is none it is admitted if new ones are, else an empty one is returned.
func (s *Server) visit(w http.ResponseWriter, r *http.Request, admit bool) *visitor {
	var v *visitor
	if c, err := r.Cookie(cookieSession); err == nil {
		v = s.visitors.find(c.Value)
	}
	if v != nil {
		v.mu.Lock()
		if !v.ended {
			return v
		}
		v.mu.Unlock()
	}
	v = newVisitor()
	if admit {
		var token string
		token, v = s.visitors.admit()
		setCookie(w, cookieSession, token, 0)
	}
	v.mu.Lock()
	return v
}

// locale returns the client's language, as Discord would tell it.
func locale(r *http.Request) string {
	tags, _, err := language.ParseAcceptLanguage(r.Header.Get("Accept-Language"))
	if err != nil || len(tags) == 0 {
		return "en-US"
	}
	return tags[0].String()
}

// desk returns the desk that a view is at.
func (s *Server) desk(v *visitor, at view) *desk {
	for _, d := range v.desks {
		if d.id == at.Desk {
			return d
		}
	}
	return s.house
}

// show serves the page.
func (s *Server) show(w http.ResponseWriter, r *http.Request) {
	v := s.visit(w, r, false)
	defer v.mu.Unlock()
	v.locale = locale(r)
	theme := ""
	if c, err := r.Cookie(cookieTheme); err == nil {
		theme = knownTheme(c.Value)
	}
	s.render(w, r, "page", s.newPage(r.Context(), v, readView(r.URL.Query()), theme))
	v.notice = ""
}

// choices serves what completes a line.
func (s *Server) choices(w http.ResponseWriter, r *http.Request) {
	at := readView(r.URL.Query())
	v := s.visit(w, r, false)
	defer v.mu.Unlock()
	v.locale = locale(r)
	line := r.URL.Query().Get("line")
	if len(line) > 4*maxTyped {
		line = ""
	}
	found, err := s.desk(v, at).complete(r.Context(), at.Place, v.locale, line)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.render(w, r, "choices", found)
}

// render writes a template, whole or not at all.
func (s *Server) render(w http.ResponseWriter, r *http.Request, name string, data any) {
	var b bytes.Buffer
	if err := s.page.ExecuteTemplate(&b, name, data); err != nil {
		s.fail(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = b.WriteTo(w) // where it fails, nobody listens
}

// fail says that something went wrong on our side.
func (s *Server) fail(w http.ResponseWriter, r *http.Request, err error) {
	s.log.ErrorContext(r.Context(), "page", "path", r.URL.Path, "err", err)
	http.Error(w, "Something went wrong here. Please go back and try again.", http.StatusInternalServerError)
}

// change makes the handler of a form: do changes what the visitor has and returns
// the view after it, to which the browser is sent. A refusal is said there.
func (s *Server) change(do func(context.Context, *visitor, view, *http.Request) (view, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		unread := readForm(r)
		tooLarge := new(http.MaxBytesError)
		if unread != nil && !errors.As(unread, &tooLarge) {
			http.Error(w, "That is no form of this page.", http.StatusBadRequest)
			return
		}
		v := s.visit(w, r, true)
		defer v.mu.Unlock()
		v.locale = locale(r)
		at := readView(r.URL.Query())
		after, err := at, error(nil)
		switch {
		case unread != nil:
			err = refuse("That is too large: a report has %d KiB at most.", maxReport>>10)
		case s.desk(v, at).id != at.Desk:
			at, err = view{Place: at.Place}, refuse("That report is not open any more.")
		default:
			after, err = do(r.Context(), v, at, r)
		}
		var said refusal
		switch {
		case errors.As(err, &said):
			v.notice, after = said.Error(), at
		case err != nil:
			s.fail(w, r, err)
			return
		}
		http.Redirect(w, r, "/"+after.Query(), http.StatusSeeOther)
	}
}

// readForm reads the body, which stays in memory.
func readForm(r *http.Request) error {
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err == nil && kind == "multipart/form-data" {
		return r.ParseMultipartForm(maxUpload)
	}
	return r.ParseForm()
}

// say takes what was typed.
func (s *Server) say(ctx context.Context, v *visitor, at view, r *http.Request) (view, error) {
	err := v.say(ctx, s.desk(v, at), at.Place, r.PostForm.Get("line"), at.Reply)
	return s.follow(v, at.To("")), err
}

// click takes a click on something at a message: a button of the bot's, or one
// of the client's own.
func (s *Server) click(ctx context.Context, v *visitor, at view, r *http.Request) (view, error) {
	id := r.PostForm.Get("message")
	switch {
	case r.PostForm.Has("dismiss"):
		v.dismiss(at.Place, id)
		return at, nil
	case r.PostForm.Has("find"):
		err := v.find(ctx, s.desk(v, at), at.Place, id)
		return s.follow(v, at), err
	}
	err := v.click(ctx, s.desk(v, at), at.Place, id, r.PostForm.Get("custom_id"))
	return s.follow(v, at), err
}

// follow turns the view to the report of the sentences that were found last.
func (s *Server) follow(v *visitor, at view) view {
	if last := v.conversations[at.Place].lastFound(); last != nil && last.desk == s.desk(v, at) {
		at.Report = last.found[0].report
	}
	return at
}

// read takes a report, as a file or as text.
func (s *Server) read(ctx context.Context, v *visitor, at view, r *http.Request) (view, error) {
	name, text := "pasted.txt", []byte(strings.ReplaceAll(r.PostForm.Get("text"), "\r\n", "\n"))
	if file, head, err := r.FormFile("file"); err == nil && head.Size > 0 {
		defer file.Close() //nolint:errcheck // only read
		if text, err = io.ReadAll(file); err != nil {
			return at, fmt.Errorf("read a form: %w", err)
		}
		name = fileName(head.Filename)
		if name == "" {
			return at, refuse("Reports are text files: .txt or .md.")
		}
	}
	if len(bytes.TrimSpace(text)) == 0 {
		return at, refuse("Paste a report, or choose a file.")
	}
	select {
	case s.reading <- struct{}{}:
		defer func() { <-s.reading }()
	case <-ctx.Done():
		return at, refuse("Other reports are being read. Please try again in a moment.")
	}
	d, err := v.read(name, text, s.settings, s.open)
	if err != nil {
		return at, err
	}
	return view{Place: at.Place, Desk: d.id}, nil
}

// fileName returns the name of a report's file without its folder, or "" where it
// is no report by its name.
func fileName(typed string) string {
	name := path.Base(strings.ReplaceAll(typed, `\`, "/"))
	switch strings.ToLower(path.Ext(name)) {
	case ".txt", ".md":
		return name
	}
	return ""
}

// shut closes one of the visitor's reports.
func (s *Server) shut(_ context.Context, v *visitor, at view, r *http.Request) (view, error) {
	v.shut(r.PostForm.Get("desk"))
	return view{Place: at.Place}, nil
}

// knownTheme returns a theme's name, or "" for the system's.
func knownTheme(s string) string {
	if s == "light" || s == "dark" {
		return s
	}
	return ""
}

// theme takes the choice of a theme, which outlives the session.
func (s *Server) theme(w http.ResponseWriter, r *http.Request) {
	if err := readForm(r); err != nil {
		http.Error(w, "That is no form of this page.", http.StatusBadRequest)
		return
	}
	setCookie(w, cookieTheme, cmp.Or(knownTheme(r.PostForm.Get("theme")), "system"), 365*24*time.Hour)
	http.Redirect(w, r, "/"+readView(r.URL.Query()).Query(), http.StatusSeeOther)
}
