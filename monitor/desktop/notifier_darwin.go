package desktop

import (
	"context"
	"os/exec"
	"time"

	"vigie/monitor"
)

// Notifier shows pop-ups through osascript, which comes with macOS: the system's
// own interface, UNUserNotificationCenter, takes cgo and a signed bundle.
//
// Hence the limits: they bear the name of the Script Editor, a click on one opens
// nothing of ours, and a person who silenced the Script Editor does not see them,
// which osascript does not tell. The tray's mark and the window tell in any case.
type Notifier struct{}

// osascriptPatience is how long osascript may take, its start included.
const osascriptPatience = 10 * time.Second

// NewNotifier makes a notifier; see is never called.
func NewNotifier(func(alert string)) *Notifier { return &Notifier{} }

// Show shows one pop-up and returns when the system has taken it. Otherwise the
// error is a *monitor.Problem and the alert is still to be told.
func (*Notifier) Show(ctx context.Context, p Popup) error {
	ctx, cancel := context.WithTimeout(ctx, osascriptPatience)
	defer cancel()
	p = p.cleaned()
	// The texts are arguments, never part of the script: nothing in them is run.
	err := exec.CommandContext(ctx, "/usr/bin/osascript",
		"-e", "on run argv", "-e", "display notification (item 2 of argv) with title (item 1 of argv)", "-e", "end run",
		p.Title, p.Body).Run()
	if err != nil {
		return monitor.NewProblem("popup.no-answer").Because(err)
	}
	return nil
}

// Close does nothing.
func (*Notifier) Close() {}
