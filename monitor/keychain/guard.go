package keychain

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// guard makes calls that may hang, panic or take their time: one at a time,
// each in a goroutine of its own that is abandoned at its deadline. While a
// call hangs no other is started, so that a store which never answers costs one
// goroutine and not one per attempt; it works again as soon as it has answered.
//
// One at a time also because go-keyring takes any signal on the session bus for
// the answer to its own prompt (secret_service.go, handlePrompt): two prompts
// at once would take each other's.
type guard struct {
	mu      sync.Mutex
	running *run
}

// run is one call on its way.
type run struct {
	due      time.Time
	returned chan struct{} // closed when the call has returned
}

// pendingError says that a call was begun and has not returned.
type pendingError struct{ cause error }

func (e *pendingError) Error() string { return "the key store has not answered: " + e.cause.Error() }
func (e *pendingError) Unwrap() error { return e.cause }

// call makes one call. It returns when f has, and in any case when ctx is done
// or limit has passed; f then goes on alone, and what it does is not to be
// relied on.
func (g *guard) call(ctx context.Context, limit time.Duration, f func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	r := &run{due: time.Now().Add(limit), returned: make(chan struct{})}
	if err := g.enter(ctx, r); err != nil {
		return err
	}
	var err error
	go func() {
		err = protect(ctx, f)
		g.leave()
		close(r.returned)
	}()
	select {
	case <-r.returned:
		return err
	case <-ctx.Done():
		return &pendingError{ctx.Err()}
	}
}

// enter waits until r may run: not at all behind a call that hangs.
func (g *guard) enter(ctx context.Context, r *run) error {
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		before := g.begin(r)
		if before == nil {
			return nil
		}
		if before.overdue() {
			return &pendingError{context.DeadlineExceeded}
		}
		select {
		case <-before.returned:
		case <-ctx.Done():
			return &pendingError{ctx.Err()}
		}
	}
}

// begin makes r the running call, or returns the one that runs already.
func (g *guard) begin(r *run) (before *run) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.running == nil {
		g.running = r
		return nil
	}
	return g.running
}

func (g *guard) leave() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.running = nil
}

func (g *guard) current() *run {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.running
}

// hangs reports whether a call should have returned by now and has not.
func (g *guard) hangs() bool {
	r := g.current()
	return r != nil && r.overdue()
}

// afterwards runs f when the call on its way, if any, has returned.
func (g *guard) afterwards(f func()) {
	r := g.current()
	if r == nil {
		f()
		return
	}
	go func() {
		<-r.returned
		f()
	}()
}

func (r *run) overdue() bool { return !time.Now().Before(r.due) }

// protect turns a panic into an error. What was thrown is not repeated, for it
// may hold a secret.
func protect(ctx context.Context, f func(context.Context) error) (err error) {
	defer func() {
		if thrown := recover(); thrown != nil {
			err = fmt.Errorf("the key store's library panicked (%T)", thrown)
		}
	}()
	return f(ctx)
}
