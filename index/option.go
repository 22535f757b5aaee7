package index

import "footnote/index/embedding"

// An Option changes how an index is made.
type Option func(*Index)

// WithModel has words compared by the vectors of m, where otherwise
// [embedding.Default] is taken.
func WithModel(m *embedding.Model) Option {
	return func(x *Index) { x.model = m }
}
