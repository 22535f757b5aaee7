package index

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestSigns says in words which signs the words of a question have, but for those
// that are numbers.
func TestSigns(t *testing.T) {
	x := newIndex(t, harbour)
	for _, tt := range []struct {
		question string
		want     []string
	}{
		{"In what year was the harbour of Lindvik built by 300 fishermen?", []string{
			"year: asking time subject first after-stop after-asking before-stop before-auxiliary short subject-moment report-once",
			"harbour: after-stop after-the before-stop before-of report-once",
			"lindvik: unknown name after-stop after-of report-once",
			"built: before-stop report-once",
			"300: unknown digits after-stop after-by short report-none",
			"fishermen: person last end long report-once",
		}},
		{"Which company told Zebedee?", []string{
			"company: focus first after-stop after-asking report-once",
			"told: speech person short report-once",
			"zebedee: unknown name subject last end subject-kind report-none report-no-name",
		}},
	} {
		r := x.newReader(x.ask(tt.question))
		r.weigh([]int{0, 1, 2, 3, 4, 5, 6}, true)
		a := r.aligners["en"]
		var got []string
		for i, term := range a.terms(r.weights["en"]) {
			fields := []string{a.content[i].form + ":"}
			for s, value := range term.signs {
				if value == 1 && sign(s) != gAny {
					fields = append(fields, signNames[s])
				}
			}
			got = append(got, strings.Join(fields, " "))
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", tt.question, diff)
		}
	}
}
