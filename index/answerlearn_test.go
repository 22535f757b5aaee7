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

	"footnote/index/embedding"
	"footnote/index/report"
)

// A lesson is what the answer model reads of a question and its candidates, and
// which words are right.
type lesson struct {
	fold    int
	asks    inquiry
	pointed bool
	clues   []clue           // of all candidates; words are numbers in vocabulary
	from    []int            // by candidate: its first clue; one more at the end
	right   []bool           // by clue; nil where it is not known
	silent  bool             // no sentence answers
	golds   map[int][][2]int // by right candidate: the words of each answer
	tokens  map[int][]token  // the same candidates
	final   []int            // the finalists, best first
	vectors []vector
}

// A vocabulary has the words of all lessons.
type vocabulary struct {
	numbers    map[string]uint32
	words      []word
	directions [][]float32 // of their vectors
}

// number returns the number of a word, which it enters where it is new.
func (v *vocabulary) number(w *word) uint32 {
	n, ok := v.numbers[w.form]
	if !ok {
		n = uint32(len(v.words))
		v.numbers[w.form] = n
		var sum embedding.Sum
		sum.Add(w.vector, 1)
		v.words = append(v.words, *w)
		v.directions = append(v.directions, sum.Direction())
	}
	return n
}

// newLesson reads an example that has been asked.
func newLesson(v *vocabulary, r *reader, e *example, a *asking) *lesson {
	q := r.aligners["en"]
	l := &lesson{fold: e.fold, asks: q.inquire(), pointed: q.pointed(), vectors: e.vectors}
	for _, n := range e.found {
		l.from = append(l.from, len(l.clues))
		l.clues = q.clues(l.clues, r.x.tokensOf(n), r.align(n), r.weights["en"])
	}
	l.from = append(l.from, len(l.clues))
	l.clues = slices.Clip(l.clues)
	switch {
	case !e.set.spans:
	case e.made == "" && a.Answerable:
		l.mark(r, e, a)
	case e.made == "gap" && !e.answerable:
		l.silent = true
	}
	for i := range l.clues {
		l.clues[i].word = v.number(&q.lexicon.words[l.clues[i].word])
	}
	return l
}

// mark finds the words that are right, and the candidates to learn from.
func (l *lesson) mark(r *reader, e *example, a *asking) {
	l.golds, l.tokens = map[int][][2]int{}, map[int][]token{}
	right, met := make([]bool, len(l.clues)), false
	for i, n := range e.found {
		if !e.right[i] {
			continue
		}
		var spans [][2]int
		for w := range words(r.x.text(n)) {
			base := r.x.sentences[n].Span.Start
			spans = append(spans, r.x.offsets[0].Span(report.Span{Start: base + w.span.Start, End: base + w.span.End}))
		}
		for _, b := range a.Answers {
			g := [2]int{-1, -1}
			for k, s := range spans {
				if s[0] < b.End && s[1] > b.Start {
					if g[0] < 0 {
						g[0] = k
					}
					g[1] = k + 1
				}
			}
			if g[0] >= 0 {
				l.golds[i] = append(l.golds[i], g)
			}
		}
		l.tokens[i] = r.x.tokensOf(n)
		for c := l.from[i]; c < l.from[i+1]; c++ {
			s := spans[l.clues[c].at]
			right[c] = slices.ContainsFunc(a.Answers, func(b answerSpan) bool { return s[0] < b.End && s[1] > b.Start })
			met = met || right[c]
		}
	}
	if !met {
		return
	}
	l.right = right
}

// answerLearner learns an answer model by stochastic gradient descent with
// AdaGrad's steps (Duchi, Hazan and Singer 2011).
type answerLearner struct {
	epochs int
	rows   [rowsEach]float64 // step of the tables, by row of a question
	tastes float64           // step of the tastes
	shared float64           // step of what all questions share
	decay  float64           // of the tables
	seed   uint64
}

var answerLearning = answerLearner{
	epochs: 6, rows: [rowsEach]float64{0.05, 0.025, 0.025, 0.015}, tastes: 0.06, shared: 0.1, decay: 1e-4, seed: 1,
}

// learn learns from the lessons that have right words and that use takes.
func (al answerLearner) learn(v *vocabulary, lessons []*lesson, use func(*lesson) bool) *answerModel {
	random := rand.New(rand.NewPCG(al.seed, 3))
	s := answerStep{answerLearner: al, v: v, m: newAnswerModel(random), squares: newAnswerModel(nil)}
	var order []*lesson
	for _, l := range lessons {
		if (l.right != nil || l.silent) && use(l) {
			order = append(order, l)
		}
	}
	for epoch := range al.epochs {
		s.rate = 1 - 0.8*float64(epoch)/float64(al.epochs)
		random.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, l := range order {
			s.step(l)
		}
	}
	return s.m
}

func newAnswerModel(random *rand.Rand) *answerModel {
	m := &answerModel{}
	fill := func(v []float32) {
		if random != nil {
			for i := range v {
				v[i] = float32(random.NormFloat64() * 0.1)
			}
		}
	}
	for r := range m.rows {
		fill(m.rows[r].taste[:])
	}
	for k := range answerRank {
		fill(m.focus[k][:])
		fill(m.whole[k][:])
		fill(m.word[k][:])
	}
	for r := range m.roles {
		fill(m.roles[r][:])
	}
	return m
}

type answerStep struct {
	answerLearner
	v          *vocabulary
	m, squares *answerModel
	rate       float64
	scored     []scored
	gradient   demandGradient
}

// A scored is a word of a lesson with its score and the loss's derivative.
type scored struct {
	clue      *clue
	candidate int
	direction []float32
	role      role
	right     bool
	score     float64
	gradient  float64
}

// A demandGradient is the loss's derivatives for what a question asks.
type demandGradient struct {
	traits   [traitCount][traitWidth]float64
	words    [answerDims]float64 // sum of the words' directions, by their gradient
	roles    [roleCount]float64
	sentence []float64
}

func (s *answerStep) update(p, a *float32, g, rate, decay float64) {
	*a += float32(g * g)
	*p -= float32(s.rate * rate * (g/(math.Sqrt(float64(*a))+1e-4) + decay*float64(*p)))
}

func (s *answerStep) score(l *lesson, d *demand) {
	s.scored = s.scored[:0]
	meaning := s.m.turn(&d.taste)
	for _, i := range l.final {
		base := 0.0
		for k, f := range answerBasis {
			base += float64(s.m.sentence[k] * l.vectors[i][f])
		}
		for j := l.from[i]; j < l.from[i+1]; j++ {
			c := &l.clues[j]
			w := scored{clue: c, candidate: i, direction: s.v.directions[c.word], role: s.v.words[c.word].role, right: !l.silent && l.right[j]}
			sum := dot(meaning[:], w.direction)
			for t, v := range c.traits {
				sum += d.traits[t][v]
			}
			w.score = base + float64(sum)
			s.scored = append(s.scored, w)
		}
	}
}

// derive fills in the derivatives of the loss, and returns that for none's.
func (s *answerStep) derive(l *lesson, none float64) float64 {
	all, right, n := math.Exp(none), 0.0, 0.0
	for i := range s.scored {
		w := &s.scored[i]
		x := math.Exp(w.score)
		all += x
		if w.right {
			right += x
			n++
		}
	}
	for i := range s.scored {
		w := &s.scored[i]
		x := math.Exp(w.score)
		w.gradient = x / all
		if w.right {
			// Half for any of the words, half for each of them.
			w.gradient -= (x/right + 1/n) / 2
		}
	}
	if l.silent {
		return math.Exp(none)/all - 1
	}
	return math.Exp(none) / all
}

func (s *answerStep) step(l *lesson) {
	m, squares := s.m, s.squares
	d := &demand{}
	d.read(m, l.asks)
	s.score(l, d)
	none := s.derive(l, float64(d.none))
	g := &s.gradient
	*g = demandGradient{sentence: make([]float64, len(answerBasis))}
	for i := range s.scored {
		w := &s.scored[i]
		if math.Abs(w.gradient) < 1e-4 {
			continue
		}
		for t, v := range w.clue.traits {
			g.traits[t][v] += w.gradient
		}
		for k, x := range w.direction {
			g.words[k] += w.gradient * float64(x)
		}
		g.roles[w.role] += w.gradient
		for k, f := range answerBasis {
			g.sentence[k] += w.gradient * float64(l.vectors[w.candidate][f])
		}
	}
	for i, r := range l.asks.rows {
		row, sq := &m.rows[r], &squares.rows[r]
		for t, n := range traitValues {
			of, squared := row.of(trait(t)), sq.of(trait(t))
			for v, x := range g.traits[t][:n] {
				if x != 0 {
					s.update(&of[v], &squared[v], x, s.rows[i], s.decay)
				}
			}
		}
		s.update(&m.none[r], &squares.none[r], none, s.shared, 0)
	}
	for k, x := range g.sentence {
		s.update(&m.sentence[k], &squares.sentence[k], x, s.shared, 0)
	}
	for k, z := range d.taste {
		dz := 0.0
		for i, x := range g.words {
			dz += x * float64(m.word[k][i])
			s.update(&m.word[k][i], &squares.word[k][i], x*float64(z), s.tastes, 0)
		}
		for r, x := range g.roles {
			if x != 0 {
				dz += x * float64(m.roles[r][k])
				s.update(&m.roles[r][k], &squares.roles[r][k], x*float64(z), s.tastes, 0)
			}
		}
		for _, r := range l.asks.rows {
			s.update(&m.rows[r].taste[k], &squares.rows[r].taste[k], dz, s.tastes, 0)
		}
		for i, x := range l.asks.focus {
			s.update(&m.focus[k][i], &squares.focus[k][i], dz*float64(x), s.tastes, 0)
		}
		for i, x := range l.asks.whole {
			s.update(&m.whole[k][i], &squares.whole[k][i], dz*float64(x), s.tastes, 0)
		}
	}
}

// An answerFigure is how well a model finds words.
type answerFigure struct {
	questions, marked                int
	loss                             float64 // negative logarithm of what the right words have of all odds, mean
	best                             float64 // share of questions whose likeliest word is right
	precision, f1, exact, overlapped float64 // of the marks, by words; mean
}

func (f answerFigure) String() string {
	n, marks := float64(f.questions), float64(f.marked)
	return fmt.Sprintf("%d questions: loss %.3f, best word right %.3f; %d marked: precision %.3f, F1 %.3f, exact %.3f, overlapping %.3f",
		f.questions, f.loss/n, f.best/n, f.marked, f.precision/marks, f.f1/marks, f.exact/marks, f.overlapped/marks)
}

// measure adds how well the words of a lesson are found.
func (f *answerFigure) measure(v *vocabulary, m *answerModel, l *lesson) {
	s := answerStep{v: v, m: m}
	d := &demand{}
	d.read(m, l.asks)
	s.score(l, d)
	all, right := math.Exp(float64(d.none)), 0.0
	best := scored{score: math.Inf(-1)}
	for _, w := range s.scored {
		all += math.Exp(w.score)
		if w.right {
			right += math.Exp(w.score)
		}
		if w.score > best.score {
			best = w
		}
	}
	f.questions++
	f.loss -= math.Log(right / all)
	if best.right {
		f.best++
	}
	for _, i := range l.final {
		if len(l.golds[i]) == 0 || !l.pointed {
			continue
		}
		if k := d.mark(l.tokens[i], l.clues[l.from[i]:l.from[i+1]], v.words); k.share >= markedFrom {
			f.mark(k, l.golds[i])
		}
		return
	}
}

// mark adds how well a marking fits the best of the answers.
func (f *answerFigure) mark(k marking, golds [][2]int) {
	precision, f1, exact, overlapped := 0.0, 0.0, 0.0, 0.0
	for _, g := range golds {
		both := float64(max(0, min(k.to, g[1])-max(k.from, g[0])))
		precision = max(precision, both/float64(k.to-k.from))
		f1 = max(f1, 2*both/float64(k.to-k.from+g[1]-g[0]))
		if k.from == g[0] && k.to == g[1] {
			exact = 1
		}
		if both > 0 {
			overlapped = 1
		}
	}
	f.marked++
	f.precision, f.f1, f.exact, f.overlapped = f.precision+precision, f.f1+f1, f.exact+exact, f.overlapped+overlapped
}

// An answerFit has the lessons of the answer models, and these, cross-fitted.
type answerFit struct {
	v       *vocabulary
	lessons []*lesson
	models  *crossFit[*answerModel]
}

func newAnswerFit(t *testing.T, v *vocabulary, all []*example) *answerFit {
	t.Helper()
	c := &answerFit{v: v}
	for _, e := range all {
		if e.lesson != nil && e.lesson.choose(e) {
			c.lessons = append(c.lessons, e.lesson)
		}
	}
	c.models = newCrossFit(func(seen func(fold int) bool) *answerModel {
		return answerLearning.learn(v, c.lessons, func(l *lesson) bool { return seen(l.fold) })
	})
	var f answerFigure
	for _, l := range c.lessons {
		if !l.silent {
			f.measure(v, c.models.without(l.fold, -1), l)
		}
	}
	t.Logf("words of answers, %v", f)
	return c
}

// choose finds the candidates to learn from, and reports whether there is something
// to learn.
func (l *lesson) choose(e *example) bool {
	taught := l.silent
	for _, c := range e.final {
		i := c.sentence
		l.final = append(l.final, i)
		taught = taught || l.right != nil && slices.Contains(l.right[l.from[i]:l.from[i+1]], true)
	}
	return taught
}

// fit gives the examples the features that come from models which have seen
// neither their own fold nor fold k; -1 is none.
func (c *answerFit) fit(all []*example, k int) {
	var scores []float32
	var vectors []*vector
	for _, e := range all {
		l := e.lesson
		if l == nil {
			continue
		}
		m := c.models.without(e.fold, k)
		d := &demand{}
		d.read(m, l.asks)
		scores = scores[:0]
		vectors = vectors[:0]
		for _, k := range e.final {
			i := k.sentence
			vectors = append(vectors, k.vector)
			scores = append(scores, d.best(l.clues[l.from[i]:l.from[i+1]], c.v.words))
		}
		e.situation[sAnswer] = m.compare(d, scores, vectors)
	}
}

// writeAnswers learns the answer model from all lessons and writes it.
func writeAnswers(t *testing.T, c *answerFit) {
	t.Helper()
	m := answerLearning.learn(c.v, c.lessons, func(*lesson) bool { return true })
	writeModel(t, "answer", "Scores words as answers: the numbers of index/answer.go, in hundredths", m.write)
}

// write writes the form that read reads.
func (m *answerModel) write(w io.Writer) error {
	for numbers := range m.numbers() {
		fields := make([]string, len(numbers))
		last := 0
		for i, x := range numbers {
			n := int(math.Round(float64(x) / answerUnit))
			fields[i] = strconv.Itoa(n)
			if n != 0 {
				last = i + 1
			}
		}
		if _, err := fmt.Fprintln(w, strings.Join(fields[:last], " ")); err != nil {
			return err
		}
	}
	return nil
}
