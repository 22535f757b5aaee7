package wire

import (
	"encoding/json"
	"maps"
	"sync"

	"footnote/bot/discord"
)

// places knows of each server what a message does not tell: the bot's managed
// role, the language, and which channels its threads belong to. It stands in for
// discordgo's state, which has data races.
type places struct {
	mu     sync.Mutex
	user   string // the bot's id
	guilds map[string]*guild
}

type guild struct {
	locale  string
	roles   map[string]string // id of a bot to its managed role
	threads map[string]string // id of a thread to its channel
}

func newPlaces() *places {
	return &places{guilds: map[string]*guild{}}
}

// ready notes who the bot is.
func (p *places) ready(user string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.user = user
}

// self returns what is known of the bot where a message stands.
func (p *places) self(guildID, channelID string) discord.Self {
	p.mu.Lock()
	defer p.mu.Unlock()
	me := discord.Self{UserID: p.user}
	if g := p.guilds[guildID]; g != nil {
		me.Locale, me.Parent = g.locale, g.threads[channelID]
		if role := g.roles[p.user]; role != "" {
			me.Roles = []string{role}
		}
	}
	return me
}

type wireRole struct {
	ID   string `json:"id"`
	Tags struct {
		BotID string `json:"bot_id"`
	} `json:"tags"`
}

type wireThread struct {
	ID       string `json:"id"`
	ParentID string `json:"parent_id"`
	Metadata struct {
		Archived bool `json:"archived"`
	} `json:"thread_metadata"`
}

// learn takes in a dispatch about a server; others it leaves alone.
func (p *places) learn(kind string, raw json.RawMessage) error {
	switch kind {
	case "GUILD_CREATE", "GUILD_UPDATE", "GUILD_DELETE", "GUILD_ROLE_CREATE", "GUILD_ROLE_UPDATE", "GUILD_ROLE_DELETE",
		"THREAD_CREATE", "THREAD_UPDATE", "THREAD_DELETE", "THREAD_LIST_SYNC":
	default:
		return nil
	}
	var e struct {
		wireThread              // or a server
		GuildID    string       `json:"guild_id"`
		Locale     string       `json:"preferred_locale"`
		Roles      []wireRole   `json:"roles"`
		Role       wireRole     `json:"role"`
		RoleID     string       `json:"role_id"`
		Threads    []wireThread `json:"threads"`
	}
	if err := json.Unmarshal(raw, &e); err != nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if kind == "GUILD_CREATE" {
		p.guilds[e.ID] = &guild{threads: map[string]string{}}
	}
	id := e.GuildID
	if id == "" {
		id = e.ID
	}
	g := p.guilds[id]
	if g == nil {
		return nil
	}
	switch kind {
	case "GUILD_CREATE", "GUILD_UPDATE":
		g.locale, g.roles = e.Locale, map[string]string{}
	case "GUILD_DELETE":
		delete(p.guilds, id)
	case "GUILD_ROLE_DELETE":
		maps.DeleteFunc(g.roles, func(_, role string) bool { return role == e.RoleID })
	case "THREAD_CREATE", "THREAD_UPDATE":
		g.threads[e.ID] = e.ParentID
		if e.Metadata.Archived { // a message in it takes it out again, and says so first
			delete(g.threads, e.ID)
		}
	case "THREAD_DELETE":
		delete(g.threads, e.ID)
	}
	for _, r := range append(e.Roles, e.Role) {
		if r.Tags.BotID != "" {
			g.roles[r.Tags.BotID] = r.ID
		}
	}
	for _, t := range e.Threads { // of GUILD_CREATE and THREAD_LIST_SYNC
		g.threads[t.ID] = t.ParentID
	}
	return nil
}
