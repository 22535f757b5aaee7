package pdf

import (
	"bytes"
	"compress/zlib"
	"encoding/ascii85"
	"io"
)

// unpack undoes the filters of a stream. What is damaged is unpacked as far as it
// goes; nothing is unpacked of pictures and of filters of pictures. The error is
// [ErrTooMuch].
func (f *file) unpack(s stream) ([]byte, error) {
	filters, params := f.list(s.dict["Filter"]), f.list(s.dict["DecodeParms"])
	data := s.raw
	for i, filter := range filters {
		var param dict
		if i < len(params) {
			param = f.dict(params[i])
		}
		switch f.name(filter) {
		case "FlateDecode", "Fl":
			z, err := zlib.NewReader(bytes.NewReader(data))
			if err != nil {
				return nil, nil //nolint:nilerr // damaged from the start: nothing is unpacked
			}
			data, _ = io.ReadAll(io.LimitReader(z, int64(max(0, f.unpacked))+1)) // up to the damage
			data = f.unpredict(data, param)
		case "ASCII85Decode", "A85":
			data = undo85(data)
		case "ASCIIHexDecode", "AHx":
			data = []byte((&lexer{data: data}).hex())
		default:
			return nil, nil
		}
		if err := f.spend(len(data)); err != nil {
			return nil, err
		}
	}
	return data, nil
}

// spend pays for bytes that are unpacked or executed, and for what costs as much.
// The error is [ErrTooMuch].
func (f *file) spend(n int) error {
	if f.unpacked -= n; f.unpacked < 0 {
		return ErrTooMuch
	}
	return nil
}

// list returns an array, of one where o is a single object.
func (f *file) list(o any) array {
	switch o := f.resolve(o).(type) {
	case nil:
		return nil
	case array:
		return o
	default:
		return array{o}
	}
}

// undo85 decodes base 85 up to "~>".
func undo85(data []byte) []byte {
	data = bytes.TrimPrefix(bytes.TrimLeft(data, " \r\n"), []byte("<~"))
	if end := bytes.IndexByte(data, '~'); end >= 0 {
		data = data[:end]
	}
	out := make([]byte, 4*len(data)+8) // "z" stands for four bytes
	n, _, _ := ascii85.Decode(out, data, true)
	return out[:n]
}

// unpredict undoes the PNG predictors, by rows of param's Columns bytes.
func (f *file) unpredict(data []byte, param dict) []byte {
	if f.int(param["Predictor"]) < 10 {
		return data
	}
	width := 1
	if columns := f.int(param["Columns"]); columns > 0 {
		width = columns
	}
	var out []byte
	above := make([]byte, min(width, len(data)))
	for len(data) > 1 {
		row := data[1:min(len(data), 1+width)]
		for i := range row {
			var left, corner byte
			if i > 0 {
				left, corner = row[i-1], above[i-1]
			}
			switch data[0] {
			case 1:
				row[i] += left
			case 2:
				row[i] += above[i]
			case 3:
				row[i] += byte((int(left) + int(above[i])) / 2)
			case 4:
				row[i] += paeth(left, above[i], corner)
			}
		}
		out = append(out, row...)
		data = data[1+len(row):]
		above = row
	}
	return out
}

// paeth is the predictor of that name in the PNG specification, section 9.4,
// for one byte a pixel.
func paeth(a, b, c byte) byte {
	distance := func(x byte) int { return abs(int(a) + int(b) - int(c) - int(x)) }
	switch {
	case distance(a) <= distance(b) && distance(a) <= distance(c):
		return a
	case distance(b) <= distance(c):
		return b
	}
	return c
}

func abs(n int) int { return max(n, -n) }
