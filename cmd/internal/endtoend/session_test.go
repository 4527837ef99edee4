//go:build e2e && linux

package endtoend

import (
	"bufio"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
)

// keyringPassword opens the key store of every session.
const keyringPassword = "mot-de-passe-du-trousseau"

// session is a desktop session of its own: folders, a bus and a key store that
// nothing else uses. Everything a program may write to lies below dir.
type session struct {
	t   testing.TB
	dir string
	bus string // its address

	keyring *exec.Cmd // nil while it does not run
	program string    // the agent
	under   []string  // what starts the agent: strace, or nothing
	root    string    // where the files the agent sees are for the test, when it has a disk of its own
}

// newSession opens a session with an unlocked key store. It ends with the test.
func newSession(t testing.TB) *session {
	t.Helper()
	program, err := plain()
	if err != nil {
		t.Fatal(err)
	}
	s := &session{t: t, dir: shortDir(t), program: program}
	for _, name := range []string{"home", "run", "data", "config", "cache", "state", "tmp"} {
		if err := os.Mkdir(s.path(name), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	s.startBus()
	s.startKeyring()
	return s
}

// shortDir is a temporary folder whose name leaves room for that of a socket,
// which may have 108 bytes in all.
func shortDir(t testing.TB) string {
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

func (s *session) path(elem ...string) string {
	return filepath.Join(append([]string{s.dir}, elem...)...)
}

// data is the agent's own folder, where it is when nobody says otherwise.
func (s *session) data() string { return s.path("data", "vigie") }

// env is the whole environment of every program of the session, with some more.
// Of the caller's it keeps what finds programs.
func (s *session) env(more ...string) []string {
	return append([]string{
		"PATH=" + os.Getenv("PATH"), "LANG=C.UTF-8", "TZ=Europe/Paris",
		"HOME=" + s.path("home"), "TMPDIR=" + s.path("tmp"), "XDG_RUNTIME_DIR=" + s.path("run"),
		"XDG_DATA_HOME=" + s.path("data"), "XDG_CONFIG_HOME=" + s.path("config"),
		"XDG_CACHE_HOME=" + s.path("cache"), "XDG_STATE_HOME=" + s.path("state"),
		"DBUS_SESSION_BUS_ADDRESS=" + s.bus,
	}, more...)
}

// startBus starts a session bus that ends with its standard input: with the
// test, however that ends.
func (s *session) startBus() {
	s.t.Helper()
	cmd := exec.Command("dbus-run-session", "--", "sh", "-c", `echo "$DBUS_SESSION_BUS_ADDRESS"; cat >/dev/null`)
	cmd.Env = s.env()
	in, err := cmd.StdinPipe()
	if err != nil {
		s.t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		s.t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() {
		_ = in.Close()
		_ = cmd.Wait() // its status is that of cat
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		s.t.Fatal("the session bus does not start: ", err)
	}
	s.bus = strings.TrimSpace(line)
}

// startKeyring starts the key store and waits until it is on the bus, open.
func (s *session) startKeyring() {
	s.t.Helper()
	cmd := exec.Command("gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets")
	cmd.Env = s.env()
	cmd.Stdin = strings.NewReader(keyringPassword)
	if err := cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	s.keyring = cmd
	s.t.Cleanup(s.stopKeyring)
	conn := s.connect()
	defer conn.Close()
	s.await("the key store", func() bool {
		// The keyring is asked only once its keeper is there: the bus would start
		// another one to answer.
		var owned bool
		err := conn.BusObject().Call("org.freedesktop.DBus.NameHasOwner", 0, secrets).Store(&owned)
		if err != nil || !owned {
			return false
		}
		locked, err := conn.Object(secrets, loginPath).GetProperty("org.freedesktop.Secret.Collection.Locked")
		return err == nil && locked.Value() == false
	})
}

// stopKeyring ends the key store, whatever state it is in.
func (s *session) stopKeyring() {
	if s.keyring == nil {
		return
	}
	_ = s.keyring.Process.Kill()
	_ = s.keyring.Wait()
	s.keyring = nil
}

// freezeKeyring makes the key store hang until the function it returns is called.
func (s *session) freezeKeyring() (thaw func()) {
	s.t.Helper()
	if err := s.keyring.Process.Signal(syscall.SIGSTOP); err != nil {
		s.t.Fatal(err)
	}
	return func() {
		if err := s.keyring.Process.Signal(syscall.SIGCONT); err != nil {
			s.t.Fatal(err)
		}
	}
}

// await waits for something that another program is about to do.
func (s *session) await(what string, done func() bool) {
	s.t.Helper()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	limit := time.After(20 * time.Second)
	for !done() {
		select {
		case <-tick.C:
		case <-limit:
			s.t.Fatal("still waiting for ", what)
		}
	}
}

// Names of the Secret Service API, https://specifications.freedesktop.org/secret-service/.
const (
	secrets     = "org.freedesktop.secrets"
	secretsPath = dbus.ObjectPath("/org/freedesktop/secrets")
	loginPath   = secretsPath + "/collection/login"
)

func (s *session) connect() *dbus.Conn {
	s.t.Helper()
	conn, err := dbus.Connect(s.bus)
	if err != nil {
		s.t.Fatal(err)
	}
	return conn
}

// lock locks the key store, as a screen saver may.
func (s *session) lock() {
	s.t.Helper()
	conn := s.connect()
	defer conn.Close()
	call := conn.Object(secrets, secretsPath).Call("org.freedesktop.Secret.Service.Lock", 0, []dbus.ObjectPath{loginPath})
	if call.Err != nil {
		s.t.Fatal(call.Err)
	}
}

// unlock opens the key store again, as the password dialogue does.
func (s *session) unlock() {
	s.t.Helper()
	conn := s.connect()
	defer conn.Close()
	service := conn.Object(secrets, secretsPath)
	var nothing dbus.Variant
	var with dbus.ObjectPath
	err := service.Call("org.freedesktop.Secret.Service.OpenSession", 0, "plain", dbus.MakeVariant("")).Store(&nothing, &with)
	if err != nil {
		s.t.Fatal(err)
	}
	type secret struct {
		Session           dbus.ObjectPath
		Parameters, Value []byte
		ContentType       string
	}
	call := service.Call("org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface.UnlockWithMasterPassword", 0,
		loginPath, secret{with, nil, []byte(keyringPassword), "text/plain"})
	if call.Err != nil {
		s.t.Fatal(call.Err)
	}
}

// secretTool asks the key store as a person would, with another program.
func (s *session) secretTool(args ...string) string {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, "secret-tool", args...)
	cmd.Env = s.env()
	out, err := cmd.CombinedOutput() // names go to one output, values to the other
	if err != nil {
		s.t.Fatalf("secret-tool %v: %v\n%s", args, err, out)
	}
	return string(out)
}

// kept is what the key store has of one installation, sorted: the part of each
// name that the program chose, without the index and what comes of changes that
// were cut short there.
func (s *session) kept(data string) (ids []string) {
	s.t.Helper()
	instance, err := os.ReadFile(filepath.Join(s.root, data, "instance"))
	if err != nil {
		s.t.Fatal(err)
	}
	for line := range strings.Lines(s.secretTool("search", "--all", "service", "vigie")) {
		name, ok := strings.CutPrefix(line, "attribute.username = "+strings.TrimSpace(string(instance))+"-")
		if !ok {
			continue
		}
		id, _, _ := strings.Cut(strings.TrimSpace(name), ".")
		if id != "index" && id != "data-key" {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}
