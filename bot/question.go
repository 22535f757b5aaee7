package bot

import (
	"strings"
	"unicode"
)

// MaxQuestion is how many Unicode code points of a question are read.
const MaxQuestion = 300

// A Question is what a person asked.
type Question struct {
	Text    string // clean, see [NewQuestion]
	Cut     bool   // the person wrote more than MaxQuestion code points
	Report  string // the id of the report that is asked; "" = all
	Limit   int    // passages at most; 0 = index.DefaultLimit
	Offset  int    // passages to skip
	Explain bool   // ask for the reasons of each passage's score
}

// NewQuestion cleans what a person typed: control and bidirectional-override
// characters are dropped, white space is folded, and what is over MaxQuestion
// code points is cut off at a word where there is one. The text is empty where
// nothing is left.
func NewQuestion(typed string) Question {
	var b strings.Builder
	points, space := 0, false
	for _, r := range strings.ToValidUTF8(typed, "\uFFFD") {
		switch {
		case unicode.IsSpace(r):
			space = points > 0
			continue
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r):
			continue
		}
		if space {
			if points+1 >= MaxQuestion {
				return Question{Text: b.String(), Cut: true}
			}
			b.WriteByte(' ')
			points, space = points+1, false
		}
		if points == MaxQuestion {
			return Question{Text: cutWord(b.String()), Cut: true}
		}
		b.WriteRune(r)
		points++
	}
	return Question{Text: b.String()}
}

// cutWord drops a last word that was cut in two, unless it is the only one.
func cutWord(s string) string {
	if i := strings.LastIndexByte(s, ' '); i > 0 {
		return s[:i]
	}
	return s
}
