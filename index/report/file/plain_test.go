package file

import "testing"

func TestPlain(t *testing.T) {
	tests := []struct {
		name     string
		in       Input
		want     string
		wantFail string
	}{
		{"a file", Input{Data: []byte("One.\r\n \nTwo")}, "One.\r\n \nTwo", ""},
		{"fetched", Input{Data: []byte("One.\r\n \nTwo"), URL: "https://a.example/x"}, "---\nurl: https://a.example/x\n---\n\nOne.\n\nTwo\n", ""},
		{
			"fetched with front matter",
			Input{Data: []byte("---\nurl: https://b.example/\ntitle: T\n---\nOne."), URL: "https://a.example/x"},
			"---\ntitle: T\nurl: https://b.example/\n---\n\nOne.\n", "",
		},
		{"fetched in Latin-1", Input{Data: []byte("Caf\xe9"), URL: "https://a.example/x", Charset: "iso-8859-1"}, "---\nurl: https://a.example/x\n---\n\nCafé\n", ""},
		{"fetched and not UTF-8", Input{Data: []byte("Caf\xe9"), URL: "https://a.example/x"}, "", "x.txt:1: not UTF-8: save the file in that encoding"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.in.Name = "x.txt"
			got, err := Text(tt.in)
			if got != tt.want || (err != nil) != (tt.wantFail != "") || err != nil && err.Error() != tt.wantFail {
				t.Errorf("Text = %q, %v; want %q, %s", got, err, tt.want, tt.wantFail)
			}
		})
	}
}
