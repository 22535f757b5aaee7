package index

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestTraces says in words which traces the words of a question have in a sentence.
func TestTraces(t *testing.T) {
	x := newIndex(t, harbour)
	for _, tt := range []struct {
		question string
		sentence int
		want     []string // a word and its traces that are not 0, but for "long"
	}{
		{"Which company said that it would move its ships?", 4, []string{"company: here exact besides close", "said: here exact besides close", "move: here exact besides close", "ships: here exact besides close"}},
		{"What did Mayor Berg say about the falling wall?", 2, []string{"mayor: here related far", "berg: here exact besides close", "say: here related besides close far", "falling: here exact besides close", "wall: here exact besides close"}},
		{"When was the harbour of Lindvik built?", 1, []string{"harbour: before", "lindvik: before", "built: here exact"}},
		{"What do the fishermen feed their zebras?", 6, []string{"fishermen: before pronoun", "feed: far", "zebras: far"}},
	} {
		r := x.newReader(x.ask(tt.question))
		a, all := r.aligners["en"], r.traces(tt.sentence)
		var got []string
		for i := range a.content {
			fields := []string{a.content[i].form + ":"}
			for m, s := range all[i] {
				if s != 0 && trace(m) != trLong {
					fields = append(fields, traceNames[m])
				}
			}
			got = append(got, strings.Join(fields, " "))
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%q, sentence %d (-want +got):\n%s", tt.question, tt.sentence, diff)
		}
	}
}
