//go:build !linux && !windows && !darwin

package desktop

import (
	"context"

	"vigie/monitor"
)

// Notifier shows no pop-ups on this system: what cannot be relied on must not
// mark an alert as told. The window and the command line tell instead.
type Notifier struct{}

// NewNotifier makes a notifier; see is never called.
func NewNotifier(func(alert string)) *Notifier { return &Notifier{} }

// Show returns a *monitor.Problem: nothing was shown.
func (*Notifier) Show(context.Context, Popup) error { return monitor.NewProblem("popup.unsupported") }

// Close does nothing.
func (*Notifier) Close() {}
