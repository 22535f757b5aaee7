package file

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestMarkdown(t *testing.T) {
	tests := []struct{ name, source, want string }{
		{"plain paragraphs stay as they are", "One. Two.\n\nThree.\n", "One. Two.\n\nThree.\n"},
		{
			"marks", "*One* and **two** in `a & b`, [three](https://x.example), <https://y.example>, ~~four~~.\\\nFive\\* &amp; six ![seven](p.png).",
			"One and two in a & b, three, https://y.example, four. Five* & six .\n",
		},
		{"heading as title", "# The *cup*\n\nText.\n\n## More\n\nEnd.", "---\ntitle: The cup\n---\n\nText.\n\nMore\n\nEnd.\n"},
		{
			"front matter is kept", "---\ntitle: A\nlang: en\npublished: 2025-11-19\n---\n# A\n\nText.\n",
			"---\ntitle: A\npublished: \"2025-11-19\"\nlang: en\n---\n\nText.\n",
		},
		{"lists and quotations", "> “Quoted,” he said.\n\n- One.\n- Two.\n  1. Three.\n", "“Quoted,” he said.\n\nOne.\n\nTwo.\n\nThree.\n"},
		{"table", "| a | b |\n|---|---|\n| c | d |\n", "a b\n\nc d\n"},
		{"code", "    x = 1\n    y\n", "x = 1 y\n"},
		{"HTML is left out", "<div>no</div>\n\nYes<br>.\n", "Yes.\n"},
		{"a rule is none of the text", "One.\n\n---\n\nTwo.", "One.\n\nTwo.\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := Text(Input{Name: "x.md", Data: []byte(tt.source)})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("Text (-want +got)\n%s", diff)
			}
		})
	}
}

func TestMarkdownFaults(t *testing.T) {
	tests := []struct{ name, source, want string }{
		{"empty", "", "x.md: no text: write the report below its front matter"},
		{"nothing but a picture", "![a](b.png)\n", "x.md: no text: write the report below its front matter"},
		{"Latin-1", "a\nZ\xfcrich", "x.md:2: not UTF-8: save the file in that encoding"},
		{"binary", "a\x00", "x.md:1: a zero byte: this is no text, save it as UTF-8 text"},
		{"front matter", "---\ntitle: x\n", "x.md:1: the front matter does not end: close it with a line ---"},
		{"quotations", "a\n\n" + strings.Repeat("> ", maxNesting+1), "x.md:3: more than 100 quotations or lists in one another: write it flat"},
		{"lists", strings.Repeat("1. ", maxNesting+1), "x.md:1: more than 100 quotations or lists in one another: write it flat"},
		{"a paragraph", "a\n\n" + strings.Repeat("[a](b\n", maxBlock/6+1), "x.md:5464: a paragraph of more than 32 KiB: part it by blank lines"},
		{"too large", strings.Repeat("a\n\n", maxMarkdown/3+1), "x.md: more than the 1 MiB of a report: split it"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Decode(Input{Name: "x.md", Data: []byte(tt.source)})
			if err == nil || err.Error() != tt.want {
				t.Errorf("error = %v; want %s", err, tt.want)
			}
		})
	}
}

func FuzzMarkdown(f *testing.F) {
	f.Add("---\ntitle: x\n---\n# One\n\n> *Two*\n\n- `three`")
	f.Add("| a |\n|---|\n| b |")
	f.Fuzz(func(t *testing.T, source string) {
		if len(source) > maxBlock {
			return // time, not text
		}
		checkText(t, Input{Name: "x.md", Data: []byte(source)})
	})
}
