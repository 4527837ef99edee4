package keychain

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"vigie/assets/words"
	"vigie/monitor"
)

func open(t *testing.T, b Backend) *Keychain {
	t.Helper()
	return New(b, Config{Instance: "home1"})
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// all reads everything that is kept.
func all(t *testing.T, k *Keychain) map[string]string {
	t.Helper()
	ids, err := k.IDs(t.Context())
	must(t, err)
	kept := make(map[string]string)
	for _, id := range ids {
		value, err := k.Get(t.Context(), id)
		must(t, err)
		kept[id] = string(value)
	}
	return kept
}

func put(t *testing.T, k *Keychain, pairs ...string) {
	t.Helper()
	must(t, k.Put(t.Context(), items(pairs...)))
}

func items(pairs ...string) map[string][]byte {
	items := make(map[string][]byte)
	for i := 0; i < len(pairs); i += 2 {
		items[pairs[i]] = []byte(pairs[i+1])
	}
	return items
}

func mark(t *testing.T, k *Keychain) string {
	t.Helper()
	mark, err := k.Mark(t.Context())
	must(t, err)
	return mark
}

func wantState(t *testing.T, k *Keychain, mark string, want monitor.KeychainState) {
	t.Helper()
	if got := k.State(t.Context(), mark); got != want {
		t.Errorf("State(%.8q…) = %s, want %s", mark, got, want)
	}
}

// TestKeychain is what a Keychain does over every backend.
func TestKeychain(t *testing.T) {
	for _, kit := range kits() {
		t.Run(kit.name, func(t *testing.T) {
			b, names := kit.open(t)
			k := open(t, b)

			wantState(t, k, "", monitor.KeychainOK)
			if got := mark(t, k); got != "" {
				t.Errorf("Mark of nothing = %q", got)
			}
			if _, err := k.Get(t.Context(), "data-key"); !errors.Is(err, monitor.ErrNotFound) {
				t.Errorf("Get of nothing: %v", err)
			}
			must(t, k.Delete(t.Context(), "data-key"))
			must(t, k.Put(t.Context(), nil))
			if got := names(); len(got) != 0 {
				t.Errorf("reading wrote %v", got)
			}

			put(t, k, "data-key", "\x00binary\xff")
			first := mark(t, k)
			put(t, k, "0011aabb", `{"v":"zoé"}`, "ccdd", "2")
			put(t, k, "0011aabb", `{"v":"léa"}`)
			put(t, k, "ccdd", "3", "eeff", "4")
			if got := names(); len(got) != 5 {
				t.Errorf("items %v, want one for each of 4 ids and the index: old values go", got)
			}
			must(t, k.Delete(t.Context(), "eeff", "never-there"))
			want := map[string]string{"data-key": "\x00binary\xff", "0011aabb": `{"v":"léa"}`, "ccdd": "3"}
			for name, k := range map[string]*Keychain{"the same": k, "another": open(t, b)} {
				if got := all(t, k); !maps.Equal(got, want) {
					t.Errorf("%s Keychain holds %q, want %q", name, got, want)
				}
				wantState(t, k, "", monitor.KeychainOK)
				wantState(t, k, first, monitor.KeychainOK)
				wantState(t, k, mark(t, k), monitor.KeychainOK)
			}
			if ids, _ := k.IDs(t.Context()); !slices.IsSorted(ids) {
				t.Errorf("IDs are not sorted: %v", ids)
			}
			if got := names(); len(got) != len(want)+1 {
				t.Errorf("items %v, want one for each of %d ids and the index", got, len(want))
			}

			must(t, k.Erase(t.Context()))
			if got := names(); len(got) != 0 {
				t.Errorf("left after Erase: %v", got)
			}
			wantState(t, k, first, monitor.KeychainLost)
			wantState(t, k, "", monitor.KeychainOK)
		})
	}
}

// TestReadableByThePerson: a password manager shows each value under its own
// item, as it was given, and no name says whose it is.
func TestReadableByThePerson(t *testing.T) {
	b := NewMemory()
	put(t, open(t, b), "0f1e", `{"v":"zoé@example.org"}`)
	if got := b.items["home1-0f1e"]; got != `{"v":"zoé@example.org"}` {
		t.Errorf("item home1-0f1e = %q", got)
	}
}

func TestInstancesAreStrangers(t *testing.T) {
	b := NewMemory()
	one := New(b, Config{Instance: "one"})
	two := New(b, Config{Instance: "two"})
	put(t, one, "data-key", "1")
	put(t, two, "data-key", "2")
	one1, two1 := mark(t, one), mark(t, two)
	must(t, one.Erase(t.Context(), "data-key"))
	wantState(t, one, one1, monitor.KeychainLost)
	wantState(t, two, two1, monitor.KeychainOK)
	if got := all(t, two); !maps.Equal(got, map[string]string{"data-key": "2"}) {
		t.Errorf("the other instance holds %q", got)
	}
}

// TestManyIdentifiers: an index longer than one item is split, and every item
// stays within what Windows takes.
func TestManyIdentifiers(t *testing.T) {
	b := NewMemory()
	k := open(t, b)
	want := make(map[string]string)
	many := make(map[string][]byte)
	for n := range 300 {
		id := fmt.Sprintf("%032x", n)
		many[id], want[id] = []byte(fmt.Sprint("value ", n)), fmt.Sprint("value ", n)
	}
	must(t, k.Put(t.Context(), many))
	before := mark(t, k)
	put(t, k, fmt.Sprintf("%032x", 7), "seven")
	want[fmt.Sprintf("%032x", 7)] = "seven"
	must(t, k.Delete(t.Context(), fmt.Sprintf("%032x", 8)))
	delete(want, fmt.Sprintf("%032x", 8))

	fresh := open(t, b)
	if got := all(t, fresh); !maps.Equal(got, want) {
		t.Errorf("%d items came back, want %d", len(got), len(want))
	}
	wantState(t, fresh, before, monitor.KeychainOK)
	for name, value := range b.items {
		if len(value) > MaxValue {
			t.Errorf("item %s has %d bytes", name, len(value))
		}
	}

	// A part that is gone or replaced is noticed.
	b.items["home1-index."+"ab"[k.lastRead.Generation%2:][:1]+"3"] = "[]"
	wantState(t, open(t, b), before, monitor.KeychainChanged)
	delete(b.items, "home1-index."+"ab"[k.lastRead.Generation%2:][:1]+"3")
	wantState(t, open(t, b), before, monitor.KeychainLost)

	must(t, k.Erase(t.Context(), slices.Collect(maps.Keys(many))...))
	if got := b.names(); len(got) != 0 {
		t.Errorf("left after Erase: %v", got)
	}
}

func TestFull(t *testing.T) {
	k := open(t, NewMemory())
	put(t, k, "data-key", "k")
	many := make(map[string][]byte)
	for n := range 1000 {
		many[fmt.Sprintf("%032x", n)] = []byte("v")
	}
	err := k.Put(t.Context(), many)
	wantProblem(t, err, "keychain-full", nil)
	if got := all(t, k); !maps.Equal(got, map[string]string{"data-key": "k"}) {
		t.Errorf("holds %d items after a refusal", len(got))
	}
}

func TestPutRefuses(t *testing.T) {
	b := NewMemory()
	k := open(t, b)
	for name, items := range map[string]map[string][]byte{
		"a capital":  items("Claire", "x"),
		"an address": items("c@example.org", "x"),
		"no id":      items("", "x"),
		"the index":  items("index", "x"),
		"a dot":      items("a.2", "x"),
		"a long id":  items(strings.Repeat("a", 65), "x"),
		"no value":   items("0123", ""),
		"one of two": items("0123", "x", "0/3", "x"),
	} {
		err := k.Put(t.Context(), items)
		if err == nil {
			t.Errorf("%s: accepted", name)
		} else if strings.Contains(err.Error(), "example.org") {
			t.Errorf("%s: the error repeats what may be a value: %v", name, err)
		}
	}
	must(t, k.Put(t.Context(), map[string][]byte{"0123": bytes.Repeat([]byte("x"), MaxValue)}))
	before := b.clone()
	err := k.Put(t.Context(), map[string][]byte{"0123": bytes.Repeat([]byte("x"), MaxValue+1)})
	wantProblem(t, err, "keychain-too-large", nil)
	if !maps.Equal(before.items, b.items) {
		t.Error("a refusal wrote something")
	}
}

func TestInstanceMustBePlain(t *testing.T) {
	for _, instance := range []string{"", "a-b", "A", "é", strings.Repeat("a", 33)} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("instance %q was accepted", instance)
				}
			}()
			New(NewMemory(), Config{Instance: instance})
		}()
	}
}

// TestConcurrentAdders: two programs that share a store and a lock lose nothing.
func TestConcurrentAdders(t *testing.T) {
	b, lock := NewMemory(), filepath.Join(t.TempDir(), "keychain.lock")
	programs := []*Keychain{
		New(b, Config{Instance: "home1", LockPath: lock}),
		New(b, Config{Instance: "home1", LockPath: lock}),
	}
	want := make(map[string]string)
	var wg sync.WaitGroup
	for n := range 12 {
		id := fmt.Sprintf("%04x", n)
		value := "value of " + id
		want[id] = value
		wg.Go(func() {
			k := programs[n%2]
			if err := k.Put(context.Background(), items(id, value)); err != nil {
				t.Error(err)
			}
			if got, err := k.Get(context.Background(), id); err != nil || string(got) != value {
				t.Errorf("Get %s = %q, %v while others write", id, got, err)
			}
		})
	}
	wg.Wait()
	if got := all(t, open(t, b)); !maps.Equal(got, want) {
		t.Errorf("%d items came back, want %d", len(got), len(want))
	}
}

// wantProblem checks an error for people: its key, its cause, its words.
func wantProblem(t *testing.T, err error, key string, cause error) {
	t.Helper()
	var p *monitor.Problem
	if !errors.As(err, &p) || p.Key != key || cause != nil && !errors.Is(err, cause) {
		t.Errorf("error %v, want problem %s because of %v", err, key, cause)
	}
}

// TestWords: whatever can go wrong is said in both languages, on one line each.
func TestWords(t *testing.T) {
	cause := errors.New("cause")
	problems := []error{
		problemLocked(cause), problemUnavailable(cause), problemLost(), problemChanged(), problemNotSaved(),
		problemNotDeleted(), problemTooLarge(), problemFull(), problemBusy(cause),
		problemFile(cause), problemPassphrase(cause), problemDamaged(cause),
	}
	for _, lang := range words.Languages() {
		w, err := words.Load(lang)
		must(t, err)
		for _, err := range problems {
			var p *monitor.Problem
			if !errors.As(err, &p) {
				t.Fatalf("%v is no problem", err)
			}
			var args []any
			for name, value := range p.Args {
				args = append(args, name, value)
			}
			for _, key := range []string{"problem." + p.Key, "problem." + p.Key + ".do"} {
				if s := w.T(key, args...); !w.Has(key) || strings.Contains(s, "\n") || strings.Contains(s, "no value") {
					t.Errorf("%s: %s = %q", lang, key, s)
				}
			}
		}
	}
}
