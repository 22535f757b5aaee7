package index

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"footnote/index/embedding"
)

// A termLearner learns the weights of the question's words by stochastic gradient
// descent (Adam, Kingma and Ba 2015) on the loss of a ranking, see listwise.
type termLearner struct {
	epochs  int
	batch   int
	rate    float64 // at the start; it falls to nothing
	ridge   float32 // L2 on the weights
	meaning bool    // what the words mean counts
	seed    uint64
}

var (
	termLearning   = termLearner{epochs: 10, batch: 32, rate: 0.02, ridge: 7e-3, meaning: true, seed: 1}
	chanceLearning = termLearner{epochs: 8, batch: 32, rate: 0.02, ridge: 3e-3, seed: 1}
)

// axes are the dimensions of the vectors of words.
var axes = func() (all []embedding.Probe) {
	dims := embedding.Default().Find("the").Vector.Dims()
	for d := range dims {
		values := make([]float32, dims)
		values[d] = 1
		var p embedding.Probe
		p.Set(embedding.New(values))
		all = append(all, p)
	}
	return all
}()

// A termLesson is what an example teaches of the weights of words.
type termLesson struct {
	*example
	inputs []input // by content of the question
	right  []bool  // by sentence; if there is one more, it says whether none answers
	weight float64
}

// An input is the signs and the vector of a word, those numbers that are not 0.
type input struct {
	at     []int32
	values []float32
}

func newInput(t *term, meaning bool) (in input) {
	add := func(at int, x float32) {
		if x != 0 {
			in.at, in.values = append(in.at, int32(at)), append(in.values, x)
		}
	}
	for s, x := range t.signs {
		add(s, x)
	}
	if meaning && t.vector.Known() {
		for d := range axes {
			add(int(signCount)+d, axes[d].Cosine(t.vector))
		}
	}
	return in
}

// learnTerms learns the weights of words for the ranking from the examples to use.
func learnTerms(all []*example, use func(*example) bool) *termModel {
	var lessons []termLesson
	for _, e := range all {
		if use(e) && e.made == "" && e.set.ranks > 0 && slices.Contains(e.right, true) && slices.Contains(e.right, false) {
			lessons = append(lessons, termLesson{example: e, right: e.right, weight: e.set.ranks})
		}
	}
	return termLearning.model(lessons)
}

// learnChance learns the weights of words for the confidence from the examples to
// use, the made ones too. Where the report does not answer, a candidate without
// words is right.
func learnChance(all []*example, use func(*example) bool) *termModel {
	var lessons []termLesson
	weights := 0.0
	for _, e := range all {
		if use(e) && len(e.found) > 0 && e.weight() > 0 && e.answerable == slices.Contains(e.right, true) {
			lessons = append(lessons, termLesson{example: e, right: append(slices.Clone(e.right), !e.answerable), weight: e.weight()})
			weights += e.weight()
		}
	}
	for i := range lessons {
		lessons[i].weight *= float64(len(lessons)) / weights // 1 on the average, for the ridge's sake
	}
	return chanceLearning.model(lessons)
}

// model learns from the English lessons and from the others.
func (l termLearner) model(lessons []termLesson) *termModel {
	var english, other []termLesson
	for _, some := range lessons {
		for i := range some.terms {
			some.inputs = append(some.inputs, newInput(&some.terms[i], l.meaning))
		}
		if some.lang == "en" {
			english = append(english, some)
		} else {
			other = append(other, some)
		}
	}
	m := &termModel{}
	m.other.set(l.learn(other))
	m.english.set(l.learn(english))
	return m
}

// set makes the weighting of what each sign, and then each axis, adds to each trace.
func (w *weighting) set(rows []traces) {
	copy(w.signs[:], rows)
	if len(rows) == int(signCount) {
		return
	}
	for k := range traceCount {
		axis := make([]float32, len(axes))
		for d := range axis {
			axis[d] = rows[int(signCount)+d][k]
		}
		w.meaning = append(w.meaning, toward(axis))
	}
}

// learn returns what each sign, and then each axis, adds to each trace.
func (l termLearner) learn(lessons []termLesson) []traces {
	size := int(signCount)
	if l.meaning {
		size += len(axes)
	}
	theta, gradient, first, second := make([]traces, size), make([]traces, size), make([]traces, size), make([]traces, size)
	random := rand.New(rand.NewPCG(l.seed, 3))
	steps := float64(l.epochs * ((len(lessons) + l.batch - 1) / l.batch))
	const decay1, decay2 = 0.9, 0.999
	step := 0.0
	for range l.epochs {
		random.Shuffle(len(lessons), func(i, j int) { lessons[i], lessons[j] = lessons[j], lessons[i] })
		for some := range slices.Chunk(lessons, l.batch) {
			clear(gradient)
			for i := range some {
				some[i].descend(theta, gradient, 1/float32(l.batch))
			}
			step++
			rate := float32(l.rate * (1 - step/(steps+1)) * math.Sqrt(1-math.Pow(decay2, step)) / (1 - math.Pow(decay1, step)))
			for i := range theta {
				for m := range theta[i] {
					g := gradient[i][m] + l.ridge*theta[i][m]
					first[i][m] += (1 - decay1) * (g - first[i][m])
					second[i][m] += (1 - decay2) * (g*g - second[i][m])
					theta[i][m] -= rate * first[i][m] / (float32(math.Sqrt(float64(second[i][m]))) + 1e-8)
				}
			}
		}
	}
	return theta
}

// descend adds scale times the gradient of the termLesson's loss.
func (l *termLesson) descend(theta, gradient []traces, scale float32) {
	w := worths{of: make([]traces, len(l.inputs))}
	for i, in := range l.inputs {
		for k, at := range in.at {
			for m, y := range theta[at] {
				w.of[i][m] += in.values[k] * y
			}
		}
	}
	scores := make([]float64, len(l.right)) // that of no answer stays 0
	for s := range l.traces {
		scores[s] = float64(w.sum(l.traces[s]))
	}
	g := make([]sums, len(scores))
	listwise([][2]int{{0, len(scores)}}, l.right, []float64{l.weight})(scores, g)
	back := make([]traces, len(l.inputs))
	for s := range l.traces {
		d := scale * float32(g[s].gradient)
		if math.Abs(g[s].gradient) < 1e-5 {
			continue
		}
		for i := range back {
			for m, x := range l.traces[s][i] {
				back[i][m] += d * x
			}
		}
	}
	for i, in := range l.inputs {
		for k, at := range in.at {
			for m, y := range back[i] {
				gradient[at][m] += in.values[k] * y
			}
		}
	}
}

// sum returns what the traces of a sentence are worth together.
func (w *worths) sum(all []traces) float32 {
	total := float32(0)
	for i := range w.of {
		worth, have := &w.of[i], &all[i]
		for m := range have {
			total += worth[m] * have[m]
		}
	}
	return total
}

// write writes the form that readTerms reads.
func (m *termModel) write(w io.Writer) error {
	lines := []string{strings.Join(traceNames[:], " ")}
	line := func(lang, name string, row traces) {
		fields := []string{lang, name}
		for _, x := range row {
			fields = append(fields, strconv.FormatFloat(float64(x), 'g', 3, 32))
		}
		lines = append(lines, strings.Join(fields, " "))
	}
	for _, lang := range []string{"en", "other"} {
		for s, row := range m.of(lang).signs {
			line(lang, signNames[s], row)
		}
	}
	for d := range axes {
		if m.english.meaning == nil {
			break
		}
		var row traces
		for k := range row {
			row[k] = m.english.meaning[k].at(d)
		}
		line("en", strconv.Itoa(d), row)
	}
	_, err := fmt.Fprintln(w, strings.Join(lines, "\n"))
	return err
}

// at returns the direction's number on an axis.
func (d *direction) at(axis int) float32 {
	values := make([]float32, len(axes))
	values[axis] = 1
	return d.length * d.probe.Cosine(embedding.New(values))
}

func TestReadTermsFaults(t *testing.T) {
	head := strings.Join(traceNames[:], " ") + "\n"
	zeros := strings.Repeat(" 0", int(traceCount))
	for _, tt := range []struct{ file, want string }{
		{"here far\n", "line 1: other traces than this program's: train again"},
		{head + "en name 1\n", "line 2: 3 fields; want 16"},
		{head + "en name" + zeros[2:] + " x\n", `line 2: strconv.ParseFloat: parsing "x": invalid syntax`},
		{head + "en taste" + zeros + "\n", `line 2: no sign or next dimension "taste": train again`},
		{head + "en 1" + zeros + "\n", `line 2: no sign or next dimension "1": train again`},
		{head + "en 0" + zeros + "\n", "vectors of 1 dimensions; words have 48: train again"},
	} {
		_, err := readTerms(strings.NewReader(tt.file))
		if got := message(err); got != tt.want {
			t.Errorf("%q: error %q, want %q", tt.file, got, tt.want)
		}
	}
}

// A model that is written and read gives the same, but for rounding.
func TestTermModel(t *testing.T) {
	var b bytes.Buffer
	if err := termWeights().write(&b); err != nil {
		t.Fatal(err)
	}
	again, err := readTerms(&b)
	if err != nil {
		t.Fatal(err)
	}
	x := newIndex(t, harbour)
	r := x.newReader(x.ask("How much do the repairs of the harbour cost?"))
	r.weigh([]int{0, 1, 2, 3, 4, 5, 6}, true)
	terms := r.aligners["en"].terms(r.weights["en"])
	was, is := termWeights().of("en").weigh(terms), again.of("en").weigh(terms)
	if diff := cmp.Diff(was.of, is.of, cmpopts.EquateApprox(0, 0.01)); diff != "" {
		t.Errorf("written and read (-was +is):\n%s", diff)
	}
}
