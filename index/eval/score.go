package eval

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"unicode/utf8"
)

// The length guard: a passage is to be of the size of a sentence.
const (
	maxPassageLen  = 600 // code points; a longer passage is a miss
	maxLengthRatio = 1.6 // of the mean of the first five passages to the mean sentence with an answer
)

// A key is a line of a question set with all that is to be found out.
type key struct {
	Text      string   `json:"text"`
	Sentences [][2]int `json:"sentences"`
	Questions []struct {
		ID         string   `json:"id"`
		Answerable bool     `json:"answerable"`
		Answers    []answer `json:"answers"`
		Kind       string   `json:"kind"`
		Clean      bool     `json:"clean"`
	} `json:"questions"`
}

// An answer is where one stands, in code points of the text.
type answer struct {
	Start    int     `json:"start"`
	End      int     `json:"end"`
	Sentence *[2]int `json:"sent"`
}

func (a answer) span() [2]int { return [2]int{a.Start, a.End} }

// sentence is the reference sentence around the answer.
func (a answer) sentence() [2]int {
	if a.Sentence == nil {
		return a.span()
	}
	return *a.Sentence
}

// An outcome is a question's share in the figures about confidence.
type outcome struct {
	confidence float64
	answerable bool
	answered   bool
	right      bool // the first passage answers
}

// A scorer gathers what the figures are made of: a few numbers a question.
type scorer struct {
	ids      map[string]bool
	outcomes []outcome

	hits               [3]mean // at 1, 3, 5
	reciprocal         mean    // of the first right passage among ten
	evidence           mean
	precision          mean // average precision on pools
	pool               mean // reciprocal rank on pools
	passageLen         mean
	overlong           mean
	goldLen            mean
	hitsByKind         map[string]*mean
	falseAnswersByKind map[string]*mean
}

// depths are the k of hit@k.
var depths = [3]int{1, 3, 5}

// line scores the predictions for a line, which are in the order of its questions.
func (s *scorer) line(line []byte, preds []Prediction) error {
	var k key
	if err := json.Unmarshal(line, &k); err != nil {
		return fmt.Errorf("not a report of a question set: %w", err)
	}
	if s.ids == nil {
		s.ids = map[string]bool{}
		s.hitsByKind = map[string]*mean{}
		s.falseAnswersByKind = map[string]*mean{}
	}
	length := utf8.RuneCountInString(k.Text)
	for i, q := range k.Questions {
		p := preds[i]
		if s.ids[q.ID] {
			return fmt.Errorf("two questions with the id %q", q.ID)
		}
		s.ids[q.ID] = true
		for _, at := range p.Passages {
			if at.Start < 0 || at.Start >= at.End || at.End > length {
				return fmt.Errorf("question %q: passage [%d,%d) is not inside the text of %d code points", q.ID, at.Start, at.End, length)
			}
		}
		for _, at := range p.Passages[:min(5, len(p.Passages))] {
			s.passageLen.add(float64(at.End - at.Start))
			s.overlong.count(at.End-at.Start > maxPassageLen)
		}
		first := firstRight(p.Passages, q.Answers)
		if q.Answerable {
			s.answerable(p.Passages, q.Answers, first)
			if q.Kind != "" {
				entry(s.hitsByKind, q.Kind).count(first == 1)
			}
		} else {
			entry(s.falseAnswersByKind, cmp.Or(q.Kind, "own")).count(p.Answered)
		}
		if k.Sentences != nil && q.Clean {
			s.rankPool(k.Sentences, p.Passages, q.Answers)
		}
		s.outcomes = append(s.outcomes, outcome{p.Confidence, q.Answerable, p.Answered, q.Answerable && first == 1})
	}
	return nil
}

// answerable scores the ranking for a question whose first right passage has
// the rank first; 0 is none.
func (s *scorer) answerable(passages []Passage, answers []answer, first int) {
	for i, k := range depths {
		s.hits[i].count(0 < first && first <= k)
	}
	if 0 < first && first <= 10 {
		s.reciprocal.add(1 / float64(first))
	} else {
		s.reciprocal.add(0)
	}
	groups := map[[2]int]bool{} // sentence with answers -> one of them is among the first five passages
	for _, a := range answers {
		groups[a.sentence()] = groups[a.sentence()] || firstRight(passages[:min(5, len(passages))], []answer{a}) > 0
	}
	found, sentenceLen := 0, mean{}
	for sentence, hit := range groups {
		sentenceLen.add(float64(sentence[1] - sentence[0]))
		if hit {
			found++
		}
	}
	if len(groups) > 0 {
		s.evidence.add(float64(found) / float64(min(5, len(groups))))
		s.goldLen.add(sentenceLen.value())
	}
}

// rankPool scores the order of a pool of candidates. Candidates that were not
// returned come last; among equals the wrong ones come first.
func (s *scorer) rankPool(pool [][2]int, passages []Passage, answers []answer) {
	type candidate struct {
		rank     int
		relevant int
	}
	var ranked []candidate
	for _, c := range pool {
		rank := slices.IndexFunc(passages, func(p Passage) bool {
			return counts(p) && covers(p, [2]int{c[0], min(c[1], c[0]+maxPassageLen)})
		})
		if rank < 0 {
			rank = len(passages)
		}
		relevant := 0
		if firstRightIn(c, answers) {
			relevant = 1
		}
		ranked = append(ranked, candidate{rank, relevant})
	}
	slices.SortFunc(ranked, func(a, b candidate) int {
		return cmp.Or(a.rank-b.rank, a.relevant-b.relevant)
	})
	got, sum, first := 0, 0.0, 0
	for i, c := range ranked {
		if c.relevant == 0 {
			continue
		}
		got++
		sum += float64(got) / float64(i+1)
		if first == 0 {
			first = i + 1
		}
	}
	if got > 0 {
		s.precision.add(sum / float64(got))
		s.pool.add(1 / float64(first))
	}
}

// counts reports whether p is short enough to be a passage.
func counts(p Passage) bool { return p.End-p.Start <= maxPassageLen }

// covers reports whether p covers at least half of span.
func covers(p Passage, span [2]int) bool {
	overlap := min(p.End, span[1]) - max(p.Start, span[0])
	return overlap > 0 && 2*overlap >= span[1]-span[0]
}

// firstRight returns the rank, from 1, of the first passage that covers an
// answer, or 0.
func firstRight(passages []Passage, answers []answer) int {
	return 1 + slices.IndexFunc(passages, func(p Passage) bool {
		return counts(p) && slices.ContainsFunc(answers, func(a answer) bool { return covers(p, a.span()) })
	})
}

// firstRightIn reports whether the candidate span covers an answer.
func firstRightIn(span [2]int, answers []answer) bool {
	p := Passage{Start: span[0], End: span[1]}
	return slices.ContainsFunc(answers, func(a answer) bool { return covers(p, a.span()) })
}

// A mean is a running arithmetic mean.
type mean struct {
	sum float64
	n   int
}

func (m *mean) add(v float64) { m.sum += v; m.n++ }

func (m *mean) count(is bool) {
	if is {
		m.sum++
	}
	m.n++
}

// value is the mean, 0 where there is nothing.
func (m *mean) value() float64 { return ratio(m.sum, float64(m.n)) }

func entry(m map[string]*mean, kind string) *mean {
	if m[kind] == nil {
		m[kind] = &mean{}
	}
	return m[kind]
}
