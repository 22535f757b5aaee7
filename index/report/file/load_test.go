package file

import (
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

func TestLoad(t *testing.T) {
	files := fstest.MapFS{
		"a.txt":          {Data: []byte("A.")},
		"b/c.MD":         {Data: []byte("C.")},
		"b/a.md":         {Data: []byte("Again.")},
		"b/empty.txt":    {Data: nil},
		"picture.png":    {Data: []byte("\x89PNG")},
		"d.html":         {Data: []byte(page)},
		"d_files/x.html": {Data: []byte(page)},
		"e_files/e.txt":  {Data: []byte("E.")},
		".hidden/x.txt":  {Data: []byte("X.")},
		".x.txt":         {Data: []byte("X.")},
	}
	reports, err := Load(files)
	var ids []string
	for _, r := range reports {
		ids = append(ids, r.ID)
	}
	if diff := cmp.Diff([]string{"a", "c", "d", "e"}, ids); diff != "" {
		t.Errorf("ids (-want +got)\n%s", diff)
	}
	want := "b/a.md: its id \"a\" is that of a.txt: rename one\nb/empty.txt: no text: write the report below its front matter"
	if err == nil || err.Error() != want {
		t.Errorf("error = %v; want %s", err, want)
	}
}

func TestLoadNothing(t *testing.T) {
	_, err := Load(fstest.MapFS{})
	if want := "no report here: a report is a file whose name ends in .txt, .md, .html, .pdf or .docx"; err == nil || err.Error() != want {
		t.Errorf("error = %v; want %s", err, want)
	}
}
