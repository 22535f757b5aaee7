package embedding

import (
	"bytes"
	_ "embed"
	"encoding/binary"
	"fmt"
	"math"
	"strings"
	"sync"
)

// gloveFile holds the words and vectors that TestBuild has taken from GloVe;
// its notices stand in glove.LICENSE. After a line "dimensions words bytes" come
// the words, commonest first, each with a line feed, bytes in all; then three
// little-endian numbers a word, a vector's scale and inverse as float32 and its
// sum as uint32; then dimensions bytes a word, the vector's numbers.
//
//go:embed glove.bin
var gloveFile []byte

// measures is how many bytes a vector's scale, inverse and sum take.
const measures = 12

// glove is the built-in table. It is read when it is first asked for, which
// takes some milliseconds.
var glove = sync.OnceValue(func() *table {
	t, err := readTable(gloveFile)
	if err != nil {
		panic(fmt.Sprintf("embedding: glove.bin: %v", err))
	}
	return t
})

// Default returns the built-in model: the 50,000 commonest English words in 100
// dimensions, from GloVe (Pennington, Socher and Manning 2014), trained on
// Wikipedia and news.
func Default() *Model { return &Model{dims: glove().dims, find: glove().find} }

// A table is a list of words, commonest first, with their vectors.
type table struct {
	dims    int
	index   map[string]int32
	vectors []Vector
}

// find returns what is known of a word in lower case.
func (t *table) find(word string) Word {
	if i, ok := t.index[word]; ok {
		return Word{t.vectors[i], int(i) + 1}
	}
	return Word{}
}

func readTable(file []byte) (*table, error) {
	head, rest, _ := bytes.Cut(file, []byte("\n"))
	var dims, count, size int
	if _, err := fmt.Sscanf(string(head), "%d %d %d", &dims, &count, &size); err != nil {
		return nil, fmt.Errorf("first line %q: %w", head, err)
	}
	if want := size + count*(measures+dims); len(rest) != want || dims%laneCount != 0 {
		return nil, fmt.Errorf("%d bytes after the first line; want %d", len(rest), want)
	}
	words, measured, numbers := string(rest[:size]), rest[size:][:measures*count], rest[size+measures*count:]
	t := &table{dims: dims, index: make(map[string]int32, count), vectors: make([]Vector, count)}
	lanes := make([]uint64, count*dims/laneCount)
	for i := range lanes {
		lanes[i] = lane([laneCount]byte(numbers[i*laneCount:]))
	}
	for i := range t.vectors {
		var word string
		word, words, _ = strings.Cut(words, "\n")
		t.index[word] = int32(i) //nolint:gosec // far fewer
		v := &t.vectors[i]
		v.lanes, lanes = lanes[:dims/laneCount:dims/laneCount], lanes[dims/laneCount:]
		m := measured[i*measures:][:measures]
		v.scale = math.Float32frombits(binary.LittleEndian.Uint32(m))
		v.inverse = math.Float32frombits(binary.LittleEndian.Uint32(m[4:]))
		v.sum = int32(binary.LittleEndian.Uint32(m[8:])) //nolint:gosec // dims times seven bits
	}
	return t, nil
}
