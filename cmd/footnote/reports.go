package main

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"

	"footnote/bot"
	"footnote/index"
	"footnote/index/report"
	"footnote/index/report/file"
	"footnote/seeds"
)

// library is the flag by which every command that answers takes its reports.
type library struct {
	meaning

	Reports string `placeholder:"DIR|FILE" env:"FOOTNOTE_REPORTS" help:"Folder of reports (.txt, .md, .html, .pdf, .docx), or one report. Default: the built-in report."`
}

// open indexes the reports and returns a bot over them, and a function that
// releases it. Files that cannot be read are named on stderr and left out; it is
// an error only where no report is left.
func (l library) open(p *program) (*bot.Bot, func(), error) {
	options, err := l.options()
	if err != nil {
		return nil, nil, err
	}
	reports, err := l.load()
	if len(reports) == 0 {
		return nil, nil, err
	}
	if err != nil {
		fmt.Fprintf(p.stderr, "footnote: left out:\n%v\n", err) //nolint:errcheck // a note
	}
	x, err := index.New(reports, options...)
	if err != nil {
		return nil, nil, err
	}
	return bot.New(x), func() { _ = x.Close() }, nil
}

// load reads and prepares the reports.
func (l library) load() ([]*report.Report, error) {
	reports, err := l.read()
	for _, r := range reports {
		index.Prepare(r)
	}
	return reports, err
}

func (l library) read() ([]*report.Report, error) {
	if l.Reports == "" {
		return file.Load(seeds.FS)
	}
	info, err := os.Stat(l.Reports)
	if err != nil {
		return nil, fmt.Errorf("reports: %w: name a folder or a file", err)
	}
	if info.IsDir() {
		return file.Load(os.DirFS(l.Reports))
	}
	r, err := readFile(l.Reports)
	if err != nil {
		return nil, &file.Fault{File: l.Reports, Err: err}
	}
	return []*report.Report{r}, nil
}

// readFile decodes the one report at path.
func readFile(path string) (*report.Report, error) {
	in, err := openFile(path)
	if err != nil {
		return nil, err
	}
	return file.Decode(in)
}

// openFile reads the file at path, for file.Text or file.Decode.
func openFile(path string) (file.Input, error) {
	dir, name := filepath.Split(path)
	return file.Open(os.DirFS(cmp.Or(dir, ".")), name)
}
