package main

import (
	"footnote/bot/console"
	"footnote/index"
)

type inspectCommand struct {
	File string `arg:"" help:"The report to read."`
	JSON bool   `name:"json" env:"FOOTNOTE_JSON" help:"Print one JSON object a sentence."`
}

func (c *inspectCommand) Run(p *program) error {
	r, err := readFile(c.File)
	if err != nil {
		return err
	}
	index.Prepare(r)
	if c.JSON {
		return writeSentences(p.stdout, r)
	}
	return console.NewScreen(p.stdout, p.getenv).Report(r)
}
