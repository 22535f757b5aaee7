package main

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// counts is a tally.
type counts struct{ reloads, faults atomic.Int32 }

func (c *counts) Reloaded() { c.reloads.Add(1) }
func (c *counts) Fault()    { c.faults.Add(1) }

func TestLive(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("a.txt", "A one.")
	write("b.txt", "B one.")
	ctx, cancel := context.WithCancel(t.Context())
	var count counts
	lib, stopped, err := library{Reports: dir}.live(ctx, slog.New(slog.DiscardHandler), &count)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		cancel()
		<-stopped
		if err := lib.Close(); err != nil {
			t.Error(err)
		}
	}()
	await := func(step string, want ...string) {
		t.Helper()
		var got []string
		for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
			got = nil
			for _, r := range lib.Reports() {
				got = append(got, strings.TrimSpace(r.Text))
			}
			if slices.Equal(got, want) {
				return
			}
		}
		t.Fatalf("%s (-want +got)\n%s", step, cmp.Diff(want, got))
	}
	await("start", "A one.", "B one.")
	write("a.txt", "A two.")
	await("changed", "A two.", "B one.")
	if err := os.Mkdir(filepath.Join(dir, "more"), 0o700); err != nil {
		t.Fatal(err)
	}
	write("more/c.md", "C one.")
	await("added", "A two.", "B one.", "C one.")
	write("a.txt", "---\ntitle: no end\n")
	for end := time.Now().Add(10 * time.Second); count.faults.Load() == 0 && time.Now().Before(end); {
		time.Sleep(10 * time.Millisecond)
	}
	await("broken", "A two.", "B one.", "C one.")
	if count.faults.Load() == 0 {
		t.Error("a broken file was not told of")
	}
	if err := os.Remove(filepath.Join(dir, "b.txt")); err != nil {
		t.Fatal(err)
	}
	await("removed", "A two.", "C one.")
	write("a.txt", "A three.")
	await("mended", "A three.", "C one.")
	if n := count.reloads.Load(); n < 3 {
		t.Errorf("%d reloads counted", n)
	}
}
