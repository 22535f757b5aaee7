package index

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"footnote/index/report"
)

// numbered returns a report whose three sentences all hold the same number.
func numbered(n int) []*report.Report {
	text := strings.ReplaceAll("The ferry N sank.\n\nThe ferry N was raised.\n\nThe ferry N sails.", "N", fmt.Sprint(n))
	r := report.New("ferry", "en", text)
	Prepare(r)
	return []*report.Report{r}
}

func TestLibraryReplace(t *testing.T) {
	lib, err := NewLibrary(numbered(100))
	if err != nil {
		t.Fatal(err)
	}
	const questions, changes, askers = 1000, 100, 4
	var wg sync.WaitGroup
	for range askers {
		wg.Go(func() {
			for range questions / askers {
				res, err := lib.Search(t.Context(), Query{Text: "ferry", Limit: 3})
				if err != nil {
					t.Error(err)
					return
				}
				if len(res.Passages) != 3 {
					t.Errorf("%d passages; want 3", len(res.Passages))
					return
				}
				number := strings.Fields(res.Passages[0].Text)[2]
				for _, p := range res.Passages {
					if strings.Fields(p.Text)[2] != number {
						t.Errorf("%q beside number %s: half of another report", p.Text, number)
					}
				}
			}
		})
	}
	wg.Go(func() {
		for i := range changes {
			if err := lib.Replace(numbered(101 + i)); err != nil {
				t.Error(err)
			}
		}
	})
	wg.Wait()
	res, err := lib.Search(t.Context(), Query{Text: "ferry"})
	if err != nil || !strings.Contains(res.Passages[0].Text, "200") {
		t.Errorf("after the last change: %v, %v; want number 200", res.Passages, err)
	}
	if err := lib.Replace(append(numbered(1), numbered(2)...)); err == nil {
		t.Error("two reports of one id: no error")
	}
	if got := lib.Reports(); len(got) != 1 || !strings.Contains(got[0].Text, "200") {
		t.Errorf("after a refused change: %v; want the reports before it", got)
	}
	if err := lib.Close(); err != nil {
		t.Error(err)
	}
}

func TestLibraryRemembers(t *testing.T) {
	lib, err := NewLibrary(numbered(100))
	if err != nil {
		t.Fatal(err)
	}
	ask := func(q Query) Result {
		t.Helper()
		res, err := lib.Search(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		return res
	}
	first := ask(Query{Text: "ferry", Limit: 2})
	clear(first.Passages) // is the caller's
	want := ask(Query{Text: "ferry", Limit: 2})
	fresh, err := lib.current.Search(t.Context(), Query{Text: "ferry", Limit: 2})
	if diff := cmp.Diff(fresh, want); diff != "" || err != nil {
		t.Errorf("remembered: error %v (-index +library)\n%s", err, diff)
	}
	if n := lib.current.known.byID.Len(); n != 1 {
		t.Errorf("%d results for one query twice, want 1", n)
	}
	for _, q := range []Query{{Text: "ferry", Limit: 1}, {Text: "ferry", Limit: 2, Offset: 1}, {Text: "ferry", Limit: 2, Explain: true}, {Text: "ferry", Limit: 2, Reports: []string{"ferry"}}} {
		fresh, err := lib.current.Search(t.Context(), q)
		if diff := cmp.Diff(fresh, ask(q)); diff != "" || err != nil {
			t.Errorf("%+v: error %v (-index +library)\n%s", q, err, diff)
		}
	}
	failure := errors.New("of the index")
	if _, err := lib.current.known.search(Query{Text: "sank"}, func() (Result, error) { return Result{}, failure }); !errors.Is(err, failure) {
		t.Errorf("a failed search: error %v", err)
	}
	if res := ask(Query{Text: "sank"}); len(res.Passages) == 0 {
		t.Error("a failure is remembered")
	}
	for n := range maxResults {
		ask(Query{Text: fmt.Sprint("ferry ", n)})
	}
	if n := lib.current.known.byID.Len(); n != maxResults {
		t.Errorf("%d results are remembered, want %d", n, maxResults)
	}
	if err := lib.Close(); err != nil {
		t.Error(err)
	}
}
