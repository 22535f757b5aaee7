package discord

import (
	"context"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/bwmarrin/discordgo"

	"footnote/index"
	"footnote/index/report"
)

// keepsLimits checks a message against what Discord takes.
func keepsLimits(t testing.TB, content string, rows []discordgo.MessageComponent) {
	t.Helper()
	if size(content) > maxContent || !utf8.ValidString(content) {
		t.Errorf("content of size %d: %q", size(content), content)
	}
	if len(rows) > maxRows {
		t.Errorf("%d rows", len(rows))
	}
	ids := map[string]bool{}
	for _, r := range rows {
		buttons := r.(discordgo.ActionsRow).Components
		if len(buttons) == 0 || len(buttons) > maxButtons {
			t.Errorf("%d buttons in a row", len(buttons))
		}
		for _, b := range buttons {
			b := b.(discordgo.Button)
			if size(b.Label) == 0 || size(b.Label) > maxLabel || b.CustomID == "" || size(b.CustomID) > maxCustomID || ids[b.CustomID] {
				t.Errorf("button %+v", b)
			}
			ids[b.CustomID] = true
		}
	}
}

// anything answers each question with passages of any text.
type anything struct {
	*shelf
	verdict index.Verdict
}

func (a anything) Search(_ context.Context, q index.Query) (index.Result, error) {
	from := min(q.Offset, len(a.passages))
	to := min(from+q.Limit, len(a.passages))
	return index.Result{Verdict: a.verdict, Passages: a.passages[from:to], More: to < len(a.passages)}, nil
}

func (a anything) Suggest(_ context.Context, _ string, _ []string, limit int) ([]index.Suggestion, error) {
	var all []index.Suggestion
	for range limit {
		all = append(all, index.Suggestion{Question: a.passages[0].Text})
	}
	return all, nil
}

// anythingOn makes a handler whose report, sources and passages hold these texts.
func anythingOn(t testing.TB, text, name, url string, n int, v index.Verdict) *Handler {
	t.Helper()
	r := report.New("any", "en", text)
	r.Title, r.URL, r.Publisher, r.Published, r.Licence = name, url, name, name, name
	if len(r.Paragraphs) > 0 {
		for k := range n {
			r.Paragraphs[0].Sentences = append(r.Paragraphs[0].Sentences, report.Sentence{
				Number: k + 1, Paragraph: 1, Span: r.Paragraphs[0].Span,
				Attributions: []report.Attribution{{Source: report.Source{Name: name, Via: name}}, {Source: report.Source{Name: name + "2"}}},
			})
		}
	}
	s := &shelf{reports: []*report.Report{r, report.New(name+"x", "de", text)}}
	for k := range n {
		s.passages = append(s.passages, index.Passage{
			Citation: index.Citation{Report: "any", Title: name, URL: url, Paragraph: 1 << 40, Sentence: k + 1, Sentences: 1 << 40},
			Text:     text, Before: text, After: text, Highlights: []report.Span{{Start: len(text) / 4, End: len(text) / 2}},
			Attributions: []report.Attribution{
				{Source: report.Source{Name: name, Via: name, ResolvedFrom: &report.Place{Paragraph: 1 << 40, Sentence: 1 << 40}}},
				{Source: report.Source{Name: name + "2"}},
			},
		})
	}
	return handlerOn(t, anything{s, v}, Settings{
		Policy: url, Channels: []string{"3", name, name, name, name, name, name, name, name, name, name, name}, Guilds: []string{guildID, name},
	})
}

// askedAll puts a question in every way, turns every page and presses every button.
func askedAll(t testing.TB, h *Handler, locale, question string) {
	t.Helper()
	check := func(r Response) Response {
		if r.Body == nil {
			t.Fatal("no body")
		}
		if r.Body.Data != nil {
			keepsLimits(t, r.Body.Data.Content, r.Body.Data.Components)
			for _, c := range r.Body.Data.Choices {
				if value, _ := c.Value.(string); size(c.Name) < 1 || size(c.Name) > maxChoiceName || size(value) < 1 || size(value) > maxChoiceValue {
					t.Errorf("choice %+v", c)
				}
			}
			if len(r.Body.Data.Choices) > maxChoices {
				t.Errorf("%d choices", len(r.Body.Data.Choices))
			}
		}
		return r
	}
	pressAll := func(content string, rows []discordgo.MessageComponent) {
		for _, r := range rows {
			for _, b := range r.(discordgo.ActionsRow).Components {
				got := check(respond(t, h, press(locale, otherID, b.(discordgo.Button).CustomID, content, 0)))
				if got.Outcome == OutcomeStale {
					t.Errorf("a fresh button %q is stale under %q", b.(discordgo.Button).Label, content)
				}
			}
		}
	}
	for _, raw := range []string{
		use(locale, "ask", given("question", question)),
		use(locale, "sources", ""), use(locale, "sources", given("source", question)),
		use(locale, "report", ""), use(locale, "help", ""), use(locale, "privacy", ""), use(locale, "footnote", ""),
		complete(use(locale, "ask", typing("question", question))), complete(use(locale, "ask", typing("report", ""))),
		complete(use(locale, "sources", typing("source", ""))),
	} {
		if data := check(respond(t, h, raw)).Body.Data; data != nil {
			pressAll(data.Content, data.Components)
		}
	}
	for _, c := range h.bot.Sources("") {
		data := check(respond(t, h, use(locale, "sources", given("source", c.Name)))).Body.Data
		pressAll(data.Content, data.Components)
	}
	m := says(question)
	m.ReferencedMessage = &discordgo.Message{Author: &discordgo.User{ID: botID}, Content: subject(question)}
	reply, _ := h.Reply(t.Context(), m, Self{UserID: botID, Locale: locale})
	keepsLimits(t, reply.Content, reply.Components)
	if n := size(h.ThreadName(m, Self{UserID: botID})); n > maxThreadName {
		t.Errorf("a thread's name of size %d", n)
	}
}

func FuzzLimits(f *testing.F) {
	f.Add("The bridge will close.", "the city council", "https://a.example/", "When?", uint8(3), uint8(2))
	f.Add(strings.Repeat("*x*😀 ", 900), strings.Repeat("_名_", 200), "https://a.example/"+strings.Repeat("b", 250), strings.Repeat("*", 300), uint8(9), uint8(0))
	f.Add("\u2028", "0", "0", "0", uint8(7), uint8(1)) // a text that shows nothing
	f.Add(strings.Repeat("x", 5000), "@everyone", "", strings.Repeat("<@1>😀", 80), uint8(7), uint8(1))
	f.Fuzz(func(t *testing.T, text, name, url, question string, passages, verdict uint8) {
		for _, s := range []string{text, name, url} { // a report is UTF-8
			if !utf8.ValidString(s) {
				return
			}
		}
		if len(report.New("any", "en", text).Paragraphs) == 0 { // and a passage is of its text
			return
		}
		h := anythingOn(t, text, name, url, 1+int(passages%12), index.Verdict(verdict%3))
		locales := []string{"en-US", "de", "fr", "ru", "uk", "es-ES", "pt-BR", "ja"}
		askedAll(t, h, locales[int(passages)%len(locales)], question)
	})
}

// TestWorstCase fills every part of a message to its end, in every language.
func TestWorstCase(t *testing.T) {
	text := strings.Repeat("*word* ", 1000)
	name := strings.Repeat("*_", 300)
	url := "https://a.example/" + strings.Repeat("b", 200)
	for _, v := range []index.Verdict{index.Silent, index.Closest, index.Answered} {
		h := anythingOn(t, text, name, url, 12, v)
		for _, tag := range h.words.tags {
			askedAll(t, h, tag.String(), strings.Repeat("*a", 200))
			data := respond(t, h, use(tag.String(), "ask", given("question", strings.Repeat("*a", 200)))).Body.Data
			if v == index.Answered && !strings.Contains(data.Content, "word\\*…") {
				t.Errorf("%s: no passage left in %q", tag, data.Content)
			}
		}
	}
}

// TestComposeEdge checks a message of exactly the limit, and of one more.
func TestComposeEdge(t *testing.T) {
	b := block{text: "", credits: "c", place: "p", link: "[l](<u>)"}
	fixed := size(b.write(maxContent)) + len("h\n")
	full := func(n int) (string, int) {
		b.text = strings.Repeat("a ", n/2) + strings.Repeat("b", n%2)
		return compose([]string{"h"}, []block{b}, "note")
	}
	b.text = strings.Repeat("x", maxContent-fixed)
	content, shown := compose([]string{"h"}, []block{b}, "note")
	if size(content) != maxContent || shown != 1 || !strings.Contains(content, "[l](<u>)") {
		t.Errorf("at the limit: size %d, %d shown", size(content), shown)
	}
	b.text += "x"
	content, _ = compose([]string{"h"}, []block{b}, "note")
	if size(content) > maxContent || strings.Contains(content, "[l](<u>)") || strings.Contains(content, "…") {
		t.Errorf("over the limit the link goes first: size %d", size(content))
	}
	content, _ = full(3 * maxContent)
	if size(content) > maxContent || size(content) < maxContent-10 || !strings.Contains(content, "a…\n— c\n-# p\nnote") {
		t.Errorf("far over the limit: size %d, ends in %q", size(content), content[len(content)-40:])
	}
}

func TestSizes(t *testing.T) {
	for s, want := range map[string]int{"": 0, "a": 1, "é": 1, "😀": 2, "👨‍👩‍👧": 8, "\xff": 1} {
		if got := size(s); got != want {
			t.Errorf("size(%q) = %d, want %d", s, got, want)
		}
	}
	for _, tt := range []struct {
		s    string
		most int
		want string
	}{{"abc", 3, "abc"}, {"abcd", 3, "ab…"}, {"😀😀", 4, "😀😀"}, {"😀😀", 3, "😀…"}, {"ab cd", 4, "ab…"}} {
		if got := cut(tt.s, tt.most); got != tt.want {
			t.Errorf("cut(%q, %d) = %q, want %q", tt.s, tt.most, got, tt.want)
		}
	}
	if got := button(strings.Repeat("x", maxLabel+1), "i", discordgo.SecondaryButton).(discordgo.Button); size(got.Label) != maxLabel {
		t.Errorf("a label of size %d", size(got.Label))
	}
}
