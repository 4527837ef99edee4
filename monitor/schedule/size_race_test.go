//go:build race

package schedule

// The race detector makes everything ten times slower.
const (
	fleet     = 1_000_000
	computers = 100
)
