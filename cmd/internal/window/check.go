package window

import (
	"context"
	"slices"

	"vigie/cmd/internal/installation"
	"vigie/gui/view"
	"vigie/monitor"
)

// running is a check, or an audit, that goes on.
type running struct {
	ctx  context.Context
	stop context.CancelFunc
}

// checkNow asks every feed, beside everything else: its progress is shown feed by
// feed, and it can be cancelled. What was accepted until then stays.
func (p *Program) checkNow() {
	if p.running != nil {
		return
	}
	r := &running{}
	r.ctx, r.stop = context.WithCancel(p.ctx)
	p.running = r
	p.showCheck(view.CheckState{Running: true, Feeds: feedsAsked(p.state.Feeds)})
	p.jobs.add(func() {
		ask := p.worker.lend()
		p.beside(func() {
			defer r.stop()
			ended, err := ask(r.ctx, func(f monitor.FeedResult) { p.answered(r, f) })
			p.jobs.add(func() { p.checkEnded(r, ended, err) })
		})
	})
}

// cancelCheck tells the check to stop. It ends when the feeds have let go.
func (p *Program) cancelCheck() {
	if p.running == nil {
		return
	}
	p.running.stop()
	c := *p.check
	c.Cancelled = true
	p.showCheck(c)
}

// feedsAsked are the feeds of a check, those that are off aside.
func feedsAsked(all []monitor.FeedStatus) []string {
	var names []string
	for _, f := range all {
		if f.State != monitor.StateOff {
			names = append(names, f.Name)
		}
	}
	return names
}

// lend gives a check, to be carried out once on another goroutine, what it needs
// of the installation. What is erased meanwhile waits for it.
func (w *worker) lend() func(context.Context, func(monitor.FeedResult)) (*monitor.Checked, error) {
	m, problem := *w.inst.Monitor, w.inst.FeedsProblem
	m.Sources = slices.Clone(m.Sources) // the worker goes on changing when they have their turn
	w.checks.Add(1)
	return func(ctx context.Context, answered func(monitor.FeedResult)) (*monitor.Checked, error) {
		defer w.checks.Done()
		if problem != nil {
			return nil, problem
		}
		ended, err := m.Check(ctx, monitor.CheckOptions{Progress: answered})
		if err != nil {
			return nil, err
		}
		// Whoever reads the result in the window needs no pop-up about it.
		return ended, m.MarkNotified(context.WithoutCancel(ctx), ended.Alerts)
	}
}

// answered shows that a feed answered, or gave up.
func (p *Program) answered(r *running, f monitor.FeedResult) {
	p.do(func() {
		if p.running != r {
			return
		}
		c := *p.check
		c.Results = append(slices.Clone(c.Results), f)
		p.showCheck(c)
	})
}

// checkEnded shows what came of a check, on what it left in the store.
func (p *Program) checkEnded(r *running, ended *monitor.Checked, err error) {
	state, loadErr := p.worker.load(p.ctx)
	p.do(func() {
		if p.running != r { // it was about what is erased
			return
		}
		p.running = nil
		c := *p.check
		c.Running, c.Ended = false, ended
		c.Cancelled = c.Cancelled && (ended == nil || !ended.Complete)
		if ended != nil {
			// Those that were to be left alone for a while answered nothing, and say why.
			c.Results = slices.DeleteFunc(slices.Clone(ended.Feeds), func(f monitor.FeedResult) bool { return !slices.Contains(c.Feeds, f.Name) })
		}
		if loadErr == nil {
			p.adopt(state)
		}
		p.showCheck(c)
		if err != nil && !c.Cancelled {
			p.Send(view.Failed{Intent: view.CheckNow{}, Problem: installation.AsProblem(err)})
		}
	})
	p.tellAgent()
}

// showCheck shows how a check goes on. The state may be on the screen: it is not
// changed, another one takes its place.
func (p *Program) showCheck(c view.CheckState) {
	s := *p.state
	p.check = &c
	s.Check = p.check
	p.state = &s
	p.draw()
}
