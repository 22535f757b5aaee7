package attribution

import "testing"

// What a dictionary is made of is found in it, and nothing else.
func TestDictionary(t *testing.T) {
	words := map[uint32]entry{}
	for i := range uint32(1000) {
		// Many fall on one place, some on the last ones.
		word := i%7<<20 | i*(i%3) | -(i % 5)
		words[word] = entry{traits{class: class(i % 11), tag: tag(i % 3)}, i % 2 * word}
	}
	d := newDictionary(words)
	for word, want := range words {
		if got := d.find(word); got != want {
			t.Errorf("%#x: %+v, want %+v", word, got, want)
		}
		if _, ok := words[word+1]; !ok && d.find(word+1) != (entry{}) {
			t.Errorf("%#x: %+v, want nothing", word+1, d.find(word+1))
		}
	}
	if got := newDictionary(nil).find(1); got != (entry{}) {
		t.Errorf("empty: %+v", got)
	}
}
