package report

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// endings are those of the files that [Load] reads.
var endings = []string{".md", ".txt"}

// A Fault is why one file of those that [Load] reads is left out.
type Fault struct {
	File string // its path in the file system
	Err  error  // names the file
}

func (f *Fault) Error() string { return f.Err.Error() }
func (f *Fault) Unwrap() error { return f.Err }

// Load decodes every report in fsys, in the order of the paths: the files with
// the endings .txt and .md, in all folders but hidden ones. It returns what
// could be read beside one error for all that could not; the error's text has a
// line a file. Two files of one id, or no report at all, are errors too.
func Load(fsys fs.FS) ([]*Report, error) {
	var reports []*Report
	var faults []error
	seen := map[string]string{} // id -> file
	err := fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			faults = append(faults, &Fault{name, fmt.Errorf("%s: %w", name, reason(err))})
			return nil
		case name != "." && strings.HasPrefix(entry.Name(), "."):
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		case entry.IsDir() || !slices.Contains(endings, strings.ToLower(path.Ext(name))):
			return nil
		}
		r, err := LoadFile(fsys, name)
		if err != nil {
			faults = append(faults, &Fault{name, err})
			return nil //nolint:nilerr // the other files are still read
		}
		if first, ok := seen[r.ID]; ok {
			faults = append(faults, &Fault{name, fmt.Errorf("%s: its id %q is that of %s: rename one", name, r.ID, first)})
			return nil
		}
		seen[r.ID] = name
		reports = append(reports, r)
		return nil
	})
	if err != nil {
		faults = append(faults, err)
	}
	if len(reports) == 0 && len(faults) == 0 {
		faults = append(faults, errors.New("no report here: a report is a file whose name ends in .txt or .md"))
	}
	return reports, errors.Join(faults...)
}

// LoadFile decodes one file. No more than [MaxSize] bytes of it are read.
func LoadFile(fsys fs.FS, name string) (*Report, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, reason(err))
	}
	defer f.Close() //nolint:errcheck // nothing was written
	if info, err := f.Stat(); err == nil && !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s: no regular file: name a text file", name)
	}
	data, err := io.ReadAll(io.LimitReader(f, MaxSize+1))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, reason(err))
	}
	return Decode(name, data)
}

// reason takes the file's name out of an error, since ours says it already.
func reason(err error) error {
	if p, ok := errors.AsType[*fs.PathError](err); ok {
		return p.Err
	}
	return err
}
