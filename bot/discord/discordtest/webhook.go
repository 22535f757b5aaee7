package discordtest

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"io"
	"net/http"
	"strconv"

	"footnote/bot/discord/discordtest/contract"
)

// post sends a body to the application's endpoint, well or badly signed.
func (s *Server) post(ctx context.Context, url string, body []byte, good bool) (status int, answer []byte, err error) {
	ctx, cancel := context.WithTimeout(ctx, callbackLife)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return 0, nil, err
	}
	stamp := strconv.FormatInt(s.clock.now().Unix(), 10)
	signature := ed25519.Sign(s.key, append([]byte(stamp), body...))
	if !good {
		signature[0]++
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("User-Agent", "Discord-Interactions/1.0 (+https://discord.com)")
	r.Header.Set("X-Signature-Timestamp", stamp)
	r.Header.Set("X-Signature-Ed25519", hex.EncodeToString(signature))
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	res, err := client.Do(r)
	if err != nil {
		return 0, nil, err
	}
	defer res.Body.Close() //nolint:errcheck // only read
	answer, err = io.ReadAll(io.LimitReader(res.Body, 1<<20))
	return res.StatusCode, answer, err
}

// deliver posts the interaction and takes the answer as its callback, which is
// held against the contract as one by REST is.
func (i *Interaction) deliver(url string) {
	status, body, err := i.s.post(i.s.ctx, url, i.json, true)
	if err != nil || status != http.StatusOK {
		return // the person is told nothing either
	}
	const route = "POST /interactions/{id}/{token}/callback"
	found := contract.Rules(contract.Request{Method: http.MethodPost, Route: route, Body: body})
	i.s.mu.Lock()
	defer i.s.mu.Unlock()
	for _, v := range found {
		if v.Rule != contract.PingsNobody || !i.s.options.Pings {
			i.s.violations = append(i.s.violations, "answer by HTTP: "+v.String())
		}
		if v.Refused {
			return
		}
	}
	i.take(body)
}
