package attribution

import "strings"

// apposition returns the symbol of the name that stands in apposition to the
// role phrase with the head k: "the museum's head of research, Ann Lee,"; -1
// for none.
func (t *text) apposition(p *parsed, k int) int {
	if s := p.symbols[k]; s.kind != commonPhrase || s.owner || !t.isOne(s) {
		return -1
	}
	name := t.hanging(p, k+1, min(len(p.symbols), k+groupSymbols)) + 1
	if name < len(p.symbols) && t.tokens[p.symbols[name-1].from].low == "of" && p.symbols[name].kind == gerundVerb {
		name += 2 // "the head of planning"
	}
	if name >= len(p.symbols) || p.symbols[name-1].kind != comma || !t.isPersonal(p.symbols[name]) {
		return -1
	}
	end := name + 1
	if end < len(p.symbols) {
		switch p.symbols[end].kind {
		case comma:
			if end+1 < len(p.symbols) && p.symbols[end+1].kind == properPhrase {
				return -1 // "the mayor, Ann Lee, Bo Ek and others"
			}
		case colon, dash, quoted, otherMark:
		default:
			return -1
		}
	}
	if t.isRole(p.symbols[k]) || t.mayBeRole(p, k) && (t.speaksBefore(p, k) || p.verbAt(end+1)) {
		return name
	}
	return -1
}

// isOne reports whether the head of a noun phrase is a common noun in the singular.
func (t *text) isOne(s symbol) bool {
	head := &t.tokens[s.head]
	return head.tag == noun && (!strings.HasSuffix(head.low, "s") || strings.HasSuffix(head.low, "ss"))
}

// isRole reports whether the head of a noun phrase is a word for persons.
func (t *text) isRole(s symbol) bool {
	head := &t.tokens[s.head]
	return head.class&role != 0 || head.sense&personSense != 0
}

// mayBeRole reports whether the noun phrase k is definite, hangs on no other
// and has a head that is no word for anything but a person.
func (t *text) mayBeRole(p *parsed, k int) bool {
	head, first := &t.tokens[p.symbols[k].head], &t.tokens[p.symbols[k].from]
	definite := first.low == "the" || first.tag == possessive || k > 0 && p.symbols[k-1].owner
	return definite && p.lead(k) != prepositional && head.sense&nounSenses == 0 && head.class&(body|doc|cuenoun|day|month|occasion) == 0
}

// speaksBefore reports whether a verb of speech stands right before the noun
// phrase k and its owners: "said the museum's head".
func (t *text) speaksBefore(p *parsed, k int) bool {
	for k > 0 && p.symbols[k-1].owner {
		k--
	}
	return k > 0 && p.symbols[k-1].kind == finiteVerb && t.tokens[p.symbols[k-1].from].class&reporting != 0
}

// verbAt reports whether symbol k, but for adverbs, is a finite verb.
func (p *parsed) verbAt(k int) bool {
	switch p.kindNear(k, 1) {
	case finiteVerb, auxiliary, modalVerb:
		return true
	}
	return false
}

// isPersonal reports whether a phrase may be a person's name: two words or
// more, or a first name.
func (t *text) isPersonal(s symbol) bool {
	if s.kind != properPhrase || s.owner || t.tokens[s.head].class&located != 0 {
		return false
	}
	switch s.means {
	case typeNamed, typeOtherName:
		return t.tokens[s.from].capital && (s.from < s.head || t.tokens[s.head].class&(female|male) != 0)
	default:
		return false
	}
}

// apposedSubject returns the role phrase that is the subject of verb c because
// nothing but the name in apposition to it stands between: "but the coach, Ann
// Lee, said"; -1 for none.
func (t *text) apposedSubject(p *parsed, c cueCandidate) int {
	j := p.groupStart(c.symbol) - 1
	for j >= 0 && p.symbols[j].kind == adverbial {
		j--
	}
	if !t.tokens[c.token].tag.verb() || j < 3 || p.symbols[j].kind != comma || p.symbols[j-1].kind != properPhrase {
		return -1
	}
	for k := j - 3; k >= 0 && j-k < groupSymbols; k-- {
		if t.apposition(p, k) != j-1 {
			continue
		}
		if lead := p.lead(k); lead != baseVerb && lead != prepositional {
			return k
		}
	}
	return -1
}

// apposedRole returns the role phrase to which the name k stands in
// apposition; -1 for none.
func (t *text) apposedRole(p *parsed, k int) int {
	if k < 2 || p.symbols[k-1].kind != comma || p.symbols[k].kind != properPhrase {
		return -1
	}
	for j := k - 2; j >= 0 && k-j < groupSymbols; j-- {
		if t.apposition(p, j) == k {
			return j
		}
	}
	return -1
}
