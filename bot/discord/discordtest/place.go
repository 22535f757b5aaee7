package discordtest

import (
	"slices"
	"strconv"
)

// Permissions, as Discord numbers them.
const (
	ViewChannel           = 1 << 10
	SendMessages          = 1 << 11
	ManageMessages        = 1 << 13
	ReadMessageHistory    = 1 << 16
	MentionEveryone       = 1 << 17
	ManageGuild           = 1 << 5
	CreatePublicThreads   = 1 << 35
	SendMessagesInThreads = 1 << 38
)

// LeastPermissions are those of the bot's invite link: View Channel, Send
// Messages, Embed Links, Read Message History, Send Messages in Threads.
const LeastPermissions = 274877991936

// memberPermissions are those of an ordinary member.
const memberPermissions = ViewChannel | SendMessages | ReadMessageHistory | SendMessagesInThreads | CreatePublicThreads | MentionEveryone | 1<<31

// A Guild is a server of Discord's.
type Guild struct {
	ID, Name string
	Role     string // id of the bot's managed role; "" where the bot is not a member
	s        *Server
	locale   string
	bot      int64            // the bot's permissions
	members  map[string]int64 // permissions by user
}

// A Channel is a channel, a thread or a direct message.
type Channel struct {
	ID, Name string
	Guild    *Guild   // nil for direct messages
	Parent   *Channel // nil where it is no thread
	s        *Server
	kind     int
	with     []*User // in direct messages
	deny     int64   // permissions that the bot lacks here
	typing   int     // times that the bot typed
}

// A User is a person, or the bot.
type User struct {
	ID, Name string
	Locale   string // as "de"; "" = "en-US"
	s        *Server
	bot      bool
	installs bool // has installed the application
}

// AddGuild makes a server with the bot on it.
func (s *Server) AddGuild(name string) *Guild {
	g := &Guild{ID: s.newID(), Name: name, Role: s.newID(), s: s, locale: "en-US", bot: LeastPermissions, members: map[string]int64{}}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.guilds[g.ID] = g
	s.dispatch("GUILD_CREATE", g.ID, intentGuilds, func(int) any { return s.wireGuild(g) })
	return g
}

// AddGuildWithoutBot makes a server on which the bot is not: only people who
// installed it reach it there.
func (s *Server) AddGuildWithoutBot(name string) *Guild {
	g := &Guild{ID: s.newID(), Name: name, s: s, locale: "en-US", members: map[string]int64{}}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.guilds[g.ID] = g
	return g
}

// SetLocale sets the server's preferred language, as "de".
func (g *Guild) SetLocale(locale string) {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	g.locale = locale
	g.s.dispatch("GUILD_UPDATE", g.ID, intentGuilds, func(int) any { return g.s.wireGuild(g) })
}

// Allow gives the bot these permissions on the server, in place of those it had.
func (g *Guild) Allow(permissions int64) {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	g.bot = permissions
}

// Promote gives a member these permissions on top of a member's.
func (g *Guild) Promote(u *User, permissions int64) {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	g.members[u.ID] = memberPermissions | permissions
}

// AddChannel makes a text channel.
func (g *Guild) AddChannel(name string) *Channel {
	c := &Channel{ID: g.s.newID(), Name: name, Guild: g, s: g.s}
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	g.s.channels[c.ID] = c
	g.s.dispatch("CHANNEL_CREATE", g.ID, intentGuilds, func(int) any { return c.wire() })
	g.s.changed.fire()
	return c
}

// AddThread makes a public thread of a channel.
func (c *Channel) AddThread(name string) *Channel {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	return c.addThread(c.s.newID(), name)
}

func (c *Channel) addThread(id, name string) *Channel {
	t := &Channel{ID: id, Name: name, Guild: c.Guild, Parent: c, kind: publicThread, s: c.s}
	c.s.channels[id] = t
	c.s.dispatch("THREAD_CREATE", c.Guild.ID, intentGuilds, func(int) any { return t.wire() })
	c.s.changed.fire()
	return t
}

// Deny takes permissions from the bot in this channel.
func (c *Channel) Deny(permissions int64) {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	c.deny = permissions
}

// Typed returns how often the bot was seen typing.
func (c *Channel) Typed() int {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	return c.typing
}

// Threads returns the threads of a channel that the bot or anyone opened.
func (c *Channel) Threads() []*Channel {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	var all []*Channel
	for _, t := range c.s.channels {
		if t.Parent == c {
			all = append(all, t)
		}
	}
	return all
}

// AddUser makes a person, who is a member of every server.
func (s *Server) AddUser(name string) *User {
	u := &User{ID: s.newID(), Name: name, s: s}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.users[u.ID] = u
	return u
}

// AddBot makes another bot.
func (s *Server) AddBot(name string) *User {
	u := s.AddUser(name)
	u.bot = true
	return u
}

// Install installs the application for a person, who can then use its commands
// everywhere.
func (u *User) Install() {
	u.s.mu.Lock()
	defer u.s.mu.Unlock()
	u.installs = true
}

// Mention is how a message names a person.
func (u *User) Mention() string { return "<@" + u.ID + ">" }

// RoleMention is how a message names the bot's managed role.
func (g *Guild) RoleMention() string { return "<@&" + g.Role + ">" }

// DM returns the direct messages between a person and the bot.
func (u *User) DM() *Channel { return u.With(u.s.Bot) }

// With returns the direct messages between two.
func (u *User) With(other *User) *Channel {
	u.s.mu.Lock()
	defer u.s.mu.Unlock()
	return u.with(other)
}

func (u *User) with(other *User) *Channel {
	for _, c := range u.s.channels {
		if c.kind == directMessage && len(c.with) == 2 && (c.with[0] == u && c.with[1] == other || c.with[0] == other && c.with[1] == u) {
			return c
		}
	}
	c := &Channel{ID: u.s.newID(), kind: directMessage, with: []*User{u, other}, s: u.s}
	u.s.channels[c.ID] = c
	return c
}

// Kinds of channels.
const (
	directMessage = 1
	publicThread  = 11
)

// has reports whether the bot has a permission in a channel.
func (c *Channel) has(permission int64) bool {
	switch {
	case c.Guild == nil:
		return c.botIn()
	case c.Guild.Role == "":
		return false
	}
	if c.Parent != nil && permission == SendMessages {
		permission = SendMessagesInThreads
	}
	deny := c.deny
	if c.Parent != nil {
		deny |= c.Parent.deny
	}
	return c.Guild.bot&^deny&permission == permission
}

// botIn reports whether the bot is where c is.
func (c *Channel) botIn() bool {
	if c.Guild != nil {
		return c.Guild.Role != ""
	}
	return slices.Contains(c.with, c.s.Bot)
}

// guildID returns the id of c's server, or "".
func (c *Channel) guildID() string {
	if c.Guild == nil {
		return ""
	}
	return c.Guild.ID
}

// permissions are those of a member.
func (g *Guild) permissions(u *User) int64 {
	if p, ok := g.members[u.ID]; ok {
		return p
	}
	return memberPermissions
}

// botPermissions are those of the bot in a channel, as interactions tell them.
func (c *Channel) botPermissions() string {
	if c.Guild == nil {
		return strconv.FormatInt(LeastPermissions, 10)
	}
	return strconv.FormatInt(c.Guild.bot&^c.deny, 10)
}
