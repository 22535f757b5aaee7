package console

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"

	"footnote/bot"
	"footnote/index"
	"footnote/index/report"
)

func noenv(string) string { return "" }

func TestAnswer(t *testing.T) {
	passage := index.Passage{
		Citation:   index.Citation{Report: "plan", Title: "A plan", Paragraph: 2, Sentence: 3, Sentences: 9},
		Text:       "The plan, an official said on a long and rather windy evening in March, halves the army.",
		Before:     "It was late.",
		After:      "It was later.",
		Highlights: []report.Span{{Start: 4, End: 8}, {Start: 83, End: 87}},
		Attributions: []report.Attribution{
			{Source: report.Source{Name: "an official", Via: "CNN"}},
		},
	}
	hostile := index.Passage{
		Citation: index.Citation{Report: "x\x1b[2J", Paragraph: 1, Sentence: 1, Sentences: 1},
		Text:     "a\x1b]0;title\x07 b\u202ec\nd",
	}
	tests := []struct {
		name   string
		answer bot.Answer
		want   string
	}{
		{
			"answered",
			bot.Answer{Question: bot.Question{Text: "?"}, Result: index.Result{Verdict: index.Answered, Passages: []index.Passage{passage}}},
			`1  The *plan*, an official said on a long and rather windy evening in March,
   halves the *army*.
   - an official, to CNN
   - paragraph 2, sentence 3 of 9, A plan
   Before: It was late.
   After: It was later.
`,
		},
		{
			"silent",
			bot.Answer{Question: bot.Question{Text: "?"}},
			"The report does not say.\n",
		},
		{
			"nearest, hostile",
			bot.Answer{Question: bot.Question{Text: "?"}, Result: index.Result{Passages: []index.Passage{hostile}}},
			`The report does not say.
The nearest passages, which do not answer:

1  a]0;title bc d
   - the report itself
   - paragraph 1, sentence 1 of 1, x[2J
`,
		},
		{
			"closest",
			bot.Answer{Question: bot.Question{Text: "?"}, Result: index.Result{Verdict: index.Closest}},
			"The report may not say. The closest passages:\n",
		},
		{"nothing asked", bot.Answer{}, "Ask a question about the report.\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var out strings.Builder
			if err := NewScreen(&out, noenv).Answer(tt.answer); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, out.String()); diff != "" {
				t.Errorf("Answer (-want +got)\n%s", diff)
			}
		})
	}
}

// Wide characters count as two columns, and styles as none.
func TestWidth(t *testing.T) {
	passage := index.Passage{
		Citation:   index.Citation{Report: "r", Paragraph: 1, Sentence: 1, Sentences: 1},
		Text:       strings.Repeat("渡船沉没了。", 20) + strings.Repeat(" ferry", 20),
		Highlights: []report.Span{{Start: 0, End: 6}},
	}
	a := bot.Answer{Question: bot.Question{Text: "?"}, Result: index.Result{Verdict: index.Answered, Passages: []index.Passage{passage}}}
	for _, styled := range []bool{false, true} {
		for _, width := range []int{minWidth, 40, maxWidth} {
			var out strings.Builder
			if err := (&Screen{w: &out, width: width, styled: styled}).Answer(a); err != nil {
				t.Fatal(err)
			}
			for line := range strings.Lines(out.String()) {
				if got := ansi.StringWidth(strings.TrimSuffix(line, "\n")); got > width {
					t.Errorf("styled %v: %d columns of %d: %q", styled, got, width, line)
				}
			}
			plain := strings.ReplaceAll(strings.ReplaceAll(ansi.Strip(out.String()), "*", ""), "\n", "")
			squeeze := func(s string) string { return strings.ReplaceAll(s, " ", "") }
			if !strings.Contains(squeeze(plain), squeeze(passage.Text)) {
				t.Errorf("styled %v, width %d: not word for word: %s", styled, width, plain)
			}
		}
	}
}

func TestHistory(t *testing.T) {
	h := &history{}
	for range maxHistory {
		h.Add("old")
		h.Add("older")
	}
	for _, line := range []string{"a", "a", " ", "b"} {
		h.Add(line)
	}
	got := []any{h.Len(), h.At(0), h.At(1), h.At(2)}
	if diff := cmp.Diff([]any{maxHistory, "b", "a", "older"}, got); diff != "" {
		t.Errorf("history (-want +got)\n%s", diff)
	}
}
