// Package keychain keeps the values of identifiers and the keys of the program
// in the key store of the system, and notices when that store loses them.
//
// Start at [New], which makes a [monitor.Keychain] of a [Backend]: [NewSystem]
// is the key store of the session, [NewFile] an encrypted file for where there
// is none, [NewMemory] is for demonstrations and tests. index.go tells how the
// items of one installation are held together, change.go how they change all or
// none, guard.go how a store that hangs or breaks is kept at arm's length.
//
// Key stores promise little: go-keyring hangs for ever while a prompt stays
// unanswered, panics when the session bus goes away, and reports success when
// the person closes the prompt. So every call has a deadline, and what was
// written counts once it has been read back.
package keychain

import (
	"context"
	"errors"
	"regexp"
	"sync"
	"time"

	"vigie/monitor"
)

// Backend is a place that keeps secrets by name, without any promise that it
// answers in time or keeps what it says it kept. Its calls need not be safe for
// concurrent use: a [Keychain] makes one at a time.
type Backend interface {
	// Get returns the value under a name, or [monitor.ErrNotFound].
	Get(name string) (string, error)
	// Set adds or replaces a value.
	Set(name, value string) error
	// Delete removes a value; one that is not there is no error.
	Delete(name string) error
	// Ready tells, without anyone being asked for anything, whether Get could
	// work now: nil, or [monitor.ErrKeychainLocked], or
	// [monitor.ErrKeychainUnavailable]. A backend that cannot tell returns nil.
	Ready(context.Context) error
	// Provider is [monitor.Keychain.Provider].
	Provider() string
}

// Config says whose items a [Keychain] keeps and how long it waits for them.
type Config struct {
	// Instance names one data directory: up to 32 digits and small letters.
	// Items of other instances are never touched.
	Instance string
	// LockPath is a file that the programs sharing the items lock while they
	// change them. Empty: nobody shares them.
	LockPath string
	// Deadline bounds each call of the backend and the wait for the lock; 20
	// seconds when zero, which leaves a person time to answer a prompt. State
	// as a whole takes a quarter of it at most.
	Deadline time.Duration
}

// defaultDeadline is time enough to read a prompt and type a password.
const defaultDeadline = 20 * time.Second

// Keychain is the [monitor.Keychain] over a backend. It may be used by many
// goroutines, and several programs may share one set of items.
type Keychain struct {
	instance string
	lockPath string
	store    store // for everything that a person may be asked to unlock for
	quick    store // for State, which nobody waits for
	writing  chan struct{}

	mu       sync.Mutex
	lastRoot string // the index item as it was read last,
	lastRead *index // and what it says
}

var _ monitor.Keychain = (*Keychain)(nil)

var instancePattern = regexp.MustCompile(`^[0-9a-z]{1,32}$`)

// New makes a Keychain. It reads nothing yet. It panics if the instance is not
// what [Config] says, because that is the program's own doing.
func New(backend Backend, c Config) *Keychain {
	if !instancePattern.MatchString(c.Instance) {
		panic("keychain: the instance must be 1 to 32 digits and small letters")
	}
	if c.Deadline == 0 {
		c.Deadline = defaultDeadline
	}
	calls, probes := new(guard), new(guard)
	return &Keychain{
		instance: c.Instance,
		lockPath: c.LockPath,
		store:    store{backend, calls, probes, c.Deadline},
		quick:    store{backend, calls, probes, c.Deadline / 4},
		writing:  make(chan struct{}, 1),
	}
}

// Provider is the name of the key store, for people.
func (k *Keychain) Provider() string { return k.store.backend.Provider() }

// State compares the store with a mark. It reads the index and the item that
// was put first, on which all later ones rely; the others are checked when they
// are read. A backend whose Ready can tell that it is locked is not read, so
// that a look at the status opens no prompt.
func (k *Keychain) State(ctx context.Context, mark string) monitor.KeychainState {
	ctx, cancel := context.WithTimeout(ctx, k.quick.limit)
	defer cancel()
	return stateOf(k.check(ctx, mark))
}

func (k *Keychain) check(ctx context.Context, mark string) error {
	if err := k.quick.ready(ctx); err != nil {
		return err
	}
	ix, err := k.load(ctx, k.quick)
	if errors.Is(err, monitor.ErrNotFound) {
		if mark == "" {
			return nil
		}
		return problemLost()
	}
	if err != nil {
		return err
	}
	if !ix.fits(mark) {
		return problemChanged()
	}
	_, err = k.item(ctx, k.quick, ix, (*index).first)
	if errors.Is(err, monitor.ErrNotFound) {
		return nil // nothing is kept any more
	}
	return err
}

// Mark sums up what is kept now; it is "" when nothing ever was.
func (k *Keychain) Mark(ctx context.Context) (string, error) {
	ix, err := k.load(ctx, k.store)
	if errors.Is(err, monitor.ErrNotFound) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	return ix.mark(), nil
}

// Get returns what was put under an id, or [monitor.ErrNotFound]. An item that
// is not the one that was put is never returned: the error is then
// [monitor.ErrKeychainLost] or [monitor.ErrKeychainChanged].
func (k *Keychain) Get(ctx context.Context, id string) ([]byte, error) {
	ix, err := k.load(ctx, k.store)
	if err != nil {
		return nil, err
	}
	return k.item(ctx, k.store, ix, func(ix *index) (entry, bool) { return ix.live(id) })
}

// IDs lists what is kept, sorted.
func (k *Keychain) IDs(ctx context.Context) ([]string, error) {
	ix, err := k.load(ctx, k.store)
	if errors.Is(err, monitor.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return ix.ids(), nil
}

// item reads the item that choose finds in the index. Between the two reads
// another program may commit a change and delete what the older index names:
// then the index has moved on, and the newer one is followed.
func (k *Keychain) item(ctx context.Context, s store, ix *index, choose func(*index) (entry, bool)) ([]byte, error) {
	for {
		e, ok := choose(ix)
		if !ok {
			return nil, monitor.ErrNotFound
		}
		value, err := s.expect(ctx, e.name(k.instance), e.Sum)
		if err == nil {
			return []byte(value), nil
		}
		if !isForeign(err) {
			return nil, err
		}
		newer, loadErr := k.load(ctx, s)
		if loadErr != nil {
			return nil, loadErr
		}
		if newer.mark() == ix.mark() {
			return nil, err
		}
		ix = newer
	}
}

// load reads the index, or [monitor.ErrNotFound] if there is none. Like item it
// starts again when the index was replaced while its parts were being read.
func (k *Keychain) load(ctx context.Context, s store) (*index, error) {
	root, err := s.get(ctx, rootName(k.instance))
	for err == nil {
		ix, readErr := k.read(ctx, s, root)
		if readErr == nil {
			return ix, nil
		}
		if !isForeign(readErr) {
			return nil, readErr
		}
		var newer string
		newer, err = s.get(ctx, rootName(k.instance))
		if err == nil && newer == root {
			return nil, readErr
		}
		root = newer
	}
	return nil, err
}

// read is the index that a root stands for. The parts are read again only when
// the root, which holds their hashes, is not the one that was read last.
func (k *Keychain) read(ctx context.Context, s store, root string) (*index, error) {
	if ix := k.remembered(root); ix != nil {
		return ix, nil
	}
	ix, ok := decodeRoot(root)
	if !ok {
		return nil, problemChanged()
	}
	for n, sum := range ix.Parts {
		part, err := s.expect(ctx, partName(k.instance, ix.Generation, n), sum)
		if err != nil {
			return nil, err
		}
		if !ix.addPart(part) {
			return nil, problemChanged()
		}
	}
	if !ix.valid() {
		return nil, problemChanged()
	}
	k.remember(root, ix)
	return ix, nil
}

func (k *Keychain) remembered(root string) *index {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.lastRoot != root {
		return nil
	}
	return k.lastRead
}

func (k *Keychain) remember(root string, ix *index) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.lastRoot, k.lastRead = root, ix
}
