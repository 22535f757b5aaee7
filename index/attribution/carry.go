package attribution

import "slices"

// carry returns found, in the order of the text, with attributions added to
// sentences that lie inside a quotation whose speaker stands in another
// sentence, and lets phrases such as "their data" stand for the sources before.
func (t *text) carry(found []*citing) []*citing {
	bySentence := make([][]*citing, len(t.sentences))
	for _, c := range found {
		bySentence[c.sentence] = append(bySentence[c.sentence], c)
	}
	var last []*citing
	for n := range t.sentences {
		if here := bySentence[n]; len(here) > 0 {
			last = t.backReference(here, last)
			bySentence[n] = last
			continue
		}
		s := t.sentences[n]
		q := t.tokens[s.from].quoted
		if s.from == s.to || q == 0 || t.tokens[s.to-1].quoted == 0 {
			continue
		}
		from := last
		if n+1 < len(t.sentences) && t.paragraph[n+1] == t.paragraph[n] && len(bySentence[n+1]) > 0 &&
			(t.quotes[q].to > s.to || len(last) == 0) {
			from = bySentence[n+1]
		}
		for _, c := range from {
			bySentence[n] = append(bySentence[n], &citing{sentence: n, from: c, content: s, entity: -1})
		}
	}
	return slices.Concat(bySentence...)
}

// backReference replaces "their data" and "the network" by the sources of the
// attributions before.
func (t *text) backReference(here, before []*citing) []*citing {
	var out []*citing
	for _, c := range here {
		if c.from == nil && len(before) > 0 && t.tokens[c.source.from].low == "their" && t.has(c.source, doc) {
			for _, b := range before {
				out = append(out, &citing{sentence: c.sentence, cue: c.cue, from: b, content: c.content, entity: -1})
			}
			continue
		}
		out = append(out, c)
	}
	return out
}
