package questions

import (
	"cmp"
	"strings"

	"footnote/index/report"
	"footnote/index/wordnet"
)

// asks gives for the verb of a cue the verb of the question. What a verb that is
// not here introduces is asked for with "say" alone.
var asks = map[string]string{
	"report": "report", "announce": "announce", "confirm": "confirm", "reveal": "reveal", "predict": "predict",
	"estimate": "estimate", "find": "find", "suggest": "suggest", "propose": "propose", "promise": "promise",
	"demand": "demand", "argue": "argue", "claim": "claim", "deny": "deny", "recommend": "recommend", "write": "write",
	"post": "post", "declare": "declare", "conclude": "conclude", "warn": "warn about", "complain": "complain about",
	"reject": "reject", "admit": "admit",
}

// speech are the verbs whose content is what was said, beside those of asks.
var speech = set(`say state add note remark comment explain call describe tell insist stress caution according acknowledge
	accuse concede stipulate view hope believe think suspect`)

// inquiries are documents that find something out.
var inquiries = set("survey poll study inquiry research investigation analysis audit")

// said makes the questions for what one source is credited with.
func (m *maker) said(s report.Sentence, a report.Attribution) {
	name, ok := m.inSentence(a.Source)
	if !ok {
		return
	}
	if a.Cue == nil { // carried over: it answers what the sentence before it is asked for
		m.add(kindSaid, s, "What did", name, "say")
		return
	}
	verb := cueVerb(a.Cue.In(m.report.Text))
	if verb == "" {
		return
	}
	kind := m.kind[a.Source.Name]
	ask := cmp.Or(asks[verb], "say")
	if kind == report.Document && ask == "say" && inquiries[lastWord(name)] {
		ask = "find"
	}
	m.add(kindSaid, s, "What did", name, ask)
	if verb == "tell" && isName(a.Source.Via) {
		m.add(kindSaid, s, "What did", name, "tell", a.Source.Via)
	}
	if kind == report.Document || kind == report.Unnamed {
		return
	}
	for _, topic := range topics(a.Content.In(m.report.Text)) {
		if !strings.Contains(name, topic) && !strings.Contains(topic, name) && topic != a.Source.Via {
			m.add(kindTopic, s, "What did", name, "say about", topic)
		}
	}
}

// cueVerb returns the verb of a cue as a lemma, if it is one of speech.
func cueVerb(cue string) string {
	for w := range strings.FieldsSeq(strings.ToLower(cue)) {
		if speech[w] || asks[w] != "" {
			return w
		}
		for _, l := range wordnet.Lemmas(nil, w) {
			if v := l.String(); speech[v] || asks[v] != "" {
				return v
			}
		}
	}
	return ""
}

// inSentence returns a source's name as it stands inside a question: "the
// Finance Ministry". There is none for a name that leans on other words, as "his
// lawyer" does, or that is no whole phrase.
func (m *maker) inSentence(s report.Source) (string, bool) {
	words := strings.Fields(s.Name)
	if len(words) == 0 || len(words) > 8 {
		return "", false
	}
	first := strings.ToLower(words[0])
	determined := determiners[first]
	switch {
	case leaning[first]:
		return "", false
	case determined:
		words[0] = first
	case startsUpper(words[0]):
		if last := words[len(words)-1]; startsLower(last) && wordnet.Find(first) != 0 && !demonym(first) {
			return "", false // the capital may be that of the sentence
		}
		if m.article[s.Name] {
			words = append([]string{"the"}, words...)
		}
	case !plural(words[0]) && !plural(words[len(words)-1]) && !numbers[first]:
		return "", false // "official" is said of nobody in particular
	}
	return strings.Join(words, " "), true
}

// determined reports whether "the" stands before a source's name.
func (m *maker) determined(s report.Source) bool {
	if s.Mention == nil || !startsUpper(s.Name) {
		return false
	}
	named := strings.Index(s.Mention.In(m.report.Text), s.Name)
	if named < 0 {
		return false
	}
	return strings.EqualFold(lastWord(m.report.Text[:s.Mention.Start+named]), "the")
}

func lastWord(s string) string {
	s = strings.TrimSpace(s)
	return s[strings.LastIndexAny(s, " \n")+1:]
}

// demonym guesses whether a word is one of a people, which is always written
// with a capital.
func demonym(w string) bool {
	return strings.HasSuffix(w, "ian") || strings.HasSuffix(w, "can") || strings.HasSuffix(w, "ish") || strings.HasSuffix(w, "ese")
}

// topics returns the names in a source's words that can stand behind "about".
func topics(content string) []string {
	words := strings.Fields(content)
	var found []string
	for i := 1; i < len(words); i++ {
		if !startsUpper(words[i]) || !startsLower(words[i-1]) || !plainEnd(words[i-1]) {
			continue // also a sentence's first word, and the first of a quotation
		}
		if words[i-1] == "told" || words[i-1] == "of" && i > 1 && startsUpper(words[i-2]) {
			continue // who was told; "Secretary of State Marco Rubio"
		}
		end := i
		for end < len(words)-1 && plainEnd(words[end]) && startsUpper(words[end+1]) {
			end++
		}
		name := append([]string(nil), words[i:end+1]...)
		last := trimMark(name[len(name)-1])
		whole := last != name[len(name)-1] || end == len(words)-1 || follows[words[end+1]]
		name[len(name)-1] = last
		if strings.EqualFold(words[i-1], "the") {
			name = append([]string{"the"}, name...)
		}
		if joined := strings.Join(name, " "); whole && isName(joined) && !demonym(joined) && !calendar[strings.ToLower(last)] {
			found = append(found, joined)
		}
		i = end
	}
	return found
}
