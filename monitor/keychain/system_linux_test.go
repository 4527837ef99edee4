package keychain

import (
	"errors"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"

	"vigie/monitor"
)

func init() { roles["secrets"] = serveFromOutside }

// systemKits are the system's key store, with a Secret Service of our own.
func systemKits() []kit {
	return []kit{{"secret service", func(t *testing.T) (Backend, func() []string) {
		startBus(t, "")
		f := startService(t)
		return NewSystem("vigie"), f.names
	}}}
}

const impatient = 100 * time.Millisecond // for calls that are meant to hang

// system is a Keychain over the session's Secret Service.
func system(deadline time.Duration) *Keychain {
	return New(NewSystem("vigie"), Config{Instance: "home1", Deadline: deadline})
}

// TestSecretServiceModes: what goes wrong in a Secret Service, as go-keyring
// meets it, and what becomes of it.
func TestSecretServiceModes(t *testing.T) {
	for _, c := range []struct {
		mode     fakeMode
		deadline time.Duration
		state    monitor.KeychainState
		put      error // nil: the new value is kept
		key      string
	}{
		{fakeOK, 0, monitor.KeychainOK, nil, ""},
		{fakeHang, impatient, monitor.KeychainLocked, monitor.ErrKeychainLocked, "keychain-locked"},
		{fakeSilent, impatient, monitor.KeychainLocked, monitor.ErrKeychainLocked, "keychain-locked"},
		{fakeDenied, 0, monitor.KeychainLocked, monitor.ErrKeychainLocked, "keychain-locked"},
		{fakeStray, 0, monitor.KeychainLocked, nil, ""}, // State before anyone is asked
		{fakeDismiss, 0, monitor.KeychainOK, monitor.ErrKeychainNotSaved, "keychain-not-saved"},
		{fakeWrong, 0, monitor.KeychainChanged, monitor.ErrKeychainChanged, "keychain-changed"},
		{fakeDies, 0, monitor.KeychainOK, monitor.ErrKeychainUnavailable, "keychain-unavailable"},
		{fakeTalks, 0, monitor.KeychainOK, monitor.ErrKeychainUnavailable, "keychain-unavailable"},
		{fakeNoKeyring, 0, monitor.KeychainUnavailable, monitor.ErrKeychainUnavailable, "keychain-unavailable"},
	} {
		t.Run(string(c.mode), func(t *testing.T) {
			startBus(t, "")
			f := startService(t)
			put(t, system(0), "data-key", "key")
			then := mark(t, system(0))

			f.behave(c.mode)
			k := system(c.deadline)
			wantState(t, k, then, c.state)
			if len(f.prompted) > 0 {
				t.Error("State opened a prompt")
			}
			err := k.Put(t.Context(), items("data-key", "s3cret"))
			if c.put == nil {
				must(t, err)
			} else {
				wantProblem(t, err, c.key, c.put)
				if strings.Contains(err.Error(), "cannot keep") {
					t.Errorf("the error holds what the service says: %v", err)
				}
			}

			// Another program, once the store is well again.
			f.leave()
			_, err = serveAgain(t, f)
			must(t, err)
			want := map[string]string{"data-key": "key"}
			if c.put == nil {
				want["data-key"] = "s3cret"
			}
			k = system(0)
			if got := all(t, k); !maps.Equal(got, want) {
				t.Errorf("holds %q, want %q", got, want)
			}
			wantState(t, k, then, monitor.KeychainOK)
		})
	}
}

// serveAgain starts a Secret Service with what another one held.
func serveAgain(t *testing.T, f *fakeService) (*fakeService, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	again, err := serveSecrets(maps.Clone(f.items))
	if err == nil {
		t.Cleanup(again.leave)
	}
	return again, err
}

// TestPromptAnsweredLate: a prompt that outlives our patience still counts when
// the person answers it.
func TestPromptAnsweredLate(t *testing.T) {
	startBus(t, "")
	f := startService(t)
	put(t, system(0), "data-key", "key")
	f.behave(fakeSilent)
	k := system(impatient)
	_, err := k.Get(t.Context(), "data-key")
	wantProblem(t, err, "keychain-locked", monitor.ErrKeychainLocked)
	<-f.prompted
	_, err = k.Get(t.Context(), "data-key")
	wantProblem(t, err, "keychain-locked", monitor.ErrKeychainLocked)
	if n := len(f.prompted); n != 0 {
		t.Errorf("%d more prompts", n)
	}
	waiting := k.store.calls.current()
	f.behave(fakeOK)
	f.answer(promptPath + "/1")
	<-waiting.returned
	if got := all(t, system(0)); !maps.Equal(got, map[string]string{"data-key": "key"}) {
		t.Errorf("holds %q", got)
	}
}

// TestBusDiesDuringPrompt: go-keyring panics then.
func TestBusDiesDuringPrompt(t *testing.T) {
	kill := startBus(t, "")
	f := startService(t)
	put(t, system(0), "data-key", "key")
	f.behave(fakeSilent)
	k := system(0)
	got := make(chan error)
	go func() {
		_, err := k.Get(t.Context(), "data-key")
		got <- err
	}()
	<-f.prompted
	kill()
	wantProblem(t, <-got, "keychain-unavailable", monitor.ErrKeychainUnavailable)
	wantState(t, k, "", monitor.KeychainUnavailable)
}

func TestNoSecretService(t *testing.T) {
	for _, c := range []struct {
		name    string
		prepare func(t *testing.T)
	}{
		{"no bus", func(t *testing.T) {
			t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path="+filepath.Join(t.TempDir(), "absent"))
		}},
		{"no service", func(t *testing.T) { startBus(t, "") }},
		{"a service that cannot start", func(t *testing.T) { startBus(t, serviceFile("/bin/false")) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.prepare(t)
			k := system(0)
			wantState(t, k, "", monitor.KeychainUnavailable)
			wantProblem(t, k.Put(t.Context(), items("data-key", "key")), "keychain-unavailable", monitor.ErrKeychainUnavailable)
			_, err := k.Get(t.Context(), "data-key")
			wantProblem(t, err, "keychain-unavailable", monitor.ErrKeychainUnavailable)
		})
	}
}

func serviceFile(command string) string {
	return "[D-BUS Service]\nName=" + secretsName + "\nExec=" + command + "\n"
}

// TestServiceStartedByTheBus: a Secret Service that does not run yet is there
// all the same when the bus can start it.
func TestServiceStartedByTheBus(t *testing.T) {
	t.Setenv(roleVariable, "secrets") // for the process that the bus starts
	startBus(t, serviceFile(os.Args[0]))
	k := system(0)
	wantState(t, k, "", monitor.KeychainOK)
	put(t, k, "data-key", "key")
	wantState(t, k, mark(t, k), monitor.KeychainOK)
}

// serveFromOutside is a Secret Service for as long as its bus lives.
func serveFromOutside() error {
	f, err := serveSecrets(make(map[dbus.ObjectPath]fakeItem))
	if err == nil {
		<-f.conn.Context().Done()
	}
	return err
}

// TestNoBusIsStarted: D-Bus libraries start a bus where there is none, which
// would stay behind for good.
func TestNoBusIsStarted(t *testing.T) {
	dir := t.TempDir()
	started := filepath.Join(dir, "started")
	script := "#!/bin/sh\n: > " + started + "\n"
	must(t, os.WriteFile(filepath.Join(dir, "dbus-launch"), []byte(script), 0o700))
	t.Setenv("PATH", dir)
	for _, address := range []string{"", "autolaunch:"} {
		t.Setenv("DBUS_SESSION_BUS_ADDRESS", address)
		// A bus in /run/user/… may be found; nothing is asked of it here.
		if err := reachable(); err != nil && !errors.Is(err, monitor.ErrKeychainUnavailable) {
			t.Errorf("reachable: %v", err)
		}
		_ = system(0).store.ready(t.Context())
	}
	if _, err := os.Stat(started); err == nil {
		t.Error("a bus was started")
	}
}

// TestTwins: a strange item under our attributes is never taken for ours, and
// does not keep us from ours for good.
func TestTwins(t *testing.T) {
	startBus(t, "")
	f := startService(t)
	put(t, system(0), "data-key", "key")
	put(t, system(0), "0123", "value")
	then := mark(t, system(0))
	f.mu.Lock()
	f.items[loginPath+"/0"] = fakeItem{map[string]string{"service": "vigie", "username": "home1-0123"}, []byte("garbage")}
	f.mu.Unlock()

	k := system(0)
	wantState(t, k, then, monitor.KeychainOK)
	_, err := k.Get(t.Context(), "0123")
	wantProblem(t, err, "keychain-changed", monitor.ErrKeychainChanged)
	put(t, k, "0123", "again")
	if names := f.names(); len(names) != 3 {
		t.Errorf("holds %v, want two items and the index", names)
	}
	if got := all(t, k); !maps.Equal(got, map[string]string{"data-key": "key", "0123": "again"}) {
		t.Errorf("holds %q", got)
	}
	must(t, k.Erase(t.Context()))
	if names := f.names(); len(names) != 0 {
		t.Errorf("left after Erase: %v", names)
	}
}

// TestAttributesSayNothing: what a password manager lists is the service and an
// item name, never a value.
func TestAttributesSayNothing(t *testing.T) {
	startBus(t, "")
	f := startService(t)
	put(t, system(0), "0f1e", `{"v":"zoé@example.org"}`)
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, item := range f.items {
		for name, value := range item.attributes {
			if !strings.Contains("service vigie username home1-0f1e home1-index", value) {
				t.Errorf("attribute %s = %q", name, value)
			}
		}
	}
}
