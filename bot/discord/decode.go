package discord

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/bwmarrin/discordgo"
)

// DecodeInteraction reads an interaction as Discord sends it, by the gateway (the
// event's data) or by HTTP. Messages in it may hold components, and data may hold
// fields, that discordgo does not know: discordgo gives up on the whole event
// there, so the components of messages are left out where they do not decode.
// In a thread the ChannelID becomes that of the thread's channel, which is what
// settings name. An interaction without an id or a type is an error.
func DecodeInteraction(raw []byte) (*discordgo.Interaction, error) {
	i := new(discordgo.Interaction)
	if err := i.UnmarshalJSON(raw); err != nil {
		var tree map[string]any
		if json.Unmarshal(raw, &tree) != nil || tree == nil {
			return nil, fmt.Errorf("decode interaction: %w", err)
		}
		bare, merr := json.Marshal(withoutComponents(tree))
		if merr != nil {
			return nil, fmt.Errorf("decode interaction: %w", merr)
		}
		i = new(discordgo.Interaction)
		if err := i.UnmarshalJSON(bare); err != nil {
			return nil, fmt.Errorf("decode interaction: %w", err)
		}
	}
	return CompleteInteraction(i, raw)
}

// CompleteInteraction returns i, which was decoded from raw as discordgo does, with
// what discordgo leaves out, as DecodeInteraction does.
func CompleteInteraction(i *discordgo.Interaction, raw []byte) (*discordgo.Interaction, error) {
	if i.ID == "" || i.Type == 0 {
		return nil, errors.New("decode interaction: it has no id or no type")
	}
	var in struct {
		Channel struct {
			Type   discordgo.ChannelType `json:"type"`
			Parent string                `json:"parent_id"`
		} `json:"channel"`
	}
	if json.Unmarshal(raw, &in) == nil && in.Channel.Parent != "" && isThread(in.Channel.Type) {
		i.ChannelID = in.Channel.Parent
	}
	return i, nil
}

// isThread reports whether channels of this type belong to another channel; the
// parent of all others is a category.
func isThread(t discordgo.ChannelType) bool {
	return t == discordgo.ChannelTypeGuildNewsThread || t == discordgo.ChannelTypeGuildPublicThread ||
		t == discordgo.ChannelTypeGuildPrivateThread
}

// withoutComponents drops the components of every message in tree, which is
// changed. The answers of a modal are components too, but stand in "data".
func withoutComponents(tree map[string]any) map[string]any {
	for _, v := range tree {
		switch v := v.(type) {
		case map[string]any:
			withoutComponents(v)
		case []any:
			for _, e := range v {
				if m, ok := e.(map[string]any); ok {
					withoutComponents(m)
				}
			}
		}
	}
	if _, message := tree["author"]; message {
		delete(tree, "components")
	}
	if _, message := tree["content"]; message {
		delete(tree, "components")
	}
	return tree
}
