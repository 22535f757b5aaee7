package report

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestDecode(t *testing.T) {
	text := "---\ntitle: A  plan\nurl: https://example.org/a\npublished: 2025-11-19\nlang: en\n---\n\nOne. Two.\n\n  Three.\n"
	got, err := Decode("folder/plan.txt", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	want := &Report{
		ID: "plan", Title: "A plan", URL: "https://example.org/a", Published: "2025-11-19", Lang: "en",
		Text: text, Body: Span{80, len(text)},
		Paragraphs: []Paragraph{{Span: Span{82, 91}}, {Span: Span{95, 101}}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Decode (-want +got)\n%s", diff)
	}
}

func TestDecodeParagraphs(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
	}{
		{"line feeds", "a\nb\n\nc", []string{"a\nb", "c"}},
		{"carriage returns", "a\r\nb\r\n\r\nc\r\n", []string{"a\r\nb", "c"}},
		{"byte order mark", "\ufeffa\n\nb", []string{"a", "b"}},
		{"mark and front matter", "\ufeff---\ntitle: x\n---\na", []string{"a"}},
		{"front matter with carriage returns", "---\r\ntitle: x\r\n---\r\na\r\n\r\nb", []string{"a", "b"}},
		{"empty front matter", "---\n---\na", []string{"a"}},
		{"a rule later is text", "a\n\n---\n\nb", []string{"a", "---", "b"}},
		{"blank line with spaces", "a\n \t\nb", []string{"a", "b"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r, err := Decode("x.txt", []byte(tt.text))
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, p := range r.Paragraphs {
				got = append(got, p.Span.In(r.Text))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("paragraphs (-want +got)\n%s", diff)
			}
		})
	}
}

func TestDecodeFaults(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"empty", "", "x.txt: no text: write the report below its front matter"},
		{"blank", " \n\n", "x.txt: no text: write the report below its front matter"},
		{"front matter alone", "---\ntitle: x\n---\n", "x.txt: no text: write the report below its front matter"},
		{"binary", "a\nb\x00c", "x.txt:2: a zero byte: this is no text, save it as UTF-8 text"},
		{"Latin-1", "a\n\nb\nZ\xfcrich", "x.txt:4: not UTF-8: save the file in that encoding"},
		{"open front matter", "---\ntitle: x\n\nText.", "x.txt:1: the front matter does not end: close it with a line ---"},
		{"unknown key", "---\ntitle: x\nheadline: y\n---\nText.", `x.txt:3: front matter: unknown field "headline": it may hold title, publisher, url, published, lang and licence`},
		{"address", "---\nurl: javascript:alert(1)\n---\nText.", `x.txt: front matter: url "javascript:alert(1)" is not an http or https address: mend it or leave it out`},
		{"date", "---\npublished: yesterday\n---\nText.", `x.txt: front matter: published "yesterday" is not a date like 2025-11-19 or 2025-11-19T08:30:00Z: mend it or leave it out`},
		{"language", "---\nlang: English language\n---\nText.", `x.txt: front matter: lang "English language" is not a language tag like en or pt-BR: mend it or leave it out`},
		{"too large", strings.Repeat("a", MaxSize+1), "x.txt: more than the 4 MiB of a report: split it"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Decode("x.txt", []byte(tt.text))
			if err == nil {
				t.Fatal("no error")
			}
			if diff := cmp.Diff(tt.want, err.Error()); diff != "" {
				t.Errorf("error (-want +got)\n%s", diff)
			}
		})
	}
}

func FuzzDecode(f *testing.F) {
	f.Add("---\ntitle: x\n---\n\nOne.\n\nTwo.")
	f.Add("\ufeff---\r\n---\r\nA")
	f.Fuzz(func(t *testing.T, text string) {
		r, err := Decode("x.txt", []byte(text))
		if err != nil {
			return
		}
		end := r.Body.Start
		for _, p := range r.Paragraphs {
			if !r.Body.Contains(p.Span) || p.Span.Start < end || p.Span.Len() == 0 {
				t.Fatalf("paragraph %v after %d in body %v", p.Span, end, r.Body)
			}
			if gap := text[end:p.Span.Start]; strings.TrimSpace(gap) != "" {
				t.Fatalf("%q is in no paragraph", gap)
			}
			end = p.Span.End
		}
		if gap := text[end:]; strings.TrimSpace(gap) != "" {
			t.Fatalf("%q is in no paragraph", gap)
		}
	})
}
