package file

import (
	"net/url"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"footnote/index/report"
)

// page is as a news site serves it.
const page = `<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8">
<title>Harbour of Lindvik to close | The Lindvik Courier</title>
<meta property="og:title" content="Harbour of Lindvik to close | The Lindvik Courier">
<meta property="og:site_name" content="The Lindvik Courier">
<meta property="article:published_time" content="2025-11-19T08:30:00+01:00">
<meta name="author" content="Ann Lee">
<link rel="canonical" href="https://courier.example/news/harbour#top">
</head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<div class="cookie-banner">We use cookies. <button>Accept</button></div>
<article><h1>Harbour of Lindvik to close</h1>
<p class="byline">By Ann Lee</p>
<figure><img src="h.jpg" alt="The harbour"><figcaption>The harbour. Photo: Some Agency</figcaption></figure>
<p>The harbour of Lindvik will be closed in March, the town council said on Wednesday, after
divers found that its eastern wall had sunk by half a metre &amp; was &ldquo;beyond repair&rdquo;.</p>
<p>“We had no choice,” mayor <b>Olav Berg</b> told the <i>Courier</i>.<br>Work on a new wall would cost nine million,
according to an estimate that the council has not published, and would take three years.</p>
<h2>What fishermen say</h2>
<ul><li>Most of the boats will move to Sund, the fishermen's union said in a statement on Thursday.</li>
<li>Twelve families have lived off the harbour for generations, and they will be paid, Berg said.</li></ul>
</article>
<aside><h3>Read more</h3><a href="/x">Ten things about fish</a></aside>
<footer>© The Lindvik Courier. All rights reserved.</footer>
</body></html>`

func TestHTML(t *testing.T) {
	got, err := Text(Input{Name: "harbour.html", Data: []byte(page)})
	if err != nil {
		t.Fatal(err)
	}
	want := `---
title: Harbour of Lindvik to close
publisher: The Lindvik Courier
url: https://courier.example/news/harbour
published: "2025-11-19T08:30:00+01:00"
lang: en-GB
---

The harbour of Lindvik will be closed in March, the town council said on Wednesday, after divers found that its eastern wall had sunk by half a metre & was “beyond repair”.

“We had no choice,” mayor Olav Berg told the Courier. Work on a new wall would cost nine million, according to an estimate that the council has not published, and would take three years.

What fishermen say

Most of the boats will move to Sund, the fishermen's union said in a statement on Thursday.

Twelve families have lived off the harbour for generations, and they will be paid, Berg said.
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Text (-want +got)\n%s", diff)
	}
}

func TestHTMLEncodings(t *testing.T) {
	words := `<p>Der Hafen von Lindvik wird im März geschlossen, sagte der Rat am Mittwoch; die Mauer sei „zerstört“ und nicht zu retten.</p>`
	encode := func(e interface{ String(string) (string, error) }, s string) []byte {
		t.Helper()
		out, err := e.String(s)
		if err != nil {
			t.Fatal(err)
		}
		return []byte(out)
	}
	latin, wide := charmap.Windows1252.NewEncoder(), unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder()
	tests := []struct {
		name    string
		data    []byte
		charset string
		want    string // of the error; "" where the page is read
	}{
		{"UTF-8, unnamed", []byte(words), "", ""},
		{"UTF-8, named by the server", []byte(words), "utf-8", ""},
		{"windows-1252, named by the page", encode(latin, `<meta charset="windows-1252">`+words), "", ""},
		{"windows-1252, named by the server", encode(latin, words), "windows-1252", ""},
		{"UTF-16 with a mark", encode(wide, words), "", ""},
		{"windows-1252, unnamed", encode(latin, "<p>\n"+words), "", "x.html:2: not UTF-8, and no other encoding is named: save the page in UTF-8"},
		{"windows-1252, named UTF-8", encode(latin, `<meta charset="utf-8">`+words), "", "x.html:1: not UTF-8, and no other encoding is named: save the page in UTF-8"},
		{"UTF-8, named Shift JIS", []byte(words), "shift_jis", "x.html:1: not shift_jis, as it says: save the page in UTF-8"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := Text(Input{Name: "x.html", Data: tt.data, Charset: tt.charset})
			if tt.want != "" {
				if err == nil || err.Error() != tt.want {
					t.Errorf("error = %v; want %s", err, tt.want)
				}
				return
			}
			if err != nil || !strings.Contains(got, "im März geschlossen, sagte der Rat am Mittwoch; die Mauer sei „zerstört“") {
				t.Errorf("Text = %q, %v", got, err)
			}
		})
	}
}

func TestHTMLFaults(t *testing.T) {
	tests := []struct{ name, page, want string }{
		{"empty", "", "x.html: no text in it: copy the report's text into a .txt file"},
		{"no text", "<html><body><nav><a href=/>Home</a></nav><img src=x><script>var text = 1</script></body></html>", "x.html: no text in it: copy the report's text into a .txt file"},
		{"too deep", strings.Repeat("<div>", 600), "x.html: html: open stack of elements exceeds 512 nodes: copy the report's text into a .txt file"},
		{"too many elements", strings.Repeat("<p>word</p>", maxElements+1), "x.html: documents too large: 50004 elements: copy the report's text into a .txt file"},
		{"too large", strings.Repeat("a", maxHTML+1), "x.html: more than the 8 MiB of a report: split it"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := Text(Input{Name: "x.html", Data: []byte(tt.page)})
			if err == nil || err.Error() != tt.want {
				t.Errorf("Text = %q, %v; want error %s", got, err, tt.want)
			}
		})
	}
}

func TestWithoutSite(t *testing.T) {
	tests := []struct{ title, site, want string }{
		{"A plan | The Post", "The Post", "A plan"},
		{"A plan – the post", "The Post", "A plan"},
		{"The Post - A plan", "The Post", "A plan"},
		{"War - and peace - The Post", "The Post", "War - and peace"},
		{"A plan | Opinion", "The Post", "A plan | Opinion"},
		{"A half-time | The Post", "", "A half-time | The Post"},
		{"The Post", "The Post", "The Post"},
	}
	for _, tt := range tests {
		if got := withoutSite(tt.title, tt.site); got != tt.want {
			t.Errorf("withoutSite(%q, %q) = %q; want %q", tt.title, tt.site, got, tt.want)
		}
	}
}

func TestCanonical(t *testing.T) {
	tests := []struct{ head, fetched, want string }{
		{`<link rel=canonical href=https://a.example/1>`, "", "https://a.example/1"},
		{`<link rel=canonical href=/1>`, "https://a.example/2?utm=x", "https://a.example/1"},
		{`<link rel=canonical href=https://b.example/1>`, "https://a.example/2", "https://a.example/2"},
		{`<meta property=og:url content=https://a.example/1>`, "", "https://a.example/1"},
		{`<link rel=canonical href=/1>`, "", ""},
		{`<link rel=canonical href="https://me:secret@a.example/1">`, "", ""},
	}
	for _, tt := range tests {
		page, err := html.Parse(strings.NewReader(tt.head))
		if err != nil {
			t.Fatal(err)
		}
		fetched, err := url.Parse(tt.fetched)
		if err != nil {
			t.Fatal(err)
		}
		if got := canonical(page, fetched); got != tt.want {
			t.Errorf("canonical(%s) fetched from %q = %q; want %q", tt.head, tt.fetched, got, tt.want)
		}
	}
}

func TestMoment(t *testing.T) {
	zone := time.FixedZone("", 3600)
	tests := []struct {
		time time.Time
		want string
	}{
		{time.Time{}, ""},
		{time.Date(2025, 11, 19, 0, 0, 0, 0, time.UTC), "2025-11-19"},
		{time.Date(2025, 11, 19, 8, 30, 0, 0, zone), "2025-11-19T08:30:00+01:00"},
		{time.Date(20250, 1, 1, 0, 0, 0, 0, time.UTC), ""},
	}
	for _, tt := range tests {
		if got := moment(tt.time); got != tt.want {
			t.Errorf("moment(%v) = %q; want %q", tt.time, got, tt.want)
		}
	}
}

// checkText fails where what was made of a file is not a report, or too much.
func checkText(t *testing.T, in Input) {
	t.Helper()
	text, err := Text(in)
	if err != nil {
		if strings.Contains(err.Error(), "\n") || !strings.HasPrefix(err.Error(), in.Name) {
			t.Fatalf("error %q is not one line that names the file", err)
		}
		return
	}
	if !utf8.ValidString(text) || len(text) > report.MaxSize {
		t.Fatalf("%d bytes, valid UTF-8 %t", len(text), utf8.ValidString(text))
	}
	r, err := report.Decode(in.Name, []byte(text))
	if err != nil {
		if strings.HasSuffix(err.Error(), "no text: write the report below its front matter") {
			return
		}
		t.Fatalf("the text form cannot be read: %v\n%s", err, text)
	}
	var paragraphs []string
	for _, p := range r.Paragraphs {
		paragraphs = append(paragraphs, p.Span.In(r.Text))
	}
	if again := report.Encode(r, paragraphs); again != text {
		t.Fatalf("the text form is not read as it was written\n%s", cmp.Diff(text, again))
	}
}

func FuzzHTML(f *testing.F) {
	f.Add([]byte(page), "")
	f.Add([]byte("<p>Zw\xf6lf Boote</p>"), "windows-1252")
	f.Fuzz(func(t *testing.T, data []byte, charset string) {
		checkText(t, Input{Name: "x.html", Data: data, Charset: charset, URL: "https://courier.example/x"})
	})
}
