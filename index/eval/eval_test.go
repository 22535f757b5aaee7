package eval_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"footnote/index/eval"
)

// A small set: three sentences of invented text, the answers in the second and
// the third; code points and bytes differ.
const small = `{"id":"r1","lang":"en","title":"Ferry","text":"The ferry “Ærø” sank. Nobody was hurt. Divers found it on Monday.","questions":[` +
	`{"id":"q1","question":"Was anybody hurt?","answerable":true,"kind":"plain","answers":[{"start":22,"end":28,"text":"Nobody","sent":[22,38]}]},` +
	`{"id":"q2","question":"When was it found?","answerable":true,"answers":[{"start":58,"end":64,"text":"Monday","sent":[39,65]},{"start":22,"end":28,"text":"Nobody","sent":[22,38]}]},` +
	`{"id":"q3","question":"Who built it?","answerable":false,"kind":"gap","answers":[]},` +
	`{"id":"q4","question":"Who owned it?","answerable":false,"answers":[]}]}` + "\n"

// fixed answers every question with the prediction of its id.
func fixed(preds ...eval.Prediction) eval.Asker {
	return func(_ context.Context, r eval.Report) ([]eval.Prediction, error) {
		var out []eval.Prediction
		for _, q := range r.Questions {
			for _, p := range preds {
				if p.ID == q.ID {
					out = append(out, p)
				}
			}
		}
		return out, nil
	}
}

func TestFigures(t *testing.T) {
	one := eval.Passage{Start: 0, End: 21, Score: 3}
	two := eval.Passage{Start: 22, End: 38, Score: 2}
	three := eval.Passage{Start: 39, End: 65, Score: 1}
	got, err := eval.Run(t.Context(), strings.NewReader(small), fixed(
		eval.Prediction{ID: "q1", Answered: true, Confidence: 0.9, Passages: []eval.Passage{two, one}},
		eval.Prediction{ID: "q2", Answered: false, Confidence: 0.5, Passages: []eval.Passage{one, three}},
		eval.Prediction{ID: "q3", Answered: true, Confidence: 0.5, Passages: []eval.Passage{three}},
		eval.Prediction{ID: "q4", Confidence: 0.1},
	), nil)
	if err != nil {
		t.Fatal(err)
	}
	want := eval.Figures{
		Questions: 4, Answerable: 2,
		Ranking: eval.Ranking{
			Hit1: 0.5, Hit3: 1, Hit5: 1, MRR10: 0.75, EvidenceRecall5: 0.75,
			Hit1ByKind: map[string]eval.Share{"plain": {Value: 1, N: 1}},
		},
		Decision: &eval.Decision{
			Unanswerable: 2, AnsweredPrecision: 0.5, AnswerRecall: 0.5, TriggerF1: 0.5,
			F1Answerable: 0.5, F1Unanswerable: 0.5, MacroF1: 0.5, FalseAnswers: 0.5, FalseRefusals: 0.5,
			AUROC: 3.5 / 4, // q1 beats q3 and q4, q2 beats q4 and ties with q3
			AURC:  (0 + 1./2 + 2./3 + 3./4) / 4, AURCBest: (0 + 1./2 + 2./3 + 3./4) / 4,
			FalseAnswerByKind: map[string]eval.Share{"gap": {Value: 1, N: 1}, "own": {Value: 0, N: 1}},
		},
		Brier:          (0.1*0.1 + 0.5*0.5 + 0.5*0.5 + 0.1*0.1) / 4,
		AURCAnswerable: (0 + 1./2) / 2,
		Length:         eval.Length{Passage: (16 + 21 + 21 + 26 + 26) / 5., Sentence: (16 + 21) / 2., Ratio: 22 / 18.5, Valid: true},
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateApprox(0, 1e-12)); diff != "" {
		t.Errorf("figures (-want +got):\n%s", diff)
	}
}

func TestPool(t *testing.T) {
	const set = `{"id":"r","text":"Aaaa. Bbbb. Cccc. Dddd.","sentences":[[0,5],[6,11],[12,17],[18,23]],"questions":[` +
		`{"id":"q","question":"?","answerable":true,"clean":true,"answers":[{"start":6,"end":11},{"start":18,"end":23}]}]}`
	for _, tt := range []struct {
		name     string
		order    [][2]int
		mAP, mrr float64
	}{
		{"right ones first", [][2]int{{18, 23}, {6, 11}, {0, 5}, {12, 17}}, 1, 1},
		{"first and third", [][2]int{{18, 23}, {0, 5}, {6, 11}, {12, 17}}, (1 + 2./3) / 2, 1},
		{"not returned come last, wrong ones first", [][2]int{{18, 23}}, (1 + 2./4) / 2, 1},
		{"nothing", nil, (1./3 + 2./4) / 2, 1. / 3},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := eval.Prediction{ID: "q"}
			for _, o := range tt.order {
				p.Passages = append(p.Passages, eval.Passage{Start: o[0], End: o[1]})
			}
			got, err := eval.Run(t.Context(), strings.NewReader(set), fixed(p), nil)
			if err != nil {
				t.Fatal(err)
			}
			want := &eval.Pool{Questions: 1, MAP: tt.mAP, MRR: tt.mrr}
			if diff := cmp.Diff(want, got.Pool, cmpopts.EquateApprox(0, 1e-12)); diff != "" {
				t.Errorf("pool (-want +got):\n%s", diff)
			}
		})
	}
}

// The one who answers gets the questions and nothing of what is to be found out.
func TestAskerSeesNoAnswers(t *testing.T) {
	_, err := eval.Run(t.Context(), strings.NewReader(small), func(_ context.Context, r eval.Report) ([]eval.Prediction, error) {
		want := eval.Report{
			ID: "r1", Lang: "en", Title: "Ferry", Text: "The ferry “Ærø” sank. Nobody was hurt. Divers found it on Monday.",
			Questions: []eval.Question{{"q1", "Was anybody hurt?"}, {"q2", "When was it found?"}, {"q3", "Who built it?"}, {"q4", "Who owned it?"}},
		}
		if diff := cmp.Diff(want, r); diff != "" {
			t.Errorf("asked (-want +got):\n%s", diff)
		}
		return fixed(eval.Prediction{ID: "q1"}, eval.Prediction{ID: "q2"}, eval.Prediction{ID: "q3"}, eval.Prediction{ID: "q4"})(t.Context(), r)
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
}

func TestAsk(t *testing.T) {
	const pool = `{"id":"r2","lang":"en","title":"","text":"The red house burned; nobody saw it.\n\nA dog barked. The mayor of Łódź came.","sentences":[[22,36],[0,21],[52,74]],"questions":[` +
		`{"id":"p1","question":"What did the mayor do?","answerable":true,"answers":[{"start":52,"end":74}]},` +
		`{"id":"p2","question":"What barked?","answerable":false,"answers":[]}]}`
	var got []eval.Prediction
	figures, err := eval.Run(t.Context(), strings.NewReader(small+"\n"+pool), eval.Ask(), func(p eval.Prediction) error {
		got = append(got, p)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != 6 || figures.Questions != 6 {
		t.Fatalf("%d predictions, %d questions counted; want 6", len(got), figures.Questions)
	}
	inPool := map[[2]int]bool{{22, 36}: true, {0, 21}: true, {52, 74}: true}
	for _, p := range got[4:] {
		for _, at := range p.Passages {
			if !inPool[[2]int{at.Start, at.End}] {
				t.Errorf("question %s: passage [%d,%d) is none of the given sentences", p.ID, at.Start, at.End)
			}
		}
	}
	if p := got[4].Passages; len(p) == 0 || p[0].Start != 52 || p[0].End != 74 {
		t.Errorf("passages for the mayor: %v, want [52,74) first", p)
	}
}

func TestRunRefuses(t *testing.T) {
	for _, tt := range []struct {
		name, set string
		preds     []eval.Prediction
		want      string
	}{
		{"not JSON", "{}\nno", nil, "line 2: not a report of a question set"},
		{"prediction missing", small, nil, `line 1: report "r1": 0 predictions for 4 questions`},
		{"outside the text", `{"text":"ab","questions":[{"id":"q","answerable":true}]}`, []eval.Prediction{{ID: "q", Passages: []eval.Passage{{Start: 0, End: 3}}}}, `passage [0,3) is not inside the text of 2 code points`},
		{"id twice", `{"text":"ab","questions":[{"id":"q"}]}` + "\n" + `{"text":"ab","questions":[{"id":"q"}]}`, []eval.Prediction{{ID: "q"}}, `line 2: two questions with the id "q"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := eval.Run(t.Context(), strings.NewReader(tt.set), fixed(tt.preds...), nil)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want %q in it", err, tt.want)
			}
		})
	}
	t.Run("sentence outside the text", func(t *testing.T) {
		_, err := eval.Run(t.Context(), strings.NewReader(`{"text":"ab","sentences":[[1,9]],"questions":[{"id":"q"}]}`), eval.Ask(), nil)
		if err == nil || !strings.Contains(err.Error(), "sentence [1 9] is not inside the text of 2 code points") {
			t.Errorf("error %v", err)
		}
	})
	t.Run("writer fails", func(t *testing.T) {
		full := errors.New("disk full")
		_, err := eval.Run(t.Context(), strings.NewReader(`{"text":"ab","questions":[{"id":"q"}]}`), fixed(eval.Prediction{ID: "q"}), func(eval.Prediction) error { return full })
		if !errors.Is(err, full) {
			t.Errorf("error %v, want %v", err, full)
		}
	})
}

// The figures are those of the reference scorer. The predictions are noise with
// all that is hard about scoring: ties, overlong and missing passages.
func TestFiguresEqualReference(t *testing.T) {
	dir := filepath.Join(shared(t), "eval", "qa")
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("python3 is not installed")
	}
	sets, err := filepath.Glob(filepath.Join(dir, "*.jsonl"))
	if err != nil || len(sets) == 0 {
		t.Skipf("no question sets in %s", dir)
	}
	for _, set := range sets {
		t.Run(filepath.Base(set), func(t *testing.T) {
			t.Parallel()
			f, err := os.Open(set)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = f.Close() }() // it was only read
			out, err := os.Create(filepath.Join(t.TempDir(), "predictions.jsonl"))
			if err != nil {
				t.Fatal(err)
			}
			enc := json.NewEncoder(out)
			figures, err := eval.Run(t.Context(), f, noise, func(p eval.Prediction) error { return enc.Encode(p) })
			if err != nil {
				t.Fatal(err)
			}
			if err := out.Close(); err != nil {
				t.Fatal(err)
			}
			got := map[string]any{}
			for name, v := range figures.All() {
				got[name] = v
			}
			delete(got, "brier") // the reference has none
			want := reference(t, python, filepath.Join(dir, "score_qa.py"), set, out.Name())
			if diff := cmp.Diff(want, got, cmpopts.EquateApprox(0, 1e-9)); diff != "" {
				t.Errorf("figures (-reference +got):\n%s", diff)
			}
		})
	}
}

// noise predicts random passages, the same ones in every run.
func noise(_ context.Context, r eval.Report) ([]eval.Prediction, error) {
	h := fnv.New64a()
	h.Write([]byte(r.ID))
	random := rand.New(rand.NewPCG(h.Sum64(), 1))
	length := utf8.RuneCountInString(r.Text)
	var preds []eval.Prediction
	for _, q := range r.Questions {
		p := eval.Prediction{ID: q.ID, Answered: random.IntN(2) == 0, Confidence: float64(random.IntN(20)) / 20}
		for range random.IntN(eval.MaxPassages + 1) {
			start := random.IntN(length)
			end := min(length, start+1+random.IntN(300))
			switch {
			case len(r.Sentences) > 0 && random.IntN(4) > 0:
				s := r.Sentences[random.IntN(len(r.Sentences))]
				start, end = s[0], s[1]
			case random.IntN(20) == 0:
				end = min(length, start+700)
			}
			p.Passages = append(p.Passages, eval.Passage{Start: start, End: end, Score: random.Float64()})
		}
		preds = append(preds, p)
	}
	return preds, nil
}

// reference runs the reference scorer and returns its figures under our names.
func reference(t *testing.T, python, scorer, set, predictions string) map[string]any {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), python, scorer, "--json", "--gold", set, "--pred", predictions).Output()
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() != 3 { // 3: the length guard failed
		t.Fatalf("%s: %v\n%s", scorer, err, exit.Stderr)
	}
	var raw map[string]any
	if err := json.Unmarshal(out, &raw); err != nil {
		t.Fatal(err)
	}
	want := map[string]any{}
	for name, v := range raw {
		switch v := v.(type) {
		case nil:
		case float64:
			want[name] = v
		case bool:
			want[name] = map[bool]float64{true: 1}[v]
		case map[string]any:
			for kind, pair := range v {
				want[strings.TrimSuffix(name, "_by_kind")+" "+kind] = pair.([]any)[0]
			}
		default:
			t.Fatalf("%s: unexpected %T", name, v)
		}
	}
	delete(want, "missing_predictions")
	return want
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
		if at := filepath.Join(dir, "..", "shared"); isDir(at) {
			return at
		}
	}
	t.Skip("no ../shared beside the repository, and FOOTNOTE_SHARED is not set")
	return ""
}

func isDir(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

func ExampleFigures_All() {
	figures, err := eval.Run(context.Background(), strings.NewReader(`{"text":"ab","questions":[{"id":"q","answerable":true,"answers":[{"start":0,"end":2}]}]}`),
		func(context.Context, eval.Report) ([]eval.Prediction, error) {
			return []eval.Prediction{{ID: "q", Answered: true, Confidence: 1, Passages: []eval.Passage{{Start: 0, End: 2}}}}, nil
		}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	for name, v := range figures.All() {
		if name == "hit@1" || name == "brier" {
			fmt.Printf("%s %.3f\n", name, v)
		}
	}
	// Output:
	// hit@1 1.000
	// brier 0.000
}
