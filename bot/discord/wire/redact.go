package wire

import (
	"context"
	"fmt"
	"log/slog"
	"regexp"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"
)

// tokenInPath matches a path that carries the token of an interaction or a webhook.
var tokenInPath = regexp.MustCompile(`(/(?:interactions|webhooks)/\d+/)[^/?\s"]+`)

const redacted = "[redacted]"

// A Redactor removes secrets from what is logged.
type Redactor struct {
	secrets *strings.Replacer
}

// NewRedactor returns a redactor of these secrets, and of every token in a path.
// Empty secrets are left out; a secret after "Bot " counts without it.
func NewRedactor(secrets ...string) *Redactor {
	var pairs []string
	for _, s := range secrets {
		if s = strings.TrimPrefix(strings.TrimSpace(s), "Bot "); s != "" {
			pairs = append(pairs, s, redacted)
		}
	}
	return &Redactor{secrets: strings.NewReplacer(pairs...)}
}

// String returns s without secrets.
func (r *Redactor) String(s string) string {
	return tokenInPath.ReplaceAllString(r.secrets.Replace(s), "${1}"+redacted)
}

// Attr is the ReplaceAttr of slog.HandlerOptions: it redacts the message and
// every value that is text, an error or prints itself.
func (r *Redactor) Attr(_ []string, a slog.Attr) slog.Attr {
	switch a.Value.Kind() {
	case slog.KindString:
		a.Value = slog.StringValue(r.String(a.Value.String()))
	case slog.KindAny:
		switch v := a.Value.Any().(type) {
		case *slog.Source, nil:
		case error:
			a.Value = slog.StringValue(r.String(v.Error()))
		default:
			a.Value = slog.StringValue(r.String(fmt.Sprint(v)))
		}
	default:
	}
	return a
}

// LogTo has discordgo log to log, and the close codes that it comes across counted
// in m, which may be nil. It sets a variable of that package, so call it once,
// before the first session.
func LogTo(log *slog.Logger, m *Metrics) { discordgo.Logger = logger(log, m) }

func logger(log *slog.Logger, m *Metrics) func(level, caller int, format string, a ...any) {
	return func(level, _ int, format string, a ...any) {
		for _, v := range a {
			if err, ok := v.(error); ok && strings.Contains(format, "reading from gateway") {
				m.closed(closeCode(err))
			}
		}
		line := fmt.Sprintf(format, discreet(a)...)
		to := slog.LevelDebug
		switch level {
		case discordgo.LogError, discordgo.LogWarning:
			to = slog.LevelWarn // none of them ends the program
		}
		log.Log(context.Background(), to, line, "from", "discordgo")
	}
}

// discreet returns what discordgo wants to print without what people wrote: it
// prints whole events that it does not know.
func discreet(args []any) []any {
	const longest = 120 // bytes; a gateway's address, an event's name
	var said []any
	for _, v := range args {
		switch t := v.(type) {
		case error, bool, int, int64, time.Duration, fmt.Stringer:
		case string:
			if len(t) > longest || strings.ContainsAny(t, "{[") {
				v = "…"
			}
		default:
			v = "…"
		}
		said = append(said, v)
	}
	return said
}
