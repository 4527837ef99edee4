package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"runtime/debug"
	"sync"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"

	"vigie/assets"
	"vigie/cmd/internal/installation"
	"vigie/gui"
	"vigie/gui/view"
	"vigie/monitor"
	"vigie/monitor/desktop"
)

// program is one run of the window. State, ui and what draws belong to Fyne's
// goroutine; inst, planner, speak, sealed and draft to the one that works, which
// carries out one thing after the other, in the order it was asked for.
type program struct {
	ctx     context.Context
	cancel  context.CancelFunc
	options options
	dir     string

	// erasing puts another installation in inst: whoever uses inst on another
	// goroutine than the working one holds using for reading.
	using   sync.RWMutex
	inst    *installation.Installation
	planner *installation.Planner
	speak   speaker
	sealed  monitor.KeychainState
	draft   *draft

	app    fyne.App
	window fyne.Window
	gui    *gui.Window
	state  *view.State
	ui     view.UI
	check  *view.CheckState
	stop   context.CancelFunc // of the check that goes on

	jobs chan func()
	done sync.WaitGroup
}

// queue is how many things may wait to be carried out.
const queue = 256

func newProgram(ctx context.Context, o options, dir string, s speaker) *program {
	p := &program{options: o, dir: dir, speak: s, jobs: make(chan func(), queue)}
	p.ctx, p.cancel = context.WithCancel(ctx)
	return p
}

// do runs f on Fyne's goroutine, unless the program is ending.
func (p *program) do(f func()) {
	if p.ctx.Err() == nil {
		fyne.Do(f)
	}
}

// run shows the window until it is closed.
func (p *program) run(errOut io.Writer) int {
	defer p.cancel()
	if err := p.open(p.ctx); err != nil {
		return p.speak.fail(errOut, err)
	}
	if lang, err := p.setting(p.ctx, settingLang); err == nil && lang != "" && p.options.lang == "" {
		if s, err := speak(lang); err == nil {
			p.speak = s
		}
	}
	unlocked := p.unlock(p.ctx)
	state, err := p.load(p.ctx)
	if err != nil {
		_ = p.inst.Close()
		return p.speak.fail(errOut, err)
	}
	p.build(state)
	if unlocked != nil && p.sealed == monitor.KeychainOK {
		p.send(view.Failed{Intent: view.Unlock{}, Problem: installation.AsProblem(unlocked)})
	}
	if p.options.alert != "" {
		p.send(view.Go{Place: view.AlertPlace(p.state, p.options.alert)})
	}
	p.background()
	p.window.ShowAndRun()
	return p.end(errOut)
}

// build makes the window in the state that was last known.
func (p *program) build(state *view.State) {
	p.app = app.NewWithID("fr.vigie.Vigie")
	p.app.SetIcon(fyne.NewStaticResource("vigie.png", assets.AppIcon(256)))
	p.window = p.app.NewWindow(p.speak.words.T("window.window"))
	p.window.SetMaster()
	width, height := float32(1120), float32(760)
	if s, err := p.setting(p.ctx, settingWindow); err == nil {
		if w, h, ok := sizeOf(s); ok {
			width, height = w, h
		}
	}
	p.gui = gui.New(gui.Config{Window: p.window, Send: p.send})
	p.state = state
	p.draw()
	p.window.Resize(fyne.NewSize(width, height))
	p.window.SetCloseIntercept(p.close)
}

// background starts what goes on beside the window.
func (p *program) background() {
	work := func(f func()) {
		p.done.Add(1)
		go func() {
			defer p.done.Done()
			f()
		}()
	}
	work(p.work)
	work(debug.FreeOSMemory) // reading everything once took more than showing it does
	work(p.watch)
	work(func() {
		if err := p.listen(p.ctx); err != nil && !errors.Is(err, desktop.ErrRunning) {
			p.do(func() { p.send(view.Failed{Intent: view.Unlock{}, Problem: installation.AsProblem(err)}) })
		}
	})
	if p.state.FirstStart == view.StepDone {
		p.startAgent()
	}
	go func() { // an interrupt ends the program as closing does
		<-p.ctx.Done()
		fyne.Do(p.app.Quit)
	}()
}

// close remembers the size and ends. There is nothing to lose: what was
// acknowledged is on the disk.
func (p *program) close() {
	size := p.window.Canvas().Size()
	p.using.RLock()
	defer p.using.RUnlock()
	_ = p.keep(p.ctx, settingWindow, fmt.Sprintf("%.0fx%.0f", size.Width, size.Height))
	p.app.Quit()
}

// end waits for what goes on and closes the installation.
func (p *program) end(errOut io.Writer) int {
	p.cancel()
	p.done.Wait()
	if err := p.inst.Close(); err != nil {
		return p.speak.fail(errOut, err)
	}
	return 0
}

// open opens the installation: at the start, and a new one after everything was
// erased.
func (p *program) open(ctx context.Context) error {
	inst, err := installation.Open(ctx, installation.Options{Dir: p.dir, Offline: p.options.offline})
	if err != nil {
		return err // what was open stays in place, closed: it answers with errors, not with a crash
	}
	planner, err := installation.NewPlanner(inst.Monitor)
	if err != nil {
		return errors.Join(err, inst.Close())
	}
	p.inst, p.planner = inst, planner
	return nil
}

// unlock opens what is sealed, or notes why it stays shut.
func (p *program) unlock(ctx context.Context) error {
	err := p.inst.Unlock(ctx)
	if err == nil {
		p.sealed = monitor.KeychainOK
		return nil
	}
	if p.sealed, _ = p.inst.Monitor.KeychainState(ctx); p.sealed == monitor.KeychainOK {
		p.sealed = monitor.KeychainLocked
	}
	return err
}

// draw shows what is.
func (p *program) draw() { p.gui.Show(view.Show(p.state, p.ui)) }

// send is told what a person does, and what came of what was carried out.
func (p *program) send(e view.Event) {
	ui, effects := view.Update(p.state, p.ui, e)
	p.ui = ui
	p.draw()
	for _, effect := range effects {
		p.begin(effect)
	}
}

// begin has an effect carried out.
func (p *program) begin(e view.Effect) {
	switch e := e.(type) {
	case view.CheckNow:
		p.checkNow()
	case view.CancelCheck:
		if p.stop != nil {
			p.stop()
		}
	case view.EraseAll:
		if p.stop != nil { // the check ends first; erasing waits for it
			p.stop()
		}
		p.jobs <- func() { p.carryOut(e) }
	case view.OpenOfficial:
		if u, err := url.Parse(e.URL); err == nil && u.Scheme == "https" {
			_ = p.app.OpenURL(u)
		}
	default:
		p.jobs <- func() { p.carryOut(e) }
	}
}

// work carries out one job after the other.
func (p *program) work() {
	for {
		select {
		case <-p.ctx.Done():
			return
		case job := <-p.jobs:
			job()
		}
	}
}

// carryOut carries an effect out, reads everything again, and tells the window.
func (p *program) carryOut(e view.Effect) {
	outcome, err := p.carry(p.ctx, e)
	state, loadErr := p.load(p.ctx)
	if err == nil {
		err = loadErr
		p.tellAgent()
	}
	switch {
	case err != nil:
		outcome = view.Failed{Intent: e, Problem: installation.AsProblem(err)}
	case outcome == nil:
		outcome = view.Finished{Intent: e}
	}
	step, ends := e.(view.KeepStep)
	p.do(func() {
		if loadErr == nil {
			p.adopt(state)
		}
		p.send(outcome)
		if ends && step.Step == view.StepDone {
			p.startAgent()
		}
	})
}

// adopt takes a newly read state; how a check goes on is known here only.
func (p *program) adopt(s *view.State) {
	s.Check = p.check
	p.state = s
}

// reload reads everything again, because another process wrote.
func (p *program) reload() {
	state, err := p.load(p.ctx)
	if err != nil {
		return // shown as it was; the next change tries again
	}
	p.do(func() {
		p.adopt(state)
		p.draw()
	})
}

// comeForward answers a second start.
func (p *program) comeForward() {
	p.window.Show()
	p.window.RequestFocus()
	if alert := asked(p.dir); alert != "" {
		p.send(view.Go{Place: view.AlertPlace(p.state, alert)})
	}
}

// refresh is how often the clock on the screens moves on.
const refresh = time.Minute
