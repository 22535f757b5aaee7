package index

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// paired returns a question and a sentence of the test report side by side.
func paired(t *testing.T) *pairing {
	t.Helper()
	x := newIndex(t, harbour)
	r := x.newReader(x.ask("How much do the repairs of the harbour cost?"))
	r.weigh([]int{0, 1, 2, 3, 4, 5, 6}, true)
	var m matcher
	w := r.weights["en"]
	return m.pair(r.aligners["en"].terms(w), w, x.vectorsOf(nil, 3), r.align(3).hits, r.traces(3))
}

// What is told of each word of a question and a sentence, with two decimals. The words
// are "much", "repairs", "harbour" and "cost".
func TestPair(t *testing.T) {
	type told struct{ cosine, aligned, match, length, toward float64 }
	hundredths := func(x float32) float64 { return math.Round(float64(x)*100) / 100 }
	p := paired(t)
	var got []told
	for i := range p.words {
		w := &p.words[i]
		var length, toward float32
		for k, x := range w.word {
			length += x * x
			toward += x * w.aligned[k]
		}
		got = append(got, told{hundredths(w.measures[mCosine]), hundredths(w.measures[mAligned]), hundredths(w.measures[mMatch]), hundredths(length), hundredths(toward)})
	}
	want := []told{
		{cosine: 0.83, aligned: 0.98, length: 1, toward: 0.77},
		{cosine: 1, aligned: 1, match: 1, length: 1, toward: 1},
		{cosine: 0.73, aligned: 0.91, length: 1, toward: 0.65},
		{cosine: 1, aligned: 1, match: 1, length: 1, toward: 1},
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(told{})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// The layers of a network with few rows add up as they should.
func TestOdds(t *testing.T) {
	p := paired(t)
	sum, most := 0.0, 0.0
	for i := range p.words {
		match := float64(p.words[i].measures[mMatch])
		sum += match
		most = max(most, match)
	}
	matched := func(c *comparer) {
		c[cMeasures+int(mMatch)][1], c[cFound+1][2], c[cOdds][3] = 1, 1, 1
	}
	got := map[string]float64{}
	for name, set := range map[string]func(c *comparer){
		"nothing":  func(*comparer) {},
		"bias":     func(c *comparer) { c[cBias][0] = -2 },
		"sum":      func(c *comparer) { matched(c); c[cSum+2][3] = 1 },
		"most":     func(c *comparer) { matched(c); c[cMost+2][3] = 1 },
		"cut off":  func(c *comparer) { matched(c); c[cMost+2][3], c[cOuterBias][3] = 1, -2 },
		"length":   func(c *comparer) { c[cLength][0], c[cOuterBias][0], c[cOdds][0] = 1, 4, 1 },
		"no match": func(c *comparer) { matched(c); c[cMost+2][3], c[cInnerBias][1] = 1, -1 },
	} {
		var c comparer
		set(&c)
		got[name] = c.odds(p)
	}
	want := map[string]float64{
		"nothing":  0,
		"bias":     -2,
		"sum":      sum / 3,
		"most":     most,
		"cut off":  0,
		"length":   4 + float64(p.length),
		"no match": 0,
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateApprox(0, 1e-5)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// A network that is written and read gives the same, but for rounding.
func TestComparer(t *testing.T) {
	p := paired(t)
	c := newComparer(rand.New(rand.NewPCG(1, 2)))
	var b bytes.Buffer
	if err := c.write(&b); err != nil {
		t.Fatal(err)
	}
	again, err := readComparer(&b)
	if err != nil {
		t.Fatal(err)
	}
	if was, is := c.odds(p), again.odds(p); math.Abs(was-is) > 1e-3 {
		t.Errorf("odds %g, and read again %g", was, is)
	}
}

func TestReadComparerFaults(t *testing.T) {
	zeros := strings.Repeat(" 0", compareWidth)
	for _, tt := range []struct{ file, want string }{
		{"", fmt.Sprintf("0 rows; want %d: train again", compareRows)},
		{"# a comment\ntaste" + zeros + "\n", `line 2: row "taste" is not this program's: train again`},
		{"project-0 1 2\n", "line 1: 3 fields; want 17"},
		{"project-0 x" + zeros[2:] + "\n", `line 1: strconv.ParseFloat: parsing "x": invalid syntax`},
	} {
		_, err := readComparer(strings.NewReader(tt.file))
		if got := message(err); got != tt.want {
			t.Errorf("%q: error %q, want %q", tt.file, got, tt.want)
		}
	}
}
