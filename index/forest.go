package index

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// A forest is a sum of regression trees over features.
type forest struct {
	roots []int32
	nodes []node
}

// A node of a tree. The node after it is where features not greater than the
// threshold lead.
type node struct {
	feature   int16 // -1 for a leaf
	greater   int32 // node for features greater than the threshold
	threshold float32
	value     float32 // of a leaf; of another node the mean over what it was learned from
}

const leaf = -1

// score adds up what the trees give for a vector.
func (f *forest) score(v []float32) float64 {
	sum := 0.0
	for _, root := range f.roots {
		sum += f.value(root, v)
	}
	return sum
}

// value returns what the tree at root gives for a vector.
func (f *forest) value(root int32, v []float32) float64 {
	n := &f.nodes[root]
	for at := root; n.feature != leaf; n = &f.nodes[at] {
		if v[n.feature] > n.threshold {
			at = n.greater
		} else {
			at++
		}
	}
	return float64(n.value)
}

// explain adds to parts what each feature gives to the score of a vector: on
// the way down a tree every step's change of the mean goes to the feature that
// was asked there (Saabas 2014). It returns the rest, which every vector gets.
func (f *forest) explain(v []float32, parts []float64) (rest float64) {
	for _, at := range f.roots {
		n := &f.nodes[at]
		rest += float64(n.value)
		for n.feature != leaf {
			if v[n.feature] > n.threshold {
				at = n.greater
			} else {
				at++
			}
			next := &f.nodes[at]
			parts[n.feature] += float64(next.value - n.value)
			n = next
		}
	}
	return rest
}

// readForest reads the form that TestTrain writes. Names are the features
// that the reader knows, by number.
func readForest(r io.Reader, names []string) (*forest, error) {
	numbers := make(map[string]int16, len(names))
	for i, n := range names {
		numbers[n] = int16(i)
	}
	f := &forest{}
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<20)
	var columns []int16
	for n := 1; lines.Scan(); n++ {
		line := lines.Text()
		if line == "" || line[0] == '#' {
			continue
		}
		if columns == nil {
			for name := range strings.FieldsSeq(line) {
				number, ok := numbers[name]
				if !ok {
					return nil, fmt.Errorf("line %d: no feature %q: train again", n, name)
				}
				columns = append(columns, number)
			}
			continue
		}
		f.roots = append(f.roots, int32(len(f.nodes)))
		rest, err := f.readTree(strings.Fields(line), columns)
		if err == nil && len(rest) > 0 {
			err = fmt.Errorf("%d nodes too many", len(rest))
		}
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
	}
	return f, lines.Err()
}

// readTree reads a tree of nodes in preorder: a leaf is its value, another node
// "column<threshold:mean" before its two branches, the greater one last.
func (f *forest) readTree(fields []string, columns []int16) (rest []string, err error) {
	if len(fields) == 0 {
		return nil, fmt.Errorf("the tree is cut off")
	}
	split, mean, inner := strings.Cut(fields[0], ":")
	if !inner {
		mean = split
	}
	value, err := strconv.ParseFloat(mean, 32)
	if err != nil {
		return nil, err
	}
	at := len(f.nodes)
	f.nodes = append(f.nodes, node{feature: leaf, value: float32(value)})
	if !inner {
		return fields[1:], nil
	}
	column, limit, _ := strings.Cut(split, "<")
	c, err := strconv.Atoi(column)
	if err != nil || c < 0 || c >= len(columns) {
		return nil, fmt.Errorf("bad column in %q", fields[0])
	}
	threshold, err := strconv.ParseFloat(limit, 32)
	if err != nil {
		return nil, err
	}
	f.nodes[at].feature, f.nodes[at].threshold = columns[c], float32(threshold)
	if rest, err = f.readTree(fields[1:], columns); err != nil {
		return nil, err
	}
	f.nodes[at].greater = int32(len(f.nodes))
	return f.readTree(rest, columns)
}
