package keychain

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"

	"github.com/godbus/dbus/v5"

	"vigie/monitor"
)

const provider = "Secret Service"

// Names of the Secret Service API, https://specifications.freedesktop.org/secret-service/.
const (
	secretsName    = "org.freedesktop.secrets"
	secretsPath    = dbus.ObjectPath("/org/freedesktop/secrets")
	loginPath      = secretsPath + "/collection/login"
	noPath         = dbus.ObjectPath("/")
	serviceAPI     = "org.freedesktop.Secret.Service"
	collectionAPI  = "org.freedesktop.Secret.Collection"
	defaultKeyring = "default"
)

// reachable keeps go-keyring away when the session has no bus: its D-Bus
// library would start one with dbus-launch, which then stays for good.
func reachable() error {
	if address := os.Getenv("DBUS_SESSION_BUS_ADDRESS"); address != "" && address != "autolaunch:" {
		return nil
	}
	// This looks in the usual places, and sets the variable if it finds a bus.
	conn, err := dbus.SessionBusPrivateNoAutoStartup()
	if err != nil {
		return fmt.Errorf("%w: no session bus", monitor.ErrKeychainUnavailable)
	}
	return conn.Close()
}

// explainSystem keeps of an error what a key store cannot have put a value in.
func explainSystem(err error) error {
	if e, ok := asBusError(err); ok {
		return errors.New("secret service: " + e.Name)
	}
	return err
}

func asBusError(err error) (dbus.Error, bool) {
	var pointer *dbus.Error
	if errors.As(err, &pointer) {
		return *pointer, true
	}
	var value dbus.Error
	return value, errors.As(err, &value)
}

// Ready is [Backend.Ready]. go-keyring says the same of a keyring that is
// locked and of one that does not exist, and opens a prompt to find out; the
// bus tells without. The connection is a private one: it must not wait behind a
// call of go-keyring, and is closed when ctx is done.
func (s *System) Ready(ctx context.Context) error {
	err := probe(ctx)
	switch {
	case err == nil, errors.Is(err, monitor.ErrKeychainLocked):
		return err
	case ctx.Err() != nil:
		return ctx.Err()
	}
	return fmt.Errorf("%w: %w", monitor.ErrKeychainUnavailable, explainSystem(err))
}

func probe(ctx context.Context) error {
	conn, err := dbus.SessionBusPrivateNoAutoStartup(dbus.WithContext(ctx))
	if err != nil {
		return err
	}
	defer conn.Close()
	if err := conn.Auth(nil); err != nil {
		return err
	}
	if err := conn.Hello(); err != nil {
		return err
	}
	if err := hasSecretService(ctx, conn); err != nil {
		return err
	}
	path, err := keyringPath(ctx, conn)
	if err != nil {
		return err
	}
	var locked bool
	if err := property(ctx, conn.Object(secretsName, path), collectionAPI, "Locked", &locked); err != nil {
		return err
	}
	if locked {
		return monitor.ErrKeychainLocked
	}
	return nil
}

// hasSecretService reports an error unless a Secret Service runs or the bus can
// start one.
func hasSecretService(ctx context.Context, conn *dbus.Conn) error {
	const bus = "org.freedesktop.DBus"
	var owned bool
	err := conn.BusObject().CallWithContext(ctx, bus+".NameHasOwner", 0, secretsName).Store(&owned)
	if err != nil || owned {
		return err
	}
	var names []string
	if err := conn.BusObject().CallWithContext(ctx, bus+".ListActivatableNames", 0).Store(&names); err != nil {
		return err
	}
	if !slices.Contains(names, secretsName) {
		return errors.New("no Secret Service on the session bus")
	}
	return nil
}

// keyringPath is the collection that go-keyring will use: "login" where there
// is one, otherwise the default.
func keyringPath(ctx context.Context, conn *dbus.Conn) (dbus.ObjectPath, error) {
	service := conn.Object(secretsName, secretsPath)
	var paths []dbus.ObjectPath
	if err := property(ctx, service, serviceAPI, "Collections", &paths); err != nil {
		return "", err
	}
	if slices.Contains(paths, loginPath) {
		return loginPath, nil
	}
	var path dbus.ObjectPath
	if err := service.CallWithContext(ctx, serviceAPI+".ReadAlias", 0, defaultKeyring).Store(&path); err != nil {
		return "", err
	}
	if path == noPath {
		return "", errors.New("the Secret Service has no default keyring")
	}
	return path, nil
}

func property(ctx context.Context, object dbus.BusObject, api, name string, into any) error {
	var value dbus.Variant
	err := object.CallWithContext(ctx, "org.freedesktop.DBus.Properties.Get", 0, api, name).Store(&value)
	if err != nil {
		return err
	}
	return value.Store(into)
}
