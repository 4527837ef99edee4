package installation

import (
	"context"
	"errors"

	"vigie/monitor"
)

// AsProblem puts any error into words, for both programs.
func AsProblem(err error) *monitor.Problem {
	var p *monitor.Problem
	switch {
	case errors.As(err, &p):
		return p
	case errors.Is(err, context.Canceled):
		return monitor.NewProblem("cancelled")
	case errors.Is(err, monitor.ErrSealed):
		return monitor.NewProblem("keychain-locked").Because(err)
	}
	return monitor.NewProblem("internal", "detail", monitor.CleanText(err.Error(), monitor.MaxName)).Because(err)
}
