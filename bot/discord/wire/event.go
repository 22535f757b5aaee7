package wire

import (
	"encoding/json"
	"fmt"

	"github.com/bwmarrin/discordgo"

	"footnote/bot/discord"
)

// event takes a dispatch of the gateway. Where discordgo does not know a component
// it delivers an empty event; then the raw one is decoded here.
func (d *Dispatcher) event(e *discordgo.Event, places *places) {
	var err error
	switch e.Type {
	case "INTERACTION_CREATE":
		var i *discordgo.Interaction
		if done, ok := e.Struct.(*discordgo.InteractionCreate); ok && done.Interaction != nil && done.Data != nil {
			i, err = discord.CompleteInteraction(done.Interaction, e.RawData)
		} else {
			i, err = discord.DecodeInteraction(e.RawData)
		}
		if err == nil {
			d.Interaction(i)
		}
	case "MESSAGE_CREATE":
		var m *discordgo.Message
		if done, ok := e.Struct.(*discordgo.MessageCreate); ok && done.Message != nil && done.Author != nil {
			m = done.Message
		} else {
			m, err = decodeMessage(e.RawData)
		}
		if err == nil {
			d.Message(m, places.self(m.GuildID, m.ChannelID))
		}
	default:
		err = places.learn(e.Type, e.RawData)
	}
	if err != nil {
		d.log.Warn("event not understood", "event", e.Type, "error", err)
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
