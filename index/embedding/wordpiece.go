package embedding

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// A tokenizer splits words into the pieces of a vocabulary, as WordPiece does:
// the longest piece that the word begins with, then the longest that goes on,
// and so forth.
type tokenizer struct {
	rows    map[string]int // piece -> row of its vector
	joint   string         // what opens a piece that goes on, "##"
	unknown string         // the piece for what is in no piece
	longest int            // code points of the longest word that is split
	accents bool           // accents are kept
}

// readTokenizer reads a tokenizer.json of Hugging Face's tokenizers.
func readTokenizer(file []byte) (*tokenizer, error) {
	var t struct {
		Normalizer *struct {
			Type         string `json:"type"`
			Lowercase    bool   `json:"lowercase"`
			StripAccents *bool  `json:"strip_accents"`
		} `json:"normalizer"`
		Model struct {
			Type     string          `json:"type"`
			Unknown  string          `json:"unk_token"`
			Joint    string          `json:"continuing_subword_prefix"`
			Longest  int             `json:"max_input_chars_per_word"`
			RawVocab json.RawMessage `json:"vocab"`
		} `json:"model"`
	}
	if err := json.Unmarshal(file, &t); err != nil {
		return nil, err
	}
	if t.Model.Type != "WordPiece" {
		return nil, fmt.Errorf("a tokenizer of type %q: only WordPiece is read: choose another model", t.Model.Type)
	}
	made := &tokenizer{joint: t.Model.Joint, unknown: t.Model.Unknown, longest: t.Model.Longest, accents: true}
	if err := json.Unmarshal(t.Model.RawVocab, &made.rows); err != nil {
		return nil, fmt.Errorf("vocab: %w", err)
	}
	if len(made.rows) == 0 {
		return nil, errors.New("vocab: it is empty")
	}
	for piece, row := range made.rows {
		if row < 0 || row >= maxRows {
			return nil, fmt.Errorf("vocab: piece %q has number %d: want 0 to %d", piece, row, maxRows-1)
		}
	}
	if made.longest <= 0 || made.longest > maxWord {
		made.longest = maxWord
	}
	// Words come in lower case; whether the vocabulary does too decides only over accents.
	if n := t.Normalizer; n != nil {
		made.accents = !n.Lowercase
		if n.StripAccents != nil {
			made.accents = !*n.StripAccents
		}
	}
	return made, nil
}

// maxWord is how many code points of a word are looked at; what is longer is
// no word. It is WordPiece's own number.
const maxWord = 100

// lastRow returns the greatest row that a piece names.
func (t *tokenizer) lastRow() int {
	last := 0
	for _, row := range t.rows {
		last = max(last, row)
	}
	return last
}

// split returns the rows of a word's pieces; none where the word cannot be
// made of pieces.
func (t *tokenizer) split(word string) []int {
	if !t.accents {
		word = strings.Map(func(r rune) rune {
			if unicode.Is(unicode.Mn, r) {
				return -1
			}
			return r
		}, norm.NFD.String(word))
	}
	if word == t.unknown || utf8.RuneCountInString(word) > t.longest {
		return nil
	}
	var found []int
	joint := ""
	for word != "" {
		end := len(word)
		for ; end > 0; end-- {
			if row, ok := t.rows[joint+word[:end]]; ok {
				found = append(found, row)
				break
			}
		}
		if end == 0 {
			return nil
		}
		word, joint = word[end:], t.joint
	}
	return found
}
