// Package storetest is the suite that every [monitor.Store] passes. Start at [Run].
package storetest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"reflect"
	"testing"

	"vigie/monitor"
)

// Key is the key that open unlocks a store with.
func Key() []byte { return bytes.Repeat([]byte{0x5e}, 32) }

// sealable is what a store has besides [monitor.Store]: after Lock, facts about
// people are sealed until the next Unlock.
type sealable interface {
	monitor.Store
	Lock()
}

// Run runs the suite. open returns an empty store, unlocked with Key, and
// closes it when the test ends.
func Run(t *testing.T, open func(*testing.T) monitor.Store) {
	for _, test := range []struct {
		name string
		run  func(*testing.T, monitor.Store)
	}{
		{"an empty store", testEmpty},
		{"people come back whole", testPeople},
		{"order and replacement", testOrder},
		{"what the keys are", testKeys},
		{"nothing is shared with the caller", testCopies},
		{"deleting a person", testDeletePerson},
		{"deleting an identifier", testDeleteIdentifier},
		{"deleting what is not there", testDeleteNothing},
		{"nobody's belongings are refused", testOrphans},
		{"what has no id is refused", testNoID},
		{"records come back whole", testRecords},
		{"first seen is kept", testFirstSeen},
		{"feeds", testFeeds},
		{"settings", testSettings},
		{"an update sees itself", testUpdateSeesItself},
		{"an error undoes the update", testRollback},
		{"a panic undoes the update", testPanic},
		{"a context that ends undoes the update", testCancelled},
		{"a transaction ends with its update", testTxEnds},
		{"readers see whole updates", testConcurrent},
		{"the ledger", testLedger},
		{"a ledger row is finished once", testFinishOnce},
		{"sealed people", testSealedPeople},
		{"sealed ledger", testSealedLedger},
		{"a wrong key", testWrongKey},
		{"after closing", testClosed},
	} {
		t.Run(test.name, func(t *testing.T) { test.run(t, open(t)) })
	}
}

// update fails the test when the update does.
func update(t *testing.T, s monitor.Store, f func(monitor.Tx) error) {
	t.Helper()
	if err := s.Update(context.Background(), f); err != nil {
		t.Fatal("Update:", err)
	}
}

// must returns a function that unwraps a read.
func must[T any](t *testing.T) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func readHousehold(t *testing.T, s monitor.Store) *monitor.Household {
	t.Helper()
	return must[*monitor.Household](t)(s.Household(context.Background()))
}

func equal(t *testing.T, what string, got, want any) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s:\n got %s\nwant %s", what, show(got), show(want))
	}
}

func show(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(text)
}

func wantError(t *testing.T, what string, got, want error) {
	t.Helper()
	if !errors.Is(got, want) {
		t.Errorf("%s: error %v, want %v", what, got, want)
	}
}
