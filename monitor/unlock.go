package monitor

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
)

// dataKey is the item of the key store that seals the database.
const dataKey = "data-key"

// Unlock opens what is sealed, with the key from the key store; the first time,
// it makes that key. Then it finishes what an interrupted change left behind.
// The error is a *Problem unless it is a defect.
func (m *Monitor) Unlock(ctx context.Context) error {
	mark, err := m.KeychainMark(ctx)
	if err != nil {
		return err
	}
	if mark == "" {
		err = m.unlockFirst(ctx)
	} else {
		err = m.unlock(ctx, mark)
	}
	if err != nil {
		return err
	}
	return m.settle(ctx)
}

// unlockFirst is unlock for a store without a mark: of several programs that
// start together, one makes the key and the others find it.
func (m *Monitor) unlockFirst(ctx context.Context) error {
	done, err := m.lock(ctx, lockHousehold)
	if err != nil {
		return err
	}
	defer done()
	mark, err := m.KeychainMark(ctx)
	if err != nil {
		return err
	}
	if err := m.unlock(ctx, mark); err != nil || mark != "" {
		return err
	}
	return m.Store.Update(ctx, func(tx Tx) error { return m.putMark(ctx, tx) })
}

func (m *Monitor) unlock(ctx context.Context, mark string) error {
	if state := m.Keychain.State(ctx, mark); state != KeychainOK {
		return m.keychainProblem(ctx, state)
	}
	text, err := m.Keychain.Get(ctx, dataKey)
	if errors.Is(err, ErrNotFound) && mark == "" {
		text, err = m.firstKey(ctx)
	}
	if err != nil {
		return keychainProblem("", err)
	}
	key, err := hex.DecodeString(string(text))
	if err != nil {
		return keychainProblem(KeychainChanged, err)
	}
	if err := m.Store.Unlock(key); errors.Is(err, ErrWrongKey) {
		return keychainProblem(KeychainChanged, err)
	} else if err != nil {
		return err
	}
	return nil
}

// firstKey makes the key, in hexadecimal: key stores keep texts.
func (m *Monitor) firstKey(ctx context.Context) ([]byte, error) {
	key := make([]byte, 32)
	_, _ = rand.Read(key)
	text := []byte(hex.EncodeToString(key))
	return text, m.Keychain.Put(ctx, map[string][]byte{dataKey: text})
}

// putMark remembers how the key store stands, in the transaction that relies on it.
func (m *Monitor) putMark(ctx context.Context, tx Tx) error {
	mark, err := m.Keychain.Mark(ctx)
	if err != nil {
		return keychainProblem("", err)
	}
	return tx.PutSetting(settingMark, mark)
}

// settle undoes additions and finishes removals that a crash interrupted, so that
// key store and database agree.
func (m *Monitor) settle(ctx context.Context) error {
	left, err := m.unsettled(ctx)
	if err != nil || left.none() {
		return err
	}
	// Another process may be in the middle of such a change: wait for it, look again.
	unlock, err := m.lock(ctx, lockHousehold)
	if err != nil {
		return err
	}
	defer unlock()
	if left, err = m.unsettled(ctx); err != nil {
		return err
	}
	return m.drop(ctx, left)
}

// leftover are the ids of what is to go.
type leftover struct{ persons, identifiers []string }

func (l leftover) none() bool { return len(l.persons)+len(l.identifiers) == 0 }

func (m *Monitor) unsettled(ctx context.Context) (left leftover, err error) {
	h, err := m.Store.Household(ctx)
	if err != nil {
		return left, err
	}
	for _, p := range h.Persons {
		if p.Removing {
			left.persons = append(left.persons, p.ID)
		}
	}
	for _, i := range h.Identifiers {
		if i.State != Active {
			left.identifiers = append(left.identifiers, i.ID)
		}
	}
	return left, nil
}

// What processes keep one another out of.
const (
	lockHousehold = "household"
	lockCheck     = "check"
)

func (m *Monitor) lock(ctx context.Context, what string) (unlock func(), err error) {
	if m.Lock == nil {
		return func() {}, nil
	}
	return m.Lock(ctx, what)
}

// drop removes what is already marked: values from the key store, then all of it
// from the database at once.
func (m *Monitor) drop(ctx context.Context, left leftover) error {
	if left.none() {
		return nil
	}
	if len(left.identifiers) > 0 {
		if err := m.Keychain.Delete(ctx, left.identifiers...); err != nil {
			return keychainProblem("", err)
		}
	}
	return m.Store.Update(ctx, func(tx Tx) error {
		for _, id := range left.identifiers {
			if err := tx.DeleteIdentifier(id); err != nil {
				return err
			}
		}
		for _, id := range left.persons {
			if err := tx.DeletePerson(id); err != nil {
				return err
			}
		}
		if len(left.identifiers) == 0 {
			return nil
		}
		return m.putMark(ctx, tx)
	})
}

// KeychainMark is how the key store stood when something was last kept there;
// "" when nothing ever was.
func (m *Monitor) KeychainMark(ctx context.Context) (string, error) {
	return m.Store.Setting(ctx, settingMark)
}

// KeychainState tells how the key store stands, without changing anything.
func (m *Monitor) KeychainState(ctx context.Context) (KeychainState, error) {
	mark, err := m.KeychainMark(ctx)
	if err != nil {
		return KeychainUnavailable, err
	}
	return m.Keychain.State(ctx, mark), nil
}

// keychainProblem is what is wrong with a key store in a state that is not good.
// One that is not as it was left may say itself why, for instance that its file is
// cut short. Others are not asked: they would ask the person.
func (m *Monitor) keychainProblem(ctx context.Context, state KeychainState) error {
	if state == KeychainChanged {
		if _, err := m.Keychain.Get(ctx, dataKey); !errors.Is(err, ErrNotFound) {
			return keychainProblem(state, err)
		}
	}
	return keychainProblem(state, nil)
}

// keychainProblem puts the state of the key store, or an error it gave, in
// words. The key store's own words say more and are kept.
func keychainProblem(state KeychainState, err error) error {
	if p := (*Problem)(nil); errors.As(err, &p) {
		return err
	}
	if errors.Is(err, ErrNotFound) {
		state = KeychainLost
	}
	sentinel, ok := map[KeychainState]error{
		KeychainLocked: ErrKeychainLocked, KeychainUnavailable: ErrKeychainUnavailable,
		KeychainLost: ErrKeychainLost, KeychainChanged: ErrKeychainChanged,
	}[state]
	if !ok {
		return err
	}
	return NewProblem("keychain-" + string(state)).Because(errors.Join(sentinel, err))
}

// KeyItem is the item of the key store that holds a look-up service's own key.
func KeyItem(feed string) string { return "api-key-" + feed }

// SetKey keeps the person's own key for a look-up service in the key store.
func (m *Monitor) SetKey(ctx context.Context, feed string, key []byte) error {
	unlock, err := m.lock(ctx, lockHousehold)
	if err != nil {
		return err
	}
	defer unlock()
	if err := m.Keychain.Put(ctx, map[string][]byte{KeyItem(feed): key}); err != nil {
		return keychainProblem("", err)
	}
	statuses, err := m.Store.FeedStatuses(ctx)
	if err != nil {
		return err
	}
	st := statuses[feed]
	st.Name, st.KeyRefused = feed, false
	return m.Store.Update(ctx, func(tx Tx) error {
		if err := tx.PutFeedStatus(st); err != nil {
			return err
		}
		return m.putMark(ctx, tx)
	})
}
