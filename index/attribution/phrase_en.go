package attribution

// A symbol is a phrase of a sentence: a noun phrase, a verb, a quotation, a
// mark. The letters stand for the kinds.
type symbol struct {
	kind  byte
	owner bool     // a noun phrase before 's
	means nounType // of a noun phrase; else 0
	span
	head int // of a noun phrase: its last noun
}

// The kinds of symbol that can name a source.
const (
	commonPhrase   = 'N' // "a senior official"
	properPhrase   = 'P' // "Senator Ann Lee"
	pronounPhrase  = 'p' // "he"
	selfPhrase     = 'i' // "I", "you"
	relativePhrase = 'w' // "who"
	loosePhrase    = 'x' // "some", "this"
)

// The kinds of symbol that cannot.
const (
	finiteVerb     = 'F'
	baseVerb       = 'B'
	gerundVerb     = 'G'
	participleVerb = 'E'
	auxiliary      = 'A'
	modalVerb      = 'M'
	infinitiveTo   = 'T'
	prepositional  = 'I'
	subordinator   = 'S'
	conjunct       = 'C'
	quoted         = 'Q'
	scareQuote     = 'q' // a quotation of up to three words
	bracket        = '('
	comma          = ','
	colon          = ':'
	dash           = '-'
	otherMark      = '.'
	adverbial      = 'R'
	otherWord      = 'X'
)

func (s symbol) nominal() bool {
	switch s.kind {
	case commonPhrase, properPhrase, pronounPhrase, selfPhrase, relativePhrase, loosePhrase:
		return true
	}
	return false
}

// phrases appends the symbols of sentence s to into.
func (t *text) phrases(s span, into []symbol) []symbol {
	for i := s.from; i < s.to; {
		tok := &t.tokens[i]
		if tok.quoted > 0 {
			j, words := i, 0
			for j < s.to && t.tokens[j].quoted == tok.quoted {
				if t.tokens[j].word {
					words++
				}
				j++
			}
			kind := byte(quoted)
			if words <= 3 && !(j-i == s.to-s.from) && t.quotes[tok.quoted].closed {
				kind = scareQuote
			}
			into = append(into, symbol{kind: kind, span: span{i, j}})
			i = j
			continue
		}
		if !tok.word {
			sym := symbol{kind: otherMark, span: span{i, i + 1}}
			switch tok.low[0] {
			case ',':
				sym.kind = comma
			case ':', ';':
				sym.kind = colon
			case '-':
				sym.kind = dash
			case '(', '[':
				for j := i + 1; j < s.to && j < i+30; j++ {
					if c := t.tokens[j].low; c == ")" || c == "]" {
						sym.kind, sym.to = bracket, j+1
						break
					}
				}
			default:
				switch tok.low {
				case "—", "–":
					sym.kind = dash
				case "‘", "’", "'":
					sym.kind = '\''
				}
			}
			into = append(into, sym)
			i = sym.to
			continue
		}
		if sym, ok := t.nounPhrase(i, s); ok {
			sym.means = t.meaning(sym)
			into = append(into, sym)
			i = sym.to
			continue
		}
		into = append(into, symbol{kind: t.wordKind(i), span: span{i, i + 1}})
		i++
	}
	return into
}

// wordKind returns the kind of a word that stands in no noun phrase.
func (t *text) wordKind(i int) byte {
	tok := &t.tokens[i]
	switch tok.tag {
	case past, present:
		if tok.class&aux != 0 {
			return auxiliary
		}
		return finiteVerb
	case base:
		if tok.class&aux != 0 {
			return auxiliary
		}
		return baseVerb
	case gerund:
		if tok.class&aux != 0 {
			return auxiliary
		}
		return gerundVerb
	case participle:
		if tok.class&aux != 0 {
			return auxiliary
		}
		return participleVerb
	case modal:
		return modalVerb
	case toTag:
		if i+1 < len(t.tokens) && t.tokens[i+1].tag != base && t.tokens[i+1].tag != adverb {
			return prepositional
		}
		return infinitiveTo
	case preposition:
		if tok.class&(sub|rel) != 0 {
			return subordinator
		}
		return prepositional
	case wh:
		return subordinator
	case conjunction:
		return conjunct
	case adverb:
		if tok.class&sub != 0 {
			return subordinator
		}
		return adverbial
	default:
		return otherWord
	}
}

// nounPhrase reads the noun phrase that starts at token i, without the
// phrases that hang on it.
func (t *text) nounPhrase(i int, s span) (symbol, bool) {
	tok := &t.tokens[i]
	one := symbol{span: span{i, i + 1}, head: i}
	switch {
	case tok.class&pron1 != 0 && tok.tag == personal:
		one.kind = selfPhrase
		return one, true
	case tok.tag == personal:
		one.kind = pronounPhrase
		return one, true
	case tok.tag == wh && tok.class&rel != 0:
		one.kind = relativePhrase
		return one, true
	}
	last, j := -1, i
loop:
	for ; j < s.to; j++ {
		tok := &t.tokens[j]
		if tok.quoted > 0 || !tok.word && tok.low != "&" {
			break
		}
		switch tok.tag {
		case noun, proper:
			if j > i && tok.class&courtesy != 0 {
				break loop // "last week Mr. Lee"
			}
			if j > i && tok.class&(day|month) != 0 && (tok.capital || tok.low == "yesterday" || tok.low == "today") && t.tokens[j-1].class&(day|month) == 0 &&
				(j > i+1 || t.tokens[i].tag != determiner) {
				break loop
			}
			if j == i+1 && t.dates(i) && (tok.class&(role|title) != 0 || tok.sense&nounSenses == personSense || tok.tag == proper && tok.capital && !t.isOutlet(span{i, j + 1})) {
				break loop // "on Monday striker Ann Lee", "in March Ann Lee", but "the Sunday Times"
			}
			last = j
		case number:
			last = j
		case determiner, possessive:
			if j > i && (j > i+1 || t.tokens[i].tag != determiner) {
				break loop
			}
		case adjective:
			if last >= 0 && !t.nounAhead(j+1, s) {
				break loop
			}
		case participle, gerund:
			if j == i || last >= 0 || j+1 >= s.to || !(t.tokens[j+1].tag.nominal() || t.tokens[j+1].tag == adjective) {
				break loop
			}
		case adverb:
			if j != i+1 || j+1 >= s.to || t.tokens[j+1].tag != adjective && t.tokens[j+1].tag != participle {
				break loop
			}
		case mark:
			if last < 0 || j+1 >= s.to || t.tokens[j+1].tag != proper {
				break loop
			}
		case preposition:
			if last < 0 || last != j-1 || t.tokens[last].tag != number || tok.low != "in" && tok.low != "of" || j+1 >= s.to || t.tokens[j+1].tag != number || t.tokens[j+1].quoted > 0 {
				break loop // but "six in 10 voters"
			}
		default:
			break loop
		}
	}
	if last < 0 {
		if j == i || t.tokens[i].class&(det|role) == 0 && tok.tag != determiner {
			return symbol{}, false
		}
		for t.tokens[j-1].tag == adverb {
			j--
		}
		return symbol{kind: loosePhrase, span: span{i, j}, head: j - 1}, true
	}
	// "Secretary of State Marco Rubio", "Speaker of the House Paul Ryan".
	if tok := &t.tokens[last]; tok.class&title != 0 && tok.capital && last+2 < s.to && t.tokens[last+1].low == "of" && t.tokens[last+1].quoted == 0 {
		if rest, ok := t.nounPhrase(last+2, s); ok && rest.kind == properPhrase && t.tokens[rest.from].class&(title|role) != 0 {
			rest.from = i
			return rest, true
		}
	}
	sym := symbol{kind: commonPhrase, span: span{i, last + 1}, head: last}
	if t.tokens[last].tag == proper {
		sym.kind = properPhrase
	}
	if last+1 < s.to && t.tokens[last+1].tag == genitive && t.tokens[last+1].quoted == 0 {
		sym.owner = true
		sym.to++
	}
	return sym, true
}

// dates reports whether token i is a day or a month, and no first name as "June" is.
func (t *text) dates(i int) bool {
	tok := &t.tokens[i]
	return tok.class&(day|month) != 0 && tok.class&(female|male) == 0 && tok.capital
}

// nounAhead reports whether a noun follows from token i on, adjectives aside.
func (t *text) nounAhead(i int, s span) bool {
	for i < s.to && t.tokens[i].tag == adjective && t.tokens[i].quoted == 0 {
		i++
	}
	return i < s.to && t.tokens[i].tag.nominal() && t.tokens[i].quoted == 0
}

// A nounType is a coarse meaning of a noun phrase.
type nounType uint32

// The meanings.
const (
	typePerson    nounType = iota + 1 // "he", "she"
	typeThey                          // "they"
	typeIt                            // "it"
	typeSelf                          // "I", "we", "you"
	typeWho                           // "who"
	typeWhich                         // "which", "that"
	typeRole                          // "a senior official"
	typeDocument                      // "the poll"
	typeBody                          // "the committee"
	typeOutlet                        // "NBC News"
	typeNamed                         // "Senator Ann Lee"
	typeOtherName                     // "Lee"
	typeTime                          // "Wednesday"
	typeLoose                         // "some"
	typePlural                        // "the numbers"
	typeOther                         // "the country"
)

// meaning returns the coarse meaning of a noun phrase.
func (t *text) meaning(s symbol) nounType {
	head := &t.tokens[s.head]
	switch s.kind {
	case pronounPhrase:
		switch head.low {
		case "it", "itself", "its":
			return typeIt
		case "they", "them", "themselves":
			return typeThey
		}
		return typePerson
	case selfPhrase:
		return typeSelf
	case relativePhrase:
		if head.low == "who" || head.low == "whom" {
			return typeWho
		}
		return typeWhich
	case loosePhrase:
		if head.class&role != 0 {
			return typeRole
		}
		return typeLoose
	}
	switch {
	case head.class&(day|month) != 0:
		return typeTime
	case t.isOutlet(s.span):
		return typeOutlet
	case head.class&body != 0:
		return typeBody
	case head.class&role != 0:
		return typeRole
	case head.class&doc != 0:
		return typeDocument
	case s.kind == commonPhrase && head.sense&nounSenses == personSense:
		return typeRole
	case s.kind == properPhrase:
		for i := s.from; i < s.head; i++ {
			if t.tokens[i].class&(title|female|male|role) != 0 {
				return typeNamed
			}
		}
		return typeOtherName
	case len(head.low) > 1 && head.low[len(head.low)-1] == 's':
		return typePlural
	}
	return typeOther
}
