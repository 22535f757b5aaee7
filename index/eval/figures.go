package eval

import (
	"cmp"
	"iter"
	"maps"
	"slices"
)

// Figures are what a run over a question set measured. All but the counts and
// the lengths are shares between 0 and 1; more is better except where it says
// otherwise. A passage is right when it covers at least half of an answer.
type Figures struct {
	Questions  int
	Answerable int

	Ranking  Ranking
	Pool     *Pool     // nil where the set gives no pools of candidates
	Decision *Decision // nil where every question can be answered
	Length   Length

	Brier          float64 // mean squared error of the confidence that the first passage is right; less is better
	AURCAnswerable float64 // as Decision.AURC, over the answerable questions
}

// Ranking is measured over the answerable questions.
type Ranking struct {
	Hit1, Hit3, Hit5 float64 // a right passage is among the first 1, 3, 5
	MRR10            float64 // mean reciprocal rank of the first right one among ten
	EvidenceRecall5  float64 // share of the sentences with an answer (five at most) among the first five
	Hit1ByKind       map[string]Share
}

// Pool is measured over the clean questions of sets that give the candidates to rank.
type Pool struct {
	Questions int
	MAP       float64 // mean average precision
	MRR       float64 // mean reciprocal rank
}

// Decision is measured over all questions of a set that has unanswerable ones.
type Decision struct {
	Unanswerable      int
	AnsweredPrecision float64 // right at rank 1 among the answered questions
	AnswerRecall      float64 // answered and right at rank 1 among the answerable ones
	TriggerF1         float64 // harmonic mean of these two: answer-triggering F1 of WikiQA
	F1Answerable      float64 // of deciding to answer
	F1Unanswerable    float64 // of deciding not to
	MacroF1           float64 // mean of these two
	FalseAnswers      float64 // unanswerable questions that were answered; less is better
	FalseRefusals     float64 // answerable questions that were not; less is better
	AUROC             float64 // how well the confidence tells answerable from unanswerable
	AURC              float64 // mean risk over all coverages, covered unanswerable questions being mistakes; less is better
	AURCBest          float64 // the AURC that a perfect confidence would give
	FalseAnswerByKind map[string]Share
}

// Length is the length guard: passages are to be of the size of sentences.
type Length struct {
	Passage  float64 // mean code points of the first five passages
	Sentence float64 // mean code points of the sentences with an answer
	Ratio    float64 // of the two
	Overlong float64 // share of passages over 600 code points, which are misses
	Valid    bool    // Ratio is at most 1.6
}

// A Share is a mean over N questions.
type Share struct {
	Value float64
	N     int
}

func (s *scorer) figures() Figures {
	f := Figures{
		Questions:  len(s.outcomes),
		Answerable: s.hits[0].n,
		Ranking: Ranking{
			Hit1: s.hits[0].value(), Hit3: s.hits[1].value(), Hit5: s.hits[2].value(),
			MRR10: s.reciprocal.value(), EvidenceRecall5: s.evidence.value(),
			Hit1ByKind: shares(s.hitsByKind),
		},
		Length: Length{
			Passage: s.passageLen.value(), Sentence: s.goldLen.value(),
			Ratio:    ratio(s.passageLen.value(), s.goldLen.value()),
			Overlong: s.overlong.value(),
		},
	}
	f.Length.Valid = f.Length.Ratio <= maxLengthRatio
	if s.precision.n > 0 {
		f.Pool = &Pool{s.precision.n, s.precision.value(), s.pool.value()}
	}
	var brier mean
	var own []outcome
	for _, o := range s.outcomes {
		target := 0.0
		if o.right {
			target = 1
		}
		brier.add((o.confidence - target) * (o.confidence - target))
		if o.answerable {
			own = append(own, o)
		}
	}
	f.Brier = brier.value()
	f.AURCAnswerable = riskCoverage(own)
	if len(own) < len(s.outcomes) {
		f.Decision = decision(s.outcomes)
		f.Decision.FalseAnswerByKind = shares(s.falseAnswersByKind)
	}
	return f
}

func shares(m map[string]*mean) map[string]Share {
	if len(m) == 0 {
		return nil
	}
	out := map[string]Share{}
	for kind, v := range m {
		out[kind] = Share{v.value(), v.n}
	}
	return out
}

func decision(all []outcome) *Decision {
	var tp, fp, fn, tn, right float64
	best := slices.Clone(all)
	for i, o := range all {
		switch {
		case o.answered && o.answerable:
			tp++
		case o.answered:
			fp++
		case o.answerable:
			fn++
		default:
			tn++
		}
		if o.answered && o.right {
			right++
		}
		best[i].confidence = 0
		if o.right {
			best[i].confidence = 1
		}
	}
	d := &Decision{
		Unanswerable:      int(fp + tn),
		AnsweredPrecision: ratio(right, tp+fp),
		AnswerRecall:      ratio(right, tp+fn),
		F1Answerable:      harmonic(ratio(tp, tp+fp), ratio(tp, tp+fn)),
		F1Unanswerable:    harmonic(ratio(tn, tn+fn), ratio(tn, tn+fp)),
		FalseAnswers:      ratio(fp, fp+tn),
		FalseRefusals:     ratio(fn, fn+tp),
		AUROC:             auroc(all),
		AURC:              riskCoverage(all),
		AURCBest:          riskCoverage(best),
	}
	d.TriggerF1 = harmonic(d.AnsweredPrecision, d.AnswerRecall)
	d.MacroF1 = (d.F1Answerable + d.F1Unanswerable) / 2
	return d
}

// riskCoverage is the mean, over all coverages, of the share of mistakes among
// the covered questions; questions of equal confidence share their risk.
func riskCoverage(all []outcome) float64 {
	area, wrong, covered := 0.0, 0.0, 0.0
	for group := range byConfidence(all) {
		var w mean
		for _, o := range group {
			w.count(!o.right)
		}
		for range group {
			wrong += w.value()
			covered++
			area += wrong / covered
		}
	}
	return ratio(area, covered)
}

// auroc is the probability that an answerable question has a greater confidence
// than an unanswerable one, ties counting half; 0 where one kind is missing.
func auroc(all []outcome) float64 {
	won, above, pairs := 0.0, 0.0, 0.0 // above: unanswerable ones of greater confidence
	answerable := 0.0
	for group := range byConfidence(all) {
		var pos, neg float64
		for _, o := range group {
			if o.answerable {
				pos++
			} else {
				neg++
			}
		}
		won -= pos * (above + neg/2)
		above += neg
		answerable += pos
	}
	pairs = answerable * above
	return ratio(won+pairs, pairs)
}

// byConfidence yields the groups of equal confidence, greatest first.
func byConfidence(all []outcome) iter.Seq[[]outcome] {
	sorted := slices.SortedFunc(slices.Values(all), func(a, b outcome) int { return cmp.Compare(b.confidence, a.confidence) })
	return func(yield func([]outcome) bool) {
		for len(sorted) > 0 {
			n := 1
			for n < len(sorted) && sorted[n].confidence == sorted[0].confidence {
				n++
			}
			if !yield(sorted[:n]) {
				return
			}
			sorted = sorted[n:]
		}
	}
}

// ratio is a/b, and 0 where b is 0.
func ratio(a, b float64) float64 {
	if b == 0 {
		return 0
	}
	return a / b
}

func harmonic(a, b float64) float64 { return ratio(2*a*b, a+b) }

// All yields every figure that was measured, by name, in a fixed order.
// Counts are given as numbers, and Length.Valid as 1 or 0.
func (f Figures) All() iter.Seq2[string, float64] {
	return func(yield func(string, float64) bool) {
		type figure struct {
			name  string
			value float64
		}
		all := []figure{
			{"questions", float64(f.Questions)},
			{"answerable", float64(f.Answerable)},
		}
		if f.Answerable > 0 {
			r := f.Ranking
			all = append(all, []figure{
				{"hit@1", r.Hit1},
				{"hit@3", r.Hit3},
				{"hit@5", r.Hit5},
				{"mrr@10", r.MRR10},
				{"evidence_recall@5", r.EvidenceRecall5},
			}...)
			for _, kind := range slices.Sorted(maps.Keys(r.Hit1ByKind)) {
				all = append(all, figure{"hit@1 " + kind, r.Hit1ByKind[kind].Value})
			}
		}
		if p := f.Pool; p != nil {
			all = append(all, []figure{{"clean_questions", float64(p.Questions)}, {"map", p.MAP}, {"mrr", p.MRR}}...)
		}
		if f.Answerable > 0 {
			all = append(all, figure{"aurc_answerable", f.AURCAnswerable})
		}
		if d := f.Decision; d != nil {
			all = append(all, []figure{
				{"unanswerable", float64(d.Unanswerable)},
				{"answered_precision", d.AnsweredPrecision},
				{"answer_recall", d.AnswerRecall},
				{"trigger_f1", d.TriggerF1},
				{"decision_f1_answerable", d.F1Answerable},
				{"decision_f1_unanswerable", d.F1Unanswerable},
				{"decision_macro_f1", d.MacroF1},
				{"false_answer_rate", d.FalseAnswers},
				{"false_refusal_rate", d.FalseRefusals},
				{"auroc", d.AUROC},
				{"aurc", d.AURC},
				{"aurc_best", d.AURCBest},
			}...)
			for _, kind := range slices.Sorted(maps.Keys(d.FalseAnswerByKind)) {
				all = append(all, figure{"false_answer_rate " + kind, d.FalseAnswerByKind[kind].Value})
			}
		}
		valid := 0.0
		if f.Length.Valid {
			valid = 1
		}
		all = append(all, []figure{
			{"brier", f.Brier},
			{"mean_passage_chars", f.Length.Passage},
			{"mean_gold_sentence_chars", f.Length.Sentence},
			{"length_ratio", f.Length.Ratio},
			{"overlong_share", f.Length.Overlong},
			{"valid", valid},
		}...)
		for _, a := range all {
			if !yield(a.name, a.value) {
				return
			}
		}
	}
}
