package index

import (
	"strings"
	"testing"

	"footnote/index/report"
)

func TestLists(t *testing.T) {
	story := []string{
		"The harbour of Velmora was closed to ferries on Monday.",
		"Ferries to the islands now leave from Tarn instead.",
		"Tarn has one quay, and trucks queue there since dawn.",
		"The queue of trucks reached the bridge by noon.",
		"Police shut the bridge for an hour.",
		"After that hour the mayor came to speak with drivers.",
		"Drivers told the mayor that their fish was spoiling.",
		"Spoiling fish costs the fishery a fortune, it said.",
	}
	order := []int{0, 4, 2, 6, 1, 5, 3, 7}
	shuffled := make([]string, len(story))
	for i, n := range order {
		shuffled[i] = story[n]
	}
	for _, test := range []struct {
		name string
		text string
		want bool
	}{
		{"a story in lines", strings.Join(story, "\n"), false},
		{"its lines in another order", strings.Join(shuffled, "\n"), true},
		{"one paragraph", strings.Join(shuffled, " "), false},
		{"lines that hold two sentences", strings.Join(shuffled[:2], " ") + "\n" + strings.Join(shuffled[2:], "\n"), false},
		{"paragraphs", strings.Join(shuffled, "\n\n"), false},
		{"a headline over lines", "Notes\n\n" + strings.Join(shuffled, "\n"), true},
		{"a sentence", story[0], false},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := report.New("notes", "en", test.text)
			Prepare(r)
			x, err := New([]*report.Report{r})
			if err != nil {
				t.Fatal(err)
			}
			defer x.Close() //nolint:errcheck // nothing is written
			if x.isList[0] != test.want {
				t.Errorf("isList = %v with a cohesion of %.2f, want %v", x.isList[0], x.cohesion(0), test.want)
			}
		})
	}
}
