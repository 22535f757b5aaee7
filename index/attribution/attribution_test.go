package attribution_test

import (
	"os"
	"path/filepath"
	"testing"

	"footnote/index/attribution"
	"footnote/index/report"
	"footnote/index/segment"
)

// seed returns the built-in report, prepared.
func seed(t testing.TB) *report.Report {
	t.Helper()
	names, err := filepath.Glob("testdata/seed.txt")
	if err != nil || len(names) == 0 {
		t.Fatal("no seed report", err)
	}
	data, err := os.ReadFile(names[0])
	if err != nil {
		t.Fatal(err)
	}
	return prepare("seed", string(data))
}

func prepare(id, text string) *report.Report {
	r := report.New(id, "en", text)
	segment.Split(r)
	attribution.Attribute(r)
	return r
}

func FuzzAttribute(f *testing.F) {
	f.Add("“Yes,” Ann Lee told NBC News. \"No.\"\n\nAccording to the poll, he said it.")
	f.Fuzz(func(t *testing.T, text string) {
		r := prepare("fuzz", text)
		for _, s := range r.Sentences() {
			for _, a := range s.Attributions {
				inside := func(what string, sp report.Span) {
					if sp.Start < 0 || sp.End > len(text) || sp.Start >= sp.End {
						t.Fatalf("%s %v outside the text of %d bytes", what, sp, len(text))
					}
				}
				inside("content", a.Content)
				if !s.Span.Contains(a.Content) {
					t.Fatalf("content %v outside its sentence %v", a.Content, s.Span)
				}
				if a.Cue != nil {
					inside("cue", *a.Cue)
				}
				if a.Source.Mention != nil {
					inside("mention", *a.Source.Mention)
				}
				if a.Source.Name == "" {
					t.Fatalf("no name in %+v", a)
				}
			}
		}
	})
}
