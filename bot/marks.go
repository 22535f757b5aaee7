package bot

import (
	"footnote/index"
	"footnote/index/report"
)

// Marks returns the words of a passage that catch the eye where it is shown, in
// bytes of its text, in order: those that answer where they can be told, and else
// those that match the question.
func Marks(p index.Passage) []report.Span {
	if p.Answer.Len() > 0 {
		return []report.Span{p.Answer}
	}
	return p.Highlights
}
