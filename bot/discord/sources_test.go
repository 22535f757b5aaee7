package discord

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestSourcesApart asks for the sources by a word that two of them have in common.
func TestSourcesApart(t *testing.T) {
	sh := newShelfOf(t)
	sh.reports[0].Entities[0].Role = "engineer"
	got := respond(t, handlerOn(t, sh, Settings{}), use("en-US", "sources", given("source", "the engineer")))
	want := "**the engineer**\n- the city council (engineer): 3 sentences\n- Ada Moreno (engineer): 2 sentences\n-# /sources with a source lists all passages credited to it."
	if diff := cmp.Diff(want, got.Body.Data.Content); diff != "" {
		t.Errorf("told apart (-want +got)\n%s", diff)
	}
}
