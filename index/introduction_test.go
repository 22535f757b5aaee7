package index

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAsksIdentity(t *testing.T) {
	x := newIndex(t, harbour)
	for question, want := range map[string]bool{
		"Who is Anna Berg?":            true,
		"who is anna berg":             true, // the report writes it with capitals
		"Who's Anna Berg":              true,
		"Who are Anna Berg and Lund?":  true,
		"Who is the mayor?":            false,
		"Who is Mayor of Lindvik?":     false,
		"Who opened Lindvik?":          false,
		"Who Opened Lindvik?":          false,
		"Who is Anna Berg talking of?": false,
		"Who?":                         false,
		"Anna Berg":                    false,
	} {
		if got := x.ask(question).readings["en"].identity; got != want {
			t.Errorf("%q: %v, want %v", question, got, want)
		}
	}
}

func TestIntroduced(t *testing.T) {
	for _, tt := range []struct{ question, sentence, want string }{
		{"Who is Anna Berg?", "On Monday Harbour Secretary Anna Berg opened the bridge.", "Harbour Secretary"},
		{"Who is Berg?", "On Monday Harbour Secretary Anna Berg opened the bridge.", "Harbour Secretary"},
		{"Who is Anna Berg?", "It was opened by Lund's special envoy Anna Berg.", "Lund's special envoy"},
		{"Who is Anna Berg?", "The Secretary of State Anna Berg opened it.", "Secretary of State"},
		{"Who is Anna Berg?", "The king's sister-in-law Anna Berg opened it.", "king's sister-in-law"},
		{"Who is Anna Berg?", "On Monday the mayor of Lindvik, Anna Berg, opened it.", "mayor of Lindvik"},
		{"Who is Anna Berg?", "The chief executive, Anna Berg, opened it.", "chief executive"},
		{"Who is Anna Berg?", "Anna Berg, the town's first mayor, opened it.", "town's first mayor"},
		{"Who is Anna Berg?", "U.S. President Anna Berg opened it.", "U.S. President"},
		{"Who is Anna Berg?", "President Lund, Anna Berg and others opened it.", ""},
		{"Who is Anna Berg?", "Anna Berg opened the bridge for the mayor.", ""},
		{"Who is Anna Berg?", "The mayor met Anna Berg.", ""},
		{"Who is Anna Berg?", "Anna Berg, and the mayor too, opened it.", ""},
		{"Who is Anna Berg?", "The bridge is open.", ""},
	} {
		if got := answerIn(newIndex(t, tt.sentence), tt.question, 0); got != tt.want {
			t.Errorf("%q for %q: %q, want %q", tt.sentence, tt.question, got, tt.want)
		}
	}
}

// Of a person who is named more than once, the sentence that says who she is comes
// first; where none does, it is no answer.
func TestIntroduce(t *testing.T) {
	for text, want := range map[string]string{
		"Anna Berg opened the bridge. The mayor of Lindvik, Anna Berg, came with a band. Anna Berg spoke.": "mayor of Lindvik",
		"Anna Berg opened the bridge. It rained. Anna Berg spoke.":                                         "",
	} {
		x := newIndex(t, text)
		res, err := x.Search(t.Context(), Query{Text: "Who is Anna Berg?"})
		if err != nil {
			t.Fatal(err)
		}
		first := res.Passages[0]
		got := first.Answer.In(first.Text)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
		if answered := res.Verdict == Answered; answered != (want != "") {
			t.Errorf("%q: verdict %v, confidence %v", text, res.Verdict, res.Confidence)
		}
	}
}
