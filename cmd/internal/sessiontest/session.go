//go:build e2e && linux

package sessiontest

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

// Session is a session of its own. Everything a program may write to lies below
// its folder. It ends with the test.
type Session struct {
	Dir     string
	Display string // ":61", "" without a screen

	Bus, Keyring *Part // nil before they are started

	t    testing.TB
	conn *dbus.Conn // of the test itself
}

// New makes the folders of a session.
func New(t testing.TB) *Session {
	t.Helper()
	s := &Session{Dir: ShortDir(t), t: t}
	for _, name := range []string{"home", "run", "data", "config", "cache", "state", "tmp", "services"} {
		if err := os.Mkdir(s.Path(name), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

// ShortDir is a temporary folder whose name leaves room for that of a socket,
// which may have 108 bytes in all (unix(7)).
func ShortDir(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "vigie-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	return dir
}

// Path is a path below the session's folder.
func (s *Session) Path(elem ...string) string {
	return filepath.Join(append([]string{s.Dir}, elem...)...)
}

// Env is the whole environment of every program of the session, with some more.
// Of the caller's it keeps what finds programs.
func (s *Session) Env(more ...string) []string {
	env := []string{
		"PATH=" + os.Getenv("PATH"), "LANG=C.UTF-8", "TZ=Europe/Paris",
		"HOME=" + s.Path("home"), "TMPDIR=" + s.Path("tmp"), "XDG_RUNTIME_DIR=" + s.Path("run"),
		"XDG_DATA_HOME=" + s.Path("data"), "XDG_CONFIG_HOME=" + s.Path("config"),
		"XDG_CACHE_HOME=" + s.Path("cache"), "XDG_STATE_HOME=" + s.Path("state"),
		"DBUS_SESSION_BUS_ADDRESS=" + s.BusAddress(), "NO_AT_BRIDGE=1",
	}
	if s.Display != "" {
		env = append(env, "DISPLAY="+s.Display)
	}
	return append(env, more...)
}

// Write writes a file, and the folders above it.
func (s *Session) Write(path, text string) {
	s.t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		s.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		s.t.Fatal(err)
	}
}

// patience only ends a test that hangs. The agent looks again once a minute for
// what did not answer.
const patience = 90 * time.Second

// Await is [Await] for the session's test.
func (s *Session) Await(what string, done func() bool) {
	s.t.Helper()
	Await(s.t, what, done)
}

// Await waits for something that another program is about to do.
func Await(t testing.TB, what string, done func() bool) {
	t.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	limit := time.After(patience)
	for !done() {
		select {
		case <-tick.C:
		case <-limit:
			t.Fatal("still waiting for ", what)
		}
	}
}
