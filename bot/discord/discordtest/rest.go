package discordtest

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gorilla/websocket"

	"footnote/bot/discord/discordtest/contract"
)

// A Request is what the bot asked by REST.
type Request struct {
	Method, Path string // without "/api/v9"
	Route        string // as "POST /channels/{channel}/messages"; "" where there is no such route
	Auth         string // the Authorization header
	Agent        string
	Body         []byte // of a form, its payload_json
	Status       int    // of the answer; 0 where it was lost
	At           time.Time
}

// Requests returns what the bot asked, oldest first, of routes that begin so.
func (s *Server) Requests(route string) []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []Request
	for _, r := range s.requests {
		if strings.HasPrefix(r.Route, route) {
			all = append(all, *r)
		}
	}
	return all
}

// Violations returns what the bot did that Discord forbids or that this bot must
// not do, each with the request.
func (s *Server) Violations() []string {
	found := s.contract.wait()
	s.mu.Lock()
	defer s.mu.Unlock()
	return append(slices.Clone(s.violations), found...)
}

// reply is the answer to a request.
type reply struct {
	status int
	body   any // nil for none
	header map[string]string
}

// refuse is an error as Discord words it.
func refuse(status, code int, message string) reply {
	return reply{status: status, body: object{"message": message, "code": code}}
}

// Errors of REST.
var (
	unauthorized       = refuse(http.StatusUnauthorized, 0, "401: Unauthorized")
	notFound           = refuse(http.StatusNotFound, 0, "404: Not Found")
	unknownChannel     = refuse(http.StatusNotFound, 10003, "Unknown Channel")
	unknownGuild       = refuse(http.StatusNotFound, 10004, "Unknown Guild")
	unknownMessage     = refuse(http.StatusNotFound, 10008, "Unknown Message")
	unknownUser        = refuse(http.StatusNotFound, 10013, "Unknown User")
	unknownWebhook     = refuse(http.StatusNotFound, 10015, "Unknown Webhook")
	unknownInteraction = refuse(http.StatusNotFound, 10062, "Unknown interaction")
	unknownCommand     = refuse(http.StatusNotFound, 10063, "Unknown application command")
	acknowledged       = refuse(http.StatusBadRequest, 40060, "Interaction has already been acknowledged.")
	tooManyFollowUps   = refuse(http.StatusBadRequest, 40094, "This interaction has reached the maximum number of follow-up messages that can be created.")
	missingAccess      = refuse(http.StatusForbidden, 50001, "Missing Access")
	notAuthor          = refuse(http.StatusForbidden, 50005, "Cannot edit a message authored by another user")
	emptyMessage       = refuse(http.StatusBadRequest, 50006, "Cannot send an empty message")
	missingPermissions = refuse(http.StatusForbidden, 50013, "Missing Permissions")
	invalidToken       = refuse(http.StatusUnauthorized, 50027, "Invalid Webhook Token")
	invalidJSON        = refuse(http.StatusBadRequest, 50109, "The request body contains invalid JSON.")
	noHistory          = refuse(http.StatusForbidden, 160002, "Cannot reply without permission to read message history")
	threadExists       = refuse(http.StatusBadRequest, 160004, "A thread has already been created for this message")
)

func invalidForm(why ...string) reply {
	return reply{status: http.StatusBadRequest, body: object{
		"message": "Invalid Form Body", "code": 50035,
		"errors": object{"_errors": []object{{"code": "INVALID", "message": strings.Join(why, "; ")}}},
	}}
}

// call is a request on its way through a route.
type call struct {
	*http.Request
	s    *Server
	body []byte
}

// decode reads the body.
func (c *call) decode(into any) bool { return json.Unmarshal(c.body, into) == nil }

// open reports whether a route asks for no token in its header.
func open(route string) bool {
	return strings.Contains(route, "/interactions/") || strings.Contains(route, "/webhooks/") || route == "GET /gateway"
}

var apiPrefix = regexp.MustCompile(`^/api/v\d+`)

// handler serves REST and the gateway.
func (s *Server) handler() http.Handler {
	mux := http.NewServeMux()
	routes := map[string]func(*call) reply{
		"GET /gateway":                 getGateway,
		"GET /gateway/bot":             getGatewayBot,
		"GET /users/@me":               getMe,
		"GET /users/{user}":            getUser,
		"POST /users/@me/channels":     openDM,
		"GET /applications/@me":        getApplication,
		"GET /oauth2/applications/@me": getApplication,
		"GET /guilds/{guild}":          getGuild,

		"GET /applications/{app}/commands":                             getCommands,
		"PUT /applications/{app}/commands":                             putCommands,
		"POST /applications/{app}/commands":                            postCommand,
		"DELETE /applications/{app}/commands/{command}":                deleteCommand,
		"GET /applications/{app}/guilds/{guild}/commands":              getCommands,
		"PUT /applications/{app}/guilds/{guild}/commands":              putCommands,
		"POST /applications/{app}/guilds/{guild}/commands":             postCommand,
		"DELETE /applications/{app}/guilds/{guild}/commands/{command}": deleteCommand,

		"POST /interactions/{id}/{token}/callback":            callBack,
		"POST /webhooks/{app}/{token}":                        followUp,
		"GET /webhooks/{app}/{token}/messages/{message}":      getFollowUp,
		"PATCH /webhooks/{app}/{token}/messages/{message}":    patchFollowUp,
		"DELETE /webhooks/{app}/{token}/messages/{message}":   deleteFollowUp,
		"GET /channels/{channel}":                             getChannel,
		"POST /channels/{channel}/typing":                     postTyping,
		"GET /channels/{channel}/messages":                    getMessages,
		"POST /channels/{channel}/messages":                   postMessage,
		"GET /channels/{channel}/messages/{message}":          getMessage,
		"PATCH /channels/{channel}/messages/{message}":        patchMessage,
		"DELETE /channels/{channel}/messages/{message}":       deleteMessage,
		"POST /channels/{channel}/messages/{message}/threads": postThread,
	}
	for pattern, serve := range routes {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) { s.serve(w, r, serve) })
	}
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		r.Pattern = ""
		s.serve(w, r, func(*call) reply { return notFound })
	})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if websocket.IsWebSocketUpgrade(r) {
			s.gateway(w, r)
			return
		}
		r.URL.Path = apiPrefix.ReplaceAllString(r.URL.Path, "")
		mux.ServeHTTP(w, r)
	})
}

// serve records a request, answers it and lets it go wrong.
func (s *Server) serve(w http.ResponseWriter, r *http.Request, route func(*call) reply) {
	raw, err := io.ReadAll(io.LimitReader(r.Body, 32<<20))
	if err != nil {
		return
	}
	body, err := payload(r.Header.Get("Content-Type"), raw)
	if err != nil {
		body = raw
	}
	rec := &Request{
		Method: r.Method, Path: r.URL.RequestURI(), Route: r.Pattern, Auth: r.Header.Get("Authorization"), Agent: r.UserAgent(),
		Body: body, At: s.clock.now(),
	}
	s.mu.Lock()
	s.requests = append(s.requests, rec)
	s.mu.Unlock()
	defer func() {
		s.mu.Lock()
		s.changed.fire()
		s.mu.Unlock()
	}()

	rule := s.requestFault(rec.Route)
	fault := Fault("")
	if rule != nil {
		fault = rule.Fault
	}
	var out reply
	switch fault {
	case Refuse:
		hang(w)
		return
	case SlowProcessing:
		s.pause(rule.wait())
		out = s.answer(r, rec, route)
	case LimitUser, LimitShared, LimitGlobal, LimitHTML, Status500, Status502, Status503, Status504, Forbidden, Unauthorized:
		out = wrong(fault, rule)
	default:
		out = s.answer(r, rec, route)
	}
	if out.status == http.StatusUnauthorized || out.status == http.StatusForbidden || out.status == http.StatusTooManyRequests {
		s.mu.Lock()
		s.refusals.at = append(s.refusals.at, s.clock.now())
		s.mu.Unlock()
	}
	if rec.Route != "" {
		s.contract.take(exchange{rec.Route, contract.Exchange{
			Method: rec.Method, Path: rec.Path, Body: rec.Body, Status: out.status, Answer: out.json(),
		}})
	}
	switch fault {
	case LoseAnswer:
		hang(w)
		return
	case SlowAnswer:
		s.pause(rule.wait())
	case EmptyAnswer:
		out = reply{status: http.StatusOK}
	case Gibberish:
		out = reply{status: http.StatusOK, body: html("no JSON")}
	default:
	}
	s.mu.Lock()
	rec.Status = out.status
	s.mu.Unlock()
	s.send(w, out, fault, rule)
}

// html is a body that is no JSON.
type html string

// json writes the body; nil where there is none, or no JSON.
func (r reply) json() []byte {
	if _, ok := r.body.(html); ok || r.body == nil {
		return nil
	}
	raw, err := json.Marshal(r.body)
	if err != nil {
		panic("discordtest: " + err.Error()) // what the fake made itself
	}
	return raw
}

// send writes an answer, whole or not.
func (s *Server) send(w http.ResponseWriter, out reply, fault Fault, rule *Rule) {
	raw, kind := out.json(), "application/json"
	if b, ok := out.body.(html); ok {
		raw, kind = []byte("<!DOCTYPE html><html><body>"+string(b)+"</body></html>"), "text/html"
	}
	for k, v := range out.header {
		w.Header().Set(k, v)
	}
	if raw != nil {
		w.Header().Set("Content-Type", kind)
		w.Header().Set("Content-Length", strconv.Itoa(len(raw)))
	} else if fault == CutBody {
		hang(w)
		return
	}
	w.WriteHeader(out.status)
	if raw == nil {
		return
	}
	flush := func() { _ = http.NewResponseController(w).Flush() }
	half := len(raw) / 2
	switch fault {
	case CutBody:
		_, _ = w.Write(raw[:half])
		flush()
		hang(w)
		return
	case SlowBody:
		_, _ = w.Write(raw[:half])
		flush()
		s.pause(rule.wait())
		raw = raw[half:]
	default:
	}
	_, _ = w.Write(raw)
}

// hang cuts the connection.
func hang(w http.ResponseWriter) {
	if c, _, err := http.NewResponseController(w).Hijack(); err == nil {
		_ = c.Close()
	}
}

// wrong is the answer of a fault.
func wrong(f Fault, r *Rule) reply {
	wait := strconv.FormatFloat(r.wait().Seconds(), 'f', 3, 64)
	limit := func(global bool, scope string) reply {
		out := reply{http.StatusTooManyRequests, object{"message": "You are being rate limited.", "retry_after": r.wait().Seconds(), "global": global}, map[string]string{
			"Retry-After": wait, "X-RateLimit-Scope": scope, "Via": "1.1 google",
		}}
		if global {
			out.header["X-RateLimit-Global"] = "true"
		} else {
			out.header["X-RateLimit-Limit"], out.header["X-RateLimit-Remaining"], out.header["X-RateLimit-Reset-After"] = "1", "0", wait
			out.header["X-RateLimit-Bucket"] = "fake"
			out.header["X-RateLimit-Reset"] = strconv.FormatFloat(float64(time.Now().Add(r.wait()).UnixMilli())/1000, 'f', 3, 64)
		}
		return out
	}
	switch f {
	case LimitUser:
		return limit(false, "user")
	case LimitShared:
		return limit(false, "shared")
	case LimitGlobal:
		return limit(true, "global")
	case LimitHTML:
		return reply{http.StatusTooManyRequests, html("Error 1015: you are being rate limited"), map[string]string{"Retry-After": strconv.Itoa(int(r.wait().Seconds()) + 1)}}
	case Status502:
		return reply{status: http.StatusBadGateway, body: html("502 Bad Gateway")}
	case Status503:
		return refuse(http.StatusServiceUnavailable, 0, "503: Service Unavailable")
	case Status504:
		return reply{status: http.StatusGatewayTimeout, body: html("504 Gateway Time-out")}
	case Forbidden:
		return missingAccess
	case Unauthorized:
		return unauthorized
	default:
		return refuse(http.StatusInternalServerError, 0, "500: Internal Server Error")
	}
}

// answer lets a route answer what may pass.
func (s *Server) answer(r *http.Request, rec *Request, route func(*call) reply) reply {
	c := &call{r, s, rec.Body}
	if rec.Route == "" {
		s.mu.Lock()
		s.violations = append(s.violations, rec.Method+" "+rec.Path+": there is no such route")
		s.mu.Unlock()
		return notFound
	}
	if out, limited := s.limit(rec); limited {
		return out
	}
	if !open(rec.Route) && rec.Auth != "Bot "+s.options.Token {
		return unauthorized
	}
	if len(rec.Body) > 0 && !json.Valid(rec.Body) {
		return invalidJSON
	}
	if broken := s.check(rec); len(broken) > 0 {
		return invalidForm(broken...)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return route(c)
}

// check holds a request against the contract. What Discord would refuse is returned.
func (s *Server) check(rec *Request) []string {
	found := contract.Rules(contract.Request{Method: rec.Method, Route: rec.Route, Body: rec.Body})
	var broken []string
	s.mu.Lock()
	for _, v := range found {
		if v.Refused {
			broken = append(broken, v.What)
		}
		if v.Rule == contract.PingsNobody && s.options.Pings {
			continue
		}
		s.violations = append(s.violations, rec.Route+": "+v.String())
	}
	s.mu.Unlock()
	return broken
}

// limit refuses what comes too often.
func (s *Server) limit(rec *Request) (reply, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.clock.now()
	if refused := &s.refusals; len(refused.at) >= 10000 && now.Sub(refused.at[len(refused.at)-10000]) < 10*time.Minute {
		return wrong(LimitHTML, &Rule{Wait: time.Hour}), true
	}
	over := func(key string, most int, f Fault) (reply, bool) {
		if most == 0 {
			return reply{}, false
		}
		w := s.buckets[key]
		if w == nil {
			w = &window{}
			s.buckets[key] = w
		}
		if w.take(now, s.options.Window, most) {
			return reply{}, false
		}
		return wrong(f, &Rule{Wait: w.left(now, s.options.Window) + time.Millisecond}), true
	}
	if !open(rec.Route) {
		if out, limited := over("global", s.options.Global, LimitGlobal); limited {
			return out, true
		}
	}
	path, _, _ := strings.Cut(rec.Path, "?")
	return over(rec.Method+" "+path, s.options.Limit, LimitUser)
}

// Refused returns how many requests were answered with 401, 403 or 429 in the last
// ten minutes; Discord bans at 10,000.
func (s *Server) Refused() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.clock.now()
	n := 0
	for _, t := range s.refusals.at {
		if now.Sub(t) < 10*time.Minute {
			n++
		}
	}
	return n
}

// payload returns the JSON of a body, which a form has in a part of its own.
func payload(contentType string, raw []byte) ([]byte, error) {
	kind, params, err := mime.ParseMediaType(contentType)
	if err != nil || kind != "multipart/form-data" {
		return raw, nil //nolint:nilerr // without a type it is JSON
	}
	form := multipart.NewReader(bytes.NewReader(raw), params["boundary"])
	for {
		part, err := form.NextPart()
		if err != nil {
			return nil, errors.New("form without payload_json")
		}
		if part.FormName() == "payload_json" {
			return io.ReadAll(part)
		}
	}
}

func getGateway(c *call) reply {
	return reply{status: http.StatusOK, body: object{"url": c.s.socketURL()}}
}

func getGatewayBot(c *call) reply {
	s := c.s
	s.forgetIdentifies()
	return reply{status: http.StatusOK, body: object{"url": s.socketURL(), "shards": 1, "session_start_limit": object{
		"total": 1000, "remaining": s.options.Identifies - len(s.identified), "reset_after": int((24 * time.Hour).Milliseconds()),
		"max_concurrency": max(1, s.options.Concurrency),
	}}}
}

func getMe(c *call) reply {
	me := c.s.Bot.wire()
	me["mfa_enabled"], me["locale"], me["premium_type"] = true, "en-US", 0
	return reply{status: http.StatusOK, body: me}
}

func getUser(c *call) reply {
	if u := c.s.users[c.PathValue("user")]; u != nil {
		return reply{status: http.StatusOK, body: u.wire()}
	}
	return unknownUser
}

func getApplication(c *call) reply {
	return reply{status: http.StatusOK, body: object{
		"id": c.s.App, "name": c.s.Bot.Name, "icon": nil, "description": "", "bot_public": true, "bot_require_code_grant": false,
		"verify_key": c.s.PublicKey(), "flags": 0, "bot": c.s.Bot.wire(), "summary": "", "type": nil,
	}}
}

func getGuild(c *call) reply {
	g := c.s.guilds[c.PathValue("guild")]
	if g == nil || g.Role == "" {
		return unknownGuild
	}
	return reply{status: http.StatusOK, body: c.s.wireGuild(g)}
}

func openDM(c *call) reply {
	var d struct {
		Recipient string `json:"recipient_id"`
	}
	if !c.decode(&d) {
		return invalidForm("recipient_id")
	}
	u := c.s.users[d.Recipient]
	if u == nil {
		return unknownUser
	}
	return reply{status: http.StatusOK, body: u.with(c.s.Bot).wire()}
}
