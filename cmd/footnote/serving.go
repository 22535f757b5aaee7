package main

import (
	"crypto/ed25519"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/url"
	"strconv"
	"strings"
	"time"

	"footnote/bot/discord"
	"footnote/bot/discord/wire"
)

// serving is what footnote serve is set to.
type serving struct {
	token          string
	guild          string // where commands are registered; "" = everywhere
	api            *url.URL
	key            ed25519.PublicKey // nil without interactions by HTTP
	webhookAddress string
	address        string // of health and metrics; "" = none
	shard, shards  int
	settings       discord.Settings
	level          slog.Level
	json           bool
}

// A setting reads one value from the environment, and notes what is wrong with it.
type setting struct {
	getenv func(string) string
	faults []string
}

func (s *setting) fault(key, format string, a ...any) {
	s.faults = append(s.faults, key+": "+fmt.Sprintf(format, a...))
}

// get returns the value of key without spaces around it.
func (s *setting) get(key string) string { return strings.TrimSpace(s.getenv(key)) }

// flag reads on or off.
func (s *setting) flag(key string, otherwise bool) bool {
	switch v := s.get(key); v {
	case "":
		return otherwise
	case "on", "true", "yes", "1":
		return true
	case "off", "false", "no", "0":
		return false
	default:
		s.fault(key, "%q: want on or off", v)
		return otherwise
	}
}

// ids reads Discord's ids, separated by commas or spaces.
func (s *setting) ids(key string) []string {
	list := strings.FieldsFunc(s.get(key), func(r rune) bool { return r == ',' || r == ' ' })
	for _, id := range list {
		if n, err := strconv.ParseUint(id, 10, 64); err != nil || n == 0 {
			s.fault(key, "%q is no id: turn on developer mode, right-click and choose Copy ID", id)
		}
	}
	return list
}

func (s *setting) number(key string, otherwise int) int {
	v := s.get(key)
	if v == "" {
		return otherwise
	}
	n, err := strconv.Atoi(v)
	if err != nil || n < 0 {
		s.fault(key, "%q: want a whole number", v)
		return otherwise
	}
	return n
}

// cooldown reads how often someone may ask.
func (s *setting) cooldown(key string, otherwise discord.Cooldown) discord.Cooldown {
	v := s.get(key)
	if v == "" {
		return otherwise
	}
	c, err := discord.ParseCooldown(v)
	if err != nil {
		s.fault(key, "%v", err)
	}
	return c
}

// Where no cooldowns are set: more than a curious person needs, and less than one
// who is bored.
var (
	perUser    = discord.Cooldown{Burst: 10, Every: 5 * time.Second}
	perChannel = discord.Cooldown{Burst: 30, Every: time.Second}
)

// link reads an address of the web.
func (s *setting) link(key string) *url.URL {
	v := s.get(key)
	if v == "" {
		return nil
	}
	u, err := url.Parse(v)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		s.fault(key, "%q: want https://…", v)
		return nil
	}
	return u
}

// address reads where to listen.
func (s *setting) address(key, otherwise string) string {
	switch v := s.get(key); v {
	case "":
		return otherwise
	case "off":
		return ""
	default:
		if _, _, err := net.SplitHostPort(v); err != nil {
			s.fault(key, "%q: want HOST:PORT or off", v)
		}
		return v
	}
}

// defaultAddress is where health and metrics are served unless FOOTNOTE_ADDR says
// otherwise.
const defaultAddress = "127.0.0.1:9464"

// readServing reads the settings and returns what is wrong with them, a line a
// fault. That neither a token nor a key is set is none.
func readServing(getenv func(string) string) (c serving, faults []string) {
	s := &setting{getenv: getenv}
	token, err := readToken(s.get)
	if err != nil {
		s.faults = append(s.faults, err.Error())
	}
	c = serving{
		token:          token,
		api:            s.link("DISCORD_API_URL"),
		webhookAddress: s.address("FOOTNOTE_WEBHOOK_ADDR", ":8080"),
		address:        s.address("FOOTNOTE_ADDR", defaultAddress),
		shard:          s.number("SHARD_ID", 0),
		shards:         s.number("SHARD_COUNT", 1),
		settings: discord.Settings{
			Guilds:   s.ids("FOOTNOTE_GUILDS"),
			Channels: s.ids("FOOTNOTE_CHANNELS"),
			NoDMs:    !s.flag("FOOTNOTE_DMS", true),
			Private:  s.flag("FOOTNOTE_PRIVATE", false),
			Threads:  s.flag("FOOTNOTE_THREADS", false),

			PerUser:    s.cooldown("FOOTNOTE_USER_COOLDOWN", perUser),
			PerChannel: s.cooldown("FOOTNOTE_CHANNEL_COOLDOWN", perChannel),
		},
	}
	if guild := s.ids("DISCORD_GUILD_ID"); len(guild) == 1 {
		c.guild = guild[0]
	} else if len(guild) > 1 {
		s.fault("DISCORD_GUILD_ID", "%d ids: want one", len(guild))
	}
	if policy := s.link("FOOTNOTE_POLICY"); policy != nil {
		c.settings.Policy = policy.String()
	}
	if key := s.get("DISCORD_PUBLIC_KEY"); key != "" {
		if c.key, err = wire.ParsePublicKey(key); err != nil {
			s.fault("DISCORD_PUBLIC_KEY", "%v", err)
		}
		if c.webhookAddress == "" {
			s.fault("FOOTNOTE_WEBHOOK_ADDR", "off, but DISCORD_PUBLIC_KEY is set")
		}
	}
	if c.shards < 1 || c.shard >= c.shards {
		s.fault("SHARD_ID", "%d of %d shards: ids count from 0 and are below SHARD_COUNT", c.shard, c.shards)
	}
	if level := s.get("FOOTNOTE_LOG_LEVEL"); level != "" {
		if err := c.level.UnmarshalText([]byte(level)); err != nil {
			s.fault("FOOTNOTE_LOG_LEVEL", "%q: want debug, info, warn or error", level)
		}
	}
	switch format := s.get("FOOTNOTE_LOG"); format {
	case "", "text":
	case "json":
		c.json = true
	default:
		s.fault("FOOTNOTE_LOG", "%q: want text or json", format)
	}
	return c, s.faults
}

// check returns an error that names every fault at once, and where there is none,
// whether there is a way to be asked.
func (c serving) check(faults []string) error {
	if len(faults) == 0 && c.token == "" && c.key == nil {
		faults = []string{"DISCORD_TOKEN: not set: write the token from the developer portal, page Bot, into .env, or set DISCORD_PUBLIC_KEY for interactions by HTTP"}
	}
	if len(faults) > 0 {
		return errors.New(strings.Join(faults, "; "))
	}
	return nil
}

// logger returns the log, from which secrets are kept out.
func (c serving) logger(w io.Writer, redact *wire.Redactor) *slog.Logger {
	options := &slog.HandlerOptions{Level: c.level, ReplaceAttr: redact.Attr}
	if c.json {
		return slog.New(slog.NewJSONHandler(w, options))
	}
	return slog.New(slog.NewTextHandler(w, options))
}
