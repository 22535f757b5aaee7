package attribution

// cited finds the attributions whose source stands beside a cue: "X said …",
// "…, said X", "according to X".
func (t *text) cited() []*citing {
	var found []*citing
	for n, s := range t.sentences {
		for i := s.from; i < s.to; i++ {
			tok := &t.tokens[i]
			if !tok.word || tok.quoted > 0 {
				continue
			}
			switch {
			case tok.low == "to" && i > s.from && t.tokens[i-1].low == "according":
				for _, source := range t.conjuncts(t.phraseAfter(i+1, s)) {
					found = append(found, t.citing(n, span{i - 1, i + 1}, source))
				}
			case tok.class&(reporting|speak|hold) != 0 && !tok.capital && t.at(i-1).class&(det|prep) == 0:
				source := t.subject(i, s)
				if source.from == source.to || !t.canCue(i, source) {
					continue
				}
				for _, one := range t.conjuncts(source) {
					found = append(found, t.citing(n, span{i, i + 1}, one))
				}
			}
		}
	}
	return found
}

// canCue reports whether verb i says that the source said something.
func (t *text) canCue(i int, source span) bool {
	c := t.tokens[i].class
	next := t.at(i + 1)
	switch {
	case c&(say|tell) != 0:
		return true
	case c&show != 0:
		return t.has(source, doc) || t.isOutlet(source)
	case c&hold != 0 && c&speak == 0:
		return t.has(source, role) || next.low == "that"
	default:
		return next.quoted > 0 || next.low == "as" || t.has(source, role|title) && c&(speak) != 0 && next.class&(det|prep) != 0
	}
}

func (t *text) at(i int) token {
	if i < 0 || i >= len(t.tokens) {
		return token{}
	}
	return t.tokens[i]
}

func (t *text) has(s span, c class) bool {
	for i := s.from; i < s.to; i++ {
		if t.tokens[i].class&c != 0 {
			return true
		}
	}
	return false
}

// citing makes an attribution whose content is the sentence without its source
// and cue: what follows the cue, or what precedes source and cue.
func (t *text) citing(n int, cue, source span) *citing {
	s := t.sentences[n]
	c := &citing{sentence: n, cue: cue, source: source, entity: -1}
	first, last := min(cue.from, source.from), max(cue.to, source.to)
	after := last
	if t.tokens[cue.from].class&tell != 0 && cue.to == last {
		c.via = t.phraseAfter(cue.to, s)
		if c.via.to > c.via.from {
			after = c.via.to
		}
	}
	for after < s.to && !t.tokens[after].word && t.tokens[after].quoted == 0 {
		after++
	}
	before := first
	for before > s.from && !t.tokens[before-1].word && t.tokens[before-1].quoted == 0 {
		before--
	}
	if before-s.from > s.to-after {
		c.content = span{s.from, before}
	} else {
		c.content = span{after, s.to}
	}
	if c.content.from >= c.content.to {
		c.content = s
	}
	return c
}

// via names the outlet that was told; people are no channel.
func (t *text) via(c *citing) string {
	o := c.origin()
	if o.via.from < o.via.to && t.isOutlet(o.via) {
		return t.name(o.via)
	}
	return ""
}
