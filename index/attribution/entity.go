package attribution

import (
	"strings"

	"footnote/index/report"
)

// resolve gives every attribution its entity and returns the entities in the
// order of their first mention.
func (t *text) resolve(found []*citing) []report.Entity {
	var entities []report.Entity
	byName := map[string]int{}
	last := -1
	for _, c := range found {
		if c.from != nil {
			continue
		}
		name := t.name(c.source)
		first := t.tokens[c.source.from]
		if first.class&pron3 != 0 && c.source.to-c.source.from == 1 && last >= 0 {
			c.entity = last
			continue
		}
		if full := t.fullName(c.source); full != "" {
			name = full
		}
		k, ok := byName[name]
		if !ok {
			k = len(entities)
			byName[name] = k
			entities = append(entities, report.Entity{Name: name, Kind: t.kind(c.source)})
		}
		c.entity, last = k, k
	}
	return entities
}

func (t *text) kind(s span) report.Kind {
	last := t.tokens[s.to-1]
	switch {
	case t.isOutlet(s):
		return report.Outlet
	case t.has(s, doc):
		return report.Document
	case last.capital && last.class&body != 0:
		return report.Body
	case last.capital:
		return report.Person
	}
	return report.Unnamed
}

// fullName returns the longest name in the report that ends with the last name
// in s, where s is one name without more; "" where there is none.
func (t *text) fullName(s span) string {
	k := s.to
	for k > s.from && t.tokens[k-1].capital {
		k--
	}
	if k == s.to || k > s.from && t.tokens[k-1].low != "the" || t.isOutlet(s) {
		return ""
	}
	for k < s.to-1 && t.tokens[k].class&(title|role) != 0 {
		k++
	}
	last := t.tokens[s.to-1].low
	best := span{k, s.to}
	for i := range t.tokens {
		if t.tokens[i].low != last || !t.tokens[i].capital {
			continue
		}
		j := i
		for j > 0 && t.tokens[j-1].capital && t.tokens[j-1].word && t.tokens[j-1].class&(title|role|body|det|prep|day) == 0 &&
			t.tokens[j-1].sentence == t.tokens[i].sentence && !strings.Contains(t.tokens[j-1].low, ".") {
			j--
		}
		if i+1-j > best.to-best.from && i+1-j <= 3 {
			best = span{j, i + 1}
		}
	}
	return t.name(best)
}
