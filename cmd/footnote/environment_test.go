package main

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestEnvironmentExample holds .env.example to the settings that the program
// reads: all of them and no others, each explained by a comment. Settings are
// read in this package alone.
func TestEnvironmentExample(t *testing.T) {
	name := regexp.MustCompile(`["'(]((?:FOOTNOTE|DISCORD|SHARD)_[A-Z_]+)["')]`)
	read := map[string]bool{}
	sources, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range sources {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		source, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range name.FindAllSubmatch(source, -1) {
			read[string(found[1])] = true
		}
	}
	example, err := os.ReadFile("../../.env.example")
	if err != nil {
		t.Fatal(err)
	}
	listed := map[string]bool{}
	before := ""
	for line := range strings.Lines(string(example)) {
		if key, value, ok := strings.Cut(strings.TrimSpace(line), "="); ok && !strings.HasPrefix(line, "#") {
			listed[key] = true
			if strings.TrimSpace(before) == "" {
				t.Errorf("%s is not explained", key)
			}
			if value != "" {
				t.Errorf("%s is set to %q: a copy of the file should set nothing", key, value)
			}
		}
		before = line
	}
	if diff := cmp.Diff(slices.Sorted(maps.Keys(read)), slices.Sorted(maps.Keys(listed))); diff != "" {
		t.Errorf(".env.example (-read by the program +listed)\n%s", diff)
	}
}
