package playground

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"

	"github.com/bwmarrin/discordgo"

	"footnote/bot"
	"footnote/bot/discord"
	"footnote/index"
	"footnote/index/report"
)

// A desk is where reports are asked: a bot over them, and its handler on Discord.
type desk struct {
	id      string
	house   bool // over the reports that all visitors share
	bot     *bot.Bot
	handler *discord.Handler
	release func() // frees what it searches
}

// newDesk returns a desk over what s searches.
func newDesk(id string, s bot.Searcher, settings discord.Settings) (*desk, error) {
	b := bot.New(s)
	h, err := discord.NewHandler(b, settings)
	if err != nil {
		return nil, err
	}
	return &desk{id: id, bot: b, handler: h, release: func() {}}, nil
}

// readDesk returns a desk over one report, as decoded.
func readDesk(id string, r *report.Report, settings discord.Settings) (*desk, error) {
	index.Prepare(r)
	x, err := index.New([]*report.Report{r})
	if err != nil {
		return nil, err
	}
	d, err := newDesk(id, x, settings)
	if err != nil {
		return nil, err
	}
	d.release = func() { _ = x.Close() } // it is in memory
	return d, nil
}

// An exchange is what Discord and the bot said to each other, as JSON.
type exchange struct{ Request, Response string }

// respond has the handler answer an interaction, which goes to it as JSON and
// comes back as JSON, so that nothing is drawn that Discord would not get.
func (d *desk) respond(ctx context.Context, i interaction) (r responseJSON, x exchange, deleted bool, err error) {
	raw, err := json.Marshal(i)
	if err != nil {
		return r, x, false, fmt.Errorf("interaction: %w", err)
	}
	decoded, err := discord.DecodeInteraction(raw)
	if err != nil {
		return r, x, false, err
	}
	resp := d.handler.Respond(ctx, decoded)
	x, err = transfer(i, resp.Body, &r)
	return r, x, resp.DeleteOriginal, err
}

// reply has the handler answer a message; it returns nil where it has nothing to say.
func (d *desk) reply(ctx context.Context, m messageJSON, locale string) (*sentJSON, exchange, error) {
	raw, err := json.Marshal(m)
	if err != nil {
		return nil, exchange{}, fmt.Errorf("message: %w", err)
	}
	decoded := new(discordgo.Message)
	if err := json.Unmarshal(raw, decoded); err != nil {
		return nil, exchange{}, fmt.Errorf("message: %w", err)
	}
	send, _ := d.handler.Reply(ctx, decoded, discord.Self{UserID: botID, Locale: locale})
	if send == nil {
		return nil, exchange{}, nil
	}
	sent := new(sentJSON)
	x, err := transfer(m, send, sent)
	return sent, x, err
}

// transfer carries what is sent into what is drawn, by JSON, and notes both sides.
func transfer(request, sent, drawn any) (exchange, error) {
	raw, err := indented(sent)
	if err != nil {
		return exchange{}, fmt.Errorf("response: %w", err)
	}
	if err := json.Unmarshal(raw, drawn); err != nil {
		return exchange{}, fmt.Errorf("response: %w", err)
	}
	asked, err := indented(request)
	return exchange{Request: string(asked), Response: string(raw)}, err
}

// indented writes v for people: the same JSON as on the wire, but for "<" and the
// like, which stay legible.
func indented(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(v)
	return bytes.TrimSpace(b.Bytes()), err
}
