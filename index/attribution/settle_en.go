package attribution

// A pick is a cue with the phrase that is most likely its source.
type pick struct {
	cue    cueCandidate
	source sourceCandidate
	score  int
	group  int // the first symbol of the cue's verb group
}

// pickReach is how many picks are looked at on either side of one.
const pickReach = 10

// picks appends the cues of p that are not hopeless, each with its best source.
func (t *text) picks(m *models, p *parsed, into []pick) []pick {
	t.cues = t.cueCandidates(p, t.cues[:0])
	for _, c := range t.cues {
		t.features = t.cueFeatures(p, c, t.features[:0])
		base := m.cue.score(t.features)
		if base < hopeless {
			continue
		}
		t.sources = t.sourceCandidates(p, c, t.sources[:0])
		best, most := -1, doubtful
		role, subject := t.apposedSubject(p, c), -1
		for k, o := range t.sources {
			t.features = t.pairFeatures(p, c, o, t.features[:0])
			if score := base + m.cue.score(t.features); score > most {
				best, most = k, score
			}
			if o.symbol == role {
				subject = k
			}
		}
		if best < 0 {
			continue
		}
		if subject >= 0 {
			best = subject
		}
		o := t.sources[best]
		if role := t.apposedRole(p, o.symbol); role >= 0 && o.side != sideInner {
			o.symbol = role
		}
		into = append(into, pick{c, o, most, p.groupStart(c.symbol)})
	}
	return into
}

// settleFeatures appends what speaks for or against the pick n of the picks of
// a sentence, in the light of the others: a source inside what another says is
// none, and "X said this and added that" has one source.
func (t *text) settleFeatures(p *parsed, picks []pick, n int, f []feature) []feature {
	k := &picks[n]
	cue := &t.tokens[k.cue.token]
	cls, kind := k.cue.class, k.cue.kind
	means := uint32(p.symbols[k.source.symbol].means)
	own := level(k.score)
	quote := b(p.hasQuote)
	before, after := -1, -1 // the surest picks on either side
	stronger := uint32(0)
	for j := max(0, n-pickReach); j < min(len(picks), n+pickReach+1); j++ {
		if j == n {
			continue
		}
		if picks[j].score > 0 {
			stronger++
		}
		if j < n && (before < 0 || picks[j].score >= picks[before].score) {
			before = j
		}
		if j > n && (after < 0 || picks[j].score > picks[after].score) {
			after = j
		}
	}
	add := func(x feature) { f = append(f, x) }
	add(joint1(hash(1), own))
	add(joint2(hash(2), own, cls))
	add(joint3(hash(3), own, kind, quote))
	add(joint2(hash(4), own, means))
	add(joint2(hash(5), own, min(stronger, 3)))
	add(joint3(hash(6), cls, kind, quote))
	add(joint1(hash(7), cue.key))
	add(joint2(hash(8), uint32(max(-20, min(k.score/(weightUnit/4), 20))+20), b(t.reports(p, k.cue))))
	next := p.kindNear(k.cue.symbol+1, 1)
	add(joint3(hash(9), own, next, kind))
	add(joint2(hash(10), cue.key, own/2))
	add(joint3(hash(20), senseOf(cue), own, kind))
	add(joint4(hash(21), k.source.side, kind, own, b(k.source.subject)))
	add(joint1(hash(22), t.tokens[p.symbols[k.source.symbol].head].key))
	add(joint2(hash(23), cue.key, next))
	add(joint3(hash(24), b(p.headline), own, kind))
	add(joint4(hash(25), min(uint32(k.cue.symbol), 3), kind, own, quote))
	add(joint3(hash(26), k.cue.passive, kind, own))
	for side, j := range [2]int{before, after} {
		var same, other, lies, mark, that, sourceLies, rcls uint32
		if j >= 0 {
			r := &picks[j]
			same = 1 + b(r.source.symbol == k.source.symbol)
			other = level(r.score)
			rcls = r.cue.class
			lies = 1 + r.source.side
			mark = p.kindNear(min(r.group, r.source.symbol)-1, -1)
			from, to := min(r.cue.symbol, k.cue.symbol), max(r.cue.symbol, k.cue.symbol)
			for _, s := range p.symbols[from:min(to, from+maxSymbols)] {
				switch s.kind {
				case subordinator:
					that |= 1
				case quoted:
					that |= 2
				case comma, dash, colon:
					that |= 4
				case conjunct:
					that |= 8
				}
			}
			if k.source.symbol > from && k.source.symbol < to {
				sourceLies = 1 // my source stands between the two cues
			}
			if r.source.symbol > from && r.source.symbol < to {
				sourceLies |= 2
			}
		}
		s := uint32(side)
		joint := p.kindNear(k.group-1, -1)
		add(joint3(hash(11), s, other, own))
		add(joint4(hash(12), s, other, same, lies))
		add(joint5(mix(hash(13), s), min(other, 8), same, lies, sourceLies, that))
		add(joint4(hash(14), s, min(other, 8), sourceLies, mark))
		add(joint5(hash(15), s, same, sourceLies, joint, kind))
		add(joint5(hash(16), s, min(other, 8), own, same, sourceLies))
		add(joint5(hash(17), s, same, lies, mark, cls))
		add(joint5(hash(18), s, rcls, cls, sourceLies, same))
		add(joint4(hash(19), s, that, same, sourceLies))
	}
	return f
}

// reports reports whether cue c is a word of reporting or stands beside a quotation.
func (t *text) reports(p *parsed, c cueCandidate) bool {
	tok := &t.tokens[c.token]
	return tok.class&reporting != 0 || tok.low == "according" || tok.low == ":" || p.hasQuote
}

// level puts a score into one of 16 bins.
func level(score int) uint32 { return uint32(max(-6, min(score/weightUnit, 9)) + 6) }
