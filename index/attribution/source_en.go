package attribution

import (
	"strings"
	"sync"
)

// models holds what was learned.
type models struct {
	cue   *linear // is this word a cue, and which noun phrase is its source
	carry *linear // from where a sentence without a cue carries over its source
}

var learned = sync.OnceValue(func() *models {
	return &models{cue: loadLinear("cue_en"), carry: loadLinear("carry")}
})

// cited finds the attributions that the layout shows, and elsewhere those whose
// source stands in the sentence of its cue: "X said …", "…, said X",
// "according to X", "X's statement".
func (t *text) cited(m *models) []*citing {
	var found []*citing
	var p parsed
	var cues []cueCandidate
	var sources []sourceCandidate
	var f []feature
	for n, own := range t.layouts() {
		t.parse(n, &p)
		t.note(&p)
		if len(own) > 0 {
			found = append(found, own...)
			continue
		}
		cues = t.cueCandidates(&p, cues[:0])
		for _, c := range cues {
			f = t.cueFeatures(&p, c, f[:0])
			base := m.cue.score(f)
			if base < hopeless {
				continue
			}
			sources = t.sourceCandidates(&p, c, sources[:0])
			best, most := -1, cueThreshold
			if t.tokens[c.token].class&(say|tell) != 0 || p.hasQuote {
				most = speechThreshold
			}
			role, subject := t.apposedSubject(&p, c), -1
			for k, o := range sources {
				f = t.pairFeatures(&p, c, o, f[:0])
				if score := base + m.cue.score(f); score > most {
					best, most = k, score
				}
				if o.symbol == role {
					subject = k
				}
			}
			if best >= 0 && subject >= 0 {
				best = subject
			}
			if best >= 0 {
				found = t.cite(&p, c, sources[best], most, found)
			}
		}
	}
	return found
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
// or several that are joined by "and".
func (t *text) conjuncts(p *parsed, c cueCandidate, o sourceCandidate) []headed {
	first := o.symbol
	limit := len(p.symbols)
	if o.side == sideBefore {
		limit = max(o.symbol+1, p.groupStart(c.symbol))
		for limit > o.symbol+1 && p.symbols[limit-1].kind == adverbial {
			limit--
		}
	}
	one := func(k int) (headed, int) {
		s := p.symbols[k].span
		if p.symbols[k].owner {
			s.to--
		}
		for j := k - 1; j >= 0 && p.symbols[j].owner && p.symbols[j].to == s.from; j-- {
			s.from = p.symbols[j].from
		}
		end := k + 1
		if !p.symbols[k].owner {
			end = t.hanging(p, k+1, limit)
			s.to = max(s.to, p.symbols[end-1].to)
		}
		return headed{s, p.symbols[k].head}, end
	}
	main, end := one(o.symbol)
	if to := t.modified(p, end, limit, o.side); to > end && p.symbols[c.symbol].kind != gerundVerb && p.symbols[o.symbol].kind != pronounPhrase && p.symbols[o.symbol].kind != properPhrase {
		main.to = p.symbols[to-1].to
		return []headed{main}
	}
	out := []headed{main}
	joined := func(k int) bool {
		return k < limit && p.symbols[k].kind == conjunct && t.tokens[p.symbols[k].from].low == "and"
	}
	kind := func(k int) bool {
		switch t.meaning(p.symbols[k]) {
		case typeRole, typeDocument, typeBody, typeOutlet, typeNamed, typeOtherName:
			return true
		default:
			return false
		}
	}
	if !kind(o.symbol) {
		return out
	}
	for joined(end) && end+1 < limit && p.symbols[end+1].nominal() {
		k := end + 1
		for k+1 < limit && p.symbols[k].owner && p.symbols[k+1].nominal() {
			k++
		}
		if !kind(k) {
			break
		}
		var next headed
		next, end = one(k)
		out = append(out, next)
	}
	if first > 1 && joined(first-1) && p.symbols[first-2].nominal() && kind(first-2) && o.side == sideBefore &&
		(first == 2 || p.symbols[first-3].kind == comma || p.symbols[first-3].kind == quoted || p.symbols[first-3].kind == adverbial) {
		before, _ := one(first - 2)
		out = append([]headed{before}, out...)
	}
	return out
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
		case low == "in" && j+1 < limit && t.meaning(p.symbols[j+1]) != typeDocument && !t.tokens[p.symbols[j+1].from].capital:
		case low == "in" && j+1 < limit && p.symbols[j+1].kind == properPhrase:
		default:
			return k
		}
		j++
		for j < limit && p.symbols[j].owner {
			j++
		}
		if j >= limit || !p.symbols[j].nominal() || t.meaning(p.symbols[j]) == typeTime {
			return k
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
	return strings.Join(strings.Fields(t.words(s)), " ")
}

// The scores from which a cue or a carried source is taken, in 1/weightUnit of
// log odds; chosen by cross-validation on the training articles. A verb of
// speech, or a quotation in the sentence, needs less than another cue.
const (
	cueThreshold    = -100
	speechThreshold = -1300
	carryThreshold  = -300
	hopeless        = -5000 // no source makes up for less
)
