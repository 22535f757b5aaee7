package discord

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/bwmarrin/discordgo"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"footnote/bot"
	"footnote/index"
	"footnote/index/report"
)

// A request is what one message is to show.
type request struct {
	voice   voice
	on      *edition
	asker   string   // who turns its pages and deletes it
	subject string   // its first line: the question or the source
	notes   []string // said under the subject, on the first page
	report  int      // counted from 1; 0 = all
	offset  int      // what to skip; for a passage's context the number of its sentence
	nearest bool     // show the passages of a silent answer
	private bool     // only the asker sees it
}

// Pages.
const (
	perPage     = index.DefaultLimit // passages of an answer
	perCredited = 5                  // passages of a source
	perCited    = 3                  // further passages of each source of an answer
	suggestions = 3                  // questions offered where the report does not say
	maxAround   = 1200               // size up to which the paragraphs around a passage's own are shown
)

// ticket makes the custom_id of a button on the requested message.
func (h *Handler) ticket(r request, a action, rep, number int) string {
	return ticket{Action: a, Asker: r.asker, Subject: r.subject, Report: rep, Number: number}.customID(r.on.fingerprint)
}

// button makes a button on the requested message, about the report asked.
func (h *Handler) button(r request, label string, a action, number int) discordgo.MessageComponent {
	return button(r.voice.say(label), h.ticket(r, a, r.report, number), discordgo.SecondaryButton)
}

// verdictButtons are those that ask for a verdict, and for the end of the message.
func (h *Handler) verdictButtons(r request) []discordgo.MessageComponent {
	row := []discordgo.MessageComponent{
		h.button(r, "btn_helpful", actHelpful, 0), h.button(r, "btn_not_helpful", actNot, 0),
	}
	if !r.private {
		row = append(row, button(r.voice.say("btn_delete"), h.ticket(r, actDelete, r.report, 0), discordgo.DangerButton))
	}
	return row
}

// ask shows a page of the answer to what was typed.
func (h *Handler) ask(ctx context.Context, r request, typed string) (message, Outcome) {
	v, q := r.voice, bot.NewQuestion(typed)
	if !strings.ContainsFunc(q.Text, func(c rune) bool { return unicode.IsLetter(c) || unicode.IsDigit(c) }) {
		return message{content: v.say("empty")}, OutcomeEmpty
	}
	r.subject = q.Text
	q.Report, q.Limit, q.Offset = r.on.id(r.report), perPage, r.offset
	a, err := h.bot.Ask(ctx, q)
	if err != nil {
		logFailure(ctx, "answer", err)
		return message{content: v.say("failed")}, OutcomeFailed
	}
	head := []string{subject(q.Text)}
	if q.Cut {
		r.notes = append(r.notes, v.say("cut", values{"Most": bot.MaxQuestion}))
	}
	for _, n := range r.notes {
		head = append(head, "-# "+n)
	}
	outcome := OutcomeAnswered
	switch a.Verdict {
	case index.Answered:
	case index.Closest:
		outcome = OutcomeClosest
		head = append(head, v.say("closest"))
	case index.Silent:
		outcome = OutcomeSilent
		if !r.nearest {
			return h.silent(ctx, r, head, len(a.Passages) > 0), outcome
		}
		head = append(head, v.say("silent_nearest"))
	}
	page, back := actPage, h.button(r, "btn_back", actPage, max(0, r.offset-perPage))
	if r.nearest {
		page, back = actNearest, h.button(r, "btn_back", actNearest, max(0, r.offset-perPage))
	}
	if len(a.Passages) == 0 {
		return message{strings.Join(append(head, v.say("no_more")), "\n"), []discordgo.MessageComponent{row(back)}}, outcome
	}
	several := r.on.several()
	content, shown := compose(head, v.blocks(a.Passages, r.offset+1, several), "-# "+v.say("shortened"))
	var about, turn []discordgo.MessageComponent
	for n, p := range a.Passages[:shown] {
		label := v.say("btn_context")
		if len(a.Passages) > 1 || r.offset > 0 {
			label = v.say("btn_context_of", values{"Number": r.offset + 1 + n})
		}
		rep, _ := r.on.number(h.bot, p.Report)
		about = append(about, button(label, h.ticket(r, actContext, rep, p.Sentence), discordgo.SecondaryButton))
	}
	about = append(about, h.button(r, "btn_cited", actCited, r.offset))
	if r.offset > 0 {
		turn = append(turn, back)
	}
	if a.More || shown < len(a.Passages) {
		turn = append(turn, h.button(r, "btn_more", page, r.offset+shown))
	}
	return message{content, []discordgo.MessageComponent{row(about...), row(append(turn, h.verdictButtons(r)...)...)}}, outcome
}

// silent says that the report does not say, and what it does say.
func (h *Handler) silent(ctx context.Context, r request, head []string, nearest bool) message {
	v := r.voice
	head = append(head, v.say("silent"))
	var lines []string
	for _, s := range h.suggest(ctx, r) {
		lines = append(lines, "- "+clip(s.Question, nil, maxSample))
	}
	if len(lines) > 0 {
		head = append(head, v.say("silent_try"))
	}
	content, _ := list(head, lines, nil, maxContent)
	buttons := h.verdictButtons(r)
	if nearest {
		buttons = slices.Insert(buttons, 0, h.button(r, "btn_nearest", actNearest, 0))
	}
	return message{content, []discordgo.MessageComponent{row(buttons...)}}
}

// suggest returns a few questions that the report answers, near to the one that it
// does not where there are such.
func (h *Handler) suggest(ctx context.Context, r request) []index.Suggestion {
	for _, typed := range []string{r.subject, ""} {
		if found, err := h.bot.Suggest(ctx, typed, r.on.id(r.report), suggestions); err == nil && len(found) > 0 {
			return found[:min(len(found), suggestions)]
		}
	}
	return nil
}

// context shows the paragraph around a passage, the passage in bold, and the
// paragraphs around that where they are short.
func (h *Handler) context(r request) (message, Outcome) {
	v, all := r.voice, r.on.reports
	if r.report < 1 || r.report > len(all) {
		return message{content: v.say("stale")}, OutcomeStale
	}
	rep := all[r.report-1]
	sentences := rep.Sentences()
	at := r.offset - 1
	if at < 0 || at >= len(sentences) {
		return message{content: v.say("stale")}, OutcomeStale
	}
	head := v.say("context_head")
	place := "-# " + v.place(index.Citation{
		Report: rep.ID, Title: rep.Title, Paragraph: sentences[at].Paragraph, Sentence: r.offset, Sentences: len(sentences),
	}, r.on.several())
	render := func(from, to, most int) string {
		var b strings.Builder
		b.WriteString(head)
		for n := from; n < to; n++ {
			switch {
			case n == from:
				b.WriteString("\n> ")
			case sentences[n].Paragraph != sentences[n-1].Paragraph:
				b.WriteString("\n\n> ")
			default:
				b.WriteString(" ")
			}
			text := sentences[n].Span.In(rep.Text)
			if n == at {
				b.WriteString(clip(text, []report.Span{{Start: 0, End: len(text)}}, most))
			} else {
				b.WriteString(escape(text))
			}
		}
		b.WriteString("\n" + place)
		return b.String()
	}
	from, to := at, at+1
	most := maxContent - size(render(from, to, 0))
	content := render(from, to, most)
	// try takes more sentences in where they fit.
	try := func(f, t, most int) bool {
		if f < 0 || t > len(sentences) {
			return false
		}
		wider := render(f, t, maxContent)
		if size(wider) > most {
			return false
		}
		from, to, content = f, t, wider
		return true
	}
	same := func(n int) bool {
		return n >= 0 && n < len(sentences) && sentences[n].Paragraph == sentences[at].Paragraph
	}
	for before, after := true, true; before || after; {
		before = before && same(from-1) && try(from-1, to, maxContent)
		after = after && same(to) && try(from, to+1, maxContent)
	}
	if !same(from-1) && from > 0 {
		f := from - 1
		for f > 0 && sentences[f-1].Paragraph == sentences[from-1].Paragraph {
			f--
		}
		try(f, to, maxAround)
	}
	if !same(to) && to < len(sentences) {
		t := to + 1
		for t < len(sentences) && sentences[t].Paragraph == sentences[to].Paragraph {
			t++
		}
		try(from, t, maxAround)
	}
	return message{content: content}, OutcomeInfo
}

// cited shows who is cited in a page of an answer, with their other passages.
func (h *Handler) cited(ctx context.Context, r request) (message, Outcome) {
	v, q := r.voice, bot.NewQuestion(r.subject)
	q.Report, q.Limit, q.Offset = r.on.id(r.report), perPage, r.offset
	a, err := h.bot.Ask(ctx, q)
	if err != nil {
		logFailure(ctx, "answer", err)
		return message{content: v.say("failed")}, OutcomeFailed
	}
	var names, lines []string
	for _, p := range a.Passages {
		for _, at := range p.Attributions {
			if !slices.Contains(names, at.Source.Name) {
				names = append(names, at.Source.Name)
			}
		}
	}
	shown := func(p index.Passage) bool {
		return slices.ContainsFunc(a.Passages, func(o index.Passage) bool { return o.Report == p.Report && o.Sentence == p.Sentence })
	}
	several := r.on.several()
	for _, name := range names {
		all := h.bot.Credited(name, q.Report)
		lines = append(lines, "- "+v.count("source_line", len(all), values{"Name": "**" + clip(name, nil, maxName) + "**"}))
		others := slices.DeleteFunc(all, shown)
		for _, p := range others[:min(len(others), perCited)] {
			lines = append(lines, "> "+clip(p.Text, nil, maxSample)+"\n-# "+v.place(p.Citation, several))
		}
	}
	if len(lines) == 0 {
		return message{content: v.say("sources_none")}, OutcomeInfo
	}
	content, _ := list([]string{v.say("sources_head")}, lines, []string{"-# " + v.say("sources_rest")}, maxContent)
	return message{content: content}, OutcomeInfo
}

// sources shows a page of all who are cited.
func (h *Handler) sources(r request) (message, Outcome) {
	v := r.voice
	all := h.bot.Sources(r.on.id(r.report))
	if len(all) == 0 {
		return message{content: v.say("sources_none")}, OutcomeInfo
	}
	r.subject = v.say("sources_head")
	lines := make([]string, len(all))
	for n, c := range all {
		lines[n] = "- " + v.sourceLine(c, escape)
	}
	// Pages differ in length, so that the page before is found from the start.
	page := func(from int) (string, int) {
		return list([]string{subject(r.subject)}, lines[from:], []string{"-# " + v.say("sources_rest")}, maxContent)
	}
	from, before := 0, 0
	content, shown := page(0)
	for shown > 0 && from+shown < len(lines) && from < r.offset {
		before, from = from, from+shown
		content, shown = page(from)
	}
	return message{content, h.turn(r, actSources, before, from, from+shown, len(lines))}, OutcomeInfo
}

// turn makes the buttons to the pages before and after, where there are such.
func (h *Handler) turn(r request, a action, before, from, next, all int) []discordgo.MessageComponent {
	var buttons []discordgo.MessageComponent
	if from > 0 {
		buttons = append(buttons, h.button(r, "btn_back", a, before))
	}
	if next < all {
		buttons = append(buttons, h.button(r, "btn_more", a, next))
	}
	if len(buttons) == 0 {
		return nil
	}
	return []discordgo.MessageComponent{row(buttons...)}
}

// sourceLine is a source with how often it is cited; write escapes its name.
func (v voice) sourceLine(c bot.Cited, write func(string) string) string {
	name := cut(c.Name, maxName)
	if c.Role != "" {
		name += " (" + cut(c.Role, maxName) + ")"
	}
	return v.count("source_line", c.Sentences, values{"Name": write(name)})
}

// meant returns the sources that were meant: by a name, by the label that
// autocompletion showed, or by anything near; several where the words fit them
// equally well.
func (h *Handler) meant(r request, typed string) []bot.Cited {
	typed = strings.TrimSpace(typed)
	for _, c := range h.bot.Sources(r.on.id(r.report)) {
		if c.Name == typed || cut(r.voice.sourceLine(c, plain), maxChoiceName) == typed {
			return []bot.Cited{c}
		}
	}
	return h.bot.MeantSources(typed, r.on.id(r.report))
}

// plain leaves a text as it is.
func plain(s string) string { return s }

// credited shows a page of the passages credited to a source.
func (h *Handler) credited(r request) (message, Outcome) {
	v := r.voice
	r.subject = bot.NewQuestion(r.subject).Text // what the first line can carry
	var all []index.Passage
	if meant := h.meant(r, r.subject); len(meant) > 0 {
		all = h.bot.Credited(meant[0].Name, r.on.id(r.report))
	}
	if len(all) == 0 {
		return message{content: v.say("source_unknown")}, OutcomeEmpty
	}
	from := min(r.offset, len(all)-1)
	page := all[from:min(from+perCredited, len(all))]
	head := []string{subject(r.subject), v.count("credited", len(all))}
	blocks := v.blocks(page, from+1, r.on.several())
	for n := range blocks {
		blocks[n].before, blocks[n].after, blocks[n].marks = "", "", nil
	}
	content, shown := compose(head, blocks, "-# "+v.say("shortened"))
	return message{content, h.turn(r, actCredited, max(0, from-perCredited), from, from+shown, len(all))}, OutcomeInfo
}

// apart lists the sources that the words of the request fit equally well.
func (h *Handler) apart(r request, meant []bot.Cited) message {
	v := r.voice
	lines := make([]string, len(meant))
	for n, c := range meant {
		lines[n] = "- " + v.sourceLine(c, escape)
	}
	content, _ := list([]string{subject(r.subject)}, lines, []string{"-# " + v.say("sources_rest")}, maxContent)
	return message{content: content}
}

// about shows what is being asked about.
func (h *Handler) about(r request) message {
	v, all := r.voice, r.on.reports
	if r.report > 0 {
		all = all[r.report-1 : r.report]
	}
	var entries []string
	for _, rep := range all {
		entries = append(entries, h.aboutReport(v, rep))
	}
	// What is left out is said, so that room is kept for saying it.
	rest := v.count("report_rest", len(all))
	content, shown := list(nil, entries, nil, maxContent-size(rest)-len("\n"))
	if shown < len(all) {
		content += "\n" + v.count("report_rest", len(all)-shown)
	}
	return message{content: strings.TrimPrefix(content, "\n")}
}

func (h *Handler) aboutReport(v voice, rep *report.Report) string {
	title := rep.Title
	if title == "" {
		title = v.say("report_untitled") + " (" + rep.ID + ")"
	}
	lines := []string{"**" + clip(title, nil, 4*maxTitle) + "**"}
	var facts []string
	if rep.Publisher != "" {
		facts = append(facts, clip(rep.Publisher, nil, maxTitle))
	}
	if rep.Published != "" {
		facts = append(facts, v.say("report_published", values{"Date": clip(rep.Published, nil, maxTitle)}))
	}
	if name := v.language(rep.Lang); name != "" {
		facts = append(facts, v.say("report_language", values{"Language": name}))
	}
	if rep.Licence != "" {
		facts = append(facts, clip(rep.Licence, nil, maxTitle))
	}
	if len(facts) > 0 {
		lines = append(lines, strings.Join(facts, " · "))
	}
	lines = append(lines, strings.Join([]string{
		v.count("report_sentences", len(rep.Sentences())),
		v.count("report_words", len(strings.Fields(rep.Body.In(rep.Text)))),
		v.count("report_sources", len(h.bot.Sources(rep.ID))),
	}, " · "))
	if link := linkTo(rep.URL, ""); link != "" {
		lines = append(lines, "["+v.say("report_link")+"](<"+link+">)")
	}
	return strings.Join(lines, "\n")
}

// language names a language in the voice's own.
func (v voice) language(lang string) string {
	tag, err := language.Parse(lang)
	if lang == "" || err != nil {
		return escape(lang)
	}
	return display.Tags(v.tag).Name(tag)
}

// privacy says what is stored.
func (h *Handler) privacy(v voice) message {
	content := v.say("privacy")
	if link := linkTo(h.settings.Policy, ""); link != "" {
		content += "\n" + v.say("privacy_policy", values{"Link": "<" + link + ">"})
	}
	return message{content: content}
}

// inForce shows the settings.
func (h *Handler) inForce(r request) message {
	v := r.voice
	yes := func(b bool) string {
		if b {
			return v.say("yes")
		}
		return v.say("no")
	}
	ids := func(ids []string, mention string) string {
		if len(ids) == 0 {
			return v.say("all")
		}
		const few = 10
		shown := make([]string, min(few, len(ids)))
		for n := range shown {
			shown[n] = escape(ids[n])
			if mention != "" {
				shown[n] = "<" + mention + cut(ids[n], maxName) + ">"
			}
		}
		if len(ids) > few {
			shown = append(shown, "+"+strconv.Itoa(len(ids)-few))
		}
		return strings.Join(shown, ", ")
	}
	pace := func(c Cooldown) string {
		if c == (Cooldown{}) {
			return v.say("pace_none")
		}
		return v.say("pace", values{"Burst": c.Burst, "Every": c.Every.String()})
	}
	policy := v.say("none")
	if link := linkTo(h.settings.Policy, ""); link != "" {
		policy = "<" + link + ">"
	}
	lines := []string{
		v.say("settings_guilds", values{"Value": ids(h.settings.Guilds, "")}),
		v.say("settings_channels", values{"Value": ids(h.settings.Channels, "#")}),
		v.say("settings_direct", values{"Value": yes(!h.settings.NoDMs)}),
		v.say("settings_private", values{"Value": yes(h.settings.Private)}),
		v.say("settings_threads", values{"Value": yes(h.settings.Threads)}),
		v.say("settings_user_pace", values{"Value": pace(h.settings.PerUser)}),
		v.say("settings_channel_pace", values{"Value": pace(h.settings.PerChannel)}),
		v.say("settings_reports", values{"Value": len(r.on.reports)}),
		v.say("settings_policy", values{"Value": policy}),
	}
	content, _ := list([]string{"**" + v.say("settings_head") + "**"}, lines, []string{"-# " + v.say("settings_owner")}, maxContent)
	return message{content: content}
}
