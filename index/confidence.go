package index

import (
	_ "embed"
	"math"
	"sync"
)

// What else than the first passage's features the confidence is judged by.
const (
	sTop          = int(featureCount) + iota // the first passage's score
	sProbability                             // its share among the candidates, if one of them answers
	sMargin                                  // how much better than the second it is
	sThird                                   // than the third
	sReport                                  // share of the question's words that its report has anywhere
	sReportNames                             // share of the question's names
	sReportAbsent                            // the weightiest word that the report has nowhere, as a share of the weightiest
	sReportMissed                            // the number of words that the report has nowhere
	sBestCoverage                            // the greatest coverage of all candidates
	situationCount
)

var situationNames = func() []string {
	return append(featureNames(), "top", "probability", "margin", "third", "report", "report-names", "report-absent", "report-missed", "best-coverage")
}

// A situation is what the confidence in a search's result is judged by.
type situation [situationCount]float32

//go:embed model/confidence.txt
var confidenceFile []byte

var judge = sync.OnceValue(func() *forest { return mustForest("confidence", confidenceFile, situationNames()) })

// situation gathers what the confidence in a result that is not empty is judged by.
func (r *reader) situation(ranked []candidate) situation {
	var s situation
	s.ranking(ranked)
	s.report(r, r.x.sentences[ranked[0].sentence].report)
	return s
}

// ranking fills in what the ranking tells.
func (s *situation) ranking(ranked []candidate) {
	top := ranked[0]
	copy(s[:], top.vector[:])
	s[sTop] = float32(top.score)
	all := 0.0
	best := float32(0)
	for _, c := range ranked {
		all += math.Exp(c.score - top.score)
		best = max(best, c.vector[fCoverage])
	}
	s[sProbability] = float32(1 / all)
	s[sBestCoverage] = best
	s[sMargin], s[sThird] = noRival, noRival
	if len(ranked) > 1 {
		s[sMargin] = float32(min(noRival, top.score-ranked[1].score))
	}
	if len(ranked) > 2 {
		s[sThird] = float32(min(noRival, top.score-ranked[2].score))
	}
}

// report fills in what report number n tells.
func (s *situation) report(r *reader, n int) {
	w := r.weights[language(r.x.reports[n].Lang)]
	have := append([]float32(nil), r.title(n).best...)
	for i := r.x.first[n]; i < r.x.first[n+1]; i++ {
		join(have, r.align(i).best)
	}
	s[sReport] = float32(w.everyday.coverage(have))
	s[sReportNames] = 1
	if w.names.total > 0 {
		s[sReportNames] = float32(w.names.coverage(have))
	}
	absent := 0.0
	for i, h := range have {
		absent = max(absent, w.everyday.of[i]*float64(1-h))
		if h == 0 {
			s[sReportMissed]++
		}
	}
	s[sReportAbsent] = float32(ratio(absent, w.everyday.greatest))
}

// noRival is the margin where there is no other candidate.
const noRival = 10

// confidence is the probability that the first passage answers.
func (s situation) confidence() float64 { return 1 / (1 + math.Exp(-judge().score(s[:]))) }

// The confidence from which a result counts as answered, and from which it is
// worth showing as close.
const (
	answeredFrom = 0.5
	closestFrom  = 0.25
)

func verdict(confidence float64) Verdict {
	switch {
	case confidence >= answeredFrom:
		return Answered
	case confidence >= closestFrom:
		return Closest
	}
	return Silent
}
