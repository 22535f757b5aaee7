package attribution

import (
	"bufio"
	"embed"
	"fmt"
	"strconv"
	"strings"
)

//go:embed model
var modelFiles embed.FS

// A linear model gives a score to a set of features: the sum of their weights.
// Features are hashed into a table, so that no words stand in it.
type linear struct {
	weights []int16 // in 1/weightUnit
}

const (
	linearBits = 18
	weightUnit = 1024
)

// A feature is the place of a feature's weight in a linear model.
type feature uint32

// hash starts a feature of the kind k; mix adds a part to it.
func hash(k uint32) uint32 { return (k + 1) * 2654435761 }

func mix(h, part uint32) uint32 {
	h ^= part
	h *= 0x85ebca6b
	return h ^ h>>15
}

func place(h uint32) feature { return feature(h >> (32 - linearBits)) }

// joint1 is the feature of one part on top of h, and joint2 to joint5 are those of
// more parts together. They do without a loop: with one, a third of the time of
// attribution went into it.
func joint1(h, a uint32) feature          { return place(mix(h, a)) }
func joint2(h, a, b uint32) feature       { return place(mix(mix(h, a), b)) }
func joint3(h, a, b, c uint32) feature    { return place(mix(mix(mix(h, a), b), c)) }
func joint4(h, a, b, c, d uint32) feature { return place(mix(mix(mix(mix(h, a), b), c), d)) }
func joint5(h, a, b, c, d, e uint32) feature {
	return place(mix(mix(mix(mix(mix(h, a), b), c), d), e))
}

func (l *linear) score(features []feature) int {
	sum := 0
	for _, f := range features {
		sum += int(l.weights[f])
	}
	return sum
}

// loadLinear reads a model file: comments, then lines "place weight", both numbers.
func loadLinear(name string) *linear {
	l := &linear{weights: make([]int16, 1<<linearBits)}
	for fields := range modelLines(name) {
		at, err1 := strconv.ParseUint(fields[0], 36, linearBits)
		weight, err2 := strconv.ParseInt(fields[1], 10, 16)
		if err1 != nil || err2 != nil {
			panic(fmt.Sprintf("attribution: model %s: bad line %q", name, fields))
		}
		l.weights[at] = int16(weight)
	}
	return l
}

// modelLines yields the fields of the lines of a model file. A model that is
// not there has none: training starts that way.
func modelLines(name string) func(yield func([]string) bool) {
	return func(yield func([]string) bool) {
		data, err := modelFiles.ReadFile("model/" + name + ".txt")
		if err != nil {
			return
		}
		sc := bufio.NewScanner(strings.NewReader(string(data)))
		for sc.Scan() {
			if line := sc.Text(); line != "" && line[0] != '#' {
				if !yield(strings.Fields(line)) {
					return
				}
			}
		}
	}
}
