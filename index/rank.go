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
	chance   float32 // logarithm of the odds that it answers, by the words of the question alone
	vector   *vector
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

// rank puts the sentences found in order, best first; equal ones in the order
// of the reports.
func (r *reader) rank(found []int, vectors []vector) []candidate {
	s := rankScorer()
	if r.over == nil {
		r.over = make([]uint64, s.splits)
	}
	scores := s.scores(vectors, r.over)
	ranked := make([]candidate, len(found))
	for i, n := range found {
		ranked[i] = candidate{n, scores[i] + float64(vectors[i][fTerms]), r.chances[i], &vectors[i]}
	}
	sortCandidates(ranked)
	return ranked
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
	slices.SortStableFunc(all, func(a, b Reason) int { return cmp.Compare(math.Abs(b.Points), math.Abs(a.Points)) })
	keep := slices.IndexFunc(all, func(r Reason) bool { return math.Abs(r.Points) <= leastReason*math.Abs(all[0].Points) })
	if keep >= 0 {
		all = all[:keep]
	}
	return all
}
