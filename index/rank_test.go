package index

import (
	"bytes"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWords(t *testing.T) {
	for _, tt := range []struct {
		text string
		want []string // a capital shown by ^, the first of its sentence by <, money by $, a per-cent sign by %
	}{
		{"", nil},
		{"The U.S. paid $1,000.", []string{"<^the", "^usa", "paid", "$1,000"}},
		{"the US, the U.N. and J.K. Rowling’s 3.5 to us", []string{"<the", "^usa", "the", "^un", "and", "^jk", "^rowling", "3.5", "to", "us"}},
		{"Berg’s 28-point plan", []string{"<^berg", "28", "point", "plan"}},
		{"up 3.5%, he said", []string{"<up", "%3.5", "he", "said"}},
		{"don't", []string{"<don't"}},
		{"中国 A1", []string{"<中", "国", "^a1"}},
	} {
		var got []string
		for w := range words(tt.text) {
			var marks strings.Builder
			for _, m := range []struct {
				flag token
				mark string
			}{{opening, "<"}, {capital, "^"}, {money, "$"}, {percent, "%"}} {
				if w.flags.is(m.flag) {
					marks.WriteString(m.mark)
				}
			}
			got = append(got, marks.String()+w.form)
			if normal(w.span.In(tt.text)) != w.form {
				t.Errorf("%q: span %v holds %q, want %q", tt.text, w.span, w.span.In(tt.text), w.form)
			}
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", tt.text, diff)
		}
	}
}

func TestMisspelt(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want bool
	}{
		{"driscol", "driscoll", true},
		{"zelenksy", "zelensky", true},
		{"hovseplatns", "houseplants", true},
		{"kiev", "kyiv", false}, // too short to tell
		{"house", "mouse", true},
		{"minister", "ministry", true},
		{"peace", "plan", false},
	} {
		if got := misspelt(tt.a, tt.b); got != tt.want {
			t.Errorf("misspelt(%q, %q) = %v", tt.a, tt.b, got)
		}
	}
}

func TestExpect(t *testing.T) {
	type expected struct {
		Type      answerType
		Magnitude magnitude
		Exact     bool
		Subject   string // the noun that says what is asked for
		Counted   string
	}
	x := newIndex(t, harbour)
	for question, want := range map[string]expected{
		"Who told Radio Vest?":                           {Type: person},
		"Which minister spoke?":                          {Type: person, Subject: "minister"},
		"When will it open?":                             {Type: moment, Magnitude: date},
		"When was it built?":                             {Type: moment, Magnitude: date, Exact: true},
		"When it was built, what was it made of?":        {Type: moment, Magnitude: date},
		"In what year was it built?":                     {Type: moment, Magnitude: yearDate, Exact: true, Subject: "year"},
		"Which century is it from?":                      {Type: moment, Magnitude: century, Exact: true, Subject: "century"},
		"Where is the wall?":                             {Type: location},
		"What is the population of Lindvik?":             {Type: quantity, Magnitude: count, Exact: true, Subject: "population"},
		"What percentage is paid?":                       {Type: quantity, Magnitude: share, Exact: true, Subject: "percentage"},
		"How many ferries are there?":                    {Type: quantity, Magnitude: count, Exact: true, Subject: "ferries", Counted: "ferries"},
		"How many of the small ferries of Lindvik sail?": {Type: quantity, Magnitude: count, Exact: true, Subject: "ferries", Counted: "small ferries"},
		"How many were hurt?":                            {Type: quantity, Magnitude: count, Exact: true, Subject: "many", Counted: "hurt"},
		"How old is Anna Berg?":                          {Type: quantity, Magnitude: age, Exact: true, Subject: "old"},
		"How long will it be closed?":                    {Type: quantity, Magnitude: extent, Exact: true, Subject: "long"},
		"How much do the repairs cost?":                  {Type: quantity, Magnitude: price, Exact: true, Subject: "much"},
		"How do the fishermen feel?":                     {Type: manner},
		"Why is it closed?":                              {Type: reason},
		"Which wall is falling?":                         {Type: kind, Subject: "wall"},
		"What did the minister say about the year?":      {},
		"What has the country paid?":                     {},
		"What is the name of the ferry?":                 {Type: kind, Subject: "ferry"},
		"What is the name of the minister?":              {Type: person, Subject: "minister"},
		"What is the name of the era?":                   {Type: kind, Subject: "era"},
		"What was the name of Anna's boat?":              {Type: kind, Subject: "name"},
		"What is the word for?":                          {Type: kind, Subject: "word"},
		"repairs cost":                                   {},
	} {
		q := x.ask(question).readings["en"]
		got := expected{Type: q.expects, Magnitude: q.magnitude, Exact: q.exact}
		if q.subject >= 0 {
			got.Subject = q.content[q.subject].form
		}
		var counted []string
		for _, c := range q.counted {
			counted = append(counted, q.content[c].form)
		}
		got.Counted = strings.Join(counted, " ")
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", question, diff)
		}
	}
}

// How well a sentence fits a question after a number or date is how well the best of
// its words does that are not the question's.
func TestFit(t *testing.T) {
	const (
		many  = "How many ferries sailed?"
		old   = "How old is the harbour?"
		long  = "How long is the wall?"
		when  = "When was the wall built?"
		year  = "What year was the wall built?"
		cent  = "What century is the wall from?"
		part  = "What percentage of the town voted?"
		money = "How much did the wall cost?"
		heavy = "How much does the wall weigh?"
		fast  = "How fast are the ferries?"
		where = "Where is the wall?"
	)
	for _, tt := range []struct {
		question, sentence string
		want               float64
	}{
		{many, "Seventeen ferries sailed.", fullFit},
		{many, "In all, 17 of the older ferries sailed.", fullFit},
		{many, "The ferries sailed with 17 sailors.", otherFit},
		{many, "Several ferries sailed.", halfFit},
		{many, "The ferries sailed in 1987.", halfFit},
		{many, "The ferries cost $17 each.", halfFit},
		{many, "The third ferry sailed.", halfFit},
		{many, "The ferries sailed.", -1},
		{old, "The harbour is 90 years old.", fullFit},
		{old, "Anna Berg, 39, spoke.", fullFit},
		{old, "She left at the age of eight for Lund.", fullFit},
		{old, "She turned 40 on Monday.", fullFit},
		{old, "She has a 28-point plan.", halfFit},
		{old, "She was away for two weeks now.", halfFit},
		{old, "She is a 39-year-old sailor.", fullFit},
		{old, "The harbour is known to millions.", -1},
		{old, "It was built in 1931.", halfFit},
		{long, "The wall has 300 metres.", fullFit},
		{long, "The wall is number 3.", otherFit},
		{long, "It stood until the flood.", halfFit},
		{long, "It is high.", -1},
		{when, "It was built in March.", fullFit},
		{when, "It was built two weeks ago.", fullFit},
		{when, "It was built after the flood.", halfFit},
		{when, "It was built of stone.", -1},
		{when, "It is a 25-year-old wall.", -1},
		{when, "It is three years old.", -1},
		{when, "It is three old years.", fullFit},
		{year, "It was built in 1931.", fullFit},
		{year, "It was built on Sunday.", halfFit},
		{cent, "It is from the 17th.", fullFit},
		{cent, "It is from the nineteenth.", fullFit},
		{part, "Some 17 percent stayed at home.", fullFit},
		{part, "Some 17% stayed at home.", fullFit},
		{part, "Half stayed at home.", fullFit},
		{part, "Some 17 stayed at home.", halfFit},
		{money, "It took $3 million.", fullFit},
		{money, "It took long.", -1},
		{money, "It took three million of the dollars.", -1},
		{money, "It took three months and 40 tons.", -1},
		{heavy, "The bell has 40 tons.", fullFit},
		{heavy, "The bell has 40 holes and was a ton of work.", -1},
		{fast, "They make 60 kilometres an hour.", fullFit},
		{fast, "They sail for 60 days.", -1},
		{money, "It took three million dollars.", fullFit},
		{money, "It took 3,000 Swedish kronor.", fullFit},
		{where, "It stands at the Old Port Lindvik.", fullFit},
		{where, "It stands in Lindvik New Port Wall Lund.", fullFit},
		{where, "It was built by Anna Berg.", halfFit},
		{where, "It was seen in May, Anna Berg Lund said.", halfFit},
		{where, "In May, Berg saw it.", halfFit},
		{where, "It stands by the water.", -1},
	} {
		x := newIndex(t, tt.sentence)
		q := x.ask(tt.question)
		r := x.newReader(q)
		r.weigh([]int{0}, true)
		got := evidence(q.readings["en"], x.tokensOf(0), r.align(0), r.weights["en"]).expected
		if got != tt.want {
			t.Errorf("%q for %q: %v, want %v", tt.sentence, tt.question, got, tt.want)
		}
		r.close()
	}
}

// A model that is written reads the same, and its reasons add up to its score.
func TestForest(t *testing.T) {
	f := ranker()
	var b bytes.Buffer
	if err := f.write(&b, featureNames()); err != nil {
		t.Fatal(err)
	}
	again, err := readForest(&b, featureNames())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(f, again, cmp.AllowUnexported(forest{}, node{})); diff != "" {
		t.Errorf("written and read (-was +is):\n%s", diff)
	}
	x := newIndex(t, harbour)
	r := x.newReader(x.ask("How much do the repairs cost?"))
	ranked, final := r.shortlist([]int{0, 1, 2, 3, 4}, true)
	r.read(final)
	r.rank(ranked, final)
	for _, c := range final {
		parts := make([]float64, featureCount)
		sum := f.explain(c.vector[:], parts) + float64(c.vector[fTerms])
		for _, p := range parts {
			sum += p
		}
		if math.Abs(sum-c.score) > 1e-4 {
			t.Errorf("sentence %d: reasons add up to %f, score %f", c.sentence, sum, c.score)
		}
	}
}

func TestReadForestFaults(t *testing.T) {
	for _, tt := range []struct{ file, want string }{
		{"a b\n0<1:2 3 4\n", ""},
		{"a c\n", `line 1: no feature "c": train again`},
		{"a b\n0<1:2 3\n", "line 2: the tree is cut off"},
		{"a b\n3 4\n", "line 2: 1 nodes too many"},
		{"a b\n7<1:2 3 4\n", `line 2: bad column in "7<1:2"`},
	} {
		_, err := readForest(strings.NewReader(tt.file), []string{"a", "b"})
		if got := message(err); got != tt.want {
			t.Errorf("%q: error %q, want %q", tt.file, got, tt.want)
		}
	}
}

func message(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// What nobody would ask a report is answered by silence; short questions are
// answered.
func TestVerdict(t *testing.T) {
	x := newIndex(t, harbour)
	for _, tt := range []struct {
		question string
		want     Verdict
	}{
		{"asdf qwer", Silent},
		{"pizza recipe", Silent},
		{"What is the capital of Mongolia?", Silent},
		{"How old is the ferry company Nordlys?", Closest},
		{"repairs cost", Answered},
		{"When was the port built?", Answered},
		{"what did berg say about the wall", Answered},
	} {
		if res := mustSearch(t, x, Query{Text: tt.question}); res.Verdict != tt.want {
			t.Errorf("%q: verdict %v, confidence %.2f; want %v", tt.question, res.Verdict, res.Confidence, tt.want)
		}
	}
}
