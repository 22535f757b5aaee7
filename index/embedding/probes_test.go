package embedding

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Probes give what one probe after another gives, however many there are, and
// also after they have been others.
func TestProbes(t *testing.T) {
	m := Default()
	words := []string{"army", "military", "zzzz", "blue", "colour", "king", "queen", "seven", "nine"}
	var p Probes
	for count := len(words); count >= 0; count-- {
		p.Set(count, func(i int) Vector { return m.Find(words[i]).Vector })
		for _, word := range []string{"soldier", "red", "yyyy"} {
			v := m.Find(word).Vector
			var want []float32
			for _, w := range words[:count] {
				var one Probe
				one.Set(m.Find(w).Vector)
				want = append(want, one.Cosine(v))
			}
			got := p.Cosines(nil, v)
			if diff := cmp.Diff(want, append([]float32(nil), got[:count]...)); diff != "" {
				t.Errorf("%s: %d probes (-one by one +together):\n%s", word, count, diff)
			}
			for _, c := range got[count:] {
				if c != 0 {
					t.Errorf("%s: %d probes: %v behind the last", word, count, c)
				}
			}
		}
	}
}
