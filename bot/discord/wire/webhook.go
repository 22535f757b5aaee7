package wire

import (
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"

	"footnote/bot/discord"
)

const (
	maxInteraction = 1 << 20         // bytes of a request
	maxAge         = 5 * time.Minute // of a signed timestamp, either way
)

// ParsePublicKey reads the public key of an application, as the developer portal shows it.
func ParsePublicKey(s string) (ed25519.PublicKey, error) {
	key, err := hex.DecodeString(strings.TrimSpace(s))
	if err != nil || len(key) != ed25519.PublicKeySize {
		return nil, fmt.Errorf("public key: want %d hexadecimal digits, as the developer portal shows them", 2*ed25519.PublicKeySize)
	}
	return key, nil
}

// Webhook returns the endpoint to which Discord posts signed interactions.
// Respond makes the answer, which must go out within 3 seconds; Dispatcher.Respond
// is one that sees to it.
func Webhook(key ed25519.PublicKey, respond func(context.Context, *discordgo.Interaction) *discordgo.InteractionResponse) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPost {
			w.Header().Set("Allow", http.MethodPost)
			http.Error(w, "POST an interaction", http.StatusMethodNotAllowed)
			return
		}
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxInteraction))
		if err != nil {
			http.Error(w, "body too large or cut", http.StatusRequestEntityTooLarge)
			return
		}
		if !signed(r.Header, body, key) {
			http.Error(w, "invalid request signature", http.StatusUnauthorized)
			return
		}
		i, err := discord.DecodeInteraction(body)
		if err != nil {
			http.Error(w, "no interaction", http.StatusBadRequest)
			return
		}
		response := &discordgo.InteractionResponse{Type: discordgo.InteractionResponsePong}
		if i.Type != discordgo.InteractionPing {
			response = respond(r.Context(), i)
		}
		out, err := json.Marshal(response)
		if err != nil || response == nil {
			http.Error(w, "no answer", http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(out) // where it fails, nobody listens
	})
}

// signed reports whether body was signed by key, not long ago.
func signed(h http.Header, body []byte, key ed25519.PublicKey) bool {
	stamp := h.Get("X-Signature-Timestamp")
	seconds, err := strconv.ParseInt(stamp, 10, 64)
	if err != nil || time.Since(time.Unix(seconds, 0)).Abs() > maxAge {
		return false
	}
	signature, err := hex.DecodeString(h.Get("X-Signature-Ed25519"))
	return err == nil && len(signature) == ed25519.SignatureSize && ed25519.Verify(key, append([]byte(stamp), body...), signature)
}
