package checklist

import (
	"cmp"
	"slices"

	"vigie/monitor"
)

// leaf is a step of the plan before lines are made of it.
type leaf struct {
	step   *step
	action Action
	open   []int32 // the leaks that ask for it
}

// lines groups the steps that stand under one line and puts what is to do
// first.
func (pl *planner) lines() []Action {
	var groups [][]*leaf
	at := make(map[string]int)
	for i := range pl.leaves {
		l := &pl.leaves[i]
		name := l.step.Line
		if g, there := at[name]; there && name != "" {
			groups[g] = append(groups[g], l)
			continue
		}
		at[name] = len(groups)
		groups = append(groups, []*leaf{l})
	}
	plan := make([]Action, len(groups))
	for i, g := range groups {
		if plan[i] = g[0].action; g[0].step.Line != "" {
			plan[i] = pl.line(g)
		}
	}
	order(plan)
	return plan
}

// order puts what is to do first, then the most urgent; what is equal stays as
// the advice has it.
func order(actions []Action) {
	slices.SortStableFunc(actions, func(a, b Action) int {
		return cmp.Or(cmp.Compare(a.State.rank(), b.State.rank()), cmp.Compare(b.Urgency, a.Urgency))
	})
}

// rank orders states from what wants attention to what is settled.
func (s State) rank() int {
	return slices.Index([]State{ToDo, Delegated, Reminded, Done, Impossible, NotApplicable}, s)
}

// line makes one line of the steps that stand under it: it stands where the part
// that wants attention most stands, and its minutes are those of what is to do.
// A line of which only one step is called for is that step, under the line's
// own id: so the id stays when a leak calls for more.
func (pl *planner) line(leaves []*leaf) Action {
	name := leaves[0].step.Line
	id := pl.p.ID + "/" + name
	if len(leaves) == 1 {
		a := leaves[0].action
		a.ID, a.Parts = id, []Action{leaves[0].action}
		if a.State != ToDo {
			a.Minutes = 0
		}
		return a
	}
	a := Action{ID: id, Person: pl.p.ID, Step: name, Parts: make([]Action, 0, len(leaves))}
	for _, l := range leaves {
		a.Parts = append(a.Parts, l.action)
	}
	order(a.Parts)
	first := &a.Parts[0]
	a.State, a.Urgency, a.Actor, a.Point = first.State, first.Urgency, first.Actor, first.Point
	a.At, a.Reason, a.Delegate = first.At, first.Reason, first.Delegate
	a.Source, a.Mark = first.Source, first.Mark
	for i := range a.Parts {
		a.join(&a.Parts[i])
	}
	slices.Sort(a.Classes)
	asks := make([]bool, len(pl.leaks))
	for _, l := range leaves {
		for _, i := range l.open {
			asks[i] = true
		}
	}
	a.Breaches = make([]string, 0, len(asks))
	for i := range asks {
		if asks[i] {
			a.Breaches = append(a.Breaches, pl.leaks[i].f.Breach)
		}
	}
	return a
}

// join adds a part to its line.
func (a *Action) join(p *Action) {
	if p.State == ToDo {
		a.Minutes += p.Minutes
	}
	if p.State == a.State {
		a.Due = earlier(a.Due, p.Due)
		if a.Reopened.Cause == "" {
			a.Reopened = p.Reopened
		}
	}
	a.Repeats = tighter(a.Repeats, p.Repeats)
	a.Classes = union(a.Classes, p.Classes)
	for _, l := range p.Official {
		if len(a.Official) < mostLinks && !slices.ContainsFunc(a.Official, func(x Link) bool { return x.ID == l.ID }) {
			a.Official = append(a.Official, l)
		}
	}
}

func union[T comparable](all, more []T) []T {
	for _, x := range more {
		if !slices.Contains(all, x) {
			all = append(all, x)
		}
	}
	return all
}

func earlier(a, b monitor.Date) monitor.Date {
	if a.IsZero() || !b.IsZero() && b.First() < a.First() {
		return b
	}
	return a
}

func tighter(a, b Interval) Interval {
	const monthDays = 30
	days := func(i Interval) int { return i.Days + monthDays*i.Months }
	if a.IsZero() || !b.IsZero() && days(b) < days(a) {
		return b
	}
	return a
}
