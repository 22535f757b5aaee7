package attribution

import "slices"

// A sourceCandidate is a noun phrase that may be a cue's source.
type sourceCandidate struct {
	symbol  int
	inner   span // part of the cue's own phrase: "Axios" in "an Axios report"; else empty
	path    uint32
	phrase  int // noun phrases between, the nearest is 0
	side    uint32
	verbs   uint32 // finite verbs between
	commas  uint32
	subject bool // the nearest that can be the cue's subject
}

// The sides on which a source stands of its cue.
const (
	sideBefore uint32 = iota
	sideAfter
	sideInner
)

// sided are the beginnings of the features of a candidate on each side, by kind. To mix
// them for every candidate took a thirtieth of the time of attribution.
var sided = func() (all [sideInner + 1][256]uint32) {
	for side := range all {
		for k := range all[side] {
			all[side][k] = mix(hash(uint32(k)), uint32(side)) //nolint:gosec // small
		}
	}
	return all
}()

const (
	maxBefore = 8
	maxAfter  = 3

	groupSymbols = 12 // of a verb group, at most
	maxSymbols   = 80 // that are looked at on one side of a cue
)

// sourceCandidates appends the noun phrases of p that may be the source of c.
func (t *text) sourceCandidates(p *parsed, c cueCandidate, into []sourceCandidate) []sourceCandidate {
	cue := &p.symbols[c.symbol]
	if cue.nominal() && cue.from < cue.head && t.tokens[cue.head-1].tag.nominal() {
		into = append(into, sourceCandidate{symbol: c.symbol, inner: span{cue.from, cue.head}, side: sideInner})
	}
	scan := func(side uint32, step, limit int) {
		path, seen, length := uint32(17), 0, 0
		var verbs, commas uint32
		for k := c.symbol + step; k >= 0 && k < len(p.symbols) && seen < limit && length < maxSymbols; k += step {
			s := &p.symbols[k]
			if s.nominal() {
				far := seen > 2 && step < 0
				inName := s.owner && k+1 < len(p.symbols) && p.symbols[k+1].nominal() && t.tokens[p.symbols[k+1].head].class&(cuenoun|doc) == 0 && p.symbols[k+1].head != c.token
				if inName {
					continue // part of the phrase that follows
				}
				if s.head != c.token && !(far && k > 0 && p.symbols[k-1].kind == prepositional) {
					into = append(into, sourceCandidate{symbol: k, path: path, phrase: seen, side: side, verbs: verbs, commas: commas})
				}
				seen++
			}
			switch s.kind {
			case finiteVerb, auxiliary, modalVerb:
				verbs++
			case comma:
				commas++
			}
			length++
			if s.kind != adverbial && length < 16 {
				kind := s.kind
				if kind == properPhrase || kind == loosePhrase {
					kind = commonPhrase
				}
				path = mix(path, uint32(kind))
			}
		}
	}
	if t.tokens[c.token].class&tell == 0 || c.passive == 0 { // who is told is no source
		scan(sideBefore, -1, maxBefore)
	}
	if subject := t.subject(p, p.groupStart(c.symbol)); subject >= 0 {
		for k := range into {
			into[k].subject = into[k].symbol == subject && into[k].side == sideBefore
		}
	}
	scan(sideAfter, 1, maxAfter)
	return into
}

// pairFeatures appends what speaks for or against o being the source of c.
func (t *text) pairFeatures(p *parsed, c cueCandidate, o sourceCandidate, f []feature) []feature {
	cue := &t.tokens[c.token]
	cls, kind := c.class, c.kind
	s := p.symbols[o.symbol]
	if o.inner.to > 0 {
		s = symbol{kind: properPhrase, span: o.inner, head: o.inner.to - 1}
		if t.tokens[s.head].tag != proper {
			s.kind = commonPhrase
		}
		s.means = t.meaning(s)
	}
	head := &t.tokens[s.head]
	means := uint32(s.means)
	dist := min(uint32(o.phrase), 5)
	side := o.side
	of := &sided[side]
	add := func(x feature) { f = append(f, x) }
	prev, prevTag := t.keyAt(s.from-1, p.span), t.tagAt(s.from-1, p.span)
	next := t.keyAt(s.to, p.span)
	before, after := c.before, c.after
	var prep uint32
	if o.symbol > 0 && side != sideInner && p.symbols[o.symbol-1].kind == prepositional {
		prep = prev
	}
	add(joint1(of[41], o.path))
	add(joint2(of[42], o.path, kind))
	add(joint2(of[43], o.path, means))
	add(joint3(of[44], dist, kind, cls))
	add(joint3(of[47], means, kind, cls))
	add(joint1(of[48], head.key))
	add(joint2(of[49], head.key, cls))
	add(joint3(of[50], means, dist, kind))
	add(joint1(of[51], prev))
	add(joint2(of[52], prevTag, means))
	add(joint2(of[53], next, dist))
	add(joint2(of[54], next, means))
	add(joint3(of[55], b(s.from == p.span.from), means, kind))
	add(joint4(of[56], b(s.owner), kind, cls, dist))
	add(joint3(of[58], prep, kind, dist))
	add(joint3(of[59], min(o.verbs, 3), dist, kind))
	add(joint3(of[60], o.commas&1, min(o.verbs, 2), dist))
	add(joint4(of[61], before, after, dist, kind))
	add(joint3(of[62], before, after, means))
	add(joint2(of[64], t.tokens[s.from].key, means))
	add(joint3(of[65], prep, means, dist))
	add(joint2(of[66], uint32(min(s.head-s.from, 4)), means))
	add(joint4(of[67], b(p.headline), means, dist, kind))
	add(joint3(of[68], o.commas&1, means, min(o.verbs, 2)))
	add(joint2(of[69], o.path, cls))
	add(joint4(of[70], b(p.hasQuote), dist, kind, means))
	add(joint3(of[71], head.suffix, means, cue.suffix))
	leads := b(p.leads(o.symbol))
	lead := p.lead(o.symbol)
	subject := b(o.subject)
	var excess, chains uint32
	if side == sideBefore {
		group := p.groupStart(c.symbol)
		excess = uint32(max(-1, min(p.excess(o.symbol, group), 2)) + 1)
		chains = uint32(min(p.clauses[c.symbol].chains-p.clauses[o.symbol+1].chains, 4))
	}
	add(joint4(of[72], leads, excess, min(o.commas, 3), kind))
	add(joint3(of[73], leads, excess, lead))
	add(joint4(of[74], leads, excess, chains, means))
	add(joint5(of[75], leads, excess, chains, min(o.commas, 2), lead))
	add(joint3(of[76], subject, kind, cls))
	add(joint2(of[77], subject, means))
	sense := senseOf(head)
	cueSense := senseOf(cue)
	if s.kind != commonPhrase {
		sense = 0
	}
	passive := c.passive
	add(joint4(of[87], passive, subject, cls, kind))
	add(joint3(of[88], passive, prep, dist))
	add(joint2(of[80], sense, means))
	add(joint3(of[81], sense, cueSense, kind))
	add(joint3(of[82], sense, subject, cls))
	add(joint3(of[83], sense, excess, leads))
	add(joint3(of[84], cueSense, means, subject))
	add(joint4(of[85], cueSense, excess, leads, kind))
	add(joint2(of[86], sense, prep))
	add(joint3(of[79], subject, lead, min(o.commas, 3)))
	add(joint2(of[101], cue.base, dist))
	add(joint2(of[102], cue.base, means))
	add(joint2(of[103], cue.base, o.path))
	add(joint2(of[104], cue.base, subject))
	add(joint3(of[105], cue.base, subject, means))
	add(joint2(of[106], cue.base, prep))
	that, quote, form, governor, f1, f2 := c.that, c.quote, c.form, c.governor, c.next[0], c.next[1]
	add(joint5(of[160], subject, means, cls, that, quote))
	add(joint5(of[161], subject, sense, that, quote, kind))
	add(joint5(of[162], subject, means, kind, f1, f2))
	add(joint3(of[163], subject, form, governor))
	add(joint3(of[164], subject, form, means))
	// Less of the same, which is seen more often.
	add(joint1(of[190], means))
	add(joint1(of[191], subject))
	add(joint1(of[192], dist))
	add(joint1(of[193], prep))
	add(joint2(of[194], excess, leads))
	add(joint1(of[195], sense))
	add(joint1(of[196], lead))
	add(joint3(of[197], subject, dist, lead))
	if side == sideBefore {
		joint := p.kindNear(p.groupStart(c.symbol)-1, -1)
		rank, same, speaks := t.governs(p, c, o)
		add(joint4(of[90], joint, rank, same, kind))
		add(joint4(of[91], joint, rank, speaks, cls))
		add(joint4(of[92], joint, rank, speaks, means))
		add(joint4(of[93], joint, rank, subject, kind))
		opener, inner, marks := t.bridge(p, c, o)
		add(joint4(of[94], joint, opener, inner, min(marks, 4)))
		add(joint4(of[95], joint, opener, inner, means))
		add(joint4(of[96], joint, opener, min(marks, 4), subject))
	}
	inverted, follows := c.inverted, c.follows
	near := b(side == sideAfter && dist == 0)
	add(joint4(of[97], inverted, follows, near, kind))
	add(joint4(of[98], inverted, follows, near, cls))
	add(joint4(of[99], inverted, follows, near, means))
	add(joint5(of[100], inverted, near, subject, leads, excess))
	return f
}

// governs tells whether candidate o is the subject of a verb before cue c, as
// in "X did this and said" or "X did this, saying": one more than how many
// finite verbs stand between, 0 for no; whether the two verbs are alike in form;
// and whether that verb is one of speech.
func (t *text) governs(p *parsed, c cueCandidate, o sourceCandidate) (rank, same, speaks uint32) {
	group := p.groupStart(c.symbol)
	last, _ := slices.BinarySearchFunc(p.verbs, group, func(v verb, k int) int { return v.symbol - k })
	for k := last - 1; k >= 0 && p.verbs[k].symbol > o.symbol; k-- {
		if p.verbs[k].subject == o.symbol {
			tok := &t.tokens[p.symbols[p.verbs[k].symbol].from]
			return uint32(min(last-k, 4)), b(tok.tag == t.tokens[c.token].tag), uint32(tok.class & (say | tell | show | aux))
		}
	}
	return 0, 0, 0
}

// bridge tells about the insertion that may stand between candidate o and cue
// c, "Ann Lee, who was there, said": the kind of symbol after the phrase o, the
// kind after that, and how many marks of the first kind stand before the cue.
func (t *text) bridge(p *parsed, c cueCandidate, o sourceCandidate) (opener, inner, marks uint32) {
	end := t.hanging(p, o.symbol+1, c.symbol)
	if end >= c.symbol {
		return 0, 0, 0
	}
	first := p.symbols[end].kind
	if first == comma || first == dash {
		inner = p.kindNear(end+1, 1)
		for k := end; k < c.symbol; k++ {
			if p.symbols[k].kind == first {
				marks++
			}
		}
	}
	return uint32(first), inner, marks
}

// inversion tells whether a noun phrase follows the cue at symbol cue at once, as
// in "…, said Ann Lee, who was there": the kind of symbol before the cue, and the
// kind after that phrase, 2 for the end of the sentence; 0 for no.
func (t *text) inversion(p *parsed, cue int) (before, follows uint32) {
	k := cue + 1
	for k < len(p.symbols) && p.symbols[k].owner {
		k++
	}
	if k >= len(p.symbols) || !p.symbols[k].nominal() {
		return 0, 0
	}
	end := t.hanging(p, k+1, len(p.symbols))
	follows = 2
	if end < len(p.symbols) {
		follows = uint32(p.symbols[end].kind)
	}
	return p.kindNear(p.groupStart(cue)-1, -1), follows
}
