package segment

import (
	"strings"
	"testing"

	"github.com/clipperhouse/uax29/v2/sentences"
	"github.com/google/go-cmp/cmp"
)

// The candidates are those of UAX #29, though it is not shown all of the text.
func FuzzNextCandidate(f *testing.F) {
	for _, text := range []string{
		"", "a", ". a", "A. B.C. d, e: “F?” \"G!\" h.\r\nI\n", "1.5 a.m. é. \u0301É, x\u0301. Y …", "(a.) b.) C\u2028d, e\u0085F. \x80\xff.\x80 G", "«A. » b\v.\f C; “D”. 《E！》F",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var got, want []int
		for at := 0; at < len(text); {
			at += nextCandidate(text[at:])
			got = append(got, at)
		}
		for all := sentences.FromString(text); all.Next(); {
			want = append(want, all.End())
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q (-want +got)\n%s", text, diff)
		}
	})
}

// A run without letters and digits is stopped behind maxBare bytes, wherever it stands.
func TestBareRun(t *testing.T) {
	for before := range 3 * maxBare {
		text := strings.Repeat("a", before) + strings.Repeat(".", maxBare)
		for _, tt := range []struct {
			text       string
			stop, rest int
		}{
			{text, len(text), 0},
			{text + "b", len(text) + 1, 0},
			{text + "!", len(text) + 1, 0},
			{text + "!?b", len(text) + 1, 1},
			{text + "! é.", len(text) + 1, 1},
		} {
			if stop, rest := bareRun(tt.text); stop != tt.stop || rest != tt.rest {
				t.Errorf("bareRun of %d letters and %q = %d, %d; want %d, %d", before, tt.text[before:], stop, rest, tt.stop, tt.rest)
			}
		}
	}
}
