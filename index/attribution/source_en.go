package attribution

import (
	"strings"
	"sync"
	"unicode/utf8"
)

// models holds what was learned.
type models struct {
	cue    *linear // is this word a cue, and which noun phrase is its source
	settle *linear // does a cue stand beside the others of its sentence
	carry  *linear // from where a sentence without a cue carries over its source
}

var learned = sync.OnceValue(func() *models {
	return &models{cue: loadLinear("cue_en"), settle: loadLinear("settle_en"), carry: loadLinear("carry")}
})

// cited finds the attributions that the layout shows, and elsewhere those whose
// source stands in the sentence of its cue: "X said …", "…, said X",
// "according to X", "X's statement".
func (t *text) cited(m *models) []*citing {
	var found []*citing
	var p parsed
	var picks []pick
	for n, own := range t.layouts() {
		t.parse(n, &p)
		t.note(&p)
		if len(own) > 0 {
			found = append(found, own...)
			continue
		}
		first := len(found)
		picks = t.picks(m, &p, picks[:0])
		for k := range picks {
			t.features = t.settleFeatures(&p, picks, k, t.features[:0])
			enough := settleThreshold
			if t.reports(&p, picks[k].cue) {
				enough = reportThreshold
			}
			if score := m.settle.score(t.features); score > enough {
				found = t.cite(&p, picks[k].cue, picks[k].source, score, found)
			}
		}
		shareVia(found[first:])
	}
	return found
}

// shareVia gives the attributions of a sentence to one source one outlet or
// channel: "posted on X a statement that".
func shareVia(found []*citing) {
	if len(found) < 2 {
		return
	}
	via := map[int]span{} // of the heads of sources
	for _, a := range found {
		if a.via.to > 0 {
			via[a.head] = a.via
		}
	}
	for _, a := range found {
		if a.via.to == 0 {
			a.via = via[a.head]
		}
	}
}

// cite appends the attributions that cue c and source o make: one a source,
// where several are named together.
func (t *text) cite(p *parsed, c cueCandidate, o sourceCandidate, score int, found []*citing) []*citing {
	cue := span{c.token, c.token + 1}
	if t.tokens[c.token].low == "according" && c.token+1 < p.span.to {
		cue.to++
	}
	var sources []headed
	if o.inner.to > 0 {
		sources = append(sources, headed{o.inner, o.inner.to - 1})
	} else {
		sources = t.conjuncts(p, c, o)
	}
	all := span{sources[0].from, sources[len(sources)-1].to}
	via := t.viaOf(p, c, all)
	content := t.contentOf(p, span{cue.from, t.toldEnd(p, c, cue.to)}, all)
	for _, s := range sources {
		found = append(found, &citing{sentence: p.number, cue: cue, source: s.span, head: s.head, content: content, via: via, score: score, entity: -1, named: -1})
	}
	return found
}

// A headed phrase knows its head's token.
type headed struct {
	span
	head int
}

// conjuncts returns the phrases that o names, with what hangs on each: one,
// or several that are joined by commas and "and".
func (t *text) conjuncts(p *parsed, c cueCandidate, o sourceCandidate) []headed {
	limit := len(p.symbols)
	if o.side == sideBefore {
		limit = max(o.symbol+1, p.groupStart(c.symbol))
		for limit > o.symbol+1 && p.symbols[limit-1].kind == adverbial {
			limit--
		}
	}
	main, end := t.whole(p, o.symbol, limit)
	if to := t.modified(p, end, limit, o.side); to > end && (p.symbols[c.symbol].kind != gerundVerb || t.tokens[c.token].low == "according") && p.symbols[o.symbol].kind != pronounPhrase && p.symbols[o.symbol].kind != properPhrase {
		main.to = p.symbols[to-1].to
		return []headed{main}
	}
	out := []headed{main}
	if !t.canJoin(p.symbols[o.symbol]) {
		return out
	}
	for k := t.joined(p, end, limit); k >= 0; k = t.joined(p, end, limit) {
		var next headed
		next, end = t.whole(p, k, limit)
		out = append(out, next)
	}
	if o.side != sideBefore {
		return out
	}
	symbol, first := o.symbol, p.owners(o.symbol)
	for len(out) < mostJoined {
		k := t.joinedBefore(p, symbol, first, len(out) == 1)
		if k < 0 {
			break
		}
		before, _ := t.whole(p, k, first-1)
		out = append([]headed{before}, out...)
		symbol, first = k, p.owners(k)
	}
	return out
}

// mostJoined is how many sources may be named together.
const mostJoined = 8

// whole returns the noun phrase k with its owners, with what hangs on it and
// with the name in apposition to it, and the symbol after all that.
func (t *text) whole(p *parsed, k, limit int) (headed, int) {
	s := p.symbols[k].span
	if p.symbols[k].owner {
		s.to--
	}
	s.from = p.symbols[p.owners(k)].from
	end := k + 1
	if !p.symbols[k].owner {
		end = t.hanging(p, k+1, limit)
		if name := t.apposition(p, k); name >= end && name < limit {
			end = name + 1
		}
		s.to = max(s.to, p.symbols[end-1].to)
		end = t.described(p, k, end, limit)
	}
	return headed{s, p.symbols[k].head}, end
}

// described returns the comma after the role that stands in apposition to the
// name k and ends before "and", as in "Ann Lee, the mayor, and Bo Ek"; end,
// where the name ends, if there is none.
func (t *text) described(p *parsed, k, end, limit int) int {
	role := end + 1
	if role >= limit || p.symbols[end].kind != comma || !t.isPersonal(p.symbols[k]) {
		return end
	}
	for role+1 < limit && p.symbols[role].owner {
		role++
	}
	if p.symbols[role].kind != commonPhrase || p.symbols[role].owner || !t.isRole(p.symbols[role]) {
		return end
	}
	closing := t.hanging(p, role+1, limit)
	if closing+1 < limit && p.symbols[closing].kind == comma && p.symbols[closing+1].kind == conjunct {
		return closing
	}
	return end
}

// owners returns the first of the owners before the noun phrase k, or k.
func (p *parsed) owners(k int) int {
	for k > 0 && p.symbols[k-1].owner && p.symbols[k-1].to == p.symbols[k].from {
		k--
	}
	return k
}

// canJoin reports whether a noun phrase may be one of several sources that are
// named together.
func (t *text) canJoin(s symbol) bool {
	switch s.means {
	case typeRole, typeDocument, typeBody, typeOutlet, typeNamed, typeOtherName:
		return true
	default:
		return s.kind == commonPhrase && t.isRole(s)
	}
}

// joined returns the noun phrase that "and" joins to the one that ends before
// symbol k, whose apposition a comma may close; -1 for none.
func (t *text) joined(p *parsed, k, limit int) int {
	if next := t.listed(p, k, limit); next >= 0 {
		return next
	}
	if k < limit && p.symbols[k].kind == comma {
		k++
	}
	if k+1 >= limit || !t.isAnd(p, k) || !p.symbols[k+1].nominal() {
		return -1
	}
	k++
	for k+1 < limit && p.symbols[k].owner && p.symbols[k+1].nominal() {
		k++
	}
	if _, end := t.whole(p, k, limit); !t.canJoin(p.symbols[k]) || end < limit && p.verbAt(end) {
		return -1 // "said Ann Lee, and Bo Ek left"
	}
	return k
}

// listed returns the name that a comma joins to the name before symbol k, in a
// list that "and" closes: "Ann Lee, Bo Ek and Carl Otto"; -1 for none.
func (t *text) listed(p *parsed, k, limit int) int {
	if k == 0 || !t.isPersonal(p.symbols[k-1]) {
		return -1
	}
	next := k + 1
	for j, items := k, 0; j+1 < limit && items < mostJoined && t.isPersonal(p.symbols[j+1]); items++ {
		switch {
		case t.isAnd(p, j):
			if items > 0 {
				return next
			}
			return -1
		case p.symbols[j].kind != comma:
			return -1
		}
		j += 2
	}
	return -1
}

func (t *text) isAnd(p *parsed, k int) bool {
	return p.symbols[k].kind == conjunct && t.tokens[p.symbols[k].from].low == "and"
}

// joinedBefore returns the noun phrase that is joined to k, which starts with
// symbol first: by "and" where k is the last of all, else by a comma.
func (t *text) joinedBefore(p *parsed, k, first int, last bool) int {
	mark := first - 1
	switch {
	case mark < 1:
		return -1
	case last && t.isAnd(p, mark):
		if p.symbols[mark-1].kind == comma {
			mark--
		}
	case last || p.symbols[mark].kind != comma:
		return -1
	}
	for j := mark - 1; j >= 0 && mark-j < groupSymbols; j-- {
		if !t.canJoin(p.symbols[j]) || p.symbols[j].owner {
			continue
		}
		from := p.owners(j)
		if _, end := t.whole(p, j, mark+2); end != mark || !t.opensList(p, from) {
			continue
		}
		if from > 1 && p.symbols[from-1].kind == comma && p.symbols[j].kind == commonPhrase && t.isPersonal(p.symbols[from-2]) {
			continue // the role in "Ann Lee, the mayor, and Bo Ek"
		}
		if p.symbols[mark-1].kind == p.symbols[k].kind && mark-1 != j && t.apposition(p, j) < 0 {
			return -1 // "aides to Ann Lee and Bo Ek"
		}
		return j
	}
	return -1
}

// opensList reports whether nothing before symbol k governs it, so that it may
// open a list of those who speak.
func (t *text) opensList(p *parsed, k int) bool {
	if k == 0 {
		return true
	}
	switch p.symbols[k-1].kind {
	case comma, quoted, adverbial, subordinator, dash:
		return true
	case conjunct:
		return k == 1 || t.tokens[p.symbols[k-1].from].low == "but"
	}
	return false
}

// modified returns the symbol after the participle, infinitive or relative
// clause without a comma that describes the noun phrase before symbol k: "people
// briefed on the matter", "a report released on Friday"; k where there is none.
// Before a cue it must reach to the cue.
func (t *text) modified(p *parsed, k, limit int, side uint32) int {
	if k >= limit {
		return k
	}
	switch s := &p.symbols[k]; {
	case s.kind == participleVerb, s.kind == gerundVerb, s.kind == relativePhrase, s.kind == infinitiveTo && side == sideBefore:
	case s.kind == finiteVerb && t.tokens[s.from].tag == past && side == sideAfter: // "data released Friday"
	case s.kind == adverbial && k+1 < limit && p.symbols[k+1].kind == participleVerb:
	default:
		return k
	}
	end := k
	for ; end < limit && end-k < modifierSymbols; end++ {
		switch s := &p.symbols[end]; s.kind {
		case comma, colon, dash, quoted, otherMark, bracket, subordinator, conjunct:
			if side == sideBefore {
				return k
			}
			return end
		case finiteVerb, modalVerb, auxiliary:
			if side == sideAfter && end > k && p.symbols[k].kind != relativePhrase {
				return k
			}
		}
	}
	if end < limit {
		return k
	}
	return end
}

// modifierSymbols is how long a describing clause may be, in symbols.
const modifierSymbols = 10

// hanging returns the symbol after the phrases that hang on the noun phrase
// before symbol k: "of the committee", "close to the government".
func (t *text) hanging(p *parsed, k, limit int) int {
	for k < limit {
		j := k
		if s := p.symbols[j]; t.tokens[s.from].class&attached != 0 || (s.kind == otherWord && t.tokens[s.from].tag == adjective || s.kind == participleVerb) && t.tokens[s.from].word {
			j++
		}
		if j >= limit || p.symbols[j].kind != prepositional && (p.symbols[j].kind != infinitiveTo || j == k) {
			return k
		}
		switch low := t.tokens[p.symbols[j].from].low; {
		case j > k, low == "of", low == "for", low == "at", low == "with", low == "from":
		case low == "in" && j+1 < limit && p.symbols[j+1].means != typeDocument && !t.tokens[p.symbols[j+1].from].capital:
		case low == "in" && j+1 < limit && p.symbols[j+1].kind == properPhrase:
		default:
			return k
		}
		j++
		for j < limit && p.symbols[j].owner {
			j++
		}
		if j >= limit || !p.symbols[j].nominal() || p.symbols[j].means == typeTime || p.symbols[j].kind == commonPhrase && t.isPersonal(p.symbols[k-1]) {
			return k // "accused by Ann Lee of fraud"
		}
		k = j + 1
	}
	return k
}

// contentOf returns the part of the sentence that is credited: what follows
// source and cue, or what stands before them.
func (t *text) contentOf(p *parsed, cue, source span) span {
	first, last := min(cue.from, source.from), max(cue.to, source.to)
	before, after := span{p.span.from, first}, span{last, p.span.to}
	for after.from < after.to && !t.tokens[after.from].word && t.tokens[after.from].quoted == 0 {
		after.from++
	}
	for before.to > before.from && !t.tokens[before.to-1].word && t.tokens[before.to-1].quoted == 0 {
		before.to--
	}
	weight := func(s span) int {
		if s.from >= s.to {
			return 0
		}
		n := t.count(s)
		return n.words + 2*n.quoted
	}
	content := after
	if weight(before) > weight(after) {
		content = before
	}
	if content.from >= content.to {
		return p.span
	}
	return content
}

// toldEnd returns the token after the person or outlet told: "told NBC News that".
func (t *text) toldEnd(p *parsed, c cueCandidate, end int) int {
	if t.tokens[c.token].class&tell != 0 && c.symbol+1 < len(p.symbols) {
		if s := p.symbols[c.symbol+1]; s.nominal() && !s.owner {
			return s.to
		}
	}
	return end
}

// viaOf returns the phrase for the outlet that was told, or the channel that
// was used: "told NBC News", "on X", "at a briefing".
func (t *text) viaOf(p *parsed, c cueCandidate, source span) span {
	var event span
	for k := c.symbol + 1; k < len(p.symbols) && k < c.symbol+10; k++ {
		s := p.symbols[k]
		switch s.kind {
		case comma, quoted, subordinator, colon:
			return event
		}
		if !s.nominal() || s.from < source.to && s.to > source.from {
			continue
		}
		prep := p.symbols[k-1].kind == prepositional || p.symbols[k-1].kind == infinitiveTo
		told := k == c.symbol+1 && t.tokens[c.token].class&tell != 0
		if !prep && !told {
			continue
		}
		one := s.span
		if s.owner {
			one.to--
		}
		switch {
		case t.isOutlet(one), told && t.soundsLikeOutlet(one), prep && t.tokens[s.head].class&channel != 0 && t.tokens[s.head].capital:
			return one
		case prep && t.tokens[s.head].class&occasion != 0 && event.to == 0 && !s.owner:
			event = one
		}
	}
	return event
}

func (t *text) has(s span, c class) bool {
	for i := s.from; i < s.to; i++ {
		if t.tokens[i].class&c != 0 {
			return true
		}
	}
	return false
}

// via names the outlet or channel through which c was said.
func (t *text) via(c *citing) string {
	if v := c.origin().via; v.from < v.to {
		return t.name(v)
	}
	return ""
}

// isOutlet reports whether the phrase, without an article, is an outlet's name.
func (t *text) isOutlet(s span) bool {
	var h uint32
	for i := s.from; i < s.to; i++ {
		tok := &t.tokens[i]
		if i == s.from && tok.class&det != 0 || tok.tag == genitive {
			continue
		}
		if !tok.capital {
			return false
		}
		h = mix(h, tok.key)
	}
	return h != 0 && english().outlets[h]
}

// soundsLikeOutlet reports whether the phrase is a name that begins or ends
// as those of many outlets do: "Radio Four", "the Lakeside Herald".
func (t *text) soundsLikeOutlet(s span) bool {
	if t.tokens[s.from].class&det != 0 {
		s.from++
	}
	if s.to-s.from < 2 {
		return false
	}
	for i := s.from; i < s.to; i++ {
		if !t.tokens[i].capital && t.tokens[i].tag != number {
			return false
		}
	}
	l := english()
	first, last := &t.tokens[s.from], &t.tokens[s.to-1]
	return l.edges[first.key] || first.class&outletnoun != 0 || l.edges[last.key] || last.class&outletnoun != 0
}

// name returns the words of a phrase without a leading article before a name.
func (t *text) name(s span) string {
	if s.to-s.from > 1 && t.tokens[s.from].low == "the" && t.tokens[s.from+1].capital {
		s.from++
	}
	if s.to-s.from > 1 && t.tokens[s.to-1].tag == genitive {
		s.to--
	}
	words := t.words(s)
	if isSpaced(words) {
		return words
	}
	return strings.Join(strings.Fields(words), " ")
}

// isSpaced reports whether nothing but single spaces parts the words, as is seen
// where all are ASCII.
func isSpaced(words string) bool {
	for i := range len(words) {
		switch c := words[i]; {
		case c >= utf8.RuneSelf, c < ' ', c == ' ' && (i == 0 || words[i-1] == ' '):
			return false
		}
	}
	return true
}

// The scores from which a cue or a carried source is taken, in 1/weightUnit of
// log odds; chosen by cross-validation on the training articles. A word of
// reporting, or a quotation in the sentence, needs less than another cue.
const (
	settleThreshold = 0
	reportThreshold = -500
	carryThreshold  = -300
	hopeless        = -1800 // no source makes up for less
	doubtful        = -4000 // of a cue with its source
)
