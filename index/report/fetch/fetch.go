// Package fetch gets a report from the web. Neither the address nor what is
// found there is trusted: size, time, redirects and kinds of content are
// limited, and only hosts of the public internet are connected to.
package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"path"
	"strings"
	"syscall"
	"time"

	"footnote/index/report/file"
)

// The limits of a fetch.
const (
	maxTime      = 30 * time.Second // for all of it
	maxSize      = 16 << 20         // bytes, unpacked
	maxRedirects = 5
	maxHeader    = 64 << 10 // bytes
	maxDial      = 10 * time.Second
)

// A Client fetches reports. Its zero value is ready for use. It takes no proxy
// from the environment, since a proxy would connect in its place, and keeps no
// cookies.
type Client struct {
	// Allow says to which addresses a connection is made. It is asked for the
	// address that a name resolved to, each time one is dialled, so that a name
	// that resolves otherwise the second time gains nothing. Nil is [Public].
	Allow func(netip.Addr) bool
}

// Get fetches the report at an http or https address. Of the input that it
// returns, URL is where redirects ended, and Name is made of it and of what the
// server says the content is. The errors are one line and name the address.
func (c Client) Get(ctx context.Context, address string) (file.Input, error) {
	start, err := url.Parse(address)
	if err != nil {
		return file.Input{}, errors.New("not an address: write it as https://example.org/report")
	}
	if err := check(start); err != nil {
		return file.Input{}, fmt.Errorf("%s: %w", start.Redacted(), err)
	}
	in, err := c.get(ctx, start)
	if err != nil {
		if inner, ok := errors.AsType[*url.Error](err); ok {
			err = inner.Err // it says the address once more
		}
		return file.Input{}, fmt.Errorf("%s: %w", start, err)
	}
	return in, nil
}

func (c Client) get(ctx context.Context, start *url.URL) (file.Input, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, maxTime, fmt.Errorf("no answer in %v: save the page and import the file", maxTime))
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, start.String(), nil)
	if err != nil {
		return file.Input{}, err
	}
	req.Header.Set("User-Agent", "Footnote (import of one report)")
	req.Header.Set("Accept", "text/html, application/xhtml+xml, application/pdf, text/plain, text/markdown, */*;q=0.1")
	transport := c.transport()
	defer transport.CloseIdleConnections()
	client := http.Client{Transport: transport, CheckRedirect: follow}
	res, err := client.Do(req)
	if err != nil {
		return file.Input{}, cause(ctx, err)
	}
	defer res.Body.Close() //nolint:errcheck // only read
	if res.StatusCode != http.StatusOK {
		return file.Input{}, fmt.Errorf("status %d: open it in a browser, save the page and import the file", res.StatusCode)
	}
	end := *res.Request.URL
	end.Fragment = ""
	in := file.Input{URL: end.String()}
	if in.Name, in.Charset, err = nameOf(res); err != nil {
		return file.Input{}, err
	}
	if in.Data, err = io.ReadAll(io.LimitReader(res.Body, maxSize+1)); err != nil {
		return file.Input{}, cause(ctx, err)
	}
	if len(in.Data) > maxSize {
		return file.Input{}, fmt.Errorf("more than %d MiB: save it and import the part that is the report", maxSize>>20)
	}
	return in, nil
}

// cause prefers why ctx ended to the error that came of it.
func cause(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return err
}

// check refuses addresses that are none of the web or hold a password.
func check(u *url.URL) error {
	switch {
	case u.Scheme != "http" && u.Scheme != "https", u.Hostname() == "":
		return errors.New("not an address of the web: write it as https://example.org/report")
	case u.User != nil:
		return errors.New("a name or password is in it: save the page and import the file")
	}
	return nil
}

// follow allows a redirect to what could have been asked for.
func follow(req *http.Request, via []*http.Request) error {
	if len(via) > maxRedirects {
		return fmt.Errorf("more than %d redirects: save the page and import the file", maxRedirects)
	}
	if err := check(req.URL); err != nil {
		return fmt.Errorf("redirected to %s: %w", req.URL.Redacted(), err)
	}
	return nil
}

func (c Client) transport() *http.Transport {
	allow := c.Allow
	if allow == nil {
		allow = Public
	}
	dialer := &net.Dialer{
		Timeout: maxDial,
		Control: func(_, address string, _ syscall.RawConn) error {
			to, err := netip.ParseAddrPort(address)
			if err != nil {
				return err
			}
			if !allow(to.Addr()) {
				return fmt.Errorf("%s is no address of the public internet: save the page and import the file", to.Addr())
			}
			return nil
		},
	}
	return &http.Transport{
		DialContext:            dialer.DialContext,
		ForceAttemptHTTP2:      true,
		TLSHandshakeTimeout:    maxDial,
		MaxResponseHeaderBytes: maxHeader,
	}
}

// nameOf makes a file's name of what the response says of itself, and returns
// the encoding that its header names.
func nameOf(res *http.Response) (name, charset string, err error) {
	media, params, err := mime.ParseMediaType(res.Header.Get("Content-Type"))
	if err != nil {
		return "", "", errors.New("the server does not say what it is: save it and import the file")
	}
	base := path.Base(res.Request.URL.Path)
	stem := strings.TrimSuffix(base, path.Ext(base))
	if strings.Trim(stem, "./") == "" {
		stem = res.Request.URL.Hostname()
	}
	ending := file.EndingOf(media)
	if ending == "" && media == "application/octet-stream" {
		ending = file.EndingOf(mime.TypeByExtension(path.Ext(base)))
	}
	if ending == "" {
		return "", "", fmt.Errorf("%s is no form of a report: want a web page, text, Markdown, PDF or .docx", media)
	}
	return stem + ending, params["charset"], nil
}
