package keychain

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"vigie/monitor"
)

// change is one call that changes a Keychain, and the same on a map.
type change struct {
	name  string
	do    func(context.Context, *Keychain) error
	model func(map[string]string)
}

func putting(pairs ...string) change {
	return change{
		"put " + strings.Join(pairs, " "),
		func(ctx context.Context, k *Keychain) error { return k.Put(ctx, items(pairs...)) },
		func(m map[string]string) {
			for i := 0; i < len(pairs); i += 2 {
				m[pairs[i]] = pairs[i+1]
			}
		},
	}
}

func deleting(ids ...string) change {
	return change{
		"delete " + strings.Join(ids, " "),
		func(ctx context.Context, k *Keychain) error { return k.Delete(ctx, ids...) },
		func(m map[string]string) {
			for _, id := range ids {
				delete(m, id)
			}
		},
	}
}

var faults = []fault{killedBefore, killedAfter, fails, lies, late}

// household is a store with so many ids that the index is split.
func household(t *testing.T, n int) (*Memory, map[string]string) {
	t.Helper()
	b, kept := NewMemory(), make(map[string]string)
	first := make(map[string][]byte)
	for n := range n {
		id := fmt.Sprintf("%032x", n)
		first[id], kept[id] = []byte("old"), "old"
	}
	k := open(t, b)
	put(t, k, "data-key", "key")
	kept["data-key"] = "key"
	must(t, k.Put(t.Context(), first))
	return b, kept
}

// TestFaultAtEveryStep makes each change go wrong at each of its calls, in each
// way. Afterwards the old set is there or the new one and nothing else; the new
// one if the change reported success; and the next change leaves no secret
// behind that nobody refers to.
func TestFaultAtEveryStep(t *testing.T) {
	id := func(n int) string { return fmt.Sprintf("%032x", n) }
	for _, size := range []int{3, 25} {
		for _, c := range []change{
			putting("aaaa", "new"),
			putting(id(1), "new"),
			putting(id(0), "new", id(2), "new", "bbbb", "new"),
			deleting(id(1)),
			deleting(id(0), id(2), "absent"),
		} {
			for _, how := range faults {
				t.Run(fmt.Sprintf("%d/%.20s/%s", size, c.name, how), func(t *testing.T) {
					start, old := household(t, size)
					for at := 1; ; at++ {
						b := &faulty{Backend: start.clone(), at: at, how: how}
						if !oneFault(t, b, old, c) {
							break
						}
					}
				})
			}
		}
	}
}

// oneFault runs a change over a store that goes wrong once, checks what it
// left, and reports whether it came to the fault at all.
func oneFault(t *testing.T, b *faulty, old map[string]string, c change) (met bool) {
	t.Helper()
	sound := b.Backend.(*Memory)
	then := mark(t, open(t, sound))
	err := c.do(t.Context(), open(t, b))

	after := maps.Clone(old)
	c.model(after)
	k := open(t, sound)
	got := all(t, k)
	switch {
	case err == nil && !maps.Equal(got, after):
		t.Errorf("call %d: success reported, but %q is kept", b.at, got)
	case !maps.Equal(got, old) && !maps.Equal(got, after):
		t.Errorf("call %d: neither the old set nor the new one: %q", b.at, got)
	}
	wantState(t, k, then, monitor.KeychainOK)

	put(t, k, "next", "change")
	if names := orphans(k, sound); len(names) > 0 {
		t.Errorf("call %d: left behind: %v", b.at, names)
	}
	must(t, k.Erase(t.Context()))
	if names := sound.names(); len(names) > 0 {
		t.Errorf("call %d: left after Erase: %v", b.at, names)
	}
	return b.calls >= b.at
}

// orphans lists items with secrets that the index does not speak of.
func orphans(k *Keychain, b *Memory) []string {
	return slices.DeleteFunc(b.names(), func(name string) bool {
		return strings.HasPrefix(name, rootName(k.instance)) ||
			slices.ContainsFunc(k.lastRead.Entries, func(e entry) bool { return isLive(e) && e.name(k.instance) == name })
	})
}

// TestEraseCutShort: an Erase that is stopped leaves the old set or none, and
// can be finished.
func TestEraseCutShort(t *testing.T) {
	start, old := household(t, 40)
	for _, how := range []fault{killedBefore, killedAfter} {
		for at := 1; ; at++ {
			sound := start.clone()
			b := &faulty{Backend: sound, at: at, how: how}
			err := open(t, b).Erase(t.Context())
			k := open(t, sound)
			if got := all(t, k); len(got) > 0 && !maps.Equal(got, old) {
				t.Fatalf("%s call %d: %d of %d items are kept", how, at, len(got), len(old))
			}
			must(t, k.Erase(t.Context()))
			if names := sound.names(); len(names) > 0 {
				t.Fatalf("%s call %d: left behind: %v", how, at, names)
			}
			if err == nil {
				break
			}
		}
	}
}

// TestFirstWriteDismissed: nothing was kept before, and nothing is now.
func TestFirstWriteDismissed(t *testing.T) {
	b := &faulty{Backend: NewMemory(), at: 2, how: lies} // the write after the first read
	k := open(t, b)
	wantProblem(t, k.Put(t.Context(), items("data-key", "key")), "keychain-not-saved", monitor.ErrKeychainNotSaved)
	wantState(t, k, "", monitor.KeychainOK)
	if got := all(t, k); len(got) != 0 {
		t.Errorf("holds %q", got)
	}
}

// stubborn is a store that reports success and deletes nothing.
type stubborn struct{ *Memory }

func (stubborn) Delete(string) error { return nil }

// TestDeleteMeansGone: a value that stays behind is never reported as deleted,
// and counts no more.
func TestDeleteMeansGone(t *testing.T) {
	b := NewMemory()
	put(t, open(t, b), "0123", "secret", "data-key", "key")
	k := open(t, stubborn{b})
	for range 2 {
		wantProblem(t, k.Delete(t.Context(), "0123"), "keychain-not-deleted", monitor.ErrKeychainNotSaved)
		if _, err := k.Get(t.Context(), "0123"); !errors.Is(err, monitor.ErrNotFound) {
			t.Errorf("Get after Delete: %v", err)
		}
	}
	put(t, k, "data-key", "new key", "4567", "x") // the rest goes on
	must(t, open(t, b).Delete(t.Context(), "0123"))
	if _, err := b.Get("home1-0123"); !errors.Is(err, monitor.ErrNotFound) {
		t.Error("the value is still there")
	}
}

// TestIndexForgets: ids that come and go do not fill the index.
func TestIndexForgets(t *testing.T) {
	b := NewMemory()
	k := open(t, b)
	put(t, k, "data-key", "key")
	for n := range 50 {
		id := fmt.Sprintf("%032x", n)
		put(t, k, id, "value")
		must(t, k.Delete(t.Context(), id))
	}
	if n := len(k.lastRead.Entries); n > 2 { // the data key, and the place of the last one
		t.Errorf("the index of one id has %d entries", n)
	}
}

// TestLateReader: a reader whose index is replaced under it follows the newer.
func TestLateReader(t *testing.T) {
	for _, size := range []int{3, 40} {
		b, want := household(t, size)
		writer := open(t, b)
		slow := &interrupted{Memory: b}
		id := fmt.Sprintf("%032x", 1)
		for at := 1; at <= 4; at++ {
			value := fmt.Sprint("new ", at)
			slow.gets, slow.at = 0, at
			slow.then = func() {
				put(t, writer, id, "in between")
				put(t, writer, id, value)
			}
			got, err := open(t, slow).Get(t.Context(), id)
			if err != nil || string(got) != value && string(got) != want[id] {
				t.Errorf("size %d, read %d: Get = %q, %v, want %q or %q", size, at, got, err, want[id], value)
			}
			want[id] = value
			if slow.gets < at {
				break
			}
		}
	}
}

// interrupted is a store where something happens right before one read.
type interrupted struct {
	*Memory
	gets, at int
	then     func()
}

func (i *interrupted) Get(name string) (string, error) {
	if i.gets++; i.gets == i.at {
		i.then()
	}
	return i.Memory.Get(name)
}

// TestModel compares a Keychain with a map through random changes, restarts
// and faults.
func TestModel(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		ids := rapid.SampledFrom(modelIDs())
		sound, model := NewMemory(), make(map[string]string)
		then := ""
		for range rapid.IntRange(1, 12).Draw(rt, "changes") {
			c := drawChange(rt, ids)
			b := &faulty{
				Backend: sound,
				at:      rapid.IntRange(0, 40).Draw(rt, "at"),
				how:     rapid.SampledFrom(faults).Draw(rt, "how"),
			}
			err := c.do(t.Context(), open(t, b))
			after := maps.Clone(model)
			c.model(after)

			k := open(t, sound)
			got := all(t, k)
			if !maps.Equal(got, after) && (err == nil || !maps.Equal(got, model)) {
				rt.Fatalf("%s with %q kept gave %v and %q", c.name, model, err, got)
			}
			model = got
			if state := k.State(t.Context(), then); state != monitor.KeychainOK {
				rt.Fatalf("state %s after %s", state, c.name)
			}
			then = mark(t, k)
		}
	})
}

func modelIDs() []string {
	ids := []string{"data-key"}
	for n := range 30 {
		ids = append(ids, fmt.Sprintf("%032x", n))
	}
	return ids
}

func drawChange(rt *rapid.T, ids *rapid.Generator[string]) change {
	chosen := rapid.SliceOfNDistinct(ids, 0, 15, rapid.ID).Draw(rt, "ids")
	if rapid.Bool().Draw(rt, "delete") {
		return deleting(chosen...)
	}
	var pairs []string
	for _, id := range chosen {
		pairs = append(pairs, id, rapid.StringN(1, 20, -1).Draw(rt, "value"))
	}
	return putting(pairs...)
}
