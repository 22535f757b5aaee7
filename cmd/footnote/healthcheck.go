package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"
)

type healthcheckCommand struct {
	Ready bool `env:"FOOTNOTE_HEALTHCHECK_READY" help:"Ask whether it is connected to Discord, not only whether it runs."`
}

// Run asks the footnote serve that runs with the same FOOTNOTE_ADDR how it is.
func (c *healthcheckCommand) Run(ctx context.Context, p *program) error {
	s := &setting{getenv: p.getenv}
	address := s.address("FOOTNOTE_ADDR", defaultAddress)
	switch {
	case len(s.faults) > 0:
		return errors.New("healthcheck: " + s.faults[0])
	case address == "":
		return errors.New("healthcheck: FOOTNOTE_ADDR is off: give it an address")
	}
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return fmt.Errorf("healthcheck: %w", err)
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1" // it listens on all
	}
	path := "/healthz"
	if c.Ready {
		path = "/readyz"
	}
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+net.JoinHostPort(host, port)+path, nil)
	if err != nil {
		return fmt.Errorf("healthcheck: %w", err)
	}
	client := http.Client{Transport: &http.Transport{}} // no proxy stands between
	res, err := client.Do(req)
	if err != nil {
		return fmt.Errorf("healthcheck: no answer from %s: is footnote serve running?", address)
	}
	defer res.Body.Close() //nolint:errcheck // only its status counts
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("healthcheck: %s answers %s: see the log of footnote serve", address, res.Status)
	}
	return nil
}
