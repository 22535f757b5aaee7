package attribution

// A parsed sentence is the symbols of a sentence with what is known about
// all of it.
type parsed struct {
	number   int
	span     span
	symbols  []symbol
	clauses  []clause // of each symbol, and of the end
	verbs    []verb   // the finite verb groups
	hasQuote bool
	headline bool // most words are capitalised, or there is no full stop
}

// A clause says how many finite verbs, clause openers ("who", "that", "while")
// and chains of noun phrases stand before a symbol.
type clause struct{ verbs, openers, chains int32 }

// A verb is a finite verb group and its subject.
type verb struct {
	symbol  int // the first of the group
	subject int // symbol; -1 for none
}

// subject returns the noun phrase that is the subject of the verb group that
// starts at symbol group: the nearest before it that hangs on no other and has
// no verb of its own; -1 for none.
func (t *text) subject(p *parsed, group int) int {
	for k := group - 1; k >= 0 && group-k < maxSymbols; k-- {
		if p.symbols[k].nominal() && p.leads(k) && p.excess(k, group) == 0 && p.lead(k) != baseVerb && p.symbols[k].means != typeTime {
			return k
		}
	}
	return -1
}

// finite reports whether symbol k starts a finite verb group: "said", "has said".
func (t *text) finite(p *parsed, k int) bool {
	s := &p.symbols[k]
	switch s.kind {
	case finiteVerb, modalVerb:
	case auxiliary:
		if g := t.tokens[s.from].tag; g != past && g != present {
			return false
		}
	default:
		return false
	}
	before := p.kindNear(k-1, -1)
	return before != auxiliary && before != modalVerb
}

// leads reports whether symbol k is a noun phrase that hangs on no other: not
// "the committee" in "a member of the committee".
func (p *parsed) leads(k int) bool {
	return p.symbols[k].nominal() && (k == 0 || p.symbols[k-1].kind != prepositional && !p.symbols[k-1].owner)
}

// groupStart returns the first symbol of the verb group of symbol k.
func (p *parsed) groupStart(k int) int {
	start := k
	for j := k - 1; j >= 0 && k-j < groupSymbols; j-- {
		switch p.symbols[j].kind {
		case auxiliary, modalVerb:
			start = j
		case adverbial:
		default:
			return start
		}
	}
	return start
}

// excess returns how many finite verbs more than clause openers stand between
// noun phrase k and verb v; the subject of v has none.
func (p *parsed) excess(k, v int) int32 {
	a, b := p.clauses[k+1], p.clauses[max(v, k+1)]
	return b.verbs - a.verbs - (b.openers - a.openers)
}

func (t *text) parse(n int, p *parsed) {
	p.number, p.span = n, t.sentences[n]
	p.symbols = t.phrases(p.span, p.symbols[:0])
	p.hasQuote = false
	words, capitals := 0, 0
	for i := p.span.from; i < p.span.to; i++ {
		if t.tokens[i].word {
			words++
			if t.tokens[i].capital {
				capitals++
			}
		}
	}
	p.clauses = p.clauses[:0]
	var now clause
	for k, s := range p.symbols {
		p.clauses = append(p.clauses, now)
		p.hasQuote = p.hasQuote || s.kind == quoted
		switch {
		case s.kind == subordinator, s.kind == relativePhrase:
			now.openers++
		case p.leads(k):
			now.chains++
		case t.finite(p, k):
			now.verbs++
		}
	}
	p.clauses = append(p.clauses, now)
	p.headline = words > 3 && capitals*3 > words*2
	p.verbs = p.verbs[:0]
	for k := range p.symbols {
		if t.finite(p, k) {
			p.verbs = append(p.verbs, verb{k, t.subject(p, k)})
		}
	}
}

// A cueCandidate is a word that may bring in what somebody says.
type cueCandidate struct {
	symbol int // in the parsed sentence
	token  int

	class         uint32    // of the word, of those that make cues
	kind          uint32    // of the symbol
	before, after uint32    // kinds of the symbols on either side, see kindNear
	next          [3]uint32 // see following
	passive       uint32

	object, that, quote uint32 // see complement
	form, governor      uint32 // see group
	inverted, follows   uint32 // see inversion
}

// cue returns the candidate at a token of symbol k.
func (t *text) cue(p *parsed, k, token int) cueCandidate {
	c := cueCandidate{symbol: k, token: token, kind: uint32(p.symbols[k].kind)}
	c.class = uint32(t.tokens[token].class & (say | tell | show | speak | hold | cuenoun))
	c.before, c.after = p.kindNear(k-1, -1), p.kindNear(k+1, 1)
	c.next = p.following(k)
	c.passive = t.passive(p, k)
	c.object, c.that, c.quote = t.complement(p, k)
	c.form, c.governor = t.group(p, k)
	c.inverted, c.follows = t.inversion(p, k)
	return c
}

var thatKey = hashWord("that")

// cueCandidates appends the words of p that may be cues.
func (t *text) cueCandidates(p *parsed, into []cueCandidate) []cueCandidate {
	for k, s := range p.symbols {
		switch s.kind {
		case finiteVerb, baseVerb, gerundVerb, participleVerb:
			if t.tokens[s.from].class&act != 0 && !p.hasQuote && t.keyAt(s.from+1, p.span) != thatKey {
				continue
			}
			into = append(into, t.cue(p, k, s.from))
		case commonPhrase, properPhrase:
			if t.tokens[s.head].class&(cuenoun|reporting|speak|hold) != 0 || t.tokens[s.head].sense&(messageSense|thoughtSense) != 0 && t.owned(p, k) {
				into = append(into, t.cue(p, k, s.head))
			}
		case colon:
			if t.tokens[s.from].low == ":" && k > 0 && (k <= 3 || k <= groupSymbols && k+1 < len(p.symbols) && p.symbols[k+1].kind == quoted) {
				into = append(into, t.cue(p, k, s.from))
			}
		case prepositional, otherWord:
			if t.tokens[s.from].low == "per" || t.tokens[s.from].low == "according" || t.tokens[s.from].class&reporting != 0 {
				into = append(into, t.cue(p, k, s.from))
			}
		}
	}
	return into
}

// owned reports whether noun phrase k belongs to somebody, or brings in a
// clause: "her assessment", "the mayor's assessment", "the assessment that".
func (t *text) owned(p *parsed, k int) bool {
	s := p.symbols[k]
	return k > 0 && p.symbols[k-1].owner || t.tokens[s.from].tag == possessive || t.keyAt(s.to, p.span) == thatKey
}

func (t *text) keyAt(i int, s span) uint32 {
	if i < s.from || i >= s.to {
		return 7
	}
	if t.tokens[i].quoted > 0 {
		return 8
	}
	return t.tokens[i].key
}

func (t *text) tagAt(i int, s span) uint32 {
	if i < s.from || i >= s.to {
		return 31
	}
	if t.tokens[i].quoted > 0 {
		return 30
	}
	return uint32(t.tokens[i].tag)
}

// objectOf returns the noun phrase that follows symbol k, or -1.
func (p *parsed) objectOf(k int) int {
	for j := k + 1; j < len(p.symbols) && j < k+3; j++ {
		switch s := &p.symbols[j]; {
		case s.kind == adverbial, s.kind == prepositional, s.nominal() && s.owner:
		case s.kind == commonPhrase || s.kind == properPhrase:
			return j
		default:
			return -1
		}
	}
	return -1
}

// complement tells what follows symbol k: the key of its object's head, and
// how far off a "that" and a quotation are, without a finite verb between.
func (t *text) complement(p *parsed, k int) (object, that, quote uint32) {
	if o := p.objectOf(k); o >= 0 {
		object = t.tokens[p.symbols[o].head].key
		if p.symbols[o].kind == properPhrase {
			object = 1
		}
	}
	for j := k + 1; j < len(p.symbols) && j <= k+8; j++ {
		switch s := &p.symbols[j]; s.kind {
		case finiteVerb, modalVerb, auxiliary:
			return object, that, quote
		case subordinator, relativePhrase:
			if that == 0 && t.tokens[s.from].key == thatKey {
				that = uint32(1 + (j-k)/2)
			}
			return object, that, quote
		case quoted:
			return object, that, uint32(1 + (j-k)/3)
		case scareQuote:
			return object, that, uint32(5 + (j-k)/3)
		}
	}
	return object, that, quote
}

// passive reports whether a form of "be" stands in the verb group before
// symbol k, a participle: "was told", but not "is telling".
func (t *text) passive(p *parsed, k int) uint32 {
	if p.symbols[k].kind == gerundVerb {
		return 0
	}
	for j := k - 1; j >= 0 && k-j < groupSymbols; j-- {
		switch s := &p.symbols[j]; s.kind {
		case adverbial, modalVerb:
		case auxiliary:
			switch t.tokens[s.from].low {
			case "is", "are", "was", "were", "be", "been", "being", "am", "get", "got":
				return 1
			}
		default:
			return 0
		}
	}
	return 0
}

// lead returns what stands before a noun phrase: the kind of symbol, all verbs as one.
func (p *parsed) lead(k int) uint32 {
	for k > 0 && p.symbols[k-1].owner {
		k--
	}
	switch kind := p.kindNear(k-1, -1); kind {
	case finiteVerb, baseVerb, gerundVerb, participleVerb, auxiliary, modalVerb:
		return baseVerb
	default:
		return kind
	}
}

// kindNear returns the kind of the first symbol from k on, in steps, that is no adverb.
func (p *parsed) kindNear(k, step int) uint32 {
	for range groupSymbols {
		if k < 0 || k >= len(p.symbols) {
			break
		}
		if p.symbols[k].kind != adverbial {
			return uint32(p.symbols[k].kind)
		}
		k += step
	}
	return 1
}

// cueFeatures appends what speaks for or against c being a cue at all.
func (t *text) cueFeatures(p *parsed, c cueCandidate, f []feature) []feature {
	tok := &t.tokens[c.token]
	s := p.span
	cls, kind := c.class, c.kind
	key := tok.key
	add := func(x feature) { f = append(f, x) }
	prev, next := t.keyAt(c.token-1, s), t.keyAt(c.token+1, s)
	prevTag, nextTag := t.tagAt(c.token-1, s), t.tagAt(c.token+1, s)
	before, after := c.before, c.after
	quote := b(p.hasQuote)
	add(joint1(hash(1), kind))
	add(joint2(hash(3), key, kind))
	add(joint2(hash(4), cls, kind))
	add(joint2(hash(5), prev, kind))
	add(joint3(hash(6), prev, cls, kind))
	add(joint2(hash(7), next, kind))
	add(joint3(hash(8), next, cls, kind))
	add(joint2(hash(10), key, prev))
	add(joint3(hash(11), prevTag, nextTag, kind))
	add(joint3(hash(12), before, after, kind))
	add(joint4(hash(13), before, after, cls, kind))
	add(joint3(hash(15), quote, kind, cls))
	add(joint2(hash(16), tok.suffix, kind))
	add(joint3(hash(17), b(p.headline), kind, cls))
	add(joint2(hash(20), t.keyAt(c.token+2, s), next))
	add(joint4(hash(21), prevTag, t.tagAt(c.token-2, s), kind, cls))
	add(joint4(hash(22), nextTag, t.tagAt(c.token+2, s), kind, cls))
	// What stands around: a cue before with its clause after it, or one that
	// closes the sentence, makes this one a source inside a source.
	outer, that, closing := t.surroundings(p, c)
	add(joint4(hash(23), outer, that, cls, kind))
	add(joint3(hash(24), closing, cls, kind))
	add(joint4(hash(25), outer, that, closing, before))
	add(joint5(hash(26), outer, that, closing, quote, b(c.symbol <= 2)))
	add(joint4(hash(36), c.passive, cls, kind, after))
	object, that2, quote2 := c.object, c.that, c.quote
	var objectSense, objectClass uint32
	if object != 0 {
		o := &t.tokens[p.symbols[p.objectOf(c.symbol)].head]
		objectSense, objectClass = senseOf(o), uint32(o.class&(cuenoun|doc|role|body))
	}
	add(joint3(hash(102), objectSense, kind, cls))
	add(joint2(hash(103), objectClass, kind))
	add(joint2(hash(104), objectClass, object))
	add(joint3(hash(105), that2, kind, cls))
	add(joint3(hash(106), quote2, kind, cls))
	add(joint4(hash(108), that2, quote2, objectClass, kind))
	means := senseOf(tok)
	add(joint3(hash(109), objectSense, means, kind))
	add(joint3(hash(110), that2, quote2, means))
	add(joint2(hash(29), means, kind))
	add(joint3(hash(30), means, before, after))
	add(joint3(hash(31), means, cls, next))
	add(joint3(hash(32), means, quote, kind))
	add(joint3(hash(33), means, outer, that))
	add(joint3(hash(34), means, nextTag, prevTag))
	base := tok.base
	add(joint1(hash(111), base))
	add(joint2(hash(112), base, kind))
	add(joint2(hash(113), base, next))
	add(joint2(hash(114), base, after))
	add(joint2(hash(115), base, before))
	add(joint2(hash(116), base, quote))
	add(joint3(hash(117), base, outer, that))
	add(joint2(hash(118), base, closing))
	add(joint2(hash(119), base, c.passive))
	add(joint2(hash(120), base, object))
	add(joint3(hash(121), base, that2, quote2))
	form, governor := c.form, c.governor
	add(joint2(hash(150), form, cls))
	add(joint2(hash(151), form, base))
	add(joint3(hash(152), form, means, kind))
	add(joint2(hash(153), governor, kind))
	add(joint2(hash(154), governor, cls))
	add(joint3(hash(155), form, before, after))
	f1, f2, f3 := c.next[0], c.next[1], c.next[2]
	add(joint4(hash(156), kind, f1, f2, f3))
	add(joint4(hash(157), cls, f1, f2, f3))
	add(joint3(hash(158), base, f1, f2))
	add(joint4(hash(159), means, kind, f1, f2))
	// Less of the same, which is seen more often.
	add(joint1(hash(170), cls))
	add(joint1(hash(171), means))
	add(joint1(hash(172), next))
	add(joint2(hash(173), before, after))
	add(joint2(hash(174), quote, kind))
	add(joint2(hash(175), outer, that))
	add(joint2(hash(176), that2, quote2))
	add(joint1(hash(177), after))
	add(joint1(hash(178), before))
	add(joint1(hash(179), form))
	add(joint1(hash(180), closing))
	add(joint1(hash(181), objectSense))
	add(joint1(hash(182), objectClass))
	add(joint2(hash(183), f1, f2))
	add(joint1(hash(184), prev))
	return f
}

// senseOf returns the meanings that tok can have as the part of speech it is.
func senseOf(tok *token) uint32 {
	if tok.tag.verb() {
		return uint32(tok.sense & verbSenses)
	}
	return uint32(tok.sense & nounSenses)
}

func b(v bool) uint32 {
	if v {
		return 1
	}
	return 0
}

// surroundings tells whether a reporting verb stands before c, whether a
// subordinator stands between, and whether a reporting verb with a comma or
// quotation before its subject closes the sentence.
func (t *text) surroundings(p *parsed, c cueCandidate) (outer, that, closing uint32) {
	for k := max(0, c.symbol-maxSymbols); k < c.symbol; k++ {
		s := &p.symbols[k]
		if s.nominal() {
			continue
		}
		switch s.kind {
		case finiteVerb, gerundVerb, participleVerb:
			if t.tokens[s.from].class&(say|tell|show) != 0 {
				outer, that = 1, 0
			} else if t.tokens[s.from].class&hold != 0 && outer == 0 {
				outer, that = 2, 0
			}
		case subordinator:
			that = 1
			if t.tokens[s.from].low == "that" {
				that = 2
			}
		case quoted:
			that = 3
		}
	}
	after := 0
	for k := len(p.symbols) - 1; k > c.symbol+1 && after < 12; k-- {
		s := &p.symbols[k]
		after++
		if (s.kind == finiteVerb || s.kind == gerundVerb && t.tokens[s.from].low == "according") && t.tokens[s.from].class&(say|tell) != 0 || t.tokens[s.from].low == "according" {
			// , X said / , said X / , according to X
			for j := k - 1; j > c.symbol && j > k-6; j-- {
				if kind := p.symbols[j].kind; kind == comma || kind == quoted {
					return outer, that, 1
				}
			}
		}
	}
	return outer, that, closing
}

// group tells the form of the verb group of symbol k, as a set of forms of
// "be", "have" and "do", modal verbs and negations, and the verb on which it
// hangs: "wants" in "wants to say".
func (t *text) group(p *parsed, k int) (form, governor uint32) {
	form = uint32(p.symbols[k].kind) << 8
	for j := k - 1; j >= 0 && k-j < groupSymbols; j-- {
		s := &p.symbols[j]
		tok := &t.tokens[s.from]
		switch s.kind {
		case modalVerb:
			form |= 1
		case infinitiveTo:
			form |= 2
		case auxiliary:
			switch tok.low {
			case "has", "have", "had", "having", "'ve", "'d":
				form |= 4
			case "do", "does", "did":
				form |= 8
			default:
				form |= 16
			}
		case adverbial:
			if tok.class&neg != 0 {
				form |= 32
			}
		case finiteVerb, baseVerb, gerundVerb, participleVerb:
			if form&2 != 0 || j == k-1 {
				return form, tok.base
			}
			return form, 0
		case otherWord:
			if form&2 != 0 {
				return form, tok.base // "likely to say"
			}
			return form, 0
		default:
			if form&2 != 0 {
				return form, uint32(s.kind)
			}
			return form, 0
		}
	}
	return form, 0
}

// following returns the kinds of the three symbols after k that are no adverbs,
// all noun phrases but pronouns as one.
func (p *parsed) following(k int) (out [3]uint32) {
	n := 0
	for j := k + 1; j < len(p.symbols) && n < 3 && j < k+groupSymbols; j++ {
		kind := p.symbols[j].kind
		switch kind {
		case adverbial:
			continue
		case properPhrase, loosePhrase:
			kind = commonPhrase
		}
		out[n] = uint32(kind)
		n++
	}
	return out
}
