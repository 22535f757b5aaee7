package embedding

import (
	"encoding/binary"
	"math"
)

// A Vector is a word's, in seven bits a number. The zero value is that of an
// unknown word, which is like no other.
//
// The numbers stand four to a uint64, 16 bits apart, each with bias added so
// that none is negative. One multiplication by four numbers in the opposite
// order then adds up their four products in the top 16 bits: 4·127² is just
// below 2¹⁶, so nothing is carried into them. That is a dot product at a
// quarter of the multiplications, without assembly.
type Vector struct {
	lanes   []uint64
	sum     int32   // of the biased numbers
	scale   float32 // what a step is worth
	inverse float32 // 1 / length in steps; 0 where the length is 0
}

const (
	laneWidth  = 16 // bits
	laneCount  = 4  // numbers in a uint64
	bias       = 64
	steps      = 63 // the greatest number, in steps
	biasSquare = bias * bias
)

// Dims is how many numbers the vector has, a multiple of four; 0 where the word is
// unknown.
func (v Vector) Dims() int { return len(v.lanes) * laneCount }

// Known reports whether the model has a vector for the word.
func (v Vector) Known() bool { return v.lanes != nil }

// laneLen is how many uint64s hold dims numbers.
func laneLen(dims int) int { return (dims + laneCount - 1) / laneCount }

// New makes a vector of values, in steps of their greatest.
func New(values []float32) Vector {
	scale := stepOf(values)
	n := laneLen(len(values))
	v := Vector{lanes: make([]uint64, n), scale: scale}
	for i := range v.lanes {
		numbers := [laneCount]byte{bias, bias, bias, bias} // also where the last lane is not full
		for j, x := range values[i*laneCount : min((i+1)*laneCount, len(values))] {
			numbers[j] = number(x, scale)
		}
		v.lanes[i] = lane(binary.LittleEndian.Uint32(numbers[:]))
	}
	v.measure()
	return v
}

// stepOf returns the step such that the greatest of values is steps of them.
func stepOf(values []float32) float32 {
	var greatest float32
	for _, x := range values {
		greatest = max(greatest, float32(math.Abs(float64(x))))
	}
	return greatest / steps
}

// number returns x in steps of scale, plus bias.
func number(x, scale float32) byte {
	if scale == 0 {
		return bias
	}
	return byte(x/scale + bias + 0.5)
}

// lane takes four numbers, a byte each, apart.
func lane(numbers uint32) uint64 {
	x := uint64(numbers)
	x = (x | x<<16) & 0x0000ffff0000ffff
	return (x | x<<8) & 0x00ff00ff00ff00ff
}

// measure finds the sum and the length of v's numbers.
func (v *Vector) measure() {
	const ones = 1<<48 | 1<<32 | 1<<16 | 1
	var sum, products uint64
	for _, x := range v.lanes {
		sum += x * ones >> 48
		products += x * reverse(x) >> 48
	}
	v.sum = int32(sum)                                                                             //nolint:gosec // seven bits a number
	if square := int(products) - 2*bias*int(sum) + biasSquare*laneCount*len(v.lanes); square > 0 { //nolint:gosec // as above
		v.inverse = float32(1 / math.Sqrt(float64(square)))
	}
}

// A Probe is a vector to compare with others. Setting it again allocates
// nothing. The zero value is set to an unknown word.
type Probe struct {
	reversed Vector // its four numbers of a lane in the opposite order
}

// Set makes p the probe for v.
func (p *Probe) Set(v Vector) {
	r := v
	r.lanes = append(p.reversed.lanes[:0], v.lanes...)
	for i, x := range r.lanes {
		r.lanes[i] = reverse(x)
	}
	p.reversed = r
}

// reverse returns a lane's four numbers in the opposite order.
func reverse(x uint64) uint64 {
	return x>>48 | x>>16&0xffff0000 | x<<16&0xffff00000000 | x<<48
}

// SetNumbers makes p the probe for the vector of these numbers.
func (p *Probe) SetNumbers(values []float32) { p.Set(New(values)) }

// steps returns the dot product in steps.
func (p *Probe) steps(v Vector) int {
	a, b := p.reversed.lanes, v.lanes
	if len(a) == 0 || len(b) != len(a) {
		return 0
	}
	var products uint64
	for i, x := range a {
		products += x * b[i] >> 48
	}
	return int(products) - bias*int(p.reversed.sum+v.sum) + biasSquare*laneCount*len(a)
}

// Cosine tells how alike the directions are, -1 to 1; 0 where one is unknown.
func (p *Probe) Cosine(v Vector) float32 {
	return float32(p.steps(v)) * p.reversed.inverse * v.inverse
}

// A Sum is a weighted sum of vectors. The zero value is empty.
type Sum struct {
	values []float32
}

// Reset empties s and keeps its memory.
func (s *Sum) Reset() { clear(s.values) }

// Add adds v, weighted; a vector of an unknown word adds nothing.
func (s *Sum) Add(v Vector, weight float32) {
	if !v.Known() {
		return
	}
	if n := len(v.lanes) * laneCount; len(s.values) < n {
		s.values = append(s.values, make([]float32, n-len(s.values))...)
	}
	v.add(s.values, weight*v.scale)
}

// add adds v, a step of which is worth step, to numbers.
func (v Vector) add(numbers []float32, step float32) {
	for lane, x := range v.lanes {
		at := numbers[lane*laneCount:][:laneCount:laneCount]
		at[0] += step * unbiased[x&127]
		at[1] += step * unbiased[x>>16&127]
		at[2] += step * unbiased[x>>32&127]
		at[3] += step * unbiased[x>>48&127]
	}
}

// unbiased are the numbers of vectors without their bias: to look one up takes less time
// than to convert it.
var unbiased = func() (numbers [128]float32) {
	for i := range numbers {
		numbers[i] = float32(i - bias)
	}
	return numbers
}()

// AddDirection adds v at the length weight to numbers, of which there are at least
// [Vector.Dims]; a vector without length adds nothing.
func (v Vector) AddDirection(numbers []float32, weight float32) { v.add(numbers, weight*v.inverse) }

// Len is the length of the sum as a vector.
func (s *Sum) Len() float32 {
	var square float32
	for _, x := range s.values {
		square += x * x
	}
	return float32(math.Sqrt(float64(square)))
}

// Vector returns the sum as a vector.
func (s *Sum) Vector() Vector {
	if len(s.values) == 0 {
		return Vector{}
	}
	return New(s.values)
}

// Direction returns the sum at length 1; nil where it has no length.
func (s *Sum) Direction() []float32 {
	length := s.Len()
	if length == 0 {
		return nil
	}
	d := make([]float32, len(s.values))
	for i, x := range s.values {
		d[i] = x / length
	}
	return d
}
