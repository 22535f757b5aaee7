package pdf

import (
	"bytes"
	"compress/zlib"
	"encoding/ascii85"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// A builder writes a file object by object; number 1 is the catalogue, 2 the
// pages, 3 the font.
type builder struct {
	bytes.Buffer
	objects int
	kids    []string
}

func newBuilder() *builder {
	b := &builder{objects: 3}
	b.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	return b
}

func (b *builder) printf(format string, a ...any) {
	_, _ = fmt.Fprintf(b, format, a...) // into memory
}

// object writes an object and returns its number.
func (b *builder) object(content string) int {
	b.objects++
	b.printf("%d 0 obj\n%s\nendobj\n", b.objects, content)
	return b.objects
}

// deflated writes content as a packed stream, entries before its dictionary's others.
func (b *builder) deflated(entries, content string) int {
	packed := deflate(content)
	return b.object(fmt.Sprintf("<<%s/Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream", entries, len(packed), packed))
}

func deflate(content string) string {
	var out bytes.Buffer
	z := zlib.NewWriter(&out)
	_, _ = z.Write([]byte(content)) // into memory
	_ = z.Close()
	return out.String()
}

func (b *builder) page(content string) {
	n := b.deflated("", content)
	b.kids = append(b.kids, fmt.Sprintf("%d 0 R", b.object(fmt.Sprintf("<</Type/Page/Parent 2 0 R/Contents %d 0 R>>", n))))
}

const helvetica = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"

// end writes the rest. Of a font that is not given it is Helvetica.
func (b *builder) end(font string) []byte {
	if font == "" {
		font = helvetica
	}
	b.printf("1 0 obj\n<</Type/Catalog/Pages 2 0 R/Lang(en-GB)>>\nendobj\n")
	b.printf("2 0 obj\n<</Type/Pages/Count %d/Kids[%s]/Resources<</Font<</F1 3 0 R>>/XObject<</X %d 0 R>>>>>>\nendobj\n",
		len(b.kids), strings.Join(b.kids, " "), b.objects)
	b.printf("3 0 obj\n%s\nendobj\n", font)
	b.printf("trailer\n<</Size %d/Root 1 0 R/Info<</Title(Draft \\(3\\))>>>>\nstartxref\n0\n%%%%EOF\n", b.objects+1)
	return b.Bytes()
}

// column sets lines from x, y down, 12 points apart; "" leaves half a line free
// and a line that opens with a space is indented.
func column(x, y float64, lines ...string) string {
	var out strings.Builder
	for _, l := range lines {
		if l == "" {
			y -= 6
			continue
		}
		indent := 0.0
		if strings.HasPrefix(l, " ") {
			indent = 15
		}
		fmt.Fprintf(&out, "BT /F1 10 Tf 1 0 0 1 %g %g Tm (%s) Tj ET\n", x+indent, y, strings.TrimSpace(l))
		y -= 12
	}
	return out.String()
}

func TestRead(t *testing.T) {
	b := newBuilder()
	b.page("BT /F1 8 Tf 50 800 Td (The Courier 19 November) Tj ET\n" +
		"BT /F1 20 Tf 50 750 Td 22 TL (Harbour of Lindvik) Tj T* (to close) Tj ET\n" +
		column(50, 700, "The harbour of Lindvik will be closed in March, the town coun-", "cil said on Wednesday, after divers found a crack.",
			"", "\x93We had no choice,\x94 mayor Olav Berg told the Courier of the well-", "known wall, which has stood for some two hundred years and is now") +
		column(300, 700, "beyond repair. It is a well-known sight.", " Most boats will move to Sund, the union said in a state-", "ment; twelve families will be paid, and the 28-", "point plan will end on 1 May.") +
		"BT /F1 8 Tf 290 30 Td (Page 1 of 2) Tj ET\n")
	b.page("BT /F1 8 Tf 50 800 Td (The Courier 20 November) Tj ET\n" +
		column(50, 700, "The last page. It is short.") + "BT /F1 8 Tf 290 30 Td (Page 2 of 2) Tj ET\n")
	got, err := Read(b.end(""))
	if err != nil {
		t.Fatal(err)
	}
	want := Text{
		Title: "Harbour of Lindvik to close", Lang: "en-GB",
		Paragraphs: []string{
			"The harbour of Lindvik will be closed in March, the town council said on Wednesday, after divers found a crack.",
			"“We had no choice,” mayor Olav Berg told the Courier of the well-known wall, which has stood for some two hundred years and is now beyond repair. It is a well-known sight.",
			"Most boats will move to Sund, the union said in a statement; twelve families will be paid, and the 28-point plan will end on 1 May.",
			"The last page. It is short.",
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Read (-want +got)\n%s", diff)
	}
}

func TestFonts(t *testing.T) {
	cmap := `/CIDInit /ProcSet findresource begin begincmap
1 begincodespacerange <0000> <ffff> endcodespacerange
2 beginbfchar <0003> <0020> <0010> <fb01> endbfchar
2 beginbfrange <0020> <0022> <0061> <0030> <0031> [<00e9> <d83dde00>] endbfrange
endcmap end end`
	tests := []struct {
		name, show, font, unicode, want string
	}{
		{"Windows", `(na\357ve \226 \223x\224) Tj`, helvetica, "", "naïve – “x”"},
		{"standard", "(`x' \\256) Tj", "<</Subtype/Type1>>", "", "‘x’ fi"},
		{"Macintosh", `(caf\216) Tj`, "<</Subtype/TrueType/Encoding/MacRomanEncoding>>", "", "café"},
		{"differences", `(\001\002\003\004\005\006) Tj`, "<</Subtype/Type1/Encoding<</Differences[1/quotedblleft/eacute/f_i/uni20AC/a.sc/Scaron]>>>>", "", "“éfi€aŠ"},
		{"no such glyph among others", `(abcdefgh\001) Tj`, "<</Subtype/Type1/Encoding<</Differences[1/g27]>>>>", "", "abcdefgh\ufffd"},
		{"composite", "<00200021002200030010> Tj", "<</Subtype/Type0/Encoding/Identity-H/DescendantFonts[<</W[32[500 500]34 34 500]>>]%s>>", cmap, "abc fi"},
		{"composite, lists and pairs", "<00300031> Tj", "<</Subtype/Type0/Encoding/Identity-H%s>>", cmap, "é😀"},
		{"hexadecimal, odd", "<41424> Tj", helvetica, "", "AB@"},
		{"escapes", "(a\\(b\\)\\\\(c)\\\nd) Tj", helvetica, "", `a(b)\(c)d`},
		{"kerned", "[(W)80(or)-10(d)-300(two)] TJ", helvetica, "", "Word two"},
		{"placed words", "(One) Tj 40 0 Td (two) Tj", helvetica, "", "One two"},
		{"measured gaps", "(One) Tj 18 0 Td (two) Tj 15.2 0 Td (s) Tj", "<</Subtype/Type1/FirstChar 32/Widths[" + strings.Repeat("500 ", 96) + "]>>", "", "One twos"},
		{"raised", "(x) Tj 3 Ts (2) Tj 0 Ts ( y) Tj", helvetica, "", "x2 y"},
		{"next lines", "12 TL (One) Tj (two) ' 1 2 (three) \"", helvetica, "", "One two three"},
		{"form", "/X Do", helvetica, "", "In a form"},
		{"a picture between", "(One) Tj BI /W 1 ID (\x00 EIx) EI (two) Tj", helvetica, "", "Onetwo"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := newBuilder()
			b.page("BT /F1 10 Tf " + tt.show + " ET")
			if tt.unicode != "" {
				tt.font = fmt.Sprintf(tt.font, fmt.Sprintf("/ToUnicode %d 0 R", b.deflated("", tt.unicode)))
			}
			b.deflated("/Subtype/Form/Matrix[1 0 0 1 5 5]", "BT /F1 10 Tf (In a form) Tj ET")
			got, err := Read(b.end(tt.font))
			if err != nil {
				t.Fatal(err)
			}
			if text := strings.Join(got.Paragraphs, "|"); text != tt.want {
				t.Errorf("%q; want %q", text, tt.want)
			}
		})
	}
}

func TestFilters(t *testing.T) {
	content := "BT /F1 10 Tf (Hello) Tj ET "
	rows := func(filter byte) string { // of four bytes
		var out strings.Builder
		above := "\x00\x00\x00\x00"
		for i := 0; i+4 <= len(content); i += 4 {
			row := content[i : i+4]
			out.WriteByte(filter)
			for j := range row {
				var left, corner byte
				if j > 0 {
					left, corner = row[j-1], above[j-1]
				}
				out.WriteByte(row[j] - map[byte]byte{0: 0, 1: left, 2: above[j], 3: byte((int(left) + int(above[j])) / 2), 4: paeth(left, above[j], corner)}[filter])
			}
			above = row
		}
		return out.String()
	}
	content += strings.Repeat(" ", 4-len(content)%4)
	based := make([]byte, ascii85.MaxEncodedLen(len(content)))
	based = based[:ascii85.Encode(based, []byte(content))]
	tests := map[string]struct{ entries, data string }{
		"none":           {"", content},
		"hexadecimal":    {"/Filter/ASCIIHexDecode", fmt.Sprintf("%x>", content)},
		"base 85":        {"/Filter[/ASCII85Decode]", "<~" + string(based) + "~>"},
		"damaged at end": {"/Filter/FlateDecode", deflate(content)[:len(deflate(content))-6]},
	}
	for i := range 5 {
		tests[fmt.Sprintf("predictor %d", i)] = struct{ entries, data string }{"/Filter/FlateDecode/DecodeParms<</Predictor 15/Columns 4>>", deflate(rows(byte(i)))}
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			b := newBuilder()
			n := b.object(fmt.Sprintf("<<%s/Length 7>>\nstream\n%s\nendstream", tt.entries, tt.data)) // a wrong length
			b.kids = append(b.kids, fmt.Sprintf("%d 0 R", b.object(fmt.Sprintf("<</Type/Page/Contents[%d 0 R]>>", n))))
			got, err := Read(b.end(""))
			if err != nil || !strings.HasPrefix(strings.Join(got.Paragraphs, ""), "Hello") {
				t.Errorf("%q, %v", got.Paragraphs, err)
			}
		})
	}
}

// TestObjectStream reads a file as PDF 1.5 writes it: its objects and its table
// are in streams.
func TestObjectStream(t *testing.T) {
	b := newBuilder()
	content := b.deflated("", "BT /F1 10 Tf (Hello) Tj ET")
	objects := []string{"<</Type/Catalog/Pages 21 0 R>>", fmt.Sprintf("<</Kids[<</Contents %d 0 R/Resources<</Font<</F1 22 0 R>>>>>>]>>", content), helvetica}
	var index, body string
	for i, o := range objects {
		index += fmt.Sprintf("%d %d ", 20+i, len(body))
		body += o + " "
	}
	b.deflated(fmt.Sprintf("/Type/ObjStm/N %d/First %d", len(objects), len(index)), index+body)
	b.deflated("/Type/XRef/Root 20 0 R/W[1 1 1]/Size 9", "")
	b.WriteString("startxref\n0\n%%EOF")
	got, err := Read(b.Bytes())
	if err != nil || strings.Join(got.Paragraphs, "|") != "Hello" {
		t.Errorf("%q, %v", got.Paragraphs, err)
	}
}

func TestFaults(t *testing.T) {
	whole := func(font string, pages ...string) []byte {
		b := newBuilder()
		for _, p := range pages {
			b.page(p)
		}
		b.deflated("/Subtype/Form", strings.Repeat("/X Do ", 1000))
		return b.end(font)
	}
	hello := "BT /F1 10 Tf (Hello) Tj ET "
	cut := whole("", hello)
	tests := []struct {
		name string
		data []byte
		want error
	}{
		{"empty", nil, ErrNoPDF},
		{"text", []byte("Hello."), ErrNoPDF},
		{"cut", cut[:len(cut)/2], ErrCut},
		{"no pages", whole(""), ErrNoPages},
		{"no objects", []byte("%PDF-1.4\n%%EOF"), ErrNoPages},
		{"encrypted", bytes.Replace(cut, []byte("/Root"), []byte("/Encrypt 9 0 R/Root"), 1), ErrEncrypted},
		{"no letters", whole("<</Subtype/Type0/Encoding/Identity-H>>", hello), ErrNoLetters},
		{"a form that shows itself", whole("", "/X Do"), ErrTooMuch},
		{"a bomb", whole("", strings.Repeat(" ", maxUnpacked+1)), ErrTooMuch},
		{"bombs", whole("", hello, strings.Repeat(" ", maxUnpacked/2), strings.Repeat(" ", maxUnpacked/2)), ErrTooMuch},
		{"many letters", whole("", strings.Repeat("BT /F1 10 Tf ("+strings.Repeat("x", 1<<16)+") Tj ET ", maxGlyphs>>16+1)), ErrTooMuch},
		{"many objects", append([]byte("%PDF-1.4\n"), append(bytes.Repeat([]byte("1 0 obj[0 0 0]"), maxTokens/4), "%%EOF"...)...), ErrTooMuch},
		{"a string without end", append([]byte("%PDF-1.4\n"), append(bytes.Repeat([]byte("1 0 obj("), 1<<20), "%%EOF"...)...), ErrNoPages},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			start := time.Now()
			_, err := Read(tt.data)
			if !errors.Is(err, tt.want) {
				t.Errorf("error = %v; want %v", err, tt.want)
			}
			t.Logf("%d KiB in %v", len(tt.data)>>10, time.Since(start))
		})
	}
}

// TestCircles reads files that refer to themselves in every place.
func TestCircles(t *testing.T) {
	for _, object := range []string{
		"1 0 R", "<</Pages 1 0 R/Kids[1 0 R 1 0 R]>>", "<</Pages<</Kids[1 0 R]/Parent 1 0 R>>>>",
		"<</Type/ObjStm/N 9/First 1 0 R/Length 1 0 R/Filter 1 0 R>>\nstream\n1 0 1 0\nendstream",
		strings.Repeat("[", 1<<20), strings.Repeat("<</A", 1<<20), strings.Repeat("<", 1<<20),
	} {
		data := []byte("%PDF-1.4\n1 0 obj\n" + object + "\nendobj\ntrailer<</Root 1 0 R>>\n%%EOF")
		if got, err := Read(data); err == nil {
			t.Errorf("%.40s: %v", object, got)
		}
	}
}

func FuzzRead(f *testing.F) {
	b := newBuilder()
	b.page("BT /F1 8 Tf 50 800 Td 12 TL [(One)-300(two)] TJ (three-) ' (four) ' ET q 1 0 0 1 5 5 cm /X Do Q")
	b.deflated("/Subtype/Form/Matrix[1 0 0 1 5 5]", "BT /F1 10 Tf (In a form) Tj ET")
	f.Add(b.end(""))
	f.Add([]byte("%PDF-1.4\n1 0 obj<</Pages 2 0 R>>endobj 2 0 obj<</Kids[3 0 R]>>endobj 3 0 obj<</Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj " +
		"4 0 obj<</Length 30>>stream\nBT /F 9 Tf(Hello)Tj ET\nendstream endobj 5 0 obj<</Subtype/Type1/Encoding<</Differences[65/a]>>>>endobj trailer<</Root 1 0 R>>%%EOF"))
	f.Fuzz(func(t *testing.T, data []byte) {
		text, err := Read(data)
		if err != nil {
			return
		}
		total := 0
		for _, p := range text.Paragraphs {
			total += len(p)
			if strings.TrimSpace(p) == "" {
				t.Fatalf("a paragraph without text in %q", text.Paragraphs)
			}
		}
		if total > maxGlyphs*16 {
			t.Fatalf("%d bytes of text", total)
		}
	})
}

// FuzzPage fuzzes the description of a page and what its font says of letters.
func FuzzPage(f *testing.F) {
	f.Add("BT /F1 8 Tf 50 800 Td 12 TL [<0020>-300(two)] TJ (three-) ' 1 2 (four) \" ET", "1 beginbfrange <0020> <0022> <0061> endbfrange")
	f.Fuzz(func(t *testing.T, page, cmap string) {
		b := newBuilder()
		b.page(page)
		n := b.deflated("", cmap)
		b.deflated("/Subtype/Form", page)
		if text, err := Read(b.end(fmt.Sprintf("<</Subtype/Type0/ToUnicode %d 0 R>>", n))); err == nil && len(text.Paragraphs) > len(page)+1 {
			t.Fatalf("%d paragraphs of %d bytes", len(text.Paragraphs), len(page))
		}
	})
}
