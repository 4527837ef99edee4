//go:build race

package schedule

// The race detector makes everything ten times slower.
const (
	smallFleet = 1_000_000
	computers  = 100
)
