package index

// A finding is what a sentence has, beyond the question's own words, that may be
// an answer.
type finding struct {
	counts   [10]int // numbers, years, calendar, time, names, full names, places, money, reasons, speech
	expected float64 // how well something fits what the question asks for, to 1; -1: nothing does; 0: not known what that is
	near     float64 // how near to the question's words, 0 to 1
}

func (f *finding) count(n int, have bool) {
	one := 0 // adding it needs no branch
	if have {
		one = 1
	}
	f.counts[n] += one
}

// telling are the classes that a word may answer by; others may by how it is written.
const telling = digits | year | numeral | calendar | timeWord | reasonWord | speechWord | personWord | shareWord | extentWord

// A fitting is a word that fits what is asked for.
type fitting struct {
	at  int // word of the sentence
	fit float64
}

// whole is a fit that is full or none.
func whole(fits bool) float64 {
	if fits {
		return fullFit
	}
	return 0
}

// A placing finds, from left to right, which names of a sentence stand as those of
// places: behind a word as in "at the Estuary Stadium". Behind another name it stands as
// that one does, so that a list of names is gone through once.
type placing struct {
	name   int // the last one; -1 before the first
	stands bool
}

// next reports whether the name of which a word is at this place stands so.
func (p *placing) next(q *wording, tokens []token, at int) bool {
	stands := false
	for before := at - 1; before >= 0 && !tokens[before+1].is(clause); before-- {
		if before == p.name {
			stands = p.stands
			break
		}
		if t := tokens[before]; !(t.is(capital) && !t.is(stops) || q.form(t) == "the") {
			stands = q.class(t)&placeBefore != 0
			break
		}
	}
	*p = placing{at, stands}
	return stands
}

// farReach is how many words are looked at on each side: two words that are farther from
// each other are not near at all, and no sentence of prose is that long.
const farReach = 400

// usualWanted is how many words of a sentence are of one type at most, mostly.
const usualWanted = 16

// evidence looks for answers of every type among the words of a sentence that
// are not the question's.
func evidence(q *wording, tokens []token, a *alignment, w *weighing) finding {
	var f finding
	var space [usualWanted]fitting
	wanted := space[:0]
	hits := a.hits
	placed := placing{name: -1}
	english := q.lexicon.lang == "en"
	for i, t := range tokens {
		if !t.is(tells|capital|money|percent) || matches(&hits, i) {
			continue
		}
		c := q.class(t)
		name := t.is(capital) && c&(stopWord|calendar|pronoun) == 0 && c&digits == 0 && (!t.is(opening) || i+1 < len(tokens) && tokens[i+1].is(capital))
		place := name && placed.next(q, tokens, i)
		full := name && i > 0 && tokens[i-1].is(capital) && !t.is(clause) && !tokens[i-1].is(stops)
		amount := t.is(money) || t.is(percent)
		f.count(0, c&(digits|numeral) != 0)
		f.count(1, c&year != 0)
		f.count(2, c&calendar != 0)
		f.count(3, c&timeWord != 0)
		f.count(4, name)
		f.count(5, full)
		f.count(6, place)
		f.count(7, amount)
		f.count(8, c&reasonWord != 0)
		f.count(9, c&speechWord != 0)
		fit := 0.0
		switch q.expects {
		case person:
			fit = whole(name || c&personWord != 0)
		case location:
			if fit = whole(place); name && !place {
				fit = halfFit
			}
		case moment, quantity:
			fit = q.magnitude.fit(c, t)
			switch {
			case q.expects == moment && q.isAged(tokens, i):
				fit = 0
			case units[q.magnitude] != nil && q.hasUnit(tokens, i):
				fit = fullFit
			case fit < fullFit:
			case q.magnitude == count && !q.counts(a.hits, i):
				fit = otherFit
			case q.magnitude == age && !q.isAge(tokens, i):
				fit = halfFit
			}
		case reason:
			fit = whole(c&reasonWord != 0)
		case anything, kind, manner, answerTypes:
		}
		if fit > 0 {
			wanted = append(wanted, fitting{i, fit})
		}
	}
	if !english {
		return f
	}
	switch q.expects {
	case anything, kind, manner:
		return f
	default:
	}
	f.expected = -1
	around := a.hits
	for _, word := range wanted {
		f.expected = max(f.expected, word.fit)
		sum := 0.0
		var space [usualContents]float64
		best := zeroed(space[:], len(a.best))
		for len(around) > 0 && around[0].at < word.at-farReach {
			around = around[1:]
		}
		for _, h := range around {
			if h.at > word.at+farReach {
				break
			}
			d := float64(h.at - word.at)
			if d < 0 {
				d = -d
			}
			near := float64(h.strength) / (1 + d/4)
			if near > best[h.content] {
				sum += (near - best[h.content]) * w.everyday.of[h.content]
				best[h.content] = near
			}
		}
		f.near = max(f.near, word.fit*ratio(sum, w.everyday.total))
	}
	return f
}
