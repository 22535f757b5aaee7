package main

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const publicKey = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a" // RFC 8032, test 1

// TestCheckDiscord compares the settings with what the developer portal says.
func TestCheckDiscord(t *testing.T) {
	const sound = `"id":"8","name":"Foot\u001bnote","bot_public":true,"verify_key":"` + publicKey + `"`
	const works, invite = "Discord  the token works: it is that of Footnote\n", "Invite   https://discord.com/oauth2/authorize?client_id=8&scope=bot+applications.commands&permissions="
	tests := []struct {
		name   string
		status int
		body   string
		env    map[string]string
		want   string // what is said of Discord
		failed bool
	}{
		{"sound", 200, sound, nil, works + invite + "274877991936\n", false},
		{"with threads", 200, sound, map[string]string{"FOOTNOTE_THREADS": "on"}, works + invite + "309237730304\n", false},
		{
			"by HTTP", 200, sound + `,"interactions_endpoint_url":"https://bot.example"`,
			map[string]string{"DISCORD_PUBLIC_KEY": publicKey},
			works + invite + "274877991936\n", false,
		},
		{
			"by HTTP, not set in the portal", 200, sound,
			map[string]string{"DISCORD_PUBLIC_KEY": publicKey},
			works + "Warning  the portal sends commands to the gateway, not by HTTP: page General Information, set Interactions Endpoint URL to this host\n" + invite + "274877991936\n", false,
		},
		{
			"by HTTP, set in the portal alone", 200, sound + `,"interactions_endpoint_url":"https://bot.example"`, nil,
			works + "FAULT    discord: the portal sends commands to https://bot.example, not to the gateway: page General Information, empty Interactions Endpoint URL, or set DISCORD_PUBLIC_KEY\n" + invite + "274877991936\n", true,
		},
		{
			"another's key", 200, sound,
			map[string]string{"DISCORD_PUBLIC_KEY": strings.Repeat("0", 64)},
			works + "FAULT    discord: DISCORD_PUBLIC_KEY is not this application's: copy it from the portal, page General Information\n" + invite + "274877991936\n", true,
		},
		{
			"nobody can add it", 200, `"id":"8","name":"F","bot_require_code_grant":true`, nil,
			"Discord  the token works: it is that of F\n" +
				"FAULT    discord: Requires OAuth2 Code Grant is on, so that nobody can add the bot: switch it off in the portal, page Bot\n" +
				"Warning  only you can add the bot: Public Bot is off in the portal, page Bot\n" + invite + "274877991936\n", true,
		},
		{"refused", 401, "", nil, "FAULT    discord: the token is refused: reset it in the developer portal, page Bot, and set DISCORD_TOKEN\n", true},
		{"down", 503, "", nil, "FAULT    discord: status 503: try again later\n", true},
		{"another server", 200, `"id":"<script>"`, nil, "FAULT    discord: an answer that is none of its own: is DISCORD_API_URL right?\n", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path != "/api/v10/applications/@me" || r.Header.Get("Authorization") != "Bot good.secret" {
					t.Errorf("asked for %s with %q", r.URL, r.Header.Get("Authorization"))
				}
				w.WriteHeader(tt.status)
				_, _ = fmt.Fprintf(w, "{%s}", tt.body)
			}))
			defer s.Close()
			token := filepath.Join(t.TempDir(), "token")
			if err := os.WriteFile(token, []byte("good.secret\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			getenv := func(key string) string {
				switch key {
				case "DISCORD_API_URL":
					return s.URL
				case "DISCORD_TOKEN_FILE":
					return token
				}
				return tt.env[key]
			}
			var out strings.Builder
			err := run(t.Context(), []string{"check"}, getenv, strings.NewReader(""), &out, io.Discard)
			if (err != nil) != tt.failed {
				t.Errorf("error = %v; want one: %t", err, tt.failed)
			}
			_, discord, _ := strings.Cut(out.String(), "Settings")
			_, discord, _ = strings.Cut(discord, "\n")
			if diff := cmp.Diff(tt.want, discord); diff != "" {
				t.Errorf("check (-want +got)\n%s", diff)
			}
		})
	}
}

// TestCheckManyReports keeps to one screen.
func TestCheckManyReports(t *testing.T) {
	dir := t.TempDir()
	for i := range 50 {
		text := "---\ntitle: T\npublished: 2025-11-19\nlang: en\n---\nThe pool will close, mayor Ann Lee said."
		if i == 40 {
			text = "It rained."
		}
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("r%02d.txt", i)), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var out strings.Builder
	getenv := func(key string) string { return map[string]string{"FOOTNOTE_REPORTS": dir}[key] }
	if err := run(t.Context(), []string{"check"}, getenv, strings.NewReader(""), &out, io.Discard); err != nil {
		t.Fatal(err)
	}
	got := strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
	want := []string{
		"Report   r19: 88 bytes, 1 paragraph, 1 sentence, 1 source",
		"Report   r40: 10 bytes, 1 paragraph, 1 sentence, 0 sources",
		"Warning  r40: no title, the file's name is shown; no date; no language, say lang: en or whatever it is; nobody is cited",
		"Report   and 29 more, without a warning",
		"Settings answers nowhere yet, commands everywhere, health and metrics at 127.0.0.1:9464",
		"Discord  not checked: DISCORD_TOKEN is not set",
	}
	if diff := cmp.Diff(want, got[19:]); diff != "" {
		t.Errorf("check after 19 lines (-want +got)\n%s", diff)
	}
}

func TestHealthcheck(t *testing.T) {
	well := true
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/readyz" && !well {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	}))
	defer s.Close()
	ask := func(args ...string) error {
		getenv := func(key string) string {
			return map[string]string{"FOOTNOTE_ADDR": strings.Replace(s.Listener.Addr().String(), "127.0.0.1", "0.0.0.0", 1)}[key]
		}
		return run(t.Context(), append([]string{"healthcheck"}, args...), getenv, strings.NewReader(""), io.Discard, io.Discard)
	}
	if err := ask(); err != nil {
		t.Error(err)
	}
	if err := ask("--ready"); err != nil {
		t.Error(err)
	}
	well = false
	if err := ask(); err != nil {
		t.Error(err)
	}
	if err := ask("--ready"); err == nil || !strings.Contains(err.Error(), "503 Service Unavailable: see the log of footnote serve") {
		t.Errorf("not ready: error %v", err)
	}
}
