package discord

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"footnote/bot"
	"footnote/index"
)

// maxContent is how many code points a message's content may have.
const maxContent = 2000

// render puts an answer into the content of a message.
func render(a bot.Answer) (string, Outcome) {
	outcome, head := OutcomeAnswered, ""
	switch a.Verdict {
	case index.Answered:
	case index.Closest:
		outcome, head = OutcomeClosest, "Not sure that this answers it; the closest passages:\n"
	case index.Silent:
		outcome, head = OutcomeSilent, "The report does not say.\n"
		if len(a.Passages) > 0 {
			head += "The nearest passages:\n"
		}
	}
	content := head
	for n, p := range a.Passages {
		block := fmt.Sprintf("%d.\n> %s\n-# %s · paragraph %d, sentence %d of %d\n", n+1,
			escape(p.Text), escape(bot.CreditLine(p)), p.Paragraph, p.Sentence, p.Sentences)
		if utf8.RuneCountInString(content+block) > maxContent {
			break
		}
		content += block
	}
	return strings.TrimSpace(content), outcome
}

// escape keeps Discord from reading markdown into a text.
func escape(s string) string {
	return markdown.Replace(s)
}

var markdown = strings.NewReplacer(`\`, `\\`, "*", `\*`, "_", `\_`, "~", `\~`, "`", "\\`", "|", `\|`, ">", `\>`, "<", `\<`,
	"[", `\[`, "]", `\]`, "#", `\#`, "@", "@\u200b", ":", `\:`, "\n", " ")
