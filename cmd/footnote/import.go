package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"footnote/index/report"
	"footnote/index/report/fetch"
	"footnote/index/report/file"
)

type importCommand struct {
	From   string `arg:"" name:"file|url" help:"A web page, PDF, Word document or Markdown: a file, or an address of the public internet."`
	Output string `short:"o" placeholder:"FILE.txt" env:"FOOTNOTE_OUTPUT" help:"Write to this file instead of printing."`
	Force  bool   `env:"FOOTNOTE_FORCE" help:"Overwrite the file if it is there."`
}

// Run writes a report in the text form, for a person to check and complete.
func (c *importCommand) Run(ctx context.Context, p *program) error {
	if c.Output != "" && filepath.Ext(c.Output) != ".txt" {
		return fmt.Errorf("--output %s: what is written is text: end the name in .txt: %w", c.Output, errUsage)
	}
	in, err := c.input(ctx)
	if err != nil {
		return err
	}
	text, err := file.Text(in)
	if err != nil {
		return err
	}
	r, err := report.Decode(in.Name, []byte(text))
	if err != nil {
		return err
	}
	if err := c.write(p.stdout, text); err != nil {
		return err
	}
	if missing := unknownOf(r); len(missing) > 0 {
		_, _ = fmt.Fprintf(p.stderr, "footnote: not known, to be filled in: %s\n", strings.Join(missing, ", ")) // a note
	}
	return nil
}

// input reads the file or fetches the address.
func (c *importCommand) input(ctx context.Context) (file.Input, error) {
	if strings.Contains(c.From, "://") {
		return fetch.Client{}.Get(ctx, c.From)
	}
	return openFile(c.From)
}

// write prints text, or writes it to a file that is not there yet.
func (c *importCommand) write(stdout io.Writer, text string) (err error) {
	if c.Output == "" {
		_, err := io.WriteString(stdout, text)
		return err
	}
	flags := os.O_WRONLY | os.O_CREATE | os.O_EXCL
	if c.Force {
		flags = os.O_WRONLY | os.O_CREATE | os.O_TRUNC
	}
	f, err := os.OpenFile(c.Output, flags, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("--output %s: the file is there: give another name, or --force to overwrite it", c.Output)
	}
	if err != nil {
		return fmt.Errorf("--output: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	_, err = f.WriteString(text)
	return err
}

// unknownOf names what the front matter could say and does not. A licence is not
// asked for.
func unknownOf(r *report.Report) []string {
	var missing []string
	for _, entry := range []struct{ key, value string }{
		{"title", r.Title}, {"publisher", r.Publisher}, {"url", r.URL}, {"published", r.Published}, {"lang", r.Lang},
	} {
		if entry.value == "" {
			missing = append(missing, entry.key)
		}
	}
	return missing
}
