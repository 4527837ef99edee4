package window

import (
	"net/url"

	"vigie/checklist"
	"vigie/cmd/internal/installation"
	"vigie/gui/view"
	"vigie/monitor"
)

// draw shows what is.
func (p *Program) draw() { p.surface.Show(view.Show(p.state, p.ui)) }

// Send tells the program what a person does, or what came of what was carried
// out. It is called on the goroutine that draws, and returns at once.
func (p *Program) Send(e view.Event) {
	ui, effects := view.Update(p.state, p.ui, e)
	p.ui = ui
	p.draw()
	for _, effect := range effects {
		p.begin(effect)
	}
}

// begin has an effect carried out.
func (p *Program) begin(e view.Effect) {
	switch e := e.(type) {
	case view.CheckNow:
		p.checkNow()
	case view.CancelCheck:
		p.cancelCheck()
	case view.AuditPasswords:
		p.auditNow(e)
	case view.CancelAudit:
		p.cancelAudit()
	case view.OpenOfficial:
		p.browse(e)
	case view.EraseAll:
		p.cancelCheck()
		p.cancelAudit()
		p.jobs.add(func() { p.carryOut(e) })
	default:
		p.jobs.add(func() { p.carryOut(e) })
	}
}

// browse opens an address of the directory, or says which one could not be.
func (p *Program) browse(e view.OpenOfficial) {
	u, err := url.Parse(e.URL)
	if err == nil && u.Scheme == "https" {
		err = p.surface.Browse(u)
	}
	if err != nil {
		p.Send(view.Failed{Intent: e, Problem: monitor.NewProblem("window.no-browser", "host", e.Host).Because(err)})
	}
}

// carryOut carries an effect out on the worker's goroutine, reads everything
// again, and tells the window.
func (p *Program) carryOut(e view.Effect) {
	outcome, err := p.worker.carry(p.ctx, e)
	state, loadErr := p.worker.load(p.ctx)
	if err == nil {
		err = loadErr
	}
	switch {
	case err != nil:
		outcome = view.Failed{Intent: e, Problem: installation.AsProblem(err)}
	case outcome == nil:
		outcome = view.Finished{Intent: e}
	}
	p.do(func() {
		if _, anew := e.(view.EraseAll); anew {
			p.check, p.running, p.auditing = nil, nil, nil
		}
		if loadErr == nil {
			p.adopt(state)
		}
		p.Send(outcome)
		p.toAlert()
	})
	if step, ends := e.(view.KeepStep); ends && step.Step == view.StepDone && err == nil {
		p.startAgent()
	} else if err == nil {
		p.tellAgent()
	}
}

// adopt takes a newly read state; how a check goes on is known here only.
func (p *Program) adopt(s *view.State) {
	s.Check = p.check
	p.state = s
}

// tick lets the clock on the screens move on, and draws them where that changes
// what they say: few name a time that is so near. On another day everything is read
// again: what is to be done follows from it.
func (p *Program) tick() {
	now := p.worker.now()
	p.do(func() {
		if checklist.LocalDay(now) != checklist.LocalDay(p.state.Now) {
			p.jobs.add(p.reload)
			return
		}
		before := view.Show(p.state, p.ui)
		s := *p.state
		s.Now = now
		p.state = &s
		if after := view.Show(p.state, p.ui); !view.Same(before, after) {
			p.surface.Show(after)
		}
	})
}

// reload reads everything again, because another process wrote or the day changed.
func (p *Program) reload() {
	state, err := p.worker.load(p.ctx)
	if err != nil {
		return // shown as it was; the next change tries again
	}
	p.do(func() {
		p.adopt(state)
		p.draw()
	})
}
