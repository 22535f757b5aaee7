package discord

import "testing"

// BenchmarkRespond is one interaction, from Discord's JSON to the response, on the
// built-in report.
func BenchmarkRespond(b *testing.B) {
	h := builtIn(b)
	raw := use("en-US", "ask", given("question", "What does the plan require Ukraine to do with its armed forces?"))
	b.ReportAllocs()
	for b.Loop() {
		respond(b, h, raw)
	}
}
