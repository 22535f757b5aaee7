package discord

import (
	"strings"
	"testing"
	"unicode/utf8"

	"footnote/bot"
	"footnote/index/report"
)

func TestEscape(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"plain", `He said: "5:30 p.m., 2.5 (or 3)".`, `He said: "5:30 p.m., 2.5 (or 3)".`},
		{"emphasis", "*a* _b_ ~~c~~ `d` ||e||", "\\*a\\* \\_b\\_ \\~\\~c\\~\\~ \\`d\\` \\|\\|e\\|\\|"},
		{"mentions", "@everyone <@1> <@&2> <#3> </ask:4>", `\@everyone \<\@1\> \<\@&2\> \<#3\> \</ask:4\>`},
		{"emoji and timestamp", "<:sad:1> :sad: <t:1:R>", `\<\:sad:1\> \:sad: \<t:1\:R\>`},
		{"links", "[x](https://a.example) https://a.example", `\[x\](https\://a.example) https\://a.example`},
		{"heading", "# a # b", `\# a # b`},
		{"subtext", "-# a - b", `\-# a - b`},
		{"lists", "- a", `\- a`},
		{"numbered list", "12. May", `12\. May`},
		{"a number", "12.5 per cent. 3. x", `12\.5 per cent. 3. x`},
		{"quote", ">>> a", `\>\>\> a`},
		{"escaped already", `\*`, `\\\*`},
		{"lines", "a\n# b\r\n\n> c\u2028d", `a # b \> c d`},
		{"control and bidirectional characters", "a\x00\x1b\u202eb\u2066c\u200e", "abc\u200e"},
		{"marks that combine", "*\u0301 \u0301x", "\\*\u0301 \u0301x"},
		{"a prepended character", "\u0600*", "\u0600\\*"},
		{"a family", "👨‍👩‍👧 🇺🇦", "👨‍👩‍👧 🇺🇦"},
	}
	for _, tt := range tests {
		if got := escape(tt.text); got != tt.want {
			t.Errorf("%s: escape(%q) = %q, want %q", tt.name, tt.text, got, tt.want)
		}
	}
}

func TestClip(t *testing.T) {
	const text = "The bridge will close on Monday"
	word := func(w string) report.Span {
		at := strings.Index(text, w)
		return report.Span{Start: at, End: at + len(w)}
	}
	tests := []struct {
		name  string
		text  string
		marks []report.Span
		most  int
		want  string
	}{
		{"fits", text, nil, len(text), text},
		{"one too many", text, nil, len(text) - 1, "The bridge will close on…"},
		{"marked", text, []report.Span{word("bridge"), word("Monday")}, 100, "The **bridge** will close on **Monday**"},
		{"neighbours are one", text, []report.Span{word("will"), word("close")}, 100, "The bridge **will close** on Monday"},
		{"cut in a mark", text, []report.Span{word("bridge will close")}, 24, "The **bridge will**…"},
		{"one long word", "Donaudampfschifffahrt", nil, 10, "Donauda…"},
		{"no character is cut in two", "👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧", nil, 20, "👨‍👩‍👧👨‍👩‍👧…"},
		{"room for nothing", text, nil, 0, ""},
		{"room for the ellipsis", text, nil, 1, "…"},
		{"marks that lie", text, []report.Span{{Start: -1, End: 2}, {Start: 5, End: 500}, {Start: 3, End: 3}, word("close"), word("The")}, 100, "The bridge will **close** on Monday"},
	}
	for _, tt := range tests {
		if got := clip(tt.text, tt.marks, tt.most); got != tt.want {
			t.Errorf("%s: clip(%q, %v, %d) = %q, want %q", tt.name, tt.text, tt.marks, tt.most, got, tt.want)
		}
	}
}

func FuzzClip(f *testing.F) {
	f.Add("The *bridge* will close", 4, 12, 20)
	f.Add("a\u0301\u200d👨‍👩‍👧 <@1>", 0, 3, 4)
	f.Fuzz(func(t *testing.T, text string, from, to, most int) {
		most %= 3000
		got := clip(text, []report.Span{{Start: from, End: to}}, most)
		if size(got) > max(0, most) {
			t.Errorf("clip(%q, %d) has a size of %d", text, most, size(got))
		}
		if strings.ContainsAny(got, "\n\r") || utf8.ValidString(text) && !utf8.ValidString(got) {
			t.Errorf("clip(%q) = %q", text, got)
		}
		if n := strings.Count(unescaped(got), "**"); n%2 != 0 {
			t.Errorf("clip(%q) = %q leaves bold open", text, got)
		}
	})
}

// unescaped drops each backslash with what it escapes.
func unescaped(s string) string {
	var b strings.Builder
	skip := false
	for _, r := range s {
		switch {
		case skip:
			skip = false
		case r == '\\':
			skip = true
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// FuzzSubject checks that a question comes back from the first line of a message,
// and that nothing in it is read as markup.
func FuzzSubject(f *testing.F) {
	for _, s := range []string{"Who?", `**a\`, "@everyone <@1>", "\u0301a", "a\u200d\u2028b", "ends in *", "- 1. x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		q := bot.NewQuestion(typed).Text
		if got := subjectOf(subject(q) + "\n> passage"); got != q {
			t.Errorf("%q came back as %q", q, got)
		}
		if bare := unescaped(escape(q)); strings.ContainsAny(bare, "*_~`|<>[]@") || strings.Contains(bare, "://") {
			t.Errorf("escape(%q) = %q leaves markup", q, escape(q))
		}
	})
}

func TestSubjectOf(t *testing.T) {
	for content, want := range map[string]string{
		"":                     "",
		"no subject":           "",
		"**":                   "",
		"****":                 "",
		"**a":                  "",
		"**a**":                "a",
		"**a \\*b\\\\**\nrest": `a *b\`,
		" **a** \nrest":        "a",
	} {
		if got := subjectOf(content); got != want {
			t.Errorf("subjectOf(%q) = %q, want %q", content, got, want)
		}
	}
}

func TestLinkTo(t *testing.T) {
	long := strings.Repeat("x", maxLink)
	tests := []struct{ name, address, passage, want string }{
		{"none", "", "a", ""},
		{"not of the web", "javascript:alert(1)", "a", ""},
		{"no host", "https:///a", "a", ""},
		{"short", "https://a.example/b", "Yes, it's so-so & more.", "https://a.example/b#:~:text=Yes%2C%20it%27s%20so%2Dso%20%26%20more."},
		{"long", "https://a.example/", "one two three four five six seven eight nine", "https://a.example/#:~:text=one%20two%20three%20four,six%20seven%20eight%20nine"},
		{"with a fragment", "https://a.example/#top", "a", "https://a.example/#top:~:text=a"},
		{"ends no link", "https://a.example/a>b c", "a", "https://a.example/a%3Eb%20c#:~:text=a"},
		{"other scripts", "https://a.example/", "так", "https://a.example/#:~:text=%D1%82%D0%B0%D0%BA"},
		{"too long with the passage", "https://a.example/", long, "https://a.example/"},
		{"too long", "https://a.example/" + long, "a", ""},
		{"without a passage", "https://a.example/", "", "https://a.example/"},
	}
	for _, tt := range tests {
		if got := linkTo(tt.address, tt.passage); got != tt.want {
			t.Errorf("%s: linkTo(%q, %q) = %q, want %q", tt.name, tt.address, tt.passage, got, tt.want)
		}
	}
}
