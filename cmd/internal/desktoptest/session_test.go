//go:build e2e && linux

package desktoptest

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

// keyringPassword opens the key store of every session.
const keyringPassword = "mot-de-passe-du-trousseau"

// session is a desktop of its own: folders, a screen and a bus that nothing else
// uses. The other parts come and go as a test says.
type session struct {
	t       testing.TB
	dir     string
	display string // ":61"

	bus, keyring, popups, panel *part // nil: not there

	conn *dbus.Conn // of the test itself
}

// newSession opens a session with a screen and a bus. It ends with the test.
func newSession(t testing.TB) *session {
	t.Helper()
	dir, err := os.MkdirTemp("", "vigie-") // a socket's name may have 108 bytes
	if err != nil {
		t.Fatal(err)
	}
	s := &session{t: t, dir: dir}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	for _, name := range []string{"home", "run", "data", "config", "cache", "state", "tmp", "services"} {
		if err := os.Mkdir(s.path(name), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	s.startScreen()
	s.startBus()
	return s
}

func (s *session) path(elem ...string) string {
	return filepath.Join(append([]string{s.dir}, elem...)...)
}

func (s *session) address() string { return "unix:path=" + s.path("run", "bus") }

// env is the whole environment of every program of the session, with some more.
func (s *session) env(more ...string) []string {
	return append([]string{
		"PATH=" + os.Getenv("PATH"), "LANG=C.UTF-8", "TZ=Europe/Paris", "DISPLAY=" + s.display,
		"HOME=" + s.path("home"), "TMPDIR=" + s.path("tmp"), "XDG_RUNTIME_DIR=" + s.path("run"),
		"XDG_DATA_HOME=" + s.path("data"), "XDG_CONFIG_HOME=" + s.path("config"),
		"XDG_CACHE_HOME=" + s.path("cache"), "XDG_STATE_HOME=" + s.path("state"),
		"DBUS_SESSION_BUS_ADDRESS=" + s.address(), "NO_AT_BRIDGE=1",
	}, more...)
}

// part is a program of the session that runs until it is ended.
type part struct {
	t    testing.TB
	pid  int
	said bytes.Buffer // both outputs, unless they lead elsewhere

	ended chan struct{} // closed when it has; then said and err may be read
	err   error
}

// start starts a program that ends with the test at the latest.
func (s *session) start(cmd *exec.Cmd) *part {
	s.t.Helper()
	p := &part{t: s.t, ended: make(chan struct{})}
	cmd.Env, cmd.Dir = s.env(), s.path("home")
	if cmd.Stdout == nil {
		cmd.Stdout = &p.said
	}
	cmd.Stderr = &p.said
	// A group of its own: what it starts ends with it.
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	cmd.WaitDelay = time.Second
	if err := cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	p.pid = cmd.Process.Pid
	go func() {
		p.err = cmd.Wait()
		close(p.ended)
	}()
	s.t.Cleanup(p.kill)
	return p
}

// kill ends a part at once, whatever state it is in.
func (p *part) kill() {
	_ = syscall.Kill(-p.pid, syscall.SIGKILL)
	<-p.ended
}

// freeze makes a part hang until the function it returns is called.
func (p *part) freeze() (thaw func()) {
	p.t.Helper()
	p.signal(syscall.SIGSTOP)
	return func() { p.signal(syscall.SIGCONT) }
}

// signal reaches what the part started, too: the panel has a process for each of
// its plugins.
func (p *part) signal(sig syscall.Signal) {
	p.t.Helper()
	if err := syscall.Kill(-p.pid, sig); err != nil {
		p.t.Fatal(err)
	}
}

// startScreen starts a screen, on a number that it chooses itself.
func (s *session) startScreen() {
	s.t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		s.t.Fatal(err)
	}
	defer r.Close()
	cmd := exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", "1280x900x24", "-nolisten", "tcp")
	cmd.ExtraFiles = []*os.File{w}
	s.start(cmd)
	_ = w.Close()
	line, err := bufio.NewReader(r).ReadString('\n')
	if err != nil {
		s.t.Fatal("the screen does not start: ", err)
	}
	s.display = ":" + strings.TrimSpace(line)
}

// startBus starts the session bus, at the same address each time. Of all the
// services that it could start by itself it knows only the settings of the
// panel: whether the others are there is for the test to say.
func (s *session) startBus() {
	s.t.Helper()
	config := `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>` + s.address() + `</listen><servicedir>` + s.path("services") + `</servicedir>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>`
	s.write(s.path("bus.conf"), config)
	service, err := os.ReadFile("/usr/share/dbus-1/services/org.xfce.Xfconf.service")
	if err != nil {
		s.t.Fatal("the panel keeps its settings with xfconf: ", err)
	}
	s.write(s.path("services", "org.xfce.Xfconf.service"), string(service))
	_ = os.Remove(s.path("run", "bus"))
	cmd := exec.Command("dbus-daemon", "--nofork", "--nopidfile", "--print-address", "--config-file="+s.path("bus.conf"))
	out, w, err := os.Pipe()
	if err != nil {
		s.t.Fatal(err)
	}
	defer out.Close()
	cmd.Stdout = w
	s.bus = s.start(cmd)
	_ = w.Close()
	if _, err := bufio.NewReader(out).ReadString('\n'); err != nil {
		s.t.Fatal("the bus does not start: ", err)
	}
}

func (s *session) write(path, text string) {
	s.t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		s.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		s.t.Fatal(err)
	}
}

// connect is the test's connection to the bus that runs now.
func (s *session) connect() *dbus.Conn {
	s.t.Helper()
	if s.conn != nil && s.conn.Connected() {
		return s.conn
	}
	conn, err := dbus.Connect(s.address())
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { _ = conn.Close() })
	s.conn = conn
	return conn
}

// awaitName waits until a service is on the bus.
func (s *session) awaitName(name string) {
	s.t.Helper()
	conn := s.connect()
	s.await(name, func() bool {
		var owned bool
		err := conn.BusObject().Call("org.freedesktop.DBus.NameHasOwner", 0, name).Store(&owned)
		return err == nil && owned
	})
}

// patience only ends a test that hangs. The agent looks again once a minute for
// what did not answer.
const patience = 90 * time.Second

// await waits for something that another program is about to do.
func (s *session) await(what string, done func() bool) {
	s.t.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	limit := time.After(patience)
	for !done() {
		select {
		case <-tick.C:
		case <-limit:
			s.t.Fatal("still waiting for ", what)
		}
	}
}

// run carries out one program of the session to its end.
func (s *session) run(typed string, name string, args ...string) (out string, err error) {
	s.t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Env, cmd.Dir, cmd.Stdin = s.env(), s.path("home"), strings.NewReader(typed)
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
