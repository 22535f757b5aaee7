package playground

import (
	"log/slog"
	"testing"

	"footnote/bot/discord"
	"footnote/index"
	"footnote/index/report"
	"footnote/seeds"
)

// newServer returns a page over the built-in report.
func newServer(t testing.TB) *Server {
	t.Helper()
	reports, err := report.Load(seeds.FS)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range reports {
		index.Prepare(r)
	}
	x, err := index.New(reports)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = x.Close() })
	s, err := New(x, discord.Settings{}, slog.New(slog.NewTextHandler(t.Output(), nil)))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}
