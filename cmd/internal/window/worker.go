package window

import (
	"cmp"
	"context"
	"errors"
	"sync"
	"time"

	"vigie/cmd/internal/installation"
	"vigie/gui/view"
	"vigie/monitor"
)

// worker has the installation, and everything about people that is in memory
// besides what the screens show. It belongs to one goroutine.
type worker struct {
	options Options
	inst    *installation.Installation
	planner *installation.Planner
	speak   Speaker
	sealed  monitor.KeychainState // "" until the key store has answered
	draft   *draft                // the letter that is being made
	notice  *received             // the message that was read last
	// checks are the checks that go on: they use inst on goroutines of their own.
	checks sync.WaitGroup
}

func newWorker(ctx context.Context, o Options) (*worker, error) {
	w := &worker{options: o}
	if err := w.open(ctx); err != nil {
		return nil, err
	}
	lang := o.Lang
	if kept, err := w.setting(ctx, settingLang); err == nil && kept != "" && !o.Chosen {
		lang = kept
	}
	var err error
	if w.speak, err = Speak(lang); err != nil {
		return nil, errors.Join(err, w.inst.Close())
	}
	return w, nil
}

// open opens the installation: at the start, and a new one after everything was
// erased.
func (w *worker) open(ctx context.Context) error {
	inst, err := installation.Open(ctx, installation.Options{Dir: w.options.Dir, Offline: w.options.Offline, Backend: w.options.Backend})
	if err != nil {
		return err // what was open stays in place, closed: it answers with errors, not with a crash
	}
	planner, err := installation.NewPlanner(inst.Monitor)
	if err != nil {
		return errors.Join(err, inst.Close())
	}
	w.inst, w.planner = inst, planner
	return nil
}

// opened is what came of opening the household.
type opened struct {
	state   *view.State      // nil when nothing could be read
	screen  view.Window      // what state shows where nobody did anything yet
	problem *monitor.Problem // that no screen tells of by itself; nil when there is none
}

// loadUnlocked reads everything once opening what is sealed has answered.
func (w *worker) loadUnlocked(ctx context.Context, unlocked error) opened {
	w.sealed = keychainAfter(unlocked)
	state, err := w.load(ctx)
	if err == nil && shut(unlocked) == "" {
		err = unlocked
	}
	return openedWith(state, err)
}

func openedWith(state *view.State, err error) opened {
	o := opened{state: state}
	if state != nil {
		o.screen = view.Show(state, view.UI{})
	}
	if err != nil {
		o.problem = installation.AsProblem(err)
	}
	return o
}

// unlock opens what is sealed, or notes why it stays shut.
func (w *worker) unlock(ctx context.Context) error {
	err := w.inst.Unlock(ctx)
	w.sealed = keychainAfter(err)
	return err
}

// keychainAfter is the state of the key store after opening it came to this. What
// is not its doing keeps things shut all the same.
func keychainAfter(unlocked error) monitor.KeychainState {
	if unlocked == nil {
		return monitor.KeychainOK
	}
	return cmp.Or(shut(unlocked), monitor.KeychainLocked)
}

// shut is the state of the key store behind an error of opening it, "" when it is
// none of its own.
func shut(err error) monitor.KeychainState {
	for state, why := range map[monitor.KeychainState]error{
		monitor.KeychainLocked: monitor.ErrKeychainLocked, monitor.KeychainUnavailable: monitor.ErrKeychainUnavailable,
		monitor.KeychainLost: monitor.ErrKeychainLost, monitor.KeychainChanged: monitor.ErrKeychainChanged,
	} {
		if errors.Is(err, why) {
			return state
		}
	}
	return ""
}

// unlockWith is unlock, with the passphrase of the file that stands in for the
// key store when one was typed.
func (w *worker) unlockWith(ctx context.Context, passphrase monitor.Value) error {
	if typed := passphrase.Reveal(); typed != "" {
		w.inst.SetPassphrase(typed)
	}
	return w.unlock(ctx)
}

// keepInFile keeps all secrets in a file with a passphrase, where the session has
// no key store.
func (w *worker) keepInFile(ctx context.Context, passphrase monitor.Value) error {
	if err := installation.CheckPassphrase(passphrase.Reveal()); err != nil {
		return err
	}
	if err := w.inst.ChooseFile(ctx, passphrase.Reveal()); err != nil {
		return err
	}
	return w.unlock(ctx)
}

// erase removes everything and begins anew. A check that goes on was told to stop,
// and is waited for: it writes into what is erased.
func (w *worker) erase(ctx context.Context) error {
	w.checks.Wait()
	if _, err := w.inst.Erase(ctx); err != nil {
		return err
	}
	w.draft, w.notice = nil, nil
	if err := w.open(ctx); err != nil {
		return err
	}
	return w.unlock(ctx)
}

// now is the time on the wall.
func (w *worker) now() time.Time { return w.inst.Monitor.Now() }
