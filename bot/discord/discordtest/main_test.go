package discordtest_test

import (
	"testing"

	"go.uber.org/goleak"
)

// No goroutine of the fake outlives the tests. discordgo goes on reconnecting after
// its Close where the connection was lost.
func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m, goleak.IgnoreAnyFunction("github.com/bwmarrin/discordgo.(*Session).reconnect"))
}
