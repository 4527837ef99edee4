//go:build e2e && linux

package desktoptest

import (
	"encoding/json"
	"errors"
	"os/exec"
	"strings"
	"testing"

	"vigie/monitor"
	"vigie/monitor/desktop"
)

// startPopups starts dunst and waits until it serves.
func (s *session) startPopups() {
	s.t.Helper()
	s.popups = s.Start(exec.Command("dunst"))
	s.AwaitName("org.freedesktop.Notifications")
}

// shown is a pop-up that the person could see.
type shown struct{ Summary, Body string }

// history closes what is on the screen, and lists what was ever shown, the
// newest first. Dunst must run.
func (s *session) history() (all []shown) {
	s.t.Helper()
	s.must("", "dunstctl", "close-all")
	s.Await("an empty screen", func() bool {
		return strings.TrimSpace(s.must("", "dunstctl", "count", "displayed")) == "0" &&
			strings.TrimSpace(s.must("", "dunstctl", "count", "waiting")) == "0"
	})
	type text struct{ Data string }
	var document struct {
		Data [][]struct{ Summary, Body text }
	}
	if err := json.Unmarshal([]byte(s.must("", "dunstctl", "history")), &document); err != nil {
		s.t.Fatal(err)
	}
	for _, n := range document.Data[0] {
		all = append(all, shown{n.Summary.Data, n.Body.Data})
	}
	return all
}

// problem is the key of a problem that people are told of, "" for none.
func problem(t testing.TB, err error) string {
	t.Helper()
	if err == nil {
		return ""
	}
	var p *monitor.Problem
	if !errors.As(err, &p) {
		t.Fatal("not for people: ", err)
	}
	return p.Key
}

// TestPopups: what Show says was shown is what dunst shows, once, whether dunst
// hangs, is not there, or is another one than before.
func TestPopups(t *testing.T) {
	s := newSession(t)
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", s.BusAddress())
	clicks := make(chan string, 1)
	n := desktop.NewNotifier(func(alert string) { clicks <- alert })
	defer n.Close()
	show := func(title, want string) {
		t.Helper()
		err := n.Show(t.Context(), desktop.Popup{Title: title, Body: "Rien à faire & <rien> à craindre", See: "Voir", Later: "Plus tard", Alert: title})
		if got := problem(t, err); got != want {
			t.Fatalf("%s: %v, want %q", title, err, want)
		}
	}

	show("absent", "popup.none")
	s.startPopups()
	show("one", "")
	s.must("", "dunstctl", "action", "0") // a click on the pop-up
	if alert := <-clicks; alert != "one" {
		t.Errorf("opened %s", alert)
	}
	thaw := s.popups.Freeze()
	show("two", "popup.no-answer")
	thaw()
	show("two", "")
	if got := s.history(); len(got) != 2 || got[0].Summary != "two" || got[1].Summary != "one" || !strings.Contains(got[0].Body, "& <rien>") && !strings.Contains(got[0].Body, "&amp; &lt;rien&gt;") {
		t.Errorf("shown: %+v", got)
	}
	s.popups.Kill()
	show("three", "popup.none")
	s.startPopups()
	show("three", "")
	if got := s.history(); len(got) != 1 || got[0].Summary != "three" {
		t.Errorf("shown by the new one: %+v", got)
	}
	s.Bus.Kill()
	show("four", "popup.none")
	s.StartBus()
	s.startPopups()
	show("four", "")
	if got := s.history(); len(got) != 1 || got[0].Summary != "four" {
		t.Errorf("shown on the new bus: %+v", got)
	}
}
