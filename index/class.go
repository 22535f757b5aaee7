package index

import "strings"

// A class is a set of things that a word by itself can be: what an answer may
// be made of, and what tells the type of a question.
type class uint16

const (
	stopWord    class = 1 << iota // carries no content by itself
	digits                        // written with digits
	year                          // four digits that can be a year, also "1990s"
	numeral                       // "seven", "million", "third"
	calendar                      // "Monday", "March"
	timeWord                      // "century", "yesterday"
	pronoun                       // "she": stands for a name of the sentence before
	placeBefore                   // "in", "near": a place may follow
	reasonWord                    // "because", "due"
	unitWord                      // "metres", "dollars", "people"
	speechWord                    // "said", "according"
	personWord                    // "minister": a noun for a person
	ordinal                       // "third", "17th"
	vague                         // of numerals, "one", "several"; of words of time, "before"
	shareWord                     // "percent", "half"
	extentWord                    // "hours", "miles"
)

// englishWords lists the words of each class that are not seen from their form.
var englishWords = map[class]string{
	numeral: `one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
		nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand thousands million millions billion
		billions trillion dozen dozens half third thirds quarter quarters double twice once first second fourth fifth sixth seventh
		eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth several
		both none single pair couple zero`,
	calendar: `january february march april may june july august september october november december monday tuesday wednesday
		thursday friday saturday sunday jan feb mar apr jun jul aug sep sept oct nov dec`,
	timeWord: `century centuries decade decades year years month months week weeks day days hour hours minute minutes morning
		afternoon evening night noon midnight age aged today yesterday tomorrow ago spring summer autumn winter later earlier early late
		before after since until during bc ad bce ce daily annually weekly always currently now`,
	pronoun: `he she it they his her its their him them this these that those he'd she'd it's they're himself herself itself
		themselves both such another who former latter`,
	placeBefore: `in at near from to on across around along between outside inside throughout north south east west northern
		southern eastern western within toward towards through over under`,
	reasonWord: `because due since so therefore thus hence to for reason reasons cause caused causes causing result resulted results
		resulting led leads leading as order owing thanks if allow allowed enable enabled prevent prevented avoid fear concern concerns by`,
	unitWord: `percent per cent dollar dollars euro euros pound pounds metre metres meter meters kilometre kilometres kilometer
		kilometers km mile miles feet foot ft inch inches acre acres hectare hectares tonnes tons tonne ton kg kilogram kilograms
		people students members times degrees population residents employees soldiers troops votes seats degree mph cents
		gallons litres liters square games points goals yards players points age aged years hours days months weeks minutes`,
	speechWord: `said say says told tell tells according stated states announced argued argues believe believes believed called claimed
		claims added wrote writes explained reported report suggested noted described asked spoke statement insisted quoted
		denied declared warned admitted think thinks thought comment commented remarked`,
	ordinal: `first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth
		seventeenth eighteenth nineteenth twentieth`,
	vague: `one both none several single pair couple once twice half double hundreds thousands millions billions dozens later earlier early
		late before after since until during daily annually weekly always currently now`,
	shareWord: `percent percentage half third thirds quarter quarters fifth fifths tenth tenths majority`,
	extentWord: `seconds minute minutes hour hours day days week weeks month months year years decade decades century centuries metre metres
		meter meters kilometre kilometres kilometer kilometers km mile miles feet foot ft inch inches yards mm cm`,
}

// classes is englishWords by word.
var classes = func() map[string]class {
	all := map[string]class{}
	for c, list := range englishWords {
		for w := range strings.FieldsSeq(list) {
			all[w] |= c
		}
	}
	return all
}()

// setOf returns the words of a list.
func setOf(list string) map[string]bool {
	all := map[string]bool{}
	for w := range strings.FieldsSeq(list) {
		all[w] = true
	}
	return all
}

// classify returns the classes of a form. Stop says that the language's
// analyzer drops it.
func classify(lang, form string, stop bool) class {
	var c class
	if lang == "en" {
		c = classes[form]
	}
	if stop {
		c |= stopWord
	}
	if form[0] >= '0' && form[0] <= '9' {
		c |= digits
		switch {
		case isYear(form):
			c |= year
		case isOrdinal(form):
			c |= ordinal
		}
	}
	return c
}

func isYear(form string) bool {
	form = strings.TrimSuffix(form, "s")
	if len(form) != 4 || form[0] != '1' && form[0] != '2' {
		return false
	}
	return strings.Trim(form, "0123456789") == ""
}

// isOrdinal reports whether a form that begins with a digit is as "17th".
func isOrdinal(form string) bool {
	for _, end := range [...]string{"st", "nd", "rd", "th"} {
		if strings.HasSuffix(form, end) {
			return true
		}
	}
	return false
}
