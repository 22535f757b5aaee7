package discord

import (
	"github.com/bwmarrin/discordgo"

	"footnote/bot"
)

// The names of the commands and their options, which are also their keys in the
// catalogue, after "cmd_" and "opt_".
const (
	cmdAsk      = "ask"
	cmdSources  = "sources"
	cmdReport   = "report"
	cmdHelp     = "help"
	cmdPrivacy  = "privacy"
	cmdFootnote = "footnote"
	cmdSettings = "settings"
	cmdFind     = "find" // the key; its name has spaces
	optQuestion = "question"
	optPrivate  = "private"
	optReport   = "report"
	optSource   = "source"
)

// Commands returns the commands to register, in an order that never changes.
func (h *Handler) Commands() []*discordgo.ApplicationCommand {
	var (
		everywhere = []discordgo.InteractionContextType{
			discordgo.InteractionContextGuild, discordgo.InteractionContextBotDM, discordgo.InteractionContextPrivateChannel,
		}
		serverOrUser = []discordgo.ApplicationIntegrationType{
			discordgo.ApplicationIntegrationGuildInstall, discordgo.ApplicationIntegrationUserInstall,
		}
		serverOnly   = []discordgo.InteractionContextType{discordgo.InteractionContextGuild}
		install      = []discordgo.ApplicationIntegrationType{discordgo.ApplicationIntegrationGuildInstall}
		manageServer = int64(discordgo.PermissionManageGuild)
		english      = h.words.voices[0]
	)
	command := func(key string, options ...*discordgo.ApplicationCommandOption) *discordgo.ApplicationCommand {
		names, about := h.words.in("cmd_"+key), h.words.in("cmd_"+key+"_about")
		return &discordgo.ApplicationCommand{
			Type: discordgo.ChatApplicationCommand, Name: english.say("cmd_" + key), NameLocalizations: &names,
			Description: english.say("cmd_" + key + "_about"), DescriptionLocalizations: &about,
			Contexts: &everywhere, IntegrationTypes: &serverOrUser, Options: options,
		}
	}
	option := func(kind discordgo.ApplicationCommandOptionType, prefix, key string) *discordgo.ApplicationCommandOption {
		return &discordgo.ApplicationCommandOption{
			Type: kind, Name: english.say(prefix + key), NameLocalizations: h.words.in(prefix + key),
			Description: english.say(prefix + key + "_about"), DescriptionLocalizations: h.words.in(prefix + key + "_about"),
		}
	}
	completed := func(key string) *discordgo.ApplicationCommandOption {
		o := option(discordgo.ApplicationCommandOptionString, "opt_", key)
		o.Autocomplete = true
		return o
	}

	question := completed(optQuestion)
	least := 1
	question.Required, question.MinLength, question.MaxLength = true, &least, bot.MaxQuestion
	private := option(discordgo.ApplicationCommandOptionBoolean, "opt_", optPrivate)
	settings := command(cmdFootnote, option(discordgo.ApplicationCommandOptionSubCommand, "cmd_", cmdSettings))
	settings.DefaultMemberPermissions, settings.Contexts, settings.IntegrationTypes = &manageServer, &serverOnly, &install
	find := command(cmdFind)
	find.Type, find.Description, find.DescriptionLocalizations = discordgo.MessageApplicationCommand, "", nil

	return []*discordgo.ApplicationCommand{
		command(cmdAsk, question, private, completed(optReport)),
		command(cmdSources, completed(optSource), completed(optReport)),
		command(cmdReport, completed(optReport)),
		command(cmdHelp),
		command(cmdPrivacy),
		settings,
		find,
	}
}

// options is what was given to a command.
type options []*discordgo.ApplicationCommandInteractionDataOption

// text returns the text given for an option, or "".
func (o options) text(name string) string {
	s, _ := o.value(name).(string)
	return s
}

// flag returns the truth given for an option, and whether one was given.
func (o options) flag(name string) (value, given bool) {
	value, given = o.value(name).(bool)
	return value, given
}

func (o options) value(name string) any {
	for _, opt := range o {
		if opt != nil && opt.Name == name {
			return opt.Value
		}
	}
	return nil
}

// focused returns the option that is being typed, or nil.
func (o options) focused() *discordgo.ApplicationCommandInteractionDataOption {
	for _, opt := range o {
		if opt != nil && opt.Focused {
			return opt
		}
	}
	return nil
}
