package index

import (
	"fmt"
	"strings"
	"sync"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/standard"
	"github.com/blevesearch/bleve/v2/analysis/lang/ar"
	"github.com/blevesearch/bleve/v2/analysis/lang/cjk"
	"github.com/blevesearch/bleve/v2/analysis/lang/da"
	"github.com/blevesearch/bleve/v2/analysis/lang/de"
	"github.com/blevesearch/bleve/v2/analysis/lang/en"
	"github.com/blevesearch/bleve/v2/analysis/lang/es"
	"github.com/blevesearch/bleve/v2/analysis/lang/fa"
	"github.com/blevesearch/bleve/v2/analysis/lang/fi"
	"github.com/blevesearch/bleve/v2/analysis/lang/fr"
	"github.com/blevesearch/bleve/v2/analysis/lang/hi"
	"github.com/blevesearch/bleve/v2/analysis/lang/hu"
	"github.com/blevesearch/bleve/v2/analysis/lang/it"
	"github.com/blevesearch/bleve/v2/analysis/lang/nl"
	"github.com/blevesearch/bleve/v2/analysis/lang/no"
	"github.com/blevesearch/bleve/v2/analysis/lang/pt"
	"github.com/blevesearch/bleve/v2/analysis/lang/ro"
	"github.com/blevesearch/bleve/v2/analysis/lang/ru"
	"github.com/blevesearch/bleve/v2/analysis/lang/sv"
	"github.com/blevesearch/bleve/v2/analysis/lang/tr"
	"github.com/blevesearch/bleve/v2/mapping"
)

// analyzers names Bleve's analyzer for a language; other languages are read by
// the standard one, which knows words but neither stems nor stop words.
var analyzers = map[string]string{
	"ar": ar.AnalyzerName,
	"da": da.AnalyzerName,
	"de": de.AnalyzerName,
	"en": en.AnalyzerName,
	"es": es.AnalyzerName,
	"fa": fa.AnalyzerName,
	"fi": fi.AnalyzerName,
	"fr": fr.AnalyzerName,
	"hi": hi.AnalyzerName,
	"hu": hu.AnalyzerName,
	"it": it.AnalyzerName,
	"ja": cjk.AnalyzerName,
	"ko": cjk.AnalyzerName,
	"nb": no.AnalyzerName,
	"nl": nl.AnalyzerName,
	"nn": no.AnalyzerName,
	"no": no.AnalyzerName,
	"pt": pt.AnalyzerName,
	"ro": ro.AnalyzerName,
	"ru": ru.AnalyzerName,
	"sv": sv.AnalyzerName,
	"tr": tr.AnalyzerName,
	"zh": cjk.AnalyzerName,
}

// language returns the part of a BCP 47 tag that chooses the analyzer, and the
// field that holds a text of that language. Each language has a field of its
// own: where two analyzers share one, Bleve picks the query's by chance. A
// report of no stated language is read as English.
func language(tag string) string {
	base, _, _ := strings.Cut(strings.ToLower(tag), "-")
	if base == "" {
		return "en"
	}
	if _, ok := analyzers[base]; ok {
		return base
	}
	return "other"
}

func analyzerName(lang string) string {
	if name, ok := analyzers[lang]; ok {
		return name
	}
	return standard.Name
}

// field is the name of the Bleve field for texts of a language.
func field(lang string) string { return "text." + lang }

// common is the mapping of every index. It describes no field, since each field
// of a document is given with its analyzer, and makes an analyzer when it is first
// asked for, for all indexes: an analyzer keeps nothing of what it reads.
var common = sync.OnceValue(func() *mapping.IndexMappingImpl {
	m := bleve.NewIndexMapping()
	m.ScoringModel = "bm25" // is ignored, without a word, by every index type but scorch
	m.StoreDynamic, m.DocValuesDynamic, m.IndexDynamic = false, false, false
	m.DefaultMapping.Dynamic = false
	return m
})

// newAnalyzer returns the analyzer for texts of a language.
func newAnalyzer(lang string) (analysis.Analyzer, error) {
	name := analyzerName(lang)
	a := common().AnalyzerNamed(name)
	if a == nil {
		return nil, fmt.Errorf("no analyzer %q for language %q", name, lang)
	}
	return a, nil
}
