package bot

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"footnote/index"
	"footnote/index/report"
)

func TestCreditLine(t *testing.T) {
	cited := func(name, via string, from int) report.Attribution {
		s := report.Source{Name: name, Via: via}
		if from > 0 {
			s.ResolvedFrom = &report.Place{Paragraph: 2, Sentence: from}
		}
		return report.Attribution{Source: s}
	}
	tests := []struct {
		name  string
		cited []report.Attribution
		want  string
	}{
		{"none", nil, "the report itself"},
		{"one", []report.Attribution{cited("Axios", "", 0)}, "Axios"},
		{"told an outlet", []report.Attribution{cited("Lindsey Graham", "NBC News", 0)}, "Lindsey Graham, to NBC News"},
		{"posted", []report.Attribution{cited("Marco Rubio", "X", 0)}, "Marco Rubio, on X"},
		{"spoke", []report.Attribution{cited("Dmitry Peskov", "a briefing", 0)}, "Dmitry Peskov, at a briefing"},
		{"wrote", []report.Attribution{cited("the company", "a statement", 0)}, "the company, in a statement"},
		{
			"two from before",
			[]report.Attribution{cited("Financial Times", "", 4), cited("Axios", "", 4)},
			"Financial Times and Axios, carried over from the sentence before",
		},
		{"named later", []report.Attribution{cited("Axios", "", 6)}, "Axios, named in the sentence after"},
		{"from afar", []report.Attribution{cited("Axios", "", 1)}, "Axios, carried over from paragraph 2, sentence 1"},
		{"the same twice", []report.Attribution{cited("Axios", "", 0), cited("Axios", "", 0)}, "Axios"},
		{"three", []report.Attribution{cited("A", "", 0), cited("B", "", 0), cited("C", "", 0)}, "A, B and C"},
		{"apart", []report.Attribution{cited("A", "", 0), cited("B", "CNN", 0)}, "A; B, to CNN"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := index.Passage{Citation: index.Citation{Paragraph: 2, Sentence: 5}, Attributions: tt.cited}
			if diff := cmp.Diff(tt.want, CreditLine(p)); diff != "" {
				t.Errorf("CreditLine (-want +got)\n%s", diff)
			}
		})
	}
}
