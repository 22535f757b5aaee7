package index

import (
	"context"
	"slices"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"footnote/index/embedding"
	"footnote/index/report"
)

// Whatever is asked of whatever report, passages are its sentences, what is marked in
// them stands between characters, and the same question finds the same again.
func FuzzSearch(f *testing.F) {
	f.Add("en", harbour, "Who is Anna Berg?")
	f.Add("en", harbour, "who told Radio Vest how old the port is")
	f.Add("en", "On Monday the mayor of Lindvik, Anna Berg, 39, opened 17 of the 20 bridges in the Old Port.", "How many bridges?")
	f.Add("en", "The king's son-in-law Bo, a U.S. envoy, said: “In law of of,” at 9%.", "Who's Bo of the law?")
	f.Add("de", "Der Hafen von Lindvik wird für zwei Jahre geschlossen.", "Wie lange?")
	f.Fuzz(func(t *testing.T, lang, text, question string) {
		if !utf8.ValidString(text) || len(text) > 4096 || len(question) > 1024 {
			t.Skip() // what reads a report and a question sees to that
		}
		r := report.New("r", lang, text)
		Prepare(r)
		x, err := New([]*report.Report{r})
		if err != nil {
			t.Fatal(err)
		}
		defer x.Close() //nolint:errcheck // nothing is written
		q := Query{Text: question, Explain: true}
		res, err := x.Search(context.Background(), q)
		if err != nil {
			t.Fatal(err)
		}
		if !(res.Confidence >= 0 && res.Confidence <= 1) {
			t.Errorf("confidence %v", res.Confidence)
		}
		for _, p := range res.Passages {
			if p.Span.In(text) != p.Text {
				t.Errorf("passage %q; the report has %q", p.Text, p.Span.In(text))
			}
			for _, s := range append(slices.Clone(p.Highlights), p.Answer) {
				if s.Start < 0 || s.Start > s.End || s.End > len(p.Text) || !utf8.ValidString(s.In(p.Text)) {
					t.Errorf("%v is marked in %q", s, p.Text)
				}
			}
		}
		again, err := x.Search(context.Background(), q)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(res, again); diff != "" {
			t.Errorf("the same question (-first +then):\n%s", diff)
		}
	})
}

// FuzzTerms finds texts of which the lexicon has other terms than Bleve.
func FuzzTerms(f *testing.F) {
	bleves := bleves(f)
	f.Add("The U.S.-led coalition's 1,000 troops aren't there; O’Neill’s were.")
	f.Add("Ⱥpple ΣΑΣ İstanbul naïveté's 中国 カa a_b 1.5 .5 a.b.c")
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) {
			t.Skip()
		}
		l, err := newLexicon("en", embedding.Default(), 0)
		if err != nil {
			t.Fatal(err)
		}
		want := bleveTerms(bleves, text)
		for _, known := range []bool{false, true} {
			if diff := cmp.Diff(want, ourTerms(l, text)); diff != "" {
				t.Errorf("%q, read %v (-Bleve +lexicon):\n%s", text, known, diff)
			}
			l.read(nil, text)
		}
	})
}
