package attribution

import (
	"cmp"
	"slices"
	"strings"

	"footnote/index/report"
	"footnote/index/wordnet"
)

// A mention is a noun phrase outside quotations that may mean a figure.
type mention struct {
	symbol
	n       int  // its sentence
	subject bool // a finite verb follows
	object  bool // a preposition stands before
	opening bool // opens its sentence
	figure  int  // -1 while unknown
	named   int  // the sentence of the mention from which figure was taken; -1 for none
	speaks  int  // the last sentence that is credited to it; -1 for none
	name    span // the name in apposition to it; empty where there is none
}

// A figure is somebody or something that the report names: an entity while
// the report is being read.
type figure struct {
	name     string
	kind     report.Kind
	person   bool
	plural   bool
	gender   class // female, male or 0
	last     uint32
	first    uint32
	named    int // how often by full name
	roles    map[uint32]bool
	branded  bool // names stood before its name
	role     string
	words    []uint32 // of an unnamed figure, without articles
	start    int      // token of the first mention
	cited    bool
	entity   int
	spelling []string
}

// A cast is the figures of a report and where they are mentioned.
type cast struct {
	*text
	mentions []mention
	byHead   []int // by token: the mention of which it is the head; -1 for none
	figures  []figure
	byName   map[string]int
	byLast   map[uint32][]int
	byFirst  map[uint32][]int
}

// note keeps the noun phrases of a parsed sentence.
func (t *text) note(p *parsed) {
	for k, s := range p.symbols {
		if !s.nominal() || s.kind == selfPhrase {
			continue
		}
		m := mention{symbol: s, n: p.number, figure: -1, named: -1, speaks: -1}
		switch p.kindNear(k+1, 1) {
		case finiteVerb, auxiliary, modalVerb:
			m.subject = !s.owner
		}
		m.opening = s.from == p.span.from
		m.object = k > 0 && p.symbols[k-1].kind == prepositional
		if name := t.apposition(p, k); name >= 0 {
			m.name = p.symbols[name].span
		}
		t.mentions = append(t.mentions, m)
	}
}

// resolve finds out whom every source means, gives every attribution its
// entity, and returns the entities in the order of their first mention.
func (t *text) resolve(found []*citing) []report.Entity {
	some := len(t.mentions) / mentionsPerFigure
	c := &cast{
		text: t, mentions: t.mentions, byHead: make([]int, len(t.tokens)), figures: make([]figure, 0, some),
		byName: make(map[string]int, some), byLast: map[uint32][]int{}, byFirst: map[uint32][]int{},
	}
	for i := range c.byHead {
		c.byHead[i] = -1
	}
	for k := range c.mentions {
		c.byHead[c.mentions[k].head] = k
	}
	phrase := map[int]span{} // of the mentions that are sources
	for _, a := range found {
		if k := c.byHead[a.origin().head]; k >= 0 {
			c.mentions[k].speaks = max(c.mentions[k].speaks, a.sentence)
			phrase[k] = a.origin().source
		}
	}
	c.fullNames()
	for k := range c.mentions {
		c.mean(k)
		if source, ok := phrase[k]; ok && c.mentions[k].figure < 0 {
			c.mentions[k].figure = c.byWords(source, c.mentions[k].head)
		}
	}
	for _, a := range found {
		if a.from != nil {
			continue
		}
		if k := c.byHead[a.head]; k >= 0 {
			a.figure = c.mentions[k].figure
			if c.mentions[k].owner {
				a.named = c.mentions[k].named
			}
		} else {
			a.figure = c.byWords(a.source, a.head)
		}
		f := &c.figures[a.figure]
		f.cited = true
		f.spelling = append(f.spelling, t.name(c.spelled(a)))
	}
	return c.entities(found)
}

// mentionsPerFigure is about how many mentions a report has for each of its figures.
const mentionsPerFigure = 4

// spelled returns the source of a without the name in apposition to its role.
func (c *cast) spelled(a *citing) span {
	if k := c.byHead[a.head]; k >= 0 {
		if name := c.mentions[k].name; name.from > a.source.from+1 && name.to <= a.source.to {
			return span{a.source.from, name.from - 1}
		}
	}
	return a.source
}

// entities lists the cited figures.
func (c *cast) entities(found []*citing) []report.Entity {
	var order []int
	for k := range c.figures {
		if c.figures[k].cited {
			order = append(order, k)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return c.figures[a].start - c.figures[b].start })
	entities := make([]report.Entity, 0, len(order))
	for _, k := range order {
		f := &c.figures[k]
		f.entity = len(entities)
		e := report.Entity{Name: f.name, Kind: f.kind, Role: f.role}
		for _, s := range f.spelling {
			if !strings.EqualFold(s, f.name) && !slices.Contains(e.Aliases, s) {
				e.Aliases = append(e.Aliases, s)
			}
		}
		entities = append(entities, e)
	}
	for _, a := range found {
		if a.from == nil {
			a.entity = c.figures[a.figure].entity
		}
	}
	return entities
}

// nameOf splits a proper noun phrase into the words that say what somebody is
// and the name: "Republican Senator" + "Lindsey Graham".
func (t *text) nameOf(s symbol) (before, name span) {
	to := s.head + 1
	from := to - 1
	for from > s.from && (t.tokens[from-1].tag == proper || t.tokens[from-1].capital && t.tokens[from-1].class&(det|prep|conj) == 0 ||
		t.tokens[from-1].low == "&" || t.tokens[from-1].tag == number && false) {
		from--
	}
	first := from
	if t.tokens[s.head].class&(body|doc|role) == 0 {
		for k := from; k < to-1; k++ {
			if t.tokens[k].class&(title|role|manly|woman) != 0 || k > first && t.tokens[k].class&body != 0 && t.tokens[k].low != "house" {
				from = k + 1
			}
		}
		if from == first && to-from > 2 && t.isCalling(from, to) {
			from++
		}
	}
	return span{s.from, from}, span{from, to}
}

// isCalling reports whether token i says what somebody is, whose name ends
// before token to, and is capitalised only because it opens a sentence or is
// made from a name: "Goalkeeper Ann Lee", "Olympian Ann Lee", but not "Consumer
// Health Choices".
func (t *text) isCalling(i, to int) bool {
	tok := &t.tokens[i]
	if tok.class&(female|male) != 0 || tok.shape&upperShape != 0 {
		return false
	}
	known := t.tokens[i+1].class&(female|male) != 0
	if i != t.sentences[tok.sentence].from {
		return known && isDemonym(tok.low)
	}
	if known {
		return tok.sense&(personSense|thoughtSense) != 0 || isAgent(tok.low) || isDemonym(tok.low)
	}
	surname := wordnet.Lemmas(nil, t.tokens[to-1].low)
	return len(surname) == 0 && (tok.sense&personSense != 0 || isAgent(tok.low) && isMade(tok.low))
}

// isMade reports whether a word for who does something is made from a known
// word, "midfielder" from "midfield", as few surnames are.
func isMade(low string) bool {
	stem := strings.TrimSuffix(strings.TrimSuffix(low, "er"), "or")
	return len(stem) > 5 && len(stem) < len(low) && len(wordnet.Lemmas(nil, stem)) > 0
}

// isDemonym reports whether a word ends as those for the people of a place.
func isDemonym(low string) bool {
	return len(low) > 6 && strings.HasSuffix(low, "ian")
}

// isAgent reports whether a word ends as those for who does something.
func isAgent(low string) bool {
	for _, ending := range [...]string{"er", "or", "ist", "man", "woman"} {
		if len(low) > len(ending)+3 && strings.HasSuffix(low, ending) {
			return true
		}
	}
	return false
}

// fullNames makes a figure of every name of more than one word, and of every
// name of one word that is part of none of these.
func (c *cast) fullNames() {
	type single struct {
		mention int
		before  span
		name    span
	}
	var singles []single
	for k := range c.mentions {
		m := &c.mentions[k]
		if m.kind != properPhrase || m.means == typeTime {
			continue
		}
		before, name := c.nameOf(m.symbol)
		if name.to-name.from == 1 && !c.isOutlet(m.span) {
			singles = append(singles, single{k, before, name})
			continue
		}
		if c.isOutlet(m.span) {
			before, name = span{m.from, m.from}, m.span
			if m.owner {
				name.to--
			}
		}
		m.figure = c.figure(c.name(name), name)
		c.describe(k, before, name)
	}
	for _, s := range singles {
		m := &c.mentions[s.mention]
		key := c.tokens[s.name.from].key
		candidates := c.byLast[key]
		if len(candidates) == 0 {
			candidates = c.byFirst[key]
		}
		var gender class
		if s.before.to > s.before.from {
			gender = c.genderOf(s.before)
		}
		best := -1
		for _, f := range latest(candidates) {
			if gender != 0 && c.figures[f].gender != 0 && gender != c.figures[f].gender {
				continue
			}
			if s.name.from < c.figures[f].start && c.has(s.before, title) {
				continue // "President Lee" is named before Ann Lee is
			}
			if best < 0 || c.figures[f].named > c.figures[best].named && s.name.from > c.figures[f].start {
				best = f
			}
		}
		if best < 0 {
			best = c.figure(c.name(s.name), s.name)
			f := &c.figures[best]
			f.start = min(f.start, s.name.from)
			if c.has(s.before, title) && f.person {
				c.byLast[key] = append(c.byLast[key], best)
				f.gender = cmp.Or(f.gender, gender)
			}
		}
		m.figure = best
		c.describe(s.mention, s.before, s.name)
	}
}

// figure returns the figure of that name, made anew where there is none.
func (c *cast) figure(name string, words span) int {
	low := strings.ToLower(strings.ReplaceAll(name, ".", ""))
	if k, ok := c.byName[low]; ok {
		return k
	}
	last, first := &c.tokens[words.to-1], &c.tokens[words.from]
	if words.to-words.from > 1 {
		for _, k := range latest(c.byLast[last.key]) {
			if f := &c.figures[k]; f.first == first.key && sameMiddle(f.name, name) {
				c.byName[low] = k
				if len(name) > len(f.name) {
					f.name = name
				}
				return k
			}
		}
	}
	k := len(c.figures)
	f := figure{name: name, last: last.key, first: first.key, start: words.from}
	switch {
	case c.isOutlet(words):
		f.kind = report.Outlet
	case c.has(words, body), last.class&located != 0:
		f.kind = report.Body
	case last.class&doc != 0:
		f.kind = report.Document
	case words.to-words.from > 1 && first.class&(female|male) != 0:
		f.kind, f.person = report.Person, true
	case words.to-words.from > 1 && last.sense&messageSense != 0 && last.sense&personSense == 0:
		f.kind = report.Document // "Voter Registration Act"
	case words.to-words.from > 1 && last.sense&groupSense != 0 && last.sense&personSense == 0:
		f.kind = report.Body
	default:
		f.kind, f.person = report.Person, last.class&located == 0
		f.plural = words.to-words.from == 1 && strings.HasSuffix(last.low, "ans") // "Europeans"
	}
	if f.person && words.to-words.from > 1 {
		f.gender = first.class & (female | male)
		c.byLast[last.key] = append(c.byLast[last.key], k)
		c.byFirst[first.key] = append(c.byFirst[first.key], k)
	}
	c.byName[low] = k
	c.figures = append(c.figures, f)
	return k
}

// latest returns the last figures of a name, as many as are looked at.
func latest(figures []int) []int { return figures[max(0, len(figures)-namesakes):] }

const namesakes = 32

// sameMiddle reports whether two names that begin and end alike may be one
// person's: one of them has nothing between, "Ann Lee" and "Ann B. Lee".
func sameMiddle(a, b string) bool {
	return strings.Count(a, " ") == 1 || strings.Count(b, " ") == 1
}

// genderOf tells the gender from titles and roles.
func (t *text) genderOf(s span) class {
	switch {
	case t.has(s, woman):
		return female
	case t.has(s, manly):
		return male
	}
	return 0
}

// describe adds what the words before a name say about its figure.
func (c *cast) describe(k int, before, name span) {
	f := &c.figures[c.mentions[k].figure]
	if name.to-name.from > 1 {
		f.named++
	}
	var words span
	for i := before.from; i < before.to; i++ {
		tok := &c.tokens[i]
		if tok.class&(title|role) != 0 || tok.capital && tok.class&det == 0 {
			f.call(tok)
			f.branded = f.branded || tok.class&(title|role) == 0 // "Vermont" in "Vermont Senator Ann Lee"
		}
		if words.to > 0 || tok.class&det == 0 && tok.tag != possessive && tok.tag != genitive {
			if words.to == 0 {
				words.from = i
			}
			words.to = i + 1
		}
	}
	if words.to == 0 || !f.person {
		return
	}
	if f.gender == 0 {
		f.gender = c.genderOf(before)
	}
	called := c.name(words)
	calling := words.to-words.from == 1 && !c.has(words, title) && c.isCalling(words.from, name.to)
	if calling && !isDemonym(c.tokens[words.from].low) {
		called = c.tokens[words.from].low
	}
	nearest := &c.tokens[words.to-1]
	if (calling || c.has(words, role|title) || nearest.tag == noun && nearest.sense&personSense != 0) && len(called) > max(4, len(f.role)) {
		f.role = called
	}
}

// Office returns the word for a title or role, in lower case, that all its
// forms have in common: "senator" for "Sen.", "spokesman" for "spokeswoman".
func Office(word string) string {
	low := strings.TrimSuffix(strings.ToLower(word), ".")
	switch low {
	case "sen", "sens", "senators":
		return "senator"
	case "rep", "reps", "congressman", "congresswoman", "representatives":
		return "representative"
	case "gov", "govs", "governors":
		return "governor"
	case "gen":
		return "general"
	case "spokeswoman", "spokesperson":
		return "spokesman"
	case "nominee":
		return "candidate"
	case "lt":
		return "lieutenant"
	case "col":
		return "colonel"
	case "capt":
		return "captain"
	case "sgt":
		return "sergeant"
	case "dr":
		return "doctor"
	case "prof":
		return "professor"
	case "chairwoman", "chair":
		return "chairman"
	}
	return low
}

func rolekey(tok *token) uint32 { return hashWord(Office(tok.low)) }

// call adds a word to the roles by which f was called.
func (f *figure) call(tok *token) {
	if f.roles == nil { // most are called by none
		f.roles = map[uint32]bool{}
	}
	f.roles[rolekey(tok)] = true
}

// introduce adds what a role phrase says about the figure whose name follows it.
func (c *cast) introduce(k int) {
	m := &c.mentions[k]
	f := &c.figures[m.figure]
	f.call(&c.tokens[m.head])
	f.gender = cmp.Or(f.gender, c.genderOf(m.span))
	if f.role != "" {
		return
	}
	words := span{m.from, m.name.from - 1}
	for words.from < m.head && (c.tokens[words.from].class&det != 0 || c.tokens[words.from].tag == possessive) {
		words.from++
	}
	f.role = c.name(words)
}

// mean resolves the mentions that are no names, in the order of the text.
func (c *cast) mean(k int) {
	m := &c.mentions[k]
	if m.figure >= 0 {
		return
	}
	if m.name.to > 0 {
		if named := c.byHead[m.name.to-1]; named >= 0 && c.mentions[named].figure >= 0 {
			m.figure = c.mentions[named].figure
			c.introduce(k)
			return
		}
	}
	switch m.means {
	case typePerson, typeThey, typeIt:
		m.figure = c.pronoun(k)
	case typeWho, typeWhich:
		if j := c.antecedent(k); j >= 0 {
			if c.mentions[j].figure < 0 && c.mentions[j].speaks < 0 && c.mentions[j].means != typeTime {
				c.mentions[j].figure = c.byWords(c.phraseSpan(j), c.mentions[j].head)
			}
			m.figure = c.mentions[j].figure
		}
	case typeRole, typeBody, typeDocument, typeOther, typePlural:
		m.figure = c.definite(k)
	default:
	}
}

// antecedent returns the mention that the relative pronoun k means: the one
// before it, but for a "who" no place: "Ann Lee, a lawyer in Nevada, who said";
// -1 for none.
func (c *cast) antecedent(k int) int {
	m := &c.mentions[k]
	for j := k - 1; j >= 0 && k-j < 4 && c.mentions[j].n == m.n; j-- {
		o := &c.mentions[j]
		if m.means != typeWho || o.means != typeTime && !(o.object && o.kind == properPhrase && c.tokens[o.head].class&located != 0) {
			return j
		}
	}
	return -1
}

func (c *cast) phraseSpan(k int) span {
	s := c.mentions[k].span
	if c.mentions[k].owner {
		s.to--
	}
	return s
}

// apposed returns the person whom a phrase such as "a Trump ally" describes
// because it stands beside the name between commas; -1 for none.
func (c *cast) apposed(k int) int {
	m := &c.mentions[k]
	from := m.from
	for owners := 0; owners < groupSymbols && k > 0 && c.mentions[k-1].owner && c.mentions[k-1].to == from; owners++ {
		k--
		from = c.mentions[k].from // "Ann Lee, the museum's director"
	}
	if k > 0 {
		before := &c.mentions[k-1]
		closed := m.to < len(c.tokens) && (!c.tokens[m.to].word || c.tokens[m.to].low == "of" || c.tokens[m.to].low == "who")
		if before.n == m.n && before.figure >= 0 && c.figures[before.figure].person && before.kind == properPhrase && !before.object &&
			before.to == from-1 && c.tokens[from-1].low == "," && (closed || c.tokens[m.from].low == "a" || c.tokens[m.from].low == "an") {
			return before.figure
		}
	}
	return -1
}

// definite resolves "the senator", "the network", "the senior official".
func (c *cast) definite(k int) int {
	m := &c.mentions[k]
	head := &c.tokens[m.head]
	if head.class&role != 0 || head.sense&personSense != 0 && head.tag == noun {
		if f := c.apposed(k); f >= 0 {
			c.figures[f].call(head)
			if c.figures[f].role == "" {
				c.figures[f].role = strings.TrimPrefix(strings.TrimPrefix(c.name(m.span), "a "), "the ")
			}
			return f
		}
	}
	first := &c.tokens[m.from]
	if first.tag == possessive || first.class&det == 0 || first.low == "a" || first.low == "an" {
		return -1
	}
	if first.low != "the" && first.low != "that" && first.low != "this" {
		return -1
	}
	key := rolekey(head)
	outlet := head.class&outletnoun != 0
	if f := c.called(k); f >= 0 {
		return f
	}
	for j := k - 1; j >= 0 && k-j < 400; j-- {
		o := &c.mentions[j]
		if o.figure < 0 {
			continue
		}
		f := &c.figures[o.figure]
		switch {
		case outlet && f.kind == report.Outlet,
			head.class&role != 0 && f.person && f.roles[key] && !f.plural && !c.calledElse(o.figure, m.symbol),
			head.class&role == 0 && o.kind == properPhrase && (f.kind == report.Body || f.kind == report.Document) && f.last == head.key && o.head != m.head,
			len(f.words) > 0 && f.words[len(f.words)-1] == head.key && c.subset(m.span, f.words):
			m.named = o.n
			return o.figure
		}
	}
	if head.class&body != 0 && m.speaks >= 0 && m.to-m.from == 2 {
		for j := k - 1; j >= 0 && m.n-c.mentions[j].n <= 1; j-- {
			if o := &c.mentions[j]; o.figure >= 0 && o.kind == properPhrase && o.n < m.n && c.mayBeBody(o.figure) {
				return o.figure // "the bank" after "Wells Fargo"
			}
		}
	}
	if head.class&role != 0 && head.class&generic == 0 && m.speaks >= 0 && !strings.HasSuffix(head.low, "s") {
		return c.pronoun(k) // "the Vermont senator", who was not called one before
	}
	if head.class&generic != 0 && m.to-m.from <= 3 {
		for j := k - 1; j >= 0 && m.n-c.mentions[j].n <= 2; j-- {
			o := &c.mentions[j]
			if o.figure >= 0 && o.speaks >= 0 {
				f := &c.figures[o.figure]
				if f.kind == report.Unnamed && !f.plural {
					return o.figure
				}
				break
			}
		}
	}
	return -1
}

// called returns the person who was called by the role and the name in the
// mention k before: "the Vermont senator" after "Vermont Sen. Ann Lee"; -1 for
// none.
func (c *cast) called(k int) int {
	m := &c.mentions[k]
	if c.tokens[m.head].class&role == 0 || !slices.ContainsFunc(c.tokens[m.from:m.head], func(tok token) bool { return tok.tag == proper }) {
		return -1
	}
	for j := k - 1; j >= 0 && k-j < 400; j-- {
		if o := &c.mentions[j]; o.figure >= 0 && c.figures[o.figure].person && c.isCalled(o.figure, m.symbol) {
			return o.figure
		}
	}
	return -1
}

// isCalled reports whether the figure was called by the role and all names in a phrase.
func (c *cast) isCalled(figure int, s symbol) bool {
	for i := s.from; i <= s.head; i++ {
		if tok := &c.tokens[i]; (tok.tag == proper || i == s.head) && !c.figures[figure].roles[rolekey(tok)] {
			return false
		}
	}
	return true
}

// calledElse reports whether the figure was called by other names than those in
// a phrase: "the Republican candidate" is not "Libertarian candidate Ann Lee".
func (c *cast) calledElse(figure int, s symbol) bool {
	f := &c.figures[figure]
	names := 0
	for i := s.from; i < s.head; i++ {
		if tok := &c.tokens[i]; tok.capital && tok.class&(det|title) == 0 {
			if f.roles[tok.key] {
				return false
			}
			names++
		}
	}
	return names > 0 && f.branded
}

// mayBeBody reports whether nothing shows that the figure is a person or a place.
func (c *cast) mayBeBody(k int) bool {
	f := &c.figures[k]
	first := &c.tokens[f.start]
	return f.kind == report.Person && f.gender == 0 && len(f.roles) == 0 && first.class&(female|male|located) == 0 && f.last != f.first
}

// subset reports whether the words of s, without articles, are among words.
func (c *cast) subset(s span, words []uint32) bool {
	for i := s.from; i < s.to; i++ {
		tok := &c.tokens[i]
		if tok.class&det == 0 && tok.tag != genitive && !slices.Contains(words, tok.key) {
			return false
		}
	}
	return true
}

// byWords returns the figure of a phrase with the head.
func (c *cast) byWords(source span, head int) int {
	name := c.name(source)
	first := &c.tokens[source.from]
	if first.low == "the" && c.tokens[head].tag != proper {
		name = "the " + c.name(span{source.from + 1, source.to}) // "the Vermont senator", but "White House"
	}
	if first.low != "the" && first.capital && (first.class&(det|role) != 0 || first.tag == number) && first.tag != proper &&
		(source.from == 0 || c.tokens[source.from-1].sentence != first.sentence || !c.tokens[source.from-1].word) && !strings.HasPrefix(first.low, "u.") {
		name = first.low + name[min(len(name), first.end-first.start):]
	}
	low := strings.ToLower(name)
	if k, ok := c.byName[low]; ok {
		return k
	}
	h := &c.tokens[head]
	if source.to-source.from == 1 && h.capital {
		if named := c.byLast[h.key]; len(named) > 0 {
			return named[0] // "WALLACE"
		}
	}
	f := figure{name: name, kind: report.Unnamed, start: source.from, last: h.key}
	switch {
	case c.isOutlet(source):
		f.kind = report.Outlet
	case h.class&doc != 0 && h.class&role == 0:
		f.kind = report.Document
	case h.tag == proper && h.class&body != 0, h.class&role == 0 && h.class&body != 0:
		f.kind = report.Body
	case h.tag == proper:
		f.kind, f.person = report.Person, true
	default:
		f.plural = h.tag != noun && h.class&det != 0 || strings.HasSuffix(h.low, "s") || strings.HasSuffix(h.low, "people") || h.low == "women" || h.low == "men"
		f.person = !f.plural
		f.gender = c.genderOf(span{head, head + 1})
	}
	for i := source.from; i < source.to; i++ {
		if tok := &c.tokens[i]; i <= head && tok.class&det == 0 && tok.tag != genitive {
			f.words = append(f.words, tok.key)
		}
	}
	k := len(c.figures)
	c.byName[low] = k
	c.figures = append(c.figures, f)
	return k
}

// How much speaks for a mention that a pronoun may mean.
const (
	perSentence = 12 // against it, for each sentence between
	forSubject  = 8
	forOpening  = 8
	forSpeaking = 14
	forGender   = 9
)

// pronoun resolves "he", "they" and "it" by what stands before: the subject
// of the same or the last sentence, the last speaker, the nearest that fits.
func (c *cast) pronoun(k int) int {
	m := &c.mentions[k]
	var want class
	switch c.tokens[m.head].low {
	case "he", "him", "himself":
		want = male
	case "she", "her", "herself":
		want = female
	default:
		want = c.genderOf(m.span)
	}
	best, most := -1, -1000
	seen := map[int]bool{}
	for j := k - 1; j >= 0 && k-j < 400; j-- {
		o := &c.mentions[j]
		distance := m.n - max(o.n, min(o.speaks, m.n-1))
		if m.n-o.n > 12 {
			break
		}
		if o.figure < 0 || distance > 5 {
			continue
		}
		f := &c.figures[o.figure]
		switch m.means {
		case typePerson, typeRole:
			if !f.person || f.plural || f.gender != 0 && want != 0 && f.gender != want {
				continue
			}
		case typeThey:
			if !f.plural && f.kind != report.Body && f.kind != report.Outlet || c.tokens[o.head].class&located != 0 {
				continue
			}
		case typeIt:
			if f.plural || f.person && f.kind != report.Body {
				continue
			}
		default:
		}
		score := -perSentence * distance
		if c.paragraph[o.n] != c.paragraph[m.n] {
			score -= 3
		}
		if o.n == m.n {
			score -= 4 // an object of the same sentence is often somebody else
		}
		if o.subject {
			score += forSubject
		}
		if o.opening {
			score += forOpening
		}
		if o.speaks >= 0 {
			score += forSpeaking
		}
		if o.object {
			score -= 5
		}
		if o.owner {
			score -= 5
		}
		if o.kind == pronounPhrase {
			score += 6
		}
		if want != 0 && f.gender == want {
			score += forGender
		}
		score += min(6, 2*f.named)
		if seen[o.figure] {
			score--
		}
		seen[o.figure] = true
		if score > most {
			best, most = o.figure, score
		}
	}
	if best >= 0 && want != 0 && m.speaks >= 0 && c.figures[best].gender == 0 {
		c.figures[best].gender = want
	}
	return best
}
