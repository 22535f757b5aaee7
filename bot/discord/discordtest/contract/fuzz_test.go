package contract_test

import (
	"testing"

	"footnote/bot/discord/discordtest/contract"
)

// Whatever a bot sends, the rules are told of it and nothing breaks.
func FuzzRules(f *testing.F) {
	for _, body := range []string{
		`{}`, `null`, `[]`, `{"type":4,"data":{"content":"c","components":[{"type":1,"components":[{"type":2,"style":5}]}]}}`,
		`[{"name":"ask","description":"d","options":[{"type":3,"name":"o","choices":[{"name":"n","value":1}]}]}]`,
		`{"content":"c","embeds":[{"fields":[{"name":"n","value":"v"}]}],"allowed_mentions":{"parse":null}}`,
	} {
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body string) {
		for _, route := range []string{callback, message, edit, overwrite, "POST /applications/{app}/commands"} {
			for _, v := range contract.Rules(contract.Request{Method: "PUT", Route: route, Body: []byte(body)}) {
				if v.Rule == "" || v.What == "" {
					t.Errorf("%s: %q: %+v", route, body, v)
				}
			}
			contract.Rules(contract.Request{Method: "POST", Route: route, Body: []byte(body)})
		}
	})
}
