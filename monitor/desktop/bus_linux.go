package desktop

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/godbus/dbus/v5"
)

// busPatience is how long anything on the session bus may take to answer.
// Whatever does not answer by then is treated as absent: a desktop that hangs
// must not hang the watch.
const busPatience = 3 * time.Second

const (
	busName = "org.freedesktop.DBus"
	noOwner = busName + ".Error.NameHasNoOwner"
)

// dialBus opens a connection to the session bus that ends with ctx. It is a
// connection of our own: go-keyring uses the one that godbus shares in a
// process, and two users of one connection read each other's signals.
//
// It never starts a bus, as godbus does by default: one started with
// dbus-launch would stay for good and nobody else would be on it.
func dialBus(ctx context.Context, patience time.Duration) (*dbus.Conn, error) {
	conn, err := dbus.SessionBusPrivateNoAutoStartup(dbus.WithContext(ctx), dbus.WithSignalHandler(dbus.NewSequentialSignalHandler()))
	if err != nil {
		return nil, fmt.Errorf("no session bus: %w", err)
	}
	// Greeting the bus takes no context: closing the connection ends it.
	late := time.AfterFunc(patience, func() { _ = conn.Close() })
	if err = conn.Auth(nil); err == nil {
		err = conn.Hello()
	}
	if !late.Stop() && err == nil {
		err = context.DeadlineExceeded
	}
	if err != nil {
		_ = conn.Close()
		return nil, fmt.Errorf("greeting the session bus: %w", err)
	}
	return conn, nil
}

// nameOwner is the unique name behind a well-known one, "" when nobody has it.
func nameOwner(ctx context.Context, conn *dbus.Conn, name string) (string, error) {
	var owner string
	err := conn.BusObject().CallWithContext(ctx, busName+".GetNameOwner", 0, name).Store(&owner)
	if isBusError(err, noOwner) {
		return "", nil
	}
	return owner, err
}

func isBusError(err error, name string) bool {
	var e dbus.Error
	return errors.As(err, &e) && e.Name == name
}

// quiet keeps of an answer's error only its name: the rest was written by
// another program.
func quiet(err error) error {
	var e dbus.Error
	if errors.As(err, &e) {
		return errors.New(e.Name)
	}
	return err
}
