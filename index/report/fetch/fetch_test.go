package fetch

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"footnote/index/report/file"
)

func everyone(netip.Addr) bool { return true }

func site(t *testing.T) *httptest.Server {
	t.Helper()
	mux := http.NewServeMux()
	content := func(path, media, body string) {
		mux.HandleFunc("GET "+path, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", media)
			_, _ = w.Write([]byte(body))
		})
	}
	moved := func(path, to string) {
		mux.HandleFunc("GET "+path, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, to, http.StatusFound) })
	}
	content("/news/cup.php", "text/html; charset=windows-1252", "<p>Caf\xe9")
	content("/{$}", "text/plain", "Home.")
	content("/a.pdf", "application/octet-stream", "%PDF-")
	content("/a.png", "image/png", "PNG")
	content("/untold", "", "?")
	content("/large", "text/plain", strings.Repeat("a", maxSize+1))
	moved("/moved", "/news/cup.php?from=moved#top")
	moved("/circle", "/circle")
	moved("/file", "file:///etc/passwd")
	moved("/me", "http://me:secret@127.0.0.1/")
	mux.HandleFunc("GET /bomb", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain")
		w.Header().Set("Content-Encoding", "gzip")
		var out bytes.Buffer
		z := gzip.NewWriter(&out)
		_, _ = z.Write(make([]byte, 2*maxSize))
		_ = z.Close()
		_, _ = w.Write(out.Bytes())
	})
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s
}

func TestGet(t *testing.T) {
	s := site(t)
	tests := []struct {
		path string
		want file.Input
	}{
		{"/news/cup.php", file.Input{Name: "cup.html", Data: []byte("<p>Caf\xe9"), URL: "/news/cup.php", Charset: "windows-1252"}},
		{"/moved", file.Input{Name: "cup.html", Data: []byte("<p>Caf\xe9"), URL: "/news/cup.php?from=moved", Charset: "windows-1252"}},
		{"/", file.Input{Name: "127.0.0.1.txt", Data: []byte("Home."), URL: "/"}},
		{"/a.pdf", file.Input{Name: "a.pdf", Data: []byte("%PDF-"), URL: "/a.pdf"}},
	}
	for _, tt := range tests {
		t.Run(tt.path, func(t *testing.T) {
			got, err := Client{Allow: everyone}.Get(t.Context(), s.URL+tt.path)
			if err != nil {
				t.Fatal(err)
			}
			tt.want.URL = s.URL + tt.want.URL
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("Get (-want +got)\n%s", diff)
			}
		})
	}
}

func TestGetFaults(t *testing.T) {
	s := site(t)
	tests := []struct{ path, want string }{
		{"/gone", "status 404: open it in a browser, save the page and import the file"},
		{"/a.png", "image/png is no form of a report: want a web page, text, Markdown, PDF or .docx"},
		{"/untold", "the server does not say what it is: save it and import the file"},
		{"/large", "more than 16 MiB: save it and import the part that is the report"},
		{"/bomb", "more than 16 MiB: save it and import the part that is the report"},
		{"/circle", "more than 5 redirects: save the page and import the file"},
		{"/file", "redirected to file:///etc/passwd: not an address of the web: write it as https://example.org/report"},
		{"/me", "redirected to http://me:xxxxx@127.0.0.1/: a name or password is in it: save the page and import the file"},
	}
	for _, tt := range tests {
		t.Run(tt.path, func(t *testing.T) {
			_, err := Client{Allow: everyone}.Get(t.Context(), s.URL+tt.path)
			if err == nil || err.Error() != s.URL+tt.path+": "+tt.want {
				t.Errorf("error = %v; want %s", err, tt.want)
			}
		})
	}
	for address, want := range map[string]string{
		"ftp://example.org/":           "ftp://example.org/: not an address of the web: write it as https://example.org/report",
		"https:///x":                   "https:///x: not an address of the web: write it as https://example.org/report",
		"https://me:secret@a.example/": "https://me:xxxxx@a.example/: a name or password is in it: save the page and import the file",
		"https://a.example/%zz":        "not an address: write it as https://example.org/report",
	} {
		if _, err := (Client{}).Get(t.Context(), address); err == nil || err.Error() != want {
			t.Errorf("%s: error = %v; want %s", address, err, want)
		}
	}
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(errors.New("stopped"))
	if _, err := (Client{Allow: everyone}).Get(ctx, s.URL); err == nil || !strings.HasSuffix(err.Error(), ": stopped") {
		t.Errorf("with a context that has ended: %v", err)
	}
}

// TestGetPrivate asks for hosts of our own, by name, by number and by redirect. A
// proxy that the environment names is not asked in our place.
func TestGetPrivate(t *testing.T) {
	s := site(t)
	t.Setenv("HTTP_PROXY", s.URL)
	t.Setenv("http_proxy", s.URL)
	port := s.URL[strings.LastIndexByte(s.URL, ':'):]
	for _, address := range []string{s.URL, "http://localhost" + port, "http://[::ffff:127.0.0.1]" + port, "http://0.0.0.0" + port, "http://[::1]" + port, "http://2130706433" + port} {
		if _, err := (Client{}).Get(t.Context(), address); err == nil {
			t.Errorf("%s was fetched", address)
		}
	}
	_, err := Client{}.Get(t.Context(), s.URL)
	if want := s.URL + ": dial tcp 127.0.0.1" + port + ": 127.0.0.1 is no address of the public internet: save the page and import the file"; err == nil || err.Error() != want {
		t.Errorf("error = %v; want %s", err, want)
	}
	// The first connection is allowed and the one after the redirect is not, as if
	// the name had come to resolve to another address.
	asked := 0
	rebinding := Client{Allow: func(netip.Addr) bool { asked++; return asked == 1 }}
	elsewhere := httptest.NewServer(http.RedirectHandler(s.URL+"/news/cup.php", http.StatusFound))
	defer elsewhere.Close()
	if _, err := rebinding.Get(t.Context(), elsewhere.URL); err == nil || asked != 2 {
		t.Errorf("a redirect to another address: error %v after %d connections", err, asked)
	}
}

func TestPublic(t *testing.T) {
	for address, want := range map[string]bool{
		"93.184.216.34": true, "1.1.1.1": true, "2606:4700::1111": true, "::ffff:1.1.1.1": true, "172.32.0.1": true, "100.128.0.1": true,
		"127.0.0.1": false, "127.8.8.8": false, "10.1.2.3": false, "172.16.0.1": false, "172.31.255.255": false, "192.168.1.1": false,
		"169.254.169.254": false, "100.64.0.1": false, "0.0.0.0": false, "0.1.2.3": false, "224.0.0.1": false, "255.255.255.255": false,
		"198.18.0.1": false, "192.0.2.1": false, "192.88.99.1": false, "240.0.0.1": false,
		"::": false, "::1": false, "::ffff:10.0.0.1": false, "::10.0.0.1": false, "fe80::1": false, "fe80::1%eth0": false, "fc00::1": false,
		"fd12::1": false, "fec0::1": false, "ff02::1": false, "64:ff9b::a00:1": false, "64:ff9b:1::1": false, "2002:a00:1::1": false,
		"2001::1": false, "2001:db8::1": false, "100::1": false, "5f00::1": false,
	} {
		if got := Public(netip.MustParseAddr(address)); got != want {
			t.Errorf("Public(%s) = %t; want %t", address, got, want)
		}
	}
	if Public(netip.Addr{}) {
		t.Error("no address is public")
	}
}
