package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"os/signal"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/fsnotify/fsnotify"

	"footnote/index"
	"footnote/index/report"
	"footnote/index/report/file"
)

// How long files must be quiet before they are read again, so that none is read
// while it is written, and how long a restless folder can put that off.
const (
	quiet    = 150 * time.Millisecond
	restless = 2 * time.Second
)

// A tally counts what became of reports that are watched.
type tally interface {
	Reloaded() // changed reports were taken over
	Fault()    // a file could not be read
}

// live indexes the reports and, until ctx is done, reads them again whenever
// files change or SIGHUP comes. A file that has become unreadable keeps its last
// good version; what is wrong goes to log. The caller closes the library after ctx
// is done and stopped is closed.
func (l library) live(ctx context.Context, log *slog.Logger, count tally) (lib *index.Library, stopped <-chan struct{}, err error) {
	note := func(err error) {
		for _, f := range faultsOf(err) {
			log.Warn("report left out or kept as it was", "err", f)
			count.Fault()
		}
	}
	options, err := l.options()
	if err != nil {
		return nil, nil, err
	}
	reports, err := l.load()
	if len(reports) == 0 {
		return nil, nil, err
	}
	note(err)
	if lib, err = index.NewLibrary(reports, options...); err != nil {
		return nil, nil, err
	}
	w, err := fsnotify.NewWatcher()
	if err == nil {
		err = l.watch(w)
	}
	if err != nil {
		return nil, nil, errors.Join(fmt.Errorf("watch %s: %w", l.Reports, err), lib.Close())
	}
	hup := make(chan os.Signal, 1)
	signal.Notify(hup, syscall.SIGHUP)
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer signal.Stop(hup)
		defer w.Close() //nolint:errcheck // nothing was written
		follow(ctx, log, w, hup, func() {
			// Folders that are new are watched before they are read, so that
			// nothing is missed between.
			if err := l.watch(w); err != nil {
				log.Warn("folder not watched: send SIGHUP when it has changed", "err", err)
			}
			changed, err := l.reload(lib.Reports())
			note(err)
			if changed == nil {
				return
			}
			if err := lib.Replace(changed); err != nil {
				log.Error("reports not replaced", "err", err)
				return
			}
			log.Info("reports read again", "reports", len(changed))
			count.Reloaded()
		})
	}()
	return lib, done, nil
}

// faultsOf takes joined errors apart.
func faultsOf(err error) []error {
	if err == nil {
		return nil
	}
	if many, ok := err.(interface{ Unwrap() []error }); ok {
		return many.Unwrap()
	}
	return []error{err}
}

// watch has w watch the folders of the reports, but hidden ones. Of one file it is
// its folder, since editors replace files. Those that are watched stay so.
func (l library) watch(w *fsnotify.Watcher) error {
	if l.Reports == "" {
		return nil
	}
	if info, err := os.Stat(l.Reports); err == nil && !info.IsDir() {
		return w.Add(filepath.Dir(l.Reports))
	}
	return filepath.WalkDir(l.Reports, func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil || !entry.IsDir():
			return nil //nolint:nilerr // what is gone or closed to us is named when it is read
		case name != l.Reports && strings.HasPrefix(entry.Name(), "."):
			return fs.SkipDir
		}
		return w.Add(name)
	})
}

// follow calls changed after each burst of changes, until ctx is done.
func follow(ctx context.Context, log *slog.Logger, w *fsnotify.Watcher, hup <-chan os.Signal, changed func()) {
	due := time.NewTimer(0)
	due.Stop()
	var first time.Time // of the burst; zero between bursts
	for {
		select {
		case <-ctx.Done():
			return
		case <-hup:
			changed()
		case <-w.Events:
			if first.IsZero() {
				first = time.Now()
			}
			due.Reset(max(0, min(quiet, restless-time.Since(first))))
		case err := <-w.Errors:
			log.Warn("changes of reports may be missed", "err", err)
			due.Reset(quiet)
		case <-due.C:
			first = time.Time{}
			changed()
		}
	}
}

// reload reads the reports again. Those that are as they were in old are taken
// from there, and so is the last good version of a file that cannot be read any
// more. It returns nil where nothing has changed.
func (l library) reload(old []*report.Report) ([]*report.Report, error) {
	byID := map[string]*report.Report{}
	for _, r := range old {
		byID[r.ID] = r
	}
	reports, err := l.read()
	for i, r := range reports {
		if was := byID[r.ID]; was != nil && was.Text == r.Text {
			reports[i] = was
		} else {
			index.Prepare(r)
		}
	}
	for _, e := range faultsOf(err) {
		f, ok := errors.AsType[*file.Fault](e)
		if !ok || errors.Is(e, fs.ErrNotExist) {
			continue
		}
		id := strings.TrimSuffix(path.Base(filepath.ToSlash(f.File)), path.Ext(f.File))
		if was := byID[id]; was != nil && !slices.ContainsFunc(reports, func(r *report.Report) bool { return r.ID == id }) {
			reports = append(reports, was)
		}
	}
	slices.SortStableFunc(reports, func(a, b *report.Report) int { return strings.Compare(a.ID, b.ID) })
	if len(reports) == 0 || slices.Equal(reports, old) {
		return nil, err
	}
	return reports, err
}
