package index

// gistWords are the words of a question after what a report is about, as a whole: "what
// happened", "what is this about", "tl;dr".
var gistWords = setOf(`about happened happening happens summary summarize summarise tldr tl gist overview news new latest topic
	points`)

// besidesGist are the other words that such a question may have.
var besidesGist = setOf(`what what's whats is was are has have can could please you give tell me us a an the this that it in of on for to so here dr
	report article story text piece post main key short quick brief going`)

// asksGist reports whether a question asks no more than what a report is about.
func asksGist(text string) bool {
	asked := false
	for w := range words(text) {
		switch {
		case gistWords[w.form]:
			asked = true
		case !besidesGist[w.form]:
			return false
		}
	}
	return asked
}

// gist answers a question after what a report is about by how it opens, as news reports
// tell the most important first (the inverted pyramid): with the sentences of one report
// in their order, or with the first sentence of each of several.
func (x *Index) gist(q Query, within []int, limit int) Result {
	var found []int
	if within == nil {
		for n := range x.reports {
			within = append(within, n)
		}
	}
	for _, n := range within {
		end := x.first[n+1]
		if len(within) > 1 {
			end = min(end, x.first[n]+1)
		}
		for i := x.first[n]; i < end; i++ {
			found = append(found, i)
		}
	}
	if len(found) == 0 {
		return Result{}
	}
	res := Result{Verdict: Answered, Confidence: 1}
	from, to := q.page(limit, len(found))
	for _, n := range found[from:to] {
		p := x.at(n)
		if q.Explain {
			p.Reasons = []Reason{{"how the report opens", 1}}
		}
		res.Passages = append(res.Passages, p)
	}
	res.More = to < len(found)
	return res
}

// page returns which of the passages found the query asks for: those from one place and
// before another.
func (q Query) page(limit, found int) (from, to int) {
	from = min(max(q.Offset, 0), found)
	return from, min(from+limit, found)
}
