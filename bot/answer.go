package bot

import "footnote/index"

// An Answer is a question with the passages that were found for it, best
// first, and the verdict on them.
type Answer struct {
	Question Question
	index.Result
}
