package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"footnote/bot/discord/discordtest"
)

// markup is what Discord does not show of a text, and what the bot escapes.
var markup = regexp.MustCompile(`\*\*|\\([^\w\s])`)

// shown is a content as it is read.
func shown(content string) string { return markup.ReplaceAllString(content, "$1") }

// first returns the first passage of an answer and who is cited for it.
func first(content string) (passage, cited string) {
	for line := range strings.Lines(shown(content)) {
		line = strings.TrimSpace(line)
		switch {
		case passage == "" && strings.HasPrefix(line, "> ") && !strings.HasPrefix(line, "> -# "):
			passage = strings.TrimPrefix(line, "> ")
		case passage != "" && strings.HasPrefix(line, "— "):
			return passage, strings.TrimPrefix(line, "— ")
		}
	}
	return passage, ""
}

// tenQuestions are about the report that is built in.
var tenQuestions = []struct {
	question, passage string
	cited             []string
}{
	{
		armedForces,
		"According to their data, the plan requires Ukraine to cede the remainder of the Donbas, including Kyiv-controlled territories, slash its armed forces by half, renounce key weapon categories, and recognize Russian as an official state language.",
		[]string{"Financial Times", "Axios", "carried over from the sentence before"},
	},
	{
		"Was Lindsey Graham aware of the proposal?",
		"Republican Senator Lindsey Graham, a Trump ally who spearheaded legislation to punish Russia for its actions in Ukraine, told NBC News he was previously unaware of the proposal.",
		[]string{"Lindsey Graham", "to NBC News"},
	},
	{
		"How did an American official describe the trip?",
		`An American official described the trip as a White House effort aimed at "restarting peace talks."`,
		[]string{"American official"},
	},
	{
		"Who arrived in Kyiv on Wednesday morning?",
		"Army Secretary Dan Driscoll, accompanied by Army Chief of Staff General Randy George, arrived in Kyiv on Wednesday morning.",
		[]string{"the report itself"},
	},
	{
		"What did Reuters report about Washington?",
		"Reuters reported that Washington has signaled to President Volodymyr Zelensky the need to accept the core points of the American framework agreement.",
		[]string{"Reuters"},
	},
	{
		"Who was involved in the plan's formation?",
		"According to the network's reporting published on November 19, 2025, the plan's formation involved Trump's special envoy Steve Witkoff, Vice President JD Vance, Secretary of State Marco Rubio, and the President's son-in-law Jared Kushner.",
		[]string{"NBC News"},
	},
	{
		"What security guarantees does the plan provide?",
		`"The plan focuses on providing both sides with security guarantees to ensure a lasting peace.`,
		[]string{"official", "to NBC News"},
	},
	{
		"What do officials see as a Kremlin attempt?",
		"A source close to the Ukrainian government stated that officials see this as likely a Kremlin attempt to exploit a potentially weakened Ukrainian leadership.",
		[]string{"source close to the Ukrainian government"},
	},
	{
		"What will happen to U.S. military aid?",
		"It also stipulates granting official status to the Russian Orthodox Church and winding down U.S. military aid.",
		[]string{"Financial Times"},
	},
	{
		"What did Dmitry Peskov say about meeting with Driscoll?",
		`Kremlin spokesman Dmitry Peskov stated at a briefing that there are "no such plans" for Russia to meet with Driscoll following his talks in Kyiv, pointing to little change since negotiations in Alaska in August.`,
		[]string{"Dmitry Peskov"},
	},
}

// A newsroom is a server of Discord's with people on it and the bot.
type newsroom struct {
	*served
	guild    *discordtest.Guild
	channel  *discordtest.Channel
	ann, bob *discordtest.User
}

func newNewsroom(t *testing.T, o discordtest.Options, env ...string) *newsroom {
	t.Helper()
	d := discordtest.New(t, o)
	n := &newsroom{guild: d.AddGuild("Newsroom"), ann: d.AddUser("ann"), bob: d.AddUser("bob")}
	n.channel = n.guild.AddChannel("general")
	n.served = serve(t, d, env...)
	return n
}

// unlimited is the environment without cooldowns.
var unlimited = slices.Clip([]string{"FOOTNOTE_USER_COOLDOWN=off", "FOOTNOTE_CHANNEL_COOLDOWN=off"})

// see waits for what an interaction shows.
func see(t *testing.T, i *discordtest.Interaction, err error) discordtest.Message {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	m, err := i.Wait(within(t))
	if err != nil {
		t.Fatal(err)
	}
	notified(t, m)
	return m
}

// answer waits for the answer to a message.
func (n *newsroom) answer(t *testing.T, to discordtest.Message) discordtest.Message {
	t.Helper()
	m, err := n.Answer(within(t), to)
	if err != nil {
		t.Fatalf("%v: %q", err, to.Content)
	}
	notified(t, m)
	return m
}

// notified fails where a message notified someone.
func notified(t *testing.T, m discordtest.Message) {
	t.Helper()
	if len(m.Pinged) > 0 {
		t.Errorf("%v were notified by %q", m.Pinged, m.Content)
	}
}

// ask asks by /ask in the channel.
func (n *newsroom) ask(t *testing.T, u *discordtest.User, question string) discordtest.Message {
	t.Helper()
	i, err := u.Run(n.channel, "ask", discordtest.Args{"question": question})
	return see(t, i, err)
}

// click clicks on a button and returns what comes of it.
func click(t *testing.T, u *discordtest.User, on discordtest.Message, label string) discordtest.Message {
	t.Helper()
	i, err := u.Click(on, label)
	return see(t, i, err)
}

// Ten questions have the same answer by every way of asking.
func TestSameAnswerByEveryWay(t *testing.T) {
	t.Parallel()
	n := newNewsroom(t, discordtest.Options{RoleReads: true}, append(unlimited, "FOOTNOTE_LOG_LEVEL=debug")...)
	thread := n.channel.AddThread("talk")
	elsewhere := n.AddGuildWithoutBot("Elsewhere").AddChannel("general")
	n.ann.Install()
	mention := n.Bot.Mention() + " "
	earlier := n.answer(t, n.ann.Say(n.channel, mention+"Who approved the plan?"))
	for _, q := range tenQuestions {
		slash := func(c *discordtest.Channel, args discordtest.Args) discordtest.Message {
			args["question"] = q.question
			i, err := n.ann.Run(c, "ask", args)
			return see(t, i, err)
		}
		i, err := n.ann.Use("Find in the report", n.bob.Say(n.channel, q.question))
		ways := map[string]discordtest.Message{
			"/ask":                      slash(n.channel, discordtest.Args{}),
			"/ask private":              slash(n.channel, discordtest.Args{"private": true}),
			"/ask of one report":        slash(n.channel, discordtest.Args{"report": "peace-plan"}),
			"/ask in a thread":          slash(thread, discordtest.Args{}),
			"/ask in a DM":              slash(n.ann.DM(), discordtest.Args{}),
			"/ask between two people":   slash(n.ann.With(n.bob), discordtest.Args{}),
			"/ask without the bot":      slash(elsewhere, discordtest.Args{}),
			"mention":                   n.answer(t, n.ann.Say(n.channel, mention+q.question)),
			"mention at the end":        n.answer(t, n.ann.Say(n.channel, q.question+" <@!"+n.Bot.ID+">")),
			"mention of the role":       n.answer(t, n.ann.Say(n.channel, n.guild.RoleMention()+" "+q.question)),
			"mention in a thread":       n.answer(t, n.ann.Say(thread, mention+q.question)),
			"direct message":            n.answer(t, n.ann.Say(n.ann.DM(), q.question)),
			"reply":                     n.answer(t, n.ann.Reply(earlier, q.question, true)),
			"menu of another's message": see(t, i, err),
		}
		want := ways["/ask"].Content
		passage, cited := first(want)
		if passage != q.passage {
			t.Errorf("%s\nanswered with %q\nwant %q", q.question, passage, q.passage)
		}
		for _, c := range q.cited {
			if !strings.Contains(cited, c) {
				t.Errorf("%s\ncites %q, want %q", q.question, cited, c)
			}
		}
		for way, m := range ways {
			if m.Content != want {
				t.Errorf("by %s:\n%s\nby /ask:\n%s", way, m.Content, want)
			}
			if private := way == "/ask private" || strings.HasPrefix(way, "menu"); m.Ephemeral != private {
				t.Errorf("by %s: for the asker alone: %v", way, m.Ephemeral)
			}
		}
	}
	n.stop(t)
}

// Where a mention of the role gives no content, people are told so.
func TestRoleMentionWithoutContent(t *testing.T) {
	t.Parallel()
	n := newNewsroom(t, discordtest.Options{})
	m := n.answer(t, n.ann.Say(n.channel, n.guild.RoleMention()+" "+armedForces))
	if !strings.Contains(m.Content, "/ask") || strings.Contains(m.Content, "armed") {
		t.Errorf("answered %q, want to be told of /ask", m.Content)
	}
	// Nor does Discord give the content of a reply to what a command answered.
	m = n.answer(t, n.ann.Reply(n.ask(t, n.ann, armedForces), "and when?", true))
	if !strings.Contains(m.Content, "/ask") {
		t.Errorf("answered %q, want to be told of /ask", m.Content)
	}
}

func TestCommands(t *testing.T) {
	t.Parallel()
	n := newNewsroom(t, discordtest.Options{}, unlimited...)
	n.guild.Promote(n.bob, discordtest.ManageGuild)
	for _, tt := range []struct {
		user    *discordtest.User
		command string
		args    discordtest.Args
		want    []string
	}{
		{n.ann, "sources", nil, []string{"Who is cited", "- Axios", "- Dmitry Peskov", "sentence"}},
		{n.ann, "sources", discordtest.Args{"source": "Lindsey Graham"}, []string{"Lindsey Graham", "previously unaware of the proposal", "I'm hoping there is no plan"}},
		{n.ann, "sources", discordtest.Args{"source": "peskov"}, []string{"Dmitry Peskov", "no such plans"}},
		{n.ann, "sources", discordtest.Args{"source": "Nobody Atall"}, []string{"No source of this name"}},
		{n.ann, "report", nil, []string{"The 28-point peace plan for Russia and Ukraine", "English", "23 sentences", "sources cited"}},
		{n.ann, "report", discordtest.Args{"report": "none"}, []string{"There is no report of this name."}},
		{n.ann, "help", nil, []string{"How to ask", "/ask", "Nothing about you is stored."}},
		{n.ann, "privacy", nil, []string{"Nothing about you is stored"}},
		{n.bob, "footnote settings", nil, []string{"The settings in force here", "Servers answered: all"}},
		{n.ann, "ask", discordtest.Args{"question": "Who won the cup?"}, []string{"The report does not say."}},
	} {
		i, err := tt.user.Run(n.channel, tt.command, tt.args)
		m := see(t, i, err)
		for _, w := range tt.want {
			if !strings.Contains(shown(m.Content), w) {
				t.Errorf("/%s %v: %q, want %q", tt.command, tt.args, m.Content, w)
			}
		}
		if m.Ephemeral != (tt.command != "ask") {
			t.Errorf("/%s: for the asker alone: %v", tt.command, m.Ephemeral)
		}
	}
	if _, err := n.ann.Run(n.channel, "footnote settings", nil); err == nil {
		t.Error("/footnote settings is shown to those who do not manage the server")
	}
	n.ann.Locale = "de"
	i, err := n.ann.Run(n.channel, "privacy", nil)
	if m := see(t, i, err); !strings.Contains(m.Content, "gespeichert") {
		t.Errorf("in German: %q", m.Content)
	}
}

// complete returns what is offered for what ann types.
func (n *newsroom) complete(t *testing.T, command, option, typed string) []discordtest.Choice {
	t.Helper()
	i, err := n.ann.Type(n.channel, command, option, discordtest.Args{option: typed})
	if err != nil {
		t.Fatal(err)
	}
	choices, err := i.Choices(within(t))
	if err != nil {
		t.Fatal(err)
	}
	return choices
}

func TestCompletion(t *testing.T) {
	t.Parallel()
	n := newNewsroom(t, discordtest.Options{}, unlimited...)
	for _, tt := range []struct{ command, option, typed, want string }{
		{"ask", "question", "", "?"},
		{"ask", "question", "what did reuters", "Reuters"},
		{"ask", "question", "wat did peskof", "Peskov"},
		{"ask", "report", "peace", "28-point"},
		{"sources", "source", "grah", "Lindsey Graham"},
		{"sources", "source", "Peskof", "Dmitry Peskov"},
		{"sources", "source", "zzzzzz", "-"},
	} {
		choices := n.complete(t, tt.command, tt.option, tt.typed)
		// What takes too long is not offered yet; it is when one types on.
		for tries := 0; len(choices) == 0 && tt.want != "-" && tries < 100; tries++ {
			choices = n.complete(t, tt.command, tt.option, tt.typed)
		}
		if tt.want == "-" {
			if len(choices) > 0 {
				t.Errorf("%q: %v, want nothing", tt.typed, choices)
			}
			continue
		}
		if !strings.Contains(fmt.Sprint(choices), tt.want) || len(choices) == 0 {
			t.Errorf("/%s %s: %q: %v, want %q", tt.command, tt.option, tt.typed, choices, tt.want)
			continue
		}
		// What was chosen is taken, and so is its label, which some clients send instead.
		for _, given := range []any{choices[0].Value, choices[0].Name} {
			if tt.option == "report" {
				continue
			}
			i, err := n.ann.Run(n.channel, tt.command, discordtest.Args{tt.option: given})
			if m := see(t, i, err); strings.Contains(m.Content, "does not say") || strings.Contains(m.Content, "No source") {
				t.Errorf("/%s %s: %q: %q", tt.command, tt.option, given, m.Content)
			}
		}
	}
}

func TestButtonsOfAnAnswer(t *testing.T) {
	t.Parallel()
	n := newNewsroom(t, discordtest.Options{}, unlimited...)
	const question = "What does the plan say about Ukraine?"
	for name, answer := range map[string]discordtest.Message{
		"/ask": n.ask(t, n.ann, question), "mention": n.answer(t, n.ann.Say(n.channel, n.Bot.Mention()+" "+question)),
	} {
		passage, cited := first(answer.Content)
		around := click(t, n.ann, answer, "Context 1")
		if !around.Ephemeral || !strings.Contains(shown(around.Content), passage) {
			t.Errorf("%s: Context: %+v", name, around)
		}
		sources := click(t, n.bob, answer, "Sources")
		if !sources.Ephemeral || cited == "" || !strings.Contains(shown(sources.Content), "Who is cited") {
			t.Errorf("%s: Sources: %+v", name, sources)
		}
		for _, verdict := range []string{"Helpful", "Not helpful"} {
			if m := click(t, n.ann, answer, verdict); !m.Ephemeral || n.Look(answer).Edits > 0 {
				t.Errorf("%s: %s: %+v", name, verdict, m)
			}
		}
		// Only the asker turns the page; another gets a private copy.
		copied := click(t, n.bob, answer, "More")
		if !copied.Ephemeral || copied.ID == answer.ID || n.Look(answer).Edits > 0 {
			t.Errorf("%s: More by another: %+v", name, copied)
		}
		turned := click(t, n.ann, answer, "More")
		if turned.ID != answer.ID || turned.Content == answer.Content || turned.Content != copied.Content || !strings.Contains(turned.Content, "**4**") {
			t.Errorf("%s: More: %+v", name, turned)
		}
		if back := click(t, n.ann, turned, "Back"); back.Content != answer.Content {
			t.Errorf("%s: Back:\n%s\nwant\n%s", name, back.Content, answer.Content)
		}
		// Only the asker and moderators delete.
		if m := click(t, n.bob, answer, "Delete"); !m.Ephemeral || n.Look(answer).Deleted {
			t.Errorf("%s: Delete by another: %+v", name, m)
		}
		if m := click(t, n.ann, answer, "Delete"); !m.Deleted {
			t.Errorf("%s: Delete: %+v", name, m)
		}
	}
	moderator := n.AddUser("mia")
	n.guild.Promote(moderator, discordtest.ManageMessages)
	if m := click(t, moderator, n.ask(t, n.ann, question), "Delete"); !m.Deleted {
		t.Errorf("Delete by a moderator: %+v", m)
	}
	n.stop(t)
}

func TestFollowUps(t *testing.T) {
	t.Parallel()
	n := newNewsroom(t, discordtest.Options{}, unlimited...)
	before := n.answer(t, n.ann.Say(n.channel, n.Bot.Mention()+" "+"What did Lindsey Graham say?"))
	m := n.answer(t, n.bob.Reply(before, "and to whom did he say that?", true))
	if !strings.Contains(m.Content, "leans on the question before") || !strings.Contains(shown(m.Content), "told NBC News") {
		t.Errorf("follow-up: %q", m.Content)
	}
	// A question of its own does not lean.
	m = n.answer(t, n.bob.Reply(before, armedForces, true))
	if p, _ := first(m.Content); strings.Contains(m.Content, "leans on") || p != tenQuestions[0].passage {
		t.Errorf("another question: %q", m.Content)
	}
	// In direct messages a reply needs no ping.
	before = n.answer(t, n.ann.Say(n.ann.DM(), "What did Lindsey Graham say?"))
	if m = n.answer(t, n.ann.Reply(before, "and to whom?", false)); !strings.Contains(m.Content, "leans on") {
		t.Errorf("follow-up in a direct message: %q", m.Content)
	}
}

func TestAbstention(t *testing.T) {
	t.Parallel()
	n := newNewsroom(t, discordtest.Options{}, unlimited...)
	silent := n.ask(t, n.ann, "How much does the plan cost per year in dollars of 1990?")
	if !strings.Contains(silent.Content, "The report does not say.") || strings.Contains(silent.Content, "\n> ") {
		t.Fatalf("answered %q", silent.Content)
	}
	if p := click(t, n.ann, silent, "Nearest passages"); p.ID != silent.ID || !strings.Contains(p.Content, "The nearest passages:") || !strings.Contains(p.Content, "\n> ") {
		t.Errorf("Nearest passages: %+v", p)
	}
	// What is offered instead is answered.
	offered := false
	for line := range strings.Lines(shown(silent.Content)) {
		if q, ok := strings.CutPrefix(strings.TrimSpace(line), "- "); ok {
			offered = true
			if m := n.ask(t, n.ann, q); strings.Contains(m.Content, "does not say") {
				t.Errorf("offered %q: %q", q, m.Content)
			}
		}
	}
	if !offered {
		t.Errorf("no question is offered: %q", silent.Content)
	}
}

// Whatever is asked gets a fitting answer, by /ask where the client sends it, and
// by a message.
func TestOddQuestions(t *testing.T) {
	t.Parallel()
	n := newNewsroom(t, discordtest.Options{}, unlimited...)
	const (
		silent = "The report does not say."
		empty  = "?" // what to do instead
		right  = "slash its armed forces by half"
	)
	long := armedForces + strings.Repeat(" And please tell me exactly", 20)
	for _, tt := range []struct{ name, question, want string }{
		{"300 characters", long[:300], right},
		{"6000 characters", armedForces + strings.Repeat(" and so on", 600), "I read the first 300 characters only."},
		{"emoji", "armed forces 🪖🇺🇦 by half? <:wave:123456789012345678>", right},
		{"emoji alone", "🪖🪖🪖", ""},
		{"right-to-left", "ماذا تطلب الخطة من أوكرانيا؟", silent},
		{"right-to-left override", "armed \u202eforces\u202c by half", right},
		{"markdown", "# **armed** `forces` ||by|| [half](https://example.com)?", right},
		{"everyone", "@everyone @here slash armed forces by half?", right},
		{"another person", "<@" + n.bob.ID + "> slash armed forces by half?", right},
		{"white space", " \n\t ", ""},
		{"punctuation", "?!…", ""},
		{"zero-width", "\u200b\u200d", ""},
		{"one word", "Donbas", "Donbas"},
		{"code", "```\narmed forces by half\n```", right},
	} {
		t.Run(tt.name, func(t *testing.T) {
			check := func(way string, m discordtest.Message) {
				notified(t, m)
				if !strings.Contains(shown(m.Content), tt.want) || m.Content == "" || len([]rune(m.Content)) > 2000 {
					t.Errorf("by %s: %q, want %q", way, m.Content, tt.want)
				}
				for _, raw := range []string{"@everyone", "@here", "<@", "\u202e"} {
					if strings.Contains(strings.ReplaceAll(m.Content, `\`+raw, ""), raw) {
						t.Errorf("by %s: %q is shown as it is: %q", way, raw, m.Content)
					}
				}
			}
			if len([]rune(tt.question)) <= 300 {
				i, err := n.ann.Run(n.channel, "ask", discordtest.Args{"question": tt.question})
				check("/ask", see(t, i, err))
			}
			check("mention", n.answer(t, n.ann.Say(n.channel, n.Bot.Mention()+" "+tt.question)))
			check("direct message", n.answer(t, n.ann.Say(n.ann.DM(), tt.question)))
			i, err := n.ann.Use("Find in the report", n.bob.Say(n.channel, tt.question))
			check("menu", see(t, i, err))
		})
	}
	// A mention and nothing else gets the help.
	if m := n.answer(t, n.ann.Say(n.channel, n.Bot.Mention())); !strings.Contains(m.Content, "How to ask") {
		t.Errorf("a bare mention: %q", m.Content)
	}
	if _, err := n.ann.Run(n.channel, "ask", discordtest.Args{"question": ""}); err == nil {
		t.Error("the client sends an empty question")
	}
}

// Nobody but people is answered, and only where they mean the bot.
func TestIgnored(t *testing.T) {
	t.Parallel()
	n := newNewsroom(t, discordtest.Options{RoleReads: true}, unlimited...)
	other := n.AddBot("another bot")
	mention := n.Bot.Mention() + " "
	mine := n.answer(t, n.ann.Say(n.channel, mention+armedForces))
	ignored := []discordtest.Message{
		other.Say(n.channel, mention+armedForces),
		other.Say(other.DM(), armedForces),
		other.Reply(mine, armedForces, true),
		n.Bot.Say(n.channel, mention+armedForces),
		n.ann.SayByWebhook(n.channel, mention+armedForces),
		n.ann.Say(n.channel, "@everyone "+armedForces),
		n.ann.Say(n.channel, armedForces),
		n.ann.Say(n.channel, n.bob.Mention()+" "+armedForces),
		n.ann.Reply(mine, armedForces, false),
		n.ann.Say(n.ann.With(n.bob), armedForces),
	}
	n.answer(t, n.ann.Say(n.channel, mention+armedForces))
	n.stop(t) // and all that was begun is done
	for _, m := range ignored {
		if all := n.Answers(m); len(all) > 0 {
			t.Errorf("%q by %s was answered: %q", m.Content, m.Author.Name, all[0].Content)
		}
	}
}

// A person who asks too fast is told so, kindly and alone.
func TestCooldown(t *testing.T) {
	t.Parallel()
	n := newNewsroom(t, discordtest.Options{}, "FOOTNOTE_USER_COOLDOWN=3/1h")
	for range 3 {
		if m := n.ask(t, n.ann, armedForces); !strings.Contains(shown(m.Content), "armed forces by half") {
			t.Errorf("answered %q", m.Content)
		}
	}
	if m := n.ask(t, n.ann, armedForces); !m.Ephemeral || strings.Contains(m.Content, "armed") {
		t.Errorf("the fourth: %+v", m)
	}
	if m := n.ask(t, n.bob, armedForces); m.Ephemeral {
		t.Errorf("another person: %+v", m)
	}
}

// Settings of the owner hold: which places are answered, and how.
func TestPlaces(t *testing.T) {
	t.Parallel()
	d := discordtest.New(t, discordtest.Options{})
	g := d.AddGuild("Newsroom")
	g.SetLocale("de")
	g.Allow(discordtest.LeastPermissions | discordtest.CreatePublicThreads)
	open, closed, ann := g.AddChannel("ask"), g.AddChannel("general"), d.AddUser("ann")
	s := serve(t, d, append(unlimited, "FOOTNOTE_CHANNELS="+open.ID, "FOOTNOTE_DMS=off", "FOOTNOTE_PRIVATE=on", "FOOTNOTE_THREADS=on", "FOOTNOTE_POLICY=https://example.com/privacy")...)
	n := &newsroom{served: s, guild: g, channel: open, ann: ann}

	if m := n.ask(t, ann, armedForces); !m.Ephemeral {
		t.Errorf("FOOTNOTE_PRIVATE: %+v", m)
	}
	i, err := ann.Run(closed, "ask", discordtest.Args{"question": armedForces})
	if m := see(t, i, err); !m.Ephemeral || strings.Contains(m.Content, "armed") {
		t.Errorf("in another channel: %+v", m)
	}
	i, err = ann.Run(ann.DM(), "privacy", nil)
	if m := see(t, i, err); !strings.Contains(m.Content, "https://example.com/privacy") {
		t.Errorf("/privacy: %q", m.Content)
	}
	refused := []discordtest.Message{ann.Say(closed, d.Bot.Mention()+" "+armedForces), ann.Say(ann.DM(), armedForces)}
	asked := ann.Say(open, d.Bot.Mention()+" "+armedForces)
	m := n.answer(t, asked)
	if m.Channel.Parent != open || !strings.Contains(shown(m.Content), "armed forces by half") {
		t.Errorf("FOOTNOTE_THREADS: answered in %q: %q", m.Channel.Name, m.Content)
	}
	// Messages are answered in the server's language.
	if !strings.Contains(m.Content, "Absatz") {
		t.Errorf("not in German: %q", m.Content)
	}
	s.stop(t)
	for _, r := range refused {
		if all := d.Answers(r); len(all) > 0 {
			t.Errorf("%q in %q was answered: %q", r.Content, r.Channel.Name, all[0].Content)
		}
	}
}

// After a restart the same question has the same answer, and the buttons of
// before work.
func TestRestart(t *testing.T) {
	t.Parallel()
	n := newNewsroom(t, discordtest.Options{}, unlimited...)
	before := n.ask(t, n.ann, armedForces)
	n.stop(t)
	n.served = serve(t, n.Server, unlimited...)
	if after := n.ask(t, n.ann, armedForces); after.Content != before.Content {
		t.Errorf("after a restart:\n%s\nbefore:\n%s", after.Content, before.Content)
	}
	if m := click(t, n.ann, before, "Sources"); !strings.Contains(m.Content, "Who is cited") {
		t.Errorf("Sources: %q", m.Content)
	}
	// Other reports make them stale.
	n.stop(t)
	n.served = serve(t, n.Server, append(unlimited, "FOOTNOTE_REPORTS="+otherReport(t))...)
	if m := click(t, n.ann, before, "Sources"); !m.Ephemeral || strings.Contains(m.Content, "Who is cited") {
		t.Errorf("a stale button: %+v", m)
	}
}

// A bot that loses its connection answers what was asked meanwhile, once.
func TestLostConnection(t *testing.T) {
	t.Parallel()
	n := newNewsroom(t, discordtest.Options{}, append(unlimited, "FOOTNOTE_LOG_LEVEL=debug")...)
	for _, f := range []discordtest.Fault{discordtest.Drop, discordtest.Reconnect} {
		n.Inject(discordtest.Rule{Fault: f})
		if err := n.Until(within(t), func() bool { return !n.Connected() }); err != nil {
			t.Fatal(f, err)
		}
		asked := n.ann.Say(n.ann.DM(), armedForces)
		n.answer(t, asked)
		if err := n.Until(within(t), n.Connected); err != nil {
			t.Fatal(err)
		}
		n.answer(t, n.ann.Say(n.ann.DM(), "Who approved the plan?"))
		time.Sleep(100 * time.Millisecond) // for a second answer, which should not come
		if all := n.Answers(asked); len(all) != 1 {
			t.Errorf("%s: %d answers", f, len(all))
		}
	}
	if n.Identified() != 1 {
		t.Errorf("identified %d times, want once", n.Identified())
	}
	n.stop(t)
}

// otherReport writes a report and returns its file.
func otherReport(t *testing.T) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "harbour.txt")
	text := "---\ntitle: Harbour\nlang: en\n---\n\nThe harbour bridge will close for six weeks, the city council said.\n"
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// Whatever else comes over the gateway, each question is answered, once.
func TestStrangeEvents(t *testing.T) {
	t.Parallel()
	n := newNewsroom(t, discordtest.Options{}, unlimited...)
	mention := n.Bot.Mention() + " " + armedForces
	var asked []discordtest.Message
	for _, f := range []discordtest.Fault{
		discordtest.AskHeartbeat, discordtest.UnknownEvent, discordtest.UnknownOp, discordtest.NullData, discordtest.NullFields, discordtest.RepeatEvent,
		discordtest.UnknownPart, discordtest.SwapEvents, discordtest.BurstOfOthers, discordtest.OutageOfGuilds,
	} {
		t.Run(string(f), func(t *testing.T) {
			n.Inject(discordtest.Rule{Fault: f})
			m := n.ann.Say(n.channel, mention)
			asked = append(asked, m)
			answer := n.answer(t, m)
			n.Inject(discordtest.Rule{Fault: f})
			if around := click(t, n.ann, answer, "Context 1"); !strings.Contains(around.Content, "**According to their data") {
				t.Errorf("Context: %q", around.Content)
			}
			n.Inject(discordtest.Rule{Fault: f})
			i, err := n.ann.Use("Find in the report", m)
			if found := see(t, i, err); !strings.Contains(shown(found.Content), tenQuestions[0].passage) {
				t.Errorf("Find in the report: %q", found.Content)
			}
		})
	}
	// Where the bot may not write, it goes without an answer, and lives on.
	closed := n.guild.AddChannel("closed")
	closed.Deny(discordtest.SendMessages)
	refused := n.ann.Say(closed, mention)
	// The question may be gone before its answer comes.
	gone := n.ann.Say(n.channel, mention)
	n.Delete(gone)
	asked = append(asked, n.ann.Say(n.channel, mention))
	n.answer(t, asked[len(asked)-1])
	n.stop(t)
	for _, m := range asked {
		if all := n.Answers(m); len(all) != 1 {
			t.Errorf("%d answers to one question", len(all))
		}
	}
	if all := n.Answers(refused); len(all) > 0 {
		t.Errorf("answered where it may not: %q", all[0].Content)
	}
}
