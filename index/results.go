package index

import (
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"slices"

	lru "github.com/hashicorp/golang-lru/v2"
)

// maxResults is how many results an edition remembers, of a few kilobytes each.
const maxResults = 512

// results remembers what was found for queries, not the queries: their texts are
// what people asked, and are forgotten.
type results struct {
	salt [sha256.Size]byte
	byID *lru.Cache[[sha256.Size]byte, Result]
}

func newResults() (*results, error) {
	byID, err := lru.New[[sha256.Size]byte, Result](maxResults)
	if err != nil {
		return nil, err
	}
	r := &results{byID: byID}
	_, err = rand.Read(r.salt[:])
	return r, err
}

// search returns what is remembered for q, or else what find finds. The caller owns
// the list of passages.
func (r *results) search(q Query, find func() (Result, error)) (Result, error) {
	id := sha256.Sum256(fmt.Appendf(r.salt[:], "%#v", q))
	found, ok := r.byID.Get(id)
	if !ok {
		var err error
		if found, err = find(); err != nil {
			return found, err
		}
		r.byID.Add(id, found)
	}
	found.Passages = slices.Clone(found.Passages)
	return found, nil
}
