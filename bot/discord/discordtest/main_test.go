package discordtest_test

import (
	"flag"
	"testing"

	"go.uber.org/goleak"
)

// No goroutine of the fake outlives the tests. discordgo goes on reconnecting after
// its Close where the connection was lost, and sleeps a second in each Close, so
// that more tests run at once than there are processors.
func TestMain(m *testing.M) {
	flag.Parse()
	if err := flag.Set("test.parallel", "32"); err != nil {
		panic(err)
	}
	goleak.VerifyTestMain(m, goleak.IgnoreAnyFunction("github.com/bwmarrin/discordgo.(*Session).reconnect"))
}
