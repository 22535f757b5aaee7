package index

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A scorer gives what the trees give one by one, whatever their shape and
// however many vectors there are.
func TestScorer(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, leaves := range []int{1, 2, 12, 16, 17, 31, maxLeaves} {
		f := randomForest(random, leaves)
		s, err := newScorer(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, count := range []int{0, 1, 23, 64, 65, 200} {
			vectors := make([]*vector, count)
			want := make([]float64, count)
			for i := range vectors {
				vectors[i] = &vector{}
				for k := range vectors[i] {
					vectors[i][k] = randomValue(random)
				}
				want[i] = f.score(vectors[i][:])
			}
			if diff := cmp.Diff(want, s.scores(vectors, make([]uint64, s.splits))); diff != "" {
				t.Errorf("%d vectors, %d leaves: (-trees +scorer):\n%s", count, leaves, diff)
			}
		}
	}
}

// randomValue is often one of few, so that values meet thresholds and each other.
func randomValue(random *rand.Rand) float32 {
	switch random.IntN(40) {
	case 0:
		return float32(math.NaN())
	case 1:
		return float32(math.Inf(1))
	case 2:
		return random.Float32()
	}
	if x := float32(random.IntN(9)-2) / 8; x != 0 || random.IntN(2) == 0 {
		return x
	}
	return float32(math.Copysign(0, -1))
}

// randomForest grows trees of so many leaves.
func randomForest(random *rand.Rand, leaves int) *forest {
	f := &forest{}
	var grow func(leaves int)
	grow = func(leaves int) {
		at := len(f.nodes)
		f.nodes = append(f.nodes, node{feature: leaf, value: random.Float32() - 0.5})
		if leaves == 1 {
			return
		}
		low := 1 + random.IntN(leaves-1)
		f.nodes[at].feature, f.nodes[at].threshold = int16(random.IntN(int(featureCount))), float32(random.IntN(9)-2)/8
		grow(low)
		f.nodes[at].greater = int32(len(f.nodes))
		grow(leaves - low)
	}
	for range 50 {
		f.roots = append(f.roots, int32(len(f.nodes)))
		grow(leaves)
	}
	return f
}

// BenchmarkScorer scores as many sentences as a question has on one report, and
// on many.
func BenchmarkScorer(b *testing.B) {
	x := newIndex(b, harbour)
	r := x.newReader(x.ask("How much do the repairs cost?"))
	_, final := r.shortlist([]int{0, 1, 2, 3, 4}, true)
	r.read(final)
	s := rankScorer()
	over := make([]uint64, s.splits)
	var vectors []*vector
	for range 16 {
		for _, c := range final {
			vectors = append(vectors, c.vector)
		}
	}
	for _, n := range []int{10, 23, 80} {
		b.Run(map[int]string{10: "few", 23: "one", 80: "many"}[n], func(b *testing.B) {
			for b.Loop() {
				s.scores(vectors[:n], over)
			}
		})
	}
}
