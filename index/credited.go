package index

import "footnote/index/report"

// Credited returns every passage that the reports credit to the source of this
// name, in the order of the text. Name is a Source's; reports are ids, empty
// means all.
func (x *Index) Credited(name string, reports []string) []Passage {
	var passages []Passage
	for _, n := range x.numbers(x.scope(reports)) {
		for i := x.first[n]; i < x.first[n+1]; i++ {
			if credits(x.sentences[i].Attributions, name) {
				passages = append(passages, x.at(i))
			}
		}
	}
	return passages
}

func credits(attributions []report.Attribution, name string) bool {
	for _, a := range attributions {
		if a.Source.Name == name {
			return true
		}
	}
	return false
}
