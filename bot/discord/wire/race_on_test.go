//go:build race

package wire

// raced says that the race detector is on, which takes several times the CPU.
const raced = true
