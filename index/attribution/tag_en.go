package attribution

import (
	"fmt"
	"strconv"
	"strings"
	"sync"
)

// A tag is a coarse part of speech.
type tag uint8

// The parts of speech, coarser than those of the Penn Treebank.
const (
	tagNone tag = iota
	noun
	proper
	past       // finite, "said"
	present    // finite, "says", "say"
	base       // "to say", "may say"
	gerund     // "saying"
	participle // "told", "was told"
	modal
	toTag
	determiner
	adjective
	adverb
	preposition
	conjunction
	personal   // "he"
	possessive // "his"
	wh         // "who", "which"
	number
	genitive // "'s"
	otherTag
	mark // punctuation
	tagCount
)

const tagLetters = "-NPDZBGETtdJRICp$WcsXm" // one a tag, for the model file

func (g tag) verb() bool    { return g >= past && g <= participle }
func (g tag) nominal() bool { return g == noun || g == proper || g == number }

// A tagger is a greedy averaged perceptron (Collins 2002) with a dictionary of
// the words that have one part of speech only.
type tagger struct {
	row  [1 << taggerBits]uint16 // by feature: where its weights stand; 0 for those without
	rows []tagWeights            // close together, since few features have weights
}

// Tag weights have a byte for each tag, with 128 added, so that none is negative: eight
// are added up in a few operations.
type tagWeights [tagWords]uint64

const (
	taggerBits = 16
	tagWords   = (int(tagCount) + 7) / 8
	noWeight   = 0x8080808080808080 // eight of them
)

// add adds to the weight of a tag; together no more than 127, and no less than -128.
func (w *tagWeights) add(g tag, weight int) {
	w[g/8] += uint64(weight) << (g % 8 * 8) //nolint:gosec // a negative one takes from the 128
}

// Tag sums are the sums of up to 257 weights, each with its 128, 16 bits apart: those of
// even tags, and those of odd ones.
type tagSums [2]tagWeights

// sum adds up the weights of the features. The six sums are variables of their own so
// that they stay in registers, which halves the time.
func (g *tagger) sum(features *[taggerFeatures]uint32) tagSums {
	const low = 0x00ff00ff00ff00ff
	var even0, even1, even2, odd0, odd1, odd2 uint64
	for _, f := range features {
		w := &g.rows[g.row[f>>(32-taggerBits)]]
		even0 += w[0] & low
		even1 += w[1] & low
		even2 += w[2] & low
		odd0 += w[0] >> 8 & low
		odd1 += w[1] >> 8 & low
		odd2 += w[2] >> 8 & low
	}
	return tagSums{{even0, even1, even2}, {odd0, odd1, odd2}}
}

func (s *tagSums) of(g tag) uint16 { return uint16(s[g%2][g/8] >> (g % 8 / 2 * 16)) } //nolint:gosec // the lowest 16 bits

var englishTagger = sync.OnceValue(func() *tagger {
	none := tagWeights{}
	for k := range none {
		none[k] = noWeight
	}
	g := &tagger{rows: []tagWeights{none}}
	for f := range modelLines("tagger_en") {
		at, err := strconv.ParseUint(f[0], 36, taggerBits)
		if err != nil {
			panic(fmt.Sprintf("attribution: tagger: bad line %q", f))
		}
		row := none
		for _, w := range f[1:] {
			n, err := strconv.Atoi(w[1:])
			if err != nil {
				panic(fmt.Sprintf("attribution: tagger: bad line %q", f))
			}
			row.add(tagOf(w[0]), n)
		}
		g.row[at] = uint16(len(g.rows)) //nolint:gosec // there are fewer rows than features
		g.rows = append(g.rows, row)
	}
	return g
})

// tagOf returns the tag of a letter in the model file.
func tagOf(letter byte) tag {
	for i := range len(tagLetters) {
		if tagLetters[i] == letter {
			return tag(i)
		}
	}
	panic("attribution: no tag has the letter " + string(letter))
}

const taggerFeatures = 19

// tagFeatures fills in the features of token i of a sentence that starts at
// from and ends before to; the tags of the tokens before i are known.
func (t *text) tagFeatures(i int, s span, f *[taggerFeatures]uint32) {
	const bos, eos = 0x1234567, 0x7654321
	tok := &t.tokens[i]
	p1, p2, w1, w2 := uint32(bos), uint32(bos), uint32(bos), uint32(bos)
	if i > s.from {
		b := &t.tokens[i-1]
		p1, w1 = uint32(b.tag), b.key
		if i > s.from+1 {
			b := &t.tokens[i-2]
			p2, w2 = uint32(b.tag), b.key
		}
	}
	n1, n2, ns := uint32(eos), uint32(eos), uint32(eos)
	if i+1 < s.to {
		a := &t.tokens[i+1]
		n1, ns = a.key, a.suffix
		if i+2 < s.to {
			n2 = t.tokens[i+2].key
		}
	}
	shape := uint32(tok.shape)
	if i == s.from {
		shape += 16
	}
	f[0] = mix(hash(0), tok.key)
	f[1] = mix(hash(1), tok.suffix)
	f[2] = mix(hash(2), shape)
	f[3] = mix(hash(3), p1)
	f[4] = mix(mix(hash(4), p1), p2)
	f[5] = mix(mix(hash(5), p1), tok.key)
	f[6] = mix(hash(6), w1)
	f[7] = mix(hash(7), w2)
	f[8] = mix(hash(8), n1)
	f[9] = mix(hash(9), ns)
	f[10] = mix(hash(10), n2)
	f[11] = mix(mix(hash(11), p1), tok.suffix)
	f[12] = mix(mix(hash(12), shape), p1)
	f[13] = mix(mix(hash(13), tok.key), n1)
	f[14] = mix(mix(hash(14), tok.key), w1)
	f[15] = mix(mix(hash(15), p1), n1)
	f[16] = mix(mix(hash(16), tok.suffix), ns)
	known := mix(mix(uint32(tok.class), uint32(tok.class>>32)), uint32(tok.sense))
	f[17] = mix(mix(hash(17), known), tok.suffix)
	f[18] = mix(mix(hash(18), known), p1)
}

// tag gives the tokens of a sentence their parts of speech; those inside
// quotations need none, but for the two that may open the sentence.
func (g *tagger) tag(t *text, s span) {
	var f [taggerFeatures]uint32
	for i := s.from; i < s.to; i++ {
		tok := &t.tokens[i]
		if tok.tag != tagNone {
			continue
		}
		if tok.quoted > 0 && i >= s.from+2 {
			tok.tag = otherTag // a quotation is one symbol
			continue
		}
		t.tagFeatures(i, s, &f)
		sums := g.sum(&f)
		// The words of closed classes are no nouns, but for a May or a Will
		// inside a sentence.
		best := noun
		if tok.class&closed != 0 && (!tok.capital || i == s.from || tok.class&aux == 0) {
			best = past
		}
		most := sums.of(best)
		for k := best + 1; k < mark; k++ {
			if sum := sums.of(k); sum > most {
				best, most = k, sum
			}
		}
		if best.verb() && tok.class&(role|title) != 0 && i+1 < s.to && t.tokens[i+1].capital {
			best = noun // "coach Ann Lee"
		}
		tok.tag = best
	}
}

// tagSurnames tags the last names of those who are named in full somewhere: "Rich" of "Ann
// Rich", which the tagger alone takes for an adjective. The first name is a known one, or a
// word that nobody knows. Where a last name opens a sentence it is one only if it speaks,
// and behind a preposition "May" is a month.
func (t *text) tagSurnames() {
	surnames := map[uint32]bool{}
	for i := range max(1, len(t.tokens)) - 1 {
		first, last := &t.tokens[i], &t.tokens[i+1]
		if !first.capital || !last.capital || !last.word || first.sentence != last.sentence || last.shape&upperShape != 0 {
			continue
		}
		unknown := first.unknown() && i > t.sentences[first.sentence].from
		if first.class&(female|male) != 0 || unknown {
			surnames[last.key] = true
		}
	}
	for i := range t.tokens {
		tok := &t.tokens[i]
		if !tok.capital || tok.quoted > 0 || !surnames[tok.key] {
			continue
		}
		s := t.sentences[tok.sentence]
		switch {
		case i == s.from:
			if i+1 == s.to || t.tokens[i+1].class&(say|tell|show|speak) == 0 {
				continue
			}
		case tok.class&month != 0 && t.tokens[i-1].class&prep != 0:
			continue
		}
		tok.tag, tok.class = proper, tok.class&^(month|closed)
	}
}

// unknown reports whether a word with a capital is in no dictionary, as many names.
func (tok *token) unknown() bool {
	return tok.capital && tok.class == 0 && tok.sense == 0 && tok.shape&upperShape == 0
}

// mend puts right what the tagger often gets wrong in sentence s, where the
// classes of words tell.
func (t *text) mend(s span) {
	words, capitals := 0, 0
	for i := s.from; i < s.to; i++ {
		if t.tokens[i].word {
			words++
			if t.tokens[i].capital {
				capitals++
			}
		}
	}
	headline := words > 3 && capitals*3 >= words*2
	var none token
	for i := s.from; i < s.to; i++ {
		tok := &t.tokens[i]
		before, after := &none, &none
		if i > s.from {
			before = &t.tokens[i-1]
		}
		if i+1 < s.to {
			after = &t.tokens[i+1]
		}
		switch {
		case t.isGenitive(i, s):
			tok.tag = genitive // "the voters' choice"
		case headline && tok.tag.nominal() && tok.capital && tok.class&(say|tell|show|speak) != 0 && strings.HasSuffix(tok.low, "s") &&
			before.tag.nominal() && after.word && after.capital && (tok.class&(cuenoun|doc|body|located) == 0 || after.tag.nominal() && i < s.from+4):
			tok.tag = present // "Mayor Slams Report"
		case tok.class&particle != 0 && !tok.capital && before.capital && after.capital && before.tag == proper:
			tok.tag = proper // "Bill de Blasio"
		case tok.low == "neither", tok.low == "either", tok.low == "both":
			tok.tag = determiner
		case (tok.tag == adjective || tok.tag == otherTag) && tok.class&(role|doc) != 0 && before.tag != mark && i > s.from &&
			!after.tag.nominal() && (after.tag != adjective || after.class&attached != 0) && after.tag != participle && after.tag != gerund:
			tok.tag = noun // "a senior administration official told"
		case tok.capital && capitals*3 < words*2 && (before.word || before.low == ",") && tok.class&closed == 0 && (tok.tag.verb() || tok.tag >= adverb && tok.tag <= wh || tok.tag == otherTag):
			tok.tag = proper
		case tok.tag == noun && !tok.capital && strings.HasSuffix(tok.low, "ing") && (tok.class&(reporting|speak|hold) != 0 || tok.sense&verbSenses != 0) &&
			before.tag != determiner && before.tag != adjective && before.tag != possessive &&
			(before.low == "," && (after.tag == preposition || after.tag == determiner) || before.tag.nominal() && (after.tag == determiner || after.tag == wh) || after.low == "that" || after.tag == personal):
			tok.tag = gerund // ", writing on"
		case tok.tag == noun && tok.class&(reporting|speak) != 0 && !tok.capital && strings.HasSuffix(tok.low, "ed") && before.tag.nominal() && (after.tag == preposition || after.tag == toTag || after.class&day != 0):
			tok.tag = participle // "the report published on Monday"
		case tok.tag.nominal() && tok.class&reporting != 0 && before.tag == proper && after.low == "that":
			tok.tag = present // "Axios reports that"
		case tok.tag == participle && tok.class&reporting != 0 && (before.tag.nominal() && after.low == "that" || (before.tag == proper || before.tag == personal) && after.low != "by"):
			tok.tag = past // "the ministry stated that"
		}
	}
}

// isGenitive reports whether token i is the apostrophe of a plural, or of a name
// that ends in s, and not the end of a quotation in single marks.
func (t *text) isGenitive(i int, s span) bool {
	tok := &t.tokens[i]
	if tok.word || i == s.from || i+1 >= s.to || tok.low != "'" && tok.low != "’" {
		return false
	}
	before, after := &t.tokens[i-1], &t.tokens[i+1]
	if !strings.HasSuffix(before.low, "s") || !before.tag.nominal() || before.end != tok.start || after.start == tok.end || !after.word {
		return false
	}
	switch after.tag {
	case noun, proper, adjective, number, gerund, participle:
	default:
		return false
	}
	for k := i - 1; k >= s.from && i-k < genitiveReach; k-- {
		if mark := &t.tokens[k]; !mark.word && (mark.low == "‘" || mark.low == "'") && mark.tag != genitive && mark.end == t.tokens[k+1].start {
			return false
		}
	}
	return true
}

// genitiveReach is how many tokens before an apostrophe are looked at for the
// mark that opens a quotation.
const genitiveReach = 40
