package file

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Bounds on what is unpacked of a Word document.
const (
	maxPart  = 32 << 20 // bytes of one part of it
	maxDepth = 200      // elements in one another
)

// The parts of a Word document that are read.
const (
	docxText       = "word/document.xml"
	docxProperties = "docProps/core.xml"
)

// readDOCX takes the paragraphs of a Word document, those of tables and text
// boxes too; deleted text of tracked changes, notes and headers are left out. The
// title is the paragraph in the style Title, else the document's property.
func readDOCX(in Input) (document, error) {
	z, err := zip.NewReader(bytes.NewReader(in.Data), int64(len(in.Data)))
	if err != nil {
		return document{}, fmt.Errorf("%s: %w: this is no Word document, or not all of it: save it again", in.Name, err)
	}
	var doc document
	var core wordProperties
	if err := readPart(z, docxProperties, &core); err != nil && !errors.Is(err, errNoPart) {
		return document{}, fmt.Errorf("%s: %w", in.Name, err)
	}
	doc.head.Lang = core.lang
	var text wordText
	if err := readPart(z, docxText, &text); err != nil {
		return document{}, fmt.Errorf("%s: %w", in.Name, err)
	}
	doc.head.Title, doc.paragraphs = text.title, text.paragraphs
	if doc.head.Title == "" {
		doc.head.Title = core.title
	}
	if strings.TrimSpace(strings.Join(doc.paragraphs, "")) == "" {
		return document{}, fmt.Errorf("%s: %w", in.Name, errNoText)
	}
	return doc, nil
}

// A part takes in the elements of a part of a document as they come.
type part interface {
	open(xml.StartElement)
	close(name string)
	text(words []byte)
}

var errNoPart = errors.New("this is no Word document")

// readPart hands the elements of a part to p, in bounded memory.
func readPart(z *zip.Reader, name string, p part) error {
	f, err := z.Open(name)
	if err != nil {
		return fmt.Errorf("no %s in it: %w: save it as .docx", name, errNoPart)
	}
	defer f.Close() //nolint:errcheck // nothing was written
	if info, err := f.Stat(); err != nil || info.Size() > maxPart {
		return fmt.Errorf("%s is more than %d MiB unpacked: split the document", name, maxPart>>20)
	}
	limited := &io.LimitedReader{R: f, N: maxPart} // its size is only what the file says
	d := xml.NewDecoder(limited)
	depth := 0
	for {
		token, err := d.RawToken()
		switch {
		case errors.Is(err, io.EOF) && depth == 0:
			return nil
		case limited.N <= 0:
			return fmt.Errorf("%s is more than %d MiB unpacked: split the document", name, maxPart>>20)
		case err != nil:
			return fmt.Errorf("%s: %w: the document is damaged: save it again", name, err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			if depth++; depth > maxDepth {
				return fmt.Errorf("%s is nested more than %d deep: copy the report's text into a .txt file", name, maxDepth)
			}
			p.open(t)
		case xml.EndElement:
			if depth--; depth < 0 {
				return fmt.Errorf("%s:%d: the document is damaged: save it again", name, lineAt(d))
			}
			p.close(t.Name.Local)
		case xml.CharData:
			p.text(t)
		}
	}
}

func lineAt(d *xml.Decoder) int {
	line, _ := d.InputPos()
	return line
}

// wordProperties are those of the Dublin Core.
type wordProperties struct {
	title, lang string
	element     string
}

func (p *wordProperties) open(e xml.StartElement) { p.element = e.Name.Local }
func (p *wordProperties) close(string)            { p.element = "" }

func (p *wordProperties) text(words []byte) {
	switch p.element {
	case "title":
		p.title += string(words)
	case "language":
		p.lang += string(words)
	}
}

// wordText collects paragraphs. One may stand inside another, in a text box.
type wordText struct {
	title      string
	paragraphs []string

	unclosed []*wordParagraph // those that are not closed
	inText   bool
	skipping int // depth inside an element that is left out
}

type wordParagraph struct {
	words strings.Builder
	style string
}

func (t *wordText) open(e xml.StartElement) {
	if t.skipping > 0 || e.Name.Local == "Fallback" || e.Name.Local == "del" || e.Name.Local == "moveFrom" {
		t.skipping++
		return
	}
	switch e.Name.Local {
	case "p":
		t.unclosed = append(t.unclosed, new(wordParagraph))
	case "pStyle":
		for _, a := range e.Attr {
			if p := t.current(); p != nil && a.Name.Local == "val" {
				p.style = a.Value
			}
		}
	case "t":
		t.inText = true
	case "tab", "br", "cr":
		t.write(" ")
	case "noBreakHyphen":
		t.write("-")
	}
}

func (t *wordText) close(name string) {
	if t.skipping > 0 {
		t.skipping--
		return
	}
	switch name {
	case "t":
		t.inText = false
	case "p":
		p := t.current()
		if p == nil {
			return
		}
		t.unclosed = t.unclosed[:len(t.unclosed)-1]
		words := p.words.String()
		switch {
		case strings.TrimSpace(words) == "":
		case strings.EqualFold(p.style, "Title") && t.title == "":
			t.title = words
		default:
			t.paragraphs = append(t.paragraphs, words)
		}
	}
}

func (t *wordText) text(words []byte) {
	if t.inText && t.skipping == 0 {
		t.write(string(words))
	}
}

func (t *wordText) write(s string) {
	if p := t.current(); p != nil {
		p.words.WriteString(s)
	}
}

// current is the innermost paragraph that is open; nil outside.
func (t *wordText) current() *wordParagraph {
	if len(t.unclosed) == 0 {
		return nil
	}
	return t.unclosed[len(t.unclosed)-1]
}
