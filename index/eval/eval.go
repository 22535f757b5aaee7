// Package eval measures how well questions about reports are answered.
//
// A question set is JSON Lines, a report a line, with questions on that report
// and the answers to them. [Run] asks every question of its own report alone
// and scores what comes back; [Ask] is how Footnote itself answers.
//
// An [Asker] is handed a [Report] and [Question]s, types that have no place for
// an answer. The answers of a line are decoded, into types of their own, only
// after all predictions for that line have been made.
package eval

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// A Report is a line of a question set as far as the one who answers may see it.
type Report struct {
	ID        string     `json:"id"`
	Lang      string     `json:"lang"`
	Title     string     `json:"title"` // not part of Text
	Text      string     `json:"text"`
	Sentences [][2]int   `json:"sentences"` // the passages to rank, in code points of Text; nil where the program segments
	Questions []Question `json:"questions"`
}

// A Question is asked of the report that it stands with.
type Question struct {
	ID   string `json:"id"`
	Text string `json:"question"`
}

// A Prediction is what came back for one question.
type Prediction struct {
	ID         string    `json:"id"`
	Answered   bool      `json:"answered"`
	Confidence float64   `json:"confidence"` // probability that the first passage answers
	Passages   []Passage `json:"passages"`   // best first, also where Answered is false
}

// A Passage is a range of code points of the report's text.
type Passage struct {
	Start int     `json:"start"`
	End   int     `json:"end"`
	Score float64 `json:"score"`
}

// MaxPassages is how many passages a prediction holds at most.
const MaxPassages = 10

// An Asker predicts one answer for each question of a report, in their order.
type Asker func(context.Context, Report) ([]Prediction, error)

// maxLine bounds a line of a question set, in bytes.
const maxLine = 64 << 20

// Run asks every question of a question set and returns the figures.
// Each, if not nil, is called with every prediction, in the order of the set,
// when its report is done. No more than one report is held in memory at a time.
func Run(ctx context.Context, set io.Reader, ask Asker, each func(Prediction) error) (Figures, error) {
	var s scorer
	lines := bufio.NewScanner(set)
	lines.Buffer(nil, maxLine)
	for n := 1; lines.Scan(); n++ {
		line := bytes.TrimSpace(lines.Bytes())
		if len(line) == 0 {
			continue
		}
		preds, err := predict(ctx, line, ask)
		if err != nil {
			return Figures{}, fmt.Errorf("line %d: %w", n, err)
		}
		if err := s.line(line, preds); err != nil {
			return Figures{}, fmt.Errorf("line %d: %w", n, err)
		}
		if each == nil {
			continue
		}
		for _, p := range preds {
			if err := each(p); err != nil {
				return Figures{}, err
			}
		}
	}
	if err := lines.Err(); errors.Is(err, bufio.ErrTooLong) {
		return Figures{}, fmt.Errorf("a line is longer than %d MiB: split the set", maxLine>>20)
	} else if err != nil {
		return Figures{}, fmt.Errorf("read question set: %w", err)
	}
	return s.figures(), nil
}

// predict answers the questions of a line without sight of their answers.
func predict(ctx context.Context, line []byte, ask Asker) ([]Prediction, error) {
	var r Report
	if err := json.Unmarshal(line, &r); err != nil {
		return nil, fmt.Errorf("not a report of a question set: %w", err)
	}
	preds, err := ask(ctx, r)
	if err != nil {
		return nil, fmt.Errorf("report %q: %w", r.ID, err)
	}
	if len(preds) != len(r.Questions) {
		return nil, fmt.Errorf("report %q: %d predictions for %d questions", r.ID, len(preds), len(r.Questions))
	}
	for i, q := range r.Questions {
		if preds[i].ID != q.ID {
			return nil, fmt.Errorf("report %q: a prediction for question %q where %q was asked", r.ID, preds[i].ID, q.ID)
		}
	}
	return preds, nil
}
