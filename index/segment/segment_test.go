package segment_test

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/sentences"
	"github.com/google/go-cmp/cmp"

	"footnote/index/report"
	"footnote/index/segment"
)

// cut returns the sentences of text.
func cut(lang, text string) []string {
	var all []string
	for _, s := range segment.Sentences(lang, text) {
		all = append(all, s.In(text))
	}
	return all
}

func TestSentences(t *testing.T) {
	for _, tt := range []struct {
		name, lang string
		want       []string // joined by spaces, they are the text
	}{
		{"country before a title", "en", []string{"U.S. President Ann Lee met U.N. Secretary General Bo Dahl."}},
		{"country before a function word", "en", []string{"It was made in the U.S.", "The price fell."}},
		{"country before a number of people", "en", []string{"She toured all of the U.S.", "Millions attended."}},
		{"time", "en", []string{"Polls open at 7 a.m. Tuesday and close at 8 p.m. ET.", "At 5 a.m. Mr. Lee left.", "He was back by 6 p.m.", "Voters waited."}},
		{"initials", "en", []string{"J. K. Lowe and George H. W. Hill met Mary L. Stone."}},
		{"a letter at the end", "en", []string{"It was you and I.", "Did you see plan B?"}},
		{"decimals and money", "en", []string{"Prices rose 3.5 percent to $4.20.", "They fell in May."}},
		{"number at the end", "en", []string{"The treaty dates from 1998.", "It has 12 articles."}},
		{"number at the start", "en", []string{"The hall was empty.", "50 people had been asked.", "$5 million was spent."}},
		{"ranks", "en", []string{"No. 10 said no.", "The No. 2 seed won."}},
		{"titles and offices", "en", []string{"Sen. Smith (D-Mo.) said Gov. Lt. Col. Reyes would ask Rep. Orr (R-Fla.), a friend."}},
		{"states", "en", []string{"She moved from Gary, Ind. to Mobile, Ala.", "Then she left."}},
		{"saints, mounts and streets", "en", []string{"St. Louis and Mt. Hood are far from Main St.", "The mayor knows."}},
		{"companies", "en", []string{"Acme Corp. shares fell.", "Orr & Sons Inc. Chief Executive Kim Orr left Brill Co.", "It had hired her."}},
		{"versus", "en", []string{"The case is Doe v. Roe, not North vs. South."}},
		{"months", "en", []string{"It runs from Jan. 5 to Feb. 7.", "It closed last Dec.", "The board met."}},
		{"quotation of several sentences", "en", []string{`"We won.`, `We will win again," she said.`, `"Wait."`, `He left.`}},
		{"question before its cue", "en", []string{`"Really?" he asked.`, `“Never again!” Ms. Ann Lee shouted.`, `“Why?”`, `The room was silent.`}},
		{"full stop within quotation marks", "en", []string{`She called it "a farce."`, `Others agreed.`, `'It is over.' she wrote.`}},
		{"brackets", "en", []string{"He teaches (She did too.) at the school.", "(The school is closed.)", "It rains."}},
		{"citation after a quotation", "en", []string{`"It was [...] late [...]" (Lee 55).`, "So it was."}},
		{"footnotes", "en", []string{"The lake froze.[4][12]", "Fish died."}},
		{"ellipses", "en", []string{"I thought ... well, never mind.", "We tried....", "We went on."}},
		{"dots between sentences", "en", []string{"We failed…", "They won.", "... But why?"}},
		{"addresses", "en", []string{"See https://example.org/a.b?c=D.E or write to Jo.Lee@example.org.", "Thanks."}},
		{"names with a mark", "en", []string{"She works at Yahoo! in sales.", "Yahoo! Inc. paid."}},
		{"glued", "en", []string{"It is over.", "The end."}},
		{"dateline", "en", []string{"ST. PAUL, Minn. (AP) — The river rose.", "PARIS — It rained."}},
		{"list in a line", "en", []string{"1. Milk and eggs", "2. Bread", "3. Salt"}},
		{"dots as a name", "en", []string{"The package index.Index has a method.", "It is called Close."}},
		{"lower case names", "en", []string{"They sold it.", "iPhone sales rose."}},
		{"degrees", "en", []string{"It was 35°C.", "Nobody slept."}},
		{"no language is English", "", []string{"Mr. Lee left.", "He was ill."}},
		{"region subtag", "en-GB", []string{"Mr. Lee left.", "He was ill."}},
		{"German", "de", []string{"Am 12. Juni kam Dr. Weiß, z. B. wegen der 3. Liga.", "Er blieb bis 1998.", "„Wirklich?“, fragte sie."}},
		{"Spanish", "es", []string{"La Sra. Díaz vive en EE. UU. desde enero.", "¿Por qué?", "El Dr. Paz no lo sabe."}},
		{"French", "fr", []string{"M. Blanc et Mme. Noir sont partis.", "« Pourquoi ? » a demandé M. Roux.", "Il pleut."}},
		{"Russian", "ru", []string{"А. С. Пушкин жил на ул. Мойка.", "В 1837 г. он умер.", "Ему было 37 лет."}},
		{"Ukrainian", "uk", []string{"Т. Г. Шевченко народився в с. Моринці.", "Це було давно."}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			text := strings.Join(tt.want, " ")
			if tt.name == "glued" {
				text = strings.Join(tt.want, "")
			}
			if diff := cmp.Diff(tt.want, cut(tt.lang, text)); diff != "" {
				t.Errorf("sentences (-want +got):\n%s", diff)
			}
		})
	}
}

func TestLines(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		want       []string
	}{
		{"none", "", nil},
		{"white space", " \n\t\n ", nil},
		{"headline", "Ferry sinks off the coast\nThe ferry sank. Nobody was hurt.", []string{"Ferry sinks off the coast", "The ferry sank.", "Nobody was hurt."}},
		{"items", "Needed:\n- rope\n- a boat\n- luck", []string{"Needed:", "- rope", "- a boat", "- luck"}},
		{"items in lower case", "rope\na boat\nluck", []string{"rope", "a boat", "luck"}},
		{"goes on in lower case", "The ferry\nsank at noon.", []string{"The ferry\nsank at noon."}},
		{"paragraphs", "One ferry\n\nsank at noon.", []string{"One ferry", "sank at noon."}},
		{
			"wrapped",
			"The ferry left the port of Nordhavn at noon on its way to\nOsterby, with Mr.\u00a0Dahl and 40 passengers on board. No one\nwas hurt. The cause is not known.",
			[]string{
				"The ferry left the port of Nordhavn at noon on its way to\nOsterby, with Mr.\u00a0Dahl and 40 passengers on board.",
				"No one\nwas hurt.", "The cause is not known.",
			},
		},
		{"mark gone astray", "She said: “ We won. ” Then she left.", []string{"She said: “ We won. ”", "Then she left."}},
		{"Chinese", "他说：“很好。”大家都笑了。你读过《走吧！朋友》吗？读过。", []string{"他说：“很好。”", "大家都笑了。", "你读过《走吧！朋友》吗？", "读过。"}},
		{"Japanese", "彼は「行く。」と言った。雨だ！", nil},
		{"Hindi", "यह सच है। वह गया।", []string{"यह सच है।", "वह गया।"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			lang := "en"
			switch tt.name {
			case "Chinese":
				lang = "zh"
			case "Japanese":
				lang = "ja"
				tt.want = []string{"彼は「行く。」と言った。", "雨だ！"}
			case "Hindi":
				lang = "hi"
			}
			if diff := cmp.Diff(tt.want, cut(lang, tt.text)); diff != "" {
				t.Errorf("sentences (-want +got):\n%s", diff)
			}
		})
	}
}

func TestSplit(t *testing.T) {
	text := "One. Two.\n\nThree."
	r := report.New("r", "en", text)
	segment.Split(r)
	segment.Split(r) // again: nothing is added
	want := []report.Sentence{
		{Number: 1, Paragraph: 1, Span: report.Span{Start: 0, End: 4}},
		{Number: 2, Paragraph: 1, Span: report.Span{Start: 5, End: 9}},
		{Number: 3, Paragraph: 2, Span: report.Span{Start: 11, End: 17}},
	}
	if diff := cmp.Diff(want, r.Sentences()); diff != "" {
		t.Errorf("sentences (-want +got):\n%s", diff)
	}
}

// Sentences are in order, apart, trimmed, and only white space is left over.
func check(t *testing.T, text string, spans []report.Span) {
	t.Helper()
	end, valid := 0, utf8.ValidString(text)
	for _, s := range spans {
		if s.Start < end || s.Start >= s.End || s.End > len(text) {
			t.Fatalf("span %v after %d in a text of %d bytes", s, end, len(text))
		}
		if gap := text[end:s.Start]; strings.TrimSpace(gap) != "" {
			t.Fatalf("%q is in no sentence", gap)
		}
		if s.In(text) != strings.TrimSpace(s.In(text)) {
			t.Fatalf("%q is not trimmed", s.In(text))
		}
		if valid && !utf8.ValidString(s.In(text)) {
			t.Fatalf("%q cuts a character", s.In(text))
		}
		end = s.End
	}
	if gap := text[end:]; strings.TrimSpace(gap) != "" {
		t.Fatalf("%q is in no sentence", gap)
	}
}

func FuzzSentences(f *testing.F) {
	for _, text := range []string{
		news, "1. a 2. b", "a.\nb\n\nc", `"Why?" Ann Lee asked. . . . No.[1][2] (p. 3).`, "x.com. … Y … z", "他说：“好。”《a！》", "• 1. a • 2. b", "U.S. \u2028 e.g.\x80\xff", "At 5 a.m. Mr. X",
		strings.Repeat(".", 300) + "A", "No. 1." + strings.Repeat(" )", 300) + "x",
	} {
		f.Add("en", text)
		f.Add("de", text)
	}
	f.Fuzz(func(t *testing.T, lang, text string) {
		check(t, text, segment.Sentences(lang, text))
	})
}

// Hostile text takes no more than time in proportion to its length.
func TestLinear(t *testing.T) {
	const size = 1 << 16
	for _, unit := range []string{" ", ".", ". ", ".)", ") ", "»", ".\u0301 ", "\n", "a\n", "1. ", "2. ", "[1]", ".[1]", "…", "… A", "A.", "A. ", "a.B", "《！", "U.S.", "? Ann ", `."`, "x", "é", "é.", "@", ".\t1", "(", "- ", "No. ", "• "} {
		for _, start := range []string{"", "1. "} {
			text := start + strings.Repeat(unit, size/len(unit)) + "x"
			began := time.Now()
			spans := segment.Sentences("en", text)
			if took := time.Since(began); took > 2*time.Second {
				t.Errorf("%q and %d bytes of %q took %v", start, size, unit, took)
			}
			check(t, text, spans)
		}
	}
}

// goldenRules is how many of the golden rules must hold, by language. White space
// does not count: the rules rewrite broken lines, a passage is given word for word.
// None of the English rules needs the allowance that a long quotation may be split.
var goldenRules = map[string]int{"en": 52, "de": 33, "es": 35, "fr": 5, "it": 31, "ru": 42, "ja": 5, "zh": 2, "nl": 2, "pl": 1, "hi": 1, "da": 44}

func TestGoldenRules(t *testing.T) {
	dir := shared(t)
	for lang, want := range goldenRules {
		right, all := 0, 0
		var wrong []string
		for line := range lines(t, filepath.Join(dir, "eval", "sentences", "golden-rules-"+lang+".jsonl")) {
			var rule struct {
				ID, Lang, Text string
				Expected       []string
			}
			if err := json.Unmarshal(line, &rule); err != nil {
				t.Fatal(err)
			}
			all++
			if cmp.Equal(folded(lang, rule.Expected), folded(lang, cut(rule.Lang, rule.Text))) {
				right++
			} else {
				wrong = append(wrong, rule.ID)
			}
		}
		t.Logf("%s: %d of %d golden rules; wrong: %v", lang, right, all, wrong)
		if right < want {
			t.Errorf("%s: %d of %d golden rules, want %d; wrong: %v", lang, right, all, want, wrong)
		}
	}
}

// folded makes runs of white space one space, and none in Japanese.
func folded(lang string, all []string) []string {
	sep := " "
	if lang == "ja" {
		sep = ""
	}
	var out []string
	for _, s := range all {
		out = append(out, strings.Join(strings.Fields(s), sep))
	}
	return out
}

// The boundaries on news nobody has tuned for, against those of CoreNLP that came
// with it. Only boundaries within a line count, since a line always ends a
// sentence there. A good part of the rest are mistakes of CoreNLP
// ("Sen. Orr (R-Fla.)" is cut after the bracket), so 1 is not to be had.
func TestNews(t *testing.T) {
	const want = 0.98
	dir := shared(t)
	for _, name := range []string{"polnear-dev.jsonl", "polnear-train-sample.jsonl"} {
		both, ours, theirs := 0, 0, 0
		for line := range lines(t, filepath.Join(dir, "eval", "attribution", name)) {
			var article struct {
				Text      string
				Sentences [][2]int
			}
			if err := json.Unmarshal(line, &article); err != nil {
				t.Fatal(err)
			}
			text := []rune(article.Text)
			inner := func(end int) bool {
				for end < len(text) && text[end] == ' ' {
					end++
				}
				return end < len(text) && text[end] != '\n'
			}
			gold := map[int]bool{}
			for _, s := range article.Sentences {
				if inner(s[1]) {
					gold[s[1]] = true
					theirs++
				}
			}
			r := report.New("r", "en", article.Text)
			segment.Split(r)
			offsets := report.NewOffsets(article.Text)
			for _, s := range r.Sentences() {
				end := offsets.Rune(s.Span.End)
				if !inner(end) {
					continue
				}
				ours++
				if gold[end] {
					both++
				}
			}
		}
		f1 := 2 * float64(both) / float64(ours+theirs)
		t.Logf("%s: boundary F1 %.4f (%d of ours and %d of theirs agree on %d)", name, f1, ours, theirs, both)
		if f1 < want {
			t.Errorf("%s: boundary F1 %.4f, want %.2f", name, f1, want)
		}
	}
}

// Of the answers that people marked, next to none is cut in two.
func TestAnswersStayWhole(t *testing.T) {
	dir := shared(t)
	for name, most := range map[string]float64{"xquad-en.jsonl": 0.003, "multirc-news.jsonl": 0.006, "newwiki.jsonl": 0.004, "xquad-de.jsonl": 0.006, "xquad-es.jsonl": 0.006, "xquad-ru.jsonl": 0.006, "xquad-zh.jsonl": 0.006} {
		answers, parted := 0, 0
		for line := range lines(t, filepath.Join(dir, "eval", "qa", name)) {
			var set struct {
				Lang, Text string
				Questions  []struct{ Answers []struct{ Start, End int } }
			}
			if err := json.Unmarshal(line, &set); err != nil {
				t.Fatal(err)
			}
			r := report.New("r", set.Lang, set.Text)
			segment.Split(r)
			offsets := report.NewOffsets(set.Text)
			sentenceOf := make([]int, utf8.RuneCountInString(set.Text)+1)
			for i, s := range r.Sentences() {
				span := offsets.Span(s.Span)
				for at := span[0]; at < span[1]; at++ {
					sentenceOf[at] = i + 1
				}
			}
			for _, q := range set.Questions {
				for _, a := range q.Answers {
					answers++
					if sentenceOf[a.Start] != sentenceOf[a.End-1] {
						parted++
					}
				}
			}
		}
		share := float64(parted) / float64(answers)
		t.Logf("%s: %d of %d answers cut", name, parted, answers)
		if share > most {
			t.Errorf("%s: %.4f of the answers are cut, want %.4f at most", name, share, most)
		}
	}
}

// lines yields the lines of a file; without the file the test is skipped.
func lines(t *testing.T, path string) func(func([]byte) bool) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Skip(err)
	}
	t.Cleanup(func() {
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	})
	s := bufio.NewScanner(f)
	s.Buffer(nil, 64<<20)
	return func(yield func([]byte) bool) {
		for s.Scan() {
			if !yield(s.Bytes()) {
				return
			}
		}
		if err := s.Err(); err != nil {
			t.Fatal(err)
		}
	}
}

// shared finds the folder with other people's texts beside the repository, or skips.
func shared(t *testing.T) string {
	t.Helper()
	if dir := os.Getenv("FOOTNOTE_SHARED"); dir != "" {
		return dir
	}
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		at := filepath.Join(dir, "..", "shared")
		if info, err := os.Stat(at); err == nil && info.IsDir() {
			return at
		}
	}
	t.Skip("no ../shared beside the repository, and FOOTNOTE_SHARED is not set")
	return ""
}

// news is an invented report with about as many hard places as real ones have.
const news = `NORDHAVN, Denmark (AP) — Transport Minister Karl J. Holm said Tuesday that the 1,200-ton ferry Ostern, which sank off St. Mary's Point at 5:40 a.m. on Jan. 12, had passed its last inspection "without a single remark." The vessel belonged to Lund & Sons Ltd., a company based in Aarhus.

"We do not know why she sank," Holm told reporters. "We will find out. I promise you that." Asked whether the crew of 14 had been drunk, he replied: "No. Who told you so?"

The U.S. Navy sent a survey ship, according to Lt. Cmdr. Ruth Ames, a spokeswoman. It found the wreck in 38.5 meters of water, about 2.5 miles from the coast. Divers from the U.K. Coast Guard are to go down on Friday, she said.

“How could this happen?” Mayor Ellen Dahl asked. Her town of 9,000 lost 23 people in 1987, when the ferry's predecessor burned. The memorial stands on Main St. in front of the town hall...

`

// The floor is UAX #29 alone.
func BenchmarkSentences(b *testing.B) {
	text := strings.Repeat(news, 200)
	b.Run("floor", func(b *testing.B) {
		b.SetBytes(int64(len(text)))
		for b.Loop() {
			it := sentences.FromString(text)
			for it.Next() {
			}
		}
	})
	b.Run("footnote", func(b *testing.B) {
		b.SetBytes(int64(len(text)))
		for b.Loop() {
			segment.Sentences("en", text)
		}
	})
}
