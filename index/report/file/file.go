// Package file reads reports from files in the forms in which they come: plain
// text, Markdown, saved web pages, PDF and Word documents.
//
// Plain text is read as package report has it. A file of any other form is first
// turned by [Text] into that same text form, which becomes [report.Report.Text]:
// all offsets in such a report are into what Text returns, and a person who
// keeps that text in a file has the same report.
//
// Files are not trusted. Sizes, depths and counts are bounded by the constants
// of this package; errors are one line that names the file and says what to do.
package file

import (
	"cmp"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"footnote/index/report"
)

// How large files may be, in bytes. The text that is found in one is held to
// [report.MaxSize].
const (
	maxHTML = 8 << 20
	maxPDF  = 16 << 20
	maxDOCX = 16 << 20
)

// An Input is a file's content and what is known of where it is from.
type Input struct {
	Name    string // its ending says the form
	Data    []byte
	URL     string // where it was fetched from; "" where that is not known
	Charset string // of a web page or plain text, as its server says; "" where none does
}

// A form is a kind of file.
type form struct {
	endings []string // lower case, the usual one first
	media   string   // the media type
	limit   int      // bytes
	read    func(Input) (document, error)
}

// A document is what was found in a file.
type document struct {
	head       report.Report // title, publisher and so on, as far as known
	paragraphs []string
}

// forms are all kinds of file that are read, plain text first.
var forms = []form{
	{[]string{".txt"}, "text/plain", report.MaxSize, readPlain},
	{[]string{".md", ".markdown"}, "text/markdown", maxMarkdown, readMarkdown},
	{[]string{".html", ".htm", ".xhtml"}, "text/html", maxHTML, readHTML},
	{[]string{".pdf"}, "application/pdf", maxPDF, readPDF},
	{[]string{".docx"}, "application/vnd.openxmlformats-officedocument.wordprocessingml.document", maxDOCX, readDOCX},
}

// Endings lists the endings of file names that are read, for a person to see.
const Endings = ".txt, .md, .html, .pdf or .docx"

// formOf finds the form by the ending of name; known is false where it is none
// of those above, and the form then plain text.
func formOf(name string) (f form, known bool) {
	ending := strings.ToLower(path.Ext(name))
	i := slices.IndexFunc(forms, func(f form) bool { return slices.Contains(f.endings, ending) })
	return forms[max(i, 0)], i >= 0
}

// EndingOf returns the usual ending, as ".html", of files of a media type, as
// "text/html"; "" where reports do not come in it.
func EndingOf(media string) string {
	if media == "application/xhtml+xml" {
		media = "text/html"
	}
	for _, f := range forms {
		if f.media == media {
			return f.endings[0]
		}
	}
	return ""
}

// Decode reads a report as [report.Decode] does, from a file of any form. A file
// without a known ending is read as plain text.
func Decode(in Input) (*report.Report, error) {
	text, err := Text(in)
	if err != nil {
		return nil, err
	}
	return report.Decode(in.Name, []byte(text))
}

// Text turns a file into the text form. Plain text is returned unchanged, whether
// or not [report.Decode] can read it, unless it was fetched: its address then
// goes into the front matter.
func Text(in Input) (string, error) {
	f, _ := formOf(in.Name)
	switch {
	case len(in.Data) > f.limit:
		return "", tooLarge(in.Name, f.limit)
	case f.media == "text/plain" && in.URL == "":
		return string(in.Data), nil
	}
	doc, err := f.read(in)
	if err != nil {
		return "", err
	}
	doc.head.URL = cmp.Or(doc.head.URL, in.URL)
	text := report.Encode(&doc.head, doc.paragraphs)
	if len(text) > report.MaxSize {
		return "", fmt.Errorf("%s: more text than the %d MiB of a report: split it", in.Name, report.MaxSize>>20)
	}
	return text, nil
}

func tooLarge(name string, limit int) error {
	return fmt.Errorf("%s: more than the %d MiB of a report: split it", name, limit>>20)
}

// errNoText is what a reader returns for a file in which it finds nothing to
// read, under the file's name.
var errNoText = errors.New("no text in it: copy the report's text into a .txt file")

// sameText reports whether two texts differ in nothing but white space and case.
func sameText(a, b string) bool {
	return strings.EqualFold(strings.Join(strings.Fields(a), " "), strings.Join(strings.Fields(b), " "))
}
