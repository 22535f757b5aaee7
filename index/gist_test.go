package index

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAsksGist(t *testing.T) {
	want := map[string]bool{
		"What is this about?":           true,
		"what happened":                 true,
		"What's happening here?":        true,
		"tl;dr":                         true,
		"TLDR please":                   true,
		"Can you summarise the report?": true,
		"what's new":                    true,
		"tell me about it":              true,
		"What happened in Lindvik?":     false,
		"What happened in 1911?":        false,
		"What did Berg say about it?":   false,
		"What is it?":                   false,
		"What?":                         false,
		"":                              false,
	}
	got := map[string]bool{}
	for question := range want {
		got[question] = asksGist(question)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// A question after the gist of a report is answered by the report from its beginning, of
// several by the first sentence of each.
func TestGist(t *testing.T) {
	x := newIndex(t, "The harbour is closed. It is old. It leaks.", "", "The ferry sank. Nobody was hurt.")
	type found struct {
		Verdict Verdict
		Texts   []string
		More    bool
	}
	for name, tt := range map[string]struct {
		query Query
		want  found
	}{
		"one report":      {Query{Reports: []string{"report0"}, Limit: 2}, found{Answered, []string{"The harbour is closed.", "It is old."}, true}},
		"its next page":   {Query{Reports: []string{"report0"}, Limit: 2, Offset: 2}, found{Answered, []string{"It leaks."}, false}},
		"beyond the last": {Query{Reports: []string{"report0"}, Offset: 9}, found{Answered, nil, false}},
		"all reports":     {Query{}, found{Answered, []string{"The harbour is closed.", "The ferry sank."}, false}},
		"an empty report": {Query{Reports: []string{"report1"}}, found{}},
		"no such report":  {Query{Reports: []string{"report9"}}, found{}},
	} {
		t.Run(name, func(t *testing.T) {
			tt.query.Text, tt.query.Explain = "What happened?", true
			res := mustSearch(t, x, tt.query)
			got := found{Verdict: res.Verdict, More: res.More}
			for _, p := range res.Passages {
				got.Texts = append(got.Texts, p.Text)
				if diff := cmp.Diff([]Reason{{"how the report opens", 1}}, p.Reasons); diff != "" {
					t.Errorf("reasons (-want +got):\n%s", diff)
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
