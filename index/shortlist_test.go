package index

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What is added to the scores of the finalists orders them, and the others follow
// at their distances, the best of them as good as the last finalist.
func TestSettle(t *testing.T) {
	for _, tt := range []struct {
		name   string
		scores []float64
		more   []float64
		want   []candidate
	}{
		{"none", nil, nil, nil},
		{"all finalists", []float64{3, 2}, []float64{-2, 1}, []candidate{{sentence: 1, score: 3}, {sentence: 0, score: 1}}},
		{"others below", []float64{5, 4, 3, 1}, []float64{-4, 1}, []candidate{{sentence: 1, score: 5}, {sentence: 0, score: 1}, {sentence: 2, score: 1}, {sentence: 3, score: -1}}},
		{"others lifted", []float64{5, 4, 3}, []float64{9, 8}, []candidate{{sentence: 0, score: 14}, {sentence: 1, score: 12}, {sentence: 2, score: 12}}},
		{"equal ones", []float64{2, 2, 2}, []float64{0, 0}, []candidate{{sentence: 0, score: 2}, {sentence: 1, score: 2}, {sentence: 2, score: 2}}},
	} {
		var ranked []candidate
		for n, s := range tt.scores {
			ranked = append(ranked, candidate{sentence: n, score: s})
		}
		settle(ranked, tt.more)
		if diff := cmp.Diff(tt.want, ranked, cmp.AllowUnexported(candidate{})); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

// The finalists are the first by their words, and then those of the others that come
// nearest in meaning.
func TestElect(t *testing.T) {
	var all []candidate
	for n := range 30 {
		all = append(all, candidate{sentence: n, score: float64(-n), meaning: float32(n%7) / 10})
	}
	var got []int
	for _, c := range elect(all) {
		got = append(got, c.sentence)
	}
	want := []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 20, 27, 12}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	rest := all[len(want):]
	if !slices.IsSortedFunc(rest, func(a, b candidate) int { return a.sentence - b.sentence }) {
		t.Errorf("the others are not in order: %v", rest)
	}
	if got := elect(all[:3]); len(got) != 3 {
		t.Errorf("%d finalists of 3", len(got))
	}
}

// Of a report with more sentences than finalists all are ranked, also one that has no
// word of the question; the others for what their words are worth.
func TestShortlist(t *testing.T) {
	var text strings.Builder
	for n := range 2 * finalistsByWords {
		fmt.Fprintf(&text, "The harbour of Lindvik has a pier with the number %d.\n\n", n)
	}
	text.WriteString("Ships moor at it.")
	x := newIndex(t, text.String())
	res := mustSearch(t, x, Query{Text: "Which number has the pier of the harbour?", Limit: len(x.sentences), Explain: true})
	if len(res.Passages) != len(x.sentences) {
		t.Fatalf("%d passages; want %d", len(res.Passages), len(x.sentences))
	}
	for i, p := range res.Passages {
		if i > 0 && p.Score > res.Passages[i-1].Score {
			t.Errorf("passage %d: score %f is above the one before", i+1, p.Score)
		}
		if want := []Reason{{features[fTerms].words, p.Score}}; i >= finalistsByWords+finalistsByMeaning && !slices.Equal(p.Reasons, want) {
			t.Errorf("passage %d: reasons %v; want %v", i+1, p.Reasons, want)
		}
	}
}
