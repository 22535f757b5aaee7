package discord

import (
	"context"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"
)

// maxCompletion is how long choices may be looked for. Discord waits longer, a
// typing person does not: after it there are none.
const maxCompletion = 250 * time.Millisecond

// complete returns the choices for the option that is being typed.
func (h *Handler) complete(ctx context.Context, v voice, data discordgo.ApplicationCommandInteractionData) []*discordgo.ApplicationCommandOptionChoice {
	opts := options(data.Options)
	focused := opts.focused()
	if focused == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, maxCompletion)
	defer cancel()
	typed := opts.text(focused.Name)
	on := h.edition()
	rep, _ := on.number(h.bot, strings.TrimSpace(opts.text(optReport))) // half a name is no report yet: all
	var found []*discordgo.ApplicationCommandOptionChoice
	// add takes a choice whose value fits; a value that is cut would mean something else.
	add := func(name, value string) {
		if name != "" && value != "" && size(value) <= maxChoiceValue {
			found = append(found, &discordgo.ApplicationCommandOptionChoice{Name: cut(name, maxChoiceName), Value: value})
		}
	}
	switch focused.Name {
	case optQuestion:
		all, err := h.bot.Suggest(ctx, typed, on.id(rep), maxChoices)
		if err != nil {
			return nil
		}
		for _, s := range all {
			add(s.Question, s.Question)
		}
	case optReport:
		typed = strings.ToLower(strings.TrimSpace(typed))
		for _, r := range on.reports {
			name := r.Title
			if name == "" {
				name = r.ID
			}
			if strings.Contains(strings.ToLower(name), typed) || strings.Contains(strings.ToLower(r.ID), typed) {
				add(name, r.ID)
			}
		}
	case optSource:
		for _, c := range h.bot.FindSources(typed, on.id(rep)) {
			add(v.sourceLine(c, plain), c.Name)
		}
	}
	return found[:min(len(found), maxChoices)]
}

// choices is the response to an autocompletion. Without choices the client says
// that nothing matches, and takes any text.
func choices(found []*discordgo.ApplicationCommandOptionChoice) *discordgo.InteractionResponse {
	return &discordgo.InteractionResponse{
		Type: discordgo.InteractionApplicationCommandAutocompleteResult,
		Data: &discordgo.InteractionResponseData{Choices: found},
	}
}
