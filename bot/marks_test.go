package bot

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"footnote/index"
	"footnote/index/report"
)

func TestMarks(t *testing.T) {
	matching, answer := []report.Span{{Start: 4, End: 8}, {Start: 12, End: 15}}, report.Span{Start: 20, End: 29}
	for _, tt := range []struct {
		name    string
		passage index.Passage
		want    []report.Span
	}{
		{"nothing", index.Passage{}, nil},
		{"words that match", index.Passage{Highlights: matching}, matching},
		{"words that answer", index.Passage{Highlights: matching, Answer: answer}, []report.Span{answer}},
	} {
		if diff := cmp.Diff(tt.want, Marks(tt.passage)); diff != "" {
			t.Errorf("%s (-want +got)\n%s", tt.name, diff)
		}
	}
}
