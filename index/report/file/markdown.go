package file

import (
	"bufio"
	"bytes"
	"fmt"
	"html"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	tables "github.com/yuin/goldmark/extension/ast"
	render "github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"

	"footnote/index/report"
)

// Bounds on a Markdown file, within which the parser, whose time grows with the
// square of the last two, takes no more than some seconds of whatever it is given.
const (
	maxMarkdown = 1 << 20  // bytes
	maxBlock    = 32 << 10 // bytes between blank lines
	maxNesting  = 100      // quotations and lists in one another
)

// readMarkdown takes the front matter and, below it, the text of every
// paragraph, list item, heading, table row and code block without its marks.
// The first heading of level 1 is the title where the front matter has none.
// HTML and pictures are left out.
func readMarkdown(in Input) (document, error) {
	r, err := report.Decode(in.Name, in.Data)
	if err != nil {
		return document{}, err
	}
	if err := checkMarkdown(in); err != nil {
		return document{}, err
	}
	source := []byte(r.Body.In(r.Text))
	md := goldmark.New(goldmark.WithExtensions(extension.Table, extension.Strikethrough))
	root := md.Parser().Parse(text.NewReader(source))
	doc := document{head: *r}
	err = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Heading:
			words := plain(n, source)
			if n.Level == 1 && doc.head.Title == "" && len(doc.paragraphs) == 0 {
				doc.head.Title = words
			} else if !sameText(words, doc.head.Title) {
				doc.paragraphs = append(doc.paragraphs, words)
			}
		case *ast.Paragraph, *ast.TextBlock, *tables.TableRow, *tables.TableHeader:
			doc.paragraphs = append(doc.paragraphs, plain(n, source))
		case *ast.CodeBlock, *ast.FencedCodeBlock:
			doc.paragraphs = append(doc.paragraphs, string(n.Lines().Value(source)))
		case *ast.HTMLBlock:
		default:
			return ast.WalkContinue, nil
		}
		return ast.WalkSkipChildren, nil
	})
	return doc, err
}

// checkMarkdown refuses what would take the parser long.
func checkMarkdown(in Input) error {
	line, block := 0, 0
	for text := range bytes.Lines(in.Data) {
		line++
		if len(bytes.TrimSpace(text)) == 0 {
			block = 0
			continue
		}
		if block += len(text); block > maxBlock {
			return fmt.Errorf("%s:%d: a paragraph of more than %d KiB: part it by blank lines", in.Name, line, maxBlock>>10)
		}
		if nesting(text) > maxNesting {
			return fmt.Errorf("%s:%d: more than %d quotations or lists in one another: write it flat", in.Name, line, maxNesting)
		}
	}
	return nil
}

// nesting counts the marks of quotations and lists with which a line begins.
func nesting(line []byte) int {
	n := 0
	for i, c := range line {
		switch c {
		case '>':
			n++
		case '-', '*', '+', '.', ')':
			if i+1 < len(line) && (line[i+1] == ' ' || line[i+1] == '\t') {
				n++
			}
		case ' ', '\t', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
		default:
			return n
		}
	}
	return n
}

// plain returns the words of a block as they are read, its escapes resolved.
func plain(block ast.Node, source []byte) string {
	var out strings.Builder
	w := bufio.NewWriter(&out)
	add := func(s []byte) { render.DefaultWriter.Write(w, s) }
	_ = ast.Walk(block, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch n := n.(type) {
		case *ast.Text:
			if entering {
				add(n.Segment.Value(source))
				if n.SoftLineBreak() || n.HardLineBreak() {
					add([]byte{'\n'})
				}
			}
		case *ast.String:
			if entering {
				add(n.Value)
			}
		case *ast.AutoLink:
			if entering {
				render.DefaultWriter.RawWrite(w, n.Label(source))
			}
		case *ast.CodeSpan:
			if entering {
				render.DefaultWriter.RawWrite(w, codeOf(n, source))
			}
			return ast.WalkSkipChildren, nil
		case *tables.TableCell:
			if entering && n.PreviousSibling() != nil {
				add([]byte{' '})
			}
		case *ast.Image, *ast.RawHTML:
			return ast.WalkSkipChildren, nil
		}
		return ast.WalkContinue, nil
	}) // no step fails
	_ = w.Flush() // nor does a string
	return html.UnescapeString(out.String())
}

// codeOf returns what stands between backticks, in which nothing is an escape.
func codeOf(n *ast.CodeSpan, source []byte) []byte {
	var code []byte
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if t, ok := c.(*ast.Text); ok {
			code = append(code, t.Segment.Value(source)...)
		}
	}
	return code
}
