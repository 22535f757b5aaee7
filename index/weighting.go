package index

import (
	"bufio"
	"bytes"
	_ "embed"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"sync"

	"footnote/index/embedding"
)

// A weighting tells from the signs of a question's words, and from what they
// mean, what each trace of each word speaks for a sentence: term weights that depend
// on the term (Zhao and Callan 2010; Bendersky, Metzler and Croft 2010). It is linear,
// learned such that the sums of a question's sentences are logarithms of odds that
// they answer, but for a constant.
type weighting struct {
	signs   [signCount]traces
	meaning []direction // by trace; none where what a word means does not count
}

// A direction among the meanings of words.
type direction struct {
	probe  embedding.Probe
	length float32
}

// A termModel has a weighting for English and one for all other languages, for
// which there are fewer signs.
type termModel struct{ english, other weighting }

//go:embed model/terms.txt
var termsFile []byte

// termWeights weighs the words of questions for the ranking. Sums of a question's
// sentences are to be compared with each other.
var termWeights = sync.OnceValue(func() *termModel { return mustTerms("terms", termsFile) })

//go:embed model/chance.txt
var chanceFile []byte

// chanceWeights weighs the words of questions for the confidence, by their signs
// only: their meaning adds nothing there. The sum of a sentence is the logarithm of
// the odds that it answers, against that its report does not.
var chanceWeights = sync.OnceValue(func() *termModel { return mustTerms("chance", chanceFile) })

func mustTerms(name string, file []byte) *termModel {
	m, err := readTerms(bytes.NewReader(file))
	if err != nil {
		panic(fmt.Sprintf("index: model %s: %v", name, err))
	}
	return m
}

// of returns the weighting for a language.
func (m *termModel) of(lang string) *weighting {
	if lang == "en" {
		return &m.english
	}
	return &m.other
}

// worths are what the traces of each word of a question are worth.
type worths struct {
	of      []traces
	perfect float32 // what a sentence gets that has every word in its form, and no more
}

// weigh returns what the traces of the terms are worth.
func (w *weighting) weigh(terms []term) worths {
	all := worths{of: make([]traces, len(terms))}
	for i := range terms {
		t, sum := &terms[i], &all.of[i]
		for s := range t.signs {
			x, row := t.signs[s], &w.signs[s]
			if x == 0 {
				continue
			}
			for m := range sum {
				sum[m] += x * row[m]
			}
		}
		if t.vector.Known() {
			for m := range w.meaning {
				d := &w.meaning[m]
				sum[m] += d.length * d.probe.Cosine(t.vector)
			}
		}
		all.perfect += max(0, sum[trHere]+sum[trExact])
	}
	return all
}

// bothSums returns what the traces of a sentence are worth in each of two ways, in
// little more time than in one.
func bothSums(v, w *worths, all []traces) (x, y float32) {
	for i := range v.of {
		a, b, have := &v.of[i], &w.of[i], &all[i]
		for m, t := range have {
			x += a[m] * t
			y += b[m] * t
		}
	}
	return x, y
}

// fill sets the features of a finalist that tell what its words are worth, which is
// its score as yet.
func (w *worths) fill(c *candidate) {
	sum := float32(c.score)
	c.vector[fTerms], c.vector[fTermsShare] = sum, 0
	if w.perfect != 0 {
		c.vector[fTermsShare] = sum / w.perfect // of what a sentence gets that has every word
	}
}

// readTerms reads the form that TestTrain writes: a line with the names of the
// traces; then a line for each sign of a word and, if its meaning counts, each
// dimension of its vector, with the language, "en" or "other", the name or number,
// and what it adds to each trace.
func readTerms(r io.Reader) (*termModel, error) {
	m := &termModel{}
	axes := [traceCount][]float32{}
	var columns []int
	lines := bufio.NewScanner(r)
	for n := 1; lines.Scan(); n++ {
		fields := strings.Fields(lines.Text())
		if len(fields) == 0 || fields[0] == "#" {
			continue
		}
		if columns == nil {
			for _, name := range fields {
				columns = append(columns, slices.Index(traceNames[:], name))
			}
			if len(columns) != int(traceCount) || slices.Contains(columns, -1) {
				return nil, fmt.Errorf("line %d: other traces than this program's: train again", n)
			}
			continue
		}
		if len(fields) != 2+len(columns) {
			return nil, fmt.Errorf("line %d: %d fields; want %d", n, len(fields), 2+len(columns))
		}
		var row traces
		for i, f := range fields[2:] {
			x, err := strconv.ParseFloat(f, 32)
			if err != nil {
				return nil, fmt.Errorf("line %d: %w", n, err)
			}
			row[columns[i]] = float32(x)
		}
		if s := slices.Index(signNames[:], fields[1]); s >= 0 {
			m.of(fields[0]).signs[s] = row
			continue
		}
		if d, err := strconv.Atoi(fields[1]); err != nil || d != len(axes[0]) || fields[0] != "en" {
			return nil, fmt.Errorf("line %d: no sign or next dimension %q: train again", n, fields[1])
		}
		for k, x := range row {
			axes[k] = append(axes[k], x)
		}
	}
	if len(axes[0]) == 0 {
		return m, lines.Err()
	}
	if n := embedding.Default().Find("the").Vector.Dims(); len(axes[0]) != n {
		return nil, fmt.Errorf("vectors of %d dimensions; words have %d: train again", len(axes[0]), n)
	}
	for k := range axes {
		m.english.meaning = append(m.english.meaning, toward(axes[k]))
	}
	return m, lines.Err()
}

// toward returns the direction with these numbers.
func toward(axis []float32) direction {
	v := embedding.New(axis)
	var d direction
	d.probe.Set(v)
	var sum embedding.Sum
	sum.Add(v, 1)
	d.length = sum.Len()
	return d
}
