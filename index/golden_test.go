package index

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"footnote/index/indextest"
	"footnote/index/report"
	"footnote/index/report/file"
)

var update = flag.Bool("update", false, "write testdata/ranking/ranking.golden anew; read what has changed")

const (
	rankingDir    = "testdata/ranking"
	rankingGolden = rankingDir + "/ranking.golden"
)

// An asked is a question with the beginnings of what stands in the sentences
// that answer it; none where the report does not say.
type asked struct {
	question string
	targets  []string
}

// readQuestions reads a file of questions: "? question" lines, "= target" lines
// under each, and comments.
func readQuestions(t *testing.T, name string) []asked {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var all []asked
	for line := range strings.Lines(string(data)) {
		mark, text, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch mark {
		case "", "#":
		case "?":
			all = append(all, asked{question: text})
		case "=":
			last := &all[len(all)-1]
			last.targets = append(last.targets, text)
		default:
			t.Fatalf("%s: line %q: want ?, = or # in front", name, line)
		}
	}
	return all
}

// sentencesWith returns the numbers of the sentences that hold a target. Each
// target must stand in one sentence.
func sentencesWith(t *testing.T, r *report.Report, targets []string) map[int]bool {
	t.Helper()
	found := map[int]bool{}
	for _, target := range targets {
		count := 0
		for _, s := range r.Sentences() {
			if strings.Contains(s.Span.In(r.Text), target) {
				found[s.Number] = true
				count++
			}
		}
		if count != 1 {
			t.Errorf("%s: %d sentences hold %q; want one", r.ID, count, target)
		}
	}
	return found
}

// A tally counts how questions were answered.
type tally struct {
	answerable, first, firstFive int
	reciprocal                   float64
	falseAnswers, falseRefusals  int // answered where the report does not say; silent where it does
	unanswerable                 int
}

func (t *tally) add(o tally) {
	t.answerable += o.answerable
	t.first += o.first
	t.firstFive += o.firstFive
	t.reciprocal += o.reciprocal
	t.falseAnswers += o.falseAnswers
	t.falseRefusals += o.falseRefusals
	t.unanswerable += o.unanswerable
}

func (t *tally) String() string {
	of := func(n int) string {
		return fmt.Sprintf("%d of %d = %.3f", n, t.answerable, float64(n)/float64(t.answerable))
	}
	return fmt.Sprintf("recall@1 %s\nrecall@5 %s\nMRR %.3f\nfalse answers %d of %d\nfalse refusals %d of %d\n",
		of(t.first), of(t.firstFive), t.reciprocal/float64(t.answerable), t.falseAnswers, t.unanswerable, t.falseRefusals, t.answerable)
}

// score asks a question and returns how it went, with a line for the golden file.
func (q asked) score(t *testing.T, x *Index, targets map[int]bool) (tally, string) {
	t.Helper()
	res := mustSearch(t, x, Query{Text: q.question, Limit: len(x.sentences)})
	rank := 0
	for i, p := range res.Passages {
		if targets[p.Sentence] {
			rank = i + 1
			break
		}
	}
	var n tally
	place := "-"
	if len(targets) == 0 {
		n.unanswerable = 1
		if res.Verdict == Answered {
			n.falseAnswers = 1
		}
	} else {
		n.answerable = 1
		if res.Verdict == Silent {
			n.falseRefusals = 1
		}
		if place = "none"; rank > 0 {
			place = fmt.Sprint(rank)
			n.reciprocal = 1 / float64(rank)
		}
		if rank == 1 {
			n.first = 1
		}
		if 0 < rank && rank <= 5 {
			n.firstFive = 1
		}
	}
	verdicts := map[Verdict]string{Silent: "silent", Closest: "closest", Answered: "answered"}
	line := fmt.Sprintf("%4s  %-8s %.1f  %s", place, verdicts[res.Verdict], res.Confidence, q.question)
	if len(res.Passages) > 0 && res.Passages[0].Answer.Len() > 0 {
		line += " → " + res.Passages[0].Answer.In(res.Passages[0].Text)
	}
	return n, line + "\n"
}

// rankingReports are the built-in report and the invented ones, prepared.
func rankingReports(t testing.TB) []*report.Report {
	t.Helper()
	reports, err := indextest.BuiltIn(Prepare)
	if err != nil {
		t.Fatal(err)
	}
	invented, err := file.Load(os.DirFS(rankingDir))
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range invented {
		Prepare(r)
	}
	return append(reports, invented...)
}

// TestRanking asks what people might, of the built-in report and of invented
// ones. Its golden file holds for each question the rank of the first sentence
// that answers, "-" where the report does not say, the verdict, the confidence
// and the words that are marked as the answer; and the figures of each report and of all.
func TestRanking(t *testing.T) {
	var golden strings.Builder
	var all tally
	for _, r := range rankingReports(t) {
		x, err := New([]*report.Report{r})
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&golden, "# %s\n", r.ID)
		var sum tally
		for _, q := range readQuestions(t, filepath.Join(rankingDir, r.ID+".questions")) {
			n, line := q.score(t, x, sentencesWith(t, r, q.targets))
			golden.WriteString(line)
			sum.add(n)
		}
		if err := x.Close(); err != nil {
			t.Error(err)
		}
		all.add(sum)
		fmt.Fprintf(&golden, "%s\n", &sum)
	}
	fmt.Fprintf(&golden, "# all\n%s", &all)
	if *update {
		if err := os.WriteFile(rankingGolden, []byte(golden.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(rankingGolden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), golden.String()); diff != "" {
		t.Errorf("the ranking has changed: read how, and write it with -update (-was +is)\n%s", diff)
	}
}
