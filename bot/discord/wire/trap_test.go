package wire

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"footnote/bot/discord"
	"footnote/bot/discord/discordtest"
)

// TestRequestFaults asks by a command and by a message while a request goes wrong:
// there is one answer, whatever became of the request.
func TestRequestFaults(t *testing.T) {
	slow := 1200 * time.Millisecond // over the time of an attempt
	for _, rule := range []discordtest.Rule{
		{Fault: discordtest.LimitUser},
		{Fault: discordtest.LimitShared},
		{Fault: discordtest.LimitGlobal},
		{Fault: discordtest.LimitHTML},
		{Fault: discordtest.Status500, Times: 2},
		{Fault: discordtest.Status502, Times: 2},
		{Fault: discordtest.Status503},
		{Fault: discordtest.Status504},
		{Fault: discordtest.Refuse, Times: 2},
		{Fault: discordtest.LoseAnswer},
		{Fault: discordtest.CutBody},
		{Fault: discordtest.SlowBody, Wait: slow},
		{Fault: discordtest.SlowAnswer, Wait: slow},
		{Fault: discordtest.SlowProcessing, Wait: slow},
		{Fault: discordtest.EmptyAnswer},
		{Fault: discordtest.Gibberish},
	} {
		t.Run(string(rule.Fault), func(t *testing.T) {
			t.Parallel()
			r := start(t, answers(t, discord.Settings{}), discordtest.Options{})
			r.connected()
			rule := rule
			rule.Route = "POST /interactions"
			r.fake.Inject(rule)
			if err := r.responded(r.command()); err != nil {
				t.Error(err)
			}
			rule.Route = "POST /channels"
			r.fake.Inject(rule)
			m := r.mention()
			if err := r.answered(m); err != nil {
				t.Error(err)
			}
			if err := r.stop(); err != nil {
				t.Error(err)
			}
			if n := len(r.fake.Answers(m)); n != 1 {
				t.Errorf("%d answers in the end", n)
			}
		})
	}
}

// TestLiveFaults asks before, while and after something goes wrong with a
// connection that is there.
func TestLiveFaults(t *testing.T) {
	for _, c := range []struct {
		rule       discordtest.Rule
		identifies int  // after it; a session that can be resumed needs no second
		loses      bool // what is sent in the meantime is lost with the session
	}{
		{discordtest.Rule{Fault: discordtest.Drop}, 1, false},
		{discordtest.Rule{Fault: discordtest.HalfOpen}, 1, false},
		{discordtest.Rule{Fault: discordtest.Close, Code: 1001}, 1, false},
		{discordtest.Rule{Fault: discordtest.Close, Code: 4000}, 1, false},
		{discordtest.Rule{Fault: discordtest.Close, Code: 4008}, 1, false},
		{discordtest.Rule{Fault: discordtest.Close, Code: 4007}, 2, true},
		{discordtest.Rule{Fault: discordtest.Close, Code: 4009}, 2, true},
		{discordtest.Rule{Fault: discordtest.Reconnect}, 1, false},
		{discordtest.Rule{Fault: discordtest.Invalid}, 2, true},
		{discordtest.Rule{Fault: discordtest.AskHeartbeat}, 1, false},
		{discordtest.Rule{Fault: discordtest.MissACKs}, 1, false},
		{discordtest.Rule{Fault: discordtest.UnknownOp}, 1, false},
		{discordtest.Rule{Fault: discordtest.UnknownEvent}, 1, false},
		{discordtest.Rule{Fault: discordtest.BrokenFrame}, 1, false},
		{discordtest.Rule{Fault: discordtest.NullData}, 1, false},
		{discordtest.Rule{Fault: discordtest.RepeatEvent}, 1, false},
		{discordtest.Rule{Fault: discordtest.SwapEvents}, 1, false},
		{discordtest.Rule{Fault: discordtest.UnknownPart}, 1, false},
		{discordtest.Rule{Fault: discordtest.NullFields}, 1, false},
		{discordtest.Rule{Fault: discordtest.BurstOfOthers}, 1, false},
		{discordtest.Rule{Fault: discordtest.OutageOfGuilds}, 1, false},
	} {
		name := string(c.rule.Fault)
		if c.rule.Code != 0 {
			name = fmt.Sprint(name, " ", c.rule.Code)
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := start(t, answers(t, discord.Settings{}), discordtest.Options{})
			r.connected()
			asked := []discordtest.Message{r.mention()}
			if err := r.answered(asked[0]); err != nil {
				t.Fatal(err)
			}
			r.fake.Inject(c.rule)
			if !c.loses {
				asked = append(asked, r.mention(), r.mention())
			}
			for _, m := range asked {
				if err := r.answered(m); err != nil {
					t.Error(err)
				}
			}
			time.Sleep(10 * time.Millisecond) // what ends a connection has ended it
			r.connected()
			if err := r.responded(r.command()); err != nil {
				t.Error(err)
			}
			if n := r.fake.Identified(); n != c.identifies {
				t.Errorf("the bot has identified %d times, want %d", n, c.identifies)
			}
			if err := r.stop(); err != nil {
				t.Error(err)
			}
			for _, m := range asked {
				if n := len(r.fake.Answers(m)); n != 1 {
					t.Errorf("%d answers in the end", n)
				}
			}
		})
	}
}

// TestConnectFaults has connecting go wrong, at the start and after a loss.
func TestConnectFaults(t *testing.T) {
	for _, f := range discordtest.ConnectFaults {
		t.Run(string(f), func(t *testing.T) {
			t.Parallel()
			rule := discordtest.Rule{Fault: f, Code: 4000}
			r := start(t, answers(t, discord.Settings{}), discordtest.Options{}, func(g *Gateway) {
				g.StartAfter = 50 * time.Millisecond // in which the fault is set
			})
			r.fake.Inject(rule)
			r.connected()
			if err := r.responded(r.command()); err != nil {
				t.Error(err)
			}
			r.fake.Inject(rule)
			r.fake.Inject(discordtest.Rule{Fault: discordtest.Drop})
			time.Sleep(1500 * time.Millisecond) // discordgo rests for a second
			r.connected()
			if err := r.responded(r.command()); err != nil {
				t.Error(err)
			}
			if err := r.stop(); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestFatalCloses ends with what to do.
func TestFatalCloses(t *testing.T) {
	for code, want := range map[int]string{
		4004: "set DISCORD_TOKEN", 4010: "SHARD_ID", 4011: "SHARD_COUNT", 4012: "update footnote", 4013: "update footnote", 4014: "untick",
	} {
		t.Run(fmt.Sprint(code), func(t *testing.T) {
			t.Parallel()
			r := start(t, answers(t, discord.Settings{}), discordtest.Options{})
			r.connected()
			r.fake.Inject(discordtest.Rule{Fault: discordtest.CloseForReady, Code: code, Times: -1})
			r.fake.Inject(discordtest.Rule{Fault: discordtest.Close, Code: code})
			for end := time.Now().Add(20 * time.Second); r.gateway.Connected() && time.Now().Before(end); {
				time.Sleep(5 * time.Millisecond)
			}
			time.Sleep(1500 * time.Millisecond)
			if err := r.stop(); err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), r.fake.Token()) {
				t.Errorf("error %v, want %q", err, want)
			}
		})
	}
}
