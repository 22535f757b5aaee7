package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"golang.org/x/term"

	"footnote/index/eval"
)

type evalCommand struct {
	meaning

	Sets        []string `arg:"" name:"set" help:"Question sets, JSON Lines."`
	Predictions string   `placeholder:"OUT" env:"FOOTNOTE_PREDICTIONS" help:"Write what was predicted to this file, JSON Lines."`
	JSON        bool     `name:"json" env:"FOOTNOTE_JSON" help:"Print one JSON object a set."`
}

func (c *evalCommand) Run(ctx context.Context, p *program) (err error) {
	options, err := c.options()
	if err != nil {
		return err
	}
	ask := eval.Ask(options...)
	predicted := io.Discard
	if c.Predictions != "" {
		f, err := os.Create(c.Predictions)
		if err != nil {
			return fmt.Errorf("predictions: %w", err)
		}
		buffered := bufio.NewWriter(f)
		defer func() { err = errors.Join(err, buffered.Flush(), f.Close()) }()
		predicted = buffered
	}
	enc := encoder(predicted)
	var all []measured
	for _, path := range c.Sets {
		set := measured{name: strings.TrimSuffix(filepath.Base(path), ".jsonl")}
		tick := progress(p.stderr, set.name)
		set.figures, err = measure(ctx, path, ask, func(one eval.Prediction) error {
			tick()
			return enc.Encode(one)
		})
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		all = append(all, set)
		if c.JSON {
			if err := set.writeJSON(p.stdout); err != nil {
				return err
			}
		}
	}
	if c.JSON {
		return nil
	}
	return writeTable(p.stdout, all)
}

// measure answers the question set in a file.
func measure(ctx context.Context, path string, ask eval.Asker, each func(eval.Prediction) error) (eval.Figures, error) {
	f, err := os.Open(path)
	if err != nil {
		return eval.Figures{}, errors.Unwrap(err) // the caller names the path
	}
	defer f.Close() //nolint:errcheck // nothing was written
	return eval.Run(ctx, f, ask, each)
}

// progress returns what is called for every question. On a terminal it counts them.
func progress(w io.Writer, name string) func() {
	f, ok := w.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return func() {}
	}
	n, shown := 0, time.Time{}
	return func() {
		n++
		if time.Since(shown) > time.Second/10 {
			shown = time.Now()
			fmt.Fprintf(f, "\r\x1b[K%s: %d questions\r", name, n) //nolint:errcheck // only progress
		}
	}
}

// measured are the figures of one question set.
type measured struct {
	name    string
	figures eval.Figures
}

func (m measured) writeJSON(w io.Writer) error {
	figures := maps.Collect(m.figures.All())
	return json.NewEncoder(w).Encode(struct {
		Set     string             `json:"set"`
		Figures map[string]float64 `json:"figures"`
	}{m.name, figures})
}

// writeTable prints a row a figure and a column a set.
func writeTable(w io.Writer, sets []measured) error {
	var names []string // the figures of all sets, each set's in its order
	cells := map[string][]string{}
	for i, set := range sets {
		at := 0
		for name, value := range set.figures.All() {
			if cells[name] == nil {
				names = slices.Insert(names, at, name)
				cells[name] = make([]string, len(sets))
			}
			cells[name][i] = cell(name, value)
			at = slices.Index(names, name) + 1
		}
	}
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	for _, set := range sets {
		fmt.Fprintf(table, "\t%s", set.name) //nolint:errcheck // Flush says so
	}
	fmt.Fprintln(table, "\t") //nolint:errcheck // Flush says so
	for _, name := range names {
		fmt.Fprintf(table, "%s\t%s\t\n", name, strings.Join(cells[name], "\t")) //nolint:errcheck // Flush says so
	}
	return table.Flush()
}

// cell writes a figure: counts as they are, shares with three digits.
func cell(name string, value float64) string {
	switch {
	case name == "valid" && value == 1:
		return "yes"
	case name == "valid":
		return "no"
	case name == "answerable", name == "unanswerable", strings.HasSuffix(name, "questions"):
		return fmt.Sprint(int(value))
	}
	return fmt.Sprintf("%.3f", value)
}
