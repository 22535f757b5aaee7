// Package contract tells whether what a bot sends to Discord keeps Discord's
// rules. [Rules] knows those of the documentation that Discord's own OpenAPI
// description misses, and one of this project: that nobody is notified.
// [Load] reads the description, for the rest.
package contract

import "fmt"

// A Request is what a bot sent.
type Request struct {
	Method string
	Route  string // as "POST /channels/{channel}/messages"
	Body   []byte // JSON
}

// A Violation is a rule that a request breaks.
type Violation struct {
	Rule    Rule
	What    string
	Refused bool // Discord would answer 400
}

func (v Violation) String() string { return fmt.Sprintf("%s: %s", v.Rule, v.What) }

// A Rule names what must hold.
type Rule string

// The rules.
const (
	PingsNobody    Rule = "nobody is notified"
	ContentSize    Rule = "a content is at most 2000 characters"
	EmbedSize      Rule = "the texts of all embeds together are at most 6000 characters"
	ButtonTarget   Rule = "a button has either a custom_id or, as a link, a URL, and a label or an emoji"
	UniqueIDs      Rule = "a custom_id is used once in a message"
	RowSize        Rule = "an action row holds 1 to 5 buttons, and a message 5 rows"
	V2Exclusive    Rule = "a message of components V2 has neither content nor embeds, and others have only action rows"
	V2Size         Rule = "a message of components V2 has at most 40 components and 4000 characters"
	CommandName    Rule = "a chat command and its options have names of 1 to 32 lower-case letters, digits, - and _"
	CommandAbout   Rule = "a chat command has a description of 1 to 100 characters, others have none"
	CommandSize    Rule = "the texts of a command are at most 8000 characters"
	CommandOrder   Rule = "required options stand before others"
	CommandUnique  Rule = "a name is used once among commands of a type, and among options"
	Autocompletion Rule = "an option has choices or autocompletion, not both"
	ChoiceSize     Rule = "a choice has a name of 1 to 100 characters and a value of at most 100"
	KnownKeys      Rule = "only documented keys are sent"
	NonceSize      Rule = "a nonce is at most 25 characters"
	WellFormed     Rule = "the body is the JSON that the route asks for"
)
