package keychain

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"vigie/monitor"
)

func problemLocked(cause error) error {
	return monitor.NewProblem("keychain-locked").Because(join(monitor.ErrKeychainLocked, cause))
}

func problemUnavailable(cause error) error {
	return monitor.NewProblem("keychain-unavailable").Because(join(monitor.ErrKeychainUnavailable, cause))
}

func problemLost() error {
	return monitor.NewProblem("keychain-lost").Because(monitor.ErrKeychainLost)
}

func problemChanged() error {
	return monitor.NewProblem("keychain-changed").Because(monitor.ErrKeychainChanged)
}

func problemNotSaved() error {
	return monitor.NewProblem("keychain-not-saved").Because(monitor.ErrKeychainNotSaved)
}

func problemNotDeleted() error {
	return monitor.NewProblem("keychain-not-deleted").Because(monitor.ErrKeychainNotSaved)
}

func problemTooLarge() error {
	return monitor.NewProblem("keychain-too-large", "limit", strconv.Itoa(MaxValue))
}

func problemFull() error { return monitor.NewProblem("keychain-full") }

func problemBusy(cause error) error { return monitor.NewProblem("keychain-busy").Because(cause) }

// join adds a cause to what is already known of it.
func join(known, cause error) error {
	if errors.Is(cause, known) {
		return cause
	}
	return fmt.Errorf("%w: %w", known, cause)
}

// explain makes a problem of an error of the guard or the backend, as far as it
// is known what it means. Silence is the silence of a store that waits for the
// person: a prompt left unanswered is what makes calls hang in practice.
func explain(err error) error {
	var problem *monitor.Problem
	switch {
	case err == nil, errors.As(err, &problem):
		return err
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, monitor.ErrKeychainLocked):
		return problemLocked(err)
	case errors.Is(err, monitor.ErrKeychainUnavailable):
		return problemUnavailable(err)
	}
	return err
}

// isUnexplained reports an error of the backend that explain left as it was.
func isUnexplained(err error) bool {
	var problem *monitor.Problem
	return err != nil && !errors.As(err, &problem) &&
		!errors.Is(err, monitor.ErrNotFound) && !errors.Is(err, context.Canceled)
}

// isForeign reports that an item is not there or not ours, rather than that it
// could not be read.
func isForeign(err error) bool {
	return errors.Is(err, monitor.ErrKeychainLost) || errors.Is(err, monitor.ErrKeychainChanged)
}

// stateOf is the state that an error of a read stands for.
func stateOf(err error) monitor.KeychainState {
	switch {
	case err == nil:
		return monitor.KeychainOK
	case errors.Is(err, monitor.ErrKeychainLocked):
		return monitor.KeychainLocked
	case errors.Is(err, monitor.ErrKeychainLost):
		return monitor.KeychainLost
	case errors.Is(err, monitor.ErrKeychainChanged):
		return monitor.KeychainChanged
	}
	return monitor.KeychainUnavailable
}
