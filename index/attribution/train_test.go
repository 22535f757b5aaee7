package attribution

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	prose "github.com/jdkato/prose/v3/tag"

	"footnote/index/report"
	"footnote/index/segment"
)

var train = flag.String("train", "", "learn and rewrite the models named (tagger,…) in folder model")

var predictions = flag.String("predictions", "", "cross-validate and write the predictions for the training articles to this file")

const trainCommand = "go test ./index/attribution -run TestTrain -train "

// An article is a line of PolNeAR data, see README and scorer in
// ../shared/eval/attribution. Spans are in code points.
type article struct {
	ID           string
	Publisher    string
	Text         string
	Attributions []goldAttribution
}

type goldAttribution struct{ Source, Cue, Content [][2]int }

// shared returns a file of the shared evaluation data; it skips the test
// where there is none.
func shared(t testing.TB, name string) string {
	t.Helper()
	dir := os.Getenv("FOOTNOTE_SHARED")
	for up := "."; dir == "" && len(up) < 30; up = filepath.Join("..", up) {
		if _, err := os.Stat(filepath.Join(up, "go.mod")); err == nil {
			dir = filepath.Join(up, "..", "shared")
		}
	}
	path := filepath.Join(dir, name)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("no shared data: %v", err)
	}
	return path
}

func articles(t testing.TB, name string) []article {
	t.Helper()
	f, err := os.Open(shared(t, "eval/attribution/"+name))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	var all []article
	dec := json.NewDecoder(bufio.NewReader(f))
	for dec.More() {
		var a article
		if err := dec.Decode(&a); err != nil {
			t.Fatal(err)
		}
		all = append(all, a)
	}
	return all
}

func (a article) report() *report.Report {
	r := report.New(a.ID, "en", a.Text)
	segment.Split(r)
	return r
}

// TestTrain learns the models from the training articles. It runs only when
// it is told which.
func TestTrain(t *testing.T) {
	if *train == "" {
		t.Skip("rewrites the models; run it with -train tagger")
	}
	all := articles(t, "polnear-train-sample.jsonl")
	for name := range strings.SplitSeq(*train, ",") {
		switch name {
		case "tagger":
			trainTagger(t, all)
		case "cue":
			trainCue(t, all)
		case "settle":
			trainSettle(t, all)
		case "carry":
			trainCarry(t, all)
		default:
			t.Fatalf("no model %q", name)
		}
	}
}

// writeModel writes lines under a head that says where they come from.
func writeModel(t *testing.T, name, head, command string, lines []string) {
	t.Helper()
	text := "# " + head + "\n# Learned from 150 PolNeAR training articles (polnear-train-sample.jsonl) by\n#   " +
		trainCommand + command + "\n" + strings.Join(lines, "\n") + "\n"
	if err := os.WriteFile("model/"+name+".txt", []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	t.Logf("model/%s.txt: %d lines, %d bytes", name, len(lines), len(text))
}

var pennTags = map[string]tag{
	"NN": noun, "NNS": noun, "NNP": proper, "NNPS": proper, "VBD": past, "VBZ": present, "VBP": present, "VB": base,
	"VBG": gerund, "VBN": participle, "MD": modal, "TO": toTag, "DT": determiner, "PDT": determiner, "JJ": adjective,
	"JJR": adjective, "JJS": adjective, "RB": adverb, "RBR": adverb, "RBS": adverb, "IN": preposition, "CC": conjunction,
	"PRP": personal, "PRP$": possessive, "WP": wh, "WDT": wh, "WP$": wh, "WRB": wh, "CD": number, "POS": genitive, "RP": adverb,
}

// trainTagger distils prose's perceptron tagger, which is too slow and too
// large to read reports with, into a coarse one.
func trainTagger(t *testing.T, all []article) {
	t.Helper()
	teacher, err := prose.New()
	if err != nil {
		t.Fatal(err)
	}
	type sentence struct {
		text *text
		span span
		gold []tag
	}
	var data []sentence
	counts := map[string]map[tag]int{}
	words := *english().words
	words.traits = slices.Clone(words.traits)
	for i := range words.traits {
		words.traits[i].tag = tagNone
	}
	bare := &lexicon{words: &words} // the classes, but no parts of speech
	for _, a := range all {
		x := &text{}
		r := a.report()
		x.src = r.Text
		for _, p := range r.Paragraphs {
			for _, s := range p.Sentences {
				from := len(x.tokens)
				x.cut(s.Span, 0, bare)
				x.sentences = append(x.sentences, span{from, len(x.tokens)})
			}
		}
		for _, s := range x.sentences {
			var words []string
			for i := s.from; i < s.to; i++ {
				words = append(words, strings.ReplaceAll(x.src[x.tokens[i].start:x.tokens[i].end], "’", "'"))
			}
			gold := make([]tag, len(words))
			for i, w := range teacher.Tag(words) {
				tok := &x.tokens[s.from+i]
				gold[i] = pennTags[w.Tag]
				if gold[i] == tagNone {
					gold[i] = otherTag
				}
				if !tok.word {
					gold[i] = mark
				} else {
					if counts[tok.low] == nil {
						counts[tok.low] = map[tag]int{}
					}
					counts[tok.low][gold[i]]++
				}
			}
			data = append(data, sentence{x, s, gold})
		}
	}
	// Words with one part of speech: said, the, of; never names, which may be anything.
	only := map[string]tag{}
	perTag := map[tag][]string{}
	for w, c := range counts {
		total, best, most := 0, tagNone, 0
		for g, n := range c {
			total += n
			if n > most {
				best, most = g, n
			}
		}
		if total >= 4 && float64(most) >= 0.995*float64(total) && best != proper {
			only[w] = best
			perTag[best] = append(perTag[best], w)
		}
	}
	var dict []string
	for _, g := range slices.Sorted(maps.Keys(perTag)) {
		slices.Sort(perTag[g])
		for chunk := range slices.Chunk(perTag[g], 20) {
			dict = append(dict, string(tagLetters[g])+" "+strings.Join(chunk, " "))
		}
	}
	// Averaged perceptron over the rest.
	weights := map[uint32]*[tagCount]float64{}
	totals := map[uint32]*[tagCount]float64{}
	stamps := map[uint32]*[tagCount]int{}
	step := 0
	var f [taggerFeatures]uint32
	right, seen := 0, 0
	const epochs = 6
	for epoch := range epochs {
		right, seen = 0, 0
		for _, d := range data {
			for i := range d.gold {
				tok := &d.text.tokens[d.span.from+i]
				if !tok.word {
					tok.tag = mark
					continue
				}
				if g := only[tok.low]; g != tagNone {
					tok.tag = g
					continue
				}
				step++
				d.text.tagFeatures(d.span.from+i, d.span, &f)
				var sum [tagCount]float64
				for k, h := range f {
					f[k] = h >> (32 - taggerBits)
					if w := weights[f[k]]; w != nil {
						for g := range sum {
							sum[g] += w[g]
						}
					}
				}
				best := noun
				for g := noun; g < mark; g++ {
					if sum[g] > sum[best] {
						best = g
					}
				}
				seen++
				tok.tag = best
				if best == d.gold[i] {
					right++
					continue
				}
				for _, h := range f {
					if weights[h] == nil {
						weights[h], totals[h], stamps[h] = new([tagCount]float64), new([tagCount]float64), new([tagCount]int)
					}
					for g, by := range map[tag]float64{best: -1, d.gold[i]: 1} {
						totals[h][g] += float64(step-stamps[h][g]) * weights[h][g]
						stamps[h][g] = step
						weights[h][g] += by
					}
				}
			}
		}
		t.Logf("epoch %d: %d of %d words right", epoch, right, seen)
	}
	greatest := 0.0
	for h, w := range weights {
		for g := range w {
			totals[h][g] += float64(step-stamps[h][g]) * w[g]
			greatest = max(greatest, totals[h][g], -totals[h][g])
		}
	}
	var lines []string
	for _, h := range slices.Sorted(maps.Keys(totals)) {
		var line strings.Builder
		line.WriteString(strconv.FormatUint(uint64(h), 36))
		some := false
		for g, v := range totals[h] {
			if n := max(-127, min(127, int(v/greatest*300))); n >= taggerLeast || n <= -taggerLeast {
				fmt.Fprintf(&line, " %c%d", tagLetters[g], n)
				some = true
			}
		}
		if some {
			lines = append(lines, line.String())
		}
	}
	head := "A coarse part-of-speech tagger, distilled from the perceptron tagger of github.com/jdkato/prose/v3 (MIT)."
	writeModel(t, "tagger_en", head, "tagger", lines)
	writeModel(t, "dictionary_en", "Words that have one part of speech, as tagged by github.com/jdkato/prose/v3 (MIT).", "tagger", dict)
}

// taggerLeast is the weight from which one is kept: as many words are tagged as
// the teacher does with a quarter of the weights as with all.
const taggerLeast = 16

// TestTagger compares the tagger with the one that it was distilled from.
func TestTagger(t *testing.T) {
	teacher, err := prose.New()
	if err != nil {
		t.Fatal(err)
	}
	right, all := 0, 0
	confused := map[string]int{}
	for _, a := range articles(t, "polnear-dev.jsonl")[:20] {
		x := read(a.report(), english())
		for _, s := range x.sentences {
			var words []string
			for i := s.from; i < s.to; i++ {
				words = append(words, strings.ReplaceAll(x.src[x.tokens[i].start:x.tokens[i].end], "’", "'"))
			}
			for i, w := range teacher.Tag(words) {
				tok := x.tokens[s.from+i]
				if !tok.word || tok.quoted > 0 { // see tagger.tag
					continue
				}
				all++
				want := pennTags[w.Tag]
				if want == tagNone {
					want = otherTag
				}
				if tok.tag == want {
					right++
				} else {
					confused[fmt.Sprintf("%c for %c", tagLetters[tok.tag], tagLetters[want])]++
				}
			}
		}
	}
	t.Logf("%d of %d words as the teacher tags them (%.1f %%); %v", right, all, 100*float64(right)/float64(all), confused)
	if right*100 < all*93 {
		t.Errorf("%d of %d words as the teacher tags them; want 93 %%", right, all)
	}
}

// offsets returns the byte offset of every code point of s, and of its end.
func offsets(s string) []int {
	var at []int
	for i := range s {
		at = append(at, i)
	}
	return append(at, len(s))
}

// A goldCue is an annotated attribution laid on the tokens of one sentence.
type goldCue struct {
	token  int    // the word of the cue that stands for it
	words  []span // the cue
	source []span // in tokens; empty where nobody is named
}

// lay finds the tokens of the annotated attributions of a.
func (a article) lay(x *text) []goldCue {
	at := offsets(a.Text)
	tokens := func(spans [][2]int) []span {
		var out []span
		for _, s := range spans {
			from, to := at[s[0]], at[s[1]]
			var now span
			for i := range x.tokens {
				if x.tokens[i].start < to && x.tokens[i].end > from {
					if now.to == 0 {
						now.from = i
					}
					now.to = i + 1
				}
			}
			if now.to > 0 {
				out = append(out, now)
			}
		}
		return out
	}
	var out []goldCue
	for _, g := range a.Attributions {
		cue := tokens(g.Cue)
		c := goldCue{token: -1, words: cue, source: tokens(g.Source)}
		pick := func(ok func(*token) bool) {
			for _, s := range cue {
				for i := s.from; i < s.to && c.token < 0; i++ {
					if ok(&x.tokens[i]) && x.tokens[i].quoted == 0 {
						c.token = i
					}
				}
			}
		}
		pick(func(k *token) bool { return k.tag.verb() && k.class&aux == 0 && k.class&(reporting|speak|hold) != 0 })
		pick(func(k *token) bool { return k.tag.verb() && k.class&aux == 0 })
		pick(func(k *token) bool { return k.class&(cuenoun|reporting|speak|hold) != 0 })
		pick(func(k *token) bool { return k.low == "according" || k.low == ":" || k.tag == noun })
		pick(func(*token) bool { return true })
		if c.token >= 0 {
			out = append(out, c)
		}
	}
	return out
}

// headSymbol returns the symbol of p that holds the head of a gold source.
func headSymbol(p *parsed, source []span) int {
	for k, s := range p.symbols {
		for _, g := range source {
			if s.nominal() && s.head >= g.from && s.head < g.to || s.nominal() && s.from < g.to && s.to > g.from && s.head >= g.from {
				if s.owner && k+1 < len(p.symbols) && p.symbols[k+1].nominal() && p.symbols[k+1].head < g.to {
					break
				}
				return k
			}
		}
	}
	return -1
}

// names reports whether symbol k may stand for the annotated source: its head,
// the name in apposition to that, or another of those that it joins by "and".
func (t *text) names(p *parsed, source []span, k int) bool {
	head := headSymbol(p, source)
	if head < 0 || k == head || k < head {
		return k == head
	}
	s := p.symbols[k]
	if !s.nominal() || s.owner || !slices.ContainsFunc(source, func(g span) bool { return s.head >= g.from && s.head < g.to }) {
		return false
	}
	if t.apposition(p, head) == k {
		return true
	}
	end := t.hanging(p, head+1, k)
	for j := end; j < k; j++ {
		if kind := p.symbols[j].kind; !p.symbols[j].nominal() && kind != comma && kind != conjunct {
			return false
		}
	}
	return p.symbols[k-1].kind == conjunct
}

// An example is one choice among candidates: the weights of the features of
// the right one should make it win. Choice 0 has no features: "none".
type example struct {
	article int
	common  []feature // of all choices but none
	choices [][]feature
	right   []bool
	unsure  bool // annotated, but with no source among the choices: nothing to learn from
}

func cueExamples(t *testing.T, all []article) []example {
	t.Helper()
	var out []example
	anchors, hit, named, sourced := 0, 0, 0, 0
	var p parsed
	for n, a := range all {
		x := read(a.report(), english())
		gold := map[int][]goldCue{}
		inside := map[int]bool{} // words of a cue, of which another stands for it
		for _, g := range a.lay(x) {
			gold[g.token] = append(gold[g.token], g)
			for _, w := range g.words {
				for i := w.from; i < w.to; i++ {
					inside[i] = true
				}
			}
			anchors++
		}
		for s, shown := range x.layouts() {
			if len(shown) > 0 {
				continue
			}
			x.parse(s, &p)
			for _, c := range x.cueCandidates(&p, nil) {
				e := example{article: n, common: x.cueFeatures(&p, c, nil)}
				g := gold[c.token]
				if len(g) == 0 && inside[c.token] {
					continue
				}
				some := false
				sources := x.sourceCandidates(&p, c, nil)
				for _, o := range sources {
					e.choices = append(e.choices, x.pairFeatures(&p, c, o, nil))
					right := false
					for _, one := range g {
						if len(one.source) == 0 {
							continue
						}
						if o.inner.to > 0 {
							for _, s := range one.source {
								right = right || s.from < o.inner.to && s.to > o.inner.from && s.to <= c.token
							}
							continue
						}
						right = right || x.names(&p, one.source, o.symbol)
					}
					some = some || right
					e.right = append(e.right, right)
				}
				for _, one := range g {
					hit++
					if len(one.source) > 0 {
						named++
						if some {
							sourced++
						}
					}
				}
				e.unsure = len(g) > 0 && !some
				out = append(out, e)
			}
		}
	}
	t.Logf("%d annotated cues, %d among the candidates, %d of them with a source, %d of these among the candidates; %d examples", anchors, hit, named, sourced, len(out))
	return out
}

// trainChoice learns a softmax choice: the mean of several runs of AdaGrad,
// each of which sees the examples in another order, with other features left out.
func trainChoice(data []example, fewest, epochs int, rate float64) []float64 {
	data = frequent(slices.DeleteFunc(slices.Clone(data), func(e example) bool { return e.unsure }), fewest)
	mean := make([]float64, 1<<linearBits)
	for run := range runs {
		for f, v := range trainOnce(data, uint64(run), epochs, rate) {
			mean[f] += v / float64(runs)
		}
	}
	return mean
}

// trainOnce is one run of trainChoice.
func trainOnce(data []example, seed uint64, epochs int, rate float64) []float64 {
	w := make([]float64, 1<<linearBits)
	g2 := make([]float64, 1<<linearBits)
	order := rand.New(rand.NewPCG(1, seed))
	index := order.Perm(len(data))
	mean := make([]float64, 1<<linearBits)
	for epoch := range epochs {
		if epoch >= epochs/3 {
			for f, v := range w {
				mean[f] += v
			}
		}
		order.Shuffle(len(index), func(i, j int) { index[i], index[j] = index[j], index[i] })
		for _, n := range index {
			e := dropped(&data[n], order)
			base := 0.0
			for _, f := range e.common {
				base += w[f]
			}
			scores := make([]float64, len(e.choices)+1) // last: none
			most, some := 0.0, false
			for k, c := range e.choices {
				scores[k] = base
				for _, f := range c {
					scores[k] += w[f]
				}
				most = max(most, scores[k])
				some = some || e.right[k]
			}
			sum, good := 0.0, 0.0
			for k := range scores {
				scores[k] = math.Exp(scores[k] - most)
				sum += scores[k]
				if k < len(e.right) && e.right[k] || k == len(e.right) && !some {
					good += scores[k]
				}
			}
			step := func(f feature, by float64) {
				by -= decay * w[f]
				g2[f] += by * by
				w[f] += rate * by / (1e-3 + math.Sqrt(g2[f]))
			}
			total := 0.0
			for k, c := range e.choices {
				by := -scores[k] / sum
				if e.right[k] {
					by += scores[k] / good
				}
				total += by
				if math.Abs(by) < 1e-4 {
					continue
				}
				for _, f := range c {
					step(f, by)
				}
			}
			if math.Abs(total) > 1e-4 {
				for _, f := range e.common {
					step(f, total)
				}
			}
		}
	}
	for f := range mean {
		mean[f] = (mean[f] + w[f]) / float64(epochs-epochs/3+1)
	}
	return mean
}

// dropped returns the example without a random share of its features.
func dropped(e *example, r *rand.Rand) *example {
	salt := r.Uint32()
	keep := func(fs []feature) []feature {
		out := make([]feature, 0, len(fs))
		for _, f := range fs {
			if float64(mix(salt, uint32(f))>>8)/(1<<24) >= dropout {
				out = append(out, f)
			}
		}
		return out
	}
	d := &example{article: e.article, common: keep(e.common), right: e.right}
	for _, c := range e.choices {
		d.choices = append(d.choices, keep(c))
	}
	return d
}

// frequent returns the examples without the features that too few of them have.
func frequent(data []example, fewest int) []example {
	count := make([]int, 1<<linearBits)
	last := make([]int, 1<<linearBits)
	each := func(n int, f feature) {
		if last[f] != n+1 {
			last[f] = n + 1
			count[f]++
		}
	}
	for n, e := range data {
		for _, f := range e.common {
			each(n, f)
		}
		for _, c := range e.choices {
			for _, f := range c {
				each(n, f)
			}
		}
	}
	few := func(f feature) bool { return count[f] < fewest }
	out := slices.Clone(data)
	for n := range out {
		e := &out[n]
		e.common = slices.DeleteFunc(slices.Clone(e.common), few)
		e.choices = slices.Clone(e.choices)
		for k := range e.choices {
			e.choices[k] = slices.DeleteFunc(slices.Clone(e.choices[k]), few)
		}
	}
	return out
}

// quantise turns learned weights into a model.
func quantise(w []float64) *linear {
	l := &linear{weights: make([]int16, 1<<linearBits)}
	for f, v := range w {
		if math.Abs(v)*weightUnit < least {
			continue
		}
		l.weights[f] = int16(max(-32767, min(32767, math.Round(v*weightUnit))))
	}
	return l
}

func (l *linear) lines() []string {
	var out []string
	for f, v := range l.weights {
		if v != 0 {
			out = append(out, strconv.FormatUint(uint64(f), 36)+" "+strconv.Itoa(int(v)))
		}
	}
	return out
}

// settleExamples lays the annotated sources of sentences on the picks of models
// that have not seen the article.
func settleExamples(t *testing.T, all []article, byFold []*models) []example {
	t.Helper()
	var out []example
	var p parsed
	right, missed := 0, 0
	for n, a := range all {
		x := read(a.report(), english())
		gold := a.sources(x)
		for s, shown := range x.layouts() {
			if len(shown) > 0 {
				continue
			}
			x.parse(s, &p)
			picks := x.picks(byFold[n%folds], &p, nil)
			for k, pick := range picks {
				source := x.cite(&p, pick.cue, pick.source, 0, nil)[0]
				ok := slices.ContainsFunc(gold[s], func(g []span) bool {
					return slices.ContainsFunc(g, func(part span) bool { return source.head >= part.from && source.head < part.to })
				})
				if ok {
					right++
				} else {
					missed++
				}
				out = append(out, example{article: n, choices: [][]feature{x.settleFeatures(&p, picks, k, nil)}, right: []bool{ok}})
			}
		}
	}
	t.Logf("%d picks name an annotated source, %d do not", right, missed)
	return out
}

func trainSettle(t *testing.T, all []article) {
	t.Helper()
	w := trainChoice(settleExamples(t, all, foldModels(cueExamples(t, all))), settleFewest, settleEpochs, settleRate)
	writeModel(t, "settle_en", "Which cues of a sentence stand beside the others: weights of hashed features.", "settle", quantise(w).lines())
}

const (
	settleFewest = 4
	settleEpochs = 12
	settleRate   = 0.02
)

func trainCue(t *testing.T, all []article) {
	t.Helper()
	w := trainChoice(cueExamples(t, all), cueFewest, cueEpochs, cueRate)
	writeModel(t, "cue_en", "Which words are cues, and which noun phrase is a cue's source: weights of hashed features.", "cue", quantise(w).lines())
}

// How the models are learned; chosen by cross-validation.
const (
	runs      = 4
	dropout   = 0.1 // share of an example's features that are left out
	least     = 60  // weight that is kept, in 1/weightUnit
	cueFewest = 6   // examples that a feature needs
	cueEpochs = 24
	cueRate   = 0.01
	decay     = 1e-4 // of the weights, at each step
)

// TestCrossValidate writes the predictions for the training articles by
// models that have not seen them, for score_attribution.py.
func TestCrossValidate(t *testing.T) {
	if *predictions == "" {
		t.Skip("run it with -predictions FILE")
	}
	all := articles(t, "polnear-train-sample.jsonl")
	f, err := os.Create(*predictions)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	}()
	out := json.NewEncoder(f)
	cues := cueExamples(t, all)
	byFold := foldModels(cues)
	settle(t, all, byFold)
	carries := carryExamples(t, all, byFold)
	for fold, m := range byFold {
		m.carry = quantise(trainChoice(outside(carries, fold), carryFewest, carryEpochs, carryRate))
		for n, a := range all {
			if n%folds != fold {
				continue
			}
			r := a.report()
			attributeWith(r, m)
			if err := out.Encode(map[string]any{"id": a.ID, "sentences": predicted(r)}); err != nil {
				t.Fatal(err)
			}
		}
	}
}

const folds = 5

func outside(data []example, fold int) []example {
	var out []example
	for _, e := range data {
		if e.article%folds != fold {
			out = append(out, e)
		}
	}
	return out
}

func predicted(r *report.Report) []any {
	off := report.NewOffsets(r.Text)
	lines := []any{}
	for _, s := range r.Sentences() {
		sources := []any{}
		for _, a := range s.Attributions {
			source := map[string]any{"name": a.Source.Name, "mention": off.Span(*a.Source.Mention)}
			if a.Cue != nil {
				source["cue"] = a.Cue.In(r.Text)
			}
			sources = append(sources, source)
		}
		sp := off.Span(s.Span)
		lines = append(lines, map[string]any{"start": sp[0], "end": sp[1], "text": s.Span.In(r.Text), "sources": sources})
	}
	return lines
}

// carryExamples lays the annotated sources of sentences that name none on the
// attributions from which they could be carried over. The attributions are
// those that models which have not seen the article find.
func carryExamples(t *testing.T, all []article, byFold []*models) []example {
	t.Helper()
	var out []example
	wanted, offered := 0, 0
	for n, a := range all {
		x := read(a.report(), english())
		gold := a.sources(x)
		own := x.bySentence(x.backward(x.cited(byFold[n%folds])))
		for s := range x.sentences {
			if len(own[s]) > 0 || !x.hasWords(s) {
				continue
			}
			options := x.origins(own, s, nil)
			e := example{article: n}
			some := -1
			for k, o := range options {
				source := o.citing.origin().source
				e.choices = append(e.choices, x.carryFeatures(s, o, nil))
				right := false
				for _, g := range gold[s] {
					for _, part := range g {
						right = right || part.from < source.to && part.to > source.from ||
							x.tokens[part.to-1].key == x.tokens[source.to-1].key && x.tokens[part.to-1].tag != personal
					}
				}
				e.right = append(e.right, right)
				if right && some < 0 {
					some = k
				}
			}
			if len(gold[s]) > 0 {
				wanted++
				if some >= 0 {
					offered++
				}
			}
			out = append(out, e)
			if some >= 0 {
				o := options[some]
				own[s] = append(own[s], &citing{sentence: s, from: o.citing, entity: -1, named: -1})
			}
		}
	}
	t.Logf("%d sentences without a cue have a source, for %d of them it is offered; %d examples", wanted, offered, len(out))
	return out
}

// sources returns the annotated sources of every sentence: those whose cue
// stands in it, or whose content covers at least half of it.
func (a article) sources(x *text) [][][]span {
	at := offsets(a.Text)
	out := make([][][]span, len(x.sentences))
	for _, g := range a.Attributions {
		var source []span
		for _, s := range g.Source {
			var now span
			for i := range x.tokens {
				if x.tokens[i].start < at[s[1]] && x.tokens[i].end > at[s[0]] {
					if now.to == 0 {
						now.from = i
					}
					now.to = i + 1
				}
			}
			if now.to > 0 {
				source = append(source, now)
			}
		}
		if len(source) == 0 {
			continue
		}
		for n, s := range x.sentences {
			inside, total, cued := 0, 0, false
			for i := s.from; i < s.to; i++ {
				tok := &x.tokens[i]
				total += tok.end - tok.start
				for _, c := range g.Content {
					if tok.start < at[c[1]] && tok.end > at[c[0]] {
						inside += tok.end - tok.start
					}
				}
				for _, c := range g.Cue {
					cued = cued || tok.start < at[c[1]] && tok.end > at[c[0]]
				}
			}
			if cued || inside*2 >= total && inside > 0 {
				out[n] = append(out[n], source)
			}
		}
	}
	return out
}

// foldModels trains the cue model once a fold, without the fold's articles.
func foldModels(cues []example) []*models {
	var out []*models
	for fold := range folds {
		out = append(out, &models{cue: quantise(trainChoice(outside(cues, fold), cueFewest, cueEpochs, cueRate))})
	}
	return out
}

// settle trains the settling model of each fold, without the fold's articles.
func settle(t *testing.T, all []article, byFold []*models) {
	t.Helper()
	examples := settleExamples(t, all, byFold)
	for fold, m := range byFold {
		m.settle = quantise(trainChoice(outside(examples, fold), settleFewest, settleEpochs, settleRate))
	}
}

func trainCarry(t *testing.T, all []article) {
	t.Helper()
	byFold := foldModels(cueExamples(t, all))
	settle(t, all, byFold)
	w := trainChoice(carryExamples(t, all, byFold), carryFewest, carryEpochs, carryRate)
	writeModel(t, "carry", "From where a sentence without a cue carries over its source: weights of hashed features.", "carry", quantise(w).lines())
}

const (
	carryFewest = 2
	carryEpochs = 8
	carryRate   = 0.1
)
