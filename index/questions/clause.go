package questions

import (
	"slices"
	"strings"

	"footnote/index/report"
	"footnote/index/wordnet"
)

// A clause is the first of a sentence: subject, verb in the past, and the rest
// up to a mark or a word that opens another clause.
type clause struct {
	subject []string // as inside a sentence: "the governing coalition of Varnesund"
	named   bool     // the subject is a name, perhaps with a title before it
	verb    string   // "collapsed"
	base    string   // "collapse"
	rest    []string // without the marks at its end
	next    string   // the word behind the rest, "because"; "" where a mark ends it
	whole   bool     // rest holds nothing that needs the sentence before
}

// longestSubject is how many words a subject has at most.
const longestSubject = 7

// readClause reads the first clause of a sentence that is simple enough.
func readClause(words []string) (clause, bool) {
	var c clause
	verb := -1
	for i, w := range words {
		if i > 0 && past(w) != "" {
			verb = i
			break
		}
		if i > longestSubject || leaning[strings.ToLower(w)] || finite(w) || clauses[w] && w != "and" || !plainEnd(w) {
			return c, false
		}
	}
	if verb < 1 || determiners[strings.ToLower(words[verb-1])] {
		return c, false
	}
	c.verb, c.base = words[verb], past(words[verb])
	c.subject = slices.Clone(words[:verb])
	first := strings.ToLower(c.subject[0])
	switch {
	case determiners[first] || numbers[first]:
		c.subject[0] = first
	case verb > 1 && startsUpper(c.subject[verb-1]) && startsUpper(c.subject[verb-2]):
		c.named = true
	default:
		return c, false // one capital in front may be that of any word
	}
	c.whole = true
	for _, w := range words[verb+1:] {
		plain := trimMark(w)
		if clauses[strings.ToLower(plain)] && plain != "and" {
			c.next = plain
			if last := len(c.rest) - 1; last >= 0 && strings.HasSuffix(c.rest[last], "ly") {
				c.rest = c.rest[:last] // "shortly before"
			}
			break
		}
		if finite(plain) {
			return c, false // then the verb was a participle
		}
		c.whole = c.whole && !leaning[strings.ToLower(plain)]
		c.rest = append(c.rest, plain)
		if plain != w {
			break
		}
	}
	return c, len(c.rest) == 0 || c.rest[0] != "by"
}

// clause makes the questions that the first clause of a sentence answers.
func (m *maker) clause(s report.Sentence, c clause) {
	if !c.whole {
		return
	}
	_, spoken := asks[c.base]
	if spoken || speech[c.base] {
		return
	}
	if c.named && len(c.rest) > 0 && len(c.rest) <= 12 && m.person(c.subject) {
		m.add(kindActor, s, append([]string{"Who", c.verb}, c.rest...)...)
	}
	doing := append([]string{strings.Join(c.subject, " "), c.base}, c.rest...)
	if at := dated(c.rest); at >= 0 {
		m.add(kindTime, s, append([]string{"When did"}, doing[:2+at]...)...)
	}
	if c.next == "because" {
		m.add(kindReason, s, append([]string{"Why did"}, doing...)...)
	}
}

// dated returns where the words end with a day, a month or a year, as "on
// Wednesday morning"; -1 where they do not.
func dated(words []string) int {
	for i := len(words) - 2; i >= 0 && i >= len(words)-4; i-- {
		if (words[i] == "on" || words[i] == "in") && calendar[strings.ToLower(words[i+1])] {
			return i
		}
	}
	return -1
}

// person reports whether the words end with the name of a person, since the
// report credits one of this name or the words before it say so.
func (m *maker) person(subject []string) bool {
	for _, w := range subject[:len(subject)-2] {
		if wordnet.Find(strings.ToLower(w)).Person() {
			return true
		}
	}
	words := strings.Join(subject, " ")
	return slices.ContainsFunc(m.report.Entities, func(e report.Entity) bool {
		return e.Kind == report.Person && (words == e.Name || strings.HasSuffix(words, " "+e.Name) || strings.HasSuffix(e.Name, " "+words))
	})
}

// number makes the question for a count that opens the sentence.
func (m *maker) number(s report.Sentence, words []string) {
	if len(words) > 3 && words[0] == "According" { // to somebody, who is between commas
		comma := slices.IndexFunc(words, func(w string) bool { return strings.HasSuffix(w, ",") })
		words = words[comma+1:]
	}
	if len(words) < 4 || !plainEnd(words[0]) || !numbers[strings.ToLower(words[0])] && strings.Trim(words[0], "0123456789,.") != "" {
		return
	}
	opening, rest := "How many", words[1:]
	if rest[0] == "percent" && rest[1] == "of" {
		opening, rest = "What percentage", rest[1:]
	} else if units[trimMark(rest[0])] {
		return
	}
	var asked []string
	verb := opening != "How many"
	for _, w := range rest {
		plain := trimMark(w)
		if leaning[strings.ToLower(plain)] {
			return
		}
		if clauses[plain] {
			break
		}
		verb = verb || finite(plain)
		asked = append(asked, plain)
		if plain != w {
			break
		}
	}
	if verb && len(asked) > 2 {
		m.add(kindNumber, s, append([]string{opening}, asked...)...)
	}
}

// roles makes the questions who somebody is, where the sentence says so: by a
// role before the name, or by an apposition behind it.
func (m *maker) roles(s report.Sentence, text string) {
	for _, e := range m.report.Entities {
		if e.Kind != report.Person || len(strings.Fields(e.Name)) < 2 || !isName(e.Name) {
			continue
		}
		at := strings.Index(text, e.Name)
		if at < 0 {
			continue
		}
		before, behind := strings.TrimSpace(text[:at]), text[at+len(e.Name):]
		apposed := strings.HasPrefix(behind, ", a ") || strings.HasPrefix(behind, ", an ") || strings.HasPrefix(behind, ", the ")
		if apposed || e.Role != "" && strings.HasSuffix(before, e.Role) {
			m.add(kindRole, s, "Who is", e.Name)
		}
	}
}
