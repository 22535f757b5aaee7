package discordtest

import (
	"encoding/json"
	"strconv"
)

// object is a JSON object on the wire. discordgo's types are not used here: the
// fake is to find out what they do, and not all of them can be marshalled.
type object = map[string]any

func (u *User) wire() object {
	return object{
		"id": u.ID, "username": u.Name, "global_name": u.Name, "discriminator": "0", "avatar": nil, "public_flags": 0,
		"flags": 0, "bot": u.bot, "primary_guild": nil,
	}
}

func (u *User) locale() string {
	if u.Locale == "" {
		return "en-US"
	}
	return u.Locale
}

func (c *Channel) wire() object {
	o := object{"id": c.ID, "type": c.kind, "last_message_id": nil, "flags": 0}
	switch {
	case c.Guild == nil:
		var with []object
		for _, u := range c.with {
			if u != c.s.Bot {
				with = append(with, u.wire())
			}
		}
		o["recipients"] = with
	case c.Parent != nil:
		o["guild_id"], o["name"], o["parent_id"], o["owner_id"] = c.Guild.ID, c.Name, c.Parent.ID, c.s.Bot.ID
		o["message_count"], o["member_count"], o["rate_limit_per_user"], o["total_message_sent"] = 0, 1, 0, 0
		o["thread_metadata"] = object{
			"archived": false, "auto_archive_duration": 1440, "archive_timestamp": stamp(c.s.clock.now()), "locked": false,
			"create_timestamp": stamp(c.s.clock.now()),
		}
	default:
		o["guild_id"], o["name"], o["position"], o["parent_id"], o["topic"] = c.Guild.ID, c.Name, 0, nil, nil
		o["permission_overwrites"], o["nsfw"], o["rate_limit_per_user"] = []object{}, false, 0
	}
	return o
}

func (g *Guild) wireMember(u *User) object {
	roles := []string{}
	if u == g.s.Bot && g.Role != "" {
		roles = append(roles, g.Role)
	}
	return object{
		"roles": roles, "joined_at": stamp(g.s.clock.now()), "deaf": false, "mute": false, "nick": nil, "avatar": nil,
		"banner": nil, "premium_since": nil, "pending": false, "communication_disabled_until": nil, "flags": 0,
	}
}

// wireGuild is a server as GUILD_CREATE has it.
func (s *Server) wireGuild(g *Guild) object {
	role := func(id, name string, permissions int64) object {
		return object{
			"id": id, "name": name, "color": 0, "colors": object{"primary_color": 0, "secondary_color": nil, "tertiary_color": nil},
			"hoist": false, "icon": nil, "unicode_emoji": nil, "position": 0, "permissions": strconv.FormatInt(permissions, 10),
			"managed": false, "mentionable": false, "flags": 0,
		}
	}
	mine := role(g.Role, s.Bot.Name, g.bot)
	mine["managed"], mine["mentionable"], mine["position"], mine["tags"] = true, true, 1, object{"bot_id": s.Bot.ID}
	me := g.wireMember(s.Bot)
	me["user"] = s.Bot.wire()
	channels, threads := []object{}, []object{}
	for _, c := range s.channels {
		switch {
		case c.Guild != g:
		case c.Parent == nil:
			channels = append(channels, c.wire())
		default:
			threads = append(threads, c.wire())
		}
	}
	return object{
		"id": g.ID, "name": g.Name, "icon": nil, "splash": nil, "discovery_splash": nil, "owner_id": "1", "afk_channel_id": nil,
		"afk_timeout": 300, "verification_level": 0, "default_message_notifications": 0, "explicit_content_filter": 0,
		"roles": []object{role(g.ID, "@everyone", memberPermissions), mine}, "emojis": []object{}, "stickers": []object{},
		"features": []string{}, "mfa_level": 0, "application_id": nil, "system_channel_id": nil, "system_channel_flags": 0,
		"rules_channel_id": nil, "max_members": 500000, "vanity_url_code": nil, "description": nil, "banner": nil,
		"premium_tier": 0, "premium_subscription_count": 0, "preferred_locale": g.locale, "public_updates_channel_id": nil,
		"nsfw_level": 0, "premium_progress_bar_enabled": false, "safety_alerts_channel_id": nil, "joined_at": stamp(s.clock.now()),
		"large": false, "unavailable": false, "member_count": len(s.users), "voice_states": []object{}, "members": []object{me},
		"channels": channels, "threads": threads, "presences": []object{}, "stage_instances": []object{},
		"guild_scheduled_events": []object{}, "soundboard_sounds": []object{}, "nsfw": false, "region": "deprecated", "incidents_data": nil,
	}
}

// wire is a message as REST shows it, blank or not.
func (m *message) wire(blank bool) object {
	mentions := []object{}
	for _, u := range m.mentions {
		mentions = append(mentions, u.wire())
	}
	o := object{
		"id": m.id, "channel_id": m.channel.ID, "type": m.kind, "author": m.author.wire(), "content": m.content,
		"embeds": raws(m.embeds), "components": raws(m.components), "attachments": []object{}, "mentions": mentions,
		"mention_roles": append([]string{}, m.roles...), "mention_everyone": m.everyone, "timestamp": stamp(m.sent),
		"edited_timestamp": nil, "flags": m.flags, "pinned": false, "tts": false,
	}
	if m.edits > 0 {
		o["edited_timestamp"] = stamp(m.edited)
	}
	if blank {
		o["content"], o["embeds"], o["components"] = "", []object{}, []object{}
	}
	if m.nonce != nil {
		o["nonce"] = m.nonce
	}
	if m.webhook != "" {
		o["webhook_id"] = m.webhook
	}
	if m.author == m.s.Bot || m.byInteraction != nil {
		o["application_id"] = m.s.App
	}
	if i := m.byInteraction; i != nil {
		o["webhook_id"] = m.s.App
		o["interaction_metadata"] = object{
			"id": i.ID, "type": i.kind, "user": i.user.wire(), "authorizing_integration_owners": i.owners(),
		}
	}
	if m.refersTo != "" {
		ref := object{"type": 0, "channel_id": m.channel.ID, "message_id": m.refersTo}
		if g := m.channel.guildID(); g != "" {
			ref["guild_id"] = g
		}
		o["message_reference"] = ref
	}
	return o
}

// event is a message as the gateway sends it to a session with these intents.
func (m *message) event(intents int) object {
	o := m.wire(m.blankFor(intents))
	if g := m.channel.Guild; g != nil {
		o["guild_id"] = g.ID
		o["member"] = g.wireMember(m.author)
		for n, u := range m.mentions {
			o["mentions"].([]object)[n]["member"] = g.wireMember(u)
		}
	}
	if m.refersTo != "" {
		o["referenced_message"] = nil
		if r := m.s.messages[m.refersTo]; r != nil && !r.deleted {
			o["referenced_message"] = r.wire(r.blankFor(intents))
		}
	}
	return o
}

func raws(list []json.RawMessage) []json.RawMessage { return append([]json.RawMessage{}, list...) }
