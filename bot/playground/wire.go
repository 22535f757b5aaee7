package playground

import (
	"fmt"

	"github.com/bwmarrin/discordgo"
)

// Ids of what there is on the page, as Discord would give them.
const (
	botID     = "1100000000000000001"
	visitorID = "1100000000000000002"
	guildID   = "1100000000000000003"
	channelID = "1100000000000000004"
	directID  = "1100000000000000005"
	firstID   = 1100000000000001000 // of messages and interactions
)

// Names of the same.
const (
	botName     = "Footnote"
	visitorName = "you"
	channelName = "ask-the-report"
)

// names are what mentions are shown as.
var names = map[string]string{botID: botName, visitorID: visitorName, channelID: channelName}

// The types below are Discord's own, as it sends them: see
// https://discord.com/developers/docs/interactions/receiving-and-responding.
type (
	interaction struct {
		ID          string       `json:"id"`
		Application string       `json:"application_id"`
		Type        int          `json:"type"`
		Data        any          `json:"data"`
		Guild       string       `json:"guild_id,omitempty"`
		ChannelID   string       `json:"channel_id"`
		Channel     channel      `json:"channel"`
		Member      *member      `json:"member,omitempty"` // on servers
		User        *user        `json:"user,omitempty"`   // elsewhere
		Token       string       `json:"token"`
		Version     int          `json:"version"`
		Message     *messageJSON `json:"message,omitempty"`
		Locale      string       `json:"locale"`
		GuildLocale string       `json:"guild_locale,omitempty"`
		Context     int          `json:"context"`
	}
	channel struct {
		ID   string `json:"id"`
		Type int    `json:"type"`
	}
	member struct {
		User        user     `json:"user"`
		Permissions string   `json:"permissions"`
		Roles       []string `json:"roles"`
	}
	user struct {
		ID       string `json:"id"`
		Username string `json:"username"`
		Bot      bool   `json:"bot,omitempty"`
	}
	messageJSON struct {
		ID         string       `json:"id"`
		Type       int          `json:"type"`
		ChannelID  string       `json:"channel_id"`
		Guild      string       `json:"guild_id,omitempty"`
		Content    string       `json:"content"`
		Author     user         `json:"author"`
		Timestamp  string       `json:"timestamp"`
		Flags      int          `json:"flags,omitempty"`
		Mentions   []user       `json:"mentions"`
		Referenced *messageJSON `json:"referenced_message,omitempty"`
	}
	commandJSON struct {
		ID       string        `json:"id"`
		Type     int           `json:"type"`
		Name     string        `json:"name"`
		Options  []optionJSON  `json:"options,omitempty"`
		TargetID string        `json:"target_id,omitempty"`
		Resolved *resolvedJSON `json:"resolved,omitempty"`
	}
	optionJSON struct {
		Type    int          `json:"type"`
		Name    string       `json:"name"`
		Value   any          `json:"value,omitempty"`
		Focused bool         `json:"focused,omitempty"`
		Options []optionJSON `json:"options,omitempty"`
	}
	resolvedJSON struct {
		Messages map[string]messageJSON `json:"messages"`
	}
	clickJSON struct {
		ComponentType int    `json:"component_type"`
		CustomID      string `json:"custom_id"`
	}
	// responseJSON is what of a response a client draws.
	responseJSON struct {
		Type int      `json:"type"`
		Data sentJSON `json:"data"`
	}
	sentJSON struct {
		Content    string          `json:"content"`
		Flags      int             `json:"flags"`
		Components []componentJSON `json:"components"`
		Choices    []struct {
			Name  string `json:"name"`
			Value any    `json:"value"`
		} `json:"choices"`
	}
	componentJSON struct {
		Type       int             `json:"type"`
		Label      string          `json:"label"`
		Style      int             `json:"style"`
		CustomID   string          `json:"custom_id"`
		URL        string          `json:"url"`
		Disabled   bool            `json:"disabled"`
		Components []componentJSON `json:"components"`
	}
)

// snowflake returns the id of the n-th thing that happened.
func snowflake(n int) string { return fmt.Sprint(firstID + n) }

// event makes an interaction in a place.
func (p place) event(id, locale string, kind discordgo.InteractionType, data any) interaction {
	i := interaction{
		ID: id, Application: botID, Type: int(kind), Data: data, Token: "playground", Version: 1, Locale: locale,
		ChannelID: p.channel(), Channel: channel{ID: p.channel(), Type: int(discordgo.ChannelTypeGuildText)},
	}
	you := user{ID: visitorID, Username: visitorName}
	if p == inDirect {
		i.Channel.Type, i.Context, i.User = int(discordgo.ChannelTypeDM), int(discordgo.InteractionContextBotDM), &you
		return i
	}
	i.Guild, i.GuildLocale = guildID, locale
	i.Member = &member{User: you, Permissions: fmt.Sprint(discordgo.PermissionAll), Roles: []string{}}
	return i
}
