package clients

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"testing"

	"footnote/bot/discord/discordtest"
)

// discord.js comes through npm, into node_modules, which is not kept.
func TestDiscordJS(t *testing.T) {
	t.Parallel()
	for _, program := range []string{"node", "npm"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skipf("discord.js is left out: %v", err)
		}
	}
	install := exec.CommandContext(t.Context(), "npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts")
	if out, err := install.CombinedOutput(); err != nil {
		t.Skipf("discord.js is left out: npm ci: %v\n%s", err, out)
	}
	check(t, func(t *testing.T, s *discordtest.Server) {
		var out bytes.Buffer
		ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
		node := exec.CommandContext(ctx, "node", "discord.js")
		node.Env = append(os.Environ(), "DISCORD_URL="+s.URL, "DISCORD_TOKEN="+s.Token())
		node.Stdout, node.Stderr = &out, &out
		if err := node.Start(); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			cancel()
			_ = node.Wait() // killed
			if t.Failed() {
				t.Logf("it wrote:\n%s", &out)
			}
		})
	})
}
