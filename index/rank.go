package index

import (
	"bytes"
	"cmp"
	_ "embed"
	"fmt"
	"math"
	"slices"
	"sync"
)

// A candidate is a sentence that may answer.
type candidate struct {
	sentence int
	score    float64
	meaning  float32 // how near it comes to the question as a whole, -1 to 1
	chance   float32 // logarithm of the odds that it answers, by the words of the question alone
	vector   *vector // of a finalist

	credit float64 // see reader.credit

	introduces bool // see reader.introduce
}

//go:embed model/rank.txt
var rankFile []byte

// ranker scores the features of a sentence, on top of what its words are worth
// (fTerms). Differences of the sum between sentences are logarithms of odds.
var ranker = sync.OnceValue(func() *forest { return mustForest("rank", rankFile, featureNames()) })

// rankScorer is the ranker for many sentences.
var rankScorer = sync.OnceValue(func() *scorer {
	s, err := newScorer(ranker())
	if err != nil {
		panic(fmt.Sprintf("index: model rank: %v", err))
	}
	return s
})

func mustForest(name string, file []byte, names []string) *forest {
	f, err := readForest(bytes.NewReader(file), names)
	if err != nil {
		panic(fmt.Sprintf("index: model %s: %v", name, err))
	}
	return f
}

func featureNames() []string {
	names := make([]string, featureCount)
	for i, f := range features {
		names[i] = f.name
	}
	return names
}

// rank scores the finalists anew by their features, and puts them in order, best
// first; equal ones in the order of the reports. The others stay in their order
// behind.
func (r *reader) rank(ranked, final []candidate) {
	s := rankScorer()
	if r.over == nil {
		r.over = make([]uint64, s.splits)
	}
	vectors := make([]*vector, len(final))
	for i, c := range final {
		vectors[i] = c.vector
	}
	more := s.scores(vectors, r.over)
	r.introduce(final, more)
	for i, c := range final {
		more[i] += c.credit
	}
	settle(ranked, more)
}

// settle adds to the scores of the finalists what is more for each, and puts them
// in order. The others' scores are moved together, such that the best is as good as
// the last finalist.
func settle(ranked []candidate, more []float64) {
	final, rest := ranked[:len(more)], ranked[len(more):]
	if len(final) == 0 {
		return
	}
	for i := range final {
		final[i].score += more[i]
	}
	sortCandidates(final)
	if len(rest) > 0 {
		moved := final[len(final)-1].score - rest[0].score
		for i := range rest {
			rest[i].score += moved
		}
	}
}

func sortCandidates(ranked []candidate) {
	slices.SortFunc(ranked, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.score, a.score), a.sentence-b.sentence)
	})
}

// leastReason is the share of the greatest part below which a part of a score is
// not worth telling.
const leastReason = 0.05

// reasons says what gave the score, greatest first.
func (c candidate) reasons() []Reason {
	if c.vector == nil {
		return []Reason{{features[fTerms].words, c.score}}
	}
	parts := make([]float64, featureCount)
	ranker().explain(c.vector[:], parts)
	parts[fTerms] += float64(c.vector[fTerms])
	var all []Reason
	for i, p := range parts {
		words := features[i].words
		if k := slices.IndexFunc(all, func(r Reason) bool { return r.Name == words }); k >= 0 {
			all[k].Points += p
		} else {
			all = append(all, Reason{words, p})
		}
	}
	if c.credit > 0 {
		all = append(all, Reason{"credited to whom the question is about", c.credit})
	}
	if c.introduces {
		all = append(all, Reason{"who somebody is", introductionWorth})
	}
	slices.SortStableFunc(all, func(a, b Reason) int { return cmp.Compare(math.Abs(b.Points), math.Abs(a.Points)) })
	keep := slices.IndexFunc(all, func(r Reason) bool { return math.Abs(r.Points) <= leastReason*math.Abs(all[0].Points) })
	if keep >= 0 {
		all = all[:keep]
	}
	return all
}
