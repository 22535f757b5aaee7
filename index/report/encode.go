package report

import (
	"strings"
	"unicode"

	"github.com/goccy/go-yaml"
)

// Encode writes a report as the text that [Decode] reads: front matter with what
// is known of r, and below it the paragraphs, each on one line. Of r it takes
// the title, publisher, URL, date, language and licence; a value that Decode
// would refuse is left out. White space is folded, and characters that no text
// holds are dropped. The result is valid UTF-8; it has no front matter where
// nothing is known, and no paragraph where all are blank.
func Encode(r *Report, paragraphs []string) string {
	m := frontMatter{
		Title: clean(r.Title), Publisher: clean(r.Publisher), URL: clean(r.URL),
		Published: clean(r.Published), Lang: clean(r.Lang), Licence: clean(r.Licence),
	}
	if !isAddress(m.URL) {
		m.URL = ""
	}
	if !isDate(m.Published) {
		m.Published = ""
	}
	if !langTag.MatchString(m.Lang) {
		m.Lang = ""
	}
	var out strings.Builder
	if m != (frontMatter{}) {
		out.WriteString("---\n" + m.yaml() + "---\n\n")
	}
	first := true
	for _, p := range paragraphs {
		if p = clean(p); p == "" {
			continue
		}
		switch {
		case first && out.Len() == 0 && fence.MatchString(p):
			out.WriteString("---\n---\n\n") // lest p be taken for front matter
		case !first:
			out.WriteString("\n")
		}
		out.WriteString(p + "\n")
		first = false
	}
	return out.String()
}

// yaml returns the fields a line each, or as JSON, which is YAML too, where the library
// writes a line that it does not read: it does not quote a value such as "? why".
func (m frontMatter) yaml() string {
	head, err := yaml.Marshal(m)
	var back frontMatter
	if err == nil && yaml.Unmarshal(head, &back) == nil && back == m {
		return string(head)
	}
	if head, err = yaml.MarshalWithOptions(m, yaml.JSON()); err != nil {
		panic("report: strings that are no YAML: " + err.Error()) // there are none
	}
	return strings.TrimSpace(string(head)) + "\n"
}

// clean folds white space and drops what is neither shown nor space: control
// characters, byte order marks, soft hyphens.
func clean(s string) string {
	return oneLine(strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), r == '\ufeff', r == '\u00ad':
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd")))
}
