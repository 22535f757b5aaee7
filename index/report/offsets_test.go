package report

import (
	"testing"
	"unicode/utf8"
)

func FuzzOffsets(f *testing.F) {
	f.Add("naïve — “quoted” 🙂 text")
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) {
			return
		}
		for len(text) < 3*stride && text != "" {
			text += text
		}
		o, want := NewOffsets(text), 0
		for b := range text {
			if got := o.Rune(b); got != want {
				t.Fatalf("Rune(%d) = %d; want %d", b, got, want)
			}
			want++
		}
		if got := o.Rune(len(text)); got != want {
			t.Fatalf("Rune(%d) = %d; want %d", len(text), got, want)
		}
	})
}
