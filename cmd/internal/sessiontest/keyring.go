//go:build e2e && linux

package sessiontest

import (
	"os/exec"
	"strings"

	"github.com/godbus/dbus/v5"
)

// keyringPassword opens the key store of every session.
const keyringPassword = "mot-de-passe-du-trousseau"

// Names of the Secret Service API, https://specifications.freedesktop.org/secret-service/.
const (
	secrets     = "org.freedesktop.secrets"
	secretsPath = dbus.ObjectPath("/org/freedesktop/secrets")
	loginPath   = secretsPath + "/collection/login"
)

// StartKeyring starts the key store and waits until it is on the bus, open.
func (s *Session) StartKeyring() {
	s.t.Helper()
	cmd := exec.Command("gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets")
	cmd.Stdin = strings.NewReader(keyringPassword)
	s.Keyring = s.Start(cmd)
	s.AwaitName(secrets)
	s.Await("the open key store", func() bool {
		var locked dbus.Variant
		err := s.call(s.Connect().Object(secrets, loginPath), "org.freedesktop.DBus.Properties.Get", "org.freedesktop.Secret.Collection", "Locked").Store(&locked)
		return err == nil && locked.Value() == false
	})
}

// Lock locks the key store, as a screen saver may.
func (s *Session) Lock() {
	s.t.Helper()
	service := s.Connect().Object(secrets, secretsPath)
	if call := s.call(service, "org.freedesktop.Secret.Service.Lock", []dbus.ObjectPath{loginPath}); call.Err != nil {
		s.t.Fatal(call.Err)
	}
}

// Unlock opens the key store again, as the password dialogue does.
func (s *Session) Unlock() {
	s.t.Helper()
	service := s.Connect().Object(secrets, secretsPath)
	var nothing dbus.Variant
	var with dbus.ObjectPath
	err := s.call(service, "org.freedesktop.Secret.Service.OpenSession", "plain", dbus.MakeVariant("")).Store(&nothing, &with)
	if err != nil {
		s.t.Fatal(err)
	}
	type secret struct {
		Session           dbus.ObjectPath
		Parameters, Value []byte
		ContentType       string
	}
	call := s.call(service, "org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface.UnlockWithMasterPassword",
		loginPath, secret{with, nil, []byte(keyringPassword), "text/plain"})
	if call.Err != nil {
		s.t.Fatal(call.Err)
	}
}
