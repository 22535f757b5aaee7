package wire

import (
	"encoding/json"
	"fmt"

	"github.com/bwmarrin/discordgo"

	"footnote/bot/discord"
)

// event takes a dispatch of the gateway in its raw form: discordgo delivers an
// empty event where it does not know a component.
func (d *Dispatcher) event(kind string, raw json.RawMessage, places *places) {
	var err error
	switch kind {
	case "INTERACTION_CREATE":
		var i *discordgo.Interaction
		if i, err = discord.DecodeInteraction(raw); err == nil {
			d.Interaction(i)
		}
	case "MESSAGE_CREATE":
		var m *discordgo.Message
		if m, err = decodeMessage(raw); err == nil {
			d.Message(m, places.self(m.GuildID, m.ChannelID))
		}
	default:
		err = places.learn(kind, raw)
	}
	if err != nil {
		d.log.Warn("event not understood", "event", kind, "error", err)
	}
}

// decodeMessage reads a message. Discord adds kinds of components that discordgo
// does not know and then gives up on the message, so they are left out where they
// do not decode.
func decodeMessage(raw []byte) (*discordgo.Message, error) {
	m := new(discordgo.Message)
	if json.Unmarshal(raw, m) == nil {
		return m, nil
	}
	bare, err := withoutComponents(raw)
	if err != nil {
		return nil, fmt.Errorf("message: %w", err)
	}
	m = new(discordgo.Message)
	if err := json.Unmarshal(bare, m); err != nil {
		return nil, fmt.Errorf("message: %w", err)
	}
	return m, nil
}

// withoutComponents drops the components of a message, of what it forwards and
// of the message it replies to.
func withoutComponents(raw []byte) ([]byte, error) {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(raw, &fields); err != nil {
		return nil, err
	}
	delete(fields, "components")
	delete(fields, "message_snapshots")
	if replied := fields["referenced_message"]; len(replied) > 0 && string(replied) != "null" {
		bare, err := withoutComponents(replied)
		if err != nil {
			return nil, err
		}
		fields["referenced_message"] = bare
	}
	return json.Marshal(fields)
}
