package monitor

import (
	"context"
	"errors"
)

// Keychain keeps the values of identifiers, the key that seals the database,
// and the keys of look-up services. Every call obeys its context's deadline
// and returns within seconds even when the key store hangs.
// Package keychain implements it over the system's key store.
type Keychain interface {
	// State tells how the key store stands compared with a mark that Mark gave
	// earlier, or with "" when nothing was ever kept. It never changes anything.
	State(ctx context.Context, mark string) KeychainState
	// Mark sums up what is kept now: the database remembers it next to what
	// relies on it. A store that was emptied, or set back to an earlier day,
	// does not fit the mark; one that moved on since still does.
	Mark(context.Context) (string, error)
	// Get returns what was put under an id, or ErrNotFound.
	Get(ctx context.Context, id string) ([]byte, error)
	// Put keeps secrets under their ids, all or none: when it returns nil they
	// have been read back.
	Put(ctx context.Context, items map[string][]byte) error
	// Delete removes ids; one that is not there is no error.
	Delete(ctx context.Context, ids ...string) error
	// IDs lists what is kept, sorted.
	IDs(context.Context) ([]string, error)
	// Provider names the key store for people: "Secret Service", "Keychain",
	// "Windows Credential Manager", "age file".
	Provider() string
}

// KeychainState is how the key store stands.
type KeychainState string

// The states of the key store. Only KeychainOK lets the household be read.
const (
	KeychainOK          KeychainState = "ok"
	KeychainLocked      KeychainState = "locked"      // waits for the person to unlock it
	KeychainUnavailable KeychainState = "unavailable" // there is none in this session
	KeychainLost        KeychainState = "lost"        // it answers, but our items are gone
	KeychainChanged     KeychainState = "changed"     // our items are there, but not the ones we wrote last
)

// Why the key store did not do what was asked.
var (
	ErrKeychainLocked      = errors.New("the key store is locked")
	ErrKeychainUnavailable = errors.New("there is no key store in this session")
	ErrKeychainLost        = errors.New("the key store no longer has our items")
	ErrKeychainChanged     = errors.New("the key store has other items than those written last")
	ErrKeychainNotSaved    = errors.New("the key store did not keep what was written")
)
