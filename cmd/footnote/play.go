package main

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"runtime"
	"strings"

	"github.com/cli/browser"

	"footnote/bot/discord"
	"footnote/bot/playground"
)

type playCommand struct {
	library

	Addr    string `default:"127.0.0.1:8100" env:"FOOTNOTE_PLAY_ADDR" help:"Where the page is served; port 0 takes any that is free."`
	Exposed bool   `env:"FOOTNOTE_PLAY_EXPOSED" help:"Allow an address that other machines reach. The page has no password."`
	Browser bool   `default:"true" negatable:"" env:"FOOTNOTE_PLAY_BROWSER" help:"Open the page in the browser, where there is one."`
}

// Run serves the page until ctx ends.
func (c *playCommand) Run(ctx context.Context, p *program) error {
	if err := c.checkAddress(); err != nil {
		return fmt.Errorf("%w: %w", err, errUsage)
	}
	log := slog.New(slog.NewTextHandler(p.stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	// Reports are watched until the last request is answered.
	watching, stopWatching := context.WithCancel(context.WithoutCancel(ctx))
	lib, watched, err := c.live(watching, log, untold{})
	if err != nil {
		stopWatching()
		return err
	}
	defer func() {
		stopWatching()
		<-watched
		_ = lib.Close() // it is in memory
	}()
	page, err := playground.New(lib, discord.Settings{}, log)
	if err != nil {
		return err
	}
	defer page.Close()
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", c.Addr)
	if err != nil {
		return fmt.Errorf("--addr %s: %w: choose another port, or 0 for any that is free", c.Addr, err)
	}
	address := pageAddress(l.Addr())
	_, _ = fmt.Fprintf(p.stdout, "The page is at %s (Ctrl-C stops it)\n", address) // where it fails, the page is still there
	if c.Exposed && !loopback(c.Addr) {
		log.Warn("other machines can reach the page, which has no password", "address", l.Addr())
	}
	if c.Browser && hasBrowser(p.getenv) {
		go func() {
			browser.Stdout, browser.Stderr = p.stderr, p.stderr
			_ = browser.OpenURL(address) // the address is printed
		}()
	}
	return serveUntil(ctx, log, l, page)
}

// untold counts nothing: what is wrong with a report is logged.
type untold struct{}

func (untold) Reloaded() {}
func (untold) Fault()    {}

// pageAddress is where a browser on this machine finds what listens at a.
func pageAddress(a net.Addr) string {
	at, err := netip.ParseAddrPort(a.String())
	if err == nil && at.Addr().IsUnspecified() {
		return fmt.Sprintf("http://127.0.0.1:%d", at.Port())
	}
	return "http://" + a.String()
}

// checkAddress refuses what is no address, and what other machines reach unless
// that is allowed.
func (c *playCommand) checkAddress() error {
	if _, _, err := net.SplitHostPort(c.Addr); err != nil {
		return fmt.Errorf("--addr %q: want HOST:PORT, as 127.0.0.1:8100", c.Addr)
	}
	if !c.Exposed && !loopback(c.Addr) {
		return fmt.Errorf("--addr %s: other machines could reach the page, which has no password: add --exposed if they shall", c.Addr)
	}
	return nil
}

// loopback reports whether only this machine reaches an address.
func loopback(address string) bool {
	host, _, _ := net.SplitHostPort(address)
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback()
}

// hasBrowser reports whether there is a screen to open a browser on.
func hasBrowser(getenv func(string) string) bool {
	return runtime.GOOS != "linux" || getenv("DISPLAY") != "" || getenv("WAYLAND_DISPLAY") != "" || getenv("WSL_DISTRO_NAME") != ""
}
