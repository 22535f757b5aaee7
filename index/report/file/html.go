package file

import (
	"bytes"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	readability "codeberg.org/readeck/go-readability/v2"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/net/html/charset"

	"footnote/index/report"
)

// minProse is how many characters that are in no link a page must have for its
// main text to be one, rather than the menu that is left of a page without.
const minProse = 40

// maxElements is how many elements a web page may have. The pages of news sites
// have some thousand.
const maxElements = 50_000

// readHTML takes a news page's main text without menus, advertisements,
// captions and comments, and from its metadata what it says of itself.
func readHTML(in Input) (document, error) {
	source, err := decodeHTML(in)
	if err != nil {
		return document{}, err
	}
	page, err := html.Parse(strings.NewReader(source))
	if err != nil { // nested too deep
		return document{}, fmt.Errorf("%s: %w: copy the report's text into a .txt file", in.Name, err)
	}
	address, err := url.Parse(in.URL)
	if err != nil {
		address = new(url.URL)
	}
	link := canonical(page, address)
	parser := readability.NewParser()
	parser.MaxElemsToParse = maxElements
	article, err := parser.ParseAndMutate(page, address)
	switch {
	case err != nil:
		return document{}, fmt.Errorf("%s: %w: copy the report's text into a .txt file", in.Name, err)
	case article.Node == nil:
		return document{}, fmt.Errorf("%s: %w", in.Name, errNoText)
	}
	doc := document{head: report.Report{
		Title:     withoutSite(article.Title(), article.SiteName()),
		Publisher: article.SiteName(),
		URL:       link,
		Lang:      article.Language(),
	}}
	if t, err := article.PublishedTime(); err == nil {
		doc.head.Published = moment(t)
	}
	for _, p := range blocksOf(article.Node) {
		byline := article.Byline() != "" && (sameText(p, article.Byline()) || sameText(p, "By "+article.Byline()))
		if !byline && !sameText(p, doc.head.Title) && !sameText(p, article.Title()) {
			doc.paragraphs = append(doc.paragraphs, p)
		}
	}
	if proseIn(article.Node) < minProse || len(doc.paragraphs) == 0 {
		return document{}, fmt.Errorf("%s: %w", in.Name, errNoText)
	}
	return doc, nil
}

// declared finds that a page names its encoding, where the standard has it do so.
var declared = regexp.MustCompile(`(?i)charset\s*=`)

// decodeHTML returns a page in UTF-8. Its encoding is what its byte order mark,
// its server or the page itself says, else UTF-8. A page that is in no encoding
// that it names is an error rather than a guess.
func decodeHTML(in Input) (string, error) {
	head := in.Data[:min(len(in.Data), 1024)]
	var contentType string
	if in.Charset != "" {
		contentType = "text/html; charset=" + in.Charset
	}
	encoding, name, certain := charset.DetermineEncoding(head, contentType)
	if !certain && !declared.Match(head) {
		name = "utf-8"
	}
	if name == "utf-8" {
		if line := report.InvalidLine(in.Data); line > 0 {
			return "", fmt.Errorf("%s:%d: not UTF-8, and no other encoding is named: save the page in UTF-8", in.Name, line)
		}
		return string(in.Data), nil
	}
	decoded, err := encoding.NewDecoder().Bytes(in.Data)
	if err != nil {
		return "", fmt.Errorf("%s: not %s, as it says: save the page in UTF-8", in.Name, name)
	}
	if at := bytes.IndexRune(decoded, utf8.RuneError); at >= 0 {
		return "", fmt.Errorf("%s:%d: not %s, as it says: save the page in UTF-8", in.Name, 1+bytes.Count(decoded[:at], []byte("\n")), name)
	}
	return string(decoded), nil
}

// canonical returns the address that a page gives itself, else the one that it
// was fetched from. Of a page that was fetched an address on another host is
// not believed.
func canonical(page *html.Node, fetched *url.URL) string {
	var link, graph string
	for n := range page.Descendants() {
		switch {
		case n.DataAtom == atom.Link && strings.EqualFold(attribute(n, "rel"), "canonical") && link == "":
			link = attribute(n, "href")
		case n.DataAtom == atom.Meta && strings.EqualFold(attribute(n, "property"), "og:url") && graph == "":
			graph = attribute(n, "content")
		}
	}
	for _, candidate := range []string{link, graph} {
		u, err := fetched.Parse(strings.TrimSpace(candidate))
		if err != nil || candidate == "" || u.User != nil || u.Host == "" || fetched.Host != "" && u.Host != fetched.Host {
			continue
		}
		u.Fragment = ""
		return u.String()
	}
	return fetched.String()
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// siteMark stands between a headline and the name of the site in a page's title.
var siteMark = regexp.MustCompile(`\s+[|·•»–—-]+\s+`)

// withoutSite takes the site's name off the start or the end of a page's title.
func withoutSite(title, site string) string {
	marks := siteMark.FindAllStringIndex(title, -1)
	if site == "" || len(marks) == 0 {
		return title
	}
	if last := marks[len(marks)-1]; sameText(title[last[1]:], site) {
		return title[:last[0]]
	}
	if first := marks[0]; sameText(title[:first[0]], site) {
		return title[first[1]:]
	}
	return title
}

// moment words a time as a report's date: only the day where there is no hour.
func moment(t time.Time) string {
	switch {
	case t.IsZero() || t.Year() < 1 || t.Year() > 9999:
		return ""
	case t.Equal(t.Truncate(24 * time.Hour)):
		return t.UTC().Format(time.DateOnly)
	}
	return t.Format(time.RFC3339)
}

// blocksOf returns the text of every block of a page: paragraphs, list items,
// headings, quotations, table rows.
func blocksOf(n *html.Node) []string {
	var blocks []string
	var block strings.Builder
	end := func() {
		if strings.TrimSpace(block.String()) != "" {
			blocks = append(blocks, block.String())
		}
		block.Reset()
	}
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.TextNode {
			block.WriteString(n.Data)
			return
		}
		switch n.DataAtom {
		case atom.Script, atom.Style, atom.Template, atom.Noscript, atom.Iframe, atom.Object, atom.Svg, atom.Math,
			atom.Button, atom.Select, atom.Textarea, atom.Figcaption, atom.Audio, atom.Video:
			return
		case atom.Br, atom.Td, atom.Th:
			block.WriteByte(' ')
		default:
		}
		if isBlock(n.DataAtom) {
			end()
			defer end()
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(n)
	end()
	return blocks
}

// proseIn counts the characters below n that are no part of a link.
func proseIn(n *html.Node) int {
	switch {
	case n.Type == html.TextNode:
		return utf8.RuneCountInString(strings.TrimSpace(n.Data))
	case n.DataAtom == atom.A:
		return 0
	}
	total := 0
	for c := range n.ChildNodes() {
		total += proseIn(c)
	}
	return total
}

// isBlock reports whether the element stands in lines of its own.
func isBlock(a atom.Atom) bool {
	switch a {
	case atom.Address, atom.Article, atom.Aside, atom.Blockquote, atom.Body, atom.Caption, atom.Dd, atom.Details, atom.Div, atom.Dl,
		atom.Dt, atom.Figure, atom.Footer, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Header, atom.Hr, atom.Li,
		atom.Main, atom.Nav, atom.Ol, atom.P, atom.Pre, atom.Section, atom.Summary, atom.Table, atom.Tr, atom.Ul:
		return true
	default:
		return false
	}
}
