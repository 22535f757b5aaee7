/*
Footnote answers questions about news reports with the report's own sentences,
word for word, and says who is cited for each.

# The packages, bottom-up

  - [footnote/index/report] holds the nouns: a report has paragraphs, a paragraph
    sentences, a sentence the sources that it credits. It reads and writes their
    text form.
  - [footnote/index/report/file] reads files of all forms and makes of web pages,
    Markdown and Word documents that text form; its folder pdf does it for PDF.
  - [footnote/index/report/fetch] fetches a report from the web, from public hosts.
  - [footnote/index/segment] finds the sentences of a text.
  - [footnote/index/attribution] finds who is cited for what, and carries sources
    over from other sentences.
  - [footnote/index/wordlist] finds words in lists that do not change.
  - [footnote/index/embedding] tells how near words are in meaning.
  - [footnote/index/wordnet] tells how English words are related.
  - [footnote/index/questions] makes questions of what a report says, to offer.
  - [footnote/index] finds passages. It is the only place that knows Bleve.
  - [footnote/index/eval] answers question sets and scores the answers;
    index/indextest makes reports and questions to measure with.
  - [footnote/bot] turns a question into an answer. It knows neither Bleve nor a
    front end.
  - [footnote/bot/console] shows answers in a terminal.
  - [footnote/bot/discord] turns an event of Discord into a response; its folder
    wire talks to Discord, and its folder discordtest is a Discord for tests.
  - [footnote/bot/playground] is a page on this machine that plays Discord: what is
    done there goes to the handler of bot/discord, and what comes back is drawn.
  - [footnote/seeds] is the report that is built in.
  - This package connects them: a file a command. It alone looks at flags, the
    environment and signals.

Imports point one way: from here to the front ends, to bot, to index, and to
report. The linter's rules in .golangci.yml hold that.

# The flow of a report

A file is turned into the text form and decoded by
[footnote/index/report/file.Load]; [footnote/index.Prepare] finds its sentences
and their sources; [footnote/index.New] makes of every sentence a document in
Bleve, in memory.

# The flow of a question

What a person typed becomes a [footnote/bot.Question]; [footnote/bot.Bot.Ask] has
the index find and rank passages and decide whether they answer; a front end
renders the [footnote/bot.Answer].
*/
package main
