package discord

import (
	"embed"
	"fmt"
	"maps"
	"strings"

	"github.com/bwmarrin/discordgo"
	"github.com/goccy/go-yaml"
	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

// locales holds what the bot says: a YAML file a language.
//
//go:embed locales/*.yaml
var locales embed.FS

// A catalogue is what the bot says in all its languages.
type catalogue struct {
	tags    []language.Tag // of the files, English first
	voices  []voice        // in the order of tags
	matcher language.Matcher
}

// A voice says things in one language, or in English where that has no words for it.
type voice struct {
	tag   language.Tag
	words *i18n.Localizer
	fixed map[string]string // sentences without placeholders, by key
}

// newCatalogue reads the files.
func newCatalogue() (*catalogue, error) {
	bundle := i18n.NewBundle(language.English)
	bundle.RegisterUnmarshalFunc("yaml", yaml.Unmarshal)
	files, err := locales.ReadDir("locales")
	if err != nil {
		return nil, fmt.Errorf("read what the bot says: %w", err)
	}
	fixed := map[string]bool{}
	for _, f := range files {
		file, err := bundle.LoadMessageFileFS(locales, "locales/"+f.Name())
		if err != nil {
			return nil, fmt.Errorf("read what the bot says: %s: %w", f.Name(), err)
		}
		for _, m := range file.Messages {
			fixed[m.ID] = !strings.Contains(m.Other, "{{")
		}
	}
	c := &catalogue{tags: bundle.LanguageTags()}
	c.matcher = language.NewMatcher(c.tags)
	for _, tag := range c.tags {
		v := voice{tag, i18n.NewLocalizer(bundle, tag.String(), "en"), map[string]string{}}
		for key, is := range fixed {
			if is {
				v.fixed[key] = v.localize(&i18n.LocalizeConfig{MessageID: key})
			}
		}
		c.voices = append(c.voices, v)
	}
	return c, nil
}

// voice returns the voice for one of Discord's locales, as "de" or "es-419";
// English where none is near.
func (c *catalogue) voice(locale string) voice {
	tag, err := language.Parse(locale)
	if err != nil {
		return c.voices[0]
	}
	_, at, confidence := c.matcher.Match(tag)
	if confidence == language.No {
		at = 0
	}
	return c.voices[at]
}

// values are what the placeholders of a sentence stand for.
type values map[string]any

// say returns a sentence, or its key where no file has it.
func (v voice) say(key string, with ...values) string {
	if s, ok := v.fixed[key]; ok {
		return s
	}
	config := &i18n.LocalizeConfig{MessageID: key}
	if len(with) > 0 {
		config.TemplateData = with[0]
	}
	return v.localize(config)
}

// count returns a sentence in the form that n asks for; its placeholder N is n.
func (v voice) count(key string, n int, with ...values) string {
	data := values{"N": n}
	for _, w := range with {
		maps.Copy(data, w)
	}
	return v.localize(&i18n.LocalizeConfig{MessageID: key, TemplateData: data, PluralCount: n})
}

func (v voice) localize(config *i18n.LocalizeConfig) string {
	s, err := v.words.Localize(config)
	if s == "" && err != nil {
		return config.MessageID
	}
	return strings.TrimSuffix(s, "\n")
}

// spanish is the second Spanish that Discord has; both speak with one voice.
const spanish = discordgo.Locale("es-419")

// in returns what key is in every language but English, by Discord's locale, as
// the names and descriptions of commands are registered.
func (c *catalogue) in(key string) map[discordgo.Locale]string {
	all := map[discordgo.Locale]string{}
	for n, tag := range c.tags[1:] {
		all[discordgo.Locale(tag.String())] = c.voices[n+1].say(key)
	}
	if s, ok := all[discordgo.SpanishES]; ok {
		all[spanish] = s
	}
	return all
}
