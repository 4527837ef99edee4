package keychain

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"slices"
	"sort"
	"strings"
	"testing"
)

// TestPlaces: a new value never lands on the old one, which stays until the new
// one counts; and the order of first writing is kept.
func TestPlaces(t *testing.T) {
	sum := func(s string) []byte { h := sha256.Sum256([]byte(s)); return h[:] }
	ix := newIndex().next()
	for _, id := range []string{"a", "b"} {
		ix.promote(ix.reserve(id), sum(id))
	}
	before, _ := ix.live("a")
	place := ix.reserve("a")
	if place.name("i") == before.name("i") {
		t.Errorf("the new value would be written over the old one at %s", place.name("i"))
	}
	if again := ix.reserve("a"); again.name("i") != place.name("i") {
		t.Error("a second try takes a third place")
	}
	if e, _ := ix.live("a"); e.name("i") != before.name("i") {
		t.Error("a reserved place counts already")
	}
	ix.promote(place, sum("new"))
	if e, _ := ix.first(); e.ID != "a" || e.name("i") != place.name("i") || string(e.Sum) != string(sum("new")) {
		t.Errorf("first is %+v", e)
	}
	if s := ix.spares(); len(s) != 1 || s[0].name("i") != before.name("i") {
		t.Errorf("spares %+v, want the old place", s)
	}
	if !ix.valid() {
		t.Error("not valid")
	}
}

// TestNamesDoNotCollide: whatever the ids, no two things have one name.
func TestNamesDoNotCollide(t *testing.T) {
	seen := make(map[string]string)
	add := func(name, what string) {
		if seen[name] != "" {
			t.Errorf("%s is %s and %s", name, seen[name], what)
		}
		seen[name] = what
	}
	add(rootName("i"), "root")
	for n := range maxParts {
		add(partName("i", 0, n), fmt.Sprint("part a", n))
		add(partName("i", 1, n), fmt.Sprint("part b", n))
	}
	for _, id := range []string{"a", "a-2", "2", "index-a0", "a0", "data-key", "index2", "indexa0"} {
		if !validID(id) {
			t.Errorf("%s is refused", id)
		}
		add(entry{ID: id}.name("i"), id)
		add(entry{ID: id, Second: true}.name("i"), id+" second")
	}
}

// TestFullRootFits: the longest index that is accepted still fits its items.
func TestFullRootFits(t *testing.T) {
	longest := func(n int) *index {
		ix := &index{Nonce: make([]byte, nonceSize), Generation: 1<<64 - 1}
		for i := range n {
			id := strings.Repeat("f", 55) + fmt.Sprintf("%09x", i)
			ix.Entries = append(ix.Entries, entry{ID: id, Second: true, Sum: make([]byte, sha256.Size)})
		}
		return ix
	}
	const enough = 500
	refused := sort.Search(2000, func(n int) bool {
		_, _, err := longest(n).encode()
		return err != nil
	})
	root, parts, err := longest(refused - 1).encode()
	if err != nil || len(parts) != maxParts || len(root) > MaxValue {
		t.Errorf("%d parts and a root of %d bytes, %v", len(parts), len(root), err)
	}
	if refused < enough {
		t.Errorf("refused with %d entries", refused)
	}
}

func same(a, b entry) bool {
	return a.ID == b.ID && a.Second == b.Second && bytes.Equal(a.Sum, b.Sum) && isLive(a) == isLive(b)
}

// FuzzIndex: whatever stands in the key store under the index's name is refused
// or is an index that can be written again as it is.
func FuzzIndex(f *testing.F) {
	ix := newIndex().next()
	ix.promote(ix.reserve("data-key"), make([]byte, sha256.Size))
	ix.reserve("0123456789abcdef")
	root, _, _ := ix.encode()
	for _, s := range []string{"", "null", "{}", "[]", root, root + " ", root + "{}", root[:len(root)-1],
		strings.Replace(root, `"id"`, `"ID"`, 1), strings.Replace(root, "data-key", "index", 1),
		strings.Replace(root, "AAAA", "", 1), `{"nonce":"AAAAAAAAAAAAAAAAAAAAAA==","generation":1,"parts":[null]}`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		ix, ok := decodeRoot(s)
		if !ok || len(ix.Parts) > 0 || !ix.valid() {
			return
		}
		root, parts, err := ix.encode()
		if err != nil {
			t.Fatalf("cannot be written again: %v", err)
		}
		again, ok := decodeRoot(root)
		for _, part := range parts {
			ok = ok && again.addPart(part)
		}
		if !ok || !slices.EqualFunc(again.Entries, ix.Entries, same) || again.mark() != ix.mark() {
			t.Errorf("%q became %q", s, root)
		}
	})
}
