package index

import (
	"path/filepath"
	"testing"
)

// No word is missed that matches.
func TestGather(t *testing.T) {
	x := library(t)
	l := x.lexicons["en"]
	matches := 0
	for _, r := range x.Reports() {
		for _, q := range readQuestions(t, filepath.Join(rankingDir, r.ID+".questions")) {
			a := l.ask(q.question)
			var set wordSet
			a.gather(&set)
			for i := range a.content {
				for n := range l.words {
					w := &l.words[n]
					s := l.match(&a.content[i], w, w.lemmas)
					if s > 0 {
						matches++
					}
					if s > 0 && !set.may(uint32(n)) {
						t.Errorf("%q: %s matches %s by %v and was not gathered", q.question, w.form, a.content[i].form, s)
					}
				}
			}
		}
	}
	if matches < 500 {
		t.Errorf("%d matches; want 500 at least", matches)
	}
}
