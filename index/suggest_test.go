package index

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"footnote/index/report"
)

// library indexes the built-in report and the invented ones.
func library(t testing.TB) *Index {
	t.Helper()
	x, err := New(rankingReports(t))
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

// Every suggestion is answered, by a sentence of the report that it names.
func TestSuggestIsAnswered(t *testing.T) {
	x := library(t)
	for _, reports := range [][]string{nil, {"peace-plan"}, {"sport", "science"}} {
		all, err := x.Suggest(t.Context(), "", reports, 1000)
		if err != nil {
			t.Fatal(err)
		}
		if len(all) < 10 {
			t.Errorf("%v: %d suggestions; want 10 at least", reports, len(all))
		}
		seen := map[string]bool{}
		for _, s := range all {
			res := mustSearch(t, x, Query{Text: s.Question, Reports: reports})
			if res.Verdict != Answered || res.Passages[0].Report != s.Report || seen[s.Question] {
				t.Errorf("%v: %+v: verdict %v, seen %v", reports, s, res.Verdict, seen[s.Question])
			}
			if len(reports) > 0 && !slices.Contains(reports, s.Report) {
				t.Errorf("%v: %+v is on another report", reports, s)
			}
			seen[s.Question] = true
		}
		again, err := x.Suggest(t.Context(), "", reports, 1000)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(all, again); diff != "" {
			t.Errorf("%v: the second time (-first +second)\n%s", reports, diff)
		}
		three, err := x.Suggest(t.Context(), "", reports, 3)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(all[:3], three); diff != "" {
			t.Errorf("%v: three (-want +got)\n%s", reports, diff)
		}
	}
}

// What is typed finds these proposals first, before any is tried.
func TestProposalsMatching(t *testing.T) {
	x := newIndex(t, `Senator Lindsey Graham told NBC News that it rained. Dmitry Peskov, a spokesman, said that nobody knew.

The Finance Ministry announced that it would pay. The governing coalition collapsed on Thursday.`)
	const (
		graham    = "What did Lindsey Graham say?"
		grahamNBC = "What did Lindsey Graham tell NBC News?"
		whoGraham = "Who is Lindsey Graham?"
		peskov    = "What did Dmitry Peskov say?"
		whoPeskov = "Who is Dmitry Peskov?"
		ministry  = "What did the Finance Ministry announce?"
		coalition = "When did the governing coalition collapse?"
	)
	p := x.proposals()
	for typed, want := range map[string][]string{
		"":                          {graham, coalition, whoGraham, grahamNBC, whoPeskov, peskov, ministry},
		"  ?! ":                     {graham, coalition, whoGraham, grahamNBC, whoPeskov, peskov, ministry},
		"what did l":                {graham, grahamNBC, whoGraham},
		"WHAT DID THE":              {ministry},
		"graham":                    {graham, whoGraham, grahamNBC},
		"grahm":                     {graham, whoGraham, grahamNBC},
		"lindsay graham":            {graham, whoGraham, grahamNBC},
		"peskvo":                    {whoPeskov, peskov},
		"nbc pesk":                  {grahamNBC, whoPeskov, peskov},
		"why did the coalition end": {coalition},
		"eiffel tower":              nil,
		"zzz":                       nil,
	} {
		var got []string
		for _, n := range p.matching(typed, func([]int) bool { return true }) {
			got = append(got, p.all[n].text)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q (-want +got)\n%s", typed, diff)
		}
	}
}

// Where there is no time, there are those that were tried before.
func TestSuggestEnds(t *testing.T) {
	x := library(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if found, err := x.Suggest(ctx, "", nil, 3); !errors.Is(err, context.Canceled) {
		t.Errorf("before any was tried: %v, %v", found, err)
	}
	want, err := x.Suggest(t.Context(), "", nil, 3)
	if err != nil {
		t.Fatal(err)
	}
	got, err := x.Suggest(ctx, "", nil, 1000)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("after three were (-want +got)\n%s", diff)
	}
}

func TestSuggestNothing(t *testing.T) {
	de := report.New("de", "de", "Der Sprecher Dmitri Peskow sagte am Montag: „Es gibt keine Pläne.“ Peskow said so.")
	Prepare(de)
	x, err := New([]*report.Report{de})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := x.Close(); err != nil {
			t.Error(err)
		}
	}()
	for _, tt := range []struct {
		reports []string
		limit   int
	}{{nil, 10}, {[]string{"unknown"}, 10}, {nil, 0}} {
		if found, err := x.Suggest(t.Context(), "", tt.reports, tt.limit); err != nil || len(found) > 0 {
			t.Errorf("%+v: %v, %v; want none", tt, found, err)
		}
	}
	if found, err := library(t).Suggest(t.Context(), "", nil, 0); err != nil || len(found) > 0 {
		t.Errorf("limit 0: %v, %v; want none", found, err)
	}
}

// BenchmarkSuggest types a word, over one report and over a thousand.
func BenchmarkSuggest(b *testing.B) {
	for _, copies := range []int{1, 1000} {
		b.Run(fmt.Sprint(copies), func(b *testing.B) {
			text, err := os.ReadFile(rankingDir + "/politics.txt")
			if err != nil {
				b.Fatal(err)
			}
			var texts []string
			for i := range copies {
				texts = append(texts, fmt.Sprintf("%s\n\nSecretary Jan Nummer%d said it rained. Fishermen%d said so.", text, i, i))
			}
			x := newIndex(b, texts...)
			b.ResetTimer()
			for b.Loop() {
				if _, err := x.Suggest(b.Context(), "solhiem say", nil, 25); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
