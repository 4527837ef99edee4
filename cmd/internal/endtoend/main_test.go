//go:build e2e && linux

package endtoend

import (
	"sync"
	"testing"

	"vigie/cmd/internal/sessiontest"
)

func TestMain(m *testing.M) {
	sessiontest.Main(m, map[string]string{
		"dbus-daemon": "dbus-daemon", "gnome-keyring-daemon": "gnome-keyring", "secret-tool": "libsecret-tools",
		"strace": "strace", "make": "make", "unshare": "util-linux", "nsenter": "util-linux",
		"script": "bsdutils", // a terminal
	})
}

const agent = "vigie/cmd/vigie-agent"

// plain is the program as it is shipped; racing is the one that reports data
// races and then exits with status 66.
var (
	plain  = sync.OnceValues(func() (string, error) { return sessiontest.Build("vigie-agent", agent, "CGO_ENABLED=0", "-trimpath") })
	racing = sync.OnceValues(func() (string, error) { return sessiontest.Build("vigie-agent-race", agent, "CGO_ENABLED=1", "-race") })
)
