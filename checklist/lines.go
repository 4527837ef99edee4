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
}

// lines groups the steps that stand under one line and puts what is to do
// first. A line of which only one step is called for is that step.
func lines(person string, leaves []leaf) []Action {
	var plan []Action
	at := make(map[string]int)
	for _, l := range leaves {
		name := l.step.Line
		i, there := at[name]
		switch {
		case name == "":
			plan = append(plan, l.action)
		case !there:
			at[name] = len(plan)
			plan = append(plan, Action{ID: person + "/" + name, Person: person, Step: name, Parts: []Action{l.action}})
		default:
			plan[i].Parts = append(plan[i].Parts, l.action)
		}
	}
	for i := range plan {
		switch len(plan[i].Parts) {
		case 0:
		case 1:
			plan[i] = plan[i].Parts[0]
		default:
			plan[i].sum()
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

// sum makes a line of its parts: it stands where the part that wants attention
// most stands, and its minutes are those of what is to do.
func (a *Action) sum() {
	order(a.Parts)
	first := &a.Parts[0]
	a.State, a.Urgency, a.Actor = first.State, first.Urgency, first.Actor
	a.Point, a.Source, a.Mark = first.Point, first.Source, first.Mark
	for i := range a.Parts {
		p := &a.Parts[i]
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
		a.Breaches = union(a.Breaches, p.Breaches)
		a.Classes = union(a.Classes, p.Classes)
		for _, l := range p.Official {
			if len(a.Official) < mostLinks && !slices.ContainsFunc(a.Official, func(x Link) bool { return x.ID == l.ID }) {
				a.Official = append(a.Official, l)
			}
		}
	}
	slices.Sort(a.Classes)
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
