package keychain

import (
	"context"
	"crypto/sha256"
	"errors"
	"time"

	"vigie/monitor"
)

// store is a backend behind its guard: every call returns in time, and every
// error is nil, [monitor.ErrNotFound], the end of the context, or a problem
// that a person can read.
type store struct {
	backend Backend
	calls   *guard // of Get, Set and Delete
	probes  *guard // of Ready, which must work while a call hangs
	limit   time.Duration
}

// ready is [Backend.Ready].
func (s store) ready(ctx context.Context) error {
	return explain(s.probes.call(ctx, s.limit, s.backend.Ready))
}

func (s store) get(ctx context.Context, name string) (string, error) {
	var value string
	err := s.try(ctx, func() (err error) {
		value, err = s.backend.Get(name)
		return err
	})
	if err != nil {
		return "", err // value may still be written to
	}
	return value, nil
}

// expect reads an item and takes it only if its SHA-256 is the one given:
// whatever else is found under the name was not written by us.
func (s store) expect(ctx context.Context, name string, sum []byte) (string, error) {
	value, err := s.get(ctx, name)
	switch {
	case errors.Is(err, monitor.ErrNotFound):
		return "", problemLost()
	case err != nil:
		return "", err
	case !matches(value, sum):
		return "", problemChanged()
	}
	return value, nil
}

// write keeps a value and reads it back.
func (s store) write(ctx context.Context, name, value string) error {
	err := s.try(ctx, func() error { return s.backend.Set(name, value) })
	if err != nil {
		return err
	}
	kept, err := s.get(ctx, name)
	if errors.Is(err, monitor.ErrNotFound) || err == nil && kept != value {
		return problemNotSaved()
	}
	return err
}

// maxTwins is how many items under one name are removed before giving up. A
// Secret Service may hold several with the same attributes.
const maxTwins = 4

// remove deletes an item and makes sure that it is gone.
func (s store) remove(ctx context.Context, name string) error {
	for range maxTwins {
		err := s.try(ctx, func() error { return s.backend.Delete(name) })
		if err != nil {
			return err
		}
		_, err = s.get(ctx, name)
		if errors.Is(err, monitor.ErrNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
	}
	return problemNotDeleted()
}

// try makes a call, and makes it again if it failed without a reason while the
// store is open: a signal that has nothing to do with it can end go-keyring's
// wait for a prompt.
func (s store) try(ctx context.Context, f func() error) error {
	call := func() error {
		return explain(s.calls.call(ctx, s.limit, func(context.Context) error { return f() }))
	}
	err := call()
	if !isUnexplained(err) {
		return err
	}
	if err := s.ready(ctx); err != nil {
		return err
	}
	if err = call(); isUnexplained(err) {
		return problemUnavailable(err)
	}
	return err
}

func matches(value string, sum []byte) bool {
	got := sha256.Sum256([]byte(value))
	return string(got[:]) == string(sum)
}
