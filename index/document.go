package index

import (
	"slices"

	"github.com/blevesearch/bleve/v2/document"
	bleveindex "github.com/blevesearch/bleve_index_api"
)

// newDocument returns the document that Bleve gets for sentence n. Through a mapping it
// would get another field, of all its fields, that nobody searches.
func (x *Index) newDocument(n int) *document.Document {
	l, text := x.lexicons[x.lang(n)], []byte(x.text(n))
	doc := document.NewDocument(documentID(n))
	doc.AddField(&sentenceField{TextField: document.NewTextFieldCustom(field(l.lang), nil, text, bleveindex.IndexField, nil), lexicon: l})
	doc.SetIndexed()
	return doc
}

// A sentenceField is a sentence's text, with terms that the lexicon finds in it.
type sentenceField struct {
	*document.TextField
	lexicon *lexicon
	length  int // in terms
	terms   bleveindex.TokenFrequencies
}

// Analyze finds the terms.
func (f *sentenceField) Analyze() {
	text := f.Value()
	room := len(text)/bytesPerTerm + 1
	// What is said of the terms stands in few pieces of memory, since to ask for one a
	// term took as long as to find it.
	freqs, letters := make([]bleveindex.TokenFreq, 0, room), make([]byte, 0, len(text))
	f.length, f.terms = 0, make(bleveindex.TokenFrequencies, room)
	for term := range f.lexicon.terms(text) {
		f.length++
		t := f.terms[term]
		if t == nil {
			if len(freqs) == cap(freqs) {
				freqs = make([]bleveindex.TokenFreq, 0, room)
			}
			from := len(letters)
			letters = append(letters, term...)
			freqs = append(freqs, bleveindex.TokenFreq{Term: slices.Clip(letters[from:])})
			t = &freqs[len(freqs)-1]
			f.terms[term] = t
		}
		t.SetFrequency(t.Frequency() + 1)
	}
}

// bytesPerTerm is about how many bytes of a sentence make a term.
const bytesPerTerm = 9

// AnalyzedLength returns how many terms there are.
func (f *sentenceField) AnalyzedLength() int { return f.length }

// AnalyzedTokenFrequencies returns the terms and how often each stands there.
func (f *sentenceField) AnalyzedTokenFrequencies() bleveindex.TokenFrequencies { return f.terms }
