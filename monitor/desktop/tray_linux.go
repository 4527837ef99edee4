package desktop

import (
	"context"
	"errors"
	"time"

	"github.com/godbus/dbus/v5"
)

// The desktop's registry of tray icons, and the name of its answer to whether
// anything shows them.
const (
	watcherName = "org.kde.StatusNotifierWatcher"
	watcherAPI  = "org.kde.StatusNotifierWatcher"
	watcherPath = dbus.ObjectPath("/StatusNotifierWatcher")
	watcherHost = "IsStatusNotifierHostRegistered"
)

// busInterval is how long to wait before looking again for a session bus, or a
// tray, that did not answer. What is merely absent announces itself.
const busInterval = time.Minute

var (
	errBusLost = errors.New("the session bus is gone")
	errNoHost  = errors.New("nothing shows tray icons")
)

// TrayHost tells whether something in this session shows tray icons: nil, or
// the *monitor.Problem that says why not.
func TrayHost(ctx context.Context) error {
	conn, err := dialBus(ctx, busPatience)
	if err != nil {
		return errNoTray(err)
	}
	defer conn.Close()
	if _, err := trayHost(ctx, conn, busPatience); err != nil {
		return errNoTray(err)
	}
	return nil
}

// trayHost finds the watcher of this session, "" if there is none. The error
// is errNoHost when it is certain that nothing shows icons now.
func trayHost(ctx context.Context, conn *dbus.Conn, patience time.Duration) (watcher string, err error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	watcher, err = nameOwner(ctx, conn, watcherName)
	if err != nil {
		return "", quiet(err)
	}
	if watcher == "" {
		return "", errNoHost
	}
	var answer dbus.Variant
	err = conn.Object(watcher, watcherPath).CallWithContext(ctx, propertiesAPI+".Get", 0, watcherAPI, watcherHost).Store(&answer)
	if err != nil {
		return watcher, quiet(err)
	}
	if shown, ok := answer.Value().(bool); !ok || !shown {
		return watcher, errNoHost
	}
	return watcher, nil
}

// Run shows the tray until ctx is done, and returns nil then. It waits for a
// desktop that has no tray yet, comes back after the panel or the session bus
// was restarted, and gives nobody more than a few seconds to answer.
func (t *Tray) Run(ctx context.Context) error {
	return t.run(ctx, busPatience, busInterval)
}

func (t *Tray) run(ctx context.Context, patience, interval time.Duration) error {
	menu := <-t.menus
	for {
		err := t.onBus(ctx, &menu, patience, interval)
		if ctx.Err() != nil {
			return nil
		}
		t.shown(errNoTray(err))
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(interval):
		}
	}
}

// onBus shows the tray until the session bus is gone or ctx is done.
func (t *Tray) onBus(ctx context.Context, menu *TrayMenu, patience, interval time.Duration) error {
	conn, err := dialBus(ctx, patience)
	if err != nil {
		return err
	}
	defer conn.Close()
	item, err := exportTrayItem(conn, *menu)
	if err != nil {
		return err
	}
	changes, err := watchTrayHost(ctx, conn, patience)
	if err != nil {
		return err
	}
	var watcher string // that knows our item
	for {
		again := t.meet(ctx, conn, &watcher, patience, interval)
		if err := t.serve(ctx, item, menu, changes, again); err != nil {
			return err
		}
	}
}

// meet makes our item known to the session's watcher and tells how that went.
// It returns when to try again; never, if the desktop will say when.
func (t *Tray) meet(ctx context.Context, conn *dbus.Conn, known *string, patience, interval time.Duration) (again <-chan time.Time) {
	watcher, err := trayHost(ctx, conn, patience)
	// Icons may be registered before anything shows them.
	if watcher != "" && watcher != *known && (err == nil || errors.Is(err, errNoHost)) {
		if e := register(ctx, conn, watcher, patience); e != nil {
			watcher, err = "", e
		}
	}
	if ctx.Err() != nil || !conn.Connected() {
		return nil
	}
	if err == nil {
		*known = watcher
		t.shown(nil)
		return nil
	}
	t.shown(errNoTray(err))
	if errors.Is(err, errNoHost) {
		*known = watcher
		return nil
	}
	*known = ""
	return time.After(interval)
}

func register(ctx context.Context, conn *dbus.Conn, watcher string, patience time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	return quiet(conn.Object(watcher, watcherPath).CallWithContext(ctx, watcherAPI+".RegisterStatusNotifierItem", 0, string(itemPath)).Err)
}

// serve shows new menus and passes clicks on, until the tray may have appeared
// or gone. An error means that the bus is gone, or ctx done.
func (t *Tray) serve(ctx context.Context, item *trayItem, menu *TrayMenu, changes <-chan *dbus.Signal, again <-chan time.Time) error {
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-item.conn.Context().Done():
			return errBusLost
		case *menu = <-t.menus:
			if err := item.show(*menu); err != nil {
				return err
			}
		case action := <-item.clicks:
			t.do(action)
		case <-changes:
			return nil
		case <-again:
			return nil
		}
	}
}

// watchTrayHost asks to be told when the watcher comes, goes, or finds that
// icons begin or cease to be shown.
func watchTrayHost(ctx context.Context, conn *dbus.Conn, patience time.Duration) (<-chan *dbus.Signal, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	changes := make(chan *dbus.Signal, 8)
	conn.Signal(changes)
	for _, rule := range [][]dbus.MatchOption{
		{dbus.WithMatchSender(busName), dbus.WithMatchInterface(busName), dbus.WithMatchMember("NameOwnerChanged"), dbus.WithMatchArg(0, watcherName)},
		{dbus.WithMatchSender(watcherName), dbus.WithMatchInterface(watcherAPI), dbus.WithMatchMember("StatusNotifierHostRegistered")},
		{dbus.WithMatchSender(watcherName), dbus.WithMatchInterface(watcherAPI), dbus.WithMatchMember("StatusNotifierHostUnregistered")},
	} {
		if err := conn.AddMatchSignalContext(ctx, rule...); err != nil {
			return nil, err
		}
	}
	return changes, nil
}
