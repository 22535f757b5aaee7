package bot

import (
	"slices"
	"strings"

	"footnote/index/report"
)

// joined returns the sources with those of several reports made one that are
// the same: by name, persons by first and last name, and a person who is called
// "Sen. Graham" in one report by the one senator of that last name in another.
// A last name alone joins nobody.
func joined(all []Cited) []Cited {
	var out []Cited
	byName := map[string]int{}
	byPerson := map[fullName][]int{}
	var short []Cited // persons with a last name alone
	for _, c := range all {
		person, full := fullNameOf(c.Entity)
		if at, ok := byName[c.Name]; ok {
			out[at].join(c)
			continue
		}
		at := slices.IndexFunc(byPerson[person.bare()], func(n int) bool {
			other, _ := fullNameOf(out[n].Entity)
			return full && (person.middle == "" || other.middle == "" || person.middle[0] == other.middle[0])
		})
		switch {
		case full && at >= 0:
			byName[c.Name] = byPerson[person.bare()][at]
			out[byName[c.Name]].join(c)
			continue
		case !full && c.Kind == report.Person && len(offices(c.Entity)) > 0:
			short = append(short, c)
			continue
		case full:
			byPerson[person.bare()] = append(byPerson[person.bare()], len(out))
		}
		byName[c.Name] = len(out)
		out = append(out, c)
	}
	for _, c := range short {
		if at := holder(out, c); at >= 0 {
			out[at].join(c)
			continue
		}
		if at, ok := byName[c.Name]; ok {
			out[at].join(c)
			continue
		}
		byName[c.Name] = len(out)
		out = append(out, c)
	}
	return out
}

// join adds another report's source to c.
func (c *Cited) join(other Cited) {
	c.Sentences += other.Sentences
	c.names = append(slices.Clone(c.names), other.names...)
	aliases := slices.Clone(c.Aliases)
	for _, a := range append([]string{c.Name, other.Name}, other.Aliases...) {
		if !slices.Contains(aliases, a) {
			aliases = append(aliases, a)
		}
	}
	if len(other.Name) > len(c.Name) {
		c.Name = other.Name
	}
	if len(other.Role) > len(c.Role) {
		c.Role = other.Role
	}
	c.Aliases = slices.DeleteFunc(aliases, func(a string) bool { return a == c.Name })
}

// A fullName is a person's name in its parts, folded.
type fullName struct{ first, middle, last, suffix string }

// bare returns the name without what stands between.
func (f fullName) bare() fullName {
	f.middle = ""
	return f
}

// fullNameOf returns the name of a person in its parts; false where there is
// no first name, or no person.
func fullNameOf(e report.Entity) (fullName, bool) {
	words := strings.Fields(fold(e.Name))
	var name fullName
	if n := len(words); n > 2 && slices.Contains([]string{"jr", "sr", "ii", "iii", "iv"}, words[n-1]) {
		name.suffix, words = words[n-1], words[:n-1]
	}
	if e.Kind != report.Person || len(words) < 2 {
		return fullName{}, false
	}
	name.first, name.last = words[0], words[len(words)-1]
	name.middle = strings.Join(words[1:len(words)-1], " ")
	return name, true
}

// holder returns the one person among all whose last name is the whole name of
// c and whose role has a word in common with that of c; -1 where there is none,
// or more than one person of that last name.
func holder(all []Cited, c Cited) int {
	found := -1
	for n, o := range all {
		if person, full := fullNameOf(o.Entity); full && person.last == fold(c.Name) {
			if found >= 0 {
				return -1
			}
			found = n
		}
	}
	if found < 0 {
		return -1
	}
	held := offices(all[found].Entity)
	if !slices.ContainsFunc(offices(c.Entity), func(w string) bool { return slices.Contains(held, w) }) {
		return -1
	}
	return found
}

// offices returns the words, folded, for what a source is: those of its role,
// and those that stand before its name where the report uses them.
func offices(e report.Entity) []string {
	all := strings.Fields(fold(e.Role))
	name := strings.Fields(fold(e.Name))
	last := name[max(0, len(name)-1):]
	for _, a := range e.Aliases {
		words := strings.Fields(fold(a))
		if len(words) < 2 || !slices.Equal(words[len(words)-1:], last) {
			continue
		}
		for _, w := range words {
			if !slices.Contains(name, w) && !slices.Contains([]string{"mr", "mrs", "ms", "miss"}, w) {
				all = append(all, w)
			}
		}
	}
	return all
}
