package wire

import (
	"errors"

	"github.com/gorilla/websocket"
)

// A SetupError is what Discord refuses until the bot's owner has mended something;
// it says what.
type SetupError string

func (e SetupError) Error() string { return "discord: " + string(e) }

// fatal returns what to do about an error after which Discord wants no other
// attempt, or "".
func fatal(err error) string {
	if errors.Is(err, ErrUnauthorized) {
		return ErrUnauthorized.Error()
	}
	switch closeCode(err) {
	case 4004:
		return "wrong token: reset it in the developer portal and set DISCORD_TOKEN"
	case 4010:
		return "invalid shard: SHARD_ID counts from 0 and is below SHARD_COUNT"
	case 4011:
		return "too many servers for one shard: set SHARD_COUNT"
	case 4012:
		return "gateway version no longer served: update footnote"
	case 4013:
		return "invalid intents: update footnote"
	case 4014:
		return "an intent is not allowed: untick what the developer portal lists under privileged gateway intents, footnote needs none"
	}
	return ""
}

// resumable reports whether the session that a connection had can be taken up
// again after this error.
func resumable(err error) bool {
	switch closeCode(err) {
	case 4003, 4007, 4009: // not authenticated, invalid sequence, timed out
		return false
	}
	return fatal(err) == ""
}

// closeCode returns the code with which the gateway closed a connection; 0 where
// it broke.
func closeCode(err error) int {
	if closed, ok := errors.AsType[*websocket.CloseError](err); ok {
		return closed.Code
	}
	return 0
}
