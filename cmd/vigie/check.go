package main

import (
	"context"
	"slices"
	"time"

	"vigie/cmd/internal/installation"
	"vigie/gui/view"
	"vigie/monitor"
)

// checkNow asks every feed, beside everything else: its progress is shown feed by
// feed, and it can be cancelled. What was accepted until then stays.
func (p *program) checkNow() {
	if p.check != nil && p.check.Running {
		return
	}
	ctx, stop := context.WithCancel(p.ctx)
	p.stop = stop
	p.check = &view.CheckState{Running: true, Feeds: feedsAsked(p.state.Feeds)}
	p.showCheck()
	p.done.Add(1)
	go func() {
		defer p.done.Done()
		defer stop()
		ended, err := p.ask(ctx)
		p.jobs <- func() { p.checkEnded(ctx, ended, err) }
	}()
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

func (p *program) ask(ctx context.Context) (*monitor.Checked, error) {
	p.using.RLock()
	defer p.using.RUnlock()
	if p.inst.FeedsProblem != nil {
		return nil, p.inst.FeedsProblem
	}
	ended, err := p.inst.Monitor.Check(ctx, monitor.CheckOptions{Progress: func(r monitor.FeedResult) {
		p.do(func() {
			c := *p.check
			c.Results = append(slices.Clone(c.Results), r)
			p.check = &c
			p.showCheck()
		})
	}})
	if err != nil {
		return nil, err
	}
	// Whoever reads the result in the window needs no pop-up about it.
	return ended, p.inst.Monitor.MarkNotified(ctx, ended.Alerts)
}

// checkEnded shows what came of a check, on what it left in the store.
func (p *program) checkEnded(ctx context.Context, ended *monitor.Checked, err error) {
	state, loadErr := p.load(p.ctx)
	p.tellAgent()
	p.do(func() {
		c := *p.check
		c.Running, c.Ended, c.Cancelled = false, ended, ctx.Err() != nil && ended == nil
		p.check, p.stop = &c, nil
		if loadErr == nil {
			p.adopt(state)
		}
		if err != nil && !c.Cancelled {
			p.send(view.Failed{Intent: view.CheckNow{}, Problem: installation.AsProblem(err)})
			return
		}
		p.send(view.Finished{Intent: view.CheckNow{}})
	})
}

func (p *program) showCheck() {
	s := *p.state
	s.Check = p.check
	p.state = &s
	p.draw()
}

// look is how often the window looks whether another process wrote.
const look = 2 * time.Second

// watch reads everything again when the agent, or a command, changed the store,
// and lets the clock on the screens move on.
func (p *program) watch() {
	ticker := time.NewTicker(look)
	defer ticker.Stop()
	last, drawn := p.stamp(), time.Now()
	for {
		select {
		case <-p.ctx.Done():
			return
		case <-ticker.C:
		}
		now := p.stamp()
		if now != last || time.Since(drawn) > refresh {
			last, drawn = now, time.Now()
			p.jobs <- p.reload
		}
	}
}
