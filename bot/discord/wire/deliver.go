package wire

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"net/http"
	"time"

	"github.com/bwmarrin/discordgo"

	"footnote/bot/discord"
)

const (
	// callbackTime is how long after its event the first answer is tried to be
	// sent; then the interaction has run out.
	callbackTime = 2900 * time.Millisecond
	// attemptTime bounds one attempt, so that there is time for another.
	attemptTime = time.Second
	// replyTime is the same for what has no deadline.
	replyTime = 10 * time.Second
	// channelBuckets is among how many rate limits channels are divided: discordgo
	// keeps every one for ever.
	channelBuckets = 256
)

// Discord's error codes for what was done before, by an attempt whose answer got lost.
const (
	codeAcknowledged  = 40060  // an interaction that has its first answer
	codeHasThread     = 160004 // a message that has a thread
	codeUnknownTarget = 10008  // a message that is deleted
)

// codeUnknownWebhook is Discord's error code for what follows the first answer to
// an interaction before that answer is there. By HTTP it may be on its way, since
// what follows is sent beside it.
const codeUnknownWebhook = 10015

// earlyAttempts is how often what comes too early is sent: with the pauses between
// them this takes 1.4 s.
const earlyAttempts = 4

// A delivery is a request that may be sent again until it is answered: it is
// done once, whether Discord takes it for the same by its nature, by its code or
// by a nonce.
type delivery struct {
	method, url string
	event       string // the id of the event that is answered, for the log
	channel     string // whose rate limit holds; "" for answers to interactions, each of which has its own
	body        any    // nil for none
	attempt     time.Duration
	done        int // the error code that says that it was done before
	early       int // the error code that says that it cannot be done yet
}

// first sends the first answer to an interaction of this moment.
func (d *Dispatcher) first(ctx context.Context, i *discordgo.Interaction, since time.Time, body *discordgo.InteractionResponse) {
	if body == nil {
		return
	}
	ctx, cancel := context.WithDeadline(ctx, since.Add(callbackTime))
	defer cancel()
	if d.deliver(ctx, delivery{
		method: http.MethodPost, url: discordgo.EndpointInteractionResponse(i.ID, i.Token),
		event: i.ID, body: body, attempt: attemptTime, done: codeAcknowledged,
	}) {
		d.metrics.firstResponse(discord.SurfaceOfInteraction(i), time.Since(since))
	}
}

// edit puts the late answer in the place of the waiting one.
func (d *Dispatcher) edit(ctx context.Context, i *discordgo.Interaction, body *discordgo.InteractionResponse) {
	if body == nil || body.Data == nil {
		return
	}
	data := *body.Data
	data.Flags &^= discordgo.MessageFlagsEphemeral // fixed by the callback
	d.deliver(ctx, delivery{method: http.MethodPatch, url: original(i), event: i.ID, body: &data, attempt: replyTime, early: codeUnknownWebhook})
}

// finish does what a response asks for after the first answer.
func (d *Dispatcher) finish(ctx context.Context, i *discordgo.Interaction, r discord.Response) {
	if r.DeleteOriginal {
		d.deliver(ctx, delivery{
			method: http.MethodDelete, url: original(i), event: i.ID, attempt: replyTime, done: codeUnknownTarget, early: codeUnknownWebhook,
		})
	}
}

func original(i *discordgo.Interaction) string {
	return discordgo.EndpointWebhookMessage(i.AppID, i.Token, "@original")
}

// A post is a message under a nonce: Discord posts it once, however often it is
// asked to.
type post struct {
	*discordgo.MessageSend
	Nonce        string `json:"nonce"`
	EnforceNonce bool   `json:"enforce_nonce"`
}

// reply posts the reply to m in its channel, and reports whether it is there.
func (d *Dispatcher) reply(ctx context.Context, m *discordgo.Message, reply *discordgo.MessageSend) bool {
	return d.deliver(ctx, delivery{
		method: http.MethodPost, url: discordgo.EndpointChannelMessages(m.ChannelID), channel: m.ChannelID,
		event: m.ID, body: post{reply, m.ID, true}, attempt: replyTime,
	})
}

// inThread posts the reply to m in the thread of m, to which nothing there can refer.
func (d *Dispatcher) inThread(ctx context.Context, m *discordgo.Message, reply *discordgo.MessageSend) bool {
	alone := *reply
	alone.Reference = nil
	return d.deliver(ctx, delivery{
		method: http.MethodPost, url: discordgo.EndpointChannelMessages(m.ID), channel: m.ID, // a message's thread has its id
		event: m.ID, body: post{&alone, m.ID, true}, attempt: replyTime,
	})
}

// archiveAfter is after how many minutes of silence a thread is put away.
const archiveAfter = 1440

// openThread opens a thread at m and reports whether there is one: where the bot
// lacks the permission, there is not.
func (d *Dispatcher) openThread(ctx context.Context, m *discordgo.Message, name string) bool {
	ctx, cancel := context.WithTimeout(ctx, replyTime) // which leaves time for the reply
	defer cancel()
	return d.deliver(ctx, delivery{
		method: http.MethodPost, url: discordgo.EndpointChannelMessageThread(m.ChannelID, m.ID), channel: m.ChannelID,
		event: m.ID, body: discordgo.ThreadStart{Name: name, AutoArchiveDuration: archiveAfter}, attempt: replyTime, done: codeHasThread,
	})
}

// deliver sends a delivery, again after rate limits, failures of Discord and lost
// answers, as long as ctx lasts. It reports whether it was done.
func (d *Dispatcher) deliver(ctx context.Context, c delivery) bool {
	pause := firstBackOff
	for n := 1; ; n++ {
		err := d.attempt(ctx, c)
		var (
			limit   *discordgo.RateLimitError
			refused *discordgo.RESTError
			wait    = pause
		)
		switch {
		case err == nil:
			return true
		case errors.As(err, &limit):
			wait = limit.RetryAfter
		case errors.As(err, &refused):
			code := 0
			if refused.Message != nil {
				code = refused.Message.Code
			}
			if refused.Response.StatusCode/100 == 2 || c.done != 0 && code == c.done {
				return true
			}
			early := c.early != 0 && code == c.early && n < earlyAttempts
			if refused.Response.StatusCode < http.StatusInternalServerError && !early {
				d.undelivered(c, err)
				return false
			}
			pause *= 2
		case errors.Is(err, ErrUnauthorized), errors.Is(err, ErrTooManyInvalid):
			d.undelivered(c, err)
			return false
		default: // no answer, or half of one
			pause *= 2
		}
		if sleep(ctx, wait) != nil {
			d.undelivered(c, err)
			return false
		}
	}
}

func (d *Dispatcher) undelivered(c delivery, err error) {
	d.metrics.refusal("undelivered")
	d.log.Warn("answer not delivered", "event", c.event, "method", c.method, "error", err)
}

// attempt sends a delivery once.
func (d *Dispatcher) attempt(ctx context.Context, c delivery) error {
	var body []byte
	if c.body != nil {
		var err error
		if body, err = discordgo.Marshal(c.body); err != nil {
			return fmt.Errorf("write the answer: %w", err)
		}
	}
	// discordgo waits for a rate limit without looking at ctx, and its own calls
	// serialise all edits in one limit, or keep one for each token for ever.
	limits := discordgo.NewRatelimiter()
	if c.channel != "" {
		limits = d.rest.Ratelimiter
	}
	limit := limits.LockBucket(bucket(c.channel))
	ctx, cancel := context.WithTimeout(ctx, c.attempt)
	defer cancel()
	_, err := d.rest.RequestWithLockedBucket(c.method, c.url, "application/json", body, limit, 0,
		discordgo.WithContext(ctx), discordgo.WithRetryOnRatelimit(false), discordgo.WithRestRetries(0))
	return err
}

// bucket returns the key of a channel's rate limit.
func bucket(channel string) string {
	h := fnv.New32a()
	_, _ = h.Write([]byte(channel))
	return fmt.Sprintf("channel %d", h.Sum32()%channelBuckets)
}
