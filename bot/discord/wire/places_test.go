package wire

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"footnote/bot/discord"
)

func TestPlaces(t *testing.T) {
	p := newPlaces()
	learn := func(kind, raw string) {
		t.Helper()
		if err := p.learn(kind, json.RawMessage(raw)); err != nil {
			t.Fatal(err)
		}
	}
	want := func(guild, channel string, w discord.Self) {
		t.Helper()
		if diff := cmp.Diff(w, p.self(guild, channel)); diff != "" {
			t.Errorf("in %s/%s (-want +got):\n%s", guild, channel, diff)
		}
	}
	learn("GUILD_CREATE", `{"id":"1","preferred_locale":"de","roles":[{"id":"20","tags":{"bot_id":"8"}},{"id":"21","tags":{"bot_id":"7"}}],"threads":[{"id":"30","parent_id":"3"}]}`)
	p.ready("7") // later than the server
	want("1", "30", discord.Self{UserID: "7", Roles: []string{"21"}, Locale: "de", Parent: "3"})
	want("1", "3", discord.Self{UserID: "7", Roles: []string{"21"}, Locale: "de"})
	want("", "9", discord.Self{UserID: "7"})
	learn("THREAD_CREATE", `{"id":"31","guild_id":"1","parent_id":"3"}`)
	learn("THREAD_DELETE", `{"id":"30","guild_id":"1","parent_id":"3"}`)
	learn("GUILD_ROLE_DELETE", `{"guild_id":"1","role_id":"21"}`)
	learn("THREAD_CREATE", `{"id":"40","guild_id":"unknown","parent_id":"3"}`)
	want("1", "31", discord.Self{UserID: "7", Locale: "de", Parent: "3"})
	want("1", "30", discord.Self{UserID: "7", Locale: "de"})
	learn("GUILD_ROLE_CREATE", `{"guild_id":"1","role":{"id":"22","tags":{"bot_id":"7"}}}`)
	want("1", "31", discord.Self{UserID: "7", Roles: []string{"22"}, Locale: "de", Parent: "3"})
	learn("GUILD_DELETE", `{"id":"1"}`)
	want("1", "31", discord.Self{UserID: "7"})
	if err := p.learn("GUILD_CREATE", json.RawMessage(`[]`)); err == nil {
		t.Error("nonsense is learned without an error")
	}
}
