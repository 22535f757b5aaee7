package embedding

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math"
)

// rows are a table of vectors in a file's own numbers.
type rows struct {
	dims, count int
	data        []byte
	size        int // bytes of a number: 4 for float32, 2 for float16
}

// number returns number i of a row.
func (r *rows) number(row, i int) float32 {
	at := r.data[(row*r.dims+i)*r.size:]
	if r.size == 2 {
		return float16(binary.LittleEndian.Uint16(at))
	}
	return math.Float32frombits(binary.LittleEndian.Uint32(at))
}

// The greatest table that is read. Wider vectors, longer lists of words and
// greater numbers are no word vectors.
const (
	maxDims   = 4096
	maxRows   = 4 << 20
	maxNumber = 1 << 20
)

// embeddingsTensor is what model2vec calls its table.
const embeddingsTensor = "embeddings"

// readEmbeddings reads the table of a safetensors file: eight bytes that give
// the length of a header, the header in JSON, and the numbers
// (https://github.com/huggingface/safetensors, "Format").
func readEmbeddings(file []byte) (*rows, error) {
	if len(file) < 8 {
		return nil, errors.New("not a safetensors file: it is too short")
	}
	length, data := binary.LittleEndian.Uint64(file), file[8:]
	if length > uint64(len(data)) {
		return nil, fmt.Errorf("not a safetensors file: a header of %d bytes in %d", length, len(data))
	}
	header, data := data[:length], data[length:]
	var tensors map[string]json.RawMessage
	if err := json.Unmarshal(header, &tensors); err != nil {
		return nil, fmt.Errorf("not a safetensors file: header: %w", err)
	}
	for _, other := range []string{"mapping", "weights"} {
		if _, ok := tensors[other]; ok {
			return nil, fmt.Errorf("a tensor %q: models with a quantized vocabulary are not read: save the model without", other)
		}
	}
	raw, ok := tensors[embeddingsTensor]
	if !ok {
		return nil, fmt.Errorf("no tensor %q: save the model with model2vec", embeddingsTensor)
	}
	var t struct {
		Type    string    `json:"dtype"`
		Shape   []int     `json:"shape"`
		Offsets [2]uint64 `json:"data_offsets"`
	}
	if err := json.Unmarshal(raw, &t); err != nil {
		return nil, fmt.Errorf("tensor %q: %w", embeddingsTensor, err)
	}
	size, ok := map[string]int{"F32": 4, "F16": 2}[t.Type]
	if !ok {
		return nil, fmt.Errorf("tensor %q: numbers of type %q: save the model as float32 or float16", embeddingsTensor, t.Type)
	}
	if len(t.Shape) != 2 || t.Shape[0] < 1 || t.Shape[0] > maxRows || t.Shape[1] < 1 || t.Shape[1] > maxDims {
		return nil, fmt.Errorf("tensor %q: shape %v: want at most %d words of at most %d numbers", embeddingsTensor, t.Shape, maxRows, maxDims)
	}
	r := &rows{count: t.Shape[0], dims: t.Shape[1], size: size}
	if want := uint64(r.count * r.dims * size); t.Offsets[0] > uint64(len(data)) || uint64(len(data))-t.Offsets[0] < want || t.Offsets[1]-t.Offsets[0] != want {
		return nil, fmt.Errorf("tensor %q: bytes %v of %d for shape %v: the file is cut or broken", embeddingsTensor, t.Offsets, len(data), t.Shape)
	}
	r.data = data[t.Offsets[0]:t.Offsets[1]]
	for row := range r.count {
		for i := range r.dims {
			if x := float64(r.number(row, i)); !(math.Abs(x) <= maxNumber) { // also where it is none
				return nil, fmt.Errorf("tensor %q: row %d holds %v: the file is broken", embeddingsTensor, row, x)
			}
		}
	}
	return r, nil
}

// float16 returns the value of IEEE 754 binary16 bits.
func float16(bits uint16) float32 {
	sign, exponent, fraction := 1-2*float64(bits>>15), int(bits>>10&31), float64(bits&1023)
	switch exponent {
	case 0:
		return float32(sign * math.Ldexp(fraction, -24))
	case 31:
		if fraction > 0 {
			return float32(math.NaN())
		}
		return float32(math.Inf(int(sign)))
	}
	return float32(sign * math.Ldexp(1024+fraction, exponent-25))
}
