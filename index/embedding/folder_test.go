package embedding

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io/fs"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// The vocabulary of a tiny model, a row each.
var tinyVocab = []string{"[UNK]", "hafen", "stadt", "fähre", "##n", "##stadt", "##e", "cafe"}

const tinyDims = 6

// tinyRows are seeded vectors for tinyVocab.
func tinyRows() [][]float32 {
	rnd := rand.New(rand.NewPCG(7, 7))
	rows := make([][]float32, len(tinyVocab))
	for i := range rows {
		rows[i] = make([]float32, tinyDims)
		for j := range rows[i] {
			rows[i][j] = float32(rnd.IntN(127)-63) / 64 // exact in float16
		}
		rows[i][0] = 63.0 / 64 // so that seven bits are exact too
	}
	return rows
}

// tokenizerJSON writes a tokenizer.json; model are more lines of its model.
func tokenizerJSON(normalizer, model string) string {
	vocab := map[string]int{}
	for i, piece := range tinyVocab {
		vocab[piece] = i
	}
	v, err := json.Marshal(vocab)
	if err != nil {
		panic(err)
	}
	return fmt.Sprintf(`{"version": "1.0", "normalizer": %s, "model": {"type": "WordPiece", "unk_token": "[UNK]",
		"continuing_subword_prefix": "##", "max_input_chars_per_word": 100, "vocab": %s%s}}`, normalizer, v, model)
}

const bert = `{"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true, "strip_accents": null, "lowercase": true}`

// safetensors writes a file of this header and tinyRows, as float32 or float16.
func safetensors(header string, half bool) string {
	file := binary.LittleEndian.AppendUint64(nil, uint64(len(header)))
	file = append(file, header...)
	for _, row := range tinyRows() {
		for _, x := range row {
			if half {
				file = binary.LittleEndian.AppendUint16(file, toFloat16(x))
			} else {
				file = binary.LittleEndian.AppendUint32(file, math.Float32bits(x))
			}
		}
	}
	return string(file)
}

// toFloat16 returns the bits of a number that binary16 holds exactly.
func toFloat16(x float32) uint16 {
	for bits := range uint16(math.MaxUint16) {
		if float16(bits) == x {
			return bits
		}
	}
	panic(fmt.Sprintf("no float16 for %v", x))
}

const (
	tinyHeader = `{"__metadata__": {"format": "pt"}, "embeddings": {"dtype": "F32", "shape": [8, 6], "data_offsets": [0, 192]}}`
	halfHeader = `{"embeddings": {"dtype": "F16", "shape": [8, 6], "data_offsets": [0, 96]}}`
)

func folder(tokenizer, tensors string) fs.FS {
	return fstest.MapFS{tokenizerFile: {Data: []byte(tokenizer)}, tensorsFile: {Data: []byte(tensors)}}
}

func TestOpen(t *testing.T) {
	german := strings.Replace(bert, `"strip_accents": null`, `"strip_accents": false`, 1)
	for _, tt := range []struct {
		name, normalizer, header string
		half                     bool
		pieces                   map[string][]int // by word; nil is unknown
	}{
		{"float32", bert, tinyHeader, false, map[string][]int{
			"hafen": {1}, "Hafen": {1}, "HAFENSTADT": {1, 5}, "stadtn": {2, 4}, "café": {7}, "cafe": {7},
			"fähre": nil, "[UNK]": nil, "xyz": nil, "hafenx": nil, "": nil, strings.Repeat("n", 1000): nil,
		}},
		{"float16, accents kept", german, halfHeader, true, map[string][]int{
			"Fähre": {3}, "Fähren": {3, 4}, "café": nil, "hafenstadte": {1, 5, 6},
		}},
		{"no normalizer", "null", tinyHeader, false, map[string][]int{"fähre": {3}, "Hafen": {1}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m, err := Open(folder(tokenizerJSON(tt.normalizer, ""), safetensors(tt.header, tt.half)))
			if err != nil {
				t.Fatal(err)
			}
			rows := tinyRows()
			for word, pieces := range tt.pieces {
				got := m.Find(word).Vector
				if got.Known() != (pieces != nil) {
					t.Errorf("%q: known %v", word, got.Known())
				}
				if pieces == nil {
					continue
				}
				mean := make([]float32, tinyDims)
				for _, p := range pieces {
					for i, x := range rows[p] {
						mean[i] += x / float32(len(pieces))
					}
				}
				want := New(mean)
				if diff := cmp.Diff(want, got, cmp.AllowUnexported(Vector{})); diff != "" {
					t.Errorf("%q (-want +got)\n%s", word, diff)
				}
			}
		})
	}
}

// A model's own words have the ranks of English, and none elsewhere.
func TestOpenRank(t *testing.T) {
	m, err := Open(folder(tokenizerJSON(bert, ""), safetensors(tinyHeader, false)))
	if err != nil {
		t.Fatal(err)
	}
	if got := m.Find("The").Rank; got != 1 {
		t.Errorf("rank of the: %d; want 1", got)
	}
	if got := m.Find("hafenstadt").Rank; got != 0 {
		t.Errorf("rank of hafenstadt: %d; want 0", got)
	}
}

func TestOpenFaults(t *testing.T) {
	good, tensors := tokenizerJSON(bert, ""), safetensors(tinyHeader, false)
	header := func(h string) string { return safetensors(h, false) }
	nan := []byte(tensors)
	binary.LittleEndian.PutUint32(nan[len(nan)-4:], math.Float32bits(float32(math.NaN())))
	for _, tt := range []struct {
		name, want string
		folder     fs.FS
	}{
		{"empty folder", "no tokenizer.json", fstest.MapFS{}},
		{"no tensors", "no model.safetensors", fstest.MapFS{tokenizerFile: {Data: []byte(good)}}},
		{"no JSON", "tokenizer.json: invalid", folder("tok", tensors)},
		{"another tokenizer", `type "Unigram"`, folder(strings.Replace(good, "WordPiece", "Unigram", 1), tensors)},
		{"no vocabulary", "vocab", folder(`{"model": {"type": "WordPiece"}}`, tensors)},
		{"empty vocabulary", "vocab", folder(`{"model": {"type": "WordPiece", "vocab": {}}}`, tensors)},
		{"negative row", "has number -1", folder(`{"model": {"type": "WordPiece", "vocab": {"a": -1}}}`, tensors)},
		{"of two models", "row 8", folder(`{"model": {"type": "WordPiece", "vocab": {"a": 8}}}`, tensors)},
		{"no tensors at all", "too short", folder(good, "")},
		{"header longer than the file", "header of", folder(good, "\xff\xff\xff\xff\xff\xff\xff\xff{}")},
		{"header that is none", "header:", folder(good, header("{{"))},
		{"another tensor", `no tensor "embeddings"`, folder(good, header(`{"a": {}}`))},
		{"quantized vocabulary", `"mapping"`, folder(good, header(`{"mapping": {}, "embeddings": {}}`))},
		{"another type", `"BF16"`, folder(good, header(strings.Replace(tinyHeader, "F32", "BF16", 1)))},
		{"another shape", "shape [8 6 1]", folder(good, header(strings.Replace(tinyHeader, "[8, 6]", "[8, 6, 1]", 1)))},
		{"negative shape", "shape [-8 -6]", folder(good, header(strings.Replace(tinyHeader, "[8, 6]", "[-8, -6]", 1)))},
		{"huge shape", "shape [9223372036854775807 6]", folder(good, header(strings.Replace(tinyHeader, "8,", "9223372036854775807,", 1)))},
		{"shape that is not the data's", "cut or broken", folder(good, header(strings.Replace(tinyHeader, "[8, 6]", "[9, 6]", 1)))},
		{"offsets past the end", "cut or broken", folder(good, header(strings.Replace(tinyHeader, "[0, 192]", "[96, 288]", 1)))},
		{"offsets the wrong way", "cut or broken", folder(good, header(strings.Replace(tinyHeader, "[0, 192]", "[192, 0]", 1)))},
		{"cut", "cut or broken", folder(good, tensors[:len(tensors)-1])},
		{"not a number", "row 7 holds NaN", folder(good, string(nan))},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Open(tt.folder)
			if err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("error %v; want one line that says %q", err, tt.want)
			}
		})
	}
}

func TestFloat16(t *testing.T) {
	for bits, want := range map[uint16]float32{
		0x0000: 0, 0x0001: 5.9604645e-08, 0x03ff: 6.097555e-05, 0x0400: 6.1035156e-05, 0x3555: 0.33325195,
		0x3c00: 1, 0xc000: -2, 0x7bff: 65504, 0x7c00: float32(math.Inf(1)), 0xfc00: float32(math.Inf(-1)),
	} {
		if got := float16(bits); got != want {
			t.Errorf("float16(%#04x) = %v; want %v", bits, got, want)
		}
	}
	if got := float16(0x7e00); got == got {
		t.Errorf("float16(0x7e00) = %v; want NaN", got)
	}
}

// Whatever the files hold, opening gives a model or an error, and a model gives
// every word a cosine.
func FuzzOpen(f *testing.F) {
	f.Add(tokenizerJSON(bert, ""), safetensors(tinyHeader, false), "hafenstadt")
	f.Add(tokenizerJSON("null", `, "x": 1`), safetensors(halfHeader, true), "fähre")
	f.Fuzz(func(t *testing.T, tokenizer, tensors, word string) {
		m, err := Open(folder(tokenizer, tensors))
		if err != nil {
			return
		}
		got := cosine(m, word, word)
		if !(got >= -1.001 && got <= 1.001) {
			t.Errorf("%q with itself: %v", word, got)
		}
	})
}
