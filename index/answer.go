package index

import (
	"bufio"
	"bytes"
	_ "embed"
	"fmt"
	"iter"
	"math"
	"strconv"
	"strings"
	"sync"

	"footnote/index/embedding"
)

// answerRank is in how many dimensions what a question asks for and a word are
// compared.
const answerRank = 8

// A taste is what a question asks for, or what a word is, in few dimensions.
type taste [answerRank]float32

func (t *taste) dot(u *taste) float32 {
	var sum float32
	for k, x := range t {
		sum += x * u[k]
	}
	return sum
}

// An answerModel gives each word of a sentence a score for being the answer to a
// question, or a part of it: the logarithm of its odds against the sentences'
// saying nothing. It is linear in the word's traits, by the kinds of question, and
// in the product of two short vectors, the question's taste and the word's, which
// are linear in the vectors of the question's words and the word's.
type answerModel struct {
	rows               [askedRows]answerRow
	none               [askedRows]float32 // what saying nothing has
	focus, whole, word [answerRank][answerDims]float32
	roles              [roleCount]taste
	sentence           [len(answerBasis)]float32
}

// answerDims is how many numbers a word's vector has.
const answerDims = 48

// An answerRow is what one kind of question asks for.
type answerRow struct {
	traits [traitRoom]float32 // of one trait after another, see answerRow.of
	taste  taste
}

// traitRoom is room for the values of all traits: there are 501.
const traitRoom = 512

// of returns what the values of a trait are worth.
func (r *answerRow) of(t trait) []float32 { return r.traits[traitFirst[t]:][:traitValues[t]] }

// answerBasis are the features of the sentence that its words' scores build on.
var answerBasis = [...]feature{
	fCoverage, fCoverageReport, fCoverageRelative, fNear, fNearRelative, fBM25, fBM25Relative, fSoft, fSoftRelative, fMeaningRelative,
	fNamesNone, fBefore, fAfter, fTitle, fPronounBefore, fParagraph, fRarest, fPrecision, fFocus,
}

// answers is the model that TestTrain has learned.
var answers = sync.OnceValue(func() *answerModel {
	m := &answerModel{}
	if err := m.read(answerFile); err != nil {
		panic(fmt.Sprintf("index: model answer: %v", err))
	}
	return m
})

//go:embed model/answer.txt
var answerFile []byte

// numbers yields all numbers of the model in the order of its file, a line at a
// time.
func (m *answerModel) numbers() iter.Seq[[]float32] {
	return func(yield func([]float32) bool) {
		for r := range m.rows {
			for t := range traitCount {
				if !yield(m.rows[r].of(t)) {
					return
				}
			}
			if !yield(m.rows[r].taste[:]) {
				return
			}
		}
		for r := range m.roles {
			if !yield(m.roles[r][:]) {
				return
			}
		}
		for k := range answerRank {
			if !yield(m.focus[k][:]) || !yield(m.whole[k][:]) || !yield(m.word[k][:]) {
				return
			}
		}
		_ = yield(m.none[:]) && yield(m.sentence[:])
	}
}

// answerUnit is the last decimal of the numbers in the model's file.
const answerUnit = 0.01

// read reads the form that TestTrain writes: lines of whole numbers, in
// hundredths; zeros at the end of a line are left out.
func (m *answerModel) read(file []byte) error {
	lines := bufio.NewScanner(bytes.NewReader(file))
	n := 0
	next := func() bool {
		for lines.Scan() {
			if n++; !strings.HasPrefix(lines.Text(), "#") {
				return true
			}
		}
		return false
	}
	for numbers := range m.numbers() {
		if !next() {
			return fmt.Errorf("line %d: the file is cut off: train again", n)
		}
		fields := strings.Fields(lines.Text())
		if len(fields) > len(numbers) {
			return fmt.Errorf("line %d: %d numbers; want %d at most: train again", n, len(fields), len(numbers))
		}
		for i, f := range fields {
			x, err := strconv.Atoi(f)
			if err != nil {
				return fmt.Errorf("line %d: %w", n, err)
			}
			numbers[i] = float32(x) * answerUnit
		}
	}
	if next() {
		return fmt.Errorf("line %d: the file is too long: train again", n)
	}
	return lines.Err()
}

// An inquiry is what is read of a question to know what it asks for.
type inquiry struct {
	rows  [rowsEach]int // of the answer model
	focus []float32     // direction of the noun that says what is asked for; nil where there is none
	whole []float32     // direction of all its words together; nil where none is known
}

// The rows of the model that a question uses: one for all questions, one for the
// word that asks, one for what is expected, one for the word that asks with the next.
const (
	askingWords = 9
	nextWords   = 5
	rowsEach    = 4
	askedRows   = 1 + askingWords + int(answerTypes) + askingWords*nextWords
)

// askingWord are the words that ask, by number; 0 is none.
var askingWord = map[string]int{
	"who": 1, "whom": 1, "who's": 1, "whose": 2, "when": 3, "where": 4, "why": 5, "how": 6, "what": 7, "what's": 7, "which": 8,
}

// nextWord are words that stand behind one that asks; 0 is none, the last number
// any other.
var nextWord = map[string]int{
	"is": 1, "was": 1, "are": 1, "were": 1, "did": 2, "do": 2, "does": 2, "has": 2, "had": 2, "have": 2, "many": 3, "much": 3,
}

// inquire reads a question.
func (a *wording) inquire() inquiry {
	asks, next := 0, 0
	for i, t := range a.tokens {
		if asks = askingWord[t.form]; asks == 0 {
			continue
		}
		if i+1 < len(a.tokens) {
			next = nextWords - 1
			if n, ok := nextWord[a.tokens[i+1].form]; ok {
				next = n
			}
		}
		break
	}
	q := inquiry{rows: [rowsEach]int{0, 1 + asks, 1 + askingWords + int(a.expects), 1 + askingWords + int(answerTypes) + asks*nextWords + next}}
	var sum embedding.Sum
	if a.subject >= 0 {
		sum.Add(a.content[a.subject].common, 1)
		q.focus = sum.Direction()
		sum.Reset()
	}
	for i := range a.content {
		sum.Add(a.content[i].common, float32(a.content[i].weight))
	}
	q.whole = sum.Direction()
	return q
}

// A demand is what a question asks of the words of an answer.
type demand struct {
	traits  [traitCount][traitWidth]float32
	none    float32
	taste   taste
	meaning embedding.Probe
	length  float32 // of meaning
}

// read makes d what a question asks for, by a model.
func (d *demand) read(m *answerModel, q inquiry) {
	d.none, d.taste = 0, taste{}
	for _, r := range q.rows {
		d.none += m.none[r]
		for k, x := range m.rows[r].taste {
			d.taste[k] += x
		}
	}
	all, asks, expects, next := &m.rows[q.rows[0]], &m.rows[q.rows[1]], &m.rows[q.rows[2]], &m.rows[q.rows[3]]
	for t := range traitCount {
		of, n := &d.traits[t], traitValues[t]
		a, b, c, e := all.of(t)[:n], asks.of(t)[:n], expects.of(t)[:n], next.of(t)[:n]
		for v := range a {
			of[v] = a[v] + b[v] + c[v] + e[v]
		}
	}
	for k := range d.taste {
		d.taste[k] += dot(m.focus[k][:], q.focus) + dot(m.whole[k][:], q.whole)
	}
	for r := range m.roles {
		x := d.taste.dot(&m.roles[r])
		for state := range capitalStates {
			d.traits[tShape][r*capitalStates+state] += x
		}
	}
	meaning := m.turn(&d.taste)
	d.meaning.SetNumbers(meaning[:])
	d.length = float32(math.Sqrt(float64(dot(meaning[:], meaning[:]))))
}

// turn returns what is multiplied by a word's direction to compare the word with
// a taste.
func (m *answerModel) turn(t *taste) (meaning [answerDims]float32) {
	for k, z := range t {
		for i, x := range m.word[k] {
			meaning[i] += z * x
		}
	}
	return meaning
}

// dot is the dot product, in several sums, so that none waits long for another; 0
// where b is nil. The vectors have answerDims numbers.
func dot(a, b []float32) float32 {
	var s0, s1, s2, s3 float32
	a = a[:len(b)]
	for i := 0; i+4 <= len(b); i += 4 {
		x, y := (*[4]float32)(a[i:]), (*[4]float32)(b[i:])
		s0 += x[0] * y[0]
		s1 += x[1] * y[1]
		s2 += x[2] * y[2]
		s3 += x[3] * y[3]
	}
	return (s0 + s1) + (s2 + s3)
}

// score returns the score of a word, w.
func (d *demand) score(c *clue, w *word) float32 {
	return d.standing(c) + d.length*d.meaning.Cosine(w.vector)
}

// standing returns the part of a word's score that its traits give, in several sums,
// so that none waits long for another.
func (d *demand) standing(c *clue) float32 {
	of, t := &d.traits, &c.traits
	self := of[tShape][t[tShape]] + of[tSigns][t[tSigns]] + of[tMatched][t[tMatched]] + of[tSubject][t[tSubject]]
	place := of[tBefore][t[tBefore]] + of[tAfter][t[tAfter]] + of[tPlace][t[tPlace]]
	near := of[tLeft][t[tLeft]] + of[tRight][t[tRight]] + of[tEnds][t[tEnds]]
	much := of[tNear][t[tNear]] + of[tSides][t[tSides]] + of[tCover][t[tCover]]
	return (self + place) + (near + much)
}

// noWord is the score of a sentence without words.
const noWord = -20

// best returns the greatest score of a sentence's words, which are found by number.
// What a word means is only asked where it can make its score the greatest.
func (d *demand) best(clues []clue, words []word) float32 {
	best := float32(noWord)
	most := d.length * mostCosine
	for i := range clues {
		c := &clues[i]
		if standing := d.standing(c); standing+most > best {
			best = max(best, standing+d.length*d.meaning.Cosine(words[c.word].vector))
		}
	}
	return best
}

// mostCosine is what no cosine exceeds, however it is rounded.
const mostCosine = 1.001

// compare fills in the features of the finalists that come from the scores of
// their best words. It returns the logarithm of the odds that any of them answers.
func (m *answerModel) compare(d *demand, scores []float32, vectors []*vector) float32 {
	best, all := float32(noWord), 0.0
	for i, score := range scores {
		odds := score - d.none
		for k, f := range answerBasis {
			odds += m.sentence[k] * vectors[i][f]
		}
		vectors[i][fAnswer], vectors[i][fAnswerOdds] = score-d.none, odds
		best = max(best, score)
		all += math.Exp(float64(odds))
	}
	for i, score := range scores {
		vectors[i][fAnswerRelative] = score - best
		vectors[i][fAnswerShare] = float32(ratio(math.Exp(float64(vectors[i][fAnswerOdds])), all))
	}
	return float32(math.Log(max(math.SmallestNonzeroFloat64, all)))
}

// answer fills in the features of the English finalists that come from their
// words' scores.
func (r *reader) answer(final []candidate) {
	a, ok := r.aligners["en"]
	if !ok {
		return
	}
	m := answers()
	r.demand = &r.asked
	r.demand.read(m, a.inquire())
	scores, english := make([]float32, 0, len(final)), make([]*vector, 0, len(final))
	for _, c := range final {
		if n := c.sentence; r.x.lang(n) == "en" {
			r.clues = a.clues(r.clues[:0], r.x.tokensOf(n), r.align(n), r.weights["en"])
			scores, english = append(scores, r.demand.best(r.clues, a.lexicon.words)), append(english, c.vector)
		}
	}
	r.odds = m.compare(r.demand, scores, english)
}
