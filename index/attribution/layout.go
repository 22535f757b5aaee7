package attribution

// layouts finds the attributions that a page shows by its layout alone, by
// sentence: the turns of a transcript ("WALLACE: …") and the signatures under
// quotations and posts ("― Ann Lee").
func (t *text) layouts() [][]*citing {
	own := make([][]*citing, len(t.sentences))
	t.turns(own)
	for n := range t.sentences {
		if len(own[n]) > 0 {
			continue
		}
		if name, ok := t.signature(n); ok {
			t.sign(own, n, name)
		}
	}
	return own
}

// turns finds the turns of a transcript, where there are at least two.
func (t *text) turns(own [][]*citing) {
	labels := map[int]span{}
	for n := range t.sentences {
		if t.opens(n) {
			if label, ok := t.label(n); ok {
				labels[n] = label
			}
		}
	}
	if len(labels) < 2 {
		return
	}
	var now *citing
	quoted := false
	for n, s := range t.sentences {
		label, ok := labels[n]
		switch {
		case ok:
			now = &citing{
				sentence: n, cue: span{label.to, label.to + 1}, source: label, head: label.to - 1,
				content: span{label.to + 1, s.to}, entity: -1, named: -1,
			}
			quoted = t.tokens[s.from].quoted > 0
			own[n] = append(own[n], now)
			continue
		case now == nil:
			continue
		case quoted && t.opens(n) && t.tokens[s.from].quoted == 0:
			now = nil // the quoted transcript has ended
			continue
		}
		if t.hasWords(n) {
			own[n] = append(own[n], &citing{sentence: n, from: now, content: s, entity: -1, named: -1})
		}
	}
}

// opens reports whether sentence n opens a paragraph.
func (t *text) opens(n int) bool { return n == 0 || t.paragraph[n-1] != t.paragraph[n] }

// label returns the speaker's name at the head of a turn: up to four words in
// capitals before a colon with words after it.
func (t *text) label(n int) (span, bool) {
	s := t.sentences[n]
	from := s.from
	if from < s.to && !t.tokens[from].word && t.tokens[from].quoted > 0 {
		from++
	}
	to := from
	for to < s.to && to-from < 5 && t.tokens[to].word && (t.tokens[to].shape&upperShape != 0 || to > from && t.tokens[to].capital && t.tokens[to].class&title != 0) {
		to++
	}
	return span{from, to}, to > from && to-from < 5 && to+1 < s.to && t.tokens[to].low == ":" && t.tokens[from].shape&upperShape != 0
}

const (
	signatureWords = 12 // of a signature, at most
	signedBack     = 40 // sentences that a signature stands under, at most
)

// signature returns the name in a sentence that is, or ends with, a dash and
// a name: "― Ann Lee, Utah", "… — Ann Lee (@annlee) May 3, 2016".
func (t *text) signature(n int) (span, bool) {
	s := t.sentences[n]
	for i := s.to - 1; i >= s.from && s.to-i < 2*signatureWords; i-- {
		tok := &t.tokens[i]
		switch {
		case tok.quoted > 0, tok.tag == past, tok.tag == present, tok.tag == modal:
			return span{}, false
		case tok.word || !isDash(tok.low):
			continue
		}
		name := span{i + 1, i + 1}
		for name.to < s.to && t.tokens[name.to].word && (t.tokens[name.to].capital || name.to > name.from && t.tokens[name.to].shape == lowerShape && len(t.tokens[name.to].low) <= 3) && name.to-name.from < 6 {
			name.to++
		}
		handle := name.to+1 < s.to && t.tokens[name.to].low == "(" && t.tokens[name.to+1].low == "@"
		alone := i == s.from && (name.to == s.to || !t.tokens[name.to].word) && s.to-i <= signatureWords
		return name, name.to > name.from && t.tokens[name.to-1].capital && (handle || alone)
	}
	return span{}, false
}

func isDash(mark string) bool {
	switch mark {
	case "—", "–", "―", "--", "-":
		return true
	}
	return false
}

// sign credits to name, the signature in sentence n, the quotation above it,
// or the sentences of its own paragraph.
func (t *text) sign(own [][]*citing, n int, name span) {
	first := n
	for k := n - 1; k >= 0 && n-k <= signedBack && len(own[k]) == 0; k-- {
		s := t.sentences[k]
		q := t.tokens[s.to-1].quoted
		if q == 0 && t.paragraph[k] != t.paragraph[n] {
			break
		}
		first = k
		if q > 0 && t.quotes[q].from >= s.from && !t.quotes[q].continues {
			break
		}
	}
	s := t.sentences[n]
	if first == n && name.from-s.from < 3 {
		return // signs nothing
	}
	c := &citing{sentence: n, cue: span{name.from - 1, name.from}, source: name, head: name.to - 1, content: span{s.from, name.from - 1}, entity: -1, named: -1}
	if c.content.from == c.content.to {
		c.content = s
	}
	own[n] = append(own[n], c)
	for k := first; k < n; k++ {
		if t.hasWords(k) {
			own[k] = append(own[k], &citing{sentence: k, from: c, content: t.sentences[k], entity: -1, named: -1})
		}
	}
}
