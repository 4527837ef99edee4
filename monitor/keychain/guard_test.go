package keychain

import (
	"context"
	"errors"
	"maps"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"vigie/monitor"
)

// asleep is a store whose calls wait: for a time, or until they are released.
type asleep struct {
	*Memory
	wait  func()
	ready error
	calls atomic.Int32
}

func (a *asleep) Ready(context.Context) error { return a.ready }

func newAsleep(m *Memory, wait func()) *asleep { return &asleep{Memory: m, wait: wait} }

func (a *asleep) Get(name string) (string, error) {
	a.calls.Add(1)
	a.wait()
	return a.Memory.Get(name)
}

func (a *asleep) Set(name, value string) error {
	a.calls.Add(1)
	a.wait()
	return a.Memory.Set(name, value)
}

// TestHang: a store that never answers costs one deadline and one goroutine;
// once it answers, all is well. The clock is that of synctest.
func TestHang(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		released := make(chan struct{})
		b := newAsleep(NewMemory(), func() { <-released })
		k := open(t, b)
		start := time.Now()
		if state := k.State(t.Context(), ""); state != monitor.KeychainLocked {
			t.Errorf("State = %s", state)
		}
		if d := time.Since(start); d != defaultDeadline/4 {
			t.Errorf("State took %v", d)
		}
		start = time.Now()
		for range 3 {
			_, err := k.Get(t.Context(), "data-key")
			wantProblem(t, err, "keychain-locked", monitor.ErrKeychainLocked)
			wantProblem(t, k.Put(t.Context(), items("data-key", "key")), "keychain-locked", monitor.ErrKeychainLocked)
			_, err = k.IDs(t.Context())
			wantProblem(t, err, "keychain-locked", monitor.ErrKeychainLocked)
		}
		if d := time.Since(start); d != 0 || b.calls.Load() != 1 {
			t.Errorf("behind a call that hangs: %v more and %d calls, want none and 1", d, b.calls.Load())
		}
		b.ready = monitor.ErrKeychainUnavailable
		wantState(t, k, "", monitor.KeychainUnavailable) // which can be told all the same
		b.ready = nil
		close(released)
		synctest.Wait()
		put(t, k, "data-key", "key")
		wantState(t, k, mark(t, k), monitor.KeychainOK)
	})
}

// TestDeadlineOfEachCall: the first call that hangs ends the change.
func TestDeadlineOfEachCall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		released := make(chan struct{})
		b := newAsleep(NewMemory(), func() {})
		k := New(b, Config{Instance: "home1", Deadline: 3 * time.Second})
		put(t, k, "data-key", "key")
		b.wait = func() { <-released }
		start := time.Now()
		wantProblem(t, k.Put(t.Context(), items("data-key", "key")), "keychain-locked", monitor.ErrKeychainLocked)
		if d := time.Since(start); d != 3*time.Second {
			t.Errorf("Put took %v", d)
		}
		close(released)
		synctest.Wait()
	})
}

// TestContext: the caller's own deadline is obeyed, and when it gives up early
// the store is not taken for one that hangs.
func TestContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newAsleep(NewMemory(), func() { time.Sleep(2 * time.Second) })
		k := open(t, b)
		start := time.Now()
		short, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err := k.Get(short, "data-key")
		wantProblem(t, err, "keychain-locked", context.DeadlineExceeded)
		given, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := k.Get(given, "data-key"); !errors.Is(err, context.Canceled) {
			t.Errorf("Get: %v", err)
		}
		if err := k.Put(given, items("0123", "x")); !errors.Is(err, context.Canceled) {
			t.Errorf("Put: %v", err)
		}
		if d := time.Since(start); d != time.Second {
			t.Errorf("took %v", d)
		}
		if _, err := k.Get(t.Context(), "data-key"); !errors.Is(err, monitor.ErrNotFound) {
			t.Errorf("Get right after: %v", err)
		}
	})
}

// TestSlow: a store that takes seconds for each call works all the same.
func TestSlow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newAsleep(NewMemory(), func() { time.Sleep(2 * time.Second) })
		k := open(t, b)
		put(t, k, "data-key", "key", "0123", "value")
		want := map[string]string{"data-key": "key", "0123": "value"}
		if got := all(t, k); !maps.Equal(got, want) {
			t.Errorf("holds %q", got)
		}
		wantState(t, k, mark(t, k), monitor.KeychainOK)
	})
}

// TestBusy: a change does not wait for another for ever.
func TestBusy(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newAsleep(NewMemory(), func() { time.Sleep(15 * time.Second) })
		k := open(t, b)
		var wg sync.WaitGroup
		wg.Go(func() { put(t, k, "0123", "first") })
		synctest.Wait()
		wantProblem(t, k.Put(t.Context(), items("0123", "second")), "keychain-busy", nil)
		wg.Wait()
		put(t, k, "4567", "third")
		if got := all(t, k); !maps.Equal(got, map[string]string{"0123": "first", "4567": "third"}) {
			t.Errorf("holds %q", got)
		}
	})
}

// TestLateWrite: a write that was given up may still come true. Until it has,
// no other program may write, or it would land on top of the newer one.
func TestLateWrite(t *testing.T) {
	lock := filepath.Join(t.TempDir(), "keychain.lock")
	synctest.Test(t, func(t *testing.T) {
		m := NewMemory()
		other := New(m, Config{Instance: "home1", LockPath: lock})
		put(t, other, "data-key", "key")

		released := make(chan struct{})
		b := newAsleep(m, func() {})
		k := New(b, Config{Instance: "home1", LockPath: lock})
		b.wait = func() { <-released }
		wantProblem(t, k.Put(t.Context(), items("data-key", "late")), "keychain-locked", monitor.ErrKeychainLocked)
		wantProblem(t, other.Put(t.Context(), items("data-key", "other")), "keychain-busy", nil)
		given, cancel := context.WithCancel(t.Context())
		cancel()
		if err := other.Put(given, items("data-key", "other")); !errors.Is(err, context.Canceled) {
			t.Errorf("Put: %v", err)
		}
		close(released)
		synctest.Wait()
		put(t, other, "data-key", "other")
		if got := all(t, k); !maps.Equal(got, map[string]string{"data-key": "other"}) {
			t.Errorf("holds %q", got)
		}
	})
}

func TestLockFileCannotBeMade(t *testing.T) {
	k := New(NewMemory(), Config{Instance: "home1", LockPath: filepath.Join(t.TempDir(), "absent", "lock")})
	for range 2 { // the first failure leaves nothing locked
		if err := k.Put(t.Context(), items("data-key", "key")); err == nil || errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("Put: %v", err)
		}
	}
}

// breaking is a store whose library panics, or fails with what it was given.
type breaking struct {
	*Memory
	fault   func(value string) error
	ready   error
	repeats int
}

func (b *breaking) Set(name, value string) error {
	if b.repeats > 0 && value == "s3cret" {
		b.repeats--
		return b.fault(value)
	}
	return b.Memory.Set(name, value)
}

func (b *breaking) Ready(context.Context) error { return b.ready }

// TestBreaks: what the library does wrong becomes an error that says how the
// store stands, and never holds the value; once is forgiven while it is open.
func TestBreaks(t *testing.T) {
	panics := func(value string) error { panic("thrown " + value) }
	fails := func(string) error { return errors.New("failed to unlock correct collection") }
	for _, c := range []struct {
		name  string
		fault func(string) error
		times int
		ready error
		want  error
	}{
		{"panics once", panics, 1, nil, nil},
		{"panics always", panics, 1000, nil, monitor.ErrKeychainUnavailable},
		{"fails once", fails, 1, nil, nil},
		{"fails always", fails, 1000, nil, monitor.ErrKeychainUnavailable},
		{"fails because locked", fails, 1, monitor.ErrKeychainLocked, monitor.ErrKeychainLocked},
		{"panics because gone", panics, 1, monitor.ErrKeychainUnavailable, monitor.ErrKeychainUnavailable},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := &breaking{NewMemory(), c.fault, c.ready, c.times}
			err := open(t, b).Put(t.Context(), items("0123", "s3cret"))
			if !errors.Is(err, c.want) {
				t.Errorf("Put: %v, want %v", err, c.want)
			}
			if err != nil && strings.Contains(err.Error(), "s3cret") {
				t.Errorf("the error holds the value: %v", err)
			}
		})
	}
}
