//go:build e2e && linux

package desktoptest

import (
	"sync"
	"testing"

	"vigie/cmd/internal/sessiontest"
)

func TestMain(m *testing.M) {
	sessiontest.Main(m, map[string]string{
		"dbus-daemon": "dbus-daemon", "gnome-keyring-daemon": "gnome-keyring", "Xvfb": "xvfb",
		"dunst": "dunst", "dunstctl": "dunst", "xfce4-panel": "xfce4-panel",
	})
}

// agent is the program as it is shipped.
var agent = sync.OnceValues(func() (string, error) {
	return sessiontest.Build("vigie-agent", "vigie/cmd/vigie-agent", "CGO_ENABLED=0", "-trimpath")
})
