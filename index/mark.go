package index

import (
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"footnote/index/report"
)

// A marking is words of a sentence that may be the answer.
type marking struct {
	from, to int     // the first word and the one behind the last
	share    float64 // of the odds of all words of the sentence, 0 to 1
}

// How much less than the likeliest word's a word's score may be for it to belong
// to the answer: beside the last word that does, behind stop words, and behind
// punctuation.
const (
	besideSlack = 2
	behindSlack = 1
	clauseSlack = 0.5
)

// gapWords is how many stop words may stand inside an answer side by side.
const gapWords = 2

// markedFrom is the share from which the words are marked. Of the sentences that
// answer a question of a kind that [wording.pointed] lets pass, it marks 37 of 100:
// nine in ten of the marks lap over an answer that people gave, and their F1 by
// words is 0.82 (cross-validated by article on xquad-en, newwiki and squad2).
const markedFrom = 0.6

// pointed reports whether a few words can answer the question: not where it asks
// why or how, what somebody said, or whether.
func (a *wording) pointed() bool {
	switch a.expects {
	case reason, manner:
		return false
	case anything:
		return !a.speech && slices.ContainsFunc(a.tokens, func(t questionToken) bool { return askingWord[t.form] > 0 })
	default:
		return true
	}
}

// mark returns the words of a sentence that look most like the answer: the
// likeliest, and those around it that are nearly as likely or of the same name.
func (d *demand) mark(tokens []token, clues []clue, words []word) marking {
	if len(clues) == 0 {
		return marking{}
	}
	scores := make([]float32, len(clues))
	best, all := 0, 0.0
	for i := range clues {
		scores[i] = d.score(&clues[i], &words[clues[i].word])
		all += math.Exp(float64(scores[i]))
		if scores[i] > scores[best] {
			best = i
		}
	}
	if clues[best].traits[tMatched] == wholeMatch {
		return marking{}
	}
	joins := func(i int) bool { // clues i and i+1
		a, b := int(clues[i].at), int(clues[i+1].at)
		if clues[i].traits[tMatched] == wholeMatch || clues[i+1].traits[tMatched] == wholeMatch {
			return false
		}
		slack := float32(besideSlack)
		if b > a+1 {
			slack = behindSlack
		}
		for _, t := range tokens[a+1 : b+1] {
			if t.is(clause) {
				slack = clauseSlack
			}
		}
		name := slack == besideSlack && tokens[a].is(capital) && tokens[b].is(capital)
		return name || b <= a+1+gapWords && min(scores[i], scores[i+1]) >= scores[best]-slack
	}
	from, to := best, best
	for from > 0 && joins(from-1) {
		from--
	}
	for to+1 < len(clues) && joins(to) {
		to++
	}
	sum := 0.0
	for _, s := range scores[from : to+1] {
		sum += math.Exp(float64(s))
	}
	return marking{int(clues[from].at), int(clues[to].at) + 1, sum / all}
}

// answerIn returns the words of sentence n that answer, in bytes of the sentence;
// it is empty where they cannot be told.
func (r *reader) answerIn(n int) report.Span {
	if r.demand == nil || r.x.lang(n) != "en" || !r.aligners["en"].pointed() {
		return report.Span{}
	}
	a, tokens := r.aligners["en"], r.x.tokensOf(n)
	if a.speaker && len(r.x.sentences[n].Attributions) > 0 {
		return r.speaker(n)
	}
	var m marking
	if a.identity {
		m = a.introduced(tokens, r.align(n).hits)
	} else {
		r.clues = a.clues(r.clues[:0], tokens, r.align(n), r.weights["en"])
		m = r.demand.mark(tokens, r.clues, a.lexicon.words)
	}
	if m.share < markedFrom {
		return report.Span{}
	}
	var span report.Span
	at := 0
	for w := range places(r.x.text(n)) {
		if at == m.from {
			span.Start = w.span.Start
		}
		if at == m.to-1 {
			span.End = w.span.End
			break
		}
		at++
	}
	return span
}

// speaker returns the words that name the first source of sentence n that the question
// does not, and those that are credited with the same, in bytes of the sentence; it is
// empty where that is named in another sentence, or by a pronoun alone.
func (r *reader) speaker(n int) report.Span {
	var words, content report.Span
	for _, at := range r.x.sentences[n].Attributions {
		named := r.namedIn(n, at.Source)
		if named.Len() == 0 || r.aligners["en"].mentions(at.Source.Name) {
			continue
		}
		switch {
		case words.Len() == 0:
			words, content = named, at.Content
		case at.Content == content:
			words = report.Span{Start: min(words.Start, named.Start), End: max(words.End, named.End)}
		}
	}
	return words
}

// namedIn returns the words of sentence n that name a source: those that stand by what
// is credited, or where they are a pronoun its name, as in "an official, who asked not to
// be named, told". It is empty where there are none.
func (r *reader) namedIn(n int, source report.Source) report.Span {
	s, text := &r.x.sentences[n], r.x.text(n)
	if m := source.Mention; m != nil && m.Start >= s.Span.Start && m.End <= s.Span.End {
		at := report.Span{Start: m.Start - s.Span.Start, End: m.End - s.Span.Start}
		for w := range words(at.In(text)) {
			if classes[w.form]&pronoun == 0 && askingWord[w.form] == 0 {
				return at
			}
		}
	}
	// A name that opens the sentence has a capital there.
	_, first := utf8.DecodeRuneInString(source.Name)
	at := strings.Index(text, source.Name[first:]) - first
	if at < 0 || !strings.EqualFold(text[at:at+first], source.Name[:first]) {
		return report.Span{}
	}
	return report.Span{Start: at, End: at + len(source.Name)}
}

// mentions reports whether the question has all words of a name.
func (a *wording) mentions(name string) bool {
	for w := range words(name) {
		if !slices.ContainsFunc(a.tokens, func(t questionToken) bool { return t.form == w.form }) {
			return false
		}
	}
	return true
}
