package bot

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"footnote/index"
	"footnote/index/attribution"
	"footnote/index/report"
)

// A Cited is a source with how often the reports credit it. Persons of one full
// name in several reports are one source.
type Cited struct {
	report.Entity
	Sentences int // sentences credited to it
	names     []naming
}

// A spelling is how a source can be called, folded for comparing.
type spelling struct {
	name   string
	others []string // its role and its aliases
	held   []string // the words for what it is
	every  []string // the words of name and held
}

// A naming is the name of a source in one report.
type naming struct{ report, name string }

// Sources returns who is cited, most often cited first, then in the order of
// the text. Report is an id; "" = all.
func (b *Bot) Sources(id string) []Cited {
	if id == "" {
		return slices.Clone(b.everyone().all)
	}
	return inOrder(citedIn(slices.DeleteFunc(slices.Clone(b.Reports()), func(r *report.Report) bool { return r.ID != id })))
}

// A roll is who is cited in all reports as they were at one moment: joining the
// persons of many takes longer than a keystroke.
type roll struct {
	reports   []*report.Report
	all       []Cited
	spellings []spelling // of all
}

// everyone returns the present roll.
func (b *Bot) everyone() *roll {
	now := b.Reports()
	if last := b.roll.Load(); last != nil && slices.Equal(last.reports, now) {
		return last
	}
	all := inOrder(joined(citedIn(now)))
	next := &roll{now, all, spellingsOf(all)}
	b.roll.Store(next)
	return next
}

// citedIn returns the sources of each of the reports.
func citedIn(reports []*report.Report) []Cited {
	var all []Cited
	for _, r := range reports {
		all = append(all, cited(r)...)
	}
	return all
}

// inOrder sorts sources, most often cited first.
func inOrder(all []Cited) []Cited {
	slices.SortStableFunc(all, func(a, b Cited) int { return b.Sentences - a.Sentences })
	return all
}

// spellingsOf returns how each of these can be called.
func spellingsOf(all []Cited) []spelling {
	spellings := make([]spelling, len(all))
	for n, c := range all {
		s := spelling{name: fold(c.Name), held: offices(c.Entity)}
		for _, other := range append([]string{c.Role}, c.Aliases...) {
			if other != "" {
				s.others = append(s.others, fold(other))
			}
		}
		s.every = append(strings.Fields(s.name), s.held...)
		spellings[n] = s
	}
	return spellings
}

// cited returns the sources of one report in the order of its text.
func cited(r *report.Report) []Cited {
	entities := map[string]report.Entity{}
	for _, e := range r.Entities {
		entities[e.Name] = e
	}
	var all []Cited
	at := map[string]int{}
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
				all = append(all, Cited{Entity: named(entities[name], name), names: []naming{{r.ID, name}}})
			}
			all[i].Sentences++
		}
	}
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
	found, _ := b.match(words, id)
	return found
}

// MeantSources returns the sources that words mean most likely: one, or
// several that they name equally well, as "the senator" does.
func (b *Bot) MeantSources(words, id string) []Cited {
	found, best := b.match(words, id)
	return found[:best]
}

// match returns the sources that words may mean, best first, and how many of
// them are the best.
func (b *Bot) match(words, id string) (found []Cited, best int) {
	words = fold(words)
	if words == "" {
		all := b.Sources(id)
		return all, len(all)
	}
	var all []Cited
	var spellings []spelling
	if id == "" {
		everyone := b.everyone()
		all, spellings = everyone.all, everyone.spellings
	} else {
		all = b.Sources(id)
		spellings = spellingsOf(all)
	}
	type match struct {
		Cited
		rank int
	}
	var matches []match
	for n, c := range all {
		if rank := spellings[n].rank(words); rank < noMatch {
			matches = append(matches, match{c, rank})
		}
	}
	slices.SortStableFunc(matches, func(a, b match) int { return a.rank - b.rank })
	for _, m := range matches {
		found = append(found, m.Cited)
		if m.rank == matches[0].rank {
			best++
		}
	}
	return found, best
}

// rank ranks how well words, folded, name a source by its names and its role.
func (s *spelling) rank(words string) int {
	rank := nameMatch(words, s.name)
	for _, other := range s.others {
		rank = min(rank, nameMatch(words, other))
	}
	if slices.Contains(s.held, words) {
		rank = min(rank, 1) // "the senator"
	}
	if rank > 3 && !slices.ContainsFunc(strings.Fields(words), func(w string) bool { return !slices.Contains(s.every, w) }) {
		rank = 3 // "senator graham"
	}
	return rank
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

// fold makes names comparable: lower case, letters without accents and digits
// alone, no article, and one word for all forms of a title.
func fold(s string) string {
	var bare strings.Builder
	for _, r := range norm.NFD.String(s) {
		if !unicode.Is(unicode.Mn, r) {
			bare.WriteRune(unicode.ToLower(r))
		}
	}
	words := strings.FieldsFunc(bare.String(), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if len(words) > 1 && slices.Contains([]string{"the", "a", "an"}, words[0]) {
		words = words[1:]
	}
	for n, w := range words {
		words[n] = attribution.Office(w)
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
// order of the reports and of their text. Report is an id; "" = all.
func (b *Bot) Credited(name, id string) []index.Passage {
	all := b.Sources(id)
	n := slices.IndexFunc(all, func(c Cited) bool { return c.Name == name })
	if n < 0 {
		n = slices.IndexFunc(all, func(c Cited) bool {
			return slices.ContainsFunc(c.names, func(in naming) bool { return in.name == name })
		})
	}
	if n < 0 {
		return nil
	}
	var names []string
	reports := map[string][]string{} // in which a name means the source
	for _, in := range all[n].names {
		if reports[in.name] == nil {
			names = append(names, in.name)
		}
		reports[in.name] = append(reports[in.name], in.report)
	}
	var passages []index.Passage
	for _, name := range names {
		passages = append(passages, b.searcher.Credited(name, reports[name])...)
	}
	if len(names) > 1 {
		order := map[string]int{}
		for n, r := range b.Reports() {
			order[r.ID] = n
		}
		slices.SortStableFunc(passages, func(a, b index.Passage) int {
			return cmp.Or(order[a.Report]-order[b.Report], a.Sentence-b.Sentence)
		})
	}
	return passages
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
