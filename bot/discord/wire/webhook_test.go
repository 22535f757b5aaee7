package wire

import (
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"
)

func TestWebhook(t *testing.T) {
	public, private, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	_, stranger, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	const ping, ask = `{"type":1,"id":"1","token":"t"}`, `{"type":2,"id":"1","token":"t","data":{"id":"2","name":"ask","type":1}}`
	h := Webhook(public, func(_ context.Context, i *discordgo.Interaction) *discordgo.InteractionResponse {
		return &discordgo.InteractionResponse{
			Type: discordgo.InteractionResponseChannelMessageWithSource,
			Data: &discordgo.InteractionResponseData{Content: "to " + i.ID},
		}
	})
	for _, c := range []struct {
		name, body string
		signer     ed25519.PrivateKey
		age        time.Duration
		method     string
		wantStatus int
		want       string // part of the body
	}{
		{"ping", ping, private, 0, "POST", 200, `{"type":1}`},
		{"ask", ask, private, 0, "POST", 200, `"content":"to 1"`},
		{"signed by another", ask, stranger, 0, "POST", 401, "signature"},
		{"too old", ask, private, maxAge + time.Minute, "POST", 401, "signature"},
		{"from the future", ask, private, -maxAge - time.Minute, "POST", 401, "signature"},
		{"not JSON", "x", private, 0, "POST", 400, "no interaction"},
		{"too large", strings.Repeat(" ", maxInteraction+1), private, 0, "POST", 413, "too large"},
		{"not a post", ping, private, 0, "GET", 405, "POST"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := httptest.NewRequestWithContext(t.Context(), c.method, "/", strings.NewReader(c.body))
			stamp := strconv.FormatInt(time.Now().Add(-c.age).Unix(), 10)
			r.Header.Set("X-Signature-Timestamp", stamp)
			r.Header.Set("X-Signature-Ed25519", hex.EncodeToString(ed25519.Sign(c.signer, []byte(stamp+c.body))))
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			if w.Code != c.wantStatus || !strings.Contains(w.Body.String(), c.want) {
				t.Errorf("%d %s, want %d with %s", w.Code, w.Body, c.wantStatus, c.want)
			}
		})
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/", strings.NewReader(ping)))
	if w.Code != http.StatusUnauthorized {
		t.Errorf("without a signature: status %d, want 401", w.Code)
	}
}

func TestParsePublicKey(t *testing.T) {
	for in, ok := range map[string]bool{
		strings.Repeat("ab", 32): true, " " + strings.Repeat("ab", 32) + "\n": true,
		"": false, "ab": false, strings.Repeat("ab", 33): false, strings.Repeat("xy", 32): false,
	} {
		if _, err := ParsePublicKey(in); (err == nil) != ok {
			t.Errorf("ParsePublicKey(%q): %v", in, err)
		}
	}
}
