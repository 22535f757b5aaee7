package index

// A termFit has the weights of words that were learned without each fold and
// without each two. What a ranking learns from, and what it is tested on, must not
// have features of weights that have seen the same answers.
type termFit [folds][folds]*termModel

func newTermFit(all []*example) *termFit {
	var c termFit
	for j := range folds {
		for k := range j + 1 {
			c[j][k] = learnTerms(all, func(e *example) bool { return e.fold != j && e.fold != k })
			c[k][j] = c[j][k]
		}
	}
	return &c
}

// without gives every example the features of weights that have seen neither its
// fold nor fold k.
func (c *termFit) without(all []*example, k int) {
	for _, e := range all {
		c[e.fold][k].fill(e)
	}
}

// own gives every example the features of weights that have not seen its fold.
func (c *termFit) own(all []*example) {
	for _, e := range all {
		c[e.fold][e.fold].fill(e)
	}
}
