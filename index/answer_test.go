package index

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"footnote/index/report"
)

func TestRoleOf(t *testing.T) {
	for word, want := range map[string]role{
		"1998": roleYear, "7": roleDay, "31": roleDay, "45": roleDigits, "3.5": roleDecimal, "1,200": roleDecimal, "march": roleCalendar,
		"seven": roleNumeral, "himself": rolePronoun, "decade": roleTime, "metres": roleUnit, "announced": roleSpeech, "minister": rolePerson,
		"cause": roleReason, "xqzt": roleUnknown, "bridge": roleNounVerb, "bicycle": roleNounVerb, "library": roleNoun, "eat": roleVerb,
		"gigantic": roleAdjective, "quickly": roleAdverb, "in": guiding["in"], "also": guiding["also"],
	} {
		l := testLexicon(t)
		if got := l.words[l.add(word)].role; got != want {
			t.Errorf("role of %q is %d; want %d", word, got, want)
		}
	}
	if int(roleCount-roleForms) != len(guiding) {
		t.Errorf("%d guiding words; roleCount leaves room for %d", len(guiding), roleCount-roleForms)
	}
	if most := slices.Max(traitValues[:]); most > traitWidth {
		t.Errorf("a trait has %d values; there is room for %d", most, traitWidth)
	}
}

// testLexicon returns an English lexicon without words.
func testLexicon(t *testing.T) *lexicon {
	t.Helper()
	x := newIndex(t, "")
	return x.lexicons["en"]
}

func TestClues(t *testing.T) {
	x := newIndex(t, "In 1998, Anna Berg opened the bridge for $7 million.")
	r := x.newReader(x.ask("Who opened the bridge?"))
	r.weigh([]int{0}, true)
	a := r.aligners["en"]
	type seen struct {
		word                               string
		capital, left, right, near, sides  uint8
		before, after                      role
		signs, matched, ends, place, cover uint8
	}
	var got []seen
	for _, c := range a.clues(nil, x.tokensOf(0), r.align(0), r.weights["en"]) {
		v := c.traits
		got = append(got, seen{
			a.lexicon.words[c.word].form, v[tShape] % capitalStates, v[tLeft], v[tRight], v[tNear], v[tSides],
			role(v[tBefore]), role(v[tAfter]), v[tSigns], v[tMatched], v[tEnds], v[tPlace], v[tCover],
		})
	}
	forms := func(form string) role { return x.lexicons["en"].words[x.lexicons["en"].numbers[form]].role }
	want := []seen{
		{"1998", 0, 14, 5, 5, 4, guiding["in"], forms("anna"), 0, 0, 1, 1, 9},
		{"anna", 1, 15, 2, 9, 4, roleYear, forms("berg"), 4, 0, 1, 1, 9},
		{"berg", 1, 15, 0, 11, 4, forms("anna"), forms("opened"), 0, 0, 1, 4, 9},
		{"opened", 0, 15, 2, 6, 4, forms("berg"), guiding["the"], 0, 2, 3, 4, 9},
		{"bridge", 0, 2, 14, 5, 15, guiding["the"], guiding["for"], 0, 2, 5, 5, 9},
		{"7", 0, 2, 14, 10, 20, guiding["for"], roleNumeral, 1, 0, 15, 3, 9},
		{"million", 0, 4, 14, 8, 20, roleDay, roleCount, 0, 0, 15, 2, 9},
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(seen{})); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestReadAnswers(t *testing.T) {
	whole := string(answerFile)
	head, rest, _ := strings.Cut(strings.TrimLeft(whole, "#"), "\n")
	if head == "" || rest == "" {
		t.Fatal("model/answer.txt is empty")
	}
	lines := strings.Split(strings.TrimSuffix(whole, "\n"), "\n")
	first := 0
	for strings.HasPrefix(lines[first], "#") {
		first++
	}
	for _, tt := range []struct {
		name string
		file string
		want string // in the error; "" for none
	}{
		{"as it is", whole, ""},
		{"empty", "", "cut off"},
		{"a line less", strings.Join(lines[:len(lines)-1], "\n"), "cut off"},
		{"a line more", whole + "1\n", "too long"},
		{"a word", strings.Join(append([]string{"x"}, lines[first+1:]...), "\n"), "invalid syntax"},
		{"too many numbers", strings.Join(append([]string{strings.Repeat("1 ", traitWidth+1)}, lines[first+1:]...), "\n"), "at most"},
	} {
		err := (&answerModel{}).read([]byte(tt.file))
		if (err == nil) != (tt.want == "") || err != nil && !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: error %v; want %q", tt.name, err, tt.want)
		}
	}
}

// answerIn returns the words of sentence n that answer a question.
func answerIn(x *Index, question string, n int) string {
	r := x.newReader(x.ask(question))
	defer r.close()
	all := make([]int, len(x.sentences))
	for i := range all {
		all[i] = i
	}
	_, final := r.shortlist(all, true)
	r.read(final)
	r.answer(final)
	return r.answerIn(n).In(x.text(n))
}

func TestAnswerIn(t *testing.T) {
	x := newIndex(t, "In 1998, Anna Berg opened the bridge over the Lunde for 7 million euros. Brücken halten.")
	for _, tt := range []struct{ question, want string }{
		{"Who opened the bridge over the Lunde?", "Anna Berg"},
		{"When was the bridge over the Lunde opened?", "1998"},
		{"how much did the bridge cost", "7 million euros"},
		{"Why did Anna Berg open the bridge?", ""},
		{"Did Anna Berg open the bridge?", ""},
		{"What did Anna Berg say of the bridge?", ""},
	} {
		if got := x.newReader(x.ask(tt.question)).answerIn(0); got.Len() > 0 {
			t.Errorf("%s: %v before the question's demand is known", tt.question, got)
		}
		if got := answerIn(x, tt.question, 0); got != tt.want {
			t.Errorf("%s: %q; want %q", tt.question, got, tt.want)
		}
	}
}

// Who said something is whom the sentence cites.
func TestSpeaker(t *testing.T) {
	x := newIndex(t, "Mayor Anna Berg told Radio Vest that the envoy Bo Lund will open the bridge. "+
		"Radio Vest and Lunde Post reported the cost. She said it is late. "+
		"A senior official, who asked not to be named, told Radio Vest that nobody pays.")
	for _, tt := range []struct {
		question string
		sentence int
		want     string
	}{
		{"Who told Radio Vest of the envoy?", 0, "Mayor Anna Berg"},
		{"who has said that Lund will open the bridge", 0, "Mayor Anna Berg"},
		{"Who reported the cost?", 1, "Radio Vest and Lunde Post"},
		{"Who said it is late?", 2, ""},
		{"who told Radio Vest that nobody pays", 3, "A senior official"},
	} {
		if got := answerIn(x, tt.question, tt.sentence); got != tt.want {
			t.Errorf("%s: %q; want %q", tt.question, got, tt.want)
		}
	}
}

// TestMark joins words to the likeliest by their scores, which are those of their
// places.
func TestMark(t *testing.T) {
	x := newIndex(t, "So Ada of the Lunde, Bo and Carl met 3 old men.")
	tokens := x.tokensOf(0)
	for _, tt := range []struct {
		name   string
		scores map[string]float32 // 0 for others
		want   string
	}{
		{"one word", map[string]float32{"met": 6}, "met"},
		{"words beside it", map[string]float32{"3": 6, "old": 4.5, "men": 4.1}, "3 old men"},
		{"a word that is too unlikely", map[string]float32{"3": 6, "old": 3.9, "men": 6}, "3"},
		{"behind stop words", map[string]float32{"ada": 6, "lunde": 5.1}, "Ada of the Lunde"},
		{"behind stop words, unlikely", map[string]float32{"ada": 6, "lunde": 4.9}, "Ada"},
		{"behind punctuation", map[string]float32{"lunde": 6, "bo": 5.6}, "Lunde, Bo"},
		{"behind punctuation, unlikely", map[string]float32{"lunde": 6, "bo": 5.4}, "Lunde"},
	} {
		d := &demand{}
		var clues []clue
		for i, at := range []string{"ada", "lunde", "bo", "carl", "met", "3", "old", "men"} {
			n := slices.IndexFunc(tokens, func(k token) bool { return x.lexicons["en"].words[k.word()].form == at })
			c := clue{word: tokens[n].word(), at: uint16(n)}
			c.traits[tShape] = uint8(i)
			d.traits[tShape][i] = tt.scores[at]
			clues = append(clues, c)
		}
		m := d.mark(tokens, clues, x.lexicons["en"].words)
		var spans []report.Span
		for w := range words(x.text(0)) {
			spans = append(spans, w.span)
		}
		got := x.text(0)[spans[m.from].Start:spans[m.to-1].End]
		if got != tt.want {
			t.Errorf("%s: %q; want %q", tt.name, got, tt.want)
		}
	}
	if got := (&demand{}).mark(nil, nil, nil); got != (marking{}) {
		t.Errorf("no words: %v", got)
	}
}
