package embedding

// Probes are vectors to compare with others, all at once, which takes less time than
// one by one. Setting them again allocates nothing. The zero value has none.
type Probes struct {
	lanes    int                // of a vector
	groups   [][together]uint64 // lanes of a group, those of its vectors side by side, then of the next
	inverses [][together]float32
	sums     [][together]int32
}

// together is how many are compared in one pass over a vector's numbers.
const together = 4

// Set makes p the probes for count vectors of the same number of dimensions;
// unknown words may be among them.
func (p *Probes) Set(count int, vector func(i int) Vector) {
	n := (count + together - 1) / together
	p.lanes = 0
	for i := range count {
		p.lanes = max(p.lanes, len(vector(i).lanes))
	}
	p.groups = zeroed(p.groups, n*p.lanes)
	p.inverses, p.sums = zeroed(p.inverses, n), zeroed(p.sums, n)
	for i := range count {
		v := vector(i)
		if len(v.lanes) != p.lanes {
			continue
		}
		group, at := i/together, i%together
		for k, x := range v.lanes {
			p.groups[group*p.lanes+k][at] = reverse(x)
		}
		p.inverses[group][at], p.sums[group][at] = v.inverse, v.sum
	}
}

// zeroed returns n zeros, in space where they fit.
func zeroed[T any](space []T, n int) []T {
	if n > cap(space) {
		return make([]T, n)
	}
	clear(space[:n])
	return space[:n]
}

// Cosines appends to dst what [Probe.Cosine] gives of each, and a few zeros.
func (p *Probes) Cosines(dst []float32, v Vector) []float32 {
	for g := range p.inverses {
		if len(v.lanes) != p.lanes {
			dst = append(dst, 0, 0, 0, 0)
			continue
		}
		group := p.groups[g*p.lanes:][:len(v.lanes)]
		var s0, s1, s2, s3 uint64
		for k, x := range v.lanes {
			a := &group[k]
			s0 += a[0] * x >> (laneWidth * (laneCount - 1))
			s1 += a[1] * x >> (laneWidth * (laneCount - 1))
			s2 += a[2] * x >> (laneWidth * (laneCount - 1))
			s3 += a[3] * x >> (laneWidth * (laneCount - 1))
		}
		sums, inverses, square := &p.sums[g], &p.inverses[g], biasSquare*laneCount*p.lanes
		dst = append(dst,
			float32(int(s0)-bias*int(sums[0]+v.sum)+square)*inverses[0]*v.inverse,
			float32(int(s1)-bias*int(sums[1]+v.sum)+square)*inverses[1]*v.inverse,
			float32(int(s2)-bias*int(sums[2]+v.sum)+square)*inverses[2]*v.inverse,
			float32(int(s3)-bias*int(sums[3]+v.sum)+square)*inverses[3]*v.inverse)
	}
	return dst
}
