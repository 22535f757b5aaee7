package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"time"

	"golang.org/x/sync/errgroup"

	"footnote/bot"
	"footnote/bot/discord"
	"footnote/bot/discord/wire"
)

type serveCommand struct {
	library
}

// What the bot can do at once. An answer takes milliseconds; what takes longer is
// Discord.
const (
	answerers = 64
	waiting   = 1024 // events queued beyond which people are told to ask again
)

// lastAnswers is how long what is in flight may take after a signal to stop.
const lastAnswers = 10 * time.Second

// Run serves until ctx ends.
func (c *serveCommand) Run(ctx context.Context, p *program) error {
	cfg, err := readServing(p.getenv)
	if err != nil {
		return fmt.Errorf("serve: %w", err)
	}
	redact := wire.NewRedactor(cfg.token)
	if err := c.serve(ctx, p, cfg, redact); err != nil {
		return errors.New("serve: " + redact.String(err.Error()))
	}
	return nil
}

func (c *serveCommand) serve(ctx context.Context, p *program, cfg serving, redact *wire.Redactor) error {
	log := cfg.logger(p.stderr, redact)
	wire.LogTo(log)
	// Reports are watched until everything is answered.
	watching, stopWatching := context.WithCancel(context.WithoutCancel(ctx))
	lib, watched, err := c.live(watching, log, func() {})
	if err != nil {
		stopWatching()
		return err
	}
	defer func() {
		stopWatching()
		<-watched
		_ = lib.Close()
	}()
	handler, err := discord.NewHandler(bot.New(lib), cfg.settings)
	if err != nil {
		return err
	}
	metrics := wire.NewMetrics(version())
	transport := &wire.Transport{Base: cfg.api, Observe: metrics.Request}
	rest, err := wire.NewSession(cfg.token, transport)
	if err != nil {
		return err
	}
	dispatcher := wire.NewDispatcher(handler, rest, log, metrics, answerers, waiting)

	ready := func() bool { return true }
	work, ctx := errgroup.WithContext(ctx)
	if cfg.token != "" {
		if err := wire.CheckStart(ctx, rest, cfg.shards); err != nil {
			return errors.Join(err, dispatcher.Close(ctx))
		}
		start := func(ctx context.Context, app string) {
			_, _ = fmt.Fprintf(p.stdout, "Invite: %s\n", wire.InviteURL(app)) // a courtesy
			if cfg.shard > 0 {
				return
			}
			changed, err := wire.Register(ctx, rest, app, cfg.guild, handler.Commands())
			if err != nil {
				log.Error("commands not registered", "err", err)
				return
			}
			log.Info("commands registered", "changed", changed)
		}
		gateway := &wire.Gateway{
			Token: cfg.token, Transport: transport, Dispatcher: dispatcher, Metrics: metrics, Log: log,
			ShardID: cfg.shard, ShardCount: cfg.shards, Ready: start,
		}
		ready = gateway.Connected
		work.Go(func() error { return gateway.Run(ctx) })
	}
	if cfg.key != nil {
		work.Go(func() error {
			return listen(ctx, log, "interactions", cfg.webhookAddress, wire.Webhook(cfg.key, dispatcher.Respond))
		})
	}
	if cfg.address != "" {
		work.Go(func() error {
			return listen(ctx, log, "health and metrics", cfg.address, metrics.Handler(func() bool { return ctx.Err() == nil && ready() }))
		})
	}
	err = work.Wait()
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastAnswers)
	defer cancel()
	return errors.Join(err, dispatcher.Close(last))
}

// listen serves h at address until ctx ends, and then finishes what it has begun.
func listen(ctx context.Context, log *slog.Logger, what, address string, h http.Handler) error {
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	if err != nil {
		return fmt.Errorf("%s: %w: set another address", what, err)
	}
	log.Info("listening", "for", what, "address", l.Addr())
	s := &http.Server{
		Handler: h, MaxHeaderBytes: 16 << 10,
		ReadHeaderTimeout: 3 * time.Second, ReadTimeout: 5 * time.Second, WriteTimeout: 10 * time.Second, IdleTimeout: time.Minute,
		ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
	stopped := make(chan error, 1)
	go func() {
		<-ctx.Done()
		last, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastAnswers)
		defer cancel()
		stopped <- s.Shutdown(last)
	}()
	if err := s.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("%s: %w", what, err)
	}
	return <-stopped
}

// readToken reads the bot's token from the environment or from the file named there.
func readToken(getenv func(string) string) (string, error) {
	token, name := getenv("DISCORD_TOKEN"), getenv("DISCORD_TOKEN_FILE")
	if token != "" || name == "" {
		return token, nil
	}
	raw, err := os.ReadFile(name) //nolint:gosec // the operator names it
	if err != nil {
		return "", fmt.Errorf("DISCORD_TOKEN_FILE: %w", err)
	}
	if len(raw) > 1<<10 {
		return "", fmt.Errorf("DISCORD_TOKEN_FILE %s: %d bytes are no token", name, len(raw))
	}
	return string(raw), nil
}
