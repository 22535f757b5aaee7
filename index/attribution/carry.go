package attribution

import "slices"

// carry returns found, in the order of the text, with the attributions added
// whose source stands in another sentence: a quotation over several sentences
// or paragraphs, a statement that goes on, a speaker who is named only after
// the words.
func (t *text) carry(m *models, found []*citing) []*citing {
	own := t.bySentence(found)
	var f []feature
	var options []origin
	for n := range t.sentences {
		if len(own[n]) > 0 || !t.hasWords(n) {
			continue
		}
		options = t.origins(own, n, options[:0])
		best, most := -1, carryThreshold
		for k, o := range options {
			f = t.carryFeatures(n, o, f[:0])
			if score := m.carry.score(f); score > most {
				best, most = k, score
			}
		}
		if best < 0 {
			continue
		}
		o := options[best]
		for _, c := range own[o.sentence] {
			if c == o.citing || c.cue == o.citing.cue {
				own[n] = append(own[n], &citing{sentence: n, from: c, content: t.sentences[n], entity: -1, named: -1})
			}
		}
	}
	return slices.Concat(own...)
}

// backward lets "their data" stand for the sources of the attribution before,
// and an "it" too that means the thing they spoke of: "It also provides that".
func (t *text) backward(found []*citing) []*citing {
	var out []*citing
	for _, c := range found {
		var before []*citing
		if c.from == nil {
			before = t.before(out, c)
		}
		if len(before) == 0 {
			out = append(out, c)
		}
		for _, b := range before {
			out = append(out, &citing{sentence: c.sentence, cue: c.cue, from: b, content: c.content, entity: -1, named: -1})
		}
	}
	return out
}

// before returns the attributions among found whose sources c carries on by
// a word that stands for them; none where its source speaks for itself.
func (t *text) before(found []*citing, c *citing) []*citing {
	last := len(found) - 1
	if last < 0 || found[last].cue == c.cue {
		return nil
	}
	first := len(found)
	for first > 0 && found[first-1].sentence == found[last].sentence && found[first-1].cue == found[last].cue {
		first--
	}
	before := found[first:]
	switch t.tokens[c.source.from].low {
	case "their":
		if c.sentence-found[last].sentence > 2 || !t.has(c.source, doc|cuenoun) {
			return nil
		}
	case "it":
		if !t.continued(c, found[last]) {
			return nil
		}
	default:
		return nil
	}
	return before
}

// continued reports whether the source of c is an "it" that opens the next
// sentence of the paragraph and means the thing that before speaks of.
func (t *text) continued(c, before *citing) bool {
	if c.source.from != t.sentences[c.sentence].from || c.sentence != before.sentence+1 || t.paragraph[c.sentence] != t.paragraph[before.sentence] {
		return false
	}
	first, _ := slices.BinarySearchFunc(t.mentions, before.sentence, func(m mention, n int) int { return m.n - n })
	for _, m := range t.mentions[first:] {
		if m.n > before.sentence {
			break
		}
		if m.subject && m.from >= before.content.from && m.to <= before.content.to {
			return m.means == typeOther || m.means == typeDocument
		}
	}
	return false
}

func (t *text) bySentence(found []*citing) [][]*citing {
	own := make([][]*citing, len(t.sentences))
	for _, c := range found {
		own[c.sentence] = append(own[c.sentence], c)
	}
	return own
}

func (t *text) hasWords(n int) bool {
	for _, tok := range t.tokens[t.sentences[n].from:t.sentences[n].to] {
		if tok.word {
			return true
		}
	}
	return false
}

// An origin is an attribution from which a source may be carried over.
type origin struct {
	citing   *citing
	sentence int
	rank     uint32 // 0 the last before, 1 another in that sentence, 2 the one before, 3 after
	carried  uint32 // sentences since that were carried over themselves
	silent   uint32 // sentences between that cite nobody
}

const (
	backward = 12 // sentences that a source is looked for before
	forward  = 6  // and after
)

// origins appends the attributions from which sentence n may carry over its
// source. Those before n are known, with what was carried over to them.
func (t *text) origins(own [][]*citing, n int, into []origin) []origin {
	var carried, silent uint32
	steps := 0
	for k := n - 1; k >= 0 && k > n-backward && steps < 2; k-- {
		if len(own[k]) == 0 {
			silent++
			continue
		}
		last := own[k][len(own[k])-1]
		if last.from != nil && last.cue.to == 0 {
			if carried == 0 && steps == 0 {
				into = append(into, origin{last.from, last.from.sentence, 0, 1, silent})
				steps++
			}
			carried++
			continue
		}
		if steps == 0 || into[0].citing != last {
			into = append(into, origin{last, k, uint32(steps) * 2, carried, silent})
			if first := own[k][0]; steps == 0 && first.cue.to > 0 && first.cue != last.cue {
				into = append(into, origin{first, k, 1, carried, silent})
			}
			steps++
		}
	}
	silent = 0
	for k := n + 1; k < len(own) && k < n+forward; k++ {
		if len(own[k]) > 0 {
			if own[k][0].cue.to > 0 {
				into = append(into, origin{own[k][0], k, 3, 0, silent})
			}
			break
		}
		silent++
	}
	return into
}

// quotedShape tells how a sentence lies in quotations.
func (t *text) quotedShape(n int) (shape, opens, closes uint32) {
	if n < 0 || n >= len(t.sentences) {
		return 9, 9, 9
	}
	s := t.sentences[n]
	words, inside := 0, 0
	for i := s.from; i < s.to; i++ {
		if t.tokens[i].word {
			words++
			if t.tokens[i].quoted > 0 {
				inside++
			}
		}
	}
	if s.from == s.to {
		return 9, 9, 9
	}
	first, last := t.tokens[s.from].quoted, t.tokens[s.to-1].quoted
	switch {
	case inside == 0:
		shape = 0
	case inside == words:
		shape = 1
	case inside*2 >= words:
		shape = 2
	case first > 0:
		shape = 3
	default:
		shape = 4
	}
	switch {
	case first == 0:
	case t.quotes[first].from == s.from && t.quotes[first].continues:
		opens = 3
	case t.quotes[first].from == s.from:
		opens = 1
	default:
		opens = 2
	}
	switch {
	case last == 0:
	case t.quotes[last].to > s.to:
		closes = 2
	case t.quotes[last].closed:
		closes = 1
	default:
		closes = 3
	}
	return shape, opens, closes
}

// carryFeatures appends what speaks for or against carrying o to sentence n.
func (t *text) carryFeatures(n int, o origin, f []feature) []feature {
	s := t.sentences[n]
	shape, opens, closes := t.quotedShape(n)
	quote := shape*16 + opens*4 + closes
	from := t.sentences[o.sentence]
	oShape, oOpens, oCloses := t.quotedShape(o.sentence)
	sameParagraph := b(t.paragraph[n] == t.paragraph[o.sentence])
	paragraphs := uint32(min(3, max(t.paragraph[n]-t.paragraph[o.sentence], t.paragraph[o.sentence]-t.paragraph[n])))
	distance := uint32(min(5, max(n-o.sentence, o.sentence-n)))
	opening := b(n == 0 || t.paragraph[n-1] != t.paragraph[n])
	alone := b(opening == 1 && (n+1 == len(t.sentences) || t.paragraph[n+1] != t.paragraph[n]))
	var sameQuote uint32
	if q := t.tokens[s.from].quoted; q > 0 && (t.tokens[from.to-1].quoted == q || t.tokens[from.from].quoted == q) {
		sameQuote = 1
	}
	c, source := o.citing, o.citing.origin().source
	cue := &t.tokens[c.cue.from]
	cls := uint32(cue.class & (say | tell | show | speak | hold | cuenoun))
	means := uint32(t.meaning(symbol{kind: t.phraseKind(source), span: source, head: source.to - 1}))
	var ending uint32 // where the cue stands in its sentence
	switch {
	case c.cue.from-from.from <= 6:
		ending = 1
	case from.to-max(c.cue.to, source.to) <= 4:
		ending = 2
	}
	endMark := t.tokens[from.to-1].key
	first := &t.tokens[s.from]
	prevShape, prevOpens, prevCloses := t.quotedShape(n - 1)
	nextShape, nextOpens, _ := t.quotedShape(n + 1)
	rank := o.rank
	carried, silent := min(o.carried, 3), min(o.silent, 3)
	of := func(k uint32) uint32 { return mix(hash(k), rank) }
	add := func(x feature) { f = append(f, x) }
	add(joint1(of(101), quote))
	add(joint2(of(102), quote, sameParagraph))
	add(joint3(of(103), quote, distance, silent))
	add(joint3(of(104), quote, paragraphs, opening))
	add(joint2(of(105), shape, sameQuote))
	add(joint3(of(106), quote, oShape, ending))
	add(joint5(of(107), shape, oShape, oOpens, oCloses, sameParagraph))
	add(joint3(of(108), shape, cls, sameParagraph))
	add(joint2(of(109), shape, cue.key))
	add(joint3(of(110), shape, means, paragraphs))
	add(joint4(of(111), quote, prevShape, prevCloses, sameParagraph))
	add(joint4(of(112), shape, nextShape, nextOpens, opening))
	add(joint2(of(113), shape, first.key))
	add(joint3(of(114), shape, uint32(first.tag), sameParagraph))
	add(joint3(of(115), shape, carried, silent))
	add(joint3(of(116), shape, endMark, sameParagraph))
	add(joint4(of(117), quote, prevShape, prevOpens, prevCloses))
	add(joint4(of(118), shape, alone, paragraphs, distance))
	add(joint5(of(119), shape, ending, cls, sameParagraph, distance))
	add(joint4(of(120), shape, first.key, sameParagraph, distance))
	add(joint3(of(121), shape, t.keyAt(s.from+1, s), sameParagraph))
	add(joint5(of(122), quote, opening, paragraphs, oShape, ending))
	add(joint2(of(123), shape, uint32(min(s.to-s.from, 40)/8)))
	add(joint3(of(124), shape, b(t.headlike(n)), b(t.headlike(o.sentence))))
	add(joint3(of(125), shape, t.tokens[s.to-1].key, opening))
	add(joint3(of(126), shape, t.shared(s, source), sameParagraph))
	return f
}

// shared reports whether the sentence names the source, or starts with a pronoun.
func (t *text) shared(s, source span) uint32 {
	key := t.tokens[source.to-1].key
	for i := s.from; i < s.to; i++ {
		if t.tokens[i].key == key && t.tokens[i].quoted == 0 {
			return 1
		}
	}
	return 0
}

func (t *text) headlike(n int) bool {
	s := t.sentences[n]
	last := t.tokens[s.to-1].low
	return t.tokens[s.to-1].word || last == ":" || last == "*"
}

func (t *text) phraseKind(s span) byte {
	last := &t.tokens[s.to-1]
	switch {
	case last.tag == personal && last.class&pron1 != 0:
		return selfPhrase
	case last.tag == personal:
		return pronounPhrase
	case last.tag == wh:
		return relativePhrase
	case last.tag == proper:
		return properPhrase
	}
	return commonPhrase
}
