package desktop

import (
	"strings"
	"testing"

	"golang.org/x/sys/windows"
)

// TestFill: a text that is too long ends with a whole character.
func TestFill(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", ""},
		{"été", "été"},
		{"sept ch.", "sept ch"},
		{"123456🔔", "123456"}, // of the two units of the last one only one has room
		{"12345🔔", "12345🔔"},
		{strings.Repeat("é", 300), strings.Repeat("é", 7)},
	} {
		into := [8]uint16{7: 0xFFFF}
		fill(into[:], c.text)
		if got := windows.UTF16ToString(into[:]); got != c.want {
			t.Errorf("%q was cut to %q, want %q", c.text, got, c.want)
		}
	}
}

// TestCloseWithoutPopups: nothing was asked of Windows; nothing can be any more.
func TestCloseWithoutPopups(t *testing.T) {
	n := NewNotifier(func(string) { t.Error("clicked") })
	n.Close()
	if key := problem(t, n.Show(t.Context(), Popup{})); key != "popup.no-answer" {
		t.Error(key)
	}
	n.Close()
}

// TestClick: Windows tells of a click with a message; the alert is that of the
// notification that was clicked on, once. It takes a taskbar, as a session has.
func TestClick(t *testing.T) {
	clicks := make(chan string, 8)
	n := NewNotifier(func(alert string) { clicks <- alert })
	defer n.Close()
	for _, alert := range []string{"a1", "a2", "a3"} {
		must(t, n.Show(t.Context(), Popup{Title: "Une fuite à regarder", Body: "Une fuite.", Alert: alert}))
	}
	post := func(icon, what uintptr) {
		t.Helper()
		if ok, _, err := postMessage.Call(uintptr(n.window.handle), wmPopup, 0, icon<<16|what); ok == 0 {
			t.Fatal(err)
		}
	}
	post(2, ninTimeout)
	post(2, ninClick) // it has gone
	post(9, ninClick) // never shown
	post(1, ninClick)
	post(1, ninClick) // again
	post(3, ninClick)
	if first, second := next(t, clicks, "a click"), next(t, clicks, "another"); first != "a1" || second != "a3" {
		t.Errorf("opened %s, then %s", first, second)
	}
}
