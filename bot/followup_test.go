package bot

import "testing"

func TestFollow(t *testing.T) {
	const previous = "What does the plan require?"
	tests := []struct {
		typed, want string
		leans       bool
	}{
		{"and when?", "and when? " + previous, true},
		{"Who said that?", "Who said that? " + previous, true},
		{"why", "why " + previous, true},
		{"And for Russia?", "And for Russia? " + previous, true},
		{"what about Axios?", "what about Axios? " + previous, true},
		{"und wann?", "und wann? " + previous, true},
		{"Who arrived in Kyiv?", "Who arrived in Kyiv?", false},
		{"And what did the Kremlin spokesman say about Alaska?", "And what did the Kremlin spokesman say about Alaska?", false},
		{"?!", "?!", false},
	}
	for _, tt := range tests {
		if got, leans := Follow(previous, tt.typed); got != tt.want || leans != tt.leans {
			t.Errorf("Follow(%q) = %q, %v; want %q, %v", tt.typed, got, leans, tt.want, tt.leans)
		}
	}
	if got, leans := Follow("", "and when?"); got != "and when?" || leans {
		t.Errorf("Follow without a previous question = %q, %v", got, leans)
	}
}
