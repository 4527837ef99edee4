package desktop

import (
	"bufio"
	"context"
	"errors"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"

	"github.com/godbus/dbus/v5"
)

// testBus is a session bus of our own, at an address that outlives it.
type testBus struct {
	dir    string
	daemon *exec.Cmd
}

// startBus runs a session bus and makes it that of this process.
func startBus(t *testing.T) *testBus {
	t.Helper()
	dir, err := os.MkdirTemp("", "bus") // a socket's path must be short
	must(t, err)
	b := &testBus{dir: dir}
	t.Cleanup(func() {
		b.stop()
		_ = os.RemoveAll(dir)
	})
	config := `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:path=` + b.socket() + `</listen><servicedir>` + dir + `</servicedir>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>`
	must(t, os.WriteFile(filepath.Join(dir, "bus.conf"), []byte(config), 0o600))
	b.start(t)
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path="+b.socket())
	return b
}

// provide lets the bus start a program for a name.
func (b *testBus) provide(t *testing.T, name, program string) {
	t.Helper()
	service := "[D-BUS Service]\nName=" + name + "\nExec=" + program + "\n"
	must(t, os.WriteFile(filepath.Join(b.dir, name+".service"), []byte(service), 0o600))
	conn := join(t)
	must(t, conn.BusObject().Call(busName+".ReloadConfig", 0).Err)
}

func (b *testBus) socket() string { return filepath.Join(b.dir, "bus") }

// start returns when the bus listens.
func (b *testBus) start(t *testing.T) {
	t.Helper()
	b.daemon = exec.Command("dbus-daemon", "--config-file="+filepath.Join(b.dir, "bus.conf"), "--nofork", "--print-address")
	out, err := b.daemon.StdoutPipe()
	must(t, err)
	must(t, b.daemon.Start())
	_, err = bufio.NewReader(out).ReadString('\n')
	must(t, err)
}

// stop ends the bus and every connection to it.
func (b *testBus) stop() {
	if b.daemon != nil {
		_ = b.daemon.Process.Kill()
		_ = b.daemon.Wait()
		b.daemon = nil
	}
	_ = os.Remove(b.socket())
}

// join is a connection of a fake to the bus of the test.
func join(t *testing.T) *dbus.Conn {
	t.Helper()
	conn, err := dbus.Connect(os.Getenv("DBUS_SESSION_BUS_ADDRESS"), dbus.WithSignalHandler(dbus.NewSequentialSignalHandler()))
	must(t, err)
	t.Cleanup(func() { _ = conn.Close() })
	return conn
}

// own gives a name to a connection.
func own(t *testing.T, conn *dbus.Conn, name string) {
	t.Helper()
	reply, err := conn.RequestName(name, dbus.NameFlagDoNotQueue)
	must(t, err)
	if reply != dbus.RequestNameReplyPrimaryOwner {
		t.Fatalf("%s is taken", name)
	}
}

// hung is the address of a bus that accepts connections and never answers.
func hung(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "bus")
	must(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	path := filepath.Join(dir, "bus")
	l, err := net.Listen("unix", path)
	must(t, err)
	var wait sync.WaitGroup
	wait.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			defer conn.Close()
		}
	})
	t.Cleanup(func() {
		_ = l.Close()
		wait.Wait()
	})
	return "unix:path=" + path
}

// TestDialBus: no bus, and one that does not answer, are errors, in time.
func TestDialBus(t *testing.T) {
	t.Run("none", func(t *testing.T) {
		t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path="+filepath.Join(t.TempDir(), "bus"))
		if _, err := dialBus(t.Context(), long); !errors.Is(err, fs.ErrNotExist) {
			t.Error(err)
		}
	})
	t.Run("never answers", func(t *testing.T) {
		t.Setenv("DBUS_SESSION_BUS_ADDRESS", hung(t))
		if _, err := dialBus(t.Context(), brief); err == nil {
			t.Error("greeted by a bus that says nothing")
		}
	})
	t.Run("given up", func(t *testing.T) {
		t.Setenv("DBUS_SESSION_BUS_ADDRESS", hung(t))
		ctx, cancel := context.WithTimeout(t.Context(), brief)
		defer cancel()
		if _, err := dialBus(ctx, long); err == nil {
			t.Error("greeted by a bus that says nothing")
		}
	})
	t.Run("there", func(t *testing.T) {
		startBus(t)
		conn, err := dialBus(t.Context(), long)
		must(t, err)
		defer conn.Close()
		if owner, err := nameOwner(t.Context(), conn, "org.example.Nobody"); err != nil || owner != "" {
			t.Errorf("a name nobody has: %q, %v", owner, err)
		}
		if owner, err := nameOwner(t.Context(), conn, busName); err != nil || owner != busName {
			t.Errorf("%q, %v", owner, err)
		}
	})
}
