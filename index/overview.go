package index

// An overview is a question after no single thing that a report says.
type overview uint8

const (
	noOverview  overview = iota
	gistAsked            // "what is this about", "what happened", "tl;dr"
	voicesAsked          // "who is quoted", "what are the sources"
)

// overviewWords are the words that make a question one after an overview.
var overviewWords = func() map[string]overview {
	all := map[string]overview{}
	for w := range setOf(`about happened happening happens summary summarize summarise tldr tl gist overview news new latest topic points`) {
		all[w] = gistAsked
	}
	for w := range setOf("source sources cite cites cited quote quotes quoted credit credited") {
		all[w] = voicesAsked
	}
	return all
}()

// besidesOverview are the other words that such a question may have.
var besidesOverview = setOf(`what what's whats who who's whom which is was are were has have does do did can could will would please you give show list
	tell me us a an the this that it its in of on for to by from with so here there dr all any report article story text piece post main key
	short quick brief going people persons named get`)

// overviewOf returns what overview a question asks for, and no more than that.
func overviewOf(text string) (o overview) {
	for w := range words(text) {
		switch of := overviewWords[w.form]; {
		case of != noOverview:
			o = max(o, of)
		case !besidesOverview[w.form]:
			return noOverview
		}
	}
	return o
}

// overview answers a question after an overview of the reports within: how a report opens,
// and on from there, since news reports tell the most important first (the inverted
// pyramid), and of several the first sentence of each; or the first sentence of each source
// that they cite.
func (x *Index) overview(o overview, q Query, within []int, limit int) Result {
	why := "how the report opens"
	if o == voicesAsked {
		why = "the first words of a source"
	}
	var found []int
	for _, n := range within {
		switch {
		case o == voicesAsked:
			found = append(found, x.voices(n)...)
		case len(within) == 1:
			for i := x.first[n]; i < x.first[n+1]; i++ {
				found = append(found, i)
			}
		case x.first[n] < x.first[n+1]:
			found = append(found, x.first[n])
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
			p.Reasons = []Reason{{why, 1}}
		}
		res.Passages = append(res.Passages, p)
	}
	res.More = to < len(found)
	return res
}

// voices returns the first sentences of report n that are credited to each of its sources,
// in order.
func (x *Index) voices(n int) (found []int) {
	heard := map[string]bool{}
	for i := x.first[n]; i < x.first[n+1]; i++ {
		before := len(heard)
		for _, a := range x.sentences[i].Attributions {
			heard[a.Source.Name] = true
		}
		if len(heard) > before {
			found = append(found, i)
		}
	}
	return found
}
