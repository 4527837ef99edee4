package desktop

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/godbus/dbus/v5"
	"github.com/google/go-cmp/cmp"
)

// notifyMode is how a notification service behaves.
type notifyMode string

const (
	notifyOK    notifyMode = "ok"
	notifyError notifyMode = "error"
	notifyHangs notifyMode = "never replies"
	notifyStuck notifyMode = "hangs until the test goes on"
	notifyPlain notifyMode = "neither actions nor markup"
)

// notification is what a service was asked to show.
type notification struct {
	ID                       uint32
	App, Icon, Summary, Body string
	Replaces                 uint32
	Actions                  []string
	Urgency                  byte
	Entry                    string
	Expiry                   int32
	UnknownHints             int
}

// fakeNotify is org.freedesktop.Notifications with a mode.
type fakeNotify struct {
	conn  *dbus.Conn
	shown chan notification
	leave func() // the bus; waits until its name is free

	mu   sync.Mutex
	mode notifyMode
	last uint32
	hang chan struct{} // closed when the test ends

	stuck chan struct{} // closed when a stuck service goes on
}

// serveNotify puts a notification service on the bus of the test.
func serveNotify(t *testing.T, mode notifyMode) *fakeNotify {
	t.Helper()
	f := &fakeNotify{conn: join(t), shown: make(chan notification, 8), mode: mode, hang: make(chan struct{}), stuck: make(chan struct{})}
	t.Cleanup(func() { close(f.hang) })
	must(t, f.conn.ExportMethodTable(map[string]any{"Notify": f.notify, "GetCapabilities": f.capabilities}, notifyPath, notifyAPI))
	own(t, f.conn, notifyName)
	f.leave = func() {
		_, err := f.conn.ReleaseName(notifyName)
		must(t, err)
	}
	return f
}

func (f *fakeNotify) capabilities() ([]string, *dbus.Error) {
	if f.mode == notifyStuck {
		<-f.stuck
	}
	if f.mode == notifyPlain {
		return []string{"body"}, nil
	}
	return []string{"body", "body-markup", "actions", "persistence"}, nil
}

func (f *fakeNotify) notify(app string, replaces uint32, icon, summary, body string, actions []string, hints map[string]dbus.Variant, expiry int32) (uint32, *dbus.Error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	switch f.mode {
	case notifyError:
		return 0, dbus.NewError("org.freedesktop.DBus.Error.Failed", []any{"shows what it was told: " + body})
	case notifyHangs:
		<-f.hang
	}
	f.last++
	n := notification{ID: f.last, App: app, Icon: icon, Summary: summary, Body: body, Replaces: replaces, Actions: actions, Expiry: expiry, UnknownHints: len(hints)}
	for name, into := range map[string]any{"urgency": &n.Urgency, "desktop-entry": &n.Entry} {
		if hints[name].Store(into) == nil {
			n.UnknownHints--
		}
	}
	f.shown <- n
	return n.ID, nil
}

// click is a person who clicks: on a button, or on the pop-up itself.
func (f *fakeNotify) click(t *testing.T, id uint32, action string) {
	t.Helper()
	must(t, f.conn.Emit(notifyPath, notifyAPI+".ActionInvoked", id, action))
}

// notifier is a Notifier whose clicks can be read.
func notifier(t *testing.T) (*Notifier, <-chan string) {
	clicks := make(chan string, 8)
	n := NewNotifier(func(alert string) { clicks <- alert })
	t.Cleanup(n.Close)
	return n, clicks
}

func popup(alert string) Popup {
	return Popup{Title: "Une fuite à regarder", Body: "Fuite chez Dupont & <Fils>", See: "Voir", Later: "Plus tard", Alert: alert, Urgency: UrgencyNormal}
}

func TestShow(t *testing.T) {
	startBus(t)
	f := serveNotify(t, notifyOK)
	n, clicks := notifier(t)
	must(t, n.Show(t.Context(), popup("a1")))
	want := notification{
		ID: 1, App: "Vigie", Icon: "fr.vigie.Vigie", Summary: "Une fuite à regarder", Body: "Fuite chez Dupont &amp; &lt;Fils&gt;",
		Actions: []string{"default", "Voir", "see", "Voir", "later", "Plus tard"}, Urgency: 1, Entry: "fr.vigie.Vigie", Expiry: -1,
	}
	if diff := cmp.Diff(want, next(t, f.shown, "the pop-up")); diff != "" {
		t.Error(diff)
	}
	must(t, n.Show(t.Context(), popup("a2")))
	// What means nothing to us comes before what does: it must change nothing.
	f.click(t, 1, "later")
	f.click(t, 77, "see")
	must(t, f.conn.Emit(notifyPath, notifyAPI+".ActionInvoked", "1", "see", "more"))
	must(t, f.conn.Emit(notifyPath, notifyAPI+".ActionInvoked"))
	stranger := join(t)
	must(t, stranger.Emit(notifyPath, notifyAPI+".ActionInvoked", uint32(1), "see"))
	f.click(t, 2, "see")
	f.click(t, 1, "default")
	if first, second := next(t, clicks, "a click on the button"), next(t, clicks, "a click on the pop-up"); first != "a2" || second != "a1" {
		t.Errorf("opened %s, then %s", first, second)
	}
}

// TestShowFails: whatever is wrong with the desktop, Show returns a problem
// that people can be told of, in time, and can succeed the next time.
func TestShowFails(t *testing.T) {
	for _, c := range []struct {
		mode notifyMode // "": no service
		want string
	}{
		{"", "popup.none"},
		{notifyError, "popup.no-answer"},
		{notifyHangs, "popup.no-answer"},
	} {
		t.Run(string(c.mode), func(t *testing.T) {
			startBus(t)
			n, _ := notifier(t)
			leave := func() {}
			if c.mode != "" {
				leave = serveNotify(t, c.mode).leave
			}
			if c.mode == notifyHangs {
				n.patience = brief
			}
			err := n.Show(t.Context(), popup("a1"))
			if key := problem(t, err); key != c.want {
				t.Errorf("%v, want %s", err, c.want)
			}
			if strings.Contains(err.Error(), "Dupont") {
				t.Errorf("the error repeats what was to be shown: %v", err)
			}
			leave()
			n.patience = long
			f := serveNotify(t, notifyOK)
			must(t, n.Show(t.Context(), popup("a1")))
			next(t, f.shown, "the pop-up, at last")
		})
	}
}

// TestStuckServiceGoesOn: a service that hung, as one under SIGSTOP, and then
// works off what it was sent, shows nothing that was given up and will be shown
// again.
func TestStuckServiceGoesOn(t *testing.T) {
	startBus(t)
	f := serveNotify(t, notifyStuck)
	n, _ := notifier(t)
	n.patience = brief
	if key := problem(t, n.Show(t.Context(), popup("a1"))); key != "popup.no-answer" {
		t.Error(key)
	}
	close(f.stuck)
	n.patience = long
	must(t, n.Show(t.Context(), popup("a1")))
	next(t, f.shown, "the pop-up")
	if len(f.shown) > 0 {
		t.Error("one pop-up was shown twice")
	}
}

func TestShowWithoutBus(t *testing.T) {
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path="+t.TempDir()+"/bus")
	n, _ := notifier(t)
	if key := problem(t, n.Show(t.Context(), popup("a1"))); key != "popup.none" {
		t.Error(key)
	}
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", hung(t))
	n.patience = brief
	if key := problem(t, n.Show(t.Context(), popup("a1"))); key != "popup.none" {
		t.Error(key)
	}
}

// TestServiceRestarts: another service, with other abilities, takes over; its
// numbers are its own.
func TestServiceRestarts(t *testing.T) {
	startBus(t)
	n, clicks := notifier(t)
	old := serveNotify(t, notifyOK)
	must(t, n.Show(t.Context(), popup("old")))
	old.leave()
	plain := serveNotify(t, notifyPlain)
	plain.mu.Lock()
	plain.last = 1 // someone else's
	plain.mu.Unlock()
	must(t, n.Show(t.Context(), popup("new")))
	shown := next(t, plain.shown, "the pop-up")
	if shown.Body != "Fuite chez Dupont & <Fils>" || len(shown.Actions) != 0 {
		t.Errorf("a service without markup and actions was sent %q, %q", shown.Body, shown.Actions)
	}
	plain.click(t, 1, "see")
	plain.click(t, 2, "see")
	if alert := next(t, clicks, "the click"); alert != "new" {
		t.Errorf("opened %s: a number of the service that is gone", alert)
	}
}

// TestBusRestarts: after the session bus itself was restarted the next pop-up
// is shown, and its clicks are heard.
func TestBusRestarts(t *testing.T) {
	bus := startBus(t)
	n, clicks := notifier(t)
	serveNotify(t, notifyOK)
	must(t, n.Show(t.Context(), popup("before")))
	bus.stop()
	next(t, n.conn.Context().Done(), "the end of the connection")
	if key := problem(t, n.Show(t.Context(), popup("between"))); key != "popup.none" {
		t.Error(key)
	}
	bus.start(t)
	f := serveNotify(t, notifyOK)
	must(t, n.Show(t.Context(), popup("after")))
	f.click(t, next(t, f.shown, "the pop-up").ID, "see")
	if alert := next(t, clicks, "the click"); alert != "after" {
		t.Errorf("opened %s", alert)
	}
}

// TestServiceCannotBeStarted: a desktop starts its notification service when it
// is first needed; one that does not start is none.
func TestServiceCannotBeStarted(t *testing.T) {
	bus := startBus(t)
	bus.provide(t, notifyName, "/bin/false")
	n, _ := notifier(t)
	if key := problem(t, n.Show(t.Context(), popup("a1"))); key != "popup.none" {
		t.Error(key)
	}
}

// TestManyPopups: what is remembered is bounded, the newest stay.
func TestManyPopups(t *testing.T) {
	startBus(t)
	f := serveNotify(t, notifyOK)
	n, clicks := notifier(t)
	for i := range maxShown + 10 {
		must(t, n.Show(t.Context(), popup(fmt.Sprint("a", i))))
		next(t, f.shown, "a pop-up")
	}
	if len(n.shown) != maxShown {
		t.Errorf("%d pop-ups are remembered", len(n.shown))
	}
	f.click(t, 1, "see") // forgotten
	f.click(t, maxShown+10, "see")
	if alert := next(t, clicks, "the click"); alert != fmt.Sprint("a", maxShown+9) {
		t.Errorf("opened %s", alert)
	}
}

func TestCloseEndsTheNotifier(t *testing.T) {
	startBus(t)
	serveNotify(t, notifyOK)
	n, _ := notifier(t)
	must(t, n.Show(t.Context(), popup("a1")))
	n.Close()
	if key := problem(t, n.Show(t.Context(), popup("a2"))); key != "popup.no-answer" {
		t.Error(key)
	}
	n.Close()
}

// TestClickWhileShowing: a person may click before Show knows the number.
func TestClickWhileShowing(t *testing.T) {
	startBus(t)
	f := serveNotify(t, notifyOK)
	n, clicks := notifier(t)
	shown := make(chan error, 1)
	go func() { shown <- n.Show(t.Context(), popup("a1")) }()
	f.click(t, next(t, f.shown, "the pop-up").ID, "see")
	must(t, next(t, shown, "the end of Show"))
	if alert := next(t, clicks, "the click"); alert != "a1" {
		t.Errorf("opened %s", alert)
	}
}
