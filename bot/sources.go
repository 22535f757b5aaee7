package bot

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"footnote/index"
	"footnote/index/report"
)

// A Cited is a source with how often the reports credit it.
type Cited struct {
	report.Entity
	Sentences int // sentences credited to it
}

// Sources returns who is cited, most often cited first, then in the order of
// the text. Report is an id; "" = all.
func (b *Bot) Sources(id string) []Cited {
	var all []Cited
	at := map[string]int{}
	for _, r := range b.Reports() {
		if id != "" && r.ID != id {
			continue
		}
		entities := map[string]report.Entity{}
		for _, e := range r.Entities {
			entities[e.Name] = e
		}
		for _, s := range r.Sentences() {
			seen := map[string]bool{}
			for _, a := range s.Attributions {
				name := a.Source.Name
				if seen[name] {
					continue
				}
				seen[name] = true
				i, ok := at[name]
				if !ok {
					i = len(all)
					at[name] = i
					all = append(all, Cited{Entity: named(entities[name], name)})
				}
				all[i].Sentences++
			}
		}
	}
	slices.SortStableFunc(all, func(a, b Cited) int { return b.Sentences - a.Sentences })
	return all
}

// named returns e, or one that has only the name where e is empty.
func named(e report.Entity, name string) report.Entity {
	e.Name = cmp.Or(e.Name, name)
	return e
}

// FindSources returns the sources that words may mean, best first: by name, by
// alias, by role, by part of a name, with slips of the pen. Empty words mean all.
func (b *Bot) FindSources(words, id string) []Cited {
	all := b.Sources(id)
	words = fold(words)
	if words == "" {
		return all
	}
	type match struct {
		Cited
		rank int
	}
	var matches []match
	for _, c := range all {
		rank := nameMatch(words, fold(c.Name))
		for _, alias := range append([]string{c.Role}, c.Aliases...) {
			if alias != "" {
				rank = min(rank, nameMatch(words, fold(alias)))
			}
		}
		if rank < noMatch {
			matches = append(matches, match{c, rank})
		}
	}
	slices.SortStableFunc(matches, func(a, b match) int { return a.rank - b.rank })
	found := make([]Cited, len(matches))
	for i, m := range matches {
		found[i] = m.Cited
	}
	return found
}

// noMatch is the rank of names that have nothing to do with what was typed.
const noMatch = 5

// nameMatch ranks how well words, folded, name a source: 0 is the name itself.
func nameMatch(words, name string) int {
	parts := strings.Fields(name)
	switch {
	case words == name:
		return 0
	case len(parts) > 0 && parts[len(parts)-1] == words:
		return 1
	case strings.HasPrefix(name, words), slices.ContainsFunc(parts, func(p string) bool { return strings.HasPrefix(p, words) }):
		return 2
	case strings.Contains(" "+name+" ", " "+words+" "):
		return 3
	}
	for _, p := range append(parts, name) {
		if n := len(words); n >= 4 && distance(words, p, n/4) <= n/4 {
			return 4
		}
	}
	return noMatch
}

// fold makes names comparable: lower case, letters and digits alone, no article.
func fold(s string) string {
	words := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if len(words) > 1 && slices.Contains([]string{"the", "a", "an"}, words[0]) {
		words = words[1:]
	}
	return strings.Join(words, " ")
}

// distance is how many letters must be added, dropped, changed or swapped with
// their neighbour to make a into b (optimal string alignment), or more than
// most where it is more.
func distance(a, b string, most int) int {
	x, y := []rune(a), []rune(b)
	if d := len(x) - len(y); d > most || -d > most {
		return most + 1
	}
	var before []int
	last, row := make([]int, len(y)+1), make([]int, len(y)+1)
	for j := range last {
		last[j] = j
	}
	for i := range x {
		row[0] = i + 1
		for j := range y {
			cost := 1
			if x[i] == y[j] {
				cost = 0
			}
			row[j+1] = min(row[j]+1, last[j+1]+1, last[j]+cost)
			if i > 0 && j > 0 && x[i] == y[j-1] && x[i-1] == y[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, last, row = last, row, make([]int, len(y)+1)
	}
	return last[len(y)]
}

// Credited returns the passages credited to the source of this name, in the
// order of the text. Report is an id; "" = all.
func (b *Bot) Credited(name, id string) []index.Passage {
	return b.searcher.Credited(name, only(id))
}

// Report returns the report of this id or title, or nil.
func (b *Bot) Report(words string) *report.Report {
	all := b.Reports()
	for _, r := range all {
		if r.ID == words {
			return r
		}
	}
	for _, r := range all {
		if words != "" && strings.EqualFold(r.Title, words) {
			return r
		}
	}
	return nil
}
