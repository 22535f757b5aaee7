package index

import (
	"fmt"
	"math"
	"slices"
)

// A scorer evaluates a forest for many vectors at once, and gives each exactly
// what [forest.score] gives. It is QuickScorer (Lucchese et al. 2015) turned on
// its side: there a word of bits stands for the leaves of a tree, here for
// vectors, 64 of them. Which vectors exceed a threshold is found once for all
// trees; a step down a tree is then two operations for all vectors, and there
// is no branch to predict.
type scorer struct {
	columns []column
	splits  int // distinct features and thresholds, and one more for each feature
	trees   []crown
}

// A column is what the trees ask of a feature.
type column struct {
	feature    int
	thresholds []int32 // ascending, each once, see ordered
	first      int     // number of the first one's split, at least 1
}

// A crown is a tree. Its nodes have places: each of its leaves that of its
// number among blockLeaves or, of a larger tree, among blockLeaves less the
// first in each block; the inner nodes come behind.
type crown struct {
	root   uint8
	steps  []step // from above
	blocks []block
}

// A step sends the vectors at a node to the nodes below it.
type step struct {
	split             uint16
	at, least, higher uint8
}

// A block is the values of some leaves; zero where there is none.
type block struct {
	leaves int // the first places, that of no leaf counted
	values [blockLeaves]float32
}

const (
	blockLeaves = 16
	maxPlaces   = 256 // so that a byte names one
	maxLeaves   = 64  // of a tree: five blocks, and 63 inner nodes
)

// newScorer makes the scorer of a forest.
func newScorer(f *forest) (*scorer, error) {
	s := &scorer{}
	thresholds := map[int16][]int32{}
	for _, n := range f.nodes {
		if n.feature != leaf {
			thresholds[n.feature] = append(thresholds[n.feature], ordered(n.threshold))
		}
	}
	byFeature := map[int16]column{}
	for feature, all := range thresholds {
		slices.Sort(all)
		byFeature[feature] = column{feature: int(feature), thresholds: slices.Compact(all), first: s.splits + 1}
		s.splits += len(byFeature[feature].thresholds) + 1
		s.columns = append(s.columns, byFeature[feature])
	}
	for i, root := range f.roots {
		end := len(f.nodes)
		if i+1 < len(f.roots) {
			end = int(f.roots[i+1])
		}
		nodes := f.nodes[root:end]
		leaves := (len(nodes) + 1) / 2
		if leaves > maxLeaves {
			return nil, fmt.Errorf("tree %d has %d leaves: at most %d", i+1, leaves, maxLeaves)
		}
		t := crown{blocks: make([]block, 1)}
		places := make([]uint8, len(nodes))
		for at, n := range nodes {
			if n.feature == leaf {
				places[at] = t.add(n.value, leaves > blockLeaves)
			}
		}
		inner := len(t.blocks) * blockLeaves
		for at, n := range nodes {
			if n.feature != leaf {
				places[at] = uint8(inner) //nolint:gosec // see maxLeaves
				inner++
			}
		}
		for at, n := range nodes {
			if n.feature != leaf {
				c := byFeature[n.feature]
				k, _ := slices.BinarySearch(c.thresholds, ordered(n.threshold))
				t.steps = append(t.steps, step{uint16(c.first + k), places[at], places[at+1], places[n.greater-root]}) //nolint:gosec // bins times features
			}
		}
		t.root = places[0]
		s.trees = append(s.trees, t)
	}
	return s, nil
}

// add gives a leaf its place. Several says that it takes more than one block to
// hold the leaves of the tree.
func (t *crown) add(value float32, several bool) uint8 {
	b := &t.blocks[len(t.blocks)-1]
	if b.leaves == blockLeaves {
		t.blocks = append(t.blocks, block{})
		b = &t.blocks[len(t.blocks)-1]
	}
	if several && b.leaves == 0 {
		b.leaves++ // the place of vectors that come to other blocks
	}
	b.values[b.leaves] = value
	b.leaves++
	return uint8((len(t.blocks)-1)*blockLeaves + b.leaves - 1) //nolint:gosec // see maxLeaves
}

// scores returns the scores of vectors. Over is space for splits words.
func (s *scorer) scores(vectors []vector, over []uint64) []float64 {
	all := make([]float64, len(vectors))
	for from := 0; from < len(vectors); from += 64 {
		some := vectors[from:min(from+64, len(vectors))]
		s.compare(over, some)
		var scores [64]float64
		var reached [maxPlaces]uint64 // by place: the vectors that come there
		for i := range s.trees {
			t := &s.trees[i]
			reached[t.root] = ^uint64(0)
			for _, n := range t.steps {
				here, up := reached[n.at], over[n.split]
				reached[n.least], reached[n.higher] = here&^up, here&up
			}
			for k := range t.blocks {
				b := &t.blocks[k]
				places := (*[blockLeaves]uint64)(reached[k*blockLeaves:])
				for n := b.leaves; n < blockLeaves; n++ {
					places[n] = 0
				}
				b.add(&scores, places, len(some))
			}
		}
		copy(all[from:], scores[:])
	}
	return all
}

// add adds to the scores of the first n vectors, or of some more, the values of
// the leaves that they have reached.
func (b *block) add(scores *[64]float64, reached *[blockLeaves]uint64, n int) {
	r := reached
	// The bits of the leaf's number, a word for each.
	high := r[12] | r[13] | r[14] | r[15]
	bit3 := r[8] | r[9] | r[10] | r[11] | high
	bit2 := r[4] | r[5] | r[6] | r[7] | high
	bit1 := r[2] | r[3] | r[6] | r[7] | r[10] | r[11] | r[14] | r[15]
	bit0 := r[1] | r[3] | r[5] | r[7] | r[9] | r[11] | r[13] | r[15]
	v := &b.values
	for from := 0; from < n; from += 8 {
		leaves := spread[uint8(bit0)] | spread[uint8(bit1)]<<1 | spread[uint8(bit2)]<<2 | spread[uint8(bit3)]<<3
		bit0, bit1, bit2, bit3 = bit0>>8, bit1>>8, bit2>>8, bit3>>8
		to := (*[8]float64)(scores[from&56:])
		to[0] += float64(v[leaves&15])
		to[1] += float64(v[leaves>>8&15])
		to[2] += float64(v[leaves>>16&15])
		to[3] += float64(v[leaves>>24&15])
		to[4] += float64(v[leaves>>32&15])
		to[5] += float64(v[leaves>>40&15])
		to[6] += float64(v[leaves>>48&15])
		to[7] += float64(v[leaves>>56])
	}
}

// spread gives each bit of a byte a byte of its own.
var spread = func() (s [256]uint64) {
	for b := range s {
		for i := range 8 {
			s[b] |= uint64(b) >> i & 1 << (8 * i)
		}
	}
	return s
}()

// compare finds for each split which of the vectors, 64 at most, exceed its
// threshold.
func (s *scorer) compare(over []uint64, vectors []vector) {
	// Of one feature: the usual value, and the values that differ from it; and whose
	// they are.
	var values [64 + 4]int32
	var of [64 + 4]uint64
	for i := range s.columns {
		c := &s.columns[i]
		usual := c.usual(vectors)
		n, others := 1, uint64(0)
		for k := range vectors {
			x := ordered(vectors[k][c.feature])
			values[n], of[n] = x, 1<<(k&63)
			other := 0 // adding it needs no branch
			if x != usual {
				other = 1
			}
			n += other
			others |= uint64(other) << (k & 63) //nolint:gosec // 0 or 1
		}
		values[0], of[0] = usual, ^others
		*(*[3]uint64)(of[n:]) = [3]uint64{} // nobody's
		// Each vector is marked at the greatest threshold that it exceeds; those
		// that exceed none, in the word before.
		found := over[c.first-1:][:len(c.thresholds)+1]
		clear(found)
		for k := 0; k < n; k += 4 {
			n0, n1, n2, n3 := c.below((*[4]int32)(values[k:]))
			found[n0] |= of[k]
			found[n1] |= of[k+1]
			found[n2] |= of[k+2]
			found[n3] |= of[k+3]
		}
		var above uint64
		for k := range slices.Backward(found) {
			above |= found[k]
			found[k] = above
		}
	}
}

// usual returns a value that many vectors have of the feature, if there is one: that
// of most of three.
func (c *column) usual(vectors []vector) int32 {
	third := len(vectors) / 3
	a, b, x := vectors[0][c.feature], vectors[third][c.feature], vectors[2*third][c.feature]
	if b == x {
		a = b
	}
	return ordered(a)
}

// below returns how many of the thresholds are below each of four values: binary
// searches side by side, without a branch to predict.
func (c *column) below(x *[4]int32) (n0, n1, n2, n3 int) {
	t := c.thresholds
	x0, x1, x2, x3 := int64(x[0]), int64(x[1]), int64(x[2]), int64(x[3])
	for n := len(t); n > 1; {
		half := n / 2
		n0 += half & int((int64(t[n0+half-1])-x0)>>63)
		n1 += half & int((int64(t[n1+half-1])-x1)>>63)
		n2 += half & int((int64(t[n2+half-1])-x2)>>63)
		n3 += half & int((int64(t[n3+half-1])-x3)>>63)
		n -= half
	}
	n0 -= int((int64(t[n0]) - x0) >> 63)
	n1 -= int((int64(t[n1]) - x1) >> 63)
	n2 -= int((int64(t[n2]) - x2) >> 63)
	n3 -= int((int64(t[n3]) - x3) >> 63)
	return n0, n1, n2, n3
}

// ordered returns a number in the order of x among all float32 but for NaN, which
// exceeds nothing.
func ordered(x float32) int32 {
	if x != x {
		return math.MinInt32
	}
	b := int32(math.Float32bits(x + 0)) //nolint:gosec // the same bits, of 0 for -0
	return b ^ b>>31&math.MaxInt32
}
