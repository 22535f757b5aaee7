package index

import (
	"context"
	"errors"
	"sync"

	"footnote/index/report"
)

// A Library is an index whose reports can be replaced while it is searched.
// Each search sees all reports as they were at one moment. It is safe for
// concurrent use.
type Library struct {
	options []Option
	mu      sync.RWMutex
	current *edition
}

// An edition is one state of a library, with the searches that are under way in it.
type edition struct {
	*Index
	readers sync.WaitGroup
	known   *results
}

// NewLibrary indexes prepared reports, as [New] does. The caller closes the
// library when done.
func NewLibrary(reports []*report.Report, options ...Option) (*Library, error) {
	l := &Library{options: options}
	var err error
	l.current, err = l.edition(reports)
	if err != nil {
		return nil, err
	}
	return l, nil
}

func (l *Library) edition(reports []*report.Report) (*edition, error) {
	x, err := New(reports, l.options...)
	if err != nil {
		return nil, err
	}
	known, err := newResults()
	if err != nil {
		return nil, errors.Join(err, x.Close())
	}
	return &edition{Index: x, known: known}, nil
}

// Replace has all searches from now on see these prepared reports instead, and
// returns when the last search in the old ones is done. After an error the
// library is as it was.
func (l *Library) Replace(reports []*report.Report) error {
	next, err := l.edition(reports)
	if err != nil {
		return err
	}
	l.mu.Lock()
	old := l.current
	l.current = next
	l.mu.Unlock()
	old.readers.Wait()
	return old.Close()
}

// read returns the edition of the moment; the caller calls readers.Done.
func (l *Library) read() *edition {
	l.mu.RLock()
	defer l.mu.RUnlock()
	l.current.readers.Add(1)
	return l.current
}

// Search is [Index.Search]. What was found for the last few hundred queries is
// remembered: people turn pages, and ask what others asked.
func (l *Library) Search(ctx context.Context, q Query) (Result, error) {
	e := l.read()
	defer e.readers.Done()
	return e.known.search(q, func() (Result, error) { return e.Search(ctx, q) })
}

// Credited is [Index.Credited].
func (l *Library) Credited(name string, reports []string) []Passage {
	e := l.read()
	defer e.readers.Done()
	return e.Credited(name, reports)
}

// Suggest is [Index.Suggest].
func (l *Library) Suggest(ctx context.Context, prefix string, reports []string, limit int) ([]Suggestion, error) {
	e := l.read()
	defer e.readers.Done()
	return e.Suggest(ctx, prefix, reports, limit)
}

// Reports is [Index.Reports].
func (l *Library) Reports() []*report.Report {
	e := l.read()
	defer e.readers.Done()
	return e.Reports()
}

// Close releases the library, which must not be in use any more.
func (l *Library) Close() error { return l.read().Close() }
