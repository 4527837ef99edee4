//go:build !race

package schedule

// How many installations TestFleet and TestYears have, unless the environment
// asks TestFleet for all of them.
const (
	smallFleet = 2_000_000
	computers  = 1000
)
