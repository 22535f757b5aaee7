package index

import (
	"iter"
	"slices"
	"strings"
	"unicode"

	"footnote/index/report"
	"footnote/index/wordnet"
)

// A question after somebody's words, "what did the mayor say about taxes", is answered by
// what the report credits to that one, which the index knows. No model is asked for that:
// the development sets have no such questions.

// saying are the verbs of a question after somebody's words.
var saying = setOf("say said says tell told tells comment announce")

// stating are verbs of a question that is mostly after somebody's words, behind "what".
var stating = setOf(`argue think believe claim warn promise deny suggest reply admit explain predict propose demand insist complain urge
	tweet`)

// itself are the words for the report that is asked, which is no source of its own.
var itself = setOf("report article story text piece news")

// ofWhat are the words before what somebody speaks of.
var ofWhat = setOf("about on of regarding concerning")

// quoted finds whose words a question is after, and of what: the words in "what did
// SOMEBODY say about THINGS" and "according to SOMEBODY".
func (a *wording) quoted() {
	from, to, about := -1, -1, len(a.tokens)
	for i, t := range a.tokens {
		switch {
		case to >= 0 && ofWhat[t.form]:
			about = min(about, i+1)
		case to < 0 && (t.form == "did" || t.form == "does" || t.form == "do" || t.form == "has"):
			from = i + 1
		case from >= 0 && to < 0 && (saying[t.form] || stating[t.form] && from >= 2 && a.tokens[from-2].form == "what"):
			to = i
			a.quotes = saying[t.form]
		case t.form == "to" && i > 0 && a.tokens[i-1].form == "according":
			from, to = i+1, len(a.tokens)
			a.quotes = true
		}
	}
	if to < 0 {
		return
	}
	for i, t := range a.tokens[from:to] {
		if to == len(a.tokens) && i > 0 && (t.flags.is(clause) || t.index < 0 && t.form != "of" && t.form != "the") {
			break // "according to the mayor of Lindvik, who"
		}
		if t.index >= 0 && !itself[t.form] {
			a.source = append(a.source, t.index)
			a.sourceNamed = a.sourceNamed || a.content[t.index].name
		}
	}
	more := false
	for _, t := range a.tokens[min(to+1, about):about] {
		switch {
		case ofWhat[t.form]:
		case t.index >= 0 && a.content[t.index].name && (a.tokens[to].form == "tell" || a.tokens[to].form == "tells"):
			a.audience = append(a.audience, t.index)
		default:
			more = true // "what did she say the town needs"
		}
	}
	a.remarks = !more && from >= 2 && a.tokens[from-2].form == "what"
	for _, t := range a.tokens[about:] {
		if t.index >= 0 && !slices.Contains(a.source, t.index) {
			a.topic = append(a.topic, t.index)
		}
	}
}

// What it adds to the score of a sentence that it is credited to whoever is to have spoken:
// more than all else together, so that their words come before what others say of them. In
// 84 news articles (PolNeAR's development part) every source with a first and a last name,
// asked for by these, is then answered with words of theirs (0.74 without), and where it is
// asked for with a word of one of these sentences, with one that has the word for 0.91
// (0.56 without).
const (
	creditedWorth  = 6
	besideWorth    = 4 // a sentence beside it alone is about what they are to have spoken of
	elsewhereWorth = 2 // neither is
	maybeWorth     = 4 // the question may be after somebody's deeds
	firstWorth     = 8 // more, where all they said may be meant, for the first sentence; half of it for the second, and so on
)

// sought returns the names of those sources of report n that a question after somebody's
// words may mean: of the sources that have a name of the question's, those that have most
// of its words.
func (r *reader) sought(n int) []string {
	a := r.aligned(n)
	if !a.soughtKnown {
		a.sought, a.soughtKnown = a.aligner.sourcesOf(r.x.reports[n]), true
	}
	return a.sought
}

// sourcesOf is sought of a report.
func (a *wording) sourcesOf(r *report.Report) (names []string) {
	if len(a.source) == 0 {
		return nil
	}
	best := 0
	for i := range r.Entities {
		e := &r.Entities[i]
		matched := a.called(e)
		switch {
		case matched == 0 || matched < best:
			continue
		case matched > best:
			best, names = matched, names[:0]
		}
		names = append(names, e.Name)
	}
	return names
}

// called returns how many words of the question's source a source is called by, twice, and
// one more if some name of it has no others; 0 where the question has a name and the source
// is not called so.
func (a *wording) called(e *report.Entity) int {
	var space [usualContents]bool
	called := zeroed(space[:], len(a.content))
	only := a.callsBy(e.Name, called)
	for _, alias := range e.Aliases {
		only = a.callsBy(alias, called) || only
	}
	named := !a.sourceNamed
	for _, c := range a.source {
		named = named || called[c] && a.content[c].name
	}
	if !named {
		return 0
	}
	if strings.Contains(e.Name, " ") && slices.ContainsFunc(a.source, func(c int) bool { return called[c] && a.otherFirst(c, e.Name, called) }) {
		return 0
	}
	matched := 0
	if e.Role != "" {
		a.callsBy(e.Role, called)
	}
	for _, c := range a.source {
		if called[c] {
			matched += 2
		}
	}
	if matched > 0 && only {
		matched++
	}
	return matched
}

// otherFirst reports whether the question has another first name for a word of somebody's
// full name: "Per" for the "Berg" of "Anna Berg". Of "Mayor Berg" it is none.
func (a *wording) otherFirst(content int, name string, called []bool) bool {
	at := slices.Index(a.source, content) - 1
	if at < 0 || called[a.source[at]] {
		return false
	}
	first := &a.content[a.source[at]]
	if !first.name || honorifics[first.form] || slices.ContainsFunc(first.lemmas, wordnet.Lemma.Person) {
		return false
	}
	for word := range nameWords(name) {
		if commonPrefix(first.form, normal(word)) >= nickname {
			return false
		}
	}
	return true
}

// nickname is how many letters a first name has in common with its short form at least,
// "Dan" for "Daniel".
const nickname = 3

// callsBy marks the words of the question's source that a name has, and reports whether it
// has no others.
func (a *wording) callsBy(name string, called []bool) (only bool) {
	only = true
	for word := range nameWords(name) {
		c := slices.IndexFunc(a.source, func(c int) bool { return isNormal(a.content[c].form, word) || longTitles[word] == a.content[c].form })
		if c < 0 {
			only = false
			continue
		}
		called[a.source[c]] = true
	}
	return only
}

// nameWords yields the words of a name as they are written, without the point behind one:
// what places does for any text, for what has no more than spaces and hyphens.
func nameWords(name string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for word := range strings.FieldsFuncSeq(name, func(r rune) bool { return r == '-' || r == ',' || r == '"' || unicode.IsSpace(r) }) {
			if word = strings.TrimSuffix(word, "."); word != "" && !yield(word) {
				return
			}
		}
	}
}

// longTitles are titles in full by how they are written before a name.
var longTitles = map[string]string{
	"Gov": "governor", "Sen": "senator", "Rep": "representative", "Gen": "general", "Lt": "lieutenant", "Col": "colonel", "Sgt": "sergeant",
	"Capt": "captain", "Prof": "professor", "Rev": "reverend", "Dr": "doctor",
}

// hasWord reports whether a name has a word of that form.
func hasWord(name, form string) bool {
	for word := range nameWords(name) {
		if isNormal(form, word) {
			return true
		}
	}
	return false
}

// credit returns what it adds to the score of sentence n that it is credited to whoever is
// to have spoken; 0 where it is not.
func (r *reader) credit(n int) float64 {
	s, a := &r.x.sentences[n], r.aligners[r.x.lang(n)]
	switch {
	case !a.remarks || !r.credited(n):
		return 0
	case !a.quotes:
		if r.aboutTopic(n) {
			return maybeWorth
		}
		return 0
	case len(a.topic) == 0:
		return creditedWorth + firstWorth/float64(1+slices.Index(r.statements(s.report), n))
	case a.about(r.align(n), r.x.tokensOf(n)):
		return creditedWorth
	case r.aboutTopic(n):
		return besideWorth
	}
	return elsewhereWorth
}

// statements returns the sentences of report n that are credited to whoever is to have
// spoken.
func (r *reader) statements(n int) []int {
	a := r.aligned(n)
	if a.statements == nil {
		for i := range a.sentences {
			if r.credited(a.first + i) {
				a.statements = append(a.statements, a.first+i)
			}
		}
	}
	return a.statements
}

// credited reports whether sentence n is credited to whoever is to have spoken, or to
// somebody who spoke to the outlet that is.
func (r *reader) credited(n int) bool {
	s := &r.x.sentences[n]
	a := r.aligners[r.x.lang(n)]
	if len(s.Attributions) == 0 || len(a.source) == 0 {
		return false
	}
	sought := r.sought(s.report)
	return slices.ContainsFunc(s.Attributions, func(at report.Attribution) bool {
		via := at.Source.Via
		return (slices.Contains(sought, at.Source.Name) || via != "" && a.sourceNamed && a.within(a.source, via)) &&
			(len(a.audience) == 0 || via != "" && a.within(a.audience, via) || r.has(n, a.audience))
	})
}

// has reports whether sentence n has all of these contents.
func (r *reader) has(n int, contents []int) bool {
	best := r.align(n).best
	return !slices.ContainsFunc(contents, func(c int) bool { return best[c] == 0 })
}

// within reports whether a name has all of these contents.
func (a *wording) within(contents []int, name string) bool {
	return !slices.ContainsFunc(contents, func(c int) bool { return !hasWord(name, a.content[c].form) })
}

// creditedConfidence is the confidence at least in a sentence of whoever is to have spoken
// that is about what is asked: there is not much that it could lack.
const creditedConfidence = 0.6

// said returns by what the confidence is to be multiplied where a question is after the
// words of somebody with a name: by less than 1 where report n has nothing of that one, or
// nothing of what they are to be about, neither in the title nor in a sentence of that one
// or beside it.
func (r *reader) said(n int) float64 {
	a := r.aligners[language(r.x.reports[n].Lang)]
	if !a.sourceNamed || !a.quotes {
		return 1
	}
	spoken := r.spoken(a, n)
	if len(spoken) == 0 {
		return uncitedFactor
	}
	if a.about(r.title(n), nil) || slices.ContainsFunc(spoken, r.aboutTopic) {
		return 1
	}
	return lackingFactor
}

// aboutTopic reports whether sentence n or one beside it is about what somebody is to have
// spoken of, which may be anything.
func (r *reader) aboutTopic(n int) bool {
	first, end := r.x.among(n)
	for k := max(n-1, first); k < min(n+2, end); k++ {
		if r.aligners[r.x.lang(n)].about(r.align(k), r.x.tokensOf(k)) {
			return true
		}
	}
	return false
}

// uncitedFactor lowers the confidence in an answer that nobody is cited for.
const uncitedFactor = 0.1

// spoken returns the sentences of report n that have words of the question's source:
// those that are credited to it, and those that credit nobody and have the name near a
// verb of speech. In a sentence that credits somebody else, the name belongs to what that
// one says.
func (r *reader) spoken(a *aligner, n int) (all []int) {
	for i := r.x.first[n]; i < r.x.first[n+1]; i++ {
		if r.credited(i) || len(r.x.sentences[i].Attributions) == 0 && a.speaks(r.x.tokensOf(i), r.align(i).hits) {
			all = append(all, i)
		}
	}
	return all
}

// speechReach is how many words lie between a name and its verb at most.
const speechReach = 6

// speaks reports whether a sentence has a name of the question's source near a
// verb of speech.
func (a *aligner) speaks(tokens []token, hits []hit) bool {
	for _, h := range hits {
		if !a.content[h.content].name || !slices.Contains(a.source, h.content) {
			continue
		}
		for _, t := range tokens[max(0, h.at-speechReach):min(len(tokens), h.at+speechReach+1)] {
			if w := &a.lexicon.words[t.word()]; w.class&speechWord != 0 && w.form != "according" {
				return true
			}
		}
	}
	return false
}

// topicNear is how near a word comes at least to one of what somebody is to have spoken
// of, for it to be about the same: as "regulations" to "rules", a cosine of 0.86. From 0.65 on,
// as "decision" to "ruling", of 396 topics that a source did not speak of 218 were answered
// for 65.
const topicNear = 0.8

// about reports whether a text has a word of what somebody is to have spoken of, or one
// of its tokens comes near to one that is no name or number; also where it may be anything.
func (a *aligner) about(in *alignment, tokens []token) bool {
	if len(a.topic) == 0 {
		return true
	}
	if slices.ContainsFunc(a.topic, func(c int) bool { return in.best[c] > 0 }) {
		return true
	}
	return slices.ContainsFunc(tokens, func(t token) bool {
		if !t.is(means) || t.is(capital) && !t.is(opening) {
			return false
		}
		s := a.similar(t.word())
		return slices.ContainsFunc(a.likes[s.from:s.to], func(k like) bool {
			c := &a.content[k.content]
			return k.near >= topicNear && !c.name && c.class&digits == 0 && slices.Contains(a.topic, k.content)
		})
	})
}
