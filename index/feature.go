package index

import (
	"math"
	"slices"

	"footnote/index/report"
)

// A feature is one thing that speaks for a sentence, or against it, as the
// answer to a question. Its name stands in the files of the models.
type feature int

// The features. Shares are of the weight of the question's words, 0 to 1; a
// word's weight is what it tells in everyday language unless it is said
// otherwise. "Relative" is compared with the best finalist.
const (
	fBM25         feature = iota // BM25 by the reports' own word frequencies, as a share of what a perfect sentence gets
	fBM25Relative                // the same, relative
	fCoverage                    // share of words that the sentence has
	fCoverageRelative
	fCoverageReport // share, by weights from the reports' own word frequencies
	fCoverageReportRelative
	fCoverageExact // share of words in the very form
	fMatched       // weight of the question's words that the sentence has, not as a share
	fRarest        // the weightiest of them
	fRarestReport  // the same, by weights from the reports' own word frequencies
	fMissingReport // the weightiest word that is missing, as a share of the weightiest of all, by the same weights
	fBefore        // share of words that only the sentence before has
	fAfter         // share that only the sentence after has
	fParagraph     // share that only the rest of the paragraph has
	fTitle         // share that only the title has
	fNear          // share that the sentence and its neighbours have together
	fNearRelative
	fNames       // share of the question's names that the sentence has
	fNamesBefore // share of them that only the sentence before has
	fNamesNone   // share of them that the paragraph does not have
	fFocus       // whether the noun of "which NOUN" is there; -1 where there is none
	fNewNumber   // numbers that are not the question's, at most 3, and so on
	fNewYear
	fNewCalendar
	fNewTime
	fNewName
	fNewFullName
	fNewPlace
	fNewMoney
	fNewReason
	fQuotation
	fSpeech
	fExpected     // whether the sentence has what is asked for: 1 yes, 0 not known, -1 no
	fExpectedNear // how near to the question's words that stands, 0 to 1
	fLength       // logarithm of the number of words
	fPrecision    // share of the sentence's words that are the question's
	fNewWords     // words that are not the question's, logarithm
	fPosition     // place in the report, 0 to 1
	fOpensParagraph
	fPronoun       // begins with a pronoun
	fPronounBefore // the same, and share of words that only the sentence before has
	fCited         // credits a source
	fSourceNamed   // the question names the source that the sentence credits
	fAsksPerson    // what is asked for; the same for all sentences
	fAsksMoment
	fAsksPlace
	fAsksQuantity
	fAsksReason
	fAsksKind
	fAsksManner
	fAsksSpeech
	fSoft // share of words that the sentence has or comes near in meaning
	fSoftRelative
	fSoftMissing // how near it comes to the words that it does not have
	fMeaning     // cosine of question and sentence
	fMeaningRelative
	fSubjectKind // whether a new word is a kind of it by WordNet, as "blue" is
	fSubjectNew  // how near a new word of the sentence comes to what is asked for, "what COLOUR"
	fAnswer      // how much the likeliest word looks like the answer, as logarithm of odds
	fAnswerRelative
	fAnswerOdds  // the same of all words, and of the sentence
	fAnswerShare // their odds, as a share of all finalists'
	fTerms       // what its words and those around it are worth by the learned weights of the question's words, see weighting
	fTermsRelative
	fTermsShare // the same, as a share of what all words are worth
	fWords      // words of the question
	fSentences  // sentences of the report, logarithm
	fEnglish
	featureCount
)

// features names each feature in the models and for people.
var features = [featureCount]struct{ name, words string }{
	fBM25:                   {"bm25", "words of the question, rare ones in this report above all"},
	fBM25Relative:           {"bm25-relative", "words of the question, rare ones in this report above all"},
	fCoverage:               {"coverage", "how much of the question is in the sentence"},
	fCoverageRelative:       {"coverage-relative", "how much of the question is in the sentence"},
	fCoverageReport:         {"coverage-report", "how much of the question is in the sentence"},
	fCoverageReportRelative: {"coverage-report-relative", "how much of the question is in the sentence"},
	fCoverageExact:          {"coverage-exact", "words in the very form of the question"},
	fMatched:                {"matched", "how much of the question is in the sentence"},
	fRarest:                 {"rarest", "a rare word of the question"},
	fRarestReport:           {"rarest-report", "a rare word of the question"},
	fMissingReport:          {"missing-report", "an important word is missing"},
	fBefore:                 {"before", "the sentence before has words of the question"},
	fAfter:                  {"after", "the sentence after has words of the question"},
	fParagraph:              {"paragraph", "the paragraph has words of the question"},
	fTitle:                  {"title", "the title has words of the question"},
	fNear:                   {"near", "the sentence and its neighbours together"},
	fNearRelative:           {"near-relative", "the sentence and its neighbours together"},
	fNames:                  {"names", "names of the question"},
	fNamesBefore:            {"names-before", "names of the question in the sentence before"},
	fNamesNone:              {"names-none", "a name of the question is missing"},
	fFocus:                  {"focus", "the kind of thing that is asked for"},
	fNewNumber:              {"new-number", "numbers in the sentence"},
	fNewYear:                {"new-year", "a year in the sentence"},
	fNewCalendar:            {"new-calendar", "a month or day in the sentence"},
	fNewTime:                {"new-time", "words of time in the sentence"},
	fNewName:                {"new-name", "names in the sentence"},
	fNewFullName:            {"new-full-name", "names in the sentence"},
	fNewPlace:               {"new-place", "a place in the sentence"},
	fNewMoney:               {"new-money", "money or a percentage in the sentence"},
	fNewReason:              {"new-reason", "words of cause in the sentence"},
	fQuotation:              {"quotation", "a quotation in the sentence"},
	fSpeech:                 {"speech", "somebody says something"},
	fExpected:               {"expected", "the kind of answer that is asked for"},
	fExpectedNear:           {"expected-near", "the kind of answer that is asked for, close to words of the question"},
	fLength:                 {"length", "length of the sentence"},
	fPrecision:              {"precision", "how much of the sentence is the question's"},
	fNewWords:               {"new-words", "words that the question does not have"},
	fPosition:               {"position", "place in the report"},
	fOpensParagraph:         {"opens-paragraph", "place in the paragraph"},
	fPronoun:                {"pronoun", "begins with a pronoun"},
	fPronounBefore:          {"pronoun-before", "a pronoun for words of the sentence before"},
	fCited:                  {"cited", "a source is cited"},
	fSourceNamed:            {"source-named", "the source that the question names"},
	fAsksPerson:             {"asks-person", "what is asked for"},
	fAsksMoment:             {"asks-moment", "what is asked for"},
	fAsksPlace:              {"asks-place", "what is asked for"},
	fAsksQuantity:           {"asks-quantity", "what is asked for"},
	fAsksReason:             {"asks-reason", "what is asked for"},
	fAsksKind:               {"asks-kind", "what is asked for"},
	fAsksManner:             {"asks-manner", "what is asked for"},
	fAsksSpeech:             {"asks-speech", "what is asked for"},
	fSoft:                   {"soft", "words that mean much the same"},
	fSoftRelative:           {"soft-relative", "words that mean much the same"},
	fSoftMissing:            {"soft-missing", "words that mean much the same"},
	fMeaning:                {"meaning", "question and sentence are about the same"},
	fMeaningRelative:        {"meaning-relative", "question and sentence are about the same"},
	fSubjectKind:            {"subject-kind", "a word that fits what is asked for"},
	fSubjectNew:             {"subject-new", "a word that fits what is asked for"},
	fAnswer:                 {"answer", "a word that looks like the answer"},
	fAnswerRelative:         {"answer-relative", "a word that looks like the answer"},
	fAnswerOdds:             {"answer-odds", "a word that looks like the answer"},
	fAnswerShare:            {"answer-share", "a word that looks like the answer"},
	fTerms:                  {"terms", "the words of the question that an answer needs"},
	fTermsRelative:          {"terms-relative", "the words of the question that an answer needs"},
	fTermsShare:             {"terms-share", "the words of the question that an answer needs"},
	fWords:                  {"words", "length of the question"},
	fSentences:              {"sentences", "length of the report"},
	fEnglish:                {"english", "language"},
}

// A vector is the features of one sentence for one question.
type vector [featureCount]float32

// A reader computes the features of sentences for one question.
type reader struct {
	*workspace
	x       *Index
	q       *question
	weights map[string]*weighing
	reports []*aligned // in order of their numbers
	last    *aligned   // of them
	demand  *demand    // what an English question asks for; nil before answer
	odds    float32    // see answerModel.compare
}

// A workspace is memory that one question after another uses: a hundred kilobytes.
type workspace struct {
	aligners map[string]*aligner // by language
	vectors  []vector
	ranked   []candidate
	pointers []*alignment // for aligned.sentences, as far as it is not used
	over     []uint64     // see scorer
	clues    []clue       // of one sentence
	asked    demand       // of an English question
	matcher  matcher      // of an English question and a sentence
}

// An aligned is what was aligned of a report; nil is not yet.
type aligned struct {
	report    int
	aligner   *aligner
	first     int          // the number of its first sentence
	sentences []*alignment // from there on
	title     *alignment
	implied   []implied // in order of the sentences

	sought      []string // see reader.sought
	soughtKnown bool
	statements  []int // see reader.statements
}

// A weighing is what the contents of the question weigh, in each of several ways.
type weighing struct {
	everyday weights // by everyday language
	report   weights // by the searched reports' own word frequencies
	names    weights // as everyday, and nothing for what is no name
	common   weights // as everyday, and nothing for names and numbers
	length   float64 // mean words of a sentence
	spread   []int   // in how many sentences each stands
	terms    []term  // by content
	worths   worths  // of the question's words in sentences, see termWeights
	chances  worths  // the same, see chanceWeights
}

// newWeighing returns a weighing of so many contents.
func newWeighing(contents int) *weighing {
	w, space := &weighing{}, make([]float64, 4*contents)
	for i, of := range []*weights{&w.everyday, &w.report, &w.names, &w.common} {
		of.of = space[i*contents:][:contents:contents]
	}
	return w
}

func (x *Index) newReader(q *question) *reader {
	w, ok := x.workspaces.Get().(*workspace)
	if !ok {
		w = &workspace{aligners: map[string]*aligner{}}
		for _, lang := range x.langs {
			w.aligners[lang] = &aligner{}
		}
	}
	for lang, a := range q.readings {
		w.aligners[lang].read(a)
	}
	return &reader{workspace: w, x: x, q: q, weights: map[string]*weighing{}}
}

// close gives the memory of r to other questions, also that of what r has returned.
func (r *reader) close() {
	for _, a := range r.aligners {
		a.wording = nil // holds what somebody asked
	}
	r.x.workspaces.Put(r.workspace)
}

// aligned returns what was aligned of report n. Sentences are mostly asked for in
// their order, so that it is often the same as before.
func (r *reader) aligned(n int) *aligned {
	if r.last == nil || r.last.report != n {
		at, ok := slices.BinarySearchFunc(r.reports, n, func(a *aligned, n int) int { return a.report - n })
		if !ok {
			a := &aligned{report: n, aligner: r.aligners[r.x.languages[n]], first: r.x.first[n]}
			a.sentences = r.some(r.x.first[n+1] - a.first)
			a.implied = r.imply(a)
			r.reports = slices.Insert(r.reports, at, a)
		}
		r.last = r.reports[at]
	}
	return r.last
}

// some returns n pointers to nothing.
func (w *workspace) some(n int) []*alignment {
	if n > len(w.pointers) {
		w.pointers = make([]*alignment, max(2048, n))
	}
	p := w.pointers[:n:n]
	w.pointers = w.pointers[n:]
	return p
}

func (r *reader) align(n int) *alignment {
	a := r.aligned(r.x.sentences[n].report)
	at := &a.sentences[n-a.first]
	if *at == nil {
		*at = a.aligner.align(r.x.tokensOf(n))
		from, _ := slices.BinarySearchFunc(a.implied, n, func(m implied, n int) int { return m.sentence - n })
		for _, m := range a.implied[from:] {
			if m.sentence != n {
				break
			}
			m.fill((*at).best)
		}
	}
	return *at
}

func (r *reader) title(n int) *alignment {
	a := r.aligned(n)
	if a.title == nil {
		a.title = a.aligner.align(r.x.titles[n])
	}
	return a.title
}

// weigh returns the weights of the question's words. The reports' own are from
// the sentences that are read where those are all that is searched, and else
// from all sentences.
func (r *reader) weigh(found []int, all bool) {
	for lang, a := range r.q.readings {
		w := newWeighing(len(a.content))
		sentences, words := 0, 0
		spread := make([]int, len(a.content))
		if all {
			for _, n := range found {
				if r.x.lang(n) != lang {
					continue
				}
				sentences++
				got := r.align(n)
				words += got.count
				for i, s := range got.best {
					if s >= stemMatch {
						spread[i]++
					}
				}
			}
		} else {
			sentences, words = a.lexicon.sentences, a.lexicon.total
			for i, c := range a.content {
				if c.known {
					spread[i] = int(a.lexicon.spread[c.stemID])
				}
			}
		}
		w.length = max(1, ratio(float64(words), float64(sentences)))
		for i, c := range a.content {
			idf := math.Log(1 + (float64(sentences-spread[i])+0.5)/(float64(spread[i])+0.5))
			everyday := c.weight
			if lang != "en" {
				everyday = idf // nothing else is known
			}
			name, common := 0.0, everyday
			if c.name {
				name = everyday
			}
			if c.name || c.class&digits != 0 {
				common = 0
			}
			w.everyday.set(i, everyday)
			w.report.set(i, idf)
			w.names.set(i, name)
			w.common.set(i, common)
		}
		w.spread = spread
		w.terms = a.terms(w)
		w.worths, w.chances = termWeights().of(lang).weigh(w.terms), chanceWeights().of(lang).weigh(w.terms)
		r.weights[lang] = w
	}
}

// read computes the features of the finalists but for those that answer fills in.
func (r *reader) read(final []candidate) {
	r.vectors = append(r.vectors[:0], make([]vector, len(final))...)
	for i := range final {
		c := &final[i]
		c.vector = &r.vectors[i]
		r.sentence(c.sentence, c.vector)
		r.weights[r.x.lang(c.sentence)].worths.fill(c)
	}
	relate(final)
}

// relatives are the features that compare others with the best finalist's, as a
// share of it.
var relatives = [...]struct{ of, relative feature }{
	{fBM25, fBM25Relative},
	{fCoverage, fCoverageRelative},
	{fCoverageReport, fCoverageReportRelative},
	{fNear, fNearRelative},
	{fSoft, fSoftRelative},
	{fMeaning, fMeaningRelative},
}

// relate fills in the relative features but for that of the answers' scores.
func relate(final []candidate) {
	for _, f := range relatives {
		best := float32(0)
		for _, c := range final {
			best = max(best, c.vector[f.of])
		}
		for _, c := range final {
			c.vector[f.relative] = 0
			if best > 0 {
				c.vector[f.relative] = c.vector[f.of] / best
			}
		}
	}
	best := float32(math.Inf(-1))
	for _, c := range final {
		best = max(best, c.vector[fTerms])
	}
	for _, c := range final {
		c.vector[fTermsRelative] = c.vector[fTerms] - best // logarithms of odds
	}
}

// sentence computes the features of sentence n that need no other candidate.
func (r *reader) sentence(n int, v *vector) {
	s := &r.x.sentences[n]
	lang := r.x.lang(n)
	q, w := r.aligners[lang], r.weights[lang]
	tokens := r.x.tokensOf(n)
	here, around := r.align(n), r.around(n)
	set := func(f feature, value float64) { v[f] = float32(value) }

	set(fBM25, bm25(here, w))
	cov := w.everyday.coverage(here.best)
	set(fCoverage, cov)
	set(fCoverageReport, w.report.coverage(here.best))
	exact, absent, rarest, rarestReport := 0.0, 0.0, 0.0, 0.0
	for i, b := range here.best {
		if b == exactMatch {
			exact += w.everyday.of[i]
		}
		rarest = max(rarest, w.everyday.of[i]*float64(b))
		rarestReport = max(rarestReport, w.report.of[i]*float64(b))
		absent = max(absent, w.report.of[i]*float64(1-b))
	}
	set(fMatched, cov*w.everyday.total)
	set(fRarest, rarest)
	set(fRarestReport, rarestReport)
	set(fMissingReport, ratio(absent, w.report.greatest))
	set(fCoverageExact, ratio(exact, w.everyday.total))

	if around.before != nil {
		set(fBefore, w.everyday.beyond(here.best, around.before.best))
		set(fNamesBefore, w.names.beyond(here.best, around.before.best))
	}
	if around.after != nil {
		set(fAfter, w.everyday.beyond(here.best, around.after.best))
	}
	set(fNear, w.everyday.coverage(around.near))
	set(fParagraph, w.everyday.beyond(around.near, around.paragraph))
	set(fTitle, w.everyday.beyond(around.near, around.title.best))
	set(fNames, w.names.coverage(here.best))
	if w.names.total > 0 {
		join(around.paragraph, around.title.best)
		set(fNamesNone, 1-w.names.coverage(around.paragraph))
	}

	set(fFocus, -1)
	if q.focus >= 0 {
		set(fFocus, float64(here.best[q.focus]))
	}

	e := evidence(q.wording, tokens, here, w)
	for i, f := range []feature{fNewNumber, fNewYear, fNewCalendar, fNewTime, fNewName, fNewFullName, fNewPlace, fNewMoney, fNewReason, fSpeech} {
		set(f, float64(min(e.counts[i], 3)))
	}
	set(fExpected, e.expected)
	set(fExpectedNear, e.near)
	set(fLength, logOf(1+len(tokens)))
	content, matched := 0, 0
	last := -1
	for _, h := range here.hits {
		if h.at != last {
			matched++
			last = h.at
		}
	}
	for _, t := range tokens {
		if !t.is(stops) {
			content++
		}
	}
	set(fPrecision, ratio(float64(matched), float64(content)))
	set(fNewWords, logOf(1+max(0, content-matched)))
	first, end := r.x.among(n)
	set(fPosition, ratio(float64(n-first), float64(end-first)))
	opens := 0.0
	if n == first || r.x.sentences[n-1].Paragraph != s.Paragraph {
		opens = 1
	}
	set(fOpensParagraph, opens)
	if q.opensWithPronoun(tokens) {
		set(fPronoun, 1)
		v[fPronounBefore] = v[fBefore]
	}
	if len(s.Attributions) > 0 {
		set(fCited, 1)
		if q.hasOneOf(s.sources) {
			set(fSourceNamed, 1)
		}
		for _, a := range s.Attributions {
			if a.Quote != report.Indirect {
				set(fQuotation, 1)
			}
		}
	}

	soft := q.soften(tokens, here, w)
	set(fSoft, soft.coverage)
	set(fSoftMissing, soft.missing)
	v[fMeaning] = r.meaning(n)
	set(fSubjectNew, soft.subject)
	set(fSubjectKind, soft.kinds)

	if q.expects != anything {
		set(asksFor[q.expects], 1)
	}
	if q.speech {
		set(fAsksSpeech, 1)
	}
	set(fWords, float64(len(q.content)))
	set(fSentences, logOf(r.x.first[s.report+1]-r.x.first[s.report]))
	if lang == "en" {
		set(fEnglish, 1)
	}
}

// logs are the logarithms of small numbers.
var logs = func() (all [256]float64) {
	for n := range all {
		all[n] = math.Log(float64(n))
	}
	return all
}()

// logOf returns the logarithm of a number, 0 or more.
func logOf(n int) float64 {
	if n < len(logs) {
		return logs[n]
	}
	return math.Log(float64(n))
}

// asksFor are the features that say what is asked for.
var asksFor = [answerTypes]feature{
	person: fAsksPerson, moment: fAsksMoment, location: fAsksPlace, quantity: fAsksQuantity, reason: fAsksReason, kind: fAsksKind, manner: fAsksManner,
}

// join raises best to other where that is greater.
func join(best, other []float32) {
	for i, s := range other {
		best[i] = max(best[i], s)
	}
}

// BM25's parameters, as Bleve sets them.
const (
	bm25K1 = 1.2
	bm25B  = 0.75
)

// bm25 scores a sentence as a share of what all words of the question, once
// each in a sentence of average length, would get.
func bm25(a *alignment, w *weighing) float64 {
	var space [usualContents]float64
	counts := zeroed(space[:], len(a.best))
	for _, h := range a.hits {
		if h.strength >= stemMatch {
			counts[h.content]++
		}
	}
	sum := 0.0
	norm := bm25K1 * (1 - bm25B + bm25B*float64(a.count)/w.length)
	for i, n := range counts {
		sum += w.report.of[i] * n * (bm25K1 + 1) / (n + norm)
	}
	return ratio(sum, w.report.total)
}

// hasOneOf reports whether the question has one of these words.
func (a *wording) hasOneOf(forms []string) bool {
	return slices.ContainsFunc(a.content, func(c questionWord) bool { return slices.Contains(forms, c.form) })
}
