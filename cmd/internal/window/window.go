// Package window is the window's program, but for the window: it reads what the
// screens show, lets gui/view decide what they say and what an intent means, and
// carries the effects out. What draws is a [Surface], so that all of this runs,
// and is tested, without a display.
//
// Start at [Program.Start]. Two goroutines share the work. The one that draws has
// the state and the view.UI, in loop.go: [Program.Send] is told an event and
// begins the effects that follow. The other one is the worker's, in worker.go: it
// has the installation and carries out one effect after the other, in the order
// they were asked for; carry.go says what carries out what. What takes minutes, a
// check or an audit, runs beside both, in check.go and audit.go. None outlives
// [Program.End].
package window

import (
	"context"
	"errors"
	"net/url"
	"sync"
	"time"

	"vigie/gui/view"
	"vigie/monitor/keychain"
)

// Surface is what the program is shown on. All of it is called on the goroutine
// that draws, Do aside.
type Surface interface {
	// Show draws the window.
	Show(view.Window)
	// Do has f done on the goroutine that draws, and does not wait for it.
	Do(f func())
	// Browse opens an https address in the person's browser.
	Browse(*url.URL) error
	// Raise brings the window to the front.
	Raise()
	// Close ends the window.
	Close()
}

// Options say how the program is started.
type Options struct {
	Dir     string // the data folder
	Lang    string // "fr" or "en"
	Chosen  bool   // Lang was asked for, and comes before the one that was kept
	Offline bool   // no network at all
	Alert   string // Alert.ID to go to first; may be empty
	// Backend is another key store than the system's, for tests.
	Backend keychain.Backend
}

// Program is one run of the window.
type Program struct {
	options Options
	frame   string    // of the window, as it was kept
	style   view.Look // likewise
	ctx     context.Context
	cancel  context.CancelFunc
	surface Surface
	worker  *worker
	jobs    *queue         // of the worker
	done    sync.WaitGroup // everything that runs beside the one that draws
	// patience is how long the window waits for the key store: before it opens
	// without, since people are asked for its password and may take their time, and
	// before it closes.
	patience time.Duration
	look     time.Duration // how often it looks whether another process wrote

	reading sync.Once
	before  stamp       // of the store, before the household was read
	public  chan opened // what needs no key store, where that takes its time
	first   chan opened // everything, once it was read

	// Of the goroutine that draws:
	state    *view.State
	ui       view.UI
	check    *view.CheckState // the last one, since the window was opened
	running  *running         // the one that goes on
	auditing *running         // the audit of an export that goes on
	alert    string           // Alert.ID to go to once it can be read; "" for none
}

// Open opens the installation, and reads no more than what the surface is made
// with. Its errors are *monitor.Problem unless they are defects.
func Open(ctx context.Context, o Options) (*Program, error) {
	w, err := newWorker(ctx, o)
	if err != nil {
		return nil, err
	}
	settings, err := w.settings(ctx)
	if err != nil {
		return nil, errors.Join(err, w.inst.Close())
	}
	p := &Program{
		options: o, alert: o.Alert, worker: w, jobs: newQueue(), style: settings.Look,
		public: make(chan opened, 1), first: make(chan opened, 1), patience: time.Second, look: 2 * time.Second,
	}
	p.ctx, p.cancel = context.WithCancel(ctx)
	p.frame, _ = w.setting(ctx, settingWindow)
	return p, nil
}

// Frame is the frame that the window had last; false when none was kept.
func (p *Program) Frame() (Frame, bool) { return parseFrame(p.frame) }

// Look is what the window looks like.
func (p *Program) Look() view.Look { return p.style }

// Read begins to read the household. Start does, where nobody did before: what
// makes the surface may take as long.
func (p *Program) Read() {
	p.reading.Do(func() {
		p.before = stampOf(p.options.Dir) // what is written meanwhile is read again
		p.beside(func() { p.jobs.run(p.ctx) })
		unlocked := make(chan error, 1)
		p.beside(func() { unlocked <- p.worker.inst.Unlock(p.ctx) })
		p.jobs.add(func() {
			var why error
			select {
			case why = <-unlocked:
			case <-time.After(p.patience):
				p.public <- openedWith(p.worker.load(p.ctx))
				why = <-unlocked
			}
			p.first <- p.worker.loadUnlocked(p.ctx, why)
		})
	})
}

// Start shows the window and begins what goes on beside it. It is called on the
// goroutine that draws, and returns when the first screen is drawn: that of the
// household, unless the key store takes its time. It returns a *monitor.Problem
// when there is nothing to draw, since not even what is public can be read.
func (p *Program) Start(s Surface) error {
	p.surface = s
	p.Read()
	var o opened
	public := false
	select {
	case o = <-p.first:
	case o = <-p.public:
		select {
		case o = <-p.first: // it was there as well
		default:
			public = true
		}
	case <-p.ctx.Done():
	}
	switch {
	case p.ctx.Err() != nil: // the program ends before it has begun
		return nil
	case o.state == nil:
		return o.problem
	case public:
		p.adopt(o.state)
		p.surface.Show(o.screen)
		p.beside(func() {
			select {
			case o := <-p.first:
				p.do(func() { p.opened(o) })
			case <-p.ctx.Done():
			}
		})
	default:
		p.opened(o)
	}
	p.beside(func() { p.watch(p.before) })
	p.beside(p.listen)
	return nil
}

// opened shows the household for the first time, or says why it stays shut.
func (p *Program) opened(o opened) {
	asIs := p.state == nil && p.alert == "" && o.problem == nil
	if o.state != nil {
		p.adopt(o.state)
	}
	p.toAlert()
	if o.problem != nil {
		p.Send(view.Failed{Intent: view.Unlock{}, Problem: o.problem})
	}
	if asIs {
		p.surface.Show(o.screen)
	} else {
		p.draw()
	}
	if p.state.FirstStart == view.StepDone {
		// Asked for from here it would be done at once, before the picture is there;
		// the agent, too, is busy as it starts.
		p.beside(func() { p.do(func() { p.jobs.add(p.startAgent) }) })
	}
}

// beside runs f on a goroutine of its own, which End waits for.
func (p *Program) beside(f func()) {
	p.done.Add(1)
	go func() {
		defer p.done.Done()
		f()
	}()
}

// do has f done on the goroutine that draws, unless the program is ending.
func (p *Program) do(f func()) {
	if p.ctx.Err() == nil {
		p.surface.Do(f)
	}
}

// End lets the worker finish what was asked for, remembers where the window was,
// if it was shown, and closes the installation.
func (p *Program) End(last Frame) error {
	if p.running != nil {
		p.running.stop()
	}
	p.cancelAudit()
	p.finish()
	p.cancel()
	p.done.Wait()
	if last != (Frame{}) {
		_ = p.worker.keep(context.WithoutCancel(p.ctx), settingWindow, last.String())
	}
	return p.worker.inst.Close()
}

// finish waits until everything that was asked for is carried out: whoever says
// that something is done and closes the window at once has said it. A key store
// that does not answer holds nobody back.
func (p *Program) finish() {
	idle := make(chan struct{})
	p.jobs.add(func() { close(idle) })
	select {
	case <-idle:
	case <-p.ctx.Done():
	case <-time.After(p.patience):
	}
}
