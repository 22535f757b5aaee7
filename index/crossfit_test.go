package index

// A crossFit has the models that were learned without each two folds, and without
// each one, which is the pair of a fold and itself. What a model learns from, and
// what it is tested on, must not have features of another that has seen the same
// answers.
type crossFit[M any] [folds][folds]M

// newCrossFit learns each model from what is in the folds that seen lets pass.
func newCrossFit[M any](learn func(seen func(fold int) bool) M) *crossFit[M] {
	var c crossFit[M]
	for j := range folds {
		for k := range j + 1 {
			c[j][k] = learn(func(fold int) bool { return fold != j && fold != k })
			c[k][j] = c[j][k]
		}
	}
	return &c
}

// without returns the model that has seen neither a fold nor fold k; -1 is none.
func (c *crossFit[M]) without(fold, k int) M {
	if k < 0 {
		k = fold
	}
	return c[fold][k]
}

// shortlist puts the candidates of every example in order by word weights that have
// seen neither its fold nor fold k; -1 is none.
func shortlist(c *crossFit[*termModel], all []*example, k int) {
	for _, e := range all {
		e.shortlist(c.without(e.fold, k))
	}
}
