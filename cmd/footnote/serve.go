package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"
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
	answerers = 512
	waiting   = 1024 // events queued beyond which people are told to ask again
)

// lastAnswers is how long what is in flight may take after a signal to stop.
const lastAnswers = 10 * time.Second

// registerAgain is after how long at most the commands are registered again where
// that failed.
const registerAgain = 5 * time.Minute

// Run serves until ctx ends.
func (c *serveCommand) Run(ctx context.Context, p *program) error {
	cfg, faults := readServing(p.getenv)
	if err := cfg.check(faults); err != nil {
		return setupError{fmt.Errorf("serve: %w", err)}
	}
	redact := wire.NewRedactor(cfg.token)
	err := c.serve(ctx, p, cfg, redact)
	if err == nil {
		return nil
	}
	told := errors.New("serve: " + redact.String(err.Error()))
	if _, ok := errors.AsType[wire.SetupError](err); ok {
		return setupError{told}
	}
	return told
}

func (c *serveCommand) serve(ctx context.Context, p *program, cfg serving, redact *wire.Redactor) error {
	log, metrics := cfg.logger(p.stderr, redact), wire.NewMetrics(version())
	wire.LogTo(log, metrics)
	// Reports are watched, and the metrics served, until everything is answered.
	after, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	lib, watched, err := c.live(after, log, metrics)
	if err != nil {
		return err
	}
	defer func() {
		stop()
		<-watched
		_ = lib.Close()
	}()
	debug.FreeOSMemory() // what indexing needed; a bot is idle most of the time
	metrics.WatchReports(func() int { return len(lib.Reports()) })
	handler, err := discord.NewHandler(bot.New(lib), cfg.settings)
	if err != nil {
		return err
	}
	pool := wire.NewPool()
	defer pool.CloseIdleConnections()
	transport := &wire.Transport{Base: cfg.api, Next: pool, Observe: metrics.Request}
	metrics.WatchTransport(transport)
	rest, err := wire.NewSession(cfg.token, transport)
	if err != nil {
		return err
	}
	dispatcher := wire.NewDispatcher(handler, rest, log, metrics, answerers, waiting)

	connected := func() bool { return true }
	running, ctx := errgroup.WithContext(ctx)
	taking, ctx := errgroup.WithContext(ctx)
	if cfg.token != "" {
		wait, err := wire.CheckStart(ctx, rest, cfg.shard, cfg.shards)
		if err != nil {
			return errors.Join(err, dispatcher.Close(ctx))
		}
		gateway := &wire.Gateway{
			Token: cfg.token, Transport: transport, Dispatcher: dispatcher, Metrics: metrics, Log: log,
			ShardID: cfg.shard, ShardCount: cfg.shards, StartAfter: wait, Ready: c.greeted(p, cfg, log, rest, handler.Commands()),
		}
		connected = gateway.Connected
		taking.Go(func() error { return gateway.Run(ctx) })
	}
	if cfg.key != nil {
		taking.Go(func() error {
			return listen(ctx, log, "interactions", cfg.webhookAddress, wire.Webhook(cfg.key, dispatcher.Respond))
		})
	}
	if cfg.address != "" {
		ready := func() bool { return ctx.Err() == nil && connected() && len(lib.Reports()) > 0 }
		running.Go(func() error {
			return listen(after, log, "health and metrics", cfg.address, metrics.Handler(ready))
		})
	}
	running.Go(func() error {
		defer stop()
		err := taking.Wait()
		last, cancel := context.WithTimeout(after, lastAnswers)
		defer cancel()
		return errors.Join(err, dispatcher.Close(last))
	})
	return running.Wait()
}

// greeted returns what is done with each READY: the invite link is printed, once,
// and the first shard registers the commands.
func (c *serveCommand) greeted(p *program, cfg serving, log *slog.Logger, rest *discordgo.Session, commands []*discordgo.ApplicationCommand) func(context.Context, string, []string) {
	var invite sync.Once
	return func(ctx context.Context, app string, guilds []string) {
		invite.Do(func() {
			_, _ = fmt.Fprintf(p.stdout, "Invite: %s\n", wire.InviteURL(app, cfg.settings.Threads)) // a courtesy
		})
		if cfg.shard > 0 {
			return
		}
		if cfg.guild != "" {
			guilds = nil
		}
		for pause := time.Second; ; pause = min(2*pause, registerAgain) {
			changed, err := wire.Register(ctx, rest, app, cfg.guild, commands, guilds)
			if err == nil {
				log.Info("commands registered", "changed", changed)
				return
			}
			if ctx.Err() != nil {
				return
			}
			log.Error("commands not registered", "err", err, "again_in", pause)
			select {
			case <-ctx.Done():
				return
			case <-time.After(pause):
			}
		}
	}
}

// listen serves h at address until ctx ends, and then finishes what it has begun.
func listen(ctx context.Context, log *slog.Logger, what, address string, h http.Handler) error {
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	if err != nil {
		return fmt.Errorf("%s: %w: set another address", what, err)
	}
	log.Info("listening", "for", what, "address", l.Addr())
	if err := serveUntil(ctx, log, l, h); err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return nil
}

// serveUntil serves h on l until ctx ends, and then finishes what it has begun.
func serveUntil(ctx context.Context, log *slog.Logger, l net.Listener, h http.Handler) error {
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
		return err
	}
	return <-stopped
}

// readToken reads the bot's token from the environment or from the file named
// there, without what stands around it; "" where there is none.
func readToken(getenv func(string) string) (string, error) {
	token, name := strings.TrimSpace(getenv("DISCORD_TOKEN")), getenv("DISCORD_TOKEN_FILE")
	if token != "" || name == "" {
		return checkToken("DISCORD_TOKEN", token)
	}
	raw, err := os.ReadFile(name) //nolint:gosec // the operator names it
	if err != nil {
		return "", fmt.Errorf("DISCORD_TOKEN_FILE: %w", err)
	}
	if len(raw) > 1<<10 {
		return "", fmt.Errorf("DISCORD_TOKEN_FILE %s: %d bytes are no token", name, len(raw))
	}
	return checkToken("DISCORD_TOKEN_FILE "+name, strings.TrimSpace(string(raw)))
}

// checkToken refuses what cannot be sent as a token, without showing it.
func checkToken(where, token string) (string, error) {
	if strings.ContainsFunc(token, func(r rune) bool { return r < ' ' || r > '~' }) {
		return "", fmt.Errorf("%s: holds a line break or another character that no token has: copy it again", where)
	}
	return token, nil
}
