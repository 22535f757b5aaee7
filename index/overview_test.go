package index

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestOverviewOf(t *testing.T) {
	want := map[string]overview{
		"What is this about?":           gistAsked,
		"what happened":                 gistAsked,
		"What's happening here?":        gistAsked,
		"tl;dr":                         gistAsked,
		"TLDR please":                   gistAsked,
		"Can you summarise the report?": gistAsked,
		"what's new":                    gistAsked,
		"tell me about it":              gistAsked,
		"Who is quoted in the report?":  voicesAsked,
		"what are the sources":          voicesAsked,
		"who does it cite":              voicesAsked,
		"Which sources does the article cite about Lindvik?": noOverview,
		"What happened in Lindvik?":                          noOverview,
		"What happened in 1911?":                             noOverview,
		"What did Berg say about it?":                        noOverview,
		"What is it?":                                        noOverview,
		"What?":                                              noOverview,
		"":                                                   noOverview,
	}
	got := map[string]overview{}
	for question := range want {
		got[question] = overviewOf(question)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// A question after the sources of a report is answered with the first sentence of each, and one after the gist of a report is answered by the report from its beginning, of
// several by the first sentence of each.
func TestOverview(t *testing.T) {
	x := newIndex(t, "The harbour is closed. It is old. It leaks.", "", "The ferry sank. Nobody was hurt.",
		"It is shut, Anna Berg said. She said it is old. It leaks, said Berg and Carl Otto. According to Nordlys, it is deep.")
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
		"all reports":     {Query{}, found{Answered, []string{"The harbour is closed.", "The ferry sank.", "It is shut, Anna Berg said."}, false}},
		"its sources":     {Query{Text: "Who is quoted?", Reports: []string{"report3"}}, found{Answered, []string{"It is shut, Anna Berg said.", "It leaks, said Berg and Carl Otto.", "According to Nordlys, it is deep."}, false}},
		"no sources":      {Query{Text: "Who is quoted?", Reports: []string{"report0"}}, found{}},
		"an empty report": {Query{Reports: []string{"report1"}}, found{}},
		"no such report":  {Query{Reports: []string{"report9"}}, found{}},
	} {
		t.Run(name, func(t *testing.T) {
			why := "how the report opens"
			if tt.query.Text != "" {
				why = "the first words of a source"
			} else {
				tt.query.Text = "What happened?"
			}
			tt.query.Explain = true
			res := mustSearch(t, x, tt.query)
			got := found{Verdict: res.Verdict, More: res.More}
			for _, p := range res.Passages {
				got.Texts = append(got.Texts, p.Text)
				if diff := cmp.Diff([]Reason{{why, 1}}, p.Reasons); diff != "" {
					t.Errorf("reasons (-want +got):\n%s", diff)
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
