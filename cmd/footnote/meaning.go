package main

import (
	"fmt"
	"os"

	"footnote/index"
	"footnote/index/embedding"
)

// meaning is the flag by which every command that answers takes its word vectors.
type meaning struct {
	Embeddings string `placeholder:"DIR" env:"FOOTNOTE_EMBEDDINGS" help:"Folder of a model that model2vec has saved, for words of like meaning. Default: the built-in English one."`
}

// options are what an index is made with.
func (m meaning) options() ([]index.Option, error) {
	if m.Embeddings == "" {
		return nil, nil
	}
	model, err := embedding.Open(os.DirFS(m.Embeddings))
	if err != nil {
		return nil, fmt.Errorf("embeddings %s: %w", m.Embeddings, err)
	}
	return []index.Option{index.WithModel(model)}, nil
}
