package index

import (
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
	f.length, f.terms = 0, make(bleveindex.TokenFrequencies, len(text)/bytesPerTerm)
	for term := range f.lexicon.terms(text) {
		f.length++
		t := f.terms[term]
		if t == nil {
			t = &bleveindex.TokenFreq{Term: []byte(term)}
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
