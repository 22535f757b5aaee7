package pdf

import (
	"bytes"
	"iter"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// A file holds the objects of a PDF, and what may still be spent on it.
type file struct {
	objects  map[int]any
	trailer  dict
	tokens   int // that may still be parsed
	unpacked int // bytes that may still be unpacked or executed
	fonts    map[int]*font
}

// scan finds all objects. A later object replaces an earlier one of its number,
// as an updated file means it.
func (f *file) scan(data []byte) error {
	l := &lexer{data: data, tokens: &f.tokens}
	for at := range indexes(data, "obj", "trailer") {
		if at < l.pos { // inside what was read
			continue
		}
		l.pos = at
		if l.skip("trailer") {
			if d, ok := l.object(0).(dict); ok {
				f.trail(d)
			}
			continue
		}
		number, ok := numberBefore(data[:at])
		if l.skip("obj"); !ok { // endobj, or a word with it
			continue
		}
		o := l.object(0)
		if d, ok := o.(dict); ok {
			if raw, ok := l.body(d); ok {
				if err := f.stream(number, stream{d, raw}); err != nil {
					return err
				}
				continue
			}
		}
		f.objects[number] = o
	}
	if f.tokens <= 0 {
		return ErrTooMuch
	}
	return nil
}

// indexes yields where any of the words stands in data, in order.
func indexes(data []byte, words ...string) iter.Seq[int] {
	return func(yield func(int) bool) {
		next := make([]int, len(words)) // where each stands next; len(data) where nowhere
		find := func(i, from int) {
			next[i] = len(data)
			if at := bytes.Index(data[from:], []byte(words[i])); at >= 0 {
				next[i] = from + at
			}
		}
		for i := range words {
			find(i, 0)
		}
		for {
			at := slices.Min(next)
			if at == len(data) || !yield(at) {
				return
			}
			i := slices.Index(next, at)
			find(i, at+len(words[i]))
		}
	}
}

// trail takes in a trailer. The newest stands last but in files made for the web,
// where both say the same.
func (f *file) trail(d dict) {
	if d["Root"] != nil {
		f.trailer = d
	}
}

// stream keeps a stream. The objects in an object stream are taken out.
func (f *file) stream(number int, s stream) error {
	switch s.dict["Type"] {
	case name("XRef"):
		f.trail(s.dict)
		return nil
	case name("ObjStm"):
	default:
		f.objects[number] = s
		return nil
	}
	content, err := f.unpack(s)
	if err != nil {
		return err
	}
	count, first := f.int(s.dict["N"]), f.int(s.dict["First"])
	if first < 0 || first > len(content) {
		return nil
	}
	index := &lexer{data: content[:first], tokens: &f.tokens}
	for range count {
		if !index.more() {
			break
		}
		inside, at := f.int(index.object(0)), f.int(index.object(0))
		if at < 0 || at > len(content)-first {
			continue
		}
		object := &lexer{data: content[first+at:], tokens: &f.tokens}
		f.objects[inside] = object.object(0)
	}
	return nil
}

// numberBefore reads the number of an object from "12 0 " at the end of data.
func numberBefore(data []byte) (int, bool) {
	fields := bytes.Fields(data[max(0, len(data)-24):])
	if len(data) == 0 || !isSpace(data[len(data)-1]) || len(fields) < 2 {
		return 0, false
	}
	if _, err := strconv.ParseUint(string(fields[len(fields)-1]), 10, 16); err != nil {
		return 0, false
	}
	digits := fields[len(fields)-2] // it may stand right after "endobj"
	for start := range digits {
		if n, err := strconv.ParseUint(string(digits[start:]), 10, 31); err == nil {
			return int(n), true
		}
	}
	return 0, false
}

// body returns the bytes of the stream whose dictionary d was just read, and
// passes over them; false where no stream follows.
func (l *lexer) body(d dict) ([]byte, bool) {
	if !l.more() || !l.skip("stream") {
		return nil, false
	}
	if !l.skip("\r\n") && !l.skip("\n") {
		l.skip("\r")
	}
	rest, end := l.data[l.pos:], []byte("endstream")
	if n, ok := d["Length"].(float64); ok && n >= 0 && n <= float64(len(rest)) {
		size := int(n)
		if bytes.HasPrefix(bytes.TrimLeft(rest[size:min(len(rest), size+len(end)+2)], "\r\n "), end) {
			l.pos += size
			return rest[:size], true
		}
	}
	size := bytes.Index(rest, end)
	if size < 0 {
		size = len(rest)
	}
	l.pos += size
	return bytes.TrimRight(rest[:size], "\r\n"), true
}

// resolve follows references.
func (f *file) resolve(o any) any {
	for range maxDepth {
		r, ok := o.(ref)
		if !ok {
			return o
		}
		o = f.objects[int(r)]
	}
	return nil
}

// dict returns a dictionary, a stream's own too; nil where o is none.
func (f *file) dict(o any) dict {
	switch o := f.resolve(o).(type) {
	case dict:
		return o
	case stream:
		return o.dict
	}
	return nil
}

func (f *file) array(o any) array {
	a, _ := f.resolve(o).(array)
	return a
}

func (f *file) name(o any) name {
	n, _ := f.resolve(o).(name)
	return n
}

func (f *file) string(o any) string {
	s, _ := f.resolve(o).(string)
	return s
}

func (f *file) number(o any) float64 {
	n, _ := f.resolve(o).(float64)
	return n
}

// int returns a whole number of 31 bits; -1 where o is none.
func (f *file) int(o any) int {
	n, ok := f.resolve(o).(float64)
	if !ok || n != float64(int32(n)) {
		return -1
	}
	return int(n)
}

// pages returns the pages in order, with the resources that they inherit.
func (f *file) pages(root dict) []dict {
	var pages []dict
	seen := map[ref]bool{}
	var walk func(o any, resources any, depth int)
	walk = func(o any, resources any, depth int) {
		if r, ok := o.(ref); ok {
			if seen[r] {
				return
			}
			seen[r] = true
		}
		node := f.dict(o)
		if node == nil || depth > maxDepth || len(pages) >= maxPages {
			return
		}
		if own := node["Resources"]; own != nil {
			resources = own
		}
		if kids := f.array(node["Kids"]); kids != nil {
			for _, kid := range kids {
				walk(kid, resources, depth+1)
			}
			return
		}
		if node["Contents"] != nil {
			pages = append(pages, dict{"Contents": node["Contents"], "Resources": resources})
		}
	}
	walk(root["Pages"], nil, 0)
	return pages
}

// textString decodes a string of a file's properties.
func textString(s string) string {
	switch {
	case strings.HasPrefix(s, "\xfe\xff"):
		return utf16String(s[2:])
	case strings.HasPrefix(s, "\xef\xbb\xbf"):
		return s[3:]
	case utf8.ValidString(s):
		return s
	}
	decoded, err := charmap.Windows1252.NewDecoder().String(s) // near PDFDocEncoding
	if err != nil {
		return ""
	}
	return decoded
}

// utf16String decodes big-endian UTF-16.
func utf16String(s string) string {
	units := make([]uint16, 0, len(s)/2)
	for pair := range slices.Chunk([]byte(s), 2) {
		if len(pair) == 2 {
			units = append(units, uint16(pair[0])<<8|uint16(pair[1]))
		}
	}
	return string(utf16.Decode(units))
}
