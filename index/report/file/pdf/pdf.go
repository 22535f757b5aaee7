// Package pdf finds the text of PDF files: the paragraphs in reading order, the
// headline and the language. It reads what the producers of articles write
// (PDF 1.0 to 1.7 and the text of 2.0); it renders nothing.
//
// A file may be hostile: whatever it holds, [Read] neither panics nor takes more
// time and memory than the bounds of this package allow. So objects are found by
// scanning the file, without its table of cross-references, every object is
// parsed once, and all that is unpacked or executed is paid from one budget.
package pdf

import (
	"bytes"
	"errors"
)

// Bounds on one file. Articles stay far below them.
const (
	maxPages    = 500
	maxUnpacked = 32 << 20 // bytes unpacked of streams, and executed of page descriptions
	maxTokens   = 1 << 20  // in objects, those in object streams included
	maxGlyphs   = 2 << 20
	maxDepth    = 64 // arrays and dictionaries in one another, and forms on a page
)

// What is wrong with a file.
var (
	ErrNoPDF     = errors.New("this is no PDF")
	ErrCut       = errors.New("its end is missing: get the whole file again")
	ErrEncrypted = errors.New("it is encrypted: save a copy without a password")
	ErrTooMuch   = errors.New("it holds more than an article does: split it")
	ErrNoPages   = errors.New("it has no pages that can be read: save it again")
	ErrNoLetters = errors.New("its fonts do not say which letters they show: it may be scanned; copy its text into a .txt file")
)

// Text is what is read of a file.
type Text struct {
	Title      string // the headline on the first page, else the file's property; "" where neither is
	Lang       string // as the file says it; "" where it does not
	Paragraphs []string
}

// Read finds the text of a file.
func Read(data []byte) (Text, error) {
	if !bytes.Contains(data[:min(len(data), 1024)], []byte("%PDF-")) {
		return Text{}, ErrNoPDF
	}
	if !bytes.Contains(data[max(0, len(data)-2048):], []byte("%%EOF")) {
		return Text{}, ErrCut
	}
	f := &file{objects: map[int]any{}, tokens: maxTokens, unpacked: maxUnpacked, fonts: map[int]*font{}}
	if err := f.scan(data); err != nil {
		return Text{}, err
	}
	if f.trailer["Encrypt"] != nil {
		return Text{}, ErrEncrypted
	}
	root := f.dict(f.trailer["Root"])
	pages := f.pages(root)
	if len(pages) == 0 {
		return Text{}, ErrNoPages
	}
	var l layout
	for i, page := range pages {
		p := painter{file: f, layout: &l, page: i}
		if err := p.paint(page); err != nil {
			return Text{}, err
		}
	}
	if l.unknown*5 > l.glyphs {
		return Text{}, ErrNoLetters
	}
	title, paragraphs := l.compose(len(pages))
	if title == "" {
		title = textString(f.string(f.dict(f.trailer["Info"])["Title"]))
	}
	return Text{Title: title, Lang: textString(f.string(root["Lang"])), Paragraphs: paragraphs}, nil
}
