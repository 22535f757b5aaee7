package embedding

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
)

// The files of a model that model2vec has saved.
const (
	tensorsFile   = "model.safetensors"
	tokenizerFile = "tokenizer.json"
)

// The greatest files that are read, in bytes. The greatest model of model2vec's
// authors has some 500 MB; a tokenizer a few.
const (
	maxTensors   = 1 << 30
	maxTokenizer = 64 << 20
)

// Open reads a model that model2vec has saved in a folder: the vectors from
// model.safetensors, the pieces of words from a WordPiece tokenizer.json. The
// vector of a word is the mean of its pieces'. Every error names the file and
// says what is wrong with it.
func Open(folder fs.FS) (*Model, error) {
	pieces, err := readFrom(folder, tokenizerFile, maxTokenizer, readTokenizer)
	if err != nil {
		return nil, err
	}
	rows, err := readFrom(folder, tensorsFile, maxTensors, readEmbeddings)
	if err != nil {
		return nil, err
	}
	if last := pieces.lastRow(); last >= rows.count {
		return nil, fmt.Errorf("%s names row %d, and %s has %d: they are not of one model", tokenizerFile, last, tensorsFile, rows.count)
	}
	return &Model{find: func(word string) Word {
		return Word{rows.mean(pieces.split(word)), glove().find(word).Rank}
	}}, nil
}

// readFrom has read make something of a file, and names the file in its errors.
func readFrom[T any](folder fs.FS, name string, most int64, read func([]byte) (T, error)) (T, error) {
	var none T
	data, err := readFile(folder, name, most)
	if errors.Is(err, fs.ErrNotExist) {
		return none, fmt.Errorf("no %s: name a folder that model2vec has saved: %w", name, fs.ErrNotExist)
	}
	if err != nil {
		return none, fmt.Errorf("%s: %w", name, err)
	}
	made, err := read(data)
	if err != nil {
		return none, fmt.Errorf("%s: %w", name, err)
	}
	return made, nil
}

func readFile(folder fs.FS, name string, most int64) (data []byte, err error) {
	f, err := folder.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if info.Size() > most {
		return nil, fmt.Errorf("%d bytes; at most %d are read", info.Size(), most)
	}
	data = make([]byte, info.Size())
	_, err = io.ReadFull(f, data)
	return data, err
}

// mean returns the vector of a word of these pieces; no pieces are an unknown word.
func (r *rows) mean(pieces []int) Vector {
	if len(pieces) == 0 {
		return Vector{}
	}
	sum := make([]float32, r.dims)
	for _, row := range pieces {
		for i := range sum {
			sum[i] += r.number(row, i) / float32(len(pieces))
		}
	}
	return New(sum)
}
