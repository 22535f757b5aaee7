package questions_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"footnote/index"
	"footnote/index/questions"
	"footnote/index/report"
)

// ask returns the questions of a text, each behind the numbers of its sentences.
func ask(text string) []string {
	r := report.New("r", "en", text)
	index.Prepare(r)
	var all []string
	for _, q := range questions.Of(r) {
		all = append(all, strings.Trim(fmt.Sprint(q.Sentences), "[]")+" "+q.Text)
	}
	return all
}

func TestOf(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		want       []string
	}{
		{"nothing", "", nil},
		{"nobody", "It rained. The harbour was closed.", nil},
		{"said", "Mayor Anna Berg said on Monday that the wall was old.", []string{
			"1 What did Anna Berg say?", "1 Who is Anna Berg?",
		}},
		{"told an outlet", "“We are late,” Mayor Anna Berg told NBC News.", []string{
			"1 What did Anna Berg say?", "1 Who is Anna Berg?", "1 What did Anna Berg tell NBC News?",
		}},
		{"another verb", "The Finance Ministry announced that it would pay.", []string{
			"1 What did the Finance Ministry announce?",
		}},
		{"about somebody", "Anna Berg warned that the Nordlys Line could leave, and that ships from Havn are late.", []string{
			"1 What did Anna Berg warn about?", "1 What did Anna Berg say about the Nordlys Line?", "1 What did Anna Berg say about Havn?",
		}},
		{"unnamed", "A senior official said that nobody knew. His lawyer said so too.", []string{
			"1 What did a senior official say?",
		}},
		{"an inquiry", "According to a survey, 58 percent of voters support the bill.", []string{
			"1 What did a survey find?", "1 What percentage of voters support the bill?",
		}},
		{"counted", "Forty ships were damaged in the storm, the harbour said.", []string{
			"1 What did the harbour say?", "1 How many ships were damaged in the storm?",
		}},
		{"measured", "Two weeks later, the ships were sold.", nil},
		{"counted, leaning", "Two of them were damaged in the storm.", nil},
		{"when", "The governing coalition collapsed on Thursday after a quarrel.", []string{
			"1 When did the governing coalition collapse?",
		}},
		{"when, with a participle", "The ships repaired last year in Havn were sold on Monday.", nil},
		{"who", "Goalkeeper Mats Ferrer saved a penalty in the last minute.", []string{
			"1 Who saved a penalty in the last minute?",
		}},
		{"who, leaning", "Goalkeeper Mats Ferrer saved his side.", nil},
		{"no person", "Port Almeda lost a battle.", nil},
		{"why", "The ferry company stopped the night service because the wall had fallen.", []string{
			"1 Why did the ferry company stop the night service?",
		}},
		{"apposition", "Luis Carranza, a neuroscientist, called it clean.", []string{
			"1 What did Luis Carranza say?", "1 Who is Luis Carranza?",
		}},
		{"the same twice", "Anna Berg said it rained. Anna Berg said it snowed.", []string{
			"1 2 What did Anna Berg say?",
		}},
		{"too long", "Goalkeeper Mats Ferrer visited " + strings.Repeat("a", 88) + ".", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, ask(tt.text)); diff != "" {
				t.Errorf("questions (-want +got)\n%s", diff)
			}
		})
	}
}

func FuzzOf(f *testing.F) {
	f.Add("The ferry company stopped the night service on Monday because the wall had fallen, Anna Berg told Radio Vest.")
	for _, name := range []string{"politics", "science", "sport"} {
		text, err := os.ReadFile("../testdata/ranking/" + name + ".txt")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(text))
	}
	f.Fuzz(func(t *testing.T, text string) {
		r := report.New("r", "en", text)
		index.Prepare(r)
		sentences := len(r.Sentences())
		seen := map[string]bool{}
		for _, q := range questions.Of(r) {
			if n := len(utf16.Encode([]rune(q.Text))); n > questions.MaxLength || seen[q.Text] || !strings.HasSuffix(q.Text, "?") {
				t.Errorf("%q: %d long, seen %v", q.Text, n, seen[q.Text])
			}
			seen[q.Text] = true
			for _, s := range q.Sentences {
				if s < 1 || s > sentences {
					t.Errorf("%q: sentence %d of %d", q.Text, s, sentences)
				}
			}
		}
	})
}

func BenchmarkOf(b *testing.B) {
	text, err := os.ReadFile("../testdata/ranking/politics.txt")
	if err != nil {
		b.Fatal(err)
	}
	r := report.New("politics", "en", string(text))
	index.Prepare(r)
	b.ReportAllocs()
	for b.Loop() {
		questions.Of(r)
	}
}
