package index

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The last word of a name stands for all of it where it stands alone, unless another one
// is called so more often in full, or as often and first.
func TestFullNames(t *testing.T) {
	for name, tt := range map[string]struct {
		title, text, question string
		want                  []int // the sentences in which the name is meant by its last word
	}{
		"last word":         {"", "Anna Berg spoke. Berg left. The town slept.", "Where did Anna Berg go?", []int{1}},
		"in a hurry":        {"", "Then Anna Berg spoke. Later, Berg left.", "where did anna berg go", []int{1}},
		"before it":         {"", "Berg left. Then Anna Berg spoke.", "Where did Anna Berg go?", []int{0}},
		"in the title":      {"Mayor Anna Berg", "Berg left.", "Where did Anna Berg go?", []int{0}},
		"middle name":       {"", "Anna Maria Berg spoke. Mayor Berg left.", "Where did Anna Berg go?", []int{1}},
		"initial":           {"", "J. K. Berg spoke. Mrs. Berg left.", "Where did J. Berg go?", []int{1}},
		"body":              {"", "The Harbour Board met. The Board decided.", "What did the Harbour Board decide?", []int{1}},
		"both in one":       {"", "Anna Berg spoke. Berg and Anna Berg left.", "Where did Anna Berg go?", []int{1}},
		"never in full":     {"", "Berg spoke. Berg left.", "Where did Anna Berg go?", nil},
		"somebody else":     {"", "Per Berg spoke. Berg left. So did Anna Berg.", "Where did Anna Berg go?", nil},
		"more often":        {"", "Per Berg spoke. Anna Berg and Berg left. Anna Berg came back.", "Where did Anna Berg go?", []int{1}},
		"less often":        {"", "Anna Berg spoke. Per Berg and Berg left. Per Berg came back.", "Where did Anna Berg go?", nil},
		"a relative":        {"", "Anna Berg spoke. Per Berg slept. Berg left.", "Where did Anna Berg go?", []int{2}},
		"word, not name":    {"", "Anna Berg spoke. A berg is of ice.", "Where did Anna Berg go?", nil},
		"behind a comma":    {"", "Anna Berg spoke. In Lindvik, Berg left.", "Where did Anna Berg go?", []int{1}},
		"longer name":       {"", "The Harbour Board met. Harbours need a Board of Trade and a Board Walk.", "What did the Harbour Board decide?", nil},
		"one word":          {"", "Anna Berg spoke. Berg left.", "Where did Berg go?", nil},
		"two names":         {"", "Anna Berg met Carl Otto. Otto left. Berg stayed.", "When did Anna Berg meet Carl Otto?", []int{1, 2}},
		"other report's":    {"", "Berg left.", "Where did Berg's friend Anna Otto go?", nil},
		"stop word between": {"", "The University of Lindvik opened. Lindvik slept.", "Where is the University of Lindvik?", nil},
	} {
		t.Run(name, func(t *testing.T) {
			x := newIndex(t, tt.text)
			x.titles[0] = x.lexicons["en"].read(nil, tt.title)
			r := x.newReader(x.ask(tt.question))
			defer r.close()
			var got []int
			for _, m := range r.aligned(0).implied {
				got = append(got, m.sentence)
				best := r.align(m.sentence).best
				for _, c := range m.name.rest {
					if best[c] < impliedMatch {
						t.Errorf("in sentence %d, %q matches %v", m.sentence, r.aligners["en"].content[c].form, best[c])
					}
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("%q (-want +got):\n%s", tt.question, diff)
			}
		})
	}
}
