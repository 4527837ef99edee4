package desktop

import (
	"context"
	"errors"
	"time"

	"github.com/godbus/dbus/v5"

	"vigie/monitor"
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

func errNoTray(cause error) error { return monitor.NewProblem("tray.none").Because(cause) }

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
	t.run(ctx, busPatience, busInterval)
	return nil
}

func (t *Tray) run(ctx context.Context, patience, interval time.Duration) {
	s := traySession{Tray: t, menu: <-t.menus, patience: patience, interval: interval}
	for {
		err := s.onBus(ctx)
		if ctx.Err() != nil {
			return
		}
		t.shown(errNoTray(err))
		select {
		case <-ctx.Done():
			return
		case <-time.After(interval):
		}
	}
}

// traySession is a tray on the session bus.
type traySession struct {
	*Tray
	menu               TrayMenu // shown now
	patience, interval time.Duration

	conn    *dbus.Conn
	item    *trayItem
	changes <-chan *dbus.Signal // the tray may have appeared or gone
	watcher string              // that knows our item
}

// onBus shows the tray until the session bus is gone or ctx is done; it always
// returns an error.
func (s *traySession) onBus(ctx context.Context) (err error) {
	if s.conn, err = dialBus(ctx, s.patience); err != nil {
		return err
	}
	defer s.conn.Close()
	if s.item, err = exportTrayItem(s.conn, s.menu); err != nil {
		return err
	}
	if s.changes, err = watchTrayHost(ctx, s.conn, s.patience); err != nil {
		return err
	}
	s.watcher = ""
	for err == nil {
		err = s.serve(ctx, s.meet(ctx))
	}
	return err
}

// meet makes our item known to the session's watcher, and tells whether it is
// shown. After no answer it says when to try again.
func (s *traySession) meet(ctx context.Context) (again <-chan time.Time) {
	watcher, err := trayHost(ctx, s.conn, s.patience)
	// Icons may be registered before anything shows them.
	if watcher != "" && watcher != s.watcher {
		if e := register(ctx, s.conn, watcher, s.patience); e != nil {
			watcher, err = "", e
		}
	}
	s.watcher = watcher
	switch {
	case s.conn.Context().Err() != nil: // serve will say so
	case err == nil:
		s.shown(nil)
	default:
		s.shown(errNoTray(err))
		if !errors.Is(err, errNoHost) {
			again = time.After(s.interval)
		}
	}
	return again
}

func register(ctx context.Context, conn *dbus.Conn, watcher string, patience time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	return quiet(conn.Object(watcher, watcherPath).CallWithContext(ctx, watcherAPI+".RegisterStatusNotifierItem", 0, string(itemPath)).Err)
}

// serve shows new menus and passes clicks on, until the tray may have appeared
// or gone. An error means that the bus is gone, or ctx done.
func (s *traySession) serve(ctx context.Context, again <-chan time.Time) error {
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case s.menu = <-s.menus:
			if err := s.item.show(s.menu); err != nil {
				return err
			}
		case action := <-s.item.clicks:
			s.do(action)
		case _, open := <-s.changes:
			if !open {
				return errBusLost
			}
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
