package bot

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestNewQuestion(t *testing.T) {
	long := strings.Repeat("word ", 100)
	tests := []struct {
		name, typed string
		want        Question
	}{
		{"as typed", "Who said it?", Question{Text: "Who said it?"}},
		{"white space", " \n Who\t\u00a0 said\u3000it? ", Question{Text: "Who said it?"}},
		{"nothing", " \u200e\x00\n", Question{}},
		{"control and bidirectional characters", "a\x1b[31m\u202eb\u2067c", Question{Text: "a[31mbc"}},
		{"at the limit", strings.Repeat("ß", 300), Question{Text: strings.Repeat("ß", 300)}},
		{"over the limit", strings.Repeat("ß", 301), Question{Text: strings.Repeat("ß", 300), Cut: true}},
		{"cut at a word", long, Question{Text: strings.TrimSpace(long[:300]), Cut: true}},
		{"cut inside a word", "xx" + long, Question{Text: ("xx" + long)[:296], Cut: true}},
		{"not UTF-8", "a\xffb", Question{Text: "a\ufffdb"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, NewQuestion(tt.typed)); diff != "" {
				t.Errorf("NewQuestion (-want +got)\n%s", diff)
			}
		})
	}
}

func FuzzNewQuestion(f *testing.F) {
	f.Add("Who said it?")
	f.Fuzz(func(t *testing.T, typed string) {
		q := NewQuestion(typed)
		if !utf8.ValidString(q.Text) || utf8.RuneCountInString(q.Text) > MaxQuestion {
			t.Fatalf("NewQuestion(%q) = %q", typed, q.Text)
		}
		if again := NewQuestion(q.Text); again.Text != q.Text || again.Cut {
			t.Fatalf("NewQuestion(%q) = %q, then %q", typed, q.Text, again.Text)
		}
	})
}
