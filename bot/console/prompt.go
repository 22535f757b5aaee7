package console

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"footnote/index/report"
)

// Greeting says what can be asked.
func Greeting(reports []*report.Report) string {
	what := fmt.Sprintf("%d reports", len(reports))
	if len(reports) == 1 {
		what = "“" + clean(cmp.Or(reports[0].Title, reports[0].ID)) + "”"
	}
	return "Ask about " + what + ". Ctrl-D leaves.\n"
}

// Prompt reads questions, a line each, and has them answered until the input
// ends or ctx is done. On a terminal a line can be edited, the arrow keys bring
// back earlier questions of this run, and Ctrl-D or Ctrl-C leaves; what was
// typed is kept nowhere.
func Prompt(ctx context.Context, in io.Reader, out io.Writer, greeting string, ask func(context.Context, string) error) error {
	inFile, inOK := in.(*os.File)
	outFile, outOK := out.(*os.File)
	if !inOK || !outOK || !term.IsTerminal(int(inFile.Fd())) || !term.IsTerminal(int(outFile.Fd())) {
		return lines(ctx, in, ask)
	}
	if _, err := io.WriteString(out, greeting); err != nil {
		return err
	}
	history := &history{}
	for ctx.Err() == nil {
		line, err := readLine(inFile, outFile, history)
		switch {
		case errors.Is(err, io.EOF):
			_, err = io.WriteString(out, "\n")
			return err
		case err != nil && !errors.Is(err, term.ErrPasteIndicator):
			return fmt.Errorf("read a question: %w", err)
		}
		if strings.TrimSpace(line) == "" {
			continue
		}
		if err := ask(ctx, line); err != nil {
			return err
		}
		if _, err := io.WriteString(out, "\n"); err != nil {
			return err
		}
	}
	return nil
}

// readLine lets a person edit one line. The terminal is raw only meanwhile, so
// that answers are printed as everywhere else.
func readLine(in, out *os.File, h *history) (string, error) {
	raw, err := term.MakeRaw(int(in.Fd()))
	if err != nil {
		return "", err
	}
	defer term.Restore(int(in.Fd()), raw) //nolint:errcheck // the terminal is gone, then
	t := term.NewTerminal(struct {
		io.Reader
		io.Writer
	}{in, out}, "> ")
	t.History = h
	t.SetBracketedPasteMode(true)
	defer t.SetBracketedPasteMode(false)
	if width, height, err := term.GetSize(int(out.Fd())); err == nil && width > 0 {
		if err := t.SetSize(width, height); err != nil {
			return "", err
		}
	}
	return t.ReadLine()
}

// lines answers the lines of a pipe or a file.
func lines(ctx context.Context, in io.Reader, ask func(context.Context, string) error) error {
	scanner := bufio.NewScanner(in)
	scanner.Buffer(nil, maxLine)
	for ctx.Err() == nil && scanner.Scan() {
		if strings.TrimSpace(scanner.Text()) == "" {
			continue
		}
		if err := ask(ctx, scanner.Text()); err != nil {
			return err
		}
	}
	if err := scanner.Err(); err != nil {
		return fmt.Errorf("read questions: %w: write a question a line", err)
	}
	return nil
}

// maxLine bounds a line of input, in bytes.
const maxLine = 1 << 20

// A history is the questions of one run, newest last.
type history struct{ lines []string }

// maxHistory is how many questions are kept.
const maxHistory = 100

func (h *history) Add(line string) {
	if strings.TrimSpace(line) == "" || len(h.lines) > 0 && h.lines[len(h.lines)-1] == line {
		return
	}
	h.lines = append(h.lines, line)
	if len(h.lines) > maxHistory {
		h.lines = h.lines[1:]
	}
}

func (h *history) Len() int { return len(h.lines) }

// At returns the line that is back from the newest, which is 0.
func (h *history) At(back int) string { return h.lines[len(h.lines)-1-back] }
