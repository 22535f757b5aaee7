package main

import (
	"fmt"
	"runtime/debug"
	"strings"
)

type versionCommand struct{}

func (versionCommand) Run(p *program) error {
	_, err := fmt.Fprintln(p.stdout, version())
	return err
}

// version words what the build says of itself: the module's version, the commit
// and the Go version.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "footnote, of an unknown build"
	}
	parts := []string{"footnote " + info.Main.Version}
	for _, s := range info.Settings {
		switch {
		case s.Key == "vcs.revision":
			parts = append(parts, "commit "+s.Value)
		case s.Key == "vcs.modified" && s.Value == "true":
			parts = append(parts, "changed since")
		}
	}
	return strings.Join(append(parts, info.GoVersion), ", ")
}
