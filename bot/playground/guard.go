package playground

import (
	"context"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"time"
)

// policy lets a browser load nothing but the page's own files, run no inline
// script, make no markup of strings in the script and put the page in no frame.
const policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; " +
	"base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"

// Bounds of a request.
const (
	maxForm   = 32 << 10
	maxUpload = maxReport + maxForm
	maxAnswer = 5 * time.Second
)

// guard sets the headers of every response and lets through only requests that
// come from the page itself.
func guard(next http.Handler) http.Handler {
	next = http.NewCrossOriginProtection().Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cache-Control", "no-store")
		if !trusted(r.Host) {
			http.Error(w, "open the page by its address, as http://127.0.0.1:8100", http.StatusMisdirectedRequest)
			return
		}
		most := int64(maxForm)
		if r.URL.Path == pathRead {
			most = maxUpload
		}
		r.Body = http.MaxBytesReader(w, r.Body, most)
		ctx, cancel := context.WithTimeout(r.Context(), maxAnswer)
		defer cancel()
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

// trusted reports whether a Host header names an address or localhost. DNS
// rebinding, by which a page elsewhere reaches a server on this machine, takes a
// name of its own.
func trusted(host string) bool {
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	if strings.EqualFold(host, "localhost") {
		return true
	}
	_, err := netip.ParseAddr(strings.Trim(host, "[]"))
	return err == nil
}
