package wire

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/bwmarrin/discordgo"
)

// formerGuilds is in how many servers Register looks for commands of their own: who
// tests in a server does so before there are many.
const formerGuilds = 25

// Register makes the commands of an application those of want, in one guild or,
// where guild is "", everywhere. It writes only what changed, since Discord
// allows 200 new commands a day, and reports whether it did. From the former
// guilds, 25 at most, it takes commands away that are only theirs: registered
// there and everywhere, each command is shown twice.
func Register(ctx context.Context, rest *discordgo.Session, app, guild string, want []*discordgo.ApplicationCommand, former []string) (bool, error) {
	changed, err := register(ctx, rest, app, guild, want)
	if err != nil {
		return false, err
	}
	for _, g := range former[:min(len(former), formerGuilds)] {
		cleared, err := register(ctx, rest, app, g, []*discordgo.ApplicationCommand{})
		var refused *discordgo.RESTError
		if errors.As(err, &refused) && refused.Response.StatusCode == http.StatusForbidden {
			continue // invited without the right to commands there
		}
		if err != nil {
			return changed, err
		}
		changed = changed || cleared
	}
	return changed, nil
}

func register(ctx context.Context, rest *discordgo.Session, app, guild string, want []*discordgo.ApplicationCommand) (bool, error) {
	have, err := rest.ApplicationCommands(app, guild, discordgo.WithContext(ctx))
	if err != nil {
		return false, fmt.Errorf("read the commands: %w", err)
	}
	before, err := canonical(have)
	if err != nil {
		return false, err
	}
	after, err := canonical(want)
	if err != nil {
		return false, err
	}
	if before == after {
		return false, nil
	}
	if _, err := rest.ApplicationCommandBulkOverwrite(app, guild, want, discordgo.WithContext(ctx)); err != nil {
		return false, fmt.Errorf("write the commands: %w", err)
	}
	return true, nil
}

// canonical writes commands so that two sets are the same text where Discord
// treats them as the same: in one order, and without what Discord adds or what
// only restates a default.
func canonical(commands []*discordgo.ApplicationCommand) (string, error) {
	var lines []string
	for _, c := range commands {
		raw, err := json.Marshal(c)
		if err != nil {
			return "", fmt.Errorf("command %q: %w", c.Name, err)
		}
		var fields map[string]any
		if err := json.Unmarshal(raw, &fields); err != nil {
			return "", fmt.Errorf("command %q: %w", c.Name, err)
		}
		for _, added := range []string{"id", "application_id", "guild_id", "version", "dm_permission", "default_permission"} {
			delete(fields, added)
		}
		if t, ok := fields["type"].(float64); ok && t == float64(discordgo.ChatApplicationCommand) {
			delete(fields, "type")
		}
		line, err := json.Marshal(prune(fields)) // keys are sorted
		if err != nil {
			return "", fmt.Errorf("command %q: %w", c.Name, err)
		}
		lines = append(lines, string(line))
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n"), nil
}

// prune drops what is empty: Discord and discordgo differ in whether they send it.
func prune(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for k, e := range v {
			if e = prune(e); e == nil {
				delete(v, k)
			} else {
				v[k] = e
			}
		}
		if len(v) == 0 {
			return nil
		}
	case []any:
		for n, e := range v {
			v[n] = prune(e)
		}
		if len(v) == 0 {
			return nil
		}
	case bool:
		if !v {
			return nil
		}
	case string:
		if v == "" {
			return nil
		}
	}
	return v
}

// InviteURL returns the link that adds the application to a server with the least
// permissions that it needs: View Channel, Send Messages, Embed Links, Read
// Message History and Send Messages in Threads; where it opens threads, also
// Create Public Threads.
func InviteURL(app string, threads bool) string {
	permissions := 1<<10 | 1<<11 | 1<<14 | 1<<16 | 1<<38
	if threads {
		permissions |= 1 << 35
	}
	return fmt.Sprintf("https://discord.com/oauth2/authorize?client_id=%s&scope=bot+applications.commands&permissions=%d", app, permissions)
}
