package main

import (
	"context"
	"fmt"
	"strings"

	"footnote/bot"
	"footnote/bot/console"
)

type askCommand struct {
	library

	Question []string `arg:"" optional:"" help:"The question. Without it, a prompt: a question a line."`
	Report   string   `placeholder:"ID" env:"FOOTNOTE_REPORT" help:"Ask only the report of this id."`
	Limit    int      `default:"3" env:"FOOTNOTE_LIMIT" help:"Passages to show at most, 1 to 50."`
	Explain  bool     `env:"FOOTNOTE_EXPLAIN" help:"Say for each passage what gave its score."`
	JSON     bool     `name:"json" env:"FOOTNOTE_JSON" help:"Print one JSON object a question."`
}

// maxLimit is how many passages may be asked for at once.
const maxLimit = 50

func (c *askCommand) Run(ctx context.Context, p *program) error {
	if c.Limit < 1 || c.Limit > maxLimit {
		return fmt.Errorf("--limit %d: give 1 to %d: %w", c.Limit, maxLimit, errUsage)
	}
	b, done, err := c.open(p)
	if err != nil {
		return err
	}
	defer done()
	if err := c.checkReport(b); err != nil {
		return err
	}
	screen := console.NewScreen(p.stdout, p.getenv)
	ask := func(ctx context.Context, typed string) error {
		q := bot.NewQuestion(typed)
		q.Report, q.Limit, q.Explain = c.Report, c.Limit, c.Explain
		a, err := b.Ask(ctx, q)
		if err != nil {
			return err
		}
		if c.JSON {
			return writeAnswer(p.stdout, a, b.Reports())
		}
		return screen.Answer(a)
	}
	if len(c.Question) > 0 {
		typed := strings.Join(c.Question, " ")
		if bot.NewQuestion(typed).Text == "" {
			return fmt.Errorf("the question is empty: write one, or none for a prompt: %w", errUsage)
		}
		return ask(ctx, typed)
	}
	return console.Prompt(ctx, p.stdin, p.stdout, console.Greeting(b.Reports()), ask)
}

// checkReport refuses an id that no report has.
func (c *askCommand) checkReport(b *bot.Bot) error {
	if c.Report == "" {
		return nil
	}
	var ids []string
	for _, r := range b.Reports() {
		if r.ID == c.Report {
			return nil
		}
		ids = append(ids, r.ID)
	}
	return fmt.Errorf("--report %q: no such report: there are %s", c.Report, strings.Join(ids, ", "))
}
