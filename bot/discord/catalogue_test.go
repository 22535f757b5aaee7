package discord

import (
	"io/fs"
	"maps"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"
	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"
)

// readLocales returns the files as they stand.
func readLocales(t *testing.T) map[string]map[string]any {
	t.Helper()
	files, err := fs.Glob(locales, "locales/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]map[string]any{}
	for _, f := range files {
		data, err := locales.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		words := map[string]any{}
		if err := yaml.Unmarshal(data, &words); err != nil {
			t.Fatalf("%s: %v", f, err)
		}
		all[strings.TrimSuffix(path.Base(f), ".yaml")] = words
	}
	return all
}

// forms are the plural forms that a language has for whole numbers, by the CLDR;
// Spanish, French and Portuguese have "many" for millions.
var forms = map[string][]string{
	"en": {"one", "other"}, "de": {"one", "other"}, "ja": {"other"},
	"es-ES": {"many", "one", "other"}, "fr": {"many", "one", "other"}, "pt-BR": {"many", "one", "other"},
	"ru": {"few", "many", "one", "other"}, "uk": {"few", "many", "one", "other"},
}

func TestLocalesAreComplete(t *testing.T) {
	all := readLocales(t)
	if diff := cmp.Diff(slices.Sorted(maps.Keys(forms)), slices.Sorted(maps.Keys(all))); diff != "" {
		t.Errorf("languages (-want +got)\n%s", diff)
	}
	placeholder := regexp.MustCompile(`\{\{\.\w+\}\}`)
	english := all["en"]
	for lang, words := range all {
		if diff := cmp.Diff(slices.Sorted(maps.Keys(english)), slices.Sorted(maps.Keys(words))); diff != "" {
			t.Errorf("%s: keys (-English +%s)\n%s", lang, lang, diff)
		}
		for key, v := range words {
			texts := map[string]any{"other": v}
			if plural, ok := v.(map[string]any); ok {
				texts = plural
				if diff := cmp.Diff(forms[lang], slices.Sorted(maps.Keys(plural))); diff != "" {
					t.Errorf("%s: %s: plural forms (-want +got)\n%s", lang, key, diff)
				}
			}
			want, _ := english[key].(string)
			if plural, ok := english[key].(map[string]any); ok {
				want, _ = plural["other"].(string)
			}
			for form, text := range texts {
				s, ok := text.(string)
				if !ok || strings.TrimSpace(s) == "" {
					t.Errorf("%s: %s.%s is %v; want words", lang, key, form, text)
				}
				if diff := cmp.Diff(sorted(placeholder.FindAllString(want, -1)), sorted(placeholder.FindAllString(s, -1))); diff != "" {
					t.Errorf("%s: %s.%s: placeholders (-English +%s)\n%s", lang, key, form, lang, diff)
				}
			}
		}
	}
}

func sorted(s []string) []string {
	slices.Sort(s)
	return s
}

// TestKeysExist finds keys that the code says and no file has, and the reverse.
func TestKeysExist(t *testing.T) {
	keys := readLocales(t)["en"]
	used := map[string]bool{}
	sources, err := fs.Glob(os.DirFS("."), "*.go")
	if err != nil {
		t.Fatal(err)
	}
	literal := regexp.MustCompile(`"([a-z_]+)"`)
	for _, f := range sources {
		if strings.HasSuffix(f, "_test.go") {
			continue
		}
		code, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range literal.FindAllStringSubmatch(string(code), -1) {
			used[m[1]] = true
		}
	}
	for key := range keys {
		stem := strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(key, "cmd_"), "opt_"), "_about")
		if !used[key] && !used[stem] {
			t.Errorf("no code says %q", key)
		}
	}
	said := regexp.MustCompile(`\b(?:say|count|notice|noticeTo|button)\((?:(?:r|i|m|me|n), )*"([a-z_]+)"`)
	for _, f := range sources {
		if strings.HasSuffix(f, "_test.go") {
			continue
		}
		code, _ := os.ReadFile(f)
		for _, m := range said.FindAllStringSubmatch(string(code), -1) {
			if _, ok := keys[m[1]]; !ok && !strings.HasSuffix(m[1], "_") {
				t.Errorf("%s says %q, which English lacks", f, m[1])
			}
		}
	}
}

func TestVoices(t *testing.T) {
	c, err := newCatalogue()
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct{ locale, want string }{
		{"en-US", "Delete"},
		{"en-GB", "Delete"},
		{"", "Delete"},
		{"no such", "Delete"},
		{"ko", "Delete"},
		{"de", "Löschen"},
		{"es-ES", "Eliminar"},
		{"es-419", "Eliminar"},
		{"fr", "Supprimer"},
		{"uk", "Видалити"},
		{"ru", "Удалить"},
		{"pt-BR", "Excluir"},
		{"ja", "削除"},
	}
	for _, tt := range tests {
		if got := c.voice(tt.locale).say("btn_delete"); got != tt.want {
			t.Errorf("%q says %q, want %q", tt.locale, got, tt.want)
		}
	}
	counts := []struct {
		locale string
		n      int
		want   string
	}{
		{"en", 1, "1 sentence"},
		{"en", 0, "0 sentences"},
		{"fr", 0, "0 phrase"},
		{"ru", 1, "1 предложение"},
		{"ru", 3, "3 предложения"},
		{"ru", 11, "11 предложений"},
		{"ru", 21, "21 предложение"},
		{"uk", 5, "5 речень"},
		{"ja", 2, "2文"},
	}
	for _, tt := range counts {
		if got := c.voice(tt.locale).count("report_sentences", tt.n); got != tt.want {
			t.Errorf("%s counts %q, want %q", tt.locale, got, tt.want)
		}
	}
}

func TestCommandsKeepLimits(t *testing.T) {
	name := regexp.MustCompile(`^[-_'\p{L}\p{N}\p{Devanagari}\p{Thai}]{1,32}$`)
	texts := 0
	check := func(where string, menu bool, names map[discordgo.Locale]string, english string, abouts map[discordgo.Locale]string, about string) {
		all := maps.Clone(names)
		all["en"] = english
		longest := 0
		for l, n := range all {
			longest = max(longest, size(n))
			if menu && (size(n) == 0 || size(n) > maxCommandName) || !menu && (!name.MatchString(n) || n != strings.ToLower(n)) {
				t.Errorf("%s is named %q in %s", where, n, l)
			}
		}
		texts += longest
		longest = 0
		all = maps.Clone(abouts)
		if all == nil {
			all = map[discordgo.Locale]string{}
		}
		all["en"] = about
		for l, a := range all {
			longest = max(longest, size(a))
			if size(a) > maxDescription || (a == "") != menu {
				t.Errorf("%s is described as %q in %s, of size %d", where, a, l, size(a))
			}
		}
		texts += longest
	}
	for _, c := range builtIn(t).Commands() {
		texts = 0
		var abouts map[discordgo.Locale]string
		if c.DescriptionLocalizations != nil {
			abouts = *c.DescriptionLocalizations
		}
		check(c.Name, c.Type == discordgo.MessageApplicationCommand, *c.NameLocalizations, c.Name, abouts, c.Description)
		for _, o := range c.Options {
			check(c.Name+" "+o.Name, false, o.NameLocalizations, o.Name, o.DescriptionLocalizations, o.Description)
		}
		if texts > maxCommandTexts {
			t.Errorf("%s has texts of %d in one language, over %d", c.Name, texts, maxCommandTexts)
		}
	}
}

func TestLabelsFit(t *testing.T) {
	const shown = 34 // about what a phone shows of a label
	for lang, words := range readLocales(t) {
		for key, v := range words {
			if s, ok := v.(string); ok && strings.HasPrefix(key, "btn_") && size(s) > shown {
				t.Errorf("%s: %s is %q, of size %d", lang, key, s, size(s))
			}
		}
	}
}
