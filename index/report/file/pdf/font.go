package pdf

import (
	"maps"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"
)

// A font says which letters the codes of a string show, and how wide they are.
type font struct {
	bytes   int            // of a code: 1 or 2
	letters map[int]string // by code; a code without is unknown
	widths  map[int]float64
	other   float64 // width of codes that widths does not have; 0 = not known
}

// maxCode is the last code of two bytes.
const maxCode = 0xffff

// unknown stands for a code of which a font does not say what it shows.
const unknown = string(utf8.RuneError)

// A glyph is one code of a string that is shown.
type glyph struct {
	text  string
	width float64 // thousandths of the font's size; 0 = not known
	space bool    // the code 32 of one byte, on which word spacing acts
}

// glyphs takes a string apart.
func (f *font) glyphs(s string) []glyph {
	var all []glyph
	for len(s) >= f.bytes {
		code := int(s[0])
		if f.bytes == 2 {
			code = code<<8 | int(s[1])
		}
		s = s[f.bytes:]
		text, ok := f.letters[code]
		if !ok {
			text = unknown
		}
		width, ok := f.widths[code]
		if !ok {
			width = f.other
		}
		all = append(all, glyph{text, width, f.bytes == 1 && code == ' '})
	}
	return all
}

// font reads a font once.
func (f *file) font(o any) *font {
	r, isRef := o.(ref)
	if known := f.fonts[int(r)]; isRef && known != nil {
		return known
	}
	_ = f.spend(perFont) // the painter looks at what is left
	d := f.dict(o)
	made := f.simpleFont
	if f.name(d["Subtype"]) == "Type0" {
		made = f.compositeFont
	}
	n := made(d)
	if unicode, ok := f.resolve(d["ToUnicode"]).(stream); ok {
		f.toUnicode(unicode, n.letters)
	}
	if isRef {
		f.fonts[int(r)] = n
	}
	return n
}

// simpleFont reads a font whose codes are bytes.
func (f *file) simpleFont(d dict) *font {
	n := &font{bytes: 1, letters: map[int]string{}, widths: map[int]float64{}}
	encoding := f.resolve(d["Encoding"])
	base, _ := encoding.(name)
	differences, _ := encoding.(dict)
	if differences != nil {
		base = f.name(differences["BaseEncoding"])
	}
	table := charmap.Windows1252
	if base == "MacRomanEncoding" {
		table = charmap.Macintosh
	}
	for code := ' '; code < 256; code++ {
		if r := table.DecodeByte(byte(code)); r >= ' ' && r != utf8.RuneError {
			n.letters[int(code)] = string(r)
		}
	}
	if base == "" && f.name(d["Subtype"]) != "TrueType" {
		maps.Copy(n.letters, standardEncoding)
	}
	code := 0
	changes := f.array(differences["Differences"])
	for _, o := range changes[:min(len(changes), 1024)] {
		switch o := f.resolve(o).(type) {
		case float64:
			code = f.int(o)
		case name:
			n.letters[code] = letterOf(string(o))
			code++
		}
	}
	first, widths := max(0, f.int(d["FirstChar"])), f.array(d["Widths"])
	for i, w := range widths[:min(len(widths), 256)] {
		n.widths[first+i] = f.number(w)
	}
	if f.name(d["Subtype"]) == "Type3" { // in units of its own
		clear(n.widths)
	}
	return n
}

// compositeFont reads a font whose codes are two bytes, as all that is written
// today are.
func (f *file) compositeFont(d dict) *font {
	n := &font{bytes: 2, letters: map[int]string{}, widths: map[int]float64{}, other: 1000}
	if e := f.name(d["Encoding"]); strings.Contains(string(e), "UCS2") || strings.Contains(string(e), "UTF16") {
		for code := ' '; code < 0xd800; code++ {
			n.letters[int(code)] = string(code)
		}
	}
	descendants := f.array(d["DescendantFonts"])
	if len(descendants) == 0 {
		return n
	}
	inner := f.dict(descendants[0])
	if w, ok := f.resolve(inner["DW"]).(float64); ok {
		n.other = w
	}
	// W holds "first [w w w]" and "first last w".
	list := f.array(inner["W"])
	for len(list) >= 2 {
		first := f.int(list[0])
		if widths, ok := f.resolve(list[1]).(array); ok {
			_ = f.spend(len(widths))
			for i, w := range widths[:min(len(widths), maxCode)] {
				n.widths[first+i] = f.number(w)
			}
			list = list[2:]
			continue
		}
		if len(list) < 3 {
			break
		}
		for code := max(0, first); code <= min(f.int(list[1]), maxCode) && f.spend(1) == nil; code++ {
			n.widths[code] = f.number(list[2])
		}
		list = list[3:]
	}
	return n
}

// toUnicode reads the letters of codes from the CMap that a font has for this.
func (f *file) toUnicode(s stream, letters map[int]string) {
	content, err := f.unpack(s)
	if err != nil {
		return
	}
	tokens := len(content)
	l := &lexer{data: content, tokens: &tokens}
	var operands array
	text := func(o any) string { s, _ := o.(string); return s }
	for l.more() {
		o := l.object(0)
		word, ok := o.(keyword)
		if !ok {
			operands = append(operands, o)
			continue
		}
		switch word {
		case "endbfchar":
			for ; len(operands) >= 2; operands = operands[2:] {
				letters[codeOf(text(operands[0]))] = lettersOf(text(operands[1]))
			}
		case "endbfrange":
			for ; len(operands) >= 3; operands = operands[3:] {
				first, last := codeOf(text(operands[0])), codeOf(text(operands[1]))
				list, _ := operands[2].(array)
				start := []rune(lettersOf(text(operands[2])))
				for i := 0; first+i <= min(last, maxCode) && f.spend(1) == nil; i++ {
					switch {
					case i < len(list):
						letters[first+i] = lettersOf(text(list[i]))
					case len(start) > 0:
						letters[first+i] = string(start[:len(start)-1]) + string(start[len(start)-1]+rune(i))
					}
				}
			}
		}
		operands = nil
	}
}

// lettersOf decodes what one code shows: a ligature at most.
func lettersOf(s string) string { return utf16String(s[:min(len(s), 16)]) }

// codeOf reads a code of one or two bytes.
func codeOf(s string) int {
	code := 0
	for _, b := range []byte(s[:min(len(s), 2)]) {
		code = code<<8 | int(b)
	}
	return code
}

// standardEncoding is where Adobe's StandardEncoding differs from Windows 1252 in
// what articles hold; PDF 32000-1:2008, annex D.2.
var standardEncoding = map[int]string{
	0x27: "’", 0x60: "‘", 0xa4: "⁄", 0xa6: "ƒ", 0xa8: "¤", 0xa9: "'", 0xaa: "“", 0xac: "‹", 0xad: "›", 0xae: "fi", 0xaf: "fl",
	0xb1: "–", 0xb2: "†", 0xb3: "‡", 0xb4: "·", 0xb7: "•", 0xb8: "‚", 0xb9: "„", 0xba: "”", 0xbc: "…", 0xbd: "‰", 0xd0: "—",
	0xe1: "Æ", 0xe8: "Ł", 0xe9: "Ø", 0xea: "Œ", 0xf1: "æ", 0xf5: "ı", 0xf8: "ł", 0xf9: "ø", 0xfa: "œ", 0xfb: "ß",
}

// letters are glyphs by the names of the Adobe Glyph List that are neither a
// letter nor one with an accent.
var letters = map[string]string{
	"space": " ", "exclam": "!", "quotedbl": `"`, "numbersign": "#", "dollar": "$", "percent": "%", "ampersand": "&",
	"quotesingle": "'", "parenleft": "(", "parenright": ")", "asterisk": "*", "plus": "+", "comma": ",", "hyphen": "-",
	"period": ".", "slash": "/", "zero": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6",
	"seven": "7", "eight": "8", "nine": "9", "colon": ":", "semicolon": ";", "less": "<", "equal": "=", "greater": ">",
	"question": "?", "at": "@", "bracketleft": "[", "backslash": `\`, "bracketright": "]", "underscore": "_", "braceleft": "{",
	"bar": "|", "braceright": "}", "asciitilde": "~", "quoteleft": "‘", "quoteright": "’", "quotedblleft": "“",
	"quotedblright": "”", "quotesinglbase": "‚", "quotedblbase": "„", "guillemotleft": "«", "guillemotright": "»",
	"guilsinglleft": "‹", "guilsinglright": "›", "endash": "–", "emdash": "—", "ellipsis": "…", "bullet": "•", "dagger": "†",
	"daggerdbl": "‡", "periodcentered": "·", "section": "§", "paragraph": "¶", "degree": "°", "cent": "¢", "sterling": "£",
	"yen": "¥", "Euro": "€", "copyright": "©", "registered": "®", "trademark": "™", "minus": "−", "multiply": "×",
	"fraction": "⁄", "onehalf": "½", "onequarter": "¼", "threequarters": "¾", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ",
	"oslash": "ø", "Oslash": "Ø", "germandbls": "ß", "dotlessi": "ı", "lslash": "ł", "Lslash": "Ł", "eth": "ð", "Eth": "Ð",
	"thorn": "þ", "Thorn": "Þ", "exclamdown": "¡", "questiondown": "¿", "ff": "ff", "fi": "fi", "fl": "fl", "ffi": "ffi", "ffl": "ffl",
	"nbspace": " ", "sfthyphen": "\u00ad", "visiblespace": " ",
}

// accents are the combining marks that end the names of accented letters.
var accents = map[string]string{
	"grave": "\u0300", "acute": "\u0301", "circumflex": "\u0302", "tilde": "\u0303", "macron": "\u0304", "breve": "\u0306",
	"dotaccent": "\u0307", "dieresis": "\u0308", "ring": "\u030a", "hungarumlaut": "\u030b", "caron": "\u030c",
	"cedilla": "\u0327", "ogonek": "\u0328", "commaaccent": "\u0326",
}

// letterOf returns what a glyph shows, by its name as the Adobe Glyph List
// Specification has it.
func letterOf(glyph string) string {
	glyph, _, _ = strings.Cut(glyph, ".")
	var out strings.Builder
	for part := range strings.SplitSeq(glyph, "_") {
		out.WriteString(partOf(part))
	}
	return out.String()
}

func partOf(glyph string) string {
	if s, ok := letters[glyph]; ok {
		return s
	}
	if len(glyph) == 1 {
		return glyph
	}
	if s, ok := accents[glyph[min(1, len(glyph)):]]; ok {
		return norm.NFC.String(glyph[:1] + s)
	}
	for _, prefix := range []string{"uni", "u"} {
		digits, ok := strings.CutPrefix(glyph, prefix)
		if n, err := strconv.ParseUint(digits[:min(len(digits), 6)], 16, 32); ok && err == nil && len(digits) >= 4 && utf8.ValidRune(rune(n)) {
			return string(rune(n))
		}
	}
	return unknown
}
