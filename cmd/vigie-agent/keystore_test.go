package main

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"vigie/monitor"
	"vigie/monitor/keychain"
)

// keyStore is a key store in a file, one item a name, which a script may remove
// (lost) or put back as it was (changed). Its mood is one of:
//
//	locked     waits for the person
//	none       there is none in this session
//	forgetful  reports success and keeps nothing, as after a closed prompt
type keyStore struct{ path, mood string }

var _ keychain.Backend = (*keyStore)(nil)

func (s *keyStore) Provider() string { return "a key store for tests" }

func (s *keyStore) Ready(context.Context) error {
	switch s.mood {
	case "locked":
		return monitor.ErrKeychainLocked
	case "none":
		return monitor.ErrKeychainUnavailable
	}
	return nil
}

func (s *keyStore) Get(name string) (string, error) {
	items, err := s.read()
	if err != nil {
		return "", err
	}
	value, ok := items[name]
	if !ok {
		return "", monitor.ErrNotFound
	}
	return value, nil
}

func (s *keyStore) Set(name, value string) error {
	return s.change(func(items map[string]string) { items[name] = value })
}

func (s *keyStore) Delete(name string) error {
	return s.change(func(items map[string]string) { delete(items, name) })
}

func (s *keyStore) read() (map[string]string, error) {
	if err := s.Ready(context.Background()); err != nil {
		return nil, err
	}
	items := make(map[string]string)
	data, err := os.ReadFile(s.path)
	if errors.Is(err, fs.ErrNotExist) {
		return items, nil
	}
	if err != nil {
		return nil, err
	}
	return items, json.Unmarshal(data, &items)
}

func (s *keyStore) change(f func(map[string]string)) error {
	items, err := s.read()
	if err != nil || s.mood == "forgetful" {
		return err
	}
	f(items)
	data, err := json.MarshalIndent(items, "", " ")
	if err != nil {
		return err
	}
	// Renamed into place: another program may be reading.
	if err := os.WriteFile(s.path+".new", data, 0o600); err != nil {
		return err
	}
	return os.Rename(s.path+".new", s.path)
}

// cmdForget has the key store lose one item: forget ID.
func cmdForget(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: forget ID")
	}
	s := &keyStore{path: ts.Getenv(envKeychain)}
	items, err := s.read()
	ts.Check(err)
	for name := range items {
		if strings.Contains(name, args[0]) {
			ts.Check(s.Delete(name))
		}
	}
}

// cmdAgeFile makes the encrypted file that stands in for a key store, with the
// passphrase of secret/passphrase. It is made so that opening it takes no time.
func cmdAgeFile(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 0 {
		ts.Fatalf("usage: agefile")
	}
	f := keychain.NewFile(filepath.Join(ts.Getenv("DATA"), "keychain.age"), func() (string, error) { return secrets["passphrase"], nil })
	f.WorkFactor = 2
	ts.Check(f.Set("something", "else"))
}
