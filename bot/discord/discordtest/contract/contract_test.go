package contract_test

import (
	"cmp"
	"fmt"
	"os"
	"strings"
	"testing"

	"footnote/bot/discord/discordtest/contract"
)

// described is the rule of what only the description refuses.
const described contract.Rule = "the description"

const (
	callback  = "POST /interactions/{id}/{token}/callback"
	message   = "POST /channels/{channel}/messages"
	edit      = "PATCH /webhooks/{app}/{token}/messages/{message}"
	overwrite = "PUT /applications/{app}/commands"
)

// paths are what the routes look like.
var paths = strings.NewReplacer("{id}", "123456789012345678", "{app}", "123456789012345678", "{channel}", "123456789012345678", "{token}", "abc", "{message}", "@original")

func buttons(list ...string) string {
	return `"components":[{"type":1,"components":[` + strings.Join(list, ",") + `]}]`
}

func numbered(n int, format string) string {
	list := make([]string, n)
	for i := range list {
		list[i] = fmt.Sprintf(format, i)
	}
	return strings.Join(list, ",")
}

// TestBroken shows that what Discord refuses, or what could notify people, is
// found by the check that all tests against the fake make at their end.
func TestBroken(t *testing.T) {
	const nobody = `"allowed_mentions":{"parse":[]}`
	x := strings.Repeat
	says := func(fields string) string { return `{"type":4,"data":{` + fields + `,` + nobody + `}}` }
	posts := func(fields string) string { return `{` + fields + `,` + nobody + `}` }
	chat := func(fields string) string { return `[{"type":1,` + fields + `}]` }
	button := func(fields string) string { return says(`"content":"c",` + buttons(`{"type":2,"style":2,`+fields+`}`)) }
	option := func(fields string) string {
		return chat(`"name":"ask","description":"d","options":[{"type":3,"name":"o",` + fields + `}]`)
	}
	tests := []struct {
		name, route, body string
		want              contract.Rule // "" = nothing is found
	}{
		{"a message", message, posts(`"content":"` + x("é", 2000) + `","nonce":"1","enforce_nonce":true,"embeds":null,"tts":false`), ""},
		{"an answer", callback, says(`"content":"c","flags":68,` + buttons(`{"type":2,"style":2,"label":"l","custom_id":"1"}`, `{"type":2,"style":5,"label":"l","url":"https://x.org"}`)), ""},
		{"a deferral", callback, `{"type":5,"data":{"flags":64}}`, ""},
		{"no choices", callback, `{"type":8,"data":{}}`, ""},
		{"an edit of buttons alone", edit, `{"components":[]}`, ""},
		{"components V2", callback, says(`"flags":32768,"components":[{"type":17,"components":[{"type":10,"content":"c"}]}]`), ""},
		{"commands", overwrite, `[{"type":1,"name":"ask","description":"d","default_member_permissions":"32"},{"type":3,"name":"Find it"}]`, ""},

		{"embeds of 6001 together", message, posts(`"embeds":[` + numbered(2, `{"title":"%d","description":"`+x("d", 2999)+`"}`) + `,{"title":"x"}]`), contract.EmbedSize},
		{"choice value of 101", callback, `{"type":8,"data":{"choices":[{"name":"n","value":"` + x("v", 101) + `"}]}}`, contract.ChoiceSize},
		{"command's choice value of 101", overwrite, option(`"description":"d","choices":[{"name":"n","value":"` + x("v", 101) + `"}]`), contract.ChoiceSize},
		{"button without custom_id and url", callback, button(`"label":"l"`), contract.ButtonTarget},
		{"button without label and emoji", callback, button(`"custom_id":"1"`), contract.ButtonTarget},
		{"link with a custom_id", callback, says(`"content":"c",` + buttons(`{"type":2,"style":5,"label":"l","url":"https://x.org","custom_id":"1"}`)), contract.ButtonTarget},
		{"flag of V2 with content", callback, says(`"content":"c","flags":32768,"components":[{"type":10,"content":"c"}]`), contract.V2Exclusive},
		{"V2 without its flag", callback, says(`"content":"c","components":[{"type":10,"content":"c"}]`), contract.V2Exclusive},
		{"V2 of 4001 characters", callback, says(`"flags":32768,"components":[{"type":10,"content":"` + x("c", 4001) + `"}]`), contract.V2Size},
		{"V2 of 41 components", callback, says(`"flags":32768,"components":[` + numbered(41, `{"type":10,"content":"%d"}`) + `]`), contract.V2Size},
		{"command name with a space", overwrite, chat(`"name":"ask me","description":"d"`), contract.CommandName},
		{"command name with an upper-case letter", overwrite, chat(`"name":"Ask","description":"d"`), contract.CommandName},
		{"localised name with an upper-case letter", overwrite, chat(`"name":"ask","description":"d","name_localizations":{"de":"Frage"}`), contract.CommandName},
		{"option name with an upper-case letter", overwrite, chat(`"name":"ask","description":"d","options":[{"type":3,"name":"O","description":"d"}]`), contract.CommandName},
		{"chat command without description", overwrite, chat(`"name":"ask"`), contract.CommandAbout},
		{"menu command with one", overwrite, `[{"type":3,"name":"Find it","description":"d"}]`, contract.CommandAbout},
		{"choices and autocompletion", overwrite, option(`"description":"d","autocomplete":true,"choices":[{"name":"n","value":"v"}]`), contract.Autocompletion},
		{"required after optional", overwrite, chat(`"name":"ask","description":"d","options":[{"type":3,"name":"a","description":"d"},{"type":3,"name":"b","description":"d","required":true}]`), contract.CommandOrder},
		{"the same command twice", overwrite, `[{"name":"ask","description":"d"},{"name":"ask","description":"e"}]`, contract.CommandUnique},
		{"command of 8001 characters", overwrite, chat(`"name":"ask","description":"d","options":[` + numbered(4, `{"type":3,"name":"o%d","description":"d","choices":[`+numbered(25, `{"name":"`+x("n", 95)+`","value":"%d"}`)+`]}`) + `]`), contract.CommandSize},
		{"content of 2001", message, posts(`"content":"` + x("é", 2001) + `"`), contract.ContentSize},
		{"content of 2001 in an answer", callback, says(`"content":"` + x("é", 2001) + `"`), contract.ContentSize},
		{"the same custom_id twice", callback, says(`"content":"c",` + buttons(`{"type":2,"style":2,"label":"l","custom_id":"1"}`, `{"type":2,"style":2,"label":"m","custom_id":"1"}`)), contract.UniqueIDs},
		{"unknown key of a message", message, posts(`"content":"c","text":"c"`), contract.KnownKeys},
		{"unknown key of an answer", callback, `{"type":4,"content":"c","data":{"content":"c",` + nobody + `}}`, contract.KnownKeys},
		{"unknown key of a command", overwrite, chat(`"name":"ask","description":"d","about":"d"`), contract.KnownKeys},
		{"nonce of 26", message, posts(`"content":"c","nonce":"` + x("1", 26) + `"`), contract.NonceSize},
		{"no allowed_mentions", message, `{"content":"c"}`, contract.PingsNobody},
		{"allowed_mentions of null", message, `{"content":"c","allowed_mentions":{"parse":null}}`, contract.PingsNobody},
		{"pings everyone", callback, `{"type":4,"data":{"content":"c","allowed_mentions":{"parse":["everyone"]}}}`, contract.PingsNobody},
		{"pings a user", edit, `{"content":"c","allowed_mentions":{"parse":[],"users":["123456789012345678"]}}`, contract.PingsNobody},
		{"pings who is replied to", message, `{"content":"c","allowed_mentions":{"parse":[],"replied_user":true}}`, contract.PingsNobody},
		{"6 buttons in a row", callback, says(`"content":"c",` + buttons(numbered(6, `{"type":2,"style":2,"label":"l","custom_id":"%d"}`))), contract.RowSize},
		{"an empty row", callback, says(`"content":"c",` + buttons()), contract.RowSize},
		{"an answer without data", callback, `{"type":4}`, contract.WellFormed},

		{"no type", callback, `{"data":{"content":"c",` + nobody + `}}`, contract.WellFormed},
		{"type 99", callback, `{"type":99}`, described},
		{"11 embeds", message, posts(`"embeds":[` + numbered(11, `{"title":"%d"}`) + `]`), described},
		{"title of 257", message, posts(`"embeds":[{"title":"` + x("t", 257) + `"}]`), described},
		{"field of 1025", message, posts(`"embeds":[{"fields":[{"name":"n","value":"` + x("v", 1025) + `"}]}]`), described},
		{"custom_id of 101", callback, button(`"label":"l","custom_id":"` + x("1", 101) + `"`), described},
		{"label of 81", callback, button(`"custom_id":"1","label":"` + x("l", 81) + `"`), described},
		{"26 options", overwrite, chat(`"name":"ask","description":"d","options":[` + numbered(26, `{"type":3,"name":"o%d","description":"d"}`) + `]`), described},
		{"option of type 99", overwrite, chat(`"name":"ask","description":"d","options":[{"type":99,"name":"o","description":"d"}]`), described},
		{"26 choices", callback, `{"type":8,"data":{"choices":[` + numbered(26, `{"name":"n","value":"%d"}`) + `]}}`, contract.ChoiceSize},
		{"name of 33", overwrite, chat(`"name":"` + x("n", 33) + `","description":"d"`), contract.CommandName},
		{"description of 101", overwrite, chat(`"name":"ask","description":"` + x("d", 101) + `"`), contract.CommandAbout},
		{"option without description", overwrite, chat(`"name":"ask","description":"d","options":[{"type":3,"name":"o"}]`), contract.CommandAbout},
	}
	var description *contract.Description
	if path := os.Getenv("DISCORD_OPENAPI"); path != "" {
		var err error
		if description, err = contract.Load(path); err != nil {
			t.Fatal(err)
		}
	} else {
		t.Log("DISCORD_OPENAPI is not set: what only the description refuses is left out")
	}
	for _, tt := range tests {
		method, path, _ := strings.Cut(tt.route, " ")
		var got contract.Rule
		for _, v := range contract.Rules(contract.Request{Method: method, Route: tt.route, Body: []byte(tt.body)}) {
			got = cmp.Or(got, v.Rule)
		}
		if tt.want == described {
			if got != "" {
				t.Errorf("%s: %s", tt.name, got)
			}
			if description == nil {
				continue
			}
		}
		if got == "" && description != nil {
			err, _ := description.Check(t.Context(), contract.Exchange{Method: method, Path: paths.Replace(path), Body: []byte(tt.body)})
			if err != nil {
				got = described
			}
			if tt.want == "" && err != nil {
				t.Errorf("%s: %v", tt.name, err)
			}
		}
		if got != tt.want {
			t.Errorf("%s: broken is %q, want %q", tt.name, got, tt.want)
		}
	}
}
