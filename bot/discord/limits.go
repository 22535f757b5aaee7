package discord

import "unicode/utf16"

// Discord's limits, from https://discord.com/developers/docs. Texts are counted
// by [size].
const (
	maxContent      = 2000 // a message
	maxRows         = 5    // action rows in a message
	maxButtons      = 5    // buttons in a row
	maxLabel        = 80   // a button's label
	maxCustomID     = 100  // a button's custom_id
	maxChoices      = 25   // of an autocomplete
	maxChoiceName   = 100
	maxChoiceValue  = 100
	maxCommandName  = 32
	maxDescription  = 100  // of a command or an option
	maxCommandTexts = 8000 // of one command: its names, descriptions and values, options included
	maxThreadName   = 100
)

// size is the length of a text in UTF-16 code units. The API counts code points
// and the clients UTF-16 units; the units are never fewer, so that a text within
// a limit by them is within it by both.
func size(s string) int {
	n := 0
	for _, r := range s {
		n += max(1, utf16.RuneLen(r))
	}
	return n
}
