package keychain

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/gofrs/flock"

	"vigie/monitor"
)

// A change is made in four steps, each finished before the next: an index that
// names the places about to be written as spares; the new values, each read
// back; the index in which they count, read back too; the removal of what
// counts no more. A program that dies between any two leaves the old set before
// the third step and the new one after it, and every place that may still hold
// a secret is known to the next change, which clears it.

// Put keeps secrets under their ids, all or none: when it returns nil they have
// been read back. Ids are small letters, digits and dashes, up to 64, and say
// nothing about anyone: see [monitor.Identifier]. Values are 1 to [MaxValue]
// bytes and are kept as they are, so that a person finds them in the password
// manager of the system. After an error the caller reads again before deciding
// anything, since a store may keep what it did not confirm.
func (k *Keychain) Put(ctx context.Context, items map[string][]byte) error {
	for id, value := range items {
		switch {
		case !validID(id):
			return errors.New("keychain: an id is not small letters, digits and dashes")
		case len(value) == 0:
			return errors.New("keychain: a value is empty")
		case len(value) > MaxValue:
			return problemTooLarge()
		}
	}
	if len(items) == 0 {
		return nil
	}
	return k.exclusively(ctx, func() error { return k.put(ctx, items) })
}

func (k *Keychain) put(ctx context.Context, items map[string][]byte) error {
	before, err := k.load(ctx, k.store)
	if errors.Is(err, monitor.ErrNotFound) {
		before, err = newIndex(), nil
	}
	if err != nil {
		return err
	}
	draft := before.next()
	if err := k.clear(ctx, draft); err != nil {
		return err
	}
	var places []entry
	for _, id := range slices.Sorted(maps.Keys(items)) {
		places = append(places, draft.reserve(id))
	}
	if err := k.commit(ctx, before, draft); err != nil {
		return err
	}
	after := draft.next()
	for _, place := range places {
		value := items[place.ID]
		if err := k.store.write(ctx, place.name(k.instance), string(value)); err != nil {
			return err
		}
		sum := sha256.Sum256(value)
		after.promote(place, sum[:])
	}
	if err := k.commit(ctx, draft, after); err != nil {
		return err
	}
	// The new values are kept. What could not be removed stays a spare in the
	// index, for the next change to clear.
	_ = k.clear(ctx, after.next())
	return nil
}

// Delete removes ids; one that is not there is no error. It returns nil only
// when the values are gone, those that an earlier Delete left behind included.
func (k *Keychain) Delete(ctx context.Context, ids ...string) error {
	return k.exclusively(ctx, func() error {
		before, err := k.load(ctx, k.store)
		if errors.Is(err, monitor.ErrNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		return k.delete(ctx, before, ids)
	})
}

func (k *Keychain) delete(ctx context.Context, before *index, ids []string) error {
	after := before.next()
	found := false
	for _, id := range ids {
		found = after.demote(id) || found
	}
	if found {
		if err := k.commit(ctx, before, after); err != nil {
			return err
		}
	}
	rest := after.next()
	if err := k.clear(ctx, rest); err != nil {
		return err
	}
	if len(rest.spares()) > 0 {
		return problemNotDeleted()
	}
	return nil
}

// Erase removes everything kept for this instance, the index last. It works on
// a store that is lost or changed as well, where the index no longer tells what
// there is: ids are those that the caller remembers.
func (k *Keychain) Erase(ctx context.Context, ids ...string) error {
	return k.exclusively(ctx, func() error {
		ix, err := k.load(ctx, k.store)
		switch {
		case err == nil:
			if err := k.delete(ctx, ix, ix.ids()); err != nil {
				return err
			}
		case !errors.Is(err, monitor.ErrNotFound) && !isForeign(err):
			return err
		}
		for _, id := range ids {
			if !validID(id) {
				continue // nothing was ever put there
			}
			for _, place := range []entry{{ID: id}, {ID: id, Second: true}} {
				if err := k.store.remove(ctx, place.name(k.instance)); err != nil {
					return err
				}
			}
		}
		return k.eraseIndex(ctx)
	})
}

// eraseIndex removes the root, and then every part there may be: a change that
// was cut short can have left some that no root speaks of.
func (k *Keychain) eraseIndex(ctx context.Context) error {
	if err := k.store.remove(ctx, rootName(k.instance)); err != nil {
		return err
	}
	for n := range maxParts {
		for generation := range uint64(2) {
			if err := k.store.remove(ctx, partName(k.instance, generation, n)); err != nil {
				return err
			}
		}
	}
	return nil
}

// commit writes the index that follows before. It has happened when the root
// has been written, and no sooner.
func (k *Keychain) commit(ctx context.Context, before, after *index) error {
	root, parts, err := after.encode()
	if err != nil {
		return err
	}
	for n, part := range parts {
		if err := k.store.write(ctx, partName(k.instance, after.Generation, n), part); err != nil {
			return err
		}
	}
	if err := k.store.write(ctx, rootName(k.instance), root); err != nil {
		return err
	}
	k.remember(root, after)
	for n := len(before.Parts) - 1; n >= 0; n-- {
		if k.store.remove(ctx, partName(k.instance, before.Generation, n)) != nil {
			break // no longer referred to: written over or erased later
		}
	}
	return nil
}

// clear empties the spare places of a draft and drops those that are empty
// now. One that cannot be emptied stays; a store that is locked ends the change.
func (k *Keychain) clear(ctx context.Context, draft *index) error {
	for _, e := range draft.spares() {
		err := k.store.remove(ctx, e.name(k.instance))
		if err == nil {
			draft.drop(e)
		} else if !errors.Is(err, monitor.ErrKeychainNotSaved) {
			return err
		}
	}
	return nil
}

// lockRetry is how often a lock that another program holds is tried again.
const lockRetry = 20 * time.Millisecond

// exclusively runs a change while no other program makes one. The lock is held
// until a call that hangs has returned, even when the change itself has given
// up: a write that comes true late must not land on top of another's.
func (k *Keychain) exclusively(ctx context.Context, change func() error) error {
	if k.store.calls.hangs() {
		return problemLocked(context.DeadlineExceeded)
	}
	waiting, cancel := context.WithTimeout(ctx, k.store.limit)
	defer cancel()
	select {
	case k.writing <- struct{}{}:
	case <-waiting.Done():
		return k.notMyTurn(ctx)
	}
	unlock, err := k.lockFile(waiting)
	if err != nil {
		<-k.writing
		if waiting.Err() != nil {
			return k.notMyTurn(ctx)
		}
		return fmt.Errorf("keychain: lock file: %w", err)
	}
	defer k.store.calls.afterwards(func() {
		unlock()
		<-k.writing
	})
	return change()
}

// lockFile waits for the lock that keeps other programs from changing anything.
func (k *Keychain) lockFile(ctx context.Context) (unlock func(), err error) {
	if k.lockPath == "" {
		return func() {}, nil
	}
	lock := flock.New(k.lockPath)
	if _, err := lock.TryLockContext(ctx, lockRetry); err != nil {
		return nil, err
	}
	return func() { _ = lock.Unlock() }, nil // closes the file; nothing else can fail
}

// notMyTurn is why a change could not even begin.
func (k *Keychain) notMyTurn(ctx context.Context) error {
	switch {
	case k.store.calls.hangs():
		return problemLocked(context.DeadlineExceeded)
	case errors.Is(ctx.Err(), context.Canceled):
		return ctx.Err()
	}
	return problemBusy(context.DeadlineExceeded)
}
