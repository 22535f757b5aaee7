package index

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"footnote/index/report"
)

// harbour is an invented report.
const harbour = `The harbour of Lindvik will be closed for two years, Mayor Anna Berg told Radio Vest on Monday. The port was built in 1911.

"We cannot keep a wall that is falling into the sea," Berg said. According to the port authority, repairs will cost 40 million crowns. The ferry company Nordlys said that it would move its ships to Havn.

Fishermen are angry. Their association says that nobody asked them.`

func newIndex(t testing.TB, texts ...string) *Index {
	t.Helper()
	var reports []*report.Report
	for i, text := range texts {
		r := report.New(fmt.Sprintf("report%d", i), "en", text)
		Prepare(r)
		reports = append(reports, r)
	}
	x, err := New(reports)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := x.Close(); err != nil {
			t.Error(err)
		}
	})
	return x
}

func mustSearch(t testing.TB, x *Index, q Query) Result {
	t.Helper()
	res, err := x.Search(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	return res
}

func TestSearch(t *testing.T) {
	x := newIndex(t, harbour)
	res := mustSearch(t, x, Query{Text: "How much do the repairs cost?", Limit: 1})
	if res.Verdict != Answered {
		t.Errorf("verdict %v; want Answered", res.Verdict)
	}
	if len(res.Passages) != 1 {
		t.Fatalf("%d passages; want 1", len(res.Passages))
	}
	got := res.Passages[0]
	if answer := got.Answer.In(got.Text); !strings.Contains(answer, "40 million") {
		t.Errorf("marked %q; want what repairs cost", answer)
	}
	got.Score, got.Attributions, got.Answer = 0, nil, report.Span{}
	start := strings.Index(harbour, "According to")
	end := strings.Index(harbour, " The ferry")
	want := Passage{
		Citation: Citation{
			Report: "report0", Lang: "en", Paragraph: 2, Sentence: 4, Sentences: 7,
			Span: report.Span{Start: start, End: end}, Runes: [2]int{start, end},
		},
		Text:       "According to the port authority, repairs will cost 40 million crowns.",
		Before:     `"We cannot keep a wall that is falling into the sea," Berg said.`,
		After:      "The ferry company Nordlys said that it would move its ships to Havn.",
		Highlights: []report.Span{{Start: 33, End: 40}, {Start: 46, End: 50}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("passage (-want +got):\n%s", diff)
	}
}

func TestSearchSilent(t *testing.T) {
	x := newIndex(t, harbour)
	for _, text := range []string{"", "   ", "the of and", "?", "Who won the chess championship in Buenos Aires?"} {
		if res := mustSearch(t, x, Query{Text: text}); res.Verdict != Silent {
			t.Errorf("%q: verdict %v, confidence %.2f; want Silent", text, res.Verdict, res.Confidence)
		}
	}
}

func TestSearchPages(t *testing.T) {
	x := newIndex(t, harbour)
	const text = "What did Berg say about the harbour, the port and the ferry?"
	all := mustSearch(t, x, Query{Text: text, Limit: 100})
	if all.More {
		t.Error("more passages after all of them")
	}
	var pages []Passage
	for offset := 0; ; offset += 2 {
		res := mustSearch(t, x, Query{Text: text, Limit: 2, Offset: offset})
		if res.Verdict != all.Verdict || res.Confidence != all.Confidence {
			t.Errorf("offset %d: %v %v; want %v %v", offset, res.Verdict, res.Confidence, all.Verdict, all.Confidence)
		}
		pages = append(pages, res.Passages...)
		if !res.More {
			break
		}
	}
	if diff := cmp.Diff(all.Passages, pages); diff != "" {
		t.Errorf("pages (-all +joined):\n%s", diff)
	}
	if res := mustSearch(t, x, Query{Text: text, Offset: 1000}); len(res.Passages) != 0 || res.More {
		t.Errorf("past the end: %d passages, more %v", len(res.Passages), res.More)
	}
}

func TestSearchReports(t *testing.T) {
	x := newIndex(t, harbour, strings.ReplaceAll(harbour, "Lindvik", "Storby"), "Nothing of the kind.")
	for _, tt := range []struct {
		name    string
		reports []string
		want    []string
	}{
		{"all", nil, []string{"report0", "report1"}},
		{"one", []string{"report1"}, []string{"report1"}},
		{"two", []string{"report1", "report0"}, []string{"report0", "report1"}},
		{"unknown", []string{"report9"}, nil},
		{"one and unknown", []string{"report9", "report0"}, []string{"report0"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, p := range mustSearch(t, x, Query{Text: "repairs cost", Reports: tt.reports, Limit: len(tt.want) + 1}).Passages {
				if strings.Contains(p.Text, "repairs will cost") {
					got = append(got, p.Report)
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("reports (-want +got):\n%s", diff)
			}
		})
	}
}

// Bleve picks a query's analyzer by chance where two languages share a field,
// and gives equal scores in an order that changes from run to run.
func TestSearchSame(t *testing.T) {
	de := report.New("de", "de", "Der Hafen von Lindvik wird geschlossen. Die Häfen sind alt.")
	en := report.New("en", "en", "The harbour of Lindvik will be closed. "+strings.Repeat("Harbours are old. ", 200))
	Prepare(de)
	Prepare(en)
	var want Result
	for run := range 5 {
		x, err := New([]*report.Report{de, en})
		if err != nil {
			t.Fatal(err)
		}
		var wait sync.WaitGroup
		for i := range 8 {
			wait.Go(func() {
				got := mustSearch(t, x, Query{Text: "Are the harbours old? Hafen", Limit: 100, Explain: true})
				if run == 0 && i == 0 {
					want = got
				}
			})
			if i == 0 {
				wait.Wait()
			}
		}
		wait.Wait()
		got := mustSearch(t, x, Query{Text: "Are the harbours old? Hafen", Limit: 100, Explain: true})
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("run %d (-first +now):\n%s", run, diff)
		}
		if err := x.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestNewTwice(t *testing.T) {
	r := report.New("a", "en", "One.")
	if _, err := New([]*report.Report{r, r}); err == nil || !strings.Contains(err.Error(), `"a"`) {
		t.Errorf("error %v; want one that names the id", err)
	}
}
