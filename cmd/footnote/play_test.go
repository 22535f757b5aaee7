package main

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"
)

// TestPlay starts the command, looks at the page and stops it.
func TestPlay(t *testing.T) {
	tests := []struct {
		name   string
		args   []string
		stderr string // a part of it; "" for none at all
	}{
		{"on this machine", []string{"play", "--addr", "127.0.0.1:0", "--no-browser"}, ""},
		{"for others too", []string{"play", "--addr", "0.0.0.0:0", "--no-browser", "--exposed"}, "other machines can reach the page, which has no password"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			ctx, stop := context.WithCancel(t.Context())
			defer stop()
			said, stdout := io.Pipe()
			var stderr strings.Builder
			done := make(chan error, 1)
			go func() {
				done <- run(ctx, tt.args, func(string) string { return "" }, strings.NewReader(""), stdout, &stderr)
				_ = stdout.Close()
			}()
			line, err := bufio.NewReader(said).ReadString('\n')
			address := regexp.MustCompile(`http://127\.0\.0\.1:\d+`).FindString(line)
			if err != nil || address == "" {
				t.Fatalf("it says %q, %v", line, err)
			}
			r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
			if err != nil {
				t.Fatal(err)
			}
			resp, err := http.DefaultClient.Do(r)
			if err != nil {
				t.Fatal(err)
			}
			page, err := io.ReadAll(resp.Body)
			_ = resp.Body.Close()
			if err != nil || !strings.Contains(string(page), "The 28-point peace plan") {
				t.Errorf("the page (%v) is\n%s", err, page)
			}
			stop()
			if err := <-done; err != nil {
				t.Error(err)
			}
			if got := stderr.String(); !strings.Contains(got, tt.stderr) || tt.stderr == "" && got != "" {
				t.Errorf("stderr: %q; want %q", got, tt.stderr)
			}
		})
	}
}
