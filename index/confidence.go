package index

import (
	_ "embed"
	"math"
	"sync"
)

// What else than a passage's features the confidence in it is judged by: what
// the ranking and the report tell.
const (
	sScore        = int(featureCount) + iota // the passage's score
	sShare                                   // its share among the finalists, if one of them answers
	sMargin                                  // how much better than the best of the others it is
	sRivals                                  // finalists that score within 1 of it, or better
	sBestCoverage                            // the greatest coverage of all finalists
	sBestSoft                                // the same, of words or their like
	sBestMeaning                             // the greatest cosine
	sElsewhere                               // share of the question's words that the report has, but not near the passage
	sReport                                  // share that the report has anywhere
	sReportCommon                            // the same but for names and numbers
	sReportNames                             // share of the question's names
	sReportAbsent                            // the weightiest word that the report has nowhere, as a share of the weightiest
	sReportMissed                            // how many words the report has nowhere
	sTitle                                   // share of the words that the title has
	sTopic                                   // share of the report's sentences that have a word, averaged by weight
	sNamesAsked                              // names in the question
	sAnswer                                  // how much the finalists together look like having the answer
	situationCount
)

// situationNames names what the confidence is judged by in its model.
func situationNames() []string {
	return append(featureNames(), "score", "share", "margin", "rivals", "best-coverage", "best-soft", "best-meaning", "elsewhere",
		"report", "report-common", "report-names", "report-absent", "report-missed", "title-share", "topic", "names-asked", "best-answer")
}

// A situation is what the confidence in a passage is judged by.
type situation [situationCount]float32

//go:embed model/confidence.txt
var confidenceFile []byte

// judge gives the logarithm of the odds that a passage answers.
var judge = sync.OnceValue(func() *forest { return mustForest("confidence", confidenceFile, situationNames()) })

// situation gathers what the confidence in the first candidate is judged by.
func (r *reader) situation(ranked []candidate) situation {
	var s situation
	s.report(r, r.x.sentences[ranked[0].sentence].report)
	s[sAnswer] = r.odds
	s.ranking(ranked, 0)
	return s
}

// ranking fills in what the ranking tells of candidate n, after report.
func (s *situation) ranking(ranked []candidate, n int) {
	c := ranked[n]
	copy(s[:], c.vector[:])
	s[sScore] = float32(c.score)
	s[sElsewhere] = s[sReport] - c.vector[fNear]
	all, margin, rivals := 0.0, math.Inf(1), 0
	var best, soft, meaning float32
	for i, other := range ranked {
		all += math.Exp(other.score - c.score)
		best = max(best, other.vector[fCoverage])
		soft = max(soft, other.vector[fSoft])
		meaning = max(meaning, other.vector[fMeaning])
		if i == n {
			continue
		}
		margin = min(margin, c.score-other.score)
		if other.score > c.score-1 {
			rivals++
		}
	}
	s[sShare], s[sMargin], s[sRivals] = float32(1/all), float32(min(noRival, margin)), float32(rivals)
	s[sBestCoverage], s[sBestSoft], s[sBestMeaning] = best, soft, meaning
}

// report fills in what report number n tells.
func (s *situation) report(r *reader, n int) {
	w := r.weights[language(r.x.reports[n].Lang)]
	have := append([]float32(nil), r.title(n).best...)
	s[sTitle] = float32(w.everyday.coverage(have))
	s[sReportMissed], s[sNamesAsked] = 0, 0
	spread := make([]float32, len(have))
	for i := r.x.first[n]; i < r.x.first[n+1]; i++ {
		best := r.align(i).best
		join(have, best)
		for k, b := range best {
			spread[k] += b
		}
	}
	for k := range spread {
		spread[k] /= float32(r.x.first[n+1] - r.x.first[n])
		if w.names.of[k] > 0 {
			s[sNamesAsked]++
		}
	}
	s[sTopic] = float32(w.everyday.coverage(spread))
	s[sReport] = float32(w.everyday.coverage(have))
	s[sReportCommon] = float32(w.common.coverage(have))
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

// noRival is the margin where there is no other finalist.
const noRival = 10

// confidence is the probability that the first candidate answers, a little raised:
// in learning it, a wrong first one of a report that does answer counted as half an
// answer. It is lowered where nobody is cited for what is asked, where that is not
// spoken of, where what is asked for is not there, or where somebody is only named whom
// the question wants to know.
func (r *reader) confidence(ranked []candidate) float64 {
	s := r.situation(ranked)
	opinions := append(make([]float64, 0, 3), judge().score(s[:]), chance(ranked))
	if n := ranked[0].sentence; r.x.lang(n) == "en" {
		opinions = append(opinions, r.compare(n))
	}
	p := agreed(opinions...)
	if ranked[0].credit >= creditedWorth {
		p = max(p, creditedConfidence)
	}
	p *= r.said(r.x.sentences[ranked[0].sentence].report)
	a := r.aligners[r.x.lang(ranked[0].sentence)]
	if a.identity && !ranked[0].introduces {
		p *= doubtfulFactor
	}
	return p * lacking(a.exact, ranked[0].vector)
}

// hopefuls is how many of the first candidates the chance is that of.
const hopefuls = 5

// chance returns the logarithm of the odds that one of the first candidates
// answers, by the words of the question alone.
func chance(ranked []candidate) float64 {
	sum := 0.0
	for _, c := range ranked[:min(hopefuls, len(ranked))] {
		sum += math.Exp(float64(c.chance))
	}
	return math.Log(sum)
}

// agreed returns the probability whose logarithm of odds is the mean of these: models
// that err in different places are right more often together (logarithmic opinion
// pool, Genest and Zidek 1986).
func agreed(odds ...float64) float64 {
	sum := 0.0
	for _, o := range odds {
		sum += o
	}
	return 1 / (1 + math.Exp(-sum/float64(len(odds))))
}

// lacking returns by what the confidence is to be multiplied where a question is exact,
// that is, can only be answered with a number or a date: by less than 1 where the first
// candidate has none but the question's own, or only such as seldom answer.
func lacking(exact bool, first *vector) float64 {
	switch fit := first[fExpected]; {
	case !exact || fit >= otherFit:
		return 1
	case fit > 0:
		return doubtfulFactor
	}
	return lackingFactor
}

// What lowers the confidence in an answer without what is asked for, or with something
// else of that kind.
const (
	lackingFactor  = 0.3
	doubtfulFactor = 0.4
)

// The confidence from which a result counts as answered: an answer is then more likely
// than not among the first three passages, which are shown, if not the first. Of the
// questions of the sets xquad-en, xquad-gap and news-gap with a confidence of 0.4 to 0.45
// it is among the three for 0.64, and first for 0.48; of those from 0.35 on for 0.47 and
// 0.37 (cross-validated, three seeds). From 0.5 on, deciding is worse on these sets (mean
// macro-F1 0.853 for 0.861). And the confidence from which a result is worth showing as
// close.
const (
	answeredFrom = 0.4
	closestFrom  = 0.15
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
