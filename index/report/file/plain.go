package file

import (
	"fmt"

	"golang.org/x/net/html/charset"

	"footnote/index/report"
)

// readPlain takes the front matter and the paragraphs of a text.
func readPlain(in Input) (document, error) {
	data := in.Data
	if e, name := charset.Lookup(in.Charset); e != nil {
		var err error
		if data, err = e.NewDecoder().Bytes(data); err != nil {
			return document{}, fmt.Errorf("%s: not %s, as it says: save it in UTF-8", in.Name, name)
		}
	}
	r, err := report.Decode(in.Name, data)
	if err != nil {
		return document{}, err
	}
	doc := document{head: *r}
	for _, p := range r.Paragraphs {
		doc.paragraphs = append(doc.paragraphs, p.Span.In(r.Text))
	}
	return doc, nil
}
