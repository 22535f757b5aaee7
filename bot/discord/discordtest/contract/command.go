package contract

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"
)

type command struct {
	Type         int               `json:"type"`
	Name         string            `json:"name"`
	Names        map[string]string `json:"name_localizations"`
	About        string            `json:"description"`
	Abouts       map[string]string `json:"description_localizations"`
	Required     bool              `json:"required"`
	Autocomplete bool              `json:"autocomplete"`
	Choices      []choice          `json:"choices"`
	Options      []json.RawMessage `json:"options"`
}

type choice struct {
	Name  string            `json:"name"`
	Names map[string]string `json:"name_localizations"`
	Value any               `json:"value"`
}

// commandName is the documentation's, but that Go writes a script otherwise.
var commandName = regexp.MustCompile(`^[-_'\p{L}\p{N}\p{Devanagari}\p{Thai}]{1,32}$`)

// commands holds one command or a list of them against the rules.
func (f *found) commands(r Request) {
	list := []json.RawMessage{r.Body}
	if r.Method == "PUT" {
		list = nil
		if !f.read("the commands", r.Body, &list) {
			return
		}
	}
	seen := map[string]bool{}
	for _, raw := range list {
		f.keys("a command", raw, commandKeys)
		var c command
		if !f.read("a command", raw, &c) {
			continue
		}
		if c.Type == 0 {
			c.Type = 1
		}
		if key := fmt.Sprint(c.Type, c.Name); seen[key] {
			f.add(CommandUnique, "%q", c.Name)
		} else {
			seen[key] = true
		}
		if r.Method != "PATCH" || c.Name != "" {
			f.name(c, c.Type == 1)
		}
		size := f.options(c)
		if size > 8000 {
			f.add(CommandSize, "%q has %d", c.Name, size)
		}
	}
}

// name checks the names and descriptions of a command or an option; those of a
// menu may have spaces and upper case, and no description.
func (f *found) name(c command, chat bool) {
	check := func(name string) {
		switch {
		case chat && (!commandName.MatchString(name) || strings.ToLower(name) != name):
			f.add(CommandName, "%q", name)
		case !chat && (strings.TrimSpace(name) == "" || utf8.RuneCountInString(name) > 32):
			f.add(CommandName, "%q", name)
		}
	}
	about := func(text string) {
		if n := utf8.RuneCountInString(text); chat && (n < 1 || n > 100) || !chat && n > 0 {
			f.add(CommandAbout, "%q: %d", c.Name, n)
		}
	}
	check(c.Name)
	about(c.About)
	for _, n := range c.Names {
		check(n)
	}
	for _, a := range c.Abouts {
		about(a)
	}
}

// options checks the options of a command and returns the size of all its texts.
func (f *found) options(c command) int {
	size := longest(c.Name, c.Names) + longest(c.About, c.Abouts)
	for _, ch := range c.Choices {
		size += longest(ch.Name, ch.Names)
		if s, ok := ch.Value.(string); ok {
			size += utf8.RuneCountInString(s)
		}
	}
	f.choices(c.Choices)
	if c.Autocomplete && len(c.Choices) > 0 {
		f.add(Autocompletion, "%q", c.Name)
	}
	seen := map[string]bool{}
	optional := false
	for _, raw := range c.Options {
		f.keys("an option", raw, optionKeys)
		var o command
		if !f.read("an option", raw, &o) {
			continue
		}
		f.name(o, true)
		if seen[o.Name] {
			f.add(CommandUnique, "option %q", o.Name)
		}
		seen[o.Name] = true
		if o.Required && optional {
			f.add(CommandOrder, "option %q", o.Name)
		}
		optional = optional || !o.Required
		size += f.options(o)
	}
	return size
}

func (f *found) choices(all []choice) {
	if len(all) > 25 {
		f.add(ChoiceSize, "%d choices, of at most 25", len(all))
	}
	for _, c := range all {
		name := utf8.RuneCountInString(c.Name)
		value, isText := c.Value.(string)
		if name < 1 || name > 100 || isText && utf8.RuneCountInString(value) > 100 || c.Value == nil {
			f.add(ChoiceSize, "%q = %.20q…", c.Name, value)
		}
	}
}

// longest is the size of a text in the language that needs most.
func longest(text string, in map[string]string) int {
	n := utf8.RuneCountInString(text)
	for _, t := range in {
		n = max(n, utf8.RuneCountInString(t))
	}
	return n
}
