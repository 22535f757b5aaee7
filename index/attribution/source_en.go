package attribution

import "strings"

// subject returns the phrase that verb i has as its subject: before it, or
// after it where the content stands first. It is empty where none is found.
func (t *text) subject(i int, s span) span {
	k := i
	for k > s.from && t.tokens[k-1].class&(adv|aux|neg|day) != 0 && t.tokens[k-1].class&(det|pron3) == 0 {
		k--
	}
	if k == s.from {
		return span{}
	}
	before := t.tokens[k-1]
	if !before.word {
		if before.quoted > 0 || before.low == "," && t.quotedBefore(k-1, s) {
			return t.phraseAfter(i+1, s)
		}
		if before.low == "," { // an apposition stands between
			for j := k - 2; j > s.from && k-j < 40; j-- {
				if t.tokens[j].low == "," && t.tokens[j].quoted == 0 {
					return t.phraseBefore(j, s)
				}
			}
		}
		return span{}
	}
	if before.class&(rel) != 0 || before.low == "to" {
		return span{}
	}
	return t.phraseBefore(k, s)
}

func (t *text) quotedBefore(i int, s span) bool { return i > s.from && t.tokens[i-1].quoted > 0 }

// phraseBefore returns the noun phrase with all its prepositional phrases
// that ends before token i.
func (t *text) phraseBefore(i int, s span) span {
	k := i
	for k > s.from {
		p := t.tokens[k-1]
		if p.quoted > 0 || p.class&(sub|rel|pron1) != 0 && !p.capital && p.low != "as" || !p.word && p.low != "." {
			break
		}
		if p.class&(reporting|hold|aux) != 0 && p.class&(role|doc|cuenoun|month) == 0 && !p.capital {
			break
		}
		k--
	}
	for k < i && t.tokens[k].class&(conj|adv|neg|prep|day) != 0 && t.tokens[k].class&(det|pron3) == 0 {
		k++
	}
	for i > k && t.tokens[i-1].class&(adv|day) != 0 {
		i--
	}
	return span{k, i}
}

// phraseAfter returns the noun phrase that starts at token i.
func (t *text) phraseAfter(i int, s span) span {
	k := i
	for k < s.to {
		p := t.tokens[k]
		if !p.word || p.quoted > 0 || p.class&(sub|rel|pron1) != 0 && k > i || p.class&day != 0 {
			break
		}
		if p.class&(reporting|hold|aux|adv) != 0 && p.class&(role|doc|cuenoun|month|det) == 0 && !p.capital {
			break
		}
		if k > i && (p.class&pron3 != 0 || p.class&det != 0 && p.low != "the" && t.tokens[k-1].class&(prep|conj) == 0) {
			break
		}
		if p.class&prep != 0 && p.low != "of" && (p.low == "in" || p.low == "on" || p.low == "during" || p.low == "at") {
			break
		}
		if p.low == "the" && k > i && t.tokens[k-1].class&(prep|conj) == 0 {
			break
		}
		if strings.HasSuffix(p.low, "ed") && p.class == 0 && t.at(k+1).low == "on" {
			break
		}
		k++
	}
	for k > i && t.tokens[k-1].class&(conj|prep|neg) != 0 {
		k--
	}
	return span{i, k}
}

// conjuncts splits a phrase at its first-level "and".
func (t *text) conjuncts(s span) []span {
	if s.from >= s.to {
		return nil
	}
	for i := s.from + 1; i < s.to-1; i++ {
		if t.tokens[i].low == "and" && (t.tokens[i+1].capital && t.tokens[i-1].capital && (t.isOutlet(span{i + 1, s.to}) || t.isOutlet(span{s.from, i})) ||
			t.tokens[i+1].class&det != 0) {
			return []span{{s.from, i}, {i + 1, s.to}}
		}
	}
	return []span{s}
}

// isOutlet reports whether the phrase is an outlet's name.
func (t *text) isOutlet(s span) bool {
	return english().outlets[t.name(s)]
}

// name returns the words of a phrase without a leading article before a name.
func (t *text) name(s span) string {
	if s.to-s.from > 1 && t.tokens[s.from].low == "the" && t.tokens[s.from+1].capital {
		s.from++
	}
	if s.to-s.from > 1 && t.tokens[s.to-1].low == "'s" {
		s.to--
	}
	return strings.Join(strings.Fields(t.words(s)), " ")
}
