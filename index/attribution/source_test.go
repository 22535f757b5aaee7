package attribution_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSources(t *testing.T) {
	type source struct{ Name, Mention, Role string }
	tests := []struct {
		name, text string
		want       []source
	}{
		{
			"an owner in the phrase after according to",
			"According to the school's caretaker, the boiler failed twice.",
			[]source{{"the school's caretaker", "the school's caretaker", ""}},
		},
		{
			"a participle describes the document",
			"According to court documents filed on Monday, the ferry was overloaded.",
			[]source{{"court documents filed on Monday", "court documents filed on Monday", ""}},
		},
		{
			"a clause describes the person",
			"The lamp fell first, according to a person who was there.",
			[]source{{"a person who was there", "a person who was there", ""}},
		},
		{
			"roles with names, joined",
			"The mayor, Wanda Pruitt, and the bishop, Piet Kloos, said the bridge was safe.",
			[]source{{"Wanda Pruitt", "Wanda Pruitt", "mayor"}, {"Piet Kloos", "the bishop, Piet Kloos", "bishop"}},
		},
		{
			"names with roles, joined",
			"The bridge is safe, said Wanda Pruitt, the mayor, and Piet Kloos, the bishop.",
			[]source{{"Wanda Pruitt", "Wanda Pruitt", "mayor"}, {"Piet Kloos", "Piet Kloos", "bishop"}},
		},
		{
			"three before the cue",
			"Wanda Pruitt, Piet Kloos and Ida Holm said the bridge was safe.",
			[]source{{"Wanda Pruitt", "Wanda Pruitt", ""}, {"Piet Kloos", "Piet Kloos", ""}, {"Ida Holm", "Ida Holm", ""}},
		},
		{
			"three after the cue",
			"The bridge is safe, said Wanda Pruitt, Piet Kloos and Ida Holm.",
			[]source{{"Wanda Pruitt", "Wanda Pruitt", ""}, {"Piet Kloos", "Piet Kloos", ""}, {"Ida Holm", "Ida Holm", ""}},
		},
		{
			"behind a day",
			"On Monday Wanda Pruitt said the bridge was safe.",
			[]source{{"Wanda Pruitt", "Wanda Pruitt", ""}},
		},
		{
			"behind a month",
			"In March Pruitt said the bridge was safe.",
			[]source{{"Pruitt", "Pruitt", ""}},
		},
		{
			"a day in the name",
			"The Sunday Times reported that the bridge was safe.",
			[]source{{"Sunday Times", "The Sunday Times", ""}},
		},
		{
			"through somebody else",
			"Wanda Pruitt, through a spokesman, said the bridge was safe.",
			[]source{{"Wanda Pruitt", "Wanda Pruitt", ""}},
		},
		{
			"the lawyer of somebody",
			"Wanda Pruitt's lawyer said the bridge was safe.",
			[]source{{"Wanda Pruitt's lawyer", "Wanda Pruitt's lawyer", ""}},
		},
		{
			"passive",
			"Wanda Pruitt was accused by Piet Kloos of fraud.",
			[]source{{"Piet Kloos", "Piet Kloos", ""}},
		},
		{
			"the statement of somebody",
			"The president's statement said the bridge was safe.",
			[]source{{"the president", "The president", ""}},
		},
		{
			"the genitive of a plural",
			"The anglers' union said the river was clean.",
			[]source{{"the anglers' union", "The anglers' union", ""}},
		},
		{
			"is telling, no passive",
			"The minister is telling reporters that the bridge is safe.",
			[]source{{"the minister", "The minister", ""}},
		},
		{
			"a word for who does something, before a name that no list holds",
			"Midfielder Jo Bakke said the pitch was wet.",
			[]source{{"Jo Bakke", "Midfielder Jo Bakke", "midfielder"}},
		},
		{
			"a word made from a name",
			"Olympian Wanda Pruitt said the pool was cold.",
			[]source{{"Wanda Pruitt", "Olympian Wanda Pruitt", "Olympian"}},
		},
		{
			"a day before a role",
			"On Monday striker Wanda Pruitt said the pitch was wet.",
			[]source{{"Wanda Pruitt", "striker Wanda Pruitt", "striker"}},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := prepare("sources", test.text)
			roles := map[string]string{}
			for _, e := range r.Entities {
				roles[e.Name] = e.Role
			}
			var got []source
			for _, s := range r.Sentences() {
				for _, a := range s.Attributions {
					got = append(got, source{a.Source.Name, a.Source.Mention.In(r.Text), roles[a.Source.Name]})
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("sources (-want +got)\n%s", diff)
			}
		})
	}
}

func TestCalledByPlaceOrParty(t *testing.T) {
	r := prepare("called", "Radical candidate Piet Kloos spoke on Friday. \"The pier stays,\" said Conservative candidate Wanda Pruitt. "+
		"Piet Kloos left early. The Radical candidate said he was tired.")
	var got []string
	for _, s := range r.Sentences() {
		for _, a := range s.Attributions {
			got = append(got, a.Source.Name)
		}
	}
	if diff := cmp.Diff([]string{"Wanda Pruitt", "Piet Kloos"}, got); diff != "" {
		t.Errorf("sources (-want +got)\n%s", diff)
	}
}

// A last name that is a word of another kind is known from the full name.
func TestSurnames(t *testing.T) {
	for _, full := range []string{
		"Ann Rich", "Oddvar Rich", "Ann Young", "Ann Price", "Ann Early", "Ann May", "Ann Lynch", "Ann Olsted", "Ann Holm",
	} {
		_, last, _ := strings.Cut(full, " ")
		for _, text := range []string{
			last + " said the bridge would close.",
			"In a statement, " + last + " said the bridge would close.",
			"“It will close,” said " + last + ".",
			"Later, " + last + " told reporters that the bridge would close.",
			"But " + last + " argued that the bridge is safe.",
		} {
			r := prepare("surnames", "On Friday "+full+" came to the bridge.\n\n"+text)
			var got []string
			for _, a := range r.Sentences()[1].Attributions {
				got = append(got, a.Source.Name)
			}
			if diff := cmp.Diff([]string{full}, got); diff != "" {
				t.Errorf("%q (-want +got):\n%s", text, diff)
			}
		}
	}
	// As another word it is none.
	r := prepare("surnames", "Ann Rich, Ann Early and Ann May live in Lindvik. Rich people live there too. Early birds say that it is closed. It will be opened in May, the union said.")
	var got []string
	for _, e := range r.Entities {
		got = append(got, e.Name)
	}
	if diff := cmp.Diff([]string{"Early birds", "the union"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
