package file

import (
	"fmt"

	"footnote/index/report/file/pdf"
)

// readPDF takes the paragraphs of a PDF in reading order, without what is
// repeated on its pages, and its headline.
func readPDF(in Input) (document, error) {
	text, err := pdf.Read(in.Data)
	switch {
	case err != nil:
		return document{}, fmt.Errorf("%s: %w", in.Name, err)
	case len(text.Paragraphs) == 0:
		return document{}, fmt.Errorf("%s: %w", in.Name, errNoText)
	}
	doc := document{paragraphs: text.Paragraphs}
	doc.head.Title, doc.head.Lang = text.Title, text.Lang
	return doc, nil
}
