// Package attribution finds who is cited for what.
package attribution

import "footnote/index/report"

// Attribute fills in the attributions of every sentence of r and r.Entities.
// It needs the sentences, and reads the whole report, since sources are
// carried over from other sentences.
func Attribute(r *report.Report) {}
