//go:build unix

package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"footnote/bot"
)

// told is a tally that tells of each thing counted.
type told struct {
	counts
	something chan struct{}
}

func (t *told) Reloaded() { t.counts.Reloaded(); t.tell() }
func (t *told) Fault()    { t.counts.Fault(); t.tell() }

func (t *told) tell() {
	select {
	case t.something <- struct{}{}:
	default: // told, and not yet looked at
	}
}

// ferry is a report of three sentences, all of the same number.
func ferry(n int) string {
	return strings.ReplaceAll("The ferry N sank.\n\nThe ferry N was raised.\n\nThe ferry N sails.", "N", fmt.Sprint(n))
}

// TestLiveWhileAsked changes reports a hundred times, in all the ways in which
// people and programs do, while a thousand questions are asked. No
// question fails, and none sees a report that is half of one state and half of
// another.
func TestLiveWhileAsked(t *testing.T) {
	dir := t.TempDir()
	path := func(name string) string { return filepath.Join(dir, name) }
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	write := func(name, text string) { t.Helper(); must(os.WriteFile(path(name), []byte(text), 0o600)) }
	write("a.txt", ferry(100))
	ctx, cancel := context.WithCancel(t.Context())
	var log strings.Builder // the handler writes a record at a time
	count := told{something: make(chan struct{}, 1)}
	lib, stopped, err := library{Reports: dir}.live(ctx, slog.New(slog.NewTextHandler(&log, nil)), &count)
	must(err)

	const questions, changes, askers = 1000, 100, 4
	due := make(chan int, questions) // questions, some before each change
	var wg sync.WaitGroup
	for range askers {
		wg.Go(func() {
			b := bot.New(lib)
			for n := range due {
				id, missing := "a", false
				if n%2 == 1 {
					id, missing = "b", true
				}
				answer, err := b.Ask(ctx, bot.Question{Text: "ferry", Report: id, Limit: 3})
				if n := len(answer.Passages); err != nil || n != 3 && (n != 0 || !missing) {
					t.Errorf("report %s: %d passages, error %v", id, n, err)
					continue
				}
				for _, p := range answer.Passages {
					if first, this := strings.Fields(answer.Passages[0].Text)[2], strings.Fields(p.Text)[2]; first != this {
						t.Errorf("report %s: numbers %s and %s in one answer", id, first, this)
					}
				}
			}
		})
	}
	// await returns once the reports are as they should be; "" is not there.
	await := func(change int, a, b string) {
		t.Helper()
		late := time.After(20 * time.Second)
		for {
			got := map[string]string{}
			for _, r := range lib.Reports() {
				got[r.ID] = r.Text
			}
			if got["a"] == a && got["b"] == b {
				return
			}
			select {
			case <-count.something:
			case <-late:
				t.Fatalf("change %d: %q; want a %q and b %q", change, got, a, b)
			}
		}
	}
	a, b := ferry(100), ""
	for i := range changes {
		for n := range questions / changes {
			due <- n
		}
		next := ferry(101 + i)
		hangUp := true // else the files are watched
		switch i % 10 {
		case 0: // written in place
			write("a.txt", next)
			a = next
		case 1: // replaced
			write("a.txt.tmp", next)
			must(os.Rename(path("a.txt.tmp"), path("a.txt")))
			a = next
		case 2: // moved away and written anew, as vim does
			must(os.Rename(path("a.txt"), path("a.txt~")))
			write("a.txt", next)
			must(os.Remove(path("a.txt~")))
			a = next
		case 3: // added
			write("b.txt", next)
			b = next
		case 4: // two at once
			write("a.txt", next)
			write("b.txt", next)
			a, b = next, next
		case 5: // broken, and another changed
			write("a.txt", "---\ntitle: no end\n"+next)
			write("b.txt", next)
			b = next
		case 6: // broken and not UTF-8, emptied
			write("a.txt", "\xff"+next)
			write("b.txt", "")
			faults := count.faults.Load()
			must(syscall.Kill(os.Getpid(), syscall.SIGHUP))
			for late := time.After(20 * time.Second); count.faults.Load() < faults+2; {
				select {
				case <-count.something:
				case <-late:
					t.Fatal("broken files are not told of")
				}
			}
			hangUp = false
		case 7: // mended
			write("a.txt", next)
			write("b.txt", next)
			a, b = next, next
		case 8: // removed
			must(os.Remove(path("b.txt")))
			b = ""
		case 9: // put in place by a link, without a signal
			write("v"+fmt.Sprint(i), next)
			must(os.Symlink("v"+fmt.Sprint(i), path("link")))
			must(os.Rename(path("link"), path("a.txt")))
			a = next
			hangUp = false
		}
		if hangUp {
			must(syscall.Kill(os.Getpid(), syscall.SIGHUP))
		}
		await(i, a, b)
		if i%10 == 9 {
			must(os.Remove(path("a.txt"))) // the link, so that writing does not follow it
			write("a.txt", a)
		}
	}
	close(due)
	wg.Wait()
	cancel()
	<-stopped
	must(lib.Close())
	t.Logf("%d reloads, %d faults", count.reloads.Load(), count.faults.Load())
	if n := count.reloads.Load(); n < changes*8/10 {
		t.Errorf("%d reloads counted over %d changes", n, changes)
	}
	for _, want := range []string{"a.txt:1: the front matter does not end", "a.txt:1: not UTF-8", "b.txt: no text"} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("the log does not say %q", want)
		}
	}
}

// TestLiveFolderReplaced moves the folder of the reports away and another in its
// place, and changes that.
func TestLiveFolderReplaced(t *testing.T) {
	root := t.TempDir()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	make1 := func(folder, text string) {
		t.Helper()
		must(os.MkdirAll(filepath.Join(root, folder), 0o700))
		must(os.WriteFile(filepath.Join(root, folder, "a.txt"), []byte(text), 0o600))
	}
	make1("reports", "One.")
	make1("next", "Two.")
	ctx, cancel := context.WithCancel(t.Context())
	count := told{something: make(chan struct{}, 1)}
	lib, stopped, err := library{Reports: filepath.Join(root, "reports")}.live(ctx, slog.New(slog.DiscardHandler), &count)
	must(err)
	defer func() {
		cancel()
		<-stopped
		must(lib.Close())
	}()
	await := func(want string) {
		t.Helper()
		for late := time.After(20 * time.Second); lib.Reports()[0].Text != want; {
			select {
			case <-count.something:
			case <-late:
				t.Fatalf("%q; want %q", lib.Reports()[0].Text, want)
			}
		}
	}
	must(os.Rename(filepath.Join(root, "reports"), filepath.Join(root, "old")))
	must(os.Rename(filepath.Join(root, "next"), filepath.Join(root, "reports")))
	await("Two.")
	make1("reports", "Three.")
	await("Three.")
}
