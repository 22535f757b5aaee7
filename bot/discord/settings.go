package discord

import "slices"

// Settings says what a bot does on the servers it is on. The zero value allows
// everything and answers in public. All ids are Discord's, as decimal strings.
type Settings struct {
	Guilds   []string // the servers that are answered; empty = all
	Channels []string // the channels that are answered on servers, with their threads; empty = all
	NoDMs    bool     // direct messages are not answered
	Private  bool     // slash commands are answered privately unless asked otherwise
	Threads  bool     // a mention in a channel is answered in a thread of its own
	// How often one person may ask, and all in one channel together.
	PerUser, PerChannel Cooldown
	Policy              string // URL of the owner's privacy policy; "" = none
}

// allows reports whether the bot answers there. Parent is the channel that a
// thread belongs to; "" where it is not known. An empty guild is a direct message.
func (s Settings) allows(guild, channel, parent string) bool {
	if guild == "" {
		return !s.NoDMs
	}
	in := func(list []string, id string) bool { return id != "" && slices.Contains(list, id) }
	return (len(s.Guilds) == 0 || in(s.Guilds, guild)) &&
		(len(s.Channels) == 0 || in(s.Channels, channel) || in(s.Channels, parent))
}
