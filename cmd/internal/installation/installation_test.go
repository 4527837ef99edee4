package installation

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"vigie/monitor"
	"vigie/monitor/egress"
	"vigie/monitor/keychain"
)

var now = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)

func clock() time.Time { return now }

func openIn(t *testing.T, dir string) *Installation {
	t.Helper()
	i, err := Open(t.Context(), Options{Dir: dir, Offline: true, Backend: keychain.NewMemory(), Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := i.Close(); err != nil {
			t.Error(err)
		}
	})
	return i
}

// Every feed has a default that could also stand in feeds.toml. Only our own
// has no address yet.
func TestDefaults(t *testing.T) {
	if len(defaults) != len(monitor.FeedNames()) {
		t.Errorf("%d defaults for %d feeds", len(defaults), len(monitor.FeedNames()))
	}
	for _, name := range monitor.FeedNames() {
		d, ok := defaults[name]
		switch {
		case !ok:
			t.Errorf("%s has no default", name)
		case d.url != "" && egress.CheckURL(d.url) != nil, d.url == "" && name != monitor.FeedVigie:
			t.Errorf("%s is at %q", name, d.url)
		case d.every < minEvery || d.every > maxEvery:
			t.Errorf("%s every %v", name, d.every)
		}
	}
}

// Programs that start together for the first time agree on one name in the key
// store: with two, each would take the other's items for lost.
func TestOneInstance(t *testing.T) {
	dir := t.TempDir()
	names := make([]string, 8)
	var all sync.WaitGroup
	for n := range names {
		all.Go(func() {
			i := &Installation{Dir: dir}
			name, err := i.instance()
			if err != nil {
				t.Error(err)
			}
			names[n] = name
		})
	}
	all.Wait()
	for _, name := range names {
		if !isInstance(name) || name != names[0] {
			t.Errorf("names are %v", names)
			break
		}
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 1 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
}

func TestDamagedInstance(t *testing.T) {
	for _, text := range []string{"", "\n", "0123", "0123456789abcdef0123456789abcdeg", "0123456789ABCDEF0123456789ABCDEF", "../../0123456789abcdef0123456789a"} {
		dir := t.TempDir()
		path := filepath.Join(dir, instanceName)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := Open(t.Context(), Options{Dir: dir, Backend: keychain.NewMemory(), Now: clock})
		var p *monitor.Problem
		if !errors.As(err, &p) || p.Key != "data.instance" {
			t.Errorf("%q: %v", text, err)
		}
		if kept, err := os.ReadFile(path); err != nil || string(kept) != text {
			t.Errorf("%q became %q, %v", text, kept, err)
		}
	}
}

// A consent that cannot be read was not given.
func TestAllowed(t *testing.T) {
	i := openIn(t, t.TempDir())
	ctx := t.Context()
	if i.allowed(ctx, monitor.FeedHudsonRock, "x") {
		t.Error("allowed while sealed")
	}
	if err := i.Unlock(ctx); err != nil {
		t.Fatal(err)
	}
	person := monitor.Person{ID: monitor.NewID(), Name: "Claire", Role: monitor.Adult}
	kept := monitor.Identifier{ID: monitor.NewID(), Person: person.ID, Kind: monitor.Email, Masked: "•••"}
	err := i.Store.Update(ctx, func(tx monitor.Tx) error {
		return errors.Join(tx.PutPerson(person), tx.PutIdentifier(kept), tx.PutConsent(monitor.Consent{Feed: monitor.FeedHudsonRock, Identifier: kept.ID, At: now}))
	})
	if err != nil {
		t.Fatal(err)
	}
	if !i.allowed(ctx, monitor.FeedHudsonRock, kept.ID) {
		t.Error("not allowed after a consent")
	}
	if i.allowed(ctx, monitor.FeedLeakCheck, kept.ID) || i.allowed(ctx, monitor.FeedHudsonRock, person.ID) {
		t.Error("a consent holds for more than its feed and its identifier")
	}
}

// The demonstration shows every verdict that what people remember can give.
func TestDemo(t *testing.T) {
	m, err := Demo(context.Background(), clock)
	if err != nil {
		t.Fatal(err)
	}
	findings, err := m.Findings(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	seen := make(map[monitor.Verdict]bool)
	for _, f := range findings {
		seen[f.Verdict] = true
	}
	for _, v := range []monitor.Verdict{monitor.Likely, monitor.Possible, monitor.NotConcerned} {
		if !seen[v] {
			t.Errorf("nobody is %v", v)
		}
	}
}

// What the person wrote in the folder is left, and listed; all else goes.
func TestErase(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	backend := keychain.NewMemory()
	i, err := Open(t.Context(), Options{Dir: dir, Offline: true, Backend: backend, Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	if err := i.Unlock(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := i.Monitor.SetKey(t.Context(), monitor.FeedHIBP, []byte("a key")); err != nil {
		t.Fatal(err)
	}
	letter := filepath.Join(dir, "letter.txt")
	if err := os.WriteFile(letter, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	left, err := i.Erase(t.Context())
	if err != nil || len(left) != 1 || left[0] != dir {
		t.Errorf("left %v, %v", left, err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 1 {
		t.Errorf("in the folder: %v, %v", entries, err)
	}
	again, err := Open(t.Context(), Options{Dir: dir, Offline: true, Backend: backend, Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if ids, err := again.Keychain.IDs(t.Context()); err != nil || len(ids) != 0 {
		t.Errorf("in the key store: %v, %v", ids, err)
	}
}
