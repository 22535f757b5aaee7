package bot_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"footnote/bot"
	"footnote/index"
	"footnote/index/report"
)

// senate is two reports that name some of the same persons, a third in which
// others have their last names, and one in another spelling.
var senate = []string{
	"Republican Sen. Lindsey Graham told NBC News that the plan was new. \"It will fail,\" Graham said. Sen. Mary Holm said that she agreed.",
	"Sen. Graham said that he had read the plan. Donald J. Trump said that it was good. Pedro Sánchez said that it was not.",
	"Donald Trump said that he was pleased. Holm said that the pier was old. Donald Trump Jr. said that it was new.",
	"Pedro Sanchez said that the plan was bad. Tim Holm said that it was good.",
}

func senateBot(t *testing.T) *bot.Bot {
	t.Helper()
	var reports []*report.Report
	for n, text := range senate {
		r := report.New(fmt.Sprint("r", n+1), "en", text)
		index.Prepare(r)
		reports = append(reports, r)
	}
	x, err := index.New(reports)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := x.Close(); err != nil {
			t.Error(err)
		}
	})
	return bot.New(x)
}

func TestSourcesOfSeveralReports(t *testing.T) {
	b := senateBot(t)
	var got []string
	for _, c := range b.Sources("") {
		got = append(got, fmt.Sprintf("%s (%s) %d", c.Name, c.Role, c.Sentences))
	}
	want := []string{
		"Lindsey Graham (Republican Sen.) 3", "Donald J. Trump () 2", "Pedro Sánchez () 2", "Mary Holm () 1",
		"Holm () 1", "Donald Trump Jr. () 1", "Tim Holm () 1",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("sources (-want +got)\n%s", diff)
	}
	for _, name := range []string{"Lindsey Graham", "Graham"} {
		var places []string
		for _, p := range b.Credited(name, "") {
			places = append(places, fmt.Sprint(p.Report, " ", p.Sentence))
		}
		if diff := cmp.Diff([]string{"r1 1", "r1 2", "r2 1"}, places); diff != "" {
			t.Errorf("credited to %s (-want +got)\n%s", name, diff)
		}
	}
}

func TestMeantSources(t *testing.T) {
	b := senateBot(t)
	tests := []struct {
		typed string
		want  []string
	}{
		{"Graham", []string{"Lindsey Graham"}},
		{"lindsey graham", []string{"Lindsey Graham"}},
		{"Lindsay Graham", []string{"Lindsey Graham"}},
		{"Grahm", []string{"Lindsey Graham"}},
		{"senator graham", []string{"Lindsey Graham"}},
		{"Sen. Lindsey Graham", []string{"Lindsey Graham"}},
		{"the senator", []string{"Lindsey Graham", "Mary Holm"}},
		{"Republican senator", []string{"Lindsey Graham"}},
		{"SANCHEZ", []string{"Pedro Sánchez"}},
		{"sánchez", []string{"Pedro Sánchez"}},
		{"Donald Trump", []string{"Donald J. Trump"}},
		{"nobody at all", nil},
	}
	for _, test := range tests {
		var got []string
		for _, c := range b.MeantSources(test.typed, "") {
			got = append(got, c.Name)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%q means (-want +got)\n%s", test.typed, diff)
		}
	}
}
