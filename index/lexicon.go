package index

import (
	"iter"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/blevesearch/bleve/v2/analysis"

	"footnote/index/embedding"
	"footnote/index/report"
	"footnote/index/wordnet"
)

// A lexicon holds the words of all reports of one language, each once, with
// what ranking needs to know of a word. It grows while the index is built and
// is only read afterwards.
type lexicon struct {
	lang      string
	analyzer  analysis.Analyzer // of other languages than English, see terms
	stops     analysis.TokenMap // English only: the words that terms drops
	model     *embedding.Model
	numbers   map[string]uint32 // form -> number of the word
	words     []word
	roleOf    []role            // by word, again: close together, for runs through sentences
	lemmas    []wordnet.Lemma   // of all words
	stems     map[string]uint32 // stem -> its number
	stemForms []string          // by number
	directory *directory
	spread    []int32 // by stem: in how many sentences it stands
	counted   []int32 // by stem: the last sentence that was counted in spread, from 1
	sentences int     // how many were read
	total     int     // how many words they have together
	content   int     // these but for stop words
}

// A word is one form, in lower case, that stands in a report.
type word struct {
	form    string // may be a part of a report's text, which the index holds anyway
	stem    uint32
	class   class
	role    role
	lemmas  []wordnet.Lemma // English only
	vector  embedding.Vector
	rarity  float32 // see rarity
	capital int32   // how often it stands with a capital that says something
	plain   int32   // how often with a small letter
}

// newLexicon returns an empty lexicon with room for about so many words.
func newLexicon(lang string, m *embedding.Model, room int) (*lexicon, error) {
	l := &lexicon{
		lang: lang, model: m,
		numbers: make(map[string]uint32, room), words: make([]word, 0, room), roleOf: make([]role, 0, room), lemmas: make([]wordnet.Lemma, 0, 2*room),
		stems: make(map[string]uint32, room), stemForms: make([]string, 0, room), spread: make([]int32, 0, room), counted: make([]int32, 0, room),
		directory: newDirectory(room),
	}
	var err error
	if lang == "en" {
		l.stops, err = englishStops()
	} else {
		l.analyzer, err = newAnalyzer(lang)
	}
	return l, err
}

// add returns the number of a form, which it enters where it is new.
func (l *lexicon) add(form string) uint32 {
	if n, ok := l.numbers[form]; ok {
		return n
	}
	stem, stop := l.stem(form)
	s, ok := l.stems[stem]
	if !ok {
		s = uint32(len(l.stems))
		l.stems[stem] = s
		l.stemForms = append(l.stemForms, stem)
		l.spread = append(l.spread, 0)
		l.counted = append(l.counted, 0)
	}
	n := uint32(len(l.words))
	l.numbers[form] = n
	w := word{form: form, stem: s, class: classify(l.lang, form, stop)}
	w.vector, w.rarity = l.meaning(form)
	if l.lang == "en" && !stop {
		first := len(l.lemmas)
		l.lemmas = wordnet.Lemmas(l.lemmas, form)
		w.lemmas = slices.Clip(l.lemmas[first:])
		for _, m := range w.lemmas {
			if m.Person() {
				w.class |= personWord
			}
		}
	}
	w.role = roleOf(&w)
	l.words = append(l.words, w)
	l.roleOf = append(l.roleOf, w.role)
	l.directory.add(n, &w)
	return n
}

// meaning returns a word's vector, and how rare the word is in everyday
// English: about the logarithm of its rank by frequency (Zipf's law makes that
// an inverse document frequency but for a constant). Words of other languages
// have neither.
func (l *lexicon) meaning(form string) (v embedding.Vector, rarity float32) {
	if l.lang != "en" {
		return v, 0
	}
	w := l.model.Find(form)
	if w.Rank == 0 {
		return w.Vector, rarest
	}
	return w.Vector, float32(math.Log(1 + float64(w.Rank)/10))
}

// rarest is the rarity of a word that is not among the 50,000 commonest.
const rarest = 9.5

// A token is a word in a sentence: the word's number and, in the low bits, how
// it is written there and what is asked of most words. Four bytes, so that a sentence of average length takes
// about a hundred.
type token uint32

const (
	capital   token = 1 << iota // begins with a capital
	opening                     // the first of its sentence or quotation: a capital says nothing
	money                       // stands beside a currency sign
	percent                     // stands before a per-cent sign or word
	clause                      // stands behind punctuation
	stops                       // is a stop word
	tells                       // has a class that an answer may be known by
	means                       // is no stop word and has a vector
	tokenBits = 8
)

func (t token) word() uint32       { return uint32(t >> tokenBits) }
func (t token) is(flag token) bool { return t&flag != 0 }

// read appends the tokens of a text to tokens and enters its words.
func (l *lexicon) read(tokens []token, text string) []token {
	for w := range words(text) {
		n, flags := l.add(w.form), w.flags
		word := &l.words[n]
		switch {
		case !flags.is(capital):
			word.plain++
		case !flags.is(opening):
			word.capital++
		}
		switch {
		case word.class&stopWord != 0:
			flags |= stops
		case word.vector.Known():
			flags |= means
		}
		if word.class&telling != 0 {
			flags |= tells
		}
		tokens = append(tokens, token(n)<<tokenBits|flags)
	}
	return tokens
}

// count adds a sentence's tokens to the spread of their stems.
func (l *lexicon) count(tokens []token) {
	l.sentences++
	l.total += len(tokens)
	for _, t := range tokens {
		if !t.is(stops) {
			l.content++
		}
		if s := l.words[t.word()].stem; l.counted[s] != int32(l.sentences) { //nolint:gosec // memory ends before
			l.counted[s] = int32(l.sentences) //nolint:gosec // as above
			l.spread[s]++
		}
	}
}

// vector returns the sum of the vectors of a sentence's words, weighted by rarity. It
// takes sum to add them up in.
func (l *lexicon) vector(tokens []token, sum *embedding.Sum) embedding.Vector {
	sum.Reset()
	for _, t := range tokens {
		if w := &l.words[t.word()]; !t.is(stops) {
			sum.Add(w.vector, w.rarity)
		}
	}
	return sum.Vector()
}

// A lexeme is a word where it stands in a text.
type lexeme struct {
	form  string // in lower case, with straight apostrophes and without a possessive 's
	flags token
	span  report.Span
}

// words yields the words of a text. A word is a run of letters and digits; inside it may
// stand an apostrophe, and a point or comma between digits or single letters
// ("U.S", "1,000"); the point behind the last of these belongs to it. In scripts that are written without spaces every character
// is a word.
func words(text string) iter.Seq[lexeme] {
	return func(yield func(lexeme) bool) {
		for w := range places(text) {
			w.form = normal(w.span.In(text))
			if !yield(w) {
				return
			}
		}
	}
}

// forms returns the words of a text.
func forms(text string) []string {
	var all []string
	for w := range words(text) {
		all = append(all, w.form)
	}
	return all
}

// places yields the words of a text without their forms.
func places(text string) iter.Seq[lexeme] {
	return func(yield func(lexeme) bool) {
		flags := opening
		for i := 0; i < len(text); {
			if text[i] == ' ' {
				i++
				continue
			}
			r, width := utf8.DecodeRuneInString(text[i:])
			if !isWord(r) {
				switch {
				case r == '$' || unicode.Is(unicode.Sc, r):
					flags |= money
				case strings.ContainsRune("\"“”«»„:—", r):
					flags |= opening | clause
				case unicode.IsPunct(r) && r != '-' && r != '\'' && r != '’':
					flags |= clause
				}
				i += width
				continue
			}
			end := i + width
			if !unspaced(r) {
				end = wordEnd(text, i)
			}
			if unicode.IsUpper(r) {
				flags |= capital
			}
			next := end
			for next < len(text) && text[next] == ' ' {
				next++
			}
			switch rest := text[next:]; {
			case strings.HasPrefix(rest, "%"), strings.HasPrefix(rest, "percent"), strings.HasPrefix(rest, "per cent"):
				flags |= percent
			case strings.HasPrefix(rest, "€"):
				flags |= money
			}
			if !yield(lexeme{flags: flags, span: report.Span{Start: i, End: end}}) {
				return
			}
			flags = 0
			if end-i > 2 && text[i+1] == '.' && strings.HasPrefix(text[end:], ".") {
				end++ // of "U.S."
			}
			i = end
		}
	}
}

// wordEnd returns where the word that begins at start ends.
func wordEnd(text string, start int) int {
	end, length := start, 0 // length in runes since the last joint
	for end < len(text) && text[end] != ' ' {
		if c := rune(text[end]); c < utf8.RuneSelf && isWord(c) {
			end++
			length++
			continue
		}
		r, width := utf8.DecodeRuneInString(text[end:])
		if isWord(r) && !unspaced(r) {
			end += width
			length++
			continue
		}
		next, _ := utf8.DecodeRuneInString(text[end+width:])
		last, _ := utf8.DecodeLastRuneInString(text[:end])
		switch r {
		case '\'', '’':
			if !unicode.IsLetter(next) || unspaced(next) {
				return end
			}
		case '.', ',':
			digits := unicode.IsDigit(last) && unicode.IsDigit(next)
			letters := r == '.' && length == 1 && unicode.IsLetter(last) && unicode.IsLetter(next)
			if !digits && !letters {
				return end
			}
		default:
			return end
		}
		end += width
		length = 0
	}
	return end
}

func isWord(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
	}
	return unicode.In(r, unicode.L, unicode.N, unicode.M)
}

// unspaced reports whether a character is of a script that puts no spaces
// between words.
func unspaced(r rune) bool {
	return r >= 0x0E00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

// normal returns a word in lower case, with straight apostrophes and without a
// possessive ending.
func normal(form string) string {
	for i := range len(form) {
		if form[i] >= utf8.RuneSelf {
			form = strings.ReplaceAll(form, "’", "'")
			break
		}
	}
	if strings.TrimSuffix(form, "'s") == "US" {
		return unitedStates
	}
	return abbreviation(strings.TrimSuffix(strings.ToLower(form), "'s"))
}

// unitedStates is the form of "U.S." and "US", not of "us".
const unitedStates = "usa"

// abbreviation returns the form of a word in lower case that may be letters with points
// between, as "u.n", which are left out.
func abbreviation(word string) string {
	if len(word) < 3 || word[1] != '.' {
		return word
	}
	for i := range len(word) {
		if c := word[i]; i%2 == 1 && c != '.' || i%2 == 0 && (c < 'a' || c > 'z') {
			return word
		}
	}
	if word == "u.s" {
		return unitedStates
	}
	return strings.ReplaceAll(word, ".", "")
}

// isNormal reports whether form is the normal one of a word.
func isNormal(form, word string) bool {
	if c := word[0]; c < utf8.RuneSelf && c|' ' != form[0] { // most are not
		return false
	}
	return normal(word) == form
}
