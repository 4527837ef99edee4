//go:build e2e && linux

package sessiontest

import (
	"context"
	"os"
	"os/exec"
	"time"

	"github.com/godbus/dbus/v5"
)

// BusAddress is where the session bus is, the same each time it is started.
func (s *Session) BusAddress() string { return "unix:path=" + s.BusSocket() }

// BusSocket is its path.
func (s *Session) BusSocket() string { return s.Path("run", "bus") }

// StartBus starts the session bus. Of all the services that a bus could start by
// itself it knows those whose files lie in the session's folder services: whether
// a key store or a panel is there is for the test to say.
func (s *Session) StartBus() {
	s.t.Helper()
	s.Write(s.Path("bus.conf"), `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>`+s.BusAddress()+`</listen><servicedir>`+s.Path("services")+`</servicedir>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>`)
	_ = os.Remove(s.BusSocket())
	s.Bus, _ = s.StartSaying(exec.Command("dbus-daemon", "--nofork", "--nopidfile", "--print-address=3", "--config-file="+s.Path("bus.conf")))
}

// Connect is the test's connection to the bus that runs now.
func (s *Session) Connect() *dbus.Conn {
	s.t.Helper()
	if s.conn != nil && s.conn.Connected() {
		return s.conn
	}
	conn, err := dbus.Connect(s.BusAddress())
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { _ = conn.Close() })
	s.conn = conn
	return conn
}

// call calls a method of a service. One that hangs gives an error after a while,
// not a test without an end.
func (s *Session) call(service dbus.BusObject, method string, args ...any) *dbus.Call {
	ctx, cancel := context.WithTimeout(s.t.Context(), answering)
	defer cancel()
	return service.CallWithContext(ctx, method, 0, args...)
}

// answering is how long a service may take to answer.
const answering = 20 * time.Second

// AwaitName waits until a service is on the bus.
func (s *Session) AwaitName(name string) {
	s.t.Helper()
	conn := s.Connect()
	s.Await(name, func() bool {
		var owned bool
		err := s.call(conn.BusObject(), "org.freedesktop.DBus.NameHasOwner", name).Store(&owned)
		return err == nil && owned
	})
}
