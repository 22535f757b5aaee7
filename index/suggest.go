package index

import "context"

// A Suggestion is a short question that a report answers.
type Suggestion struct {
	Question string
	Report   string // the id of the report that answers it
}

// Suggest returns short questions that the reports answer, at most limit, for
// completing what a person has typed, or for offering something after a
// question that the reports do not answer. Prefix is what has been typed; "" is
// nothing yet. Reports are ids; empty means all.
func (x *Index) Suggest(ctx context.Context, prefix string, reports []string, limit int) ([]Suggestion, error) {
	return nil, ctx.Err()
}
