package attribution

import "strings"

var irregular = map[string]string{
	"say": "says said saying", "tell": "tells told telling", "write": "writes wrote written writing",
	"find": "finds found finding", "show": "shows showed shown showing", "speak": "speaks spoke spoken speaking",
	"swear": "swears swore sworn swearing", "read": "reads reading", "think": "thinks thought thinking",
	"feel": "feels felt feeling", "know": "knows knew known knowing", "see": "sees saw seen seeing",
	"understand": "understands understood understanding", "forget": "forgets forgot forgotten forgetting",
	"seek": "seeks sought seeking", "hear": "hears heard hearing", "quip": "quips quipped quipping",
	"brag": "brags bragged bragging", "blog": "blogs blogged blogging", "snap": "snaps snapped snapping",
	"slam": "slams slammed slamming", "rip": "rips ripped ripping", "beg": "begs begged begging",
	"plan": "plans planned planning", "sob": "sobs sobbed sobbing", "dub": "dubs dubbed dubbing",
	"admit": "admits admitted admitting", "refer": "refers referred referring", "prefer": "prefers preferred preferring",
	"dream": "dreams dreamed dreamt dreaming", "learn": "learns learned learnt learning",
}

// inflect returns all forms of an English verb, its base first.
func inflect(base string) []string {
	if forms, ok := irregular[base]; ok {
		return append([]string{base}, strings.Fields(forms)...)
	}
	last := base[len(base)-1]
	vowelBefore := len(base) > 1 && strings.ContainsRune("aeiou", rune(base[len(base)-2]))
	switch {
	case last == 'e':
		return []string{base, base + "s", base + "d", base[:len(base)-1] + "ing"}
	case last == 'y' && !vowelBefore:
		return []string{base, base[:len(base)-1] + "ies", base[:len(base)-1] + "ied", base + "ing"}
	case strings.HasSuffix(base, "s"), strings.HasSuffix(base, "sh"), strings.HasSuffix(base, "ch"), strings.HasSuffix(base, "x"):
		return []string{base, base + "es", base + "ed", base + "ing"}
	}
	return []string{base, base + "s", base + "ed", base + "ing"}
}

// plural returns the plural of an English noun.
func plural(noun string) string {
	last := noun[len(noun)-1]
	switch {
	case strings.HasSuffix(noun, "man"):
		return noun[:len(noun)-2] + "en"
	case strings.HasSuffix(noun, "person"):
		return noun[:len(noun)-len("person")] + "people"
	case last == 'y' && len(noun) > 1 && !strings.ContainsRune("aeiou", rune(noun[len(noun)-2])):
		return noun[:len(noun)-1] + "ies"
	case last == 's' || last == 'x' || strings.HasSuffix(noun, "sh") || strings.HasSuffix(noun, "ch"):
		return noun + "es"
	}
	return noun + "s"
}
