package index

import (
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// A learner grows forests by gradient boosting over histograms (Friedman 2001;
// Ke et al. 2017, LightGBM): trees that are grown leaf by leaf, the leaf of the
// greatest gain first.
type learner struct {
	trees    int
	leaves   int
	rate     float64
	ridge    float64 // L2 on the values of leaves
	least    float64 // least sum of second derivatives in a leaf
	features float64 // share of the features that a tree may ask
	rows     float64 // share of the rows that a tree is grown from, the telling ones above all
	seed     uint64
}

const bins = 64

// A table is the features of many rows in bins, a column a feature.
type table struct {
	columns [][]uint8
	limits  [][]float32 // by column: the greatest value of each bin but the last
	rows    int
}

// newTable puts rows into bins of about equal size.
func newTable(rows [][]float32) *table {
	t := &table{rows: len(rows)}
	if len(rows) == 0 {
		return t
	}
	sample := make([]float32, 0, len(rows)/7+1)
	for f := range rows[0] {
		sample = sample[:0]
		for i := 0; i < len(rows); i += 7 {
			sample = append(sample, rows[i][f])
		}
		slices.Sort(sample)
		distinct := slices.Compact(slices.Clone(sample))
		var limits []float32
		if len(distinct) <= bins {
			for i := 0; i+1 < len(distinct); i++ {
				limits = append(limits, short((distinct[i]+distinct[i+1])/2))
			}
		} else {
			for b := 1; b < bins; b++ {
				limits = append(limits, short(sample[b*len(sample)/bins]))
			}
			limits = slices.Compact(limits)
		}
		column := make([]uint8, len(rows))
		for i, r := range rows {
			b, _ := slices.BinarySearch(limits, r[f])
			column[i] = uint8(b)
		}
		t.columns = append(t.columns, column)
		t.limits = append(t.limits, limits)
	}
	return t
}

// short is a value as the model's file gives it back.
func short(x float32) float32 {
	y, err := strconv.ParseFloat(strconv.FormatFloat(float64(x), 'g', 5, 32), 32)
	if err != nil {
		panic(err)
	}
	return float32(y)
}

type sums struct{ gradient, hessian float64 }

// A growing is a leaf of a tree while it grows.
type growing struct {
	rows        []int32
	derivatives []sums // by row
	total       sums
	histogram   []sums // column*bins + bin
	gain        float64
	column      int
	bin         int
	left        int // growing number, once split
	right       int
	split       bool
}

// grow learns a forest. Derivatives fills in the first and second derivative of
// the loss for each row's score.
func (l learner) grow(t *table, derivatives func(scores []float64, g []sums)) *forest {
	random := rand.New(rand.NewPCG(l.seed, 1))
	scores := make([]float64, t.rows)
	g := make([]sums, t.rows)
	f := &forest{}
	for range l.trees {
		derivatives(scores, g)
		l.tree(f, t, g, scores, random)
	}
	return f
}

func (l learner) tree(f *forest, t *table, g []sums, scores []float64, random *rand.Rand) {
	var columns []int
	for c := range t.columns {
		if len(t.limits[c]) > 0 && random.Float64() < l.features {
			columns = append(columns, c)
		}
	}
	root := l.draw(g, random)
	l.fill(root, t, columns)
	l.best(root, t, columns)
	all := []*growing{root}
	for leaves := 1; leaves < l.leaves; leaves++ {
		at := -1
		for i, n := range all {
			if !n.split && n.gain > 1e-9 && (at < 0 || n.gain > all[at].gain) {
				at = i
			}
		}
		if at < 0 {
			break
		}
		n := all[at]
		var low, high growing
		column := t.columns[n.column]
		for i, r := range n.rows {
			side := &high
			if int(column[r]) <= n.bin {
				side = &low
			}
			side.rows, side.derivatives = append(side.rows, r), append(side.derivatives, n.derivatives[i])
		}
		small, great := &low, &high
		if len(low.rows) > len(high.rows) {
			small, great = great, small
		}
		l.fill(small, t, columns)
		great.histogram = n.histogram
		for i := range great.histogram {
			great.histogram[i].gradient -= small.histogram[i].gradient
			great.histogram[i].hessian -= small.histogram[i].hessian
		}
		great.total = sums{n.total.gradient - small.total.gradient, n.total.hessian - small.total.hessian}
		l.best(small, t, columns)
		l.best(great, t, columns)
		n.split, n.left, n.right = true, len(all), len(all)+1
		n.rows, n.derivatives, n.histogram = nil, nil, nil
		all = append(all, &low, &high)
	}
	f.roots = append(f.roots, int32(len(f.nodes)))
	l.emit(f, t, all, 0)
	for r := range scores {
		n := root
		for n.split {
			if int(t.columns[n.column][r]) <= n.bin {
				n = all[n.left]
			} else {
				n = all[n.right]
			}
		}
		scores[r] += float64(l.value(n.total))
	}
}

// draw draws the rows of a tree, each with a chance in proportion to how much it
// tells, and weighs them by the inverse of it (minimal variance sampling; Ibragimov
// and Gusev 2019).
func (l learner) draw(g []sums, random *rand.Rand) *growing {
	root := &growing{}
	telling := make([]float64, 0, len(g))
	for _, s := range g {
		if s.hessian > 0 {
			telling = append(telling, math.Sqrt(s.gradient*s.gradient+s.hessian*s.hessian))
		}
	}
	limit := limitFor(telling, l.rows)
	k := 0
	for i, s := range g {
		if s.hessian <= 0 {
			continue
		}
		chance := 1.0
		if limit > 0 {
			chance = min(1, telling[k]/limit)
		}
		k++
		if chance == 1 || random.Float64() < chance {
			root.rows = append(root.rows, int32(i))
			root.derivatives = append(root.derivatives, sums{s.gradient / chance, s.hessian / chance})
		}
	}
	return root
}

// limitFor returns the limit for which the sum of min(1, x/limit) is the share
// of them all.
func limitFor(all []float64, share float64) float64 {
	if share >= 1 {
		return 0
	}
	sum := 0.0
	for _, x := range all {
		sum += x
	}
	want := share * float64(len(all))
	for limit := sum / want; ; {
		// Those of the limit or more are drawn for certain. Where it is too high, that
		// leaves too few of the others.
		below, certain := 0.0, 0
		for _, x := range all {
			if x < limit {
				below += x
			} else {
				certain++
			}
		}
		lower := below / (want - float64(certain))
		if math.IsNaN(lower) || lower >= limit*(1-1e-9) {
			return limit
		}
		limit = lower
	}
}

func (l learner) value(s sums) float32 {
	return float32(float64(int(-l.rate*s.gradient/(s.hessian+l.ridge)*1e5)) / 1e5)
}

// emit appends a grown tree to the forest.
func (l learner) emit(f *forest, t *table, all []*growing, at int) {
	n := all[at]
	place := len(f.nodes)
	f.nodes = append(f.nodes, node{feature: leaf, value: l.value(n.total)})
	if !n.split {
		return
	}
	f.nodes[place].feature, f.nodes[place].threshold = int16(n.column), t.limits[n.column][n.bin]
	l.emit(f, t, all, n.left)
	f.nodes[place].greater = int32(len(f.nodes))
	l.emit(f, t, all, n.right)
}

func (l learner) fill(n *growing, t *table, columns []int) {
	n.histogram = make([]sums, len(t.columns)*bins)
	for _, d := range n.derivatives {
		n.total.gradient += d.gradient
		n.total.hessian += d.hessian
	}
	for _, c := range columns {
		h := n.histogram[c*bins : (c+1)*bins]
		column := t.columns[c]
		for i, r := range n.rows {
			b := &h[column[r]&(bins-1)]
			b.gradient += n.derivatives[i].gradient
			b.hessian += n.derivatives[i].hessian
		}
	}
}

// best finds the split of a leaf that gains most.
func (l learner) best(n *growing, t *table, columns []int) {
	n.gain = 0
	worth := func(s sums) float64 { return s.gradient * s.gradient / (s.hessian + l.ridge) }
	whole := worth(n.total)
	for _, c := range columns {
		var low sums
		for b := range t.limits[c] {
			h := n.histogram[c*bins+b]
			low.gradient += h.gradient
			low.hessian += h.hessian
			high := sums{n.total.gradient - low.gradient, n.total.hessian - low.hessian}
			if low.hessian < l.least || high.hessian < l.least {
				continue
			}
			if gain := worth(low) + worth(high) - whole; gain > n.gain {
				n.gain, n.column, n.bin = gain, c, b
			}
		}
	}
}

// listwise is the loss of a ranking: the negative logarithm of the share that
// the answers have in a softmax over the candidates of each question. Groups
// give each question's rows.
func listwise(groups [][2]int, labels []bool, weights []float64) func([]float64, []sums) {
	var exps []float64
	return func(scores []float64, g []sums) {
		for q, at := range groups {
			from, to := at[0], at[1]
			greatest := math.Inf(-1)
			for _, s := range scores[from:to] {
				greatest = max(greatest, s)
			}
			exps = exps[:0]
			all, right, answers := 0.0, 0.0, 0.0
			for i := from; i < to; i++ {
				e := math.Exp(scores[i] - greatest)
				exps = append(exps, e)
				all += e
				if labels[i] {
					right += e
					answers++
				}
			}
			for i := from; i < to; i++ {
				p := exps[i-from] / all
				target := 0.0
				if labels[i] {
					// Half for any of the answers, half for each of them.
					target = (p*all/right + 1/answers) / 2
				}
				g[i] = sums{weights[q] * (p - target), weights[q] * max(p*(1-p), 1e-6)}
			}
		}
	}
}

// onTop is a loss of what is learned on top of scores that are there already.
func onTop(base []float64, loss func([]float64, []sums)) func([]float64, []sums) {
	sum := make([]float64, len(base))
	return func(scores []float64, g []sums) {
		for i, s := range scores {
			sum[i] = base[i] + s
		}
		loss(sum, g)
	}
}

// logistic is the loss of a probability.
func logistic(labels []bool, weights []float64) func([]float64, []sums) {
	return func(scores []float64, g []sums) {
		for i, s := range scores {
			p := 1 / (1 + math.Exp(-s))
			y := 0.0
			if labels[i] {
				y = 1
			}
			g[i] = sums{weights[i] * (p - y), weights[i] * max(p*(1-p), 1e-6)}
		}
	}
}

// write writes the forest as text: a line with the names of the features, then
// a line a tree.
func (f *forest) write(w io.Writer, names []string) error {
	if _, err := fmt.Fprintln(w, strings.Join(names, " ")); err != nil {
		return err
	}
	for i, root := range f.roots {
		end := len(f.nodes)
		if i+1 < len(f.roots) {
			end = int(f.roots[i+1])
		}
		fields := make([]string, 0, end-int(root))
		for _, n := range f.nodes[root:end] {
			field := strconv.FormatFloat(float64(n.value), 'g', 4, 32)
			if n.feature != leaf {
				field = fmt.Sprintf("%d<%s:%s", n.feature, strconv.FormatFloat(float64(n.threshold), 'g', 5, 32), field)
			}
			fields = append(fields, field)
		}
		if _, err := fmt.Fprintln(w, strings.Join(fields, " ")); err != nil {
			return err
		}
	}
	return nil
}

// The chances that rows are drawn add up to the share.
func TestLimitFor(t *testing.T) {
	all := []float64{0.1, 0.2, 0.4, 0.8, 5, 0.5, 9, 0.3}
	for _, share := range []float64{0.1, 0.3, 0.4, 0.7, 0.9} {
		limit, drawn := limitFor(all, share), 0.0
		for _, x := range all {
			drawn += min(1, x/limit)
		}
		if want := share * float64(len(all)); math.Abs(drawn-want) > 1e-6 {
			t.Errorf("share %v: %v are drawn, want %v", share, drawn, want)
		}
	}
	if limit := limitFor(all, 1); limit != 0 {
		t.Errorf("all: limit %v, want 0", limit)
	}
}
