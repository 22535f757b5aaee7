package main

import (
	"flag"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "write the outputs that the scripts compare with")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"footnote": main})
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:           "testdata/script",
		UpdateScripts: *update,
		Setup: func(env *testscript.Env) error {
			dir, err := filepath.Abs("../../seeds")
			env.Setenv("SEEDS", dir)
			return err
		},
	})
}
