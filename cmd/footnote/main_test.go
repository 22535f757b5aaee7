package main

import (
	"encoding/binary"
	"errors"
	"flag"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "write the outputs that the scripts compare with")

func TestMain(m *testing.M) {
	testscript.Main(waiters{m}, map[string]func(){"footnote": main})
}

// waiters are tests that mostly wait, for processes and for Discord, so that more
// of them run at once than there are processors.
type waiters struct{ *testing.M }

func (w waiters) Run() int {
	flag.Parse()
	if err := flag.Set("test.parallel", "8"); err != nil {
		panic(err)
	}
	return w.M.Run()
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:           "testdata/script",
		UpdateScripts: *update,
		Setup: func(env *testscript.Env) error {
			dir, err := filepath.Abs("../../seeds")
			env.Setenv("SEEDS", dir)
			return errors.Join(err, writeModel(filepath.Join(env.WorkDir, "model")))
		},
	})
}

// writeModel writes a model of word vectors as model2vec does: three words with
// two numbers each.
func writeModel(dir string) error {
	const tokenizer = `{"model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
		"vocab": {"[UNK]": 0, "rovers": 1, "won": 2}}}`
	const header = `{"embeddings": {"dtype": "F32", "shape": [3, 2], "data_offsets": [0, 24]}}`
	tensors := append(binary.LittleEndian.AppendUint64(nil, uint64(len(header))), header...)
	rnd := rand.New(rand.NewPCG(1, 1))
	for range 6 {
		tensors = binary.LittleEndian.AppendUint32(tensors, math.Float32bits(rnd.Float32()))
	}
	return errors.Join(
		os.Mkdir(dir, 0o755),
		os.WriteFile(filepath.Join(dir, "tokenizer.json"), []byte(tokenizer), 0o644),
		os.WriteFile(filepath.Join(dir, "model.safetensors"), tensors, 0o644),
	)
}
