package desktop

import (
	"fmt"
	"sync"
	"testing"

	"github.com/godbus/dbus/v5"
)

// fakeTray is a desktop's tray: it keeps the registry of icons, and looks at
// the one that was registered as a panel does.
type fakeTray struct {
	conn       *dbus.Conn
	registered chan string // bus names of icons
	signals    chan *dbus.Signal

	mu     sync.Mutex
	hosted bool
	silent chan struct{} // questions wait for it; nil: none does
}

// serveTray puts a tray on the bus of the test.
func serveTray(t *testing.T, hosted bool) *fakeTray {
	t.Helper()
	f := &fakeTray{conn: join(t), registered: make(chan string, 8), signals: make(chan *dbus.Signal, 64), hosted: hosted}
	f.conn.Signal(f.signals)
	must(t, f.conn.AddMatchSignal(dbus.WithMatchInterface(itemAPI)))
	must(t, f.conn.AddMatchSignal(dbus.WithMatchInterface(menuAPI)))
	must(t, f.conn.ExportMethodTable(map[string]any{"RegisterStatusNotifierItem": f.register}, watcherPath, watcherAPI))
	must(t, f.conn.ExportMethodTable(map[string]any{"Get": f.get}, watcherPath, propertiesAPI))
	own(t, f.conn, watcherName)
	return f
}

func (f *fakeTray) disappear(t *testing.T) {
	t.Helper()
	_, err := f.conn.ReleaseName(watcherName)
	must(t, err)
}

func (f *fakeTray) register(sender dbus.Sender, service string) *dbus.Error {
	if service != string(itemPath) {
		return dbus.NewError("org.example.NotAPath", nil)
	}
	f.registered <- string(sender)
	return nil
}

func (f *fakeTray) get(_, name string) (dbus.Variant, *dbus.Error) {
	f.mu.Lock()
	hosted, silent := f.hosted, f.silent
	f.mu.Unlock()
	if silent != nil {
		<-silent
	}
	if name != watcherHost {
		return dbus.Variant{}, dbus.NewError("org.example.NoProperty", nil)
	}
	return dbus.MakeVariant(hosted), nil
}

// host begins or ceases to show icons.
func (f *fakeTray) host(t *testing.T, hosted bool) {
	t.Helper()
	f.mu.Lock()
	f.hosted = hosted
	f.mu.Unlock()
	must(t, f.conn.Emit(watcherPath, watcherAPI+".StatusNotifierHost"+map[bool]string{true: "Registered", false: "Unregistered"}[hosted]))
}

// hush makes questions wait; nil ends that for those to come.
func (f *fakeTray) hush(silent chan struct{}) chan struct{} {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.silent = silent
	return silent
}

// property asks an item what it is like.
func (f *fakeTray) property(t *testing.T, item string, path dbus.ObjectPath, api, name string) any {
	t.Helper()
	var v dbus.Variant
	must(t, f.conn.Object(item, path).Call(propertiesAPI+".Get", 0, api, name).Store(&v))
	return v.Value()
}

// menu reads an item's menu from top to bottom.
func (f *fakeTray) menu(t *testing.T, item string) (revision uint32, entries []string) {
	t.Helper()
	var root menuNode
	must(t, f.conn.Object(item, menuPath).Call(menuAPI+".GetLayout", 0, rootID, int32(-1), []string{}).Store(&revision, &root))
	for _, child := range root.Children {
		var n menuNode
		must(t, dbus.Store([]any{child.Value()}, &n))
		entries = append(entries, fmt.Sprintf("%d %v", n.ID, n.Properties))
	}
	return revision, entries
}

// click is a click on an entry of the menu.
func (f *fakeTray) click(t *testing.T, item string, a TrayAction) {
	t.Helper()
	must(t, f.conn.Object(item, menuPath).Call(menuAPI+".Event", 0, int32(a), "clicked", dbus.MakeVariant(""), uint32(0)).Err)
}

// nextSignal waits for a signal of an item, whatever else is heard.
func (f *fakeTray) nextSignal(t *testing.T, name string) *dbus.Signal {
	t.Helper()
	for {
		if s := next(t, f.signals, name); s != nil && s.Name == name {
			return s
		}
	}
}
