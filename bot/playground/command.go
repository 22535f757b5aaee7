package playground

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/bwmarrin/discordgo"
)

// An invocation is a command with its options, as it was typed in one line:
// "/sources source:Axios report:cup". What stands before the first named option
// is the value of the command's first: "/ask Who won?".
type invocation struct {
	command *discordgo.ApplicationCommand
	sub     *discordgo.ApplicationCommandOption // nil where the command has none
	given   []given
}

// A given is an option with what was typed for it.
type given struct {
	*discordgo.ApplicationCommandOption
	value string
	start int // of the value, in bytes of the line
}

// commandsIn returns the commands that can be typed in a place.
func (d *desk) commandsIn(p place) []*discordgo.ApplicationCommand {
	return slices.DeleteFunc(d.handler.Commands(), func(c *discordgo.ApplicationCommand) bool {
		if c.Type != discordgo.ChatApplicationCommand {
			return true
		}
		return c.Contexts != nil && !slices.Contains(*c.Contexts, p.context())
	})
}

// named returns what a client in this locale shows for a name or a description.
func named(name string, localized map[discordgo.Locale]string, locale string) string {
	return cmp.Or(localized[discordgo.Locale(locale)], name)
}

func commandName(c *discordgo.ApplicationCommand, locale string) string {
	if c.NameLocalizations == nil {
		return c.Name
	}
	return named(c.Name, *c.NameLocalizations, locale)
}

func commandAbout(c *discordgo.ApplicationCommand, locale string) string {
	if c.DescriptionLocalizations == nil {
		return c.Description
	}
	return named(c.Description, *c.DescriptionLocalizations, locale)
}

// parse reads a typed command. The command is nil where none has its name.
func parse(line, locale string, commands []*discordgo.ApplicationCommand) invocation {
	name, _, _ := strings.Cut(strings.TrimPrefix(line, "/"), " ")
	at := slices.IndexFunc(commands, func(c *discordgo.ApplicationCommand) bool {
		return c.Name == name || commandName(c, locale) == name
	})
	if at < 0 {
		return invocation{}
	}
	v := invocation{command: commands[at]}
	options, from := v.command.Options, min(len(line), 1+len(name)+1)
	if v.cut() {
		name, _, _ := strings.Cut(line[from:], " ")
		at := slices.IndexFunc(options, func(o *discordgo.ApplicationCommandOption) bool {
			return o.Name == name || named(o.Name, o.NameLocalizations, locale) == name
		})
		if at < 0 {
			return v
		}
		v.sub = options[at]
		options, from = v.sub.Options, min(len(line), from+len(name)+1)
	}
	if len(options) == 0 {
		return v
	}
	// Each word "name:" opens the value of that option.
	open := given{ApplicationCommandOption: options[0], start: from}
	shut := func(end int) {
		open.value = line[open.start:end]
		if strings.TrimSpace(open.value) != "" || open.start > from {
			v.given = append(v.given, open)
		}
	}
	for at := from; at < len(line); at++ {
		if at > from && line[at-1] != ' ' {
			continue
		}
		for _, o := range options {
			for _, name := range []string{o.Name, named(o.Name, o.NameLocalizations, locale)} {
				if strings.HasPrefix(line[at:], name+":") && at >= open.start {
					shut(at)
					open = given{ApplicationCommandOption: o, start: at + len(name) + 1}
				}
			}
		}
	}
	shut(len(line))
	return v
}

// cut reports whether the command has words of a second kind, none of which was
// typed yet.
func (v invocation) cut() bool {
	return v.sub == nil && slices.ContainsFunc(v.command.Options, func(o *discordgo.ApplicationCommandOption) bool {
		return o.Type == discordgo.ApplicationCommandOptionSubCommand
	})
}

// options returns the possible options.
func (v invocation) options() []*discordgo.ApplicationCommandOption {
	if v.sub != nil {
		return v.sub.Options
	}
	return v.command.Options
}

// data returns what Discord sends for the command. The error is what its client
// says where it would not send.
func (v invocation) data() (commandJSON, error) {
	j := commandJSON{ID: "1", Type: int(discordgo.ChatApplicationCommand), Name: v.command.Name}
	if v.cut() {
		return j, fmt.Errorf("/%s needs a word more: %s", v.command.Name, v.command.Options[0].Name)
	}
	var options []optionJSON
	for _, g := range v.given {
		value := strings.TrimSpace(g.value)
		o := optionJSON{Type: int(g.Type), Name: g.Name, Value: value}
		switch {
		case g.Type == discordgo.ApplicationCommandOptionBoolean:
			truth, ok := map[string]bool{"true": true, "yes": true, "false": false, "no": false}[strings.ToLower(value)]
			if !ok {
				return j, fmt.Errorf("%s: takes True or False", g.Name)
			}
			o.Value = truth
		case g.MaxLength > 0 && utf8.RuneCountInString(value) > g.MaxLength:
			return j, fmt.Errorf("%s: takes %d characters at most", g.Name, g.MaxLength)
		case value == "":
			continue
		}
		options = append(options, o)
	}
	for _, o := range v.options() {
		if o.Required && !slices.ContainsFunc(options, func(g optionJSON) bool { return g.Name == o.Name }) {
			return j, fmt.Errorf("/%s needs %s: %s", v.command.Name, o.Name, o.Description)
		}
	}
	j.Options = options
	if v.sub != nil {
		j.Options = []optionJSON{{Type: int(discordgo.ApplicationCommandOptionSubCommand), Name: v.sub.Name, Options: options}}
	}
	return j, nil
}

// A choice is one way to go on with a line.
type choice struct {
	Line  string // the whole line after it is taken
	Label string
	About string
	More  bool // there are further choices after it
	Whole bool // the line can be sent after it
}

// complete returns the choices for a line, as a client shows them while it is
// typed: commands, then the choices of the bot, then further options.
func (d *desk) complete(ctx context.Context, p place, locale, line string) ([]choice, error) {
	if !strings.HasPrefix(line, "/") {
		return nil, nil
	}
	commands := d.commandsIn(p)
	if !strings.Contains(line, " ") {
		return commandChoices(line, locale, commands), nil
	}
	v := parse(line, locale, commands)
	if v.command == nil || v.cut() {
		return subChoices(v, line, locale), nil
	}
	if len(v.options()) == 0 {
		return nil, nil
	}
	focused := given{ApplicationCommandOption: v.options()[0], start: len(line)}
	if n := len(v.given); n > 0 {
		focused = v.given[n-1]
	}
	var choices []choice
	add := func(value, label string) {
		choices = append(choices, choice{Line: line[:focused.start] + value, Label: label, Whole: true})
	}
	switch {
	case focused.Type == discordgo.ApplicationCommandOptionBoolean:
		add("True", "True")
		add("False", "False")
	case focused.Autocomplete:
		found, err := d.autocomplete(ctx, p, locale, v, focused)
		if err != nil {
			return nil, err
		}
		for _, c := range found.Data.Choices {
			add(fmt.Sprint(c.Value), c.Name)
		}
	}
	if strings.HasSuffix(line, " ") && (strings.TrimSpace(focused.value) != "" || !focused.Required) {
		for _, o := range v.options() {
			if !o.Required && !slices.ContainsFunc(v.given, func(g given) bool { return g.Name == o.Name }) {
				choices = append(choices, choice{
					Line: line + o.Name + ":", Label: named(o.Name, o.NameLocalizations, locale) + ":",
					About: named(o.Description, o.DescriptionLocalizations, locale), More: true,
				})
			}
		}
	}
	return choices, nil
}

func commandChoices(line, locale string, commands []*discordgo.ApplicationCommand) []choice {
	var choices []choice
	for _, c := range commands {
		if name := commandName(c, locale); strings.HasPrefix(name, line[1:]) {
			choices = append(choices, choice{
				Line: "/" + name + " ", Label: "/" + name, About: commandAbout(c, locale),
				More: len(c.Options) > 0, Whole: !slices.ContainsFunc(c.Options, needed),
			})
		}
	}
	return choices
}

// needed reports whether a command cannot be sent without the option.
func needed(o *discordgo.ApplicationCommandOption) bool {
	return o.Required || o.Type == discordgo.ApplicationCommandOptionSubCommand
}

func subChoices(v invocation, line, locale string) []choice {
	if v.command == nil {
		return nil
	}
	var choices []choice
	command, typed, _ := strings.Cut(line, " ")
	for _, o := range v.command.Options {
		if name := named(o.Name, o.NameLocalizations, locale); strings.HasPrefix(name, typed) {
			choices = append(choices, choice{
				Line: command + " " + name + " ", Label: command + " " + name,
				About: named(o.Description, o.DescriptionLocalizations, locale), More: len(o.Options) > 0, Whole: !slices.ContainsFunc(o.Options, needed),
			})
		}
	}
	return choices
}

// autocomplete asks the handler for choices.
func (d *desk) autocomplete(ctx context.Context, p place, locale string, v invocation, focused given) (responseJSON, error) {
	j := commandJSON{ID: "1", Type: int(discordgo.ChatApplicationCommand), Name: v.command.Name}
	for _, g := range v.given {
		if g.Name != focused.Name && g.Type == discordgo.ApplicationCommandOptionString {
			j.Options = append(j.Options, optionJSON{Type: int(g.Type), Name: g.Name, Value: strings.TrimSpace(g.value)})
		}
	}
	j.Options = append(j.Options, optionJSON{Type: int(focused.Type), Name: focused.Name, Value: strings.TrimSpace(focused.value), Focused: true})
	r, _, _, err := d.respond(ctx, p.event(snowflake(0), locale, discordgo.InteractionApplicationCommandAutocomplete, j))
	return r, err
}
