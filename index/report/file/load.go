package file

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"footnote/index/report"
)

// A Fault is why one file of those that [Load] reads is left out.
type Fault struct {
	File string // its path in the file system
	Err  error  // names the file
}

func (f *Fault) Error() string { return f.Err.Error() }
func (f *Fault) Unwrap() error { return f.Err }

// pageFolder ends the name of the folder in which a browser puts the parts of
// the web page that it saves beside it.
const pageFolder = "_files"

// Load decodes every report in fsys, in the order of the paths: the files whose
// names end as [Endings] has it, in all folders but hidden ones and the parts of
// saved web pages. It returns what could be read beside one error for all that
// could not; the error's text has a line a file. Two files of one id, or no
// report at all, are errors too.
func Load(fsys fs.FS) ([]*report.Report, error) {
	var reports []*report.Report
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
		case entry.IsDir() && isPageFolder(fsys, name):
			return fs.SkipDir
		case entry.IsDir():
			return nil
		}
		if _, known := formOf(name); !known {
			return nil
		}
		r, err := loadFile(fsys, name)
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
		faults = append(faults, errors.New("no report here: a report is a file whose name ends in "+Endings))
	}
	return reports, errors.Join(faults...)
}

// isPageFolder reports whether the folder holds the parts of a saved web page.
func isPageFolder(fsys fs.FS, name string) bool {
	page, ok := strings.CutSuffix(name, pageFolder)
	if !ok {
		return false
	}
	for _, ending := range []string{".html", ".htm"} {
		if _, err := fs.Stat(fsys, page+ending); err == nil {
			return true
		}
	}
	return false
}

func loadFile(fsys fs.FS, name string) (*report.Report, error) {
	in, err := Open(fsys, name)
	if err != nil {
		return nil, err
	}
	return Decode(in)
}

// Open reads a file for [Text] or [Decode]. Nothing is read of one that is larger
// than its form allows.
func Open(fsys fs.FS, name string) (Input, error) {
	kind, _ := formOf(name)
	f, err := fsys.Open(name)
	if err != nil {
		return Input{}, fmt.Errorf("%s: %w", name, reason(err))
	}
	defer f.Close() //nolint:errcheck // nothing was written
	switch info, err := f.Stat(); {
	case err == nil && !info.Mode().IsRegular():
		return Input{}, fmt.Errorf("%s: no regular file: name a report", name)
	case err == nil && info.Size() > int64(kind.limit):
		return Input{}, tooLarge(name, kind.limit)
	}
	data, err := io.ReadAll(io.LimitReader(f, int64(kind.limit)+1)) // it may grow meanwhile
	if err != nil {
		return Input{}, fmt.Errorf("%s: %w", name, reason(err))
	}
	return Input{Name: name, Data: data}, nil
}

// reason takes the file's name out of an error, since ours says it already.
func reason(err error) error {
	if p, ok := errors.AsType[*fs.PathError](err); ok {
		return p.Err
	}
	return err
}
