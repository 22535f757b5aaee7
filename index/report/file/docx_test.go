package file

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// word packs the parts of a Word document: name and content by turns.
func word(t testing.TB, parts ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for i := 0; i < len(parts); i += 2 {
		w, err := z.Create(parts[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, parts[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

const (
	wordCore = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<cp:coreProperties xmlns:cp="cp" xmlns:dc="dc"><dc:title>Draft 3</dc:title><dc:creator>Ann</dc:creator><dc:language>en-GB</dc:language></cp:coreProperties>`
	wordBody = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:document xmlns:w="w" xmlns:mc="mc"><w:body>
<w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr><w:r><w:t>The </w:t></w:r><w:r><w:t>cup</w:t></w:r></w:p>
<w:p><w:r><w:t xml:space="preserve">The Rovers won &amp; </w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>sang</w:t></w:r><w:r><w:tab/><w:t>on Sun</w:t><w:softHyphen/><w:t>day.</w:t></w:r></w:p>
<w:p/>
<w:p><w:ins><w:r><w:t>“We are happy,” </w:t></w:r></w:ins><w:del><w:r><w:delText>sad</w:delText><w:t>glad</w:t></w:r></w:del><w:r><w:t>Ann Lee said.</w:t></w:r></w:p>
<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Goals</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>3</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
<w:p><w:r><w:t>Outer </w:t><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>In a box.</w:t></w:r></w:p></w:txbxContent></mc:Choice><mc:Fallback><w:p><w:r><w:t>In a box.</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent><w:t>text.</w:t></w:r></w:p>
</w:body></w:document>`
)

func TestDOCX(t *testing.T) {
	got, err := Text(Input{Name: "cup.docx", Data: word(t, docxProperties, wordCore, docxText, wordBody)})
	if err != nil {
		t.Fatal(err)
	}
	want := "---\ntitle: The cup\nlang: en-GB\n---\n\nThe Rovers won & sang on Sunday.\n\n“We are happy,” Ann Lee said.\n\nGoals\n\n3\n\nIn a box.\n\nOuter text.\n"
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Text (-want +got)\n%s", diff)
	}
	untitled := strings.Replace(wordBody, `"Title"`, `"Heading1"`, 1)
	got, err = Text(Input{Name: "cup.docx", Data: word(t, docxProperties, wordCore, docxText, untitled)})
	if err != nil || !strings.HasPrefix(got, "---\ntitle: Draft 3\nlang: en-GB\n---\n\nThe cup\n\n") {
		t.Errorf("without a paragraph in the style Title: %q, %v", got, err)
	}
}

func TestDOCXFaults(t *testing.T) {
	whole := word(t, docxText, wordBody)
	tests := []struct {
		name string
		data []byte
		want string
	}{
		{"empty", nil, "x.docx: zip: not a valid zip file: this is no Word document, or not all of it: save it again"},
		{"cut short", whole[:len(whole)/2], "x.docx: zip: not a valid zip file: this is no Word document, or not all of it: save it again"},
		{"another archive", word(t, "a.txt", "A."), "x.docx: no word/document.xml in it: this is no Word document: save it as .docx"},
		{"no text", word(t, docxText, "<document><p><r><t> </t></r></p></document>"), "x.docx: no text in it: copy the report's text into a .txt file"},
		{"not XML", word(t, docxText, "<a></b"), "x.docx: word/document.xml: XML syntax error on line 1: unexpected EOF: the document is damaged: save it again"},
		{"more ends than starts", word(t, docxText, "<a/>\n</a>"), "x.docx: word/document.xml:2: the document is damaged: save it again"},
		{"not closed", word(t, docxText, "<a><p>"), "x.docx: word/document.xml: EOF: the document is damaged: save it again"},
		{"too deep", word(t, docxText, strings.Repeat("<p>", 1<<20)), "x.docx: word/document.xml is nested more than 200 deep: copy the report's text into a .txt file"},
		{"a bomb", word(t, docxText, "<document><p><t>"+strings.Repeat("a", maxPart+1)), "x.docx: word/document.xml is more than 32 MiB unpacked: split the document"},
		{"a bomb that lies", lying(t, word(t, docxText, "<document><p><t>"+strings.Repeat("a", maxPart+1))), "x.docx: word/document.xml: "},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Text(Input{Name: "x.docx", Data: tt.data})
			if err == nil || !strings.HasPrefix(err.Error(), tt.want) {
				t.Errorf("error = %v; want %s", err, tt.want)
			}
		})
	}
}

// lying has an archive of one file say that the file is one byte long unpacked.
func lying(t *testing.T, archive []byte) []byte {
	t.Helper()
	at := bytes.LastIndex(archive, []byte("PK\x01\x02"))
	if at < 0 {
		t.Fatal("no central directory")
	}
	copy(archive[at+24:], []byte{1, 0, 0, 0})
	return archive
}

func FuzzDOCX(f *testing.F) {
	f.Add(wordBody, wordCore)
	f.Add("<p><p><t>a</t></p>", "<title>b")
	f.Fuzz(func(t *testing.T, body, core string) {
		checkText(t, Input{Name: "x.docx", Data: word(t, docxProperties, core, docxText, body)})
	})
}

func FuzzDOCXArchive(f *testing.F) {
	f.Add(word(f, docxProperties, wordCore, docxText, wordBody))
	f.Fuzz(func(t *testing.T, data []byte) { checkText(t, Input{Name: "x.docx", Data: data}) })
}
