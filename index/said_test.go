package index

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestQuoted(t *testing.T) {
	type quoted struct {
		Source, Audience, Topic string
		Named, Quotes, Remarks  bool
	}
	x := newIndex(t, harbour)
	for question, want := range map[string]quoted{
		"What did Anna Berg say?":                     {Source: "anna berg", Named: true, Quotes: true, Remarks: true},
		"what has berg said about the wall":           {Source: "berg", Topic: "wall", Named: true, Quotes: true, Remarks: true},
		"What did the mayor of Lindvik say?":          {Source: "mayor lindvik", Named: true, Quotes: true, Remarks: true},
		"What did the fishermen say of the port?":     {Source: "fishermen", Topic: "port", Quotes: true, Remarks: true},
		"What did Berg tell Radio Vest about Havn?":   {Source: "berg", Audience: "radio vest", Topic: "havn", Named: true, Quotes: true, Remarks: true},
		"What did Berg tell the fishermen?":           {Source: "berg", Named: true, Quotes: true},
		"What did Berg say the town needs?":           {Source: "berg", Named: true, Quotes: true},
		"When did Berg say it will open?":             {Source: "berg", Named: true, Quotes: true},
		"What does Berg think about the wall?":        {Source: "berg", Topic: "wall", Named: true, Remarks: true},
		"How does Berg think about the wall?":         {},
		"According to Anna Berg, what will it cost?":  {Source: "anna berg", Named: true, Quotes: true},
		"How old is it, according to the port of Vik": {Source: "port vik", Named: true, Quotes: true},
		"According to Berg, what did Lund say?":       {Source: "berg", Named: true, Quotes: true},
		"What does the report say about Havn?":        {Topic: "havn", Quotes: true, Remarks: true},
		"What does the Nordlys report say?":           {Source: "nordlys", Named: true, Quotes: true, Remarks: true},
		"According to the article, how old is it?":    {Quotes: true},
		"What did the repairs cost?":                  {},
		"say what":                                    {},
	} {
		q := x.ask(question).readings["en"]
		contents := func(of []int) string {
			var forms []string
			for _, c := range of {
				forms = append(forms, q.content[c].form)
			}
			return strings.Join(forms, " ")
		}
		got := quoted{contents(q.source), contents(q.audience), contents(q.topic), q.sourceNamed, q.quotes, q.remarks}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", question, diff)
		}
	}
}

// The report that is asked need not speak of itself.
func TestItself(t *testing.T) {
	x := newIndex(t, harbour+" The story is over.")
	want := map[string][]string{
		"What does the article say about the wall?":  {"say", "wall"},
		"according to this report, who spoke":        {"according", "spoke"},
		"What does the story say?":                   {"story", "say"}, // the report has the word
		"Which report says that?":                    {"report", "says"},
		"What did the Nordlys article say about it?": {"nordlys", "article", "say"},
	}
	got := map[string][]string{}
	for question := range want {
		for _, c := range x.ask(question).readings["en"].content {
			got[question] = append(got[question], c.form)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("contents (-want +got):\n%s", diff)
	}
}

// What is credited to the one who is asked for comes first, and that first which is about
// what is asked.
func TestCredit(t *testing.T) {
	const council = `Anna Berg, the mayor of Lindvik, told Radio Vest that the ferry is too old. "It has no lifeboats," she said. It left in May.

Gov. Per Berg said that the ferry is safe. "The harbour is not," the mayor said. According to Nordlys, a new engine was bought.`
	x := newIndex(t, council)
	for question, want := range map[string][]float64{
		"What did Anna Berg say?":                         {6 + 8, 6 + 4, 0, 0, 6 + 8.0/3, 0}, // the first before all
		"What did the mayor say?":                         {6 + 8, 6 + 4, 0, 0, 6 + 8.0/3, 0},
		"What did Mayor Berg say?":                        {6 + 8, 6 + 4, 0, 0, 6 + 8.0/3, 0},
		"what did the governor say":                       {0, 0, 0, 6 + 8, 0, 0},
		"What did Nordlys say?":                           {0, 0, 0, 0, 0, 6 + 8},
		"What did Anna Berg say about the ferry?":         {6, 4, 0, 0, 4, 0},
		"What did Anna Berg say about the harbour?":       {2, 2, 0, 0, 6, 0},
		"What did Anna Berg tell Radio Vest?":             {6 + 8, 0, 0, 0, 0, 0},
		"What did Anna Berg tell Radio Nord?":             {0, 0, 0, 0, 0, 0},
		"What does Anna Berg think about the ferry?":      {4, 4, 0, 0, 4, 0},
		"What does Anna Berg think about the engine?":     {0, 0, 0, 0, 4, 0},
		"What did Anna Berg say the harbour needs?":       {0, 0, 0, 0, 0, 0},
		"What did the bishop say?":                        {0, 0, 0, 0, 0, 0},
		"What did Carl Berg say?":                         {0, 0, 0, 0, 0, 0},
		"What did Annabel Berg say?":                      {6 + 8, 6 + 4, 0, 0, 6 + 8.0/3, 0},
		"What did Mrs. Berg say?":                         {6 + 8, 6 + 4, 0, 6 + 8.0/3, 6 + 2, 0},
		"How old is the ferry, according to the governor": {0, 0, 0, 0, 0, 0},
	} {
		r := x.newReader(x.ask(question))
		var got []float64
		for n := range x.sentences {
			got = append(got, r.credit(n))
		}
		r.close()
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", question, diff)
		}
	}
}

// A sentence of the one who is asked for that is about what is asked is an answer.
func TestCreditedConfidence(t *testing.T) {
	x := newIndex(t, harbour)
	want := map[string]bool{
		"What did Berg say about the sea?":     true,
		"What did Berg tell Radio Vest?":       true,
		"What did Berg tell Radio Nord?":       false,
		"What did Berg say about the tourism?": false,
		"What did Carl Berg say?":              false,
	}
	got := map[string]bool{}
	for question := range want {
		got[question] = mustSearch(t, x, Query{Text: question}).Verdict == Answered
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("answered (-want +got):\n%s", diff)
	}
}

// A question after somebody's words is hardly answered by a report without them.
func TestSaid(t *testing.T) {
	x := newIndex(t, harbour)
	want := map[string]float64{
		"What will the repairs cost?":                           1,
		"What did Anna Berg say?":                               1,
		"What did Anna Berg say about the wall?":                1,
		"What did Berg tell Radio Vest about the harbour?":      1,
		"What did Berg say about the port authority's repairs?": 1, // beside her words
		"What did Berg say about the ships?":                    lackingFactor,
		"What did Berg say about the ocean?":                    1, // the sea
		"what has anna berg said about tourism":                 lackingFactor,
		"What did Carl Otto say about the wall?":                uncitedFactor,
		"According to Carl Otto, how old is the wall?":          uncitedFactor,
	}
	got := map[string]float64{}
	for question := range want {
		r := x.newReader(x.ask(question))
		got[question] = r.said(0)
		r.close()
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
