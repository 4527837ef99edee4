package keychain

import (
	"context"
	"errors"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"vigie/monitor"
)

// kit makes empty backends of one kind, and looks into them behind their back.
type kit struct {
	name string
	open func(t *testing.T) (b Backend, names func() []string)
}

// kits lists every backend; systemKits has those that only this system has.
func kits() []kit {
	return append([]kit{
		{"memory", func(*testing.T) (Backend, func() []string) {
			m := NewMemory()
			return m, m.names
		}},
		{"file", func(t *testing.T) (Backend, func() []string) {
			f := newTestFile(filepath.Join(t.TempDir(), "household", "secrets.age"))
			return f, func() []string {
				items, err := f.read()
				if err != nil {
					t.Fatal(err)
				}
				return slices.Sorted(maps.Keys(items))
			}
		}},
	}, systemKits()...)
}

func (m *Memory) names() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Sorted(maps.Keys(m.items))
}

// clone is a copy that goes its own way.
func (m *Memory) clone() *Memory {
	m.mu.Lock()
	defer m.mu.Unlock()
	return &Memory{items: maps.Clone(m.items)}
}

// TestBackends is the suite that every backend passes.
func TestBackends(t *testing.T) {
	for _, kit := range kits() {
		t.Run(kit.name, func(t *testing.T) {
			b, names := kit.open(t)
			if b.Provider() == "" {
				t.Error("no name for people")
			}
			if err := b.Ready(t.Context()); err != nil {
				t.Errorf("Ready of an empty backend: %v", err)
			}
			if _, err := b.Get("absent"); !errors.Is(err, monitor.ErrNotFound) {
				t.Errorf("Get of what is not there: %v, want ErrNotFound", err)
			}
			if err := b.Delete("absent"); err != nil {
				t.Errorf("Delete of what is not there: %v", err)
			}
			values := map[string]string{
				"json":    `{"v":"zoé@example.org","label":"l’adresse"}`,
				"lines":   "one\ntwo\r\n\ttrailing space ",
				"quotes":  `"'$(x) \ %`,
				"binary":  "\x00\xff\xfe\x80key",
				"hex":     "abcdef0123456789",
				"largest": strings.Repeat("é", MaxValue/2),
				"json.2":  "a name with a dot",
			}
			for name, value := range values {
				if err := b.Set(name, "before"); err != nil {
					t.Fatalf("Set %s: %v", name, err)
				}
				if err := b.Set(name, value); err != nil {
					t.Fatalf("Set %s again: %v", name, err)
				}
			}
			for name, want := range values {
				if got, err := b.Get(name); err != nil || got != want {
					t.Errorf("Get %s = %q, %v, want %q", name, got, err, want)
				}
			}
			if got := names(); len(got) != len(values) {
				t.Errorf("holds %v, want one item for each of %d names", got, len(values))
			}
			for name := range values {
				if err := b.Delete(name); err != nil {
					t.Errorf("Delete %s: %v", name, err)
				}
				if _, err := b.Get(name); !errors.Is(err, monitor.ErrNotFound) {
					t.Errorf("Get %s after Delete: %v, want ErrNotFound", name, err)
				}
			}
			if got := names(); len(got) != 0 {
				t.Errorf("holds %v after everything was deleted", got)
			}
		})
	}
}

// faulty is a backend that goes wrong at one call.
type faulty struct {
	Backend
	at    int // the call that goes wrong, from 1
	how   fault
	calls int
}

type fault string

const (
	killedBefore fault = "killed before"  // the call and all later ones do nothing
	killedAfter  fault = "killed after"   // the call takes effect, all later ones do nothing
	fails        fault = "fails"          // the call does nothing, later ones work
	lies         fault = "lies"           // as a dismissed prompt: success, and nothing done
	late         fault = "fails but does" // the call takes effect and reports an error
)

func (f *faulty) call(do func() error) error {
	f.calls++
	now := f.calls == f.at
	switch {
	case f.how == killedBefore && f.at > 0 && f.calls >= f.at, f.how == killedAfter && f.at > 0 && f.calls > f.at:
		return monitor.ErrKeychainUnavailable
	case now && f.how == killedAfter:
		_ = do()
		return monitor.ErrKeychainUnavailable
	case now && f.how == fails:
		return monitor.ErrKeychainUnavailable
	case now && f.how == late:
		_ = do()
		return monitor.ErrKeychainUnavailable
	case now && f.how == lies:
		return nil
	}
	return do()
}

func (f *faulty) Get(name string) (value string, err error) {
	err = f.call(func() (err error) { value, err = f.Backend.Get(name); return err })
	return value, err
}

func (f *faulty) Set(name, value string) error {
	return f.call(func() error { return f.Backend.Set(name, value) })
}

func (f *faulty) Delete(name string) error {
	return f.call(func() error { return f.Backend.Delete(name) })
}

func (f *faulty) Ready(context.Context) error { return nil }
