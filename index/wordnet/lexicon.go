package wordnet

import (
	_ "embed"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"sync"

	"footnote/index/wordlist"
)

// file is what TestBuild has made of WordNet, whose licence stands in
// wordnet.LICENSE. After a line "lemmas irregular bytes" come the lemmas,
// sorted, each with a line feed; a byte a lemma, its classes; and as many lines
// "form lemma" as there are irregular forms; all of these together are bytes
// long. Then comes for each lemma the number of its links, and for each link
// the distance from the lemma of the last (both as varints) and a byte, 16 times
// the kind plus the sense.
//
//go:embed wordnet.bin
var file string

// A lexiconData is what is known of all lemmas. Lemma 0 is no word.
type lexiconData struct {
	words     *wordlist.List // of lemmas, from lemma 1
	classes   []classes
	irregular map[string][]Lemma
	links     []Link
	first     []int32 // by lemma: the number of its first link; one more at the end
}

// lexicon reads the file when it is first asked for.
var lexicon = sync.OnceValue(func() *lexiconData {
	x, err := readLexicon(file)
	if err != nil {
		panic(fmt.Sprintf("wordnet: wordnet.bin: %v", err))
	}
	return x
})

func readLexicon(file string) (*lexiconData, error) {
	head, rest, _ := strings.Cut(file, "\n")
	var lemmas, irregular, links int
	if _, err := fmt.Sscanf(head, "%d %d %d", &lemmas, &irregular, &links); err != nil {
		return nil, fmt.Errorf("first line %q: %w", head, err)
	}
	x := &lexiconData{
		irregular: make(map[string][]Lemma, irregular),
		links:     make([]Link, 0, links),
		first:     make([]int32, 1, lemmas+2),
	}
	end := 0
	for range lemmas {
		end += strings.IndexByte(rest[end:], '\n') + 1
	}
	x.words = wordlist.New(rest[:end])
	rest = rest[end:]
	if x.words.Len() != lemmas || len(rest) < lemmas {
		return nil, errors.New("it is cut")
	}
	x.classes = append(make([]classes, 1, lemmas+1), classesOf(rest[:lemmas])...)
	rest = rest[lemmas:]
	var line string
	for range irregular {
		line, rest, _ = strings.Cut(rest, "\n")
		form, base, _ := strings.Cut(line, " ")
		x.irregular[form] = append(x.irregular[form], x.find(base))
	}
	data := []byte(rest)
	for range lemmas {
		x.first = append(x.first, int32(len(x.links))) //nolint:gosec // far fewer
		count, n := binary.Uvarint(data)
		if n <= 0 {
			return nil, errors.New("it is cut")
		}
		data = data[n:]
		var last Lemma
		for range count {
			distance, n := binary.Uvarint(data)
			if n <= 0 || n == len(data) {
				return nil, errors.New("it is cut")
			}
			last += Lemma(distance) //nolint:gosec // as it was written
			x.links = append(x.links, Link{last, Kind(data[n] >> 4), data[n] & 15})
			data = data[n+1:]
		}
	}
	x.first = append(x.first, int32(len(x.links))) //nolint:gosec // far fewer
	if len(data) != 0 || len(x.links) != links {
		return nil, fmt.Errorf("%d links and %d bytes left; want %d links", len(x.links), len(data), links)
	}
	return x, nil
}

// find returns the lemma that is spelt so; zero where there is none.
func (x *lexiconData) find(word string) Lemma {
	n, _ := x.words.Find(word)
	return Lemma(n + 1) //nolint:gosec // far fewer
}

func classesOf(s string) []classes {
	all := make([]classes, len(s))
	for i := range all {
		all[i] = classes(s[i])
	}
	return all
}
