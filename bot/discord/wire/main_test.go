package wire

import (
	"flag"
	"fmt"
	"log/slog"
	"os"
	"testing"
)

// TestMain runs many tests at once: most of their time they wait for Discord.
func TestMain(m *testing.M) {
	flag.Parse()
	if err := flag.Set("test.parallel", "8"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	LogTo(slog.New(slog.DiscardHandler), nil)
	os.Exit(m.Run())
}
