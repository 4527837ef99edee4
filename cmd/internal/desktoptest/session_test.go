//go:build e2e && linux

package desktoptest

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"vigie/cmd/internal/sessiontest"
)

// session is a desktop of its own, with a screen and a bus. The other parts come
// and go as a test says.
type session struct {
	*sessiontest.Session
	t testing.TB

	popups, panel *sessiontest.Part // nil: not there
}

// newSession opens a session with a screen and a bus. It ends with the test.
func newSession(t testing.TB) *session {
	t.Helper()
	s := &session{Session: sessiontest.New(t), t: t}
	service, err := os.ReadFile("/usr/share/dbus-1/services/org.xfce.Xfconf.service")
	if err != nil {
		t.Fatal("the panel keeps its settings with xfconf: ", err)
	}
	s.Write(s.Path("services", "org.xfce.Xfconf.service"), string(service))
	s.StartScreen("1280x900x24")
	s.StartBus()
	return s
}

// run carries out one program of the session to its end.
func (s *session) run(typed string, name string, args ...string) (out string, err error) {
	s.t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Env, cmd.Dir, cmd.Stdin = s.Env(), s.Path("home"), strings.NewReader(typed)
	var problem bytes.Buffer
	cmd.Stderr = &problem
	said, err := cmd.Output()
	if err != nil {
		err = fmt.Errorf("%s %v: %w\n%s%s", filepath.Base(name), args, err, said, problem.Bytes())
	}
	return string(said), err
}

// must carries out one program that has nothing to complain of.
func (s *session) must(typed string, name string, args ...string) string {
	s.t.Helper()
	out, err := s.run(typed, name, args...)
	if err != nil {
		s.t.Fatal(err)
	}
	return out
}
