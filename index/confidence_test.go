package index

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// The chance is that one of the first five candidates answers; opinions count
// alike.
func TestAgreed(t *testing.T) {
	candidates := func(chances ...float32) (all []candidate) {
		for _, c := range chances {
			all = append(all, candidate{chance: c})
		}
		return all
	}
	got := map[string]float64{
		"one":         chance(candidates(1.5)),
		"two":         chance(candidates(0, 0)),
		"order":       chance(candidates(0, 1)) - chance(candidates(1, 0)),
		"sixth":       chance(candidates(0, 0, 0, 0, 0, 9)),
		"even":        agreed(0, 0),
		"opposed":     agreed(3, -3),
		"half a mind": agreed(2, 0),
		"outvoted":    agreed(3, -1, -2),
	}
	want := map[string]float64{
		"one":         1.5,
		"two":         math.Log(2),
		"order":       0,
		"sixth":       math.Log(5),
		"even":        0.5,
		"opposed":     0.5,
		"half a mind": 1 / (1 + math.Exp(-1)),
		"outvoted":    0.5,
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateApprox(0, 1e-6)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
