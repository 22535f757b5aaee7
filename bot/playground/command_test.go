package playground

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCommandData(t *testing.T) {
	commands := newServer(t).house.commandsIn(inServer)
	text := func(name string, value any) optionJSON { return optionJSON{Type: 3, Name: name, Value: value} }
	tests := []struct {
		line, locale string
		want         commandJSON
		err          string
	}{
		{line: "/help", want: commandJSON{ID: "1", Type: 1, Name: "help"}},
		{line: "/ask  Who said: so? ", want: commandJSON{ID: "1", Type: 1, Name: "ask", Options: []optionJSON{text("question", "Who said: so?")}}},
		{
			line: "/ask question:Who? private:True report:the cup",
			want: commandJSON{ID: "1", Type: 1, Name: "ask", Options: []optionJSON{text("question", "Who?"), {Type: 5, Name: "private", Value: true}, text("report", "the cup")}},
		},
		{line: "/ask Who? private:perhaps", err: "private: takes True or False"},
		{line: "/ask", err: "/ask needs question: What you want to know, in your own words (300 characters at most)"},
		{line: "/sources", want: commandJSON{ID: "1", Type: 1, Name: "sources"}},
		{line: "/sources source: report:x", want: commandJSON{ID: "1", Type: 1, Name: "sources", Options: []optionJSON{text("report", "x")}}},
		{line: "/footnote settings", want: commandJSON{ID: "1", Type: 1, Name: "footnote", Options: []optionJSON{{Type: 1, Name: "settings"}}}},
		{line: "/footnote", err: "/footnote needs a word more: settings"},
		{line: "/quellen quelle:Axios", locale: "de", want: commandJSON{ID: "1", Type: 1, Name: "sources", Options: []optionJSON{text("source", "Axios")}}},
	}
	for _, tt := range tests {
		t.Run(tt.line, func(t *testing.T) {
			got, err := parse(tt.line, tt.locale, commands).data()
			if tt.err != "" {
				if err == nil || err.Error() != tt.err {
					t.Errorf("error = %v; want %s", err, tt.err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("data (-want +got)\n%s", diff)
			}
		})
	}
	if v := parse("/nonsense x", "", commands); v.command != nil {
		t.Errorf("parse found %s", v.command.Name)
	}
}

func TestComplete(t *testing.T) {
	house := newServer(t).house
	tests := []struct {
		name, line string
		in         place
		want       []string // the lines after a choice
	}{
		{"all commands", "/", inServer, []string{"/ask ", "/sources ", "/report ", "/help ", "/privacy ", "/footnote "}},
		{"in direct messages", "/", inDirect, []string{"/ask ", "/sources ", "/report ", "/help ", "/privacy "}},
		{"a command", "/so", inServer, []string{"/sources "}},
		{"a word more", "/footnote ", inServer, []string{"/footnote settings "}},
		{"a source", "/sources Financ", inServer, []string{"/sources Financial Times"}},
		{"a named source", "/sources report:peace-plan source:Financ", inServer, []string{"/sources report:peace-plan source:Financial Times"}},
		{"truth", "/ask Who? private:", inServer, []string{"/ask Who? private:True", "/ask Who? private:False"}},
		{"no option", "/help ", inServer, nil},
		{"no command", "/nonsense x", inServer, nil},
		{"a question", "Who?", inServer, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			choices, err := house.complete(t.Context(), tt.in, "en-US", tt.line)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, c := range choices {
				got = append(got, c.Line)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("choices for %q (-want +got)\n%s", tt.line, diff)
			}
		})
	}
	choices, err := house.complete(t.Context(), inServer, "en-US", "/ask Who? ")
	if err != nil {
		t.Fatal(err)
	}
	var options []string
	for _, c := range choices {
		if c.More {
			options = append(options, c.Label)
		}
	}
	if diff := cmp.Diff([]string{"private:", "report:"}, options); diff != "" {
		t.Errorf("options (-want +got)\n%s", diff)
	}
}

func FuzzParse(f *testing.F) {
	f.Add("/ask question:Who? private:True report:x")
	f.Add("/footnote settings ")
	f.Add("/sources source:report:")
	commands := newServer(f).house.commandsIn(inServer)
	f.Fuzz(func(t *testing.T, line string) {
		v := parse(line, "de", commands)
		if v.command == nil {
			return
		}
		for _, g := range v.given {
			if line[g.start:g.start+len(g.value)] != g.value {
				t.Fatalf("parse(%q): %q is not at %d", line, g.value, g.start)
			}
		}
		_, _ = v.data()
	})
}
