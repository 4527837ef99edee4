package desktop

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/godbus/dbus/v5"

	"vigie/monitor"
)

// Names of the desktop notifications specification 1.2,
// https://specifications.freedesktop.org/notification-spec/1.2/
const (
	notifyName = "org.freedesktop.Notifications"
	notifyAPI  = "org.freedesktop.Notifications"
	notifyPath = dbus.ObjectPath("/org/freedesktop/Notifications")

	actionDefault = "default" // a click on the pop-up itself
	actionSee     = "see"
	actionLater   = "later"

	expiryOfServer = int32(-1)
)

// maxShown is how many pop-ups are remembered: some desktops keep them in a
// list, where they can be clicked days later.
const maxShown = 32

// Notifier shows pop-ups through the session's notification service.
//
// It speaks D-Bus itself: the calls of esiqveland/notify take no context, so
// that a service that hangs would hang the agent.
type Notifier struct {
	see      func(alert string)
	patience time.Duration

	mu     sync.Mutex // held while a pop-up is shown, so that no click comes too early
	closed bool
	conn   *dbus.Conn // nil: not connected
	shown  []shownPopup
	wait   sync.WaitGroup
}

// service is the notification service of the session, as long as it runs:
// after a restart it has another name, and maybe other abilities.
type service struct {
	name            string // unique on the bus
	actions, markup bool   // what it can show
}

// shownPopup remembers which alert a pop-up was for. A number belongs to the
// service that gave it; another one counts anew.
type shownPopup struct {
	service string
	id      uint32
	alert   string
}

// NewNotifier makes a notifier that calls see, one call at a time, when a
// person clicks on a pop-up or on its first button. see must return at once.
// Nothing is asked of the desktop before the first pop-up.
func NewNotifier(see func(alert string)) *Notifier {
	return &Notifier{see: see, patience: busPatience}
}

// Close ends the notifier: nothing is called afterwards. Pop-ups stay.
func (n *Notifier) Close() {
	n.mu.Lock()
	n.closed = true
	if n.conn != nil {
		_ = n.conn.Close()
	}
	n.mu.Unlock()
	n.wait.Wait()
}

// Show shows one pop-up and returns when the service has taken it. Otherwise
// the error is a *monitor.Problem, within seconds, and nothing was shown: the
// alert is still to be told.
func (n *Notifier) Show(ctx context.Context, p Popup) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	ctx, cancel := context.WithTimeout(ctx, n.patience)
	defer cancel()
	err := n.show(ctx, p.cleaned())
	switch {
	case err == nil:
		return nil
	case errors.Is(err, errNoService):
		return monitor.NewProblem("popup.none").Because(err)
	}
	return monitor.NewProblem("popup.no-answer").Because(quiet(err))
}

var errNoService = errors.New("no notification service in this session")

func (n *Notifier) show(ctx context.Context, p Popup) error {
	if err := n.connect(ctx); err != nil {
		return err
	}
	s, err := n.meet(ctx)
	if err != nil {
		return err
	}
	var id uint32
	err = n.conn.Object(s.name, notifyPath).CallWithContext(ctx, notifyAPI+".Notify", 0,
		"Vigie", uint32(0), appID, p.Title, s.body(p.Body), s.buttons(p), hints(p), expiryOfServer).Store(&id)
	if err != nil {
		return err
	}
	n.shown = append(n.shown, shownPopup{s.name, id, p.Alert})
	if len(n.shown) > maxShown {
		n.shown = slices.Delete(n.shown, 0, len(n.shown)-maxShown)
	}
	return nil
}

// connect makes sure of a connection, and of hearing clicks on it.
func (n *Notifier) connect(ctx context.Context) error {
	if n.closed {
		return dbus.ErrClosed
	}
	if n.conn != nil && n.conn.Connected() {
		return nil
	}
	// The connection outlives this call; Close ends it.
	conn, err := dialBus(context.WithoutCancel(ctx), n.patience)
	if err != nil {
		return fmt.Errorf("%w: %w", errNoService, err)
	}
	clicks := make(chan *dbus.Signal, 8)
	conn.Signal(clicks)
	err = conn.AddMatchSignalContext(ctx, dbus.WithMatchSender(notifyName), dbus.WithMatchObjectPath(notifyPath),
		dbus.WithMatchInterface(notifyAPI), dbus.WithMatchMember("ActionInvoked"))
	if err != nil {
		_ = conn.Close()
		return err
	}
	// A new bus may give out the old names again.
	n.conn, n.shown = conn, nil
	n.wait.Go(func() { n.listen(clicks) })
	return nil
}

// meet finds the service, which the bus may have to start, and asks what it can
// do. It is asked each time: one that hangs is found out by a question, not by a
// pop-up that would come up later, when the alert has been kept to be shown again.
func (n *Notifier) meet(ctx context.Context) (service, error) {
	owner, err := nameOwner(ctx, n.conn, notifyName)
	if err == nil && owner == "" {
		owner, err = n.startService(ctx)
	}
	if err != nil {
		return service{}, err
	}
	var able []string
	if err := n.conn.Object(owner, notifyPath).CallWithContext(ctx, notifyAPI+".GetCapabilities", 0).Store(&able); err != nil {
		return service{}, err
	}
	return service{owner, slices.Contains(able, "actions"), slices.Contains(able, "body-markup")}, nil
}

// startService has the bus start the service, and finds it.
func (n *Notifier) startService(ctx context.Context) (owner string, err error) {
	var started uint32
	err = n.conn.BusObject().CallWithContext(ctx, busName+".StartServiceByName", 0, notifyName, uint32(0)).Store(&started)
	if e := (dbus.Error{}); errors.As(err, &e) {
		return "", fmt.Errorf("%w: %w", errNoService, quiet(err)) // there is none to start, or it did not start
	}
	if err == nil {
		owner, err = nameOwner(ctx, n.conn, notifyName)
	}
	if err == nil && owner == "" {
		err = errNoService
	}
	return owner, err
}

var markup = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// body is the text as the service reads it: as markup, or else as it stands.
func (s service) body(text string) string {
	if s.markup {
		return markup.Replace(text)
	}
	return text
}

// buttons are pairs of an action and its label. A service that cannot show
// buttons may put a window up instead: it gets none.
func (s service) buttons(p Popup) []string {
	if !s.actions {
		return []string{}
	}
	return []string{actionDefault, p.See, actionSee, p.See, actionLater, p.Later}
}

func hints(p Popup) map[string]dbus.Variant {
	return map[string]dbus.Variant{
		"urgency":       dbus.MakeVariant(byte(p.Urgency)),
		"desktop-entry": dbus.MakeVariant(appID), // name, icon, and what the person set for us
	}
}

// listen passes clicks on until the connection ends.
func (n *Notifier) listen(clicks <-chan *dbus.Signal) {
	for s := range clicks {
		var id uint32
		var action string
		if s.Name != notifyAPI+".ActionInvoked" || dbus.Store(s.Body, &id, &action) != nil || action == actionLater {
			continue
		}
		if alert, ok := n.clicked(s.Sender, id); ok {
			n.see(alert)
		}
	}
}

// clicked is the alert of a pop-up of ours that is still remembered.
func (n *Notifier) clicked(service string, id uint32) (alert string, ok bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, s := range n.shown {
		if s.service == service && s.id == id && !n.closed {
			return s.alert, true
		}
	}
	return "", false
}
