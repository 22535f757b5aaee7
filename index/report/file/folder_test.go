package file

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"
)

// printed makes a PDF of one page, with a line of text a line.
func printed(lines ...string) []byte {
	var page strings.Builder
	page.WriteString("BT /F 10 Tf 50 700 Td 12 TL ")
	for _, l := range lines {
		fmt.Fprintf(&page, "(%s) Tj T* ", l)
	}
	page.WriteString("ET")
	return fmt.Appendf(nil, `%%PDF-1.4
1 0 obj <</Type/Catalog/Pages 2 0 R/Lang(en)>> endobj
2 0 obj <</Type/Pages/Count 1/Kids[3 0 R]>> endobj
3 0 obj <</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>> endobj
4 0 obj <</Length %d>>
stream
%s
endstream
endobj
5 0 obj <</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>> endobj
trailer <</Size 6/Root 1 0 R/Info<</Title(Ferries)>>>>
startxref
0
%%%%EOF
`, page.Len(), page.String())
}

func TestPDF(t *testing.T) {
	got, err := Text(Input{Name: "x.pdf", Data: printed("The ferry sank in the har-", "bour on Monday.", "Nobody was hurt, the po-", "lice said.")})
	if want := "---\ntitle: Ferries\nlang: en\n---\n\nThe ferry sank in the harbour on Monday.\n\nNobody was hurt, the police said.\n"; err != nil || got != want {
		t.Errorf("Text = %q, %v; want %q", got, err, want)
	}
	_, err = Text(Input{Name: "x.pdf", Data: printed()})
	if want := "x.pdf: no text in it: copy the report's text into a .txt file"; err == nil || err.Error() != want {
		t.Errorf("error = %v; want %s", err, want)
	}
}

// TestFolder loads reports in all forms, some of which are broken in the ways in
// which files are: what can be read is, and the rest is named, in little memory.
func TestFolder(t *testing.T) {
	dir := t.TempDir()
	write := func(name string, data []byte) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var want []string
	for i := range 3 {
		said := fmt.Sprintf("Ferry number %d will be raised by divers next week, the harbour master said on Monday in Lindvik.", i)
		for _, f := range []struct {
			ending string
			data   []byte
		}{
			{"docx", word(t, docxText, "<document><p><r><t>"+said+"</t></r></p></document>")},
			{"html", []byte(`<html lang="en"><title>Ferries</title><body><article><p>` + said + `</p></article></body></html>`)},
			{"md", []byte("# Ferries\n\n" + said)},
			{"pdf", printed(said)},
			{"txt", []byte(said)},
		} {
			write(fmt.Sprintf("%s-%d.%s", f.ending, i, f.ending), f.data)
			want = append(want, said)
		}
	}
	latin, err := charmap.ISO8859_1.NewEncoder().Bytes([]byte("---\ntitle: Hafen\n---\n\nDer Hafen wird im März geschlossen."))
	if err != nil {
		t.Fatal(err)
	}
	write("bad-encoding.txt", latin)
	write("bad-page.html", []byte("<html><body><nav><a href=/>Home</a></nav><script>load()</script></body></html>"))
	whole := printed("Cut.")
	write("bad-cut.pdf", whole[:len(whole)/2])
	var bomb bytes.Buffer
	z := zip.NewWriter(&bomb)
	w, err := z.Create(docxText)
	if err != nil {
		t.Fatal(err)
	}
	for range 36 {
		if _, err := io.WriteString(w, strings.Repeat("<p>", 1<<20/3)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	write("bad-bomb.docx", bomb.Bytes())
	write("bad-huge.txt", nil)
	if err := os.Truncate(filepath.Join(dir, "bad-huge.txt"), 200<<20); err != nil {
		t.Fatal(err)
	}

	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	reports, err := Load(os.DirFS(dir))
	runtime.ReadMemStats(&after)
	// What fifteen small files take is some 2 MiB; reading either large one would
	// take a hundred.
	if allocated := after.TotalAlloc - before.TotalAlloc; allocated > 16<<20 {
		t.Errorf("%d MiB allocated for small reports", allocated>>20)
	}
	if err == nil {
		t.Fatal("no error")
	}
	if diff := cmp.Diff([]string{
		"bad-bomb.docx: word/document.xml is more than 32 MiB unpacked: split the document",
		"bad-cut.pdf: its end is missing: get the whole file again",
		"bad-encoding.txt:5: not UTF-8: save the file in that encoding",
		"bad-huge.txt: more than the 4 MiB of a report: split it",
		"bad-page.html: no text in it: copy the report's text into a .txt file",
	}, strings.Split(err.Error(), "\n")); diff != "" {
		t.Errorf("errors (-want +got)\n%s", diff)
	}
	got := map[string]int{}
	for _, r := range reports {
		if len(r.Paragraphs) != 1 {
			t.Errorf("%s: %d paragraphs; want 1", r.ID, len(r.Paragraphs))
			continue
		}
		got[r.Paragraphs[0].Span.In(r.Text)]++
	}
	counts := map[string]int{}
	for _, said := range want {
		counts[said]++
	}
	if diff := cmp.Diff(counts, got); diff != "" {
		t.Errorf("reports by their text (-want +got)\n%s", diff)
	}
}
