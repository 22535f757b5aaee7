package discordtest_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"

	"footnote/bot/discord/discordtest"
)

func TestRateLimits(t *testing.T) {
	t.Parallel()
	s := discordtest.New(t, discordtest.Options{Limit: 2, Global: 3, Window: time.Minute})
	type limit struct {
		After  float64 `json:"retry_after"`
		Global bool    `json:"global"`
		scope  string
	}
	get := func(path string) (status int, l limit) {
		t.Helper()
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.URL+"/api/v9"+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Authorization", "Bot "+s.Token())
		res, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close() //nolint:errcheck // only read
		if err := json.NewDecoder(res.Body).Decode(&l); err != nil {
			t.Fatal(err)
		}
		l.scope = res.Header.Get("X-RateLimit-Scope")
		return res.StatusCode, l
	}
	for n, want := range []struct {
		path   string
		status int
		scope  string
	}{
		{"/users/@me", 200, ""},
		{"/users/@me", 200, ""},
		{"/users/@me", 429, "user"}, // it counts for all, too
		{"/gateway/bot", 429, "global"},
		{"/gateway", 200, ""}, // which asks for no token
	} {
		status, l := get(want.path)
		if status != want.status || l.scope != want.scope || l.Global != (want.scope == "global") || (l.After > 0) != (status == 429) || l.After > 61 {
			t.Errorf("request %d: %d %+v, want %+v", n, status, l, want)
		}
	}
	if n := s.Refused(); n != 2 {
		t.Errorf("%d were refused, want 2", n)
	}
	s.Advance(time.Minute)
	if status, _ := get("/users/@me"); status != 200 {
		t.Errorf("a minute later: %d", status)
	}
}

// dial connects without a library in between.
func dial(t *testing.T, s *discordtest.Server) *websocket.Conn {
	t.Helper()
	ws, res, err := websocket.DefaultDialer.DialContext(t.Context(), "ws"+strings.TrimPrefix(s.URL, "http")+"/?v=10", nil)
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	t.Cleanup(func() { _ = ws.Close() })
	return ws
}

// identify identifies and returns the opcode of what comes of it.
func identify(t *testing.T, ws *websocket.Conn, s *discordtest.Server) (op int, err error) {
	t.Helper()
	if err := ws.WriteMessage(websocket.TextMessage, fmt.Appendf(nil, `{"op":2,"d":{"token":%q,"properties":{},"intents":1}}`, s.Token())); err != nil {
		t.Fatal(err)
	}
	for range 2 { // Hello, and what is asked for
		var f struct{ Op int }
		if err := ws.ReadJSON(&f); err != nil {
			return 0, err
		}
		op = f.Op
	}
	return op, nil
}

func TestIdentifyLimits(t *testing.T) {
	t.Parallel()
	s := discordtest.New(t, discordtest.Options{Concurrency: 1, Identifies: 2})
	if op, err := identify(t, dial(t, s), s); op != 0 || err != nil {
		t.Errorf("first: op %d, %v; want READY", op, err)
	}
	if op, err := identify(t, dial(t, s), s); op != 9 || err != nil {
		t.Errorf("at the same time: op %d, %v; want 9", op, err)
	}
	s.Advance(5 * time.Second)
	if op, err := identify(t, dial(t, s), s); op != 0 || err != nil {
		t.Errorf("after 5 s: op %d, %v; want READY", op, err)
	}
	s.Advance(5 * time.Second)
	if _, err := identify(t, dial(t, s), s); !websocket.IsCloseError(err, 4004) {
		t.Errorf("third of two: %v, want 4004", err)
	}
	s.Advance(24 * time.Hour)
	if op, err := identify(t, dial(t, s), s); op != 0 || err != nil {
		t.Errorf("a day later: op %d, %v; want READY", op, err)
	}
}

func TestGatewayLimits(t *testing.T) {
	t.Parallel()
	s, err := discordtest.Start(discordtest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	ws := dial(t, s)
	for range 121 {
		if err := ws.WriteMessage(websocket.TextMessage, []byte(`{"op":1,"d":null}`)); err != nil {
			t.Fatal(err)
		}
	}
	for err == nil {
		_, _, err = ws.ReadMessage()
	}
	if !websocket.IsCloseError(err, 4008) || len(s.Violations()) == 0 {
		t.Errorf("121 frames: %v, want 4008; violations %v", err, s.Violations())
	}
}

// Where the bot is not on the server, an interaction has five follow-ups.
func TestFollowUps(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	p.ann.Install()
	elsewhere := p.AddGuildWithoutBot("Elsewhere").AddChannel("general")
	if _, err := p.d.ApplicationCommandCreate(p.App, "", &discordgo.ApplicationCommand{
		Name: "here", Description: "Here", IntegrationTypes: &[]discordgo.ApplicationIntegrationType{discordgo.ApplicationIntegrationUserInstall},
	}); err != nil {
		t.Fatal(err)
	}
	i, err := p.ann.Run(elsewhere, "here", nil)
	if err != nil {
		t.Fatal(err)
	}
	got := <-p.came
	if got.AuthorizingIntegrationOwners[discordgo.ApplicationIntegrationUserInstall] != p.ann.ID {
		t.Errorf("installed by %v", got.AuthorizingIntegrationOwners)
	}
	answer(t, p.d, got, says("first"))
	for n := range 6 {
		_, err := p.d.FollowupMessageCreate(got, true, &discordgo.WebhookParams{Content: fmt.Sprint(n), AllowedMentions: nobody})
		if c := code(t, err); c != map[bool]int{true: 40094}[n == 5] {
			t.Errorf("follow-up %d: %d", n, c)
		}
	}
	all := i.FollowUps()
	if len(all) != 5 || all[4].Content != "4" {
		t.Errorf("ann sees %+v", all)
	}
	if err := p.d.FollowupMessageDelete(got, all[0].ID); err != nil || !i.FollowUps()[0].Deleted {
		t.Errorf("deleted: %v", err)
	}
	if _, err := p.d.ChannelMessageSendComplex(elsewhere.ID, &discordgo.MessageSend{Content: "x", AllowedMentions: nobody}); code(t, err) != 50001 {
		t.Errorf("a message where the bot is not: %v", err)
	}
}

// Callbacks of the wrong type are refused and told of.
func TestWrongCallbacks(t *testing.T) {
	t.Parallel()
	s, err := discordtest.Start(discordtest.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	ann := s.AddUser("ann")
	came := make(chan *discordgo.Interaction, 1)
	d := connect(t, s, func(_ *discordgo.Session, i *discordgo.InteractionCreate) { came <- i.Interaction })
	if _, err := d.ApplicationCommandBulkOverwrite(s.App, "", commands); err != nil {
		t.Fatal(err)
	}
	i, err := ann.Run(ann.DM(), "ask", discordtest.Args{"question": "why?"})
	if err != nil {
		t.Fatal(err)
	}
	got := <-came
	for _, kind := range []discordgo.InteractionResponseType{1, 6, 7, 8} {
		r := says("c")
		if r.Type = kind; kind == 8 {
			r.Data = nil
		}
		if c := answer(t, d, got, r); c != 50035 {
			t.Errorf("callback of type %d to a command: %d, want 50035", kind, c)
		}
	}
	if kind, tried := i.Callback(); kind != 0 || tried != 4 || len(s.Violations()) < 4 {
		t.Errorf("callback %d of %d, violations %v", kind, tried, s.Violations())
	}
	if c := answer(t, d, got, says("c")); c != 0 || i.Latency() <= 0 {
		t.Errorf("the right one: %d, after %v", c, i.Latency())
	}
}

// An address for interactions must tell good signatures from bad.
func TestSetInteractionsURL(t *testing.T) {
	t.Parallel()
	s := discordtest.New(t, discordtest.Options{})
	for name, serve := range map[string]func(http.ResponseWriter, *http.Request){
		"takes all":    func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, `{"type":1}`) },
		"takes none":   func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusUnauthorized) },
		"says nothing": func(http.ResponseWriter, *http.Request) {},
	} {
		h := httptest.NewServer(http.HandlerFunc(serve))
		if err := s.SetInteractionsURL(ctx(t), h.URL); err == nil {
			t.Errorf("%s: accepted", name)
		}
		h.Close()
	}
}

// A command keeps its id when it is written again, and comes back with what
// Discord adds.
func TestCommandIDs(t *testing.T) {
	t.Parallel()
	s := discordtest.New(t, discordtest.Options{})
	g := s.AddGuild("Newsroom")
	d := client(t, s)
	write := func(guild string) []*discordgo.ApplicationCommand {
		t.Helper()
		all, err := d.ApplicationCommandBulkOverwrite(s.App, guild, commands)
		if err != nil {
			t.Fatal(err)
		}
		return all
	}
	first, second, here := write(""), write(""), write(g.ID)
	if first[0].ID != second[0].ID || first[0].Version == second[0].Version || first[0].ID == here[0].ID || here[0].GuildID != g.ID {
		t.Errorf("first %+v, second %+v, in a server %+v", first[0], second[0], here[0])
	}
	if err := d.ApplicationCommandDelete(s.App, g.ID, here[0].ID); err != nil || len(s.Commands(g.ID)) != 1 {
		t.Errorf("deleted: %v, %d left", err, len(s.Commands(g.ID)))
	}
	if err := d.ApplicationCommandDelete(s.App, g.ID, here[0].ID); code(t, err) != 10063 {
		t.Errorf("deleted again: %v", err)
	}
	if _, err := d.ApplicationCommands("1", ""); code(t, err) != 50001 {
		t.Errorf("commands of another application: %v", err)
	}
	var raw struct {
		Options []map[string]any `json:"options"`
	}
	if err := json.Unmarshal(s.Commands("")[0].JSON, &raw); err != nil {
		t.Fatal(err)
	}
	if _, ok := raw.Options[0]["choices"]; ok {
		t.Errorf("nulls come back: %v", raw.Options[0])
	}
}
