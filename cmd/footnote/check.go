package main

import (
	"cmp"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"footnote/bot/discord/wire"
	"footnote/index/report"
)

type checkCommand struct {
	library
}

// errFaults is what check ends with where something must be mended.
var errFaults = errors.New("check: faults were found: mend what is marked FAULT above")

// findings are what a check has found, a line each.
type findings struct {
	strings.Builder
	faults int
}

func (f *findings) note(kind, format string, a ...any) {
	_, _ = fmt.Fprintf(f, "%-8s %s\n", kind, printable(fmt.Sprintf(format, a...))) // into memory
}

func (f *findings) fault(err string) {
	f.faults++
	f.note("FAULT", "%s", err)
}

// Run prints one screen: a line a finding. Faults are what keeps the bot from
// answering; warnings are what its owner may want otherwise.
func (c *checkCommand) Run(ctx context.Context, p *program) error {
	var out findings
	reports, err := c.load()
	out.reports(reports)
	for _, fault := range faultsOf(err) {
		out.fault(fault.Error())
	}
	if _, err := c.options(); err != nil {
		out.fault(err.Error())
	}
	cfg, faults := readServing(p.getenv)
	for _, fault := range faults {
		out.fault(fault)
	}
	if len(faults) == 0 {
		out.note("Settings", "%s", cfg)
	}
	if cfg.token == "" {
		out.note("Discord", "not checked: DISCORD_TOKEN is not set")
	} else if app, err := readApplication(ctx, cfg); err != nil {
		out.fault(err.Error())
	} else {
		out.application(app, cfg)
	}
	if _, err := io.WriteString(p.stdout, out.String()); err != nil {
		return err
	}
	if out.faults > 0 {
		return errFaults
	}
	return nil
}

// String says in a line how the bot is set to answer.
func (c serving) String() string {
	var ways []string
	if c.token != "" {
		ways = append(ways, "by the gateway")
	}
	if c.key != nil {
		ways = append(ways, "by HTTP at "+c.webhookAddress)
	}
	if len(ways) == 0 {
		ways = []string{"nowhere yet"}
	}
	commands := "commands everywhere"
	if c.guild != "" {
		commands = "commands in server " + c.guild + " alone"
	}
	health := "no health and metrics"
	if c.address != "" {
		health = "health and metrics at " + c.address
	}
	return "answers " + strings.Join(ways, " and ") + ", " + commands + ", " + health
}

// Bounds of a report's line on the screen.
const (
	longSentence = 600 // characters, from which a sentence is too long to quote well in a chat message
	screen       = 20  // reports, after which only those with a warning are shown
)

func (f *findings) reports(reports []*report.Report) {
	hidden := 0
	for i, r := range reports {
		warnings := warningsOf(r)
		if i >= screen && len(warnings) == 0 {
			hidden++
			continue
		}
		cited := map[string]bool{}
		all := r.Sentences()
		for _, s := range all {
			for _, a := range s.Attributions {
				cited[a.Source.Name] = true
			}
		}
		f.note("Report", "%s: %s, %s, %s, %s", r.ID,
			count(len(r.Text), "byte"), count(len(r.Paragraphs), "paragraph"), count(len(all), "sentence"), count(len(cited), "source"))
		if len(warnings) > 0 {
			f.note("Warning", "%s: %s", r.ID, strings.Join(warnings, "; "))
		}
	}
	if hidden > 0 {
		f.note("Report", "and %d more, without a warning", hidden)
	}
}

// warningsOf names what the publisher of a report may want to mend.
func warningsOf(r *report.Report) []string {
	long, cited := 0, false
	for _, s := range r.Sentences() {
		if utf8.RuneCountInString(s.Span.In(r.Text)) > longSentence {
			long++
		}
		cited = cited || len(s.Attributions) > 0
	}
	var warnings []string
	warn := func(when bool, what string) {
		if when {
			warnings = append(warnings, what)
		}
	}
	warn(r.Title == "", "no title, the file's name is shown")
	warn(r.Published == "", "no date")
	warn(r.Lang == "", "no language, say lang: en or whatever it is")
	warn(!cited, "nobody is cited")
	warn(long > 0, fmt.Sprintf("%s of more than %d characters", count(long, "sentence"), longSentence))
	return warnings
}

// count words a number of things.
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// printable drops what could move a terminal's cursor.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return -1
		}
		return r
	}, s)
}

// An application is what Discord says of the one that a token belongs to.
type application struct {
	ID        string `json:"id"`
	Name      string `json:"name"`
	VerifyKey string `json:"verify_key"`
	CodeGrant bool   `json:"bot_require_code_grant"`
	Public    bool   `json:"bot_public"`
	Endpoint  string `json:"interactions_endpoint_url"`
}

// application writes what Discord says, and where the developer portal and the
// settings do not agree.
func (f *findings) application(app application, cfg serving) {
	f.note("Discord", "the token works: it is that of %s", app.Name)
	switch {
	case app.Endpoint != "" && cfg.key == nil:
		f.fault("discord: the portal sends commands to " + app.Endpoint + ", not to the gateway: " +
			"page General Information, empty Interactions Endpoint URL, or set DISCORD_PUBLIC_KEY")
	case cfg.key != nil && app.VerifyKey != hex.EncodeToString(cfg.key):
		f.fault("discord: DISCORD_PUBLIC_KEY is not this application's: copy it from the portal, page General Information")
	case cfg.key != nil && app.Endpoint == "":
		f.note("Warning", "the portal sends commands to the gateway, not by HTTP: page General Information, set Interactions Endpoint URL to this host")
	}
	if app.CodeGrant {
		f.fault("discord: Requires OAuth2 Code Grant is on, so that nobody can add the bot: switch it off in the portal, page Bot")
	}
	if !app.Public {
		f.note("Warning", "only you can add the bot: Public Bot is off in the portal, page Bot")
	}
	f.note("Invite", "%s", wire.InviteURL(app.ID, cfg.settings.Threads))
}

// readApplication asks Discord who the token belongs to. Its errors never hold
// the token.
func readApplication(ctx context.Context, cfg serving) (application, error) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	base := &url.URL{Scheme: "https", Host: "discord.com"}
	if cfg.api != nil {
		base = cfg.api
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, base.JoinPath("api/v10/applications/@me").String(), nil)
	if err != nil {
		return application{}, errors.New("discord: DISCORD_API_URL is no address: leave it out")
	}
	req.Header.Set("Authorization", "Bot "+strings.TrimPrefix(cfg.token, "Bot "))
	req.Header.Set("User-Agent", "DiscordBot (footnote, 1)")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return application{}, errors.New("discord: no connection to " + base.Host + ": check the network, then try again")
	}
	defer resp.Body.Close() //nolint:errcheck // only read
	switch resp.StatusCode {
	case http.StatusOK:
	case http.StatusUnauthorized:
		return application{}, errors.New("discord: the token is refused: reset it in the developer portal, page Bot, and set DISCORD_TOKEN")
	default:
		return application{}, fmt.Errorf("discord: status %d: try again later", resp.StatusCode)
	}
	var app application
	if err := json.NewDecoder(io.LimitReader(resp.Body, 1<<20)).Decode(&app); err != nil || strings.Trim(cmp.Or(app.ID, "?"), "0123456789") != "" {
		return application{}, errors.New("discord: an answer that is none of its own: is DISCORD_API_URL right?")
	}
	return app, nil
}
