package embedding

import (
	"bytes"
	_ "embed"
	"encoding/binary"
	"fmt"
	"math"
	"sync"

	"footnote/index/wordlist"
)

// gloveFile holds the words and vectors that TestBuild has taken from GloVe;
// its notices stand in glove.LICENSE. After a line "dimensions words bytes" come
// the words, commonest first, each with a line feed, bytes in all; then a vector's
// scale a word, a little-endian float32; then dimensions bytes a word, the
// vector's numbers.
//
//go:embed glove.bin
var gloveFile []byte

// scaleLen is how many bytes a scale takes.
const scaleLen = 4

// glove is the built-in table. It is read when it is first asked for, which
// takes some milliseconds.
var glove = sync.OnceValue(func() *table {
	t, err := readTable(gloveFile)
	if err != nil {
		panic(fmt.Sprintf("embedding: glove.bin: %v", err))
	}
	return t
})

// Default returns the built-in model: the 50,000 commonest English words from
// GloVe (Pennington, Socher and Manning 2014), trained on Wikipedia and news, in 48
// dimensions, those along which its 100 differ most.
func Default() *Model { return builtIn() }

var builtIn = sync.OnceValue(func() *Model { return &Model{find: glove().find} })

// A table is a list of words, commonest first, with their vectors as the file has
// them: of 50,000 words few are ever asked for.
type table struct {
	dims            int
	words           *wordlist.List
	scales, numbers []byte
}

// find returns what is known of a word in lower case.
func (t *table) find(word string) Word {
	if i, ok := t.words.Find(word); ok {
		return Word{t.vector(i), i + 1}
	}
	return Word{}
}

// vector unpacks the vector of the word of this number, from 0.
func (t *table) vector(i int) Vector {
	numbers := t.numbers[i*t.dims:][:t.dims]
	v := Vector{
		lanes: make([]uint64, t.dims/laneCount),
		scale: math.Float32frombits(binary.LittleEndian.Uint32(t.scales[i*scaleLen:])),
	}
	for j := range v.lanes {
		v.lanes[j] = lane(binary.LittleEndian.Uint32(numbers[j*laneCount:]))
	}
	v.measure()
	return v
}

func readTable(file []byte) (*table, error) {
	head, rest, _ := bytes.Cut(file, []byte("\n"))
	var dims, count, size int
	if _, err := fmt.Sscanf(string(head), "%d %d %d", &dims, &count, &size); err != nil {
		return nil, fmt.Errorf("first line %q: %w", head, err)
	}
	if want := size + count*(scaleLen+dims); len(rest) != want || dims%laneCount != 0 {
		return nil, fmt.Errorf("%d bytes after the first line; want %d", len(rest), want)
	}
	t := &table{
		dims: dims, words: wordlist.New(string(rest[:size])),
		scales: rest[size:][:scaleLen*count], numbers: rest[size+scaleLen*count:],
	}
	if t.words.Len() != count {
		return nil, fmt.Errorf("%d words; want %d", t.words.Len(), count)
	}
	return t, nil
}
