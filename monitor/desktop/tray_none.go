//go:build !linux && !windows && !(darwin && cgo)

package desktop

import (
	"context"

	"vigie/monitor"
)

// TrayHost returns a *monitor.Problem: this build of the program has no tray.
// On macOS one takes AppKit, thus cgo.
func TrayHost(context.Context) error { return monitor.NewProblem("tray.unsupported") }

// Run shows nothing, says so, and returns nil once ctx is done.
func (t *Tray) Run(ctx context.Context) error {
	t.shown(TrayHost(ctx))
	<-ctx.Done()
	return nil
}
