package report

import (
	"bytes"
	"errors"
	"fmt"
	"net/url"
	"path"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
)

// MaxSize is how large the text of a report may be, in bytes: some hundred
// times a long news report.
const MaxSize = 4 << 20

// byteOrderMark may stand before a text in UTF-8.
const byteOrderMark = "\ufeff"

// New makes a report of a text without front matter: its paragraphs are found,
// its sentences not yet.
func New(id, lang, text string) *Report {
	r := &Report{ID: id, Lang: lang, Text: text, Body: Span{0, len(text)}}
	r.findParagraphs()
	return r
}

// Decode reads a report from a file's content. Its id is name without folder
// and ending; its paragraphs are found, its sentences not yet.
//
// A text may open with front matter: YAML between two lines "---" with the keys
// title, publisher, url, published, lang and licence, all optional. The errors
// name the file and, where there is one, the line, and say what to do.
func Decode(name string, data []byte) (*Report, error) {
	switch {
	case len(data) > MaxSize:
		return nil, fmt.Errorf("%s: more than the %d MiB of a report: split it", name, MaxSize>>20)
	case bytes.IndexByte(data, 0) >= 0:
		return nil, fmt.Errorf("%s:%d: a zero byte: this is no text, save it as UTF-8 text", name, lineOf(data, bytes.IndexByte(data, 0)))
	case !utf8.Valid(data):
		return nil, fmt.Errorf("%s:%d: not UTF-8: save the file in that encoding", name, InvalidLine(data))
	}
	text := string(data)
	r := &Report{ID: strings.TrimSuffix(path.Base(name), path.Ext(name)), Text: text}
	if err := r.readFrontMatter(name); err != nil {
		return nil, err
	}
	r.findParagraphs()
	if len(r.Paragraphs) == 0 {
		return nil, fmt.Errorf("%s: no text: write the report below its front matter", name)
	}
	return r, nil
}

// frontMatter is what the head of a file may say.
type frontMatter struct {
	Title     string `yaml:"title,omitempty"`
	Publisher string `yaml:"publisher,omitempty"`
	URL       string `yaml:"url,omitempty"`
	Published string `yaml:"published,omitempty"`
	Lang      string `yaml:"lang,omitempty"`
	Licence   string `yaml:"licence,omitempty"`
}

var (
	fence   = regexp.MustCompile(`(?m)^---[ \t]*\r?$`)
	langTag = regexp.MustCompile(`^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$`)
)

// readFrontMatter fills in what the head of r.Text says, and r.Body.
func (r *Report) readFrontMatter(name string) error {
	start := 0
	if strings.HasPrefix(r.Text, byteOrderMark) {
		start = len(byteOrderMark)
	}
	r.Body = Span{start, len(r.Text)}
	opening := fence.FindStringIndex(r.Text[start:])
	if opening == nil || opening[0] != 0 {
		return nil
	}
	head := start + opening[1]
	closing := fence.FindStringIndex(r.Text[head:])
	if closing == nil {
		return fmt.Errorf("%s:1: the front matter does not end: close it with a line ---", name)
	}
	r.Body.Start = head + closing[1]

	var m frontMatter
	if err := yaml.UnmarshalWithOptions([]byte(r.Text[head:head+closing[0]]), &m, yaml.Strict()); err != nil {
		if bad, ok := errors.AsType[yaml.Error](err); ok {
			// The first line that YAML sees is the rest of the opening fence.
			line := 1
			if t := bad.GetToken(); t != nil && t.Position != nil {
				line = t.Position.Line
			}
			return fmt.Errorf("%s:%d: front matter: %s: it may hold title, publisher, url, published, lang and licence", name, line, bad.GetMessage())
		}
		return fmt.Errorf("%s: front matter: %w", name, err)
	}
	fault := func(key, value, want string) error {
		return fmt.Errorf("%s: front matter: %s %q is not %s: mend it or leave it out", name, key, value, want)
	}
	if m.URL != "" && !isAddress(m.URL) {
		return fault("url", m.URL, "an http or https address")
	}
	if m.Published != "" && !isDate(m.Published) {
		return fault("published", m.Published, "a date like 2025-11-19 or 2025-11-19T08:30:00Z")
	}
	if m.Lang != "" && !langTag.MatchString(m.Lang) {
		return fault("lang", m.Lang, "a language tag like en or pt-BR")
	}
	r.Title, r.Publisher, r.URL = oneLine(m.Title), oneLine(m.Publisher), m.URL
	r.Published, r.Lang, r.Licence = m.Published, m.Lang, oneLine(m.Licence)
	return nil
}

// isAddress reports whether s is an address of the web.
func isAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}

// isDate reports whether s is a day or a moment as a report may name it.
func isDate(s string) bool {
	_, day := time.Parse(time.DateOnly, s)
	_, second := time.Parse(time.RFC3339, s)
	return day == nil || second == nil
}

// oneLine folds white space.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// lineOf returns the number of the line, from 1, in which byte i stands.
func lineOf(data []byte, i int) int { return 1 + bytes.Count(data[:i], []byte("\n")) }

// InvalidLine returns the number of the line, from 1, in which data stops being
// UTF-8; 0 where it does not.
func InvalidLine(data []byte) int {
	for i := 0; i < len(data); {
		r, n := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && n == 1 {
			return lineOf(data, i)
		}
		i += n
	}
	return 0
}

// blankLine parts paragraphs.
var blankLine = regexp.MustCompile(`\n[ \t\r]*\n`)

// findParagraphs splits the body at blank lines.
func (r *Report) findParagraphs() {
	r.Paragraphs = nil
	body := r.Body.In(r.Text)
	add := func(start, end int) {
		block := strings.TrimSpace(body[start:end])
		if block == "" {
			return
		}
		start += r.Body.Start + strings.Index(body[start:end], block)
		r.Paragraphs = append(r.Paragraphs, Paragraph{Span: Span{start, start + len(block)}})
	}
	start := 0
	for _, gap := range blankLine.FindAllStringIndex(body, -1) {
		add(start, gap[0])
		start = gap[1]
	}
	add(start, len(body))
}
