package discordtest

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// command is a registered command: what its fields mean, and what was sent.
type command struct {
	ID          string   `json:"id"`
	Name        string   `json:"name"`
	Kind        int      `json:"type"`
	Options     []option `json:"options"`
	Permissions any      `json:"default_member_permissions"`
	Contexts    []int    `json:"contexts"`
	Installs    []int    `json:"integration_types"`
	raw         object
}

type option struct {
	Name         string   `json:"name"`
	Kind         int      `json:"type"`
	Required     bool     `json:"required"`
	Autocomplete bool     `json:"autocomplete"`
	Choices      []Choice `json:"choices"`
	Options      []option `json:"options"`
	MinLength    int      `json:"min_length"`
	MaxLength    int      `json:"max_length"`
}

// Kinds of commands and options.
const (
	chatCommand    = 1
	messageCommand = 3
	optSubcommand  = 1
	optText        = 3
	optFlag        = 5
)

// Contexts of an interaction.
const (
	inGuild   = 0
	inBotDM   = 1
	inPrivate = 2
)

// A Command tells of a registered command.
type Command struct {
	ID, Guild, Name string
	Type            int
	JSON            []byte // as GET returns it
}

// Commands returns the commands registered in a server, or everywhere where guild is "".
func (s *Server) Commands(guild string) []Command {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []Command
	for _, c := range s.commands[guild] {
		raw, err := json.Marshal(c.raw)
		if err != nil {
			continue // it came as JSON
		}
		all = append(all, Command{ID: c.ID, Guild: guild, Name: c.Name, Type: c.Kind, JSON: raw})
	}
	return all
}

// newCommand reads a command and adds what Discord adds. A command of the same
// name and type keeps its id.
func (s *Server) newCommand(raw json.RawMessage, app, guild string) (*command, error) {
	var c command
	if err := json.Unmarshal(raw, &c); err != nil {
		return nil, err
	}
	if c.Kind == 0 {
		c.Kind = chatCommand
	}
	c.ID = s.newID()
	for _, old := range s.commands[guild] {
		if old.Name == c.Name && old.Kind == c.Kind {
			c.ID = old.ID
		}
	}
	if err := json.Unmarshal(raw, &c.raw); err != nil {
		return nil, err
	}
	if bare := withoutNull(c.raw["options"]); bare != nil {
		c.raw["options"] = bare
	} else {
		delete(c.raw, "options")
	}
	defaults := object{
		"default_member_permissions": nil, "nsfw": false, "dm_permission": true, "name_localizations": nil, "description_localizations": nil,
		"description": "", "integration_types": []int{0}, "contexts": nil,
	}
	for k, otherwise := range defaults {
		if _, ok := c.raw[k]; !ok {
			c.raw[k] = otherwise
		}
	}
	if n, ok := c.raw["default_member_permissions"].(float64); ok {
		c.raw["default_member_permissions"] = strconv.FormatInt(int64(n), 10)
	}
	if guild != "" {
		c.raw["guild_id"] = guild
	}
	c.raw["id"], c.raw["application_id"], c.raw["version"], c.raw["type"] = c.ID, app, s.newID(), c.Kind
	return &c, nil
}

// withoutNull drops what is null, which Discord does not send back.
func withoutNull(v any) any {
	switch v := v.(type) {
	case object:
		maps.DeleteFunc(v, func(_ string, e any) bool { return withoutNull(e) == nil })
	case []any:
		for _, e := range v {
			withoutNull(e)
		}
	}
	return v
}

// commandJSON is a command as an answer has it.
func (c *call) commandJSON(cmd *command) object {
	o := maps.Clone(cmd.raw)
	if c.Method == http.MethodGet && c.URL.Query().Get("with_localizations") != "true" {
		delete(o, "name_localizations")
		delete(o, "description_localizations")
	}
	return o
}

// place returns the server in which commands are registered; "" = everywhere.
func (c *call) place() (guild string, refused *reply) {
	guild = c.PathValue("guild")
	if c.PathValue("app") != c.s.App {
		return "", &reply{status: http.StatusForbidden, body: object{"message": "Missing Access", "code": 50001}}
	}
	if g := c.s.guilds[guild]; guild != "" && (g == nil || g.Role == "") {
		return "", &missingAccess
	}
	return guild, nil
}

func getCommands(c *call) reply {
	guild, refused := c.place()
	if refused != nil {
		return *refused
	}
	all := []object{}
	for _, cmd := range c.s.commands[guild] {
		all = append(all, c.commandJSON(cmd))
	}
	return reply{status: http.StatusOK, body: all}
}

func putCommands(c *call) reply {
	guild, refused := c.place()
	if refused != nil {
		return *refused
	}
	var list []json.RawMessage
	if !c.decode(&list) {
		return invalidForm("want a list of commands")
	}
	var next []*command
	all := []object{}
	for _, raw := range list {
		cmd, err := c.s.newCommand(raw, c.PathValue("app"), guild)
		if err != nil {
			return invalidForm(err.Error())
		}
		next = append(next, cmd)
		all = append(all, c.commandJSON(cmd))
	}
	c.s.commands[guild] = next
	return reply{status: http.StatusOK, body: all}
}

func postCommand(c *call) reply {
	guild, refused := c.place()
	if refused != nil {
		return *refused
	}
	cmd, err := c.s.newCommand(c.body, c.PathValue("app"), guild)
	if err != nil {
		return invalidForm(err.Error())
	}
	for n, old := range c.s.commands[guild] {
		if old.ID == cmd.ID {
			c.s.commands[guild][n] = cmd
			return reply{status: http.StatusOK, body: c.commandJSON(cmd)}
		}
	}
	c.s.commands[guild] = append(c.s.commands[guild], cmd)
	return reply{status: http.StatusCreated, body: c.commandJSON(cmd)}
}

func deleteCommand(c *call) reply {
	guild, refused := c.place()
	if refused != nil {
		return *refused
	}
	for n, cmd := range c.s.commands[guild] {
		if cmd.ID == c.PathValue("command") {
			c.s.commands[guild] = slices.Delete(c.s.commands[guild], n, n+1)
			return reply{status: http.StatusNoContent}
		}
	}
	return unknownCommand
}

// find finds the command that a person sees in a channel by its name.
func (s *Server) find(u *User, ch *Channel, name string, kind int) (cmd *command, guild string, err error) {
	context, where := inPrivate, ""
	if ch.Guild != nil {
		context, where = inGuild, ch.Guild.ID
	} else if ch.botIn() {
		context = inBotDM
	}
	look := func(guild string) *command {
		for _, c := range s.commands[guild] {
			if c.Name == name && c.Kind == kind {
				return c
			}
		}
		return nil
	}
	if where != "" {
		cmd, guild = look(where), where
	}
	if cmd == nil {
		cmd, guild = look(""), ""
	}
	installed := []int{}
	if ch.Guild != nil && ch.Guild.Role != "" || context == inBotDM {
		installed = append(installed, 0)
	}
	if u.installs {
		installed = append(installed, 1)
	}
	switch {
	case cmd == nil:
		return nil, "", unseen("no command %q of type %d is registered here", name, kind)
	case cmd.Contexts != nil && !slices.Contains(cmd.Contexts, context):
		return nil, "", unseen("command %q is not shown in context %d", name, context)
	case !slices.ContainsFunc(installed, func(n int) bool {
		return slices.Contains(cmd.Installs, n) || n == 0 && len(cmd.Installs) == 0
	}):
		return nil, "", unseen("command %q is not installed where it is used", name)
	}
	if text, ok := cmd.Permissions.(string); ok && ch.Guild != nil {
		if need, err := strconv.ParseInt(text, 10, 64); err == nil && (need == 0 || ch.Guild.permissions(u)&need != need) {
			return nil, "", unseen("command %q is not shown to this member", name)
		}
	}
	return cmd, guild, nil
}

// Args are what a person gives to a command's options, by name: strings and bools.
type Args map[string]any

// fill makes the options of an interaction, as the client checks them. Focused is
// the option that is being typed; "" = the command is sent.
func fill(options []option, words []string, args Args, focused string) ([]object, error) {
	out := []object{}
	if len(words) > 0 {
		for _, o := range options {
			if o.Name == words[0] && o.Kind <= 2 {
				inner, err := fill(o.Options, words[1:], args, focused)
				if err != nil {
					return nil, err
				}
				return []object{{"name": o.Name, "type": o.Kind, "options": inner}}, nil
			}
		}
		return nil, unseen("no subcommand %q", words[0])
	}
	known := 0
	for _, o := range options {
		v, given := args[o.Name]
		if given {
			known++
		}
		if o.Kind <= 2 {
			return nil, unseen("a subcommand must be named, as %q", o.Name)
		}
		if !given {
			if o.Required && focused == "" {
				return nil, unseen("option %q is required", o.Name)
			}
			continue
		}
		e := object{"name": o.Name, "type": o.Kind, "value": v}
		switch text, isText := v.(string); {
		case o.Kind == optText && !isText, o.Kind == optFlag && isText:
			return nil, unseen("option %q: %T is of the wrong type", o.Name, v)
		case focused == o.Name:
			if !o.Autocomplete {
				return nil, unseen("option %q has no autocompletion", o.Name)
			}
			e["focused"] = true
		case isText && o.MaxLength > 0 && len([]rune(text)) > o.MaxLength, isText && len([]rune(text)) < o.MinLength:
			return nil, unseen("option %q: %d characters, of %d to %d", o.Name, len([]rune(text)), o.MinLength, o.MaxLength)
		case len(o.Choices) > 0 && !slices.ContainsFunc(o.Choices, func(c Choice) bool { return c.Value == v }):
			return nil, unseen("option %q: %v is no choice", o.Name, v)
		}
		out = append(out, e)
	}
	if known < len(args) {
		return nil, unseen("the command has not all of the options %v", args)
	}
	return out, nil
}

// split parts the name of a command from its subcommands.
func split(name string) (command string, words []string) {
	f := strings.Fields(name)
	if len(f) == 0 {
		return "", nil
	}
	return f[0], f[1:]
}
