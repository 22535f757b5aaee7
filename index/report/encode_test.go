package report

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestEncode(t *testing.T) {
	full := Report{Title: "A  plan:\nB", Publisher: "P", URL: "https://example.org/a", Published: "2025-11-19", Lang: "en", Licence: "CC0"}
	tests := []struct {
		name       string
		head       Report
		paragraphs []string
		want       string
	}{
		{
			"all is known", full,
			[]string{"One.\nTwo.", " ", "Three."},
			"---\ntitle: \"A plan: B\"\npublisher: P\nurl: https://example.org/a\npublished: \"2025-11-19\"\nlang: en\nlicence: CC0\n---\n\nOne. Two.\n\nThree.\n",
		},
		{"nothing is known", Report{}, []string{"One."}, "One.\n"},
		{"what could not be read again", Report{URL: "ftp://a", Published: "May", Lang: "English!"}, []string{"One."}, "One.\n"},
		{"text like front matter", Report{}, []string{"---", "One."}, "---\n---\n\n---\n\nOne.\n"},
		{"a title that has to be quoted", Report{Title: "? why", Licence: "CC0"}, []string{"One."}, "---\n{\"title\": \"? why\", \"licence\": \"CC0\"}\n---\n\nOne.\n"},
		{"no text", Report{}, []string{"", "\n"}, ""},
		{"characters that are no text", Report{}, []string{"\ufeffA\x00 co\u00adop\x1b[1m\xff\u2028B"}, "A coop[1m\ufffd B\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, Encode(&tt.head, tt.paragraphs)); diff != "" {
				t.Errorf("Encode (-want +got)\n%s", diff)
			}
		})
	}
}

func FuzzEncode(f *testing.F) {
	f.Add("A: plan", "P", "https://example.org", "2025-11-19", "en", "CC0", "One.\n---\nTwo.", "Three.")
	f.Add("- no", "'", "", "", "", "#", "---", "")
	f.Add("?", "? 0", "", "", "", "? 0", "0", "0")
	f.Fuzz(func(t *testing.T, title, publisher, url, published, lang, licence, one, two string) {
		given := Report{Title: title, Publisher: publisher, URL: url, Published: published, Lang: lang, Licence: licence}
		text := Encode(&given, []string{one, two})
		if !utf8.ValidString(text) {
			t.Fatalf("not UTF-8: %q", text)
		}
		r, err := Decode("x.txt", []byte(text))
		if err != nil {
			if clean(one) != "" || clean(two) != "" {
				t.Fatalf("%v\n%s", err, text)
			}
			return
		}
		var got, want []string
		for _, p := range r.Paragraphs {
			got = append(got, p.Span.In(r.Text))
		}
		for _, p := range []string{one, two} {
			if p = clean(p); p != "" {
				want = append(want, p)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("paragraphs (-want +got)\n%s", diff)
		}
		if r.Title != clean(title) || r.Publisher != clean(publisher) || r.Licence != clean(licence) || strings.Contains(r.URL, "\n") {
			t.Fatalf("%+v of\n%s", r, text)
		}
	})
}
