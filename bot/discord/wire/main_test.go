package wire

import (
	"flag"
	"fmt"
	"log/slog"
	"os"
	"testing"
)

// TestMain runs many tests at once: most of their time they wait for Discord. In
// the environment of the load run it is a bot.
func TestMain(m *testing.M) {
	if kind := os.Getenv(loadBot); kind != "" {
		if err := runLoadBot(kind, os.Getenv(loadURL)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	flag.Parse()
	if err := flag.Set("test.parallel", "8"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	LogTo(slog.New(slog.DiscardHandler), nil)
	os.Exit(m.Run())
}
