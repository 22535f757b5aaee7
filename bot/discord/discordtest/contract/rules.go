package contract

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// found collects violations.
type found []Violation

func (f *found) add(r Rule, format string, a ...any) {
	*f = append(*f, Violation{Rule: r, What: fmt.Sprintf(format, a...), Refused: r != PingsNobody && r != KnownKeys})
}

// Rules returns what r breaks of the rules that Discord's description misses. Texts
// are counted in code points.
func Rules(r Request) []Violation {
	var f found
	path := r.Route[strings.Index(r.Route, " ")+1:]
	switch sends := r.Method == "POST" || r.Method == "PATCH" || r.Method == "PUT"; {
	case !sends:
	case strings.HasSuffix(path, "/commands"), strings.HasSuffix(path, "/commands/{command}"):
		f.commands(r)
	case strings.HasSuffix(path, "/callback"):
		f.callback(r.Body)
	case strings.HasSuffix(path, "/messages"), strings.HasSuffix(path, "/messages/{message}"), strings.HasPrefix(path, "/webhooks/"):
		f.message(r.Body, messageKeys, r.Method == "PATCH")
	}
	return f
}

// The keys that the documentation lists.
var (
	callbackKeys = []string{"type", "data"}
	messageKeys  = []string{
		"content", "nonce", "tts", "embeds", "allowed_mentions", "message_reference", "components", "sticker_ids", "files",
		"attachments", "flags", "enforce_nonce", "poll", "username", "avatar_url", "thread_name", "applied_tags", "payload_json", "shared_client_theme",
	}
	dataKeys    = []string{"tts", "content", "embeds", "allowed_mentions", "flags", "components", "attachments", "poll", "choices", "custom_id", "title"}
	commandKeys = []string{
		"id", "application_id", "version", "guild_id", "type", "name", "name_localizations", "description", "description_localizations", "options",
		"default_member_permissions", "dm_permission", "default_permission", "nsfw", "integration_types", "contexts", "handler",
	}
	optionKeys = []string{
		"type", "name", "name_localizations", "description", "description_localizations", "required", "choices", "options", "channel_types",
		"min_value", "max_value", "min_length", "max_length", "autocomplete",
	}
)

// keys reads the keys of an object; false where it is none.
func (f *found) keys(what string, raw []byte, known []string) (map[string]json.RawMessage, bool) {
	var o map[string]json.RawMessage
	if json.Unmarshal(raw, &o) != nil || o == nil {
		f.add(WellFormed, "%s is no object", what)
		return nil, false
	}
	for k := range o {
		if !slices.Contains(known, k) {
			f.add(KnownKeys, "%s has %q", what, k)
		}
	}
	return o, true
}

// read reads what raw says; false, and a violation, where it says something else.
func (f *found) read(what string, raw []byte, into any) bool {
	if err := json.Unmarshal(raw, into); err != nil {
		f.add(WellFormed, "%s: %v", what, err)
		return false
	}
	return true
}

// callback holds the answer to an interaction against the rules.
func (f *found) callback(body []byte) {
	o, ok := f.keys("the callback", body, callbackKeys)
	if !ok {
		return
	}
	var kind int
	if !f.read("type", o["type"], &kind) {
		return
	}
	data := o["data"]
	if string(data) == "null" {
		data = nil
	}
	switch kind {
	case 4, 7:
		if data == nil {
			f.add(WellFormed, "a callback of type %d without data", kind)
			return
		}
		f.message(data, dataKeys, kind == 7)
	case 8:
		var d struct {
			Choices []choice `json:"choices"`
		}
		if data != nil && f.read("data", data, &d) {
			f.choices(d.Choices)
		}
	case 5, 9:
		if data != nil {
			f.keys("data", data, dataKeys)
		}
	}
}

// message holds a message against the rules. An edit may leave things out.
func (f *found) message(body []byte, known []string, edit bool) {
	given, ok := f.keys("the message", body, known)
	if !ok {
		return
	}
	var m struct {
		Content    *string           `json:"content"`
		Nonce      any               `json:"nonce"`
		Flags      *int              `json:"flags"`
		Embeds     []embed           `json:"embeds"`
		Components []json.RawMessage `json:"components"`
		Allowed    *struct {
			Parse   []string `json:"parse"`
			Users   []string `json:"users"`
			Roles   []string `json:"roles"`
			Replied *bool    `json:"replied_user"`
		} `json:"allowed_mentions"`
	}
	if !f.read("the message", body, &m) {
		return
	}
	content := ""
	if m.Content != nil {
		content = *m.Content
	}
	if _, says := given["content"]; says || !edit {
		switch a := m.Allowed; {
		case a == nil:
			f.add(PingsNobody, "allowed_mentions is missing")
		case a.Parse == nil, len(a.Parse) > 0, len(a.Users) > 0, len(a.Roles) > 0, a.Replied != nil && *a.Replied:
			f.add(PingsNobody, "allowed_mentions is %s", given["allowed_mentions"])
		}
	}
	if n := utf8.RuneCountInString(content); n > 2000 {
		f.add(ContentSize, "%d", n)
	}
	if n := len(fmt.Sprint(m.Nonce)); m.Nonce != nil && n > 25 {
		f.add(NonceSize, "%d", n)
	}
	sum := 0
	for _, e := range m.Embeds {
		sum += e.size()
	}
	if sum > 6000 {
		f.add(EmbedSize, "%d", sum)
	}
	v2 := m.Flags != nil && *m.Flags&(1<<15) != 0
	if v2 && (content != "" || len(m.Embeds) > 0) {
		f.add(V2Exclusive, "flag 1<<15 with content or embeds")
	}
	if !v2 && len(m.Components) > 5 {
		f.add(RowSize, "%d rows", len(m.Components))
	}
	t := tally{found: f, v2: v2 || edit && m.Flags == nil, ids: map[string]bool{}}
	for _, raw := range m.Components {
		t.component(raw, 0)
	}
	if v2 && (t.count > 40 || t.text > 4000) {
		f.add(V2Size, "%d components, %d characters", t.count, t.text)
	}
}

type embed struct {
	Title       string `json:"title"`
	Description string `json:"description"`
	Fields      []struct {
		Name  string `json:"name"`
		Value string `json:"value"`
	} `json:"fields"`
	Footer struct {
		Text string `json:"text"`
	} `json:"footer"`
	Author struct {
		Name string `json:"name"`
	} `json:"author"`
}

func (e embed) size() int {
	n := utf8.RuneCountInString(e.Title + e.Description + e.Footer.Text + e.Author.Name)
	for _, field := range e.Fields {
		n += utf8.RuneCountInString(field.Name + field.Value)
	}
	return n
}

// Types of components.
const (
	actionRow  = 1
	aButton    = 2
	linkStyle  = 5
	premium    = 6
	textBlock  = 10
	firstOfV2  = 9
	selectMenu = 3
)

// tally counts the components of a message.
type tally struct {
	*found
	v2          bool
	count, text int
	ids         map[string]bool
}

func (t *tally) component(raw []byte, depth int) {
	var c struct {
		Type       int               `json:"type"`
		Style      int               `json:"style"`
		Label      string            `json:"label"`
		Emoji      json.RawMessage   `json:"emoji"`
		CustomID   string            `json:"custom_id"`
		URL        string            `json:"url"`
		SKU        string            `json:"sku_id"`
		Content    string            `json:"content"`
		Components []json.RawMessage `json:"components"`
		Accessory  json.RawMessage   `json:"accessory"`
	}
	if !t.read("a component", raw, &c) {
		return
	}
	t.count++
	t.text += utf8.RuneCountInString(c.Content)
	switch {
	case c.Type == actionRow:
		widest := 5
		for _, inner := range c.Components {
			var kind struct {
				Type int `json:"type"`
			}
			if json.Unmarshal(inner, &kind) == nil && kind.Type >= selectMenu && kind.Type < firstOfV2 {
				widest = 1
			}
		}
		if n := len(c.Components); n < 1 || n > widest {
			t.add(RowSize, "%d components in a row", n)
		}
	case c.Type == aButton:
		bare := c.Label == "" && (len(c.Emoji) == 0 || string(c.Emoji) == "null")
		switch {
		case c.Style == premium && c.SKU != "":
		case c.Style == linkStyle && (c.URL == "" || c.CustomID != ""),
			c.Style != linkStyle && (c.CustomID == "" || c.URL != ""), bare:
			t.add(ButtonTarget, "button %q of style %d", c.Label, c.Style)
		}
	case c.Type >= firstOfV2 && !t.v2, depth == 0 && !t.v2:
		t.add(V2Exclusive, "component of type %d without flag 1<<15, or outside of a row", c.Type)
	}
	if c.CustomID != "" {
		if t.ids[c.CustomID] {
			t.add(UniqueIDs, "%q", c.CustomID)
		}
		t.ids[c.CustomID] = true
	}
	for _, inner := range c.Components {
		t.component(inner, depth+1)
	}
	if len(c.Accessory) > 0 && string(c.Accessory) != "null" {
		t.component(c.Accessory, depth+1)
	}
}
