package index

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	bleveindex "github.com/blevesearch/bleve_index_api"
	segment "github.com/blevesearch/scorch_segment_api/v2"
)

// A finder reads the lists that Bleve has made of where each word stands. It
// finds the sentences that Bleve's own search for a question finds and is several
// times as fast: words that are too common to bring a sentence among the best are
// only looked up in those that have a rarer one (MaxScore, Turtle and Flood 1995).
// It scores them as Bleve does, but for the mean length of a sentence: for that
// Bleve takes how many different words there are for each sentence, which in a
// large library comes to 1, so that the shortest ones are found.
type finder struct {
	reader   bleveindex.IndexReader
	segments []part
	total    float64 // sentences
}

// A part is what Bleve keeps of sentences that went into it at once.
type part struct {
	segment.Segment
	sentences []int32 // by the segment's number of a document
}

// newFinder returns the finder for an index that does not change any more. Number
// gives the sentence of a document.
func newFinder(x bleve.Index, number func(id string) (int, error)) (*finder, error) {
	inner, err := x.Advanced()
	if err != nil {
		return nil, err
	}
	reader, err := inner.Reader()
	if err != nil {
		return nil, err
	}
	snapshot, ok := reader.(*scorch.IndexSnapshot)
	if !ok {
		return nil, errors.Join(fmt.Errorf("the index is a %T", reader), reader.Close())
	}
	f := &finder{reader: reader}
	for _, s := range snapshot.Segments() {
		p := part{s.Segment(), make([]int32, s.Count())}
		for i := range p.sentences {
			id, err := s.DocID(uint64(i))
			if err != nil {
				return nil, errors.Join(err, reader.Close())
			}
			n, err := number(string(id))
			if err != nil {
				return nil, errors.Join(err, reader.Close())
			}
			p.sentences[i] = int32(n) //nolint:gosec // sentences
		}
		f.segments = append(f.segments, p)
		f.total += float64(len(p.sentences))
	}
	return f, nil
}

// Close releases the lists.
func (f *finder) Close() error { return f.reader.Close() }

// A retrieved is a sentence that has words of the question, and how well it fits:
// by BM25 as Bleve counts it, with the square root of a word's frequency in the
// sentence and the square of its rarity, times the share of the words that are
// there.
type retrieved struct {
	sentence int32
	score    float64
}

// better is the order in which they are retrieved: best first, equal ones in the
// order of the reports.
func better(a, b retrieved) int {
	return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.sentence, b.sentence))
}

// find returns the sentences that have most of the words of q, best first, at
// most limit. Within says which sentences may be found.
func (f *finder) find(ctx context.Context, q *question, limit int, within func(sentence int32) bool) ([]retrieved, error) {
	b := best{limit: limit, all: make([]retrieved, 0, limit)}
	for _, lang := range slices.Sorted(maps.Keys(q.readings)) {
		if len(q.readings[lang].content) == 0 {
			continue
		}
		m, err := f.match(q.text, q.readings[lang].lexicon)
		if err != nil {
			return nil, err
		}
		for i, s := range f.segments {
			if err := m.open(i); err != nil {
				return nil, err
			}
			if err := m.collect(ctx, &b, s.sentences, within); err != nil {
				return nil, err
			}
		}
	}
	slices.SortFunc(b.all, better)
	return b.all, nil
}

// A match is the lists of a question's words in one field.
type match struct {
	lists []postings // that of the word that tells least first
	words float64    // of the question, also those that stand nowhere
	// Of each list and those before it, what they add to a score at most, and to
	// the words that are there.
	most, count []float64
}

// A postings is the documents that have a word.
type postings struct {
	word     []byte
	segments []segment.PostingsList   // by segment
	reader   segment.PostingsIterator // of one of them
	entry    segment.Posting
	at       uint64  // the document that it stands at; past at the end
	weight   float64 // square of the word's rarity, times count
	count    float64 // how often the question has the word
	shorter  float64 // what a sentence's length takes from a score, but for its length
	perWord  float64 // what it takes for each word
}

// past is behind all documents.
const past = math.MaxUint64

// match finds the lists of a question's words.
func (f *finder) match(text string, l *lexicon) (*match, error) {
	mean := ratio(float64(l.content), float64(l.sentences))
	m := &match{}
	for word := range l.terms([]byte(text)) {
		m.words++
		same := slices.IndexFunc(m.lists, func(p postings) bool { return string(p.word) == word })
		if same < 0 {
			same = len(m.lists)
			m.lists = append(m.lists, postings{
				word: []byte(word), segments: make([]segment.PostingsList, len(f.segments)),
				shorter: bm25K1 * (1 - bm25B), perWord: bm25K1 * ratio(bm25B, mean),
			})
		}
		m.lists[same].count++
	}
	for i, s := range f.segments {
		dictionary, err := s.Dictionary(field(l.lang))
		if err != nil {
			return nil, err
		}
		for k := range m.lists {
			if m.lists[k].segments[i], err = dictionary.PostingsList(m.lists[k].word, nil, nil); err != nil {
				return nil, err
			}
		}
	}
	for i := range m.lists {
		p := &m.lists[i]
		have := 0.0
		for _, s := range p.segments {
			have += float64(s.Count())
		}
		idf := math.Log(1 + (f.total-have+0.5)/(have+0.5))
		p.weight = idf * idf * p.count
	}
	slices.SortStableFunc(m.lists, func(a, b postings) int { return cmp.Compare(a.weight, b.weight) })
	most, count := 0.0, 0.0
	for i := range m.lists {
		most, count = most+m.lists[i].most(), count+m.lists[i].count
		m.most, m.count = append(m.most, most), append(m.count, count)
	}
	return m, nil
}

// open goes to the first document of each list in a segment.
func (m *match) open(number int) error {
	for i := range m.lists {
		p := &m.lists[i]
		p.reader = p.segments[number].Iterator(true, true, false, p.reader)
		if err := p.next(); err != nil {
			return err
		}
	}
	return nil
}

// collect enters the documents of the lists among the best.
func (m *match) collect(ctx context.Context, b *best, sentences []int32, within func(sentence int32) bool) error {
	parts := make([]float64, len(m.lists))
	// The lists before this one do not bring a sentence among the best together.
	rare := m.rare(0, b.least())
	for n := 0; rare < len(m.lists); n++ {
		if n%1024 == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
		}
		at := uint64(past)
		for i := rare; i < len(m.lists); i++ {
			at = min(at, m.lists[i].at)
		}
		if at == past {
			return nil
		}
		sum, count := 0.0, 0.0
		for i := rare; i < len(m.lists); i++ {
			p := &m.lists[i]
			parts[i] = 0
			if p.at == at {
				parts[i] = p.score()
				sum, count = sum+parts[i], count+p.count
				if err := p.next(); err != nil {
					return err
				}
			}
		}
		if !within(sentences[at]) {
			continue
		}
		i := rare - 1
		for ; i >= 0 && (sum+m.most[i])*(count+m.count[i])/m.words >= b.least(); i-- {
			p := &m.lists[i]
			parts[i] = 0
			if err := p.advance(at); err != nil {
				return err
			}
			if p.at == at {
				parts[i] = p.score()
				sum, count = sum+parts[i], count+p.count
			}
		}
		if i >= 0 {
			continue
		}
		sum = 0 // always in the same order, so that equal ones are equal
		for _, part := range parts {
			sum += part
		}
		if b.enter(retrieved{sentences[at], sum * count / m.words}) {
			rare = m.rare(rare, b.least())
		}
	}
	return nil
}

// rare returns the first list, from on, that brings a sentence to the least score
// with those before it.
func (m *match) rare(from int, least float64) int {
	for from < len(m.lists) && m.most[from]*m.count[from]/m.words < least {
		from++
	}
	return from
}

// next goes to the next document of the list.
func (p *postings) next() error { return p.move(p.reader.Next()) }

// advance goes to the first document from at on.
func (p *postings) advance(at uint64) error {
	if p.at >= at {
		return nil
	}
	return p.move(p.reader.Advance(at))
}

func (p *postings) move(entry segment.Posting, err error) error {
	p.entry, p.at = entry, past
	if entry != nil {
		p.at = entry.Number()
	}
	return err
}

// score returns what the word gives the document.
func (p *postings) score() float64 {
	often := 1.0
	if n := p.entry.Frequency(); n > 1 {
		often = math.Sqrt(float64(n))
	}
	return p.weight * often * bm25K1 / (often + p.shorter + p.perWord*length(p.entry))
}

// length returns how many words the document of an entry has.
func length(entry segment.Posting) float64 {
	if e, ok := entry.(interface{ NormUint64() uint64 }); ok {
		return float64(e.NormUint64())
	}
	norm := entry.Norm() // from which it takes some time
	return math.Round(1 / (norm * norm))
}

// most returns what the word gives a document at most. The document has no fewer
// words than it has the word.
func (p *postings) most() float64 {
	return p.weight * bm25K1 / (1 + 2*math.Sqrt(p.shorter*p.perWord))
}

// best keeps the best sentences, once there are enough as a heap with the worst on top.
type best struct {
	limit int
	all   []retrieved
}

// least is the score that a sentence needs to be among the best: a little less
// than that of the worst of them.
func (b *best) least() float64 {
	if len(b.all) < b.limit {
		return 0
	}
	return b.all[0].score * (1 - sameScore)
}

// enter puts h among the best, and reports whether it belongs there.
func (b *best) enter(h retrieved) bool {
	if len(b.all) < b.limit {
		b.all = append(b.all, h)
		if len(b.all) == b.limit {
			slices.SortFunc(b.all, func(x, y retrieved) int { return better(y, x) })
		}
		return true
	}
	if worst := b.all[0]; h.score < worst.score || better(h, worst) > 0 {
		return false
	}
	at := 0
	for below := 1; below < len(b.all); below = 2*at + 1 {
		if below+1 < len(b.all) && better(b.all[below], b.all[below+1]) < 0 {
			below++
		}
		if better(h, b.all[below]) > 0 {
			break
		}
		b.all[at], at = b.all[below], below
	}
	b.all[at] = h
	return true
}
