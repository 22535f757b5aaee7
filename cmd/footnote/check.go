package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"footnote/bot/discord/wire"
	"footnote/index/report"
)

type checkCommand struct {
	library

	Token  string `name:"discord-token" placeholder:"TOKEN" env:"DISCORD_TOKEN" help:"Bot token; set it in the environment or in .env. Without one, Discord is not checked."`
	APIURL string `name:"discord-api-url" hidden:"" env:"DISCORD_API_URL" default:"https://discord.com" help:"Where Discord is reached."`
}

// errFaults is what check ends with where something must be mended.
var errFaults = errors.New("check: faults were found: mend what is marked FAULT above")

// Run prints one screen: a line a finding.
func (c *checkCommand) Run(ctx context.Context, p *program) error {
	var out strings.Builder
	reports, err := c.load()
	faults := err != nil
	for _, r := range reports {
		checkReport(&out, r)
	}
	if err != nil {
		for line := range strings.Lines(err.Error()) {
			fmt.Fprintf(&out, "FAULT    %s\n", printable(strings.TrimSpace(line)))
		}
	}
	if _, err := c.options(); err != nil {
		faults = true
		fmt.Fprintf(&out, "FAULT    %s\n", printable(err.Error()))
	}
	if c.Token == "" {
		out.WriteString("Discord  not checked: DISCORD_TOKEN is not set\n")
	} else if invite, err := c.discord(ctx); err != nil {
		faults = true
		fmt.Fprintf(&out, "FAULT    %s\n", printable(err.Error()))
	} else {
		fmt.Fprintf(&out, "Discord  the token works\nInvite   %s\n", invite)
	}
	if _, err := io.WriteString(p.stdout, out.String()); err != nil {
		return err
	}
	if faults {
		return errFaults
	}
	return nil
}

// longSentence is from how many characters a sentence is too long to quote well
// in a chat message.
const longSentence = 600

// checkReport writes what is in a report and what a publisher may want to mend.
func checkReport(out *strings.Builder, r *report.Report) {
	cited, long := map[string]bool{}, 0
	all := r.Sentences()
	for _, s := range all {
		if utf8.RuneCountInString(s.Span.In(r.Text)) > longSentence {
			long++
		}
		for _, a := range s.Attributions {
			cited[a.Source.Name] = true
		}
	}
	fmt.Fprintf(out, "Report   %s: %d bytes, %d paragraphs, %d sentences, %d sources\n",
		printable(r.ID), len(r.Text), len(r.Paragraphs), len(all), len(cited))
	warn := func(when bool, what string) {
		if when {
			fmt.Fprintf(out, "Warning  %s: %s\n", printable(r.ID), what)
		}
	}
	warn(r.Title == "", "no title: the file's name is shown")
	warn(r.Published == "", "no date")
	warn(r.Lang == "", "no language: say lang: en, or whatever it is")
	warn(len(cited) == 0, "nobody is cited")
	warn(long > 0, fmt.Sprintf("%d sentences of more than %d characters", long, longSentence))
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

// discord asks Discord who the token belongs to, and returns the invite link.
// Its errors never hold the token.
func (c *checkCommand) discord(ctx context.Context) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	address := strings.TrimSuffix(c.APIURL, "/") + "/api/v10/applications/@me"
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return "", fmt.Errorf("DISCORD_API_URL %q: not an address: leave it out", c.APIURL)
	}
	req.Header.Set("Authorization", "Bot "+strings.TrimSpace(c.Token))
	req.Header.Set("User-Agent", "DiscordBot (footnote, 1)")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return "", errors.New("discord: no connection to " + req.URL.Host + ": check the network, then try again")
	}
	defer resp.Body.Close() //nolint:errcheck // only read
	switch resp.StatusCode {
	case http.StatusOK:
	case http.StatusUnauthorized:
		return "", errors.New("discord: the token is refused: reset it in the developer portal, page Bot, and set DISCORD_TOKEN")
	default:
		return "", fmt.Errorf("discord: status %d: try again later", resp.StatusCode)
	}
	var app struct {
		ID string `json:"id"`
	}
	if err := json.NewDecoder(io.LimitReader(resp.Body, 1<<20)).Decode(&app); err != nil || strings.Trim(cmp.Or(app.ID, "?"), "0123456789") != "" {
		return "", errors.New("discord: an answer that is none of its own: is DISCORD_API_URL right?")
	}
	return wire.InviteURL(app.ID, false), nil
}
