package desktop

import (
	"context"
	"sync"

	"golang.org/x/sys/windows"

	"vigie/assets"
	"vigie/monitor"
)

// Notifier shows pop-ups as notifications of an icon beside the clock, which
// Windows 10 and later draw like any other. The icon is there as long as the
// notification: see popupWindow for why it is not the tray's.
//
// Such notifications need no registration, no shortcut and no script. They have
// no buttons: a click is "see what to do", and letting it pass is "later".
type Notifier struct {
	see func(alert string)

	mu     sync.Mutex
	closed bool
	window *popupWindow      // nil: not needed yet
	last   uint16            // number of the newest icon
	alerts map[uint16]string // by the number of the icon
}

// NewNotifier makes a notifier that calls see, one call at a time, when a person
// clicks on a pop-up. see must return at once. Nothing is asked of Windows
// before the first pop-up.
func NewNotifier(see func(alert string)) *Notifier {
	return &Notifier{see: see, alerts: make(map[uint16]string)}
}

// Show shows one pop-up and returns when Windows has taken it, which may still
// hold it back while the person does not want to be disturbed. Otherwise the
// error is a *monitor.Problem, and nothing was shown: the alert is still to be
// told. Windows itself gives up after some seconds when the taskbar hangs.
func (n *Notifier) Show(_ context.Context, p Popup) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	if err := n.show(p.cleaned()); err != nil {
		return monitor.NewProblem("popup.no-answer").Because(err)
	}
	return nil
}

func (n *Notifier) show(p Popup) (err error) {
	if n.closed {
		return windows.ERROR_INVALID_STATE
	}
	if n.window == nil {
		if n.window, err = newPopupWindow(assets.TrayDot.PNG(32), n.heard); err != nil {
			return err
		}
	}
	n.last++
	if err := n.window.notify(n.last, p.Title, p.Body); err != nil {
		return err
	}
	n.alerts[n.last] = p.Alert
	return nil
}

// heard is told of what became of a notification.
func (n *Notifier) heard(icon uint16, clicked bool) {
	n.mu.Lock()
	alert, ok := n.alerts[icon]
	delete(n.alerts, icon)
	n.mu.Unlock()
	if ok && clicked {
		n.see(alert)
	}
}

// Close ends the notifier: nothing is called afterwards. Pop-ups go.
func (n *Notifier) Close() {
	n.mu.Lock()
	n.closed = true
	clear(n.alerts)
	window := n.window
	n.window = nil
	n.mu.Unlock()
	if window != nil {
		window.close()
	}
}
