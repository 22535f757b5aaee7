package embedding

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func cosine(m *Model, a, b string) float32 {
	var p Probe
	p.Set(m.Find(a).Vector)
	return p.Cosine(m.Find(b).Vector)
}

func TestFind(t *testing.T) {
	m := Default()
	type found struct {
		rank  int
		known bool
	}
	for word, want := range map[string]found{
		"the":          {1, true},
		"The":          {1, true},
		"of":           {2, true},
		"KREMLIN":      {4879, true},
		"coincidences": {49_999, true},
		"maciej":       {50_000, true},
		"qwrtz":        {0, false},
		"":             {0, false},
		"the\n":        {0, false},
	} {
		w := m.Find(word)
		if got := (found{w.Rank, w.Vector.Known()}); got != want {
			t.Errorf("Find(%q) = %+v; want %+v", word, got, want)
		}
	}
}

func TestNew(t *testing.T) {
	v := New([]float32{3, 0, -4})
	if got := v.Dims(); got != 4 { // a whole lane
		t.Errorf("%d dimensions; want 4", got)
	}
	for axis, want := range []float32{0.6, 0, -0.8} {
		unit := make([]float32, 3)
		unit[axis] = 1
		var p Probe
		p.Set(New(unit))
		if got := p.Cosine(v); math.Abs(float64(got-want)) > 0.01 {
			t.Errorf("cosine with axis %d: %v; want %v", axis, got, want)
		}
	}
}

// The nearer of two words is the first.
func TestCosineOfWords(t *testing.T) {
	m := Default()
	for _, tt := range []struct{ word, near, far string }{
		{"army", "military", "church"},
		{"shrink", "cut", "recognize"},
		{"goal", "scored", "parliament"},
		{"minister", "secretary", "goalkeeper"},
		{"virus", "vaccine", "harbour"},
		{"refused", "declined", "arrived"},
	} {
		near, far := cosine(m, tt.word, tt.near), cosine(m, tt.word, tt.far)
		if near <= far {
			t.Errorf("%s: %s %.2f, %s %.2f", tt.word, tt.near, near, tt.far, far)
		}
		if back := cosine(m, tt.near, tt.word); math.Abs(float64(back-near)) > 1e-6 {
			t.Errorf("%s and %s: %v one way, %v the other", tt.word, tt.near, near, back)
		}
		if self := cosine(m, tt.word, tt.word); math.Abs(float64(self-1)) > 1e-5 {
			t.Errorf("%s with itself: %v", tt.word, self)
		}
	}
	if got := cosine(m, "qwrtz", "army"); got != 0 {
		t.Errorf("an unknown word is like another: %v", got)
	}
}

// Seven bits are near enough to what float64 gives, in every length.
func TestQuantized(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	for _, dims := range []int{1, 2, 3, 4, 5, 99, 100, 256, 4096} {
		a, b := make([]float32, dims), make([]float32, dims)
		for i := range a {
			a[i] = float32(rnd.NormFloat64())
			b[i] = a[i]/2 + float32(rnd.NormFloat64())
		}
		a[0], b[dims-1] = 3, -3 // the ends of the range
		var dot, aa, bb float64
		for i := range a {
			dot += float64(a[i]) * float64(b[i])
			aa += float64(a[i]) * float64(a[i])
			bb += float64(b[i]) * float64(b[i])
		}
		va, vb := New(a), New(b)
		var p Probe
		p.Set(va)
		if got, want := float64(p.Cosine(vb)), dot/math.Sqrt(aa*bb); math.Abs(got-want) > 0.02 {
			t.Errorf("%d dimensions: cosine %v; want %v", dims, got, want)
		}
		var s Sum
		s.Add(va, 2)
		s.Add(vb, -1)
		if got, want := float64(s.Len()), math.Sqrt(4*aa-4*dot+bb); math.Abs(got-want) > 0.02*want {
			t.Errorf("%d dimensions: sum of length %v; want %v", dims, got, want)
		}
		p.Set(s.Vector())
		if got, want := float64(p.Cosine(va)), (2*aa-dot)/math.Sqrt(aa*(4*aa-4*dot+bb)); math.Abs(got-want) > 0.02 {
			t.Errorf("%d dimensions: cosine of sum and a %v; want %v", dims, got, want)
		}
		p.SetNumbers(s.Direction())
		if got := p.Cosine(s.Vector()); math.Abs(float64(got)-1) > 0.02 {
			t.Errorf("%d dimensions: a direction has the cosine %v with its sum; want 1", dims, got)
		}
	}
}

func TestNothing(t *testing.T) {
	var p Probe
	var s Sum
	army := Default().Find("army").Vector
	s.Add(Vector{}, 1)
	p.Set(s.Vector())
	zero := New(make([]float32, 100))
	var withZero Probe
	withZero.Set(zero)
	got := []float32{p.Cosine(army), p.Cosine(Vector{}), s.Len(), withZero.Cosine(army), withZero.Cosine(zero)}
	if diff := cmp.Diff(make([]float32, 5), got); diff != "" {
		t.Errorf("nothing (-want +got)\n%s", diff)
	}
	s.Add(army, 1)
	s.Reset()
	if got := s.Len(); got != 0 {
		t.Errorf("length after Reset: %v", got)
	}
	if got := s.Direction(); got != nil {
		t.Errorf("direction after Reset: %v", got)
	}
}

func TestAllocs(t *testing.T) {
	m := Default()
	var p Probe
	var s Sum
	p.Set(m.Find("army").Vector)
	s.Add(m.Find("army").Vector, 1)
	v := m.Find("military").Vector // which is unpacked when it is found
	n := testing.AllocsPerRun(100, func() {
		p.Set(v)
		p.Cosine(v)
		s.Reset()
		s.Add(v, 0.5)
	})
	if n != 0 {
		t.Errorf("%v allocations; want none", n)
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := readTable(gloveFile); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkFind(b *testing.B) {
	m := Default()
	for b.Loop() {
		m.Find("military")
	}
}

func BenchmarkCosine(b *testing.B) {
	m := Default()
	var p Probe
	p.Set(m.Find("army").Vector)
	v := m.Find("military").Vector
	for b.Loop() {
		p.Cosine(v)
	}
}

// BenchmarkQuestion looks up ten words and makes the probe of their sum.
func BenchmarkQuestion(b *testing.B) {
	m := Default()
	words := []string{"what", "does", "the", "plan", "require", "ukraine", "to", "do", "with", "army"}
	var p Probe
	var s Sum
	b.ReportAllocs()
	for b.Loop() {
		s.Reset()
		for _, w := range words {
			found := m.Find(w)
			s.Add(found.Vector, 1/float32(1+found.Rank))
		}
		p.Set(s.Vector())
	}
}
