//go:build !race

package schedule

// How many installations TestFleet and TestYears have.
const (
	fleet     = 10_000_000
	computers = 1000
)
