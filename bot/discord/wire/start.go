package wire

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/bwmarrin/discordgo"
)

const (
	// fewestIdentifies is how many connections of a day's 1,000 must be left for a
	// start: Discord resets the token of a bot that uses them up.
	fewestIdentifies = 5
	// identifyTime is how far apart sessions begin: Discord lets max_concurrency
	// of them begin in it.
	identifyTime = 5 * time.Second
)

// CheckStart asks Discord whether a shard of so many may connect, and returns how
// long it waits so that shards which start at once do not begin their sessions at
// once. Its error says what to do.
func CheckStart(ctx context.Context, rest *discordgo.Session, shard, shards int) (wait time.Duration, err error) {
	g, err := rest.GatewayBot(discordgo.WithContext(ctx))
	var refused *discordgo.RESTError
	switch {
	case errors.As(err, &refused) && refused.Response != nil && refused.Response.StatusCode == http.StatusUnauthorized:
		return 0, SetupError(ErrUnauthorized.Error())
	case err != nil:
		return 0, fmt.Errorf("discord: connect: %w: check the network and try again", err)
	case g.SessionStartLimit.Remaining < max(fewestIdentifies, shards):
		wait := time.Duration(g.SessionStartLimit.ResetAfter) * time.Millisecond
		return 0, fmt.Errorf("discord: %d connections left today, and Discord resets the token of a bot that uses them up: start again in %v",
			g.SessionStartLimit.Remaining, wait.Round(time.Second))
	}
	return time.Duration(shard/max(1, g.SessionStartLimit.MaxConcurrency)) * identifyTime, nil
}
