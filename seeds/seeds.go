// Package seeds holds the reports that are built into the program, so that it
// is complete by itself.
package seeds

import "embed"

// FS holds the reports, in the form that package report reads.
//
//go:embed *.txt
var FS embed.FS
