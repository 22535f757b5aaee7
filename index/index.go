// Package index finds passages in reports. It is the only place that knows Bleve.
//
// [New] reads the words of all sentences (lexicon.go, with what feeds it: stem.go,
// class.go, role.go, gather.go) and gives Bleve the terms of each (document.go).
//
// A question after what a report is about, or whom it cites, is answered by how that
// opens, or by a sentence of each (overview.go). For all others [Index.Search] takes
// six steps, each in files of its own. The question is read in the language of each
// report (question.go, answertype.go). Candidates are all sentences of few, or those
// that are found in Bleve's index and their neighbours (search.go, finder.go). They are
// put in order by what their words and their neighbours' are worth, each word of the
// question by weights of its own, and the first are finalists, with some that come near
// in meaning (shortlist.go, with what feeds it: align.go, match.go, sign.go, trace.go,
// weighting.go; fullname.go for what a last name stands for, said.go for what is
// credited to the one whose words are asked for). Each of these gets its features
// (feature.go, with what feeds them: evidence.go, magnitude.go, soft.go, and answer.go,
// clue.go and role.go, which score each word as the answer). Of them a forest of trees
// makes what is added to the worth of the words (rank.go, forest.go, scorer.go;
// introduction.go where it is asked who somebody is). And another forest, of the first
// one's features and what ranking and report tell, with other weights of the question's
// words and a network that compares them with the first sentence, make the confidence
// and the verdict (confidence.go, compare.go, pairing.go). The words that answer are
// marked where they can be told (mark.go). TestTrain learns the models, model/*.txt,
// and cross-validates them by article.
package index

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"

	"footnote/index/attribution"
	"footnote/index/embedding"
	"footnote/index/report"
	"footnote/index/segment"
)

// Prepare finds the sentences of a decoded report and who is cited in them.
func Prepare(r *report.Report) {
	segment.Split(r)
	attribution.Attribute(r)
}

// An Index searches a fixed set of reports. It is safe for concurrent use, and
// identical queries get identical results.
type Index struct {
	reports   []*report.Report
	offsets   []*report.Offsets   // by report
	byID      map[string]int      // report id -> number in reports
	sentences []sentence          // document number -> sentence, in the order of the reports
	first     []int               // by report: the number of its first sentence; one more at the end
	isList    []bool              // by report, see lists
	titles    [][]token           // by report
	tokens    []token             // of all sentences, in order
	lexicons  map[string]*lexicon // by language
	languages []string            // by report, see language
	langs     []string            // these, sorted, each once
	bleve     bleve.Index
	finder    *finder
	model     *embedding.Model
	proposals func() *proposals // made when they are first asked for

	workspaces sync.Pool // of *workspace
}

// A sentence is what is known of one before a question comes.
type sentence struct {
	report.Sentence
	report  int              // number in Index.reports
	tokens  int              // where its tokens begin in Index.tokens
	vector  embedding.Vector // see lexicon.vector
	sources []string         // words of the names of its sources
}

// New indexes prepared reports in memory. The caller must not change them
// afterwards and closes the index when done. Two reports of one id are an
// error.
func New(reports []*report.Report, options ...Option) (*Index, error) {
	x := &Index{reports: reports, byID: make(map[string]int, len(reports))}
	for _, option := range options {
		option(x)
	}
	x.proposals = sync.OnceValue(x.propose)
	if x.model == nil {
		x.model = embedding.Default()
	}
	for i, r := range reports {
		if _, ok := x.byID[r.ID]; ok {
			return nil, fmt.Errorf("two reports have the id %q: rename one", r.ID)
		}
		x.byID[r.ID] = i
		x.offsets = append(x.offsets, report.NewOffsets(r.Text))
		x.first = append(x.first, len(x.sentences))
		for _, p := range r.Paragraphs {
			for _, s := range p.Sentences {
				x.sentences = append(x.sentences, sentence{Sentence: s, report: i})
			}
		}
		x.languages = append(x.languages, language(r.Lang))
	}
	x.langs = slices.Clone(x.languages)
	x.first = append(x.first, len(x.sentences))
	slices.Sort(x.langs)
	x.langs = slices.Compact(x.langs)
	err := x.read()
	if err == nil {
		err = x.fill()
	}
	if err != nil {
		return nil, fmt.Errorf("index %d reports: %w", len(reports), err)
	}
	return x, nil
}

// batchSize is how many sentences go into Bleve at once. A batch becomes a
// segment, and fewer segments are searched faster.
const batchSize = 100_000

// fill writes the sentences to a new Bleve index.
func (x *Index) fill() (err error) {
	// NewMemOnly would give the older index type, which knows no BM25.
	if x.bleve, err = bleve.NewUsing("", common(), scorch.Name, scorch.Name, nil); err != nil {
		return err
	}
	batch := x.bleve.NewBatch()
	for n := range x.sentences {
		if err := batch.IndexAdvanced(x.newDocument(n)); err != nil {
			return err
		}
		if batch.Size() == batchSize || n == len(x.sentences)-1 {
			if err := x.bleve.Batch(batch); err != nil {
				return err
			}
			batch.Reset()
		}
	}
	x.finder, err = newFinder(x.bleve, documentNumber)
	return err
}

// read finds the words of all sentences.
func (x *Index) read() error {
	size := 0
	for _, r := range x.reports {
		size += len(r.Text)
	}
	x.tokens = make([]token, 0, size/bytesPerToken)
	x.lexicons = make(map[string]*lexicon, len(x.langs))
	for _, lang := range x.langs {
		l, err := newLexicon(lang, x.model, min(size/bytesPerWord, mostRoom))
		if err != nil {
			return err
		}
		x.lexicons[lang] = l
	}
	sources := map[string][]string{} // their names -> words
	var sum embedding.Sum
	for i := range x.sentences {
		s := &x.sentences[i]
		l := x.lexicons[x.lang(i)]
		s.tokens = len(x.tokens)
		x.tokens = l.read(x.tokens, x.text(i))
		l.count(x.tokens[s.tokens:])
		s.vector = l.vector(x.tokens[s.tokens:], &sum)
		for n, a := range s.Attributions {
			words, ok := sources[a.Source.Name]
			if !ok {
				words = forms(a.Source.Name)
				sources[a.Source.Name] = words
			}
			switch n {
			case 0:
				s.sources = words
			case 1:
				s.sources = slices.Concat(s.sources, words) // words are also others'
			default:
				s.sources = append(s.sources, words...)
			}
		}
	}
	x.isList = x.lists()
	for i, r := range x.reports {
		x.titles = append(x.titles, x.lexicons[x.languages[i]].read(nil, r.Title))
	}
	return nil
}

// What room is made for before the sentences are read: about what a report of some
// thousand bytes needs. More is grown into.
const (
	bytesPerToken = 6
	bytesPerWord  = 12
	mostRoom      = 4096 // words
)

// lang is the language of sentence n, as [language] names it.
func (x *Index) lang(n int) string { return x.languages[x.sentences[n].report] }

// tokensOf returns the words of sentence n.
func (x *Index) tokensOf(n int) []token {
	end := len(x.tokens)
	if n+1 < len(x.sentences) {
		end = x.sentences[n+1].tokens
	}
	return x.tokens[x.sentences[n].tokens:end]
}

// documentID names a sentence in Bleve, by four bytes.
func documentID(n int) string { return string(binary.BigEndian.AppendUint32(nil, uint32(n))) } //nolint:gosec // memory ends before

func documentNumber(id string) (int, error) {
	if len(id) != 4 {
		return 0, fmt.Errorf("document id %q", id)
	}
	return int(binary.BigEndian.Uint32([]byte(id))), nil
}

// Close releases the index.
func (x *Index) Close() error { return errors.Join(x.finder.Close(), x.bleve.Close()) }

// Reports returns the indexed reports, which the caller must not change.
func (x *Index) Reports() []*report.Report { return x.reports }

// text returns the words of a sentence.
func (x *Index) text(n int) string {
	s := &x.sentences[n]
	return s.Span.In(x.reports[s.report].Text)
}

// Search finds the passages for q. A report that is not in the index is not
// searched; no passage is no error.
func (x *Index) Search(ctx context.Context, q Query) (Result, error) {
	limit := q.Limit
	if limit <= 0 {
		limit = DefaultLimit
	}
	within, all := x.scope(q.Reports)
	if !all && len(within) == 0 {
		return Result{}, nil
	}
	if o := overviewOf(q.Text); o != noOverview {
		return x.overview(o, q, x.numbers(within, all), limit), nil
	}
	question := x.ask(q.Text)
	found, every, err := x.candidates(ctx, question, within)
	if err != nil {
		return Result{}, fmt.Errorf("search %q: %w", q.Text, err)
	}
	if len(found) == 0 {
		return Result{}, nil
	}
	r := x.newReader(question)
	defer r.close()
	ranked, final := r.shortlist(found, every)
	r.read(final)
	r.answer(final)
	r.rank(ranked, final)
	var res Result
	res.Confidence = r.confidence(final)
	res.Verdict = verdict(res.Confidence)
	from, to := q.page(limit, len(ranked))
	res.Passages = slices.Grow(res.Passages, to-from)
	for _, c := range ranked[from:to] {
		res.Passages = append(res.Passages, r.passage(c, q.Explain))
	}
	if from == 0 && res.Verdict == Answered {
		res.Passages[0].Answer = r.answerIn(ranked[0].sentence)
	}
	res.More = to < len(ranked)
	return res, nil
}

// scope returns the numbers of the reports to search, sorted, and whether that
// is all of them.
func (x *Index) scope(ids []string) (within []int, all bool) {
	if len(ids) == 0 {
		return nil, true
	}
	for _, id := range ids {
		if n, ok := x.byID[id]; ok {
			within = append(within, n)
		}
	}
	slices.Sort(within)
	within = slices.Compact(within)
	return within, len(within) == len(x.reports)
}

// numbers returns the numbers of the reports that scope tells, also where that is all.
func (x *Index) numbers(within []int, all bool) []int {
	if all && within == nil {
		for n := range x.reports {
			within = append(within, n)
		}
	}
	return within
}

// passage returns a ranked sentence as it is shown.
func (r *reader) passage(c candidate, explain bool) Passage {
	p := r.x.at(c.sentence)
	p.Highlights = r.highlights(c.sentence)
	p.Score = c.score
	if explain {
		p.Reasons = c.reasons()
	}
	return p
}

// at returns sentence n with its place, its neighbours and its sources.
func (x *Index) at(n int) Passage {
	s := x.sentences[n]
	r := x.reports[s.report]
	first, end := x.first[s.report], x.first[s.report+1]
	p := Passage{
		Citation: Citation{
			Report: r.ID, Title: r.Title, Publisher: r.Publisher, URL: r.URL, Published: r.Published, Lang: r.Lang,
			Paragraph: s.Paragraph, Sentence: s.Number, Sentences: end - first,
			Span: s.Span, Runes: x.offsets[s.report].Span(s.Span),
		},
		Text:         x.text(n),
		Attributions: s.Attributions,
	}
	if n > first {
		p.Before = x.text(n - 1)
	}
	if n+1 < end {
		p.After = x.text(n + 1)
	}
	return p
}
