package wordlist_test

import (
	"fmt"
	"strings"
	"testing"

	"footnote/index/wordlist"
)

// Each word of a list is found by its number and the number by the word, and no other
// word is found.
func TestList(t *testing.T) {
	for _, size := range []int{0, 1, 2, 3, 10, 5000} {
		var text strings.Builder
		for n := range size {
			fmt.Fprintln(&text, n*n)
		}
		l := wordlist.New(text.String())
		if l.Len() != size {
			t.Errorf("%d words, want %d", l.Len(), size)
		}
		for n := range size {
			word := fmt.Sprint(n * n)
			if got := l.Word(n); got != word {
				t.Errorf("of %d words number %d is %q, want %q", size, n, got, word)
			}
			if got, ok := l.Find(word); !ok || got != n {
				t.Errorf("of %d words %q is number %d, %v; want %d", size, word, got, ok, n)
			}
			if _, ok := l.Find(word + "x"); ok {
				t.Errorf("of %d words %qx was found", size, word)
			}
		}
		if _, ok := l.Find(""); ok {
			t.Errorf("of %d words the empty one was found", size)
		}
	}
}

// A list may have the empty word, and words again.
func TestListAgain(t *testing.T) {
	l := wordlist.New("b\n\na\nb\n")
	for word, want := range map[string]int{"b": 0, "": 1, "a": 2} {
		if got, ok := l.Find(word); !ok || got != want {
			t.Errorf("%q is number %d, %v; want %d", word, got, ok, want)
		}
	}
	if got := l.Word(3); got != "b" {
		t.Errorf("number 3 is %q, want b", got)
	}
}
