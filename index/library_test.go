package index

import (
	"fmt"
	"strings"
	"sync"
	"testing"

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
