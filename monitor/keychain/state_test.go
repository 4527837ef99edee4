package keychain

import (
	"errors"
	"maps"
	"strings"
	"testing"

	"vigie/monitor"
)

// TestState is what the person is told after something happened to the store.
func TestState(t *testing.T) {
	root, dataKey := "home1-index", "home1-data-key"
	for _, c := range []struct {
		name   string
		happen func(b, earlier *Memory)
		want   monitor.KeychainState
		get    error // of the data key
	}{
		{"nothing", func(*Memory, *Memory) {}, monitor.KeychainOK, nil},
		{"emptied", func(b, _ *Memory) { clear(b.items) }, monitor.KeychainLost, monitor.ErrNotFound},
		{"index gone", func(b, _ *Memory) { delete(b.items, root) }, monitor.KeychainLost, monitor.ErrNotFound},
		{"item gone", func(b, _ *Memory) { delete(b.items, dataKey) }, monitor.KeychainLost, monitor.ErrKeychainLost},
		{"item replaced", func(b, _ *Memory) { b.items[dataKey] = "garbage" }, monitor.KeychainChanged, monitor.ErrKeychainChanged},
		{"index replaced", func(b, _ *Memory) { b.items[root] = "garbage" }, monitor.KeychainChanged, monitor.ErrKeychainChanged},
		{"index with more", func(b, _ *Memory) { b.items[root] += "{}" }, monitor.KeychainChanged, monitor.ErrKeychainChanged},
		{"index too long", func(b, _ *Memory) { b.items[root] += strings.Repeat(" ", MaxValue) }, monitor.KeychainChanged, monitor.ErrKeychainChanged},
		{"set back to an earlier day", func(b, e *Memory) { b.items = e.items }, monitor.KeychainChanged, nil},
		{"index set back", func(b, e *Memory) { b.items[root] = e.items[root] }, monitor.KeychainChanged, nil},
		{"another index", func(b, _ *Memory) {
			other := NewMemory()
			for range 5 {
				put(t, open(t, other), "data-key", "other")
			}
			b.items = other.items
		}, monitor.KeychainChanged, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := NewMemory()
			k := open(t, b)
			put(t, k, "data-key", "key")
			earlier := b.clone()
			put(t, k, "0123", "value")
			then := mark(t, k)
			c.happen(b, earlier)
			for _, k := range []*Keychain{k, open(t, b)} {
				wantState(t, k, then, c.want)
				if _, err := k.Get(t.Context(), "data-key"); !errors.Is(err, c.get) {
					t.Errorf("Get: %v, want %v", err, c.get)
				}
			}
			// Whatever happened, starting over works.
			must(t, k.Erase(t.Context(), "data-key", "0123", "not/an/id"))
			if got := b.names(); len(got) != 0 {
				t.Errorf("left after Erase: %v", got)
			}
		})
	}
}

// TestStrangeIndex: an index that we cannot read is not ours to write over.
func TestStrangeIndex(t *testing.T) {
	b := NewMemory()
	k := open(t, b)
	put(t, k, "data-key", "key")
	b.items["home1-index"] = "garbage"
	before := b.clone()
	wantProblem(t, k.Put(t.Context(), items("0123", "x")), "keychain-changed", monitor.ErrKeychainChanged)
	wantProblem(t, k.Delete(t.Context(), "data-key"), "keychain-changed", monitor.ErrKeychainChanged)
	if !maps.Equal(before.items, b.items) {
		t.Error("a strange index was written over")
	}
}

func TestStrangeMarks(t *testing.T) {
	k := open(t, NewMemory())
	put(t, k, "data-key", "key")
	nonce, _, _ := strings.Cut(mark(t, k), "-")
	for _, mark := range []string{"x", "-", nonce, nonce + "-", nonce + "-x", nonce + "--1", nonce + "-99", "-1", nonce + "-1-1"} {
		wantState(t, k, mark, monitor.KeychainChanged)
	}
}

// TestStateIsCheap: what the status of the program waits for is two reads, and
// the parts of a long index once.
func TestStateIsCheap(t *testing.T) {
	for size, want := range map[int]int{1: 2, 15: 2, 60: 2 + 4} {
		m, _ := household(t, size)
		b := &faulty{Backend: m}
		k := open(t, b)
		then := mark(t, open(t, m))
		wantState(t, k, then, monitor.KeychainOK)
		if b.calls > want {
			t.Errorf("with %d ids the first State made %d calls, want %d", size, b.calls, want)
		}
		b.calls = 0
		wantState(t, k, then, monitor.KeychainOK)
		if b.calls != 2 {
			t.Errorf("with %d ids State made %d calls, want 2", size, b.calls)
		}
	}
}
