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
		{"The U.S. paid $1,000.", []string{"<^the", "^u.s", "paid", "$1,000"}},
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
	x := newIndex(t, harbour)
	for _, tt := range []struct {
		question string
		want     answerType
		exact    bool
	}{
		{"Who told Radio Vest?", person, false},
		{"Which minister spoke?", person, false},
		{"When will it open?", moment, false},
		{"When was it built?", moment, true},
		{"When it was built, what was it made of?", moment, false},
		{"In what year was it built?", moment, true},
		{"Where is the wall?", location, false},
		{"What is the population of Lindvik?", quantity, true},
		{"How many ferries are there?", quantity, true},
		{"How old is Anna Berg?", quantity, true},
		{"How long will it be closed?", quantity, false},
		{"How do the fishermen feel?", manner, false},
		{"Why is it closed?", reason, false},
		{"Which wall is falling?", kind, false},
		{"repairs cost", anything, false},
	} {
		got := x.ask(tt.question).readings["en"]
		if got.expects != tt.want || got.exact != tt.exact {
			t.Errorf("%q asks for %v, exact %v; want %v, %v", tt.question, got.expects, got.exact, tt.want, tt.exact)
		}
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
