package keychain

import (
	"errors"

	"github.com/zalando/go-keyring"

	"vigie/monitor"
)

// System is the key store of the session: the Secret Service on Linux, the
// Keychain on macOS, the Credential Manager on Windows. What differs between
// them stands in system_linux.go and its like.
type System struct{ service string }

// NewSystem makes a backend whose items carry this service name, which is what
// a person finds them by: secret-tool search --all service NAME. It connects to
// nothing yet.
func NewSystem(service string) *System { return &System{service} }

// Provider names the key store, for people.
func (s *System) Provider() string { return provider }

// Get is [Backend.Get].
func (s *System) Get(name string) (value string, err error) {
	err = attempt(func() error {
		value, err = keyring.Get(s.service, name)
		return err
	})
	return value, err
}

// Set is [Backend.Set].
func (s *System) Set(name, value string) error {
	return attempt(func() error { return keyring.Set(s.service, name, value) })
}

// Delete is [Backend.Delete].
func (s *System) Delete(name string) error {
	err := attempt(func() error { return keyring.Delete(s.service, name) })
	if errors.Is(err, monitor.ErrNotFound) {
		return nil
	}
	return err
}

// attempt makes a call of go-keyring, and tells its errors apart.
func attempt(call func() error) error {
	if err := reachable(); err != nil {
		return err
	}
	err := call()
	if errors.Is(err, keyring.ErrNotFound) {
		return monitor.ErrNotFound
	}
	return explainSystem(err)
}
