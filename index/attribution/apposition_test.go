package attribution_test

import (
	"testing"

	"footnote/index/report"

	"github.com/google/go-cmp/cmp"
)

func TestApposition(t *testing.T) {
	type source struct {
		Name, Role, Via string
	}
	tests := []struct {
		name, text string
		want       []source
	}{
		{
			"role and name before the cue",
			`"The bridge will hold," the ferry line's founder, Wanda Pruitt, said in an interview.`,
			[]source{{"Wanda Pruitt", "founder", "an interview"}},
		},
		{
			"role and name after the cue",
			`"Nobody asked us," said the orchard's owner, Piet Kloos.`,
			[]source{{"Piet Kloos", "owner", ""}},
		},
		{
			"name before the role",
			`Ida Holm, the harbour's pilot, said that the ship was late.`,
			[]source{{"Ida Holm", "pilot", ""}},
		},
		{
			"a phrase hangs on the role",
			`The council's head of planning, Ebba Lund, later told the Lakeside Herald that it would look again.`,
			[]source{{"Ebba Lund", "head of planning", "Lakeside Herald"}},
		},
		{
			"subject of a later clause",
			`The mayor declined to comment, while the port's deputy head of security, Piet Kloos, warned that the fence was weak.`,
			[]source{{"the mayor", "", ""}, {"Piet Kloos", "deputy head of security", ""}},
		},
		{
			"possessive",
			`The fishermen blame the dredging; their lawyer, Wanda Pruitt, told Radio Seven that they would sue.`,
			[]source{{"the fishermen", "", ""}, {"Wanda Pruitt", "lawyer", "Radio Seven"}},
		},
		{
			"capital of the sentence, not of the name",
			"Lifeguard Ida Holm opened the gate. \"It was locked all summer,\" she told Valley News.",
			[]source{{"Ida Holm", "lifeguard", "Valley News"}},
		},
		{
			"the name of a body that opens with a word for persons",
			"Pensioner Housing Choices said it would build.",
			[]source{{"Pensioner Housing Choices", "", ""}},
		},
		{
			"a name that is a word for persons",
			"Baker Holm said the oven was cold.",
			[]source{{"Baker Holm", "", ""}},
		},
		{
			"told a person, not an outlet",
			"A nurse told Wanda Pruitt that the ward was full.",
			[]source{{"a nurse", "", ""}},
		},
		{
			"a list, no apposition",
			`"The fair is over," said the mayor, Wanda Pruitt and Piet Kloos.`,
			[]source{{"the mayor", "", ""}},
		},
		{
			"several persons",
			"Two neighbours, Wanda Pruitt said, had seen the fire.",
			[]source{{"Wanda Pruitt", "", ""}},
		},
		{
			"no role",
			"Until the harvest, Wanda Pruitt, a farmer, said she would wait.",
			[]source{{"Wanda Pruitt", "farmer", ""}},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := prepare("apposition", test.text)
			roles := map[string]string{}
			for _, e := range r.Entities {
				roles[e.Name] = e.Role
			}
			var got []source
			for _, s := range r.Sentences() {
				for _, a := range s.Attributions {
					got = append(got, source{a.Source.Name, roles[a.Source.Name], a.Source.Via})
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("sources (-want +got)\n%s", diff)
			}
		})
	}
}

func TestAppositionAliases(t *testing.T) {
	r := prepare("aliases", `"Nobody asked us," said the orchard's owner, Wanda Pruitt. The trees are old.`)
	want := []report.Entity{{Name: "Wanda Pruitt", Kind: report.Person, Role: "owner", Aliases: []string{"the orchard's owner"}}}
	if diff := cmp.Diff(want, r.Entities); diff != "" {
		t.Errorf("entities (-want +got)\n%s", diff)
	}
}
