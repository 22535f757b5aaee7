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
	splits  int // distinct features and thresholds
	trees   []crown
}

// A column is what the trees ask of a feature.
type column struct {
	feature    int
	thresholds []int64 // ascending, each once, see ordered
	first      int     // number of the first one's split
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
	values [blockLeaves]float64
}

const (
	blockLeaves = 8
	maxPlaces   = 256 // so that a byte names one
	maxLeaves   = 64  // of a tree: ten blocks, and 63 inner nodes
)

// newScorer makes the scorer of a forest.
func newScorer(f *forest) (*scorer, error) {
	s := &scorer{}
	thresholds := map[int16][]int64{}
	for _, n := range f.nodes {
		if n.feature != leaf {
			thresholds[n.feature] = append(thresholds[n.feature], ordered(n.threshold))
		}
	}
	byFeature := map[int16]column{}
	for feature, all := range thresholds {
		slices.Sort(all)
		byFeature[feature] = column{feature: int(feature), thresholds: slices.Compact(all), first: s.splits}
		s.splits += len(byFeature[feature].thresholds)
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
	b.values[b.leaves] = float64(value)
	b.leaves++
	return uint8((len(t.blocks)-1)*blockLeaves + b.leaves - 1) //nolint:gosec // see maxLeaves
}

// scores returns the scores of vectors. Over is space for splits words.
func (s *scorer) scores(vectors []*vector, over []uint64) []float64 {
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
	bit2 := r[4] | r[5] | r[6] | r[7]
	bit1 := r[2] | r[3] | r[6] | r[7]
	bit0 := r[1] | r[3] | r[5] | r[7]
	v := &b.values
	for from := 0; from < n; from += 8 {
		leaves := spread[uint8(bit0)] | spread[uint8(bit1)]<<1 | spread[uint8(bit2)]<<2
		bit0, bit1, bit2 = bit0>>8, bit1>>8, bit2>>8
		to := (*[8]float64)(scores[from&56:])
		to[0] += v[leaves&7]
		to[1] += v[leaves>>8&7]
		to[2] += v[leaves>>16&7]
		to[3] += v[leaves>>24&7]
		to[4] += v[leaves>>32&7]
		to[5] += v[leaves>>40&7]
		to[6] += v[leaves>>48&7]
		to[7] += v[leaves>>56&7]
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
// threshold: there are few vectors and few thresholds of a feature, so that all are
// compared with all, without a branch to predict.
func (s *scorer) compare(over []uint64, vectors []*vector) {
	var space [64]int64
	values := space[:len(vectors)]
	for i := range s.columns {
		c := &s.columns[i]
		for k, v := range vectors {
			values[k] = ordered(v[c.feature])
		}
		found := over[c.first:][:len(c.thresholds)]
		for t := 0; t < len(found); t += 2 {
			// Two at once take little longer than one.
			one, two := c.thresholds[t], c.thresholds[min(t+1, len(found)-1)]
			above, higher := uint64(0), uint64(0)
			for _, x := range values {
				above = above>>1 | uint64(one-x)&(1<<63)
				higher = higher>>1 | uint64(two-x)&(1<<63)
			}
			found[min(t+1, len(found)-1)] = higher >> (64 - len(values))
			found[t] = above >> (64 - len(values))
		}
	}
}

// ordered returns a number in the order of x among all float32 but for NaN, which
// exceeds nothing.
func ordered(x float32) int64 {
	if x != x {
		return math.MinInt32
	}
	b := int32(math.Float32bits(x + 0)) //nolint:gosec // the same bits, of 0 for -0
	return int64(b ^ b>>31&math.MaxInt32)
}
