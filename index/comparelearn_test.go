package index

import (
	"io"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// A compareLearner learns the network by stochastic gradient descent (AdamW,
// Loshchilov and Hutter 2019) on the logistic loss of the first candidates.
type compareLearner struct {
	epochs int
	batch  int
	rate   float64 // at the start; it falls to nothing
	decay  float64 // of the weights, by the rate
	clip   float64 // greatest length of a gradient
	first  int     // candidates of an example to learn from
	seed   uint64
}

var compareLearning = compareLearner{epochs: 2, batch: 64, rate: 3e-3, decay: 1e-2, clip: 2, first: 3, seed: 1}

// compares are the weights of the questions of each set.
var compares = map[string]float32{"xquad-en": 2, "newwiki": 0.7, "squad2": 0.5, "multirc-news": 1, "trecqa-train": 0.5, "trecqa-dev": 0.5, "selqa-dev": 0.5}

// compareSwaps is how much less a question with another name or number weighs.
const compareSwaps = 0.5

// A compareLesson is a sentence to learn from.
type compareLesson struct {
	e         *example
	candidate int
	right     bool
	weight    float32
}

// pair puts the question and a candidate side by side.
func (e *example) pair(m *matcher, candidate int) *pairing {
	return m.pair(e.terms, e.weights, e.said[candidate], e.hits[candidate], e.traces[candidate])
}

// learnComparer learns from the examples to use.
func learnComparer(all []*example, use func(*example) bool) *comparer {
	l := compareLearning
	var lessons []compareLesson
	for _, e := range all {
		weight := compares[e.set.name]
		if !use(e) || e.lang != "en" || len(e.found) == 0 || weight == 0 || e.made == "cross" || e.made == "gap" && e.answerable {
			continue
		}
		if e.made == "swap" {
			weight *= compareSwaps
		}
		for _, c := range e.final[:min(l.first, len(e.final))] {
			lessons = append(lessons, compareLesson{e, c.sentence, e.answerable && e.right[c.sentence], weight})
		}
	}
	mean := float32(0)
	for _, one := range lessons {
		mean += one.weight / float32(len(lessons))
	}
	for i := range lessons {
		lessons[i].weight /= mean
	}
	c := l.learn(lessons)
	c.calibrate(all, use)
	return c
}

// calibrate sets the bias such that the probabilities that the first candidates answer
// add up to how many do, of the examples of the confidence by their weights; as in
// learning that, a wrong first one of a report that does answer is half an answer.
func (c *comparer) calibrate(all []*example, use func(*example) bool) {
	type point struct{ odds, weight float64 }
	var points []point
	answers := 0.0
	var m matcher
	for _, e := range all {
		if !use(e) || e.lang != "en" || len(e.found) == 0 || e.weight() == 0 {
			continue
		}
		first := e.final[0].sentence
		points = append(points, point{c.odds(e.pair(&m, first)), e.weight()})
		switch {
		case e.right[first]:
			answers += e.weight()
		case e.answerable:
			answers += e.weight() / 2
		}
	}
	low, high := -10.0, 10.0
	for high-low > 1e-4 {
		shift, sum := (low+high)/2, 0.0
		for _, p := range points {
			sum += p.weight / (1 + math.Exp(-p.odds-shift))
		}
		if sum < answers {
			low = shift
		} else {
			high = shift
		}
	}
	c[cBias][0] += float32(low)
}

func (l compareLearner) learn(lessons []compareLesson) *comparer {
	random := rand.New(rand.NewPCG(l.seed, 11))
	c := newComparer(random)
	gradient, first, second := &comparer{}, &comparer{}, &comparer{}
	steps := float64(l.epochs * ((len(lessons) + l.batch - 1) / l.batch))
	const decay1, decay2 = 0.9, 0.999
	step := 0.0
	var m matcher
	var d descent
	for range l.epochs {
		random.Shuffle(len(lessons), func(i, j int) { lessons[i], lessons[j] = lessons[j], lessons[i] })
		for some := range slices.Chunk(lessons, l.batch) {
			*gradient = comparer{}
			for _, one := range some {
				d.descend(c, gradient, one.e.pair(&m, one.candidate), one.right, one.weight/float32(len(some)))
			}
			length := 0.0
			for i := range gradient {
				for _, g := range gradient[i] {
					length += float64(g) * float64(g)
				}
			}
			clip := float32(min(1, l.clip/(math.Sqrt(length)+1e-9)))
			falling := l.rate * (1 - step/(steps+1))
			step++
			rate := float32(falling * math.Sqrt(1-math.Pow(decay2, step)) / (1 - math.Pow(decay1, step)))
			for i := range c {
				for k := range c[i] {
					g := clip * gradient[i][k]
					first[i][k] += (1 - decay1) * (g - first[i][k])
					second[i][k] += (1 - decay2) * (g*g - second[i][k])
					c[i][k] -= float32(falling*l.decay)*c[i][k] + rate*first[i][k]/(float32(math.Sqrt(float64(second[i][k])))+1e-8)
				}
			}
		}
	}
	return c
}

// newComparer returns one to begin with.
func newComparer(random *rand.Rand) *comparer {
	c := &comparer{}
	uniform := func(from, to, inputs int) {
		limit := 1 / math.Sqrt(float64(inputs))
		for i := from; i < to; i++ {
			for k := range c[i] {
				c[i][k] = float32((2*random.Float64() - 1) * limit)
			}
		}
	}
	for i := range compareDims {
		for k := range compareWidth {
			c[cProject+i][k] = float32(random.NormFloat64() * 0.15)
		}
	}
	uniform(cProduct, cFound, cFound-cProduct)
	uniform(cFound, cSum, compareWidth)
	uniform(cSum, cOdds, 2*compareWidth+1)
	uniform(cOdds, cBias, compareWidth)
	c[cBias][0] = -2
	return c
}

// A descent finds gradients. It keeps its memory.
type descent struct{ words []learned }

// A learned is what was read of a word, and the gradient of what was found.
type learned struct {
	layers
	back row
}

// product is the scalar product.
func product(a, b *row) (sum float32) {
	for i, x := range a {
		sum += x * b[i]
	}
	return sum
}

// descend adds scale times the gradient of the loss.
func (d *descent) descend(c, gradient *comparer, p *pairing, right bool, scale float32) {
	if len(p.words) == 0 {
		return
	}
	d.words = slices.Grow(d.words[:0], len(p.words))[:len(p.words)]
	var sum, most row
	var from [compareWidth]int // the word with the most
	for i := range p.words {
		l := &d.words[i]
		c.read(&p.words[i], &l.layers)
		l.back = row{}
		sum.add(sumScale, &l.found)
		for k, x := range l.found {
			if i == 0 || x > most[k] {
				most[k], from[k] = x, i
			}
		}
	}
	outer := c.join(&sum, &most, p.length)
	slope := scale / float32(1+math.Exp(-c.weigh(&outer)))
	if right {
		slope -= scale
	}
	gradient[cBias][0] += slope
	var back row
	for k, x := range outer {
		if x > 0 {
			gradient[cOdds][k] += slope * x
			back[k] = slope * c[cOdds][k]
		}
	}
	gradient[cOuterBias].add(1, &back)
	gradient[cLength].add(p.length, &back)
	for k := range compareWidth {
		gradient[cSum+k].add(sum[k], &back)
		gradient[cMost+k].add(most[k], &back)
		toSum := sumScale * product(&c[cSum+k], &back)
		for i := range d.words {
			d.words[i].back[k] += toSum
		}
		d.words[from[k]].back[k] += product(&c[cMost+k], &back)
	}
	for i := range d.words {
		d.words[i].descend(c, gradient, &p.words[i])
	}
}

// descend adds the gradient of what was read of a word.
func (l *learned) descend(c, gradient *comparer, w *compared) {
	gradient[cFoundBias].add(1, &l.back)
	var inner row
	for k, x := range l.inner {
		if x > 0 {
			gradient[cFound+k].add(x, &l.back)
			inner[k] = product(&c[cFound+k], &l.back)
		}
	}
	gradient[cInnerBias].add(1, &inner)
	for i, x := range w.signs {
		gradient[cSigns+i].add(x, &inner)
	}
	for i, x := range w.traces {
		gradient[cTraces+i].add(x, &inner)
	}
	for i, x := range w.measures {
		gradient[cMeasures+i].add(x, &inner)
	}
	var toU, toV row
	for k, u := range l.u {
		v := l.v[k]
		gradient[cProduct+k].add(productScale*u*v, &inner)
		gradient[cDifference+k].add(v-u, &inner)
		gradient[cWord+k].add(u, &inner)
		both := productScale * product(&c[cProduct+k], &inner)
		difference := product(&c[cDifference+k], &inner)
		toU[k] = both*v - difference + product(&c[cWord+k], &inner)
		toV[k] = both*u + difference
	}
	for i := range compareDims {
		gradient[cProject+i].add(w.word[i], &toU)
		gradient[cProject+i].add(w.aligned[i], &toV)
	}
}

// write writes the form that readComparer reads.
func (c *comparer) write(w io.Writer) error {
	var b strings.Builder
	for i := range c {
		b.WriteString(compareNames[i])
		for _, x := range c[i] {
			b.WriteString(" " + strconv.FormatFloat(float64(x), 'g', 4, 32))
		}
		b.WriteString("\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// The gradients are those of finite differences.
func TestDescent(t *testing.T) {
	p := paired(t)
	c := newComparer(rand.New(rand.NewPCG(1, 3))) // no number of which is where it is cut off
	gradient := &comparer{}
	var d descent
	d.descend(c, gradient, p, true, 1)
	const step = 1e-3
	loss := func() float64 { return math.Log1p(math.Exp(-c.odds(p))) }
	checked, length := 0, 0.0
	for i := range c {
		for k := range c[i] {
			was := c[i][k]
			c[i][k] = was + step
			up := loss()
			c[i][k] = was - step
			down := loss()
			c[i][k] = was
			want, got := (up-down)/(2*step), float64(gradient[i][k])
			if math.Abs(want-got) > 2e-3+0.02*math.Abs(want) {
				t.Errorf("%s %d: gradient %g, want %g", compareNames[i], k, got, want)
			}
			if want != 0 {
				checked++
			}
			length += want * want
		}
	}
	if checked < 1000 || length < 0.01 {
		t.Errorf("%d gradients are not 0, of length² %g", checked, length)
	}
}
