package checklist

import (
	"slices"
	"strings"

	"vigie/monitor"
	"vigie/monitor/directory"
)

// leaf works out where one step stands for the person at hand.
func (pl *planner) leaf(s *step, n *need) leaf {
	a := Action{
		ID: pl.p.ID + "/" + s.key(), Person: pl.p.ID, Step: s.ID, Account: s.Account, Point: s.Point,
		Actor: s.actors[pl.p.Role], Minutes: s.Minutes, Urgency: n.urgent,
		Source: s.source, Mark: s.Mark, Recalled: s.Recalled, Laws: s.laws,
		Question: questions[s.SettledBy],
	}
	open := pl.open(s, n)
	if s.Each {
		a.Minutes *= pl.organisations(open)
	}
	pl.settle(&a, s, n, open)
	a.base(pl.leaks, n, open)
	a.Official = pl.a.directory.links(s, pl.dealsWith, func() []*directory.Entry { return pl.a.breached(pl.leaks, open) })
	return leaf{s, a, open}
}

// organisations counts who lost the data of these leaks.
func (pl *planner) organisations(leaks []int32) int {
	seen := make(map[string]bool, len(leaks))
	for _, i := range leaks {
		seen[monitor.NormalOrganisation(pl.leaks[i].f.Organisation)] = true
	}
	return len(seen)
}

// open lists the leaks that still ask for a step: established, and not settled
// by an answer. When answers settle every one, all are listed, so that it can
// be said of which leaks that is true.
func (pl *planner) open(s *step, n *need) []int32 {
	all := make([]int32, 0, n.leaks)
	var open []int32
	for run := range n.runs() {
		if run[0].urgency == none {
			continue
		}
		all = append(all, run[0].leak)
		if s.SettledBy != "" && !pl.leaks[run[0].leak].settles(s.SettledBy) {
			open = append(open, run[0].leak)
		}
	}
	if len(open) == 0 {
		return all
	}
	return open
}

// base names the leaks and data an action rests on.
func (a *Action) base(leaks []leak, n *need, open []int32) {
	classes := make([]monitor.Class, 0, len(n.asked)) // of every basis, one after the other
	a.Basis, a.Breaches = make([]Basis, 0, n.leaks), make([]string, 0, len(open))
	for run := range n.runs() {
		first := len(classes)
		for _, x := range run {
			if x.class != "" {
				classes = append(classes, x.class)
			}
		}
		b := Basis{Breach: leaks[run[0].leak].f.Breach, Classes: classes[first:len(classes):len(classes)], Claimed: run[0].urgency == none}
		a.Basis = append(a.Basis, b)
		if len(open) > 0 && open[0] == run[0].leak {
			open = open[1:]
			a.Breaches = append(a.Breaches, b.Breach)
			a.Classes = union(a.Classes, b.Classes)
		}
	}
	slices.SortFunc(a.Classes, func(x, y monitor.Class) int { return strings.Compare(string(x), string(y)) })
}

// settle works out the state of an action from what was said about it, from
// what came since, and from the day.
func (pl *planner) settle(a *Action, s *step, n *need, open []int32) {
	p := pl.progress[a.ID]
	if p == nil || p.State == ToDo {
		pl.fresh(a, s, n, open)
		return
	}
	a.State, a.At, a.Reason, a.Delegate, a.Note = p.State, p.At, p.Reason, p.Delegate, p.Note
	r, news := pl.beyond(p, s, n)
	if len(news) > 0 && (p.State != Done || s.schedule == nil) {
		pl.fresh(a, s, n, open)
		a.Reopened = r
		return
	}
	switch p.State {
	case Done:
		if pl.again(a, s, n, open, news); a.State == ToDo && len(news) > 0 {
			a.Reopened = r
		}
	case Delegated:
		if _, there := pl.in.Household.Person(p.Delegate); !there {
			a.State, a.Reopened.Cause = ToDo, DelegateGone
			return
		}
		pl.wait(a, p.Until)
	case Reminded:
		if p.Until.IsZero() { // without a day it must not be silent for ever
			a.State, a.Reopened.Cause = ToDo, Reminder
			return
		}
		pl.wait(a, p.Until)
	}
}

// fresh is the state of an action of which nothing was said, or nothing that
// still holds.
func (pl *planner) fresh(a *Action, s *step, n *need, open []int32) {
	a.State = ToDo
	switch {
	case n.past:
		a.State, a.Reason, a.Deduced = NotApplicable, Past, true
	case pl.answered(s, open):
		a.State, a.Reason, a.Deduced = NotApplicable, s.SettledBy, true
	case s.schedule != nil:
		due, every, _ := pl.due(s, n, open, nil, nil)
		a.Due, a.Repeats = DateOf(due), every
		if due > pl.in.Today {
			a.State = Reminded
		}
	case a.Urgency == Today:
		a.Due = DateOf(pl.firstSince(open))
	case a.Urgency == Week:
		a.Due = DateOf(pl.firstSince(open) + 7)
	}
}

// answered reports whether answers settle a step for every leak.
func (pl *planner) answered(s *step, leaks []int32) bool {
	return s.SettledBy != "" && !slices.ContainsFunc(leaks, func(i int32) bool { return !pl.leaks[i].settles(s.SettledBy) })
}

// wait keeps an action aside until a day, if there is one.
func (pl *planner) wait(a *Action, until monitor.Date) {
	a.Due = until
	if !until.IsZero() && until.First() <= pl.in.Today {
		a.State, a.Reopened.Cause = ToDo, Reminder
	}
}

// again brings something done back when its day has come, counting anew for the
// leaks that bring something new.
func (pl *planner) again(a *Action, s *step, n *need, open, news []int32) {
	if s.schedule == nil {
		return
	}
	done := a.At.First()
	if !slices.ContainsFunc(open, func(i int32) bool { return pl.leaks[i].since > done }) {
		a.Urgency = min(a.Urgency, Watch) // it was looked at since the last leak
	}
	due, every, more := pl.due(s, n, open, news, &done)
	if !more {
		return // the watch is over
	}
	a.Due, a.Repeats = DateOf(due), every
	if due <= pl.in.Today {
		a.State, a.Reopened.Cause = ToDo, Reminder
	}
}

// due is the first day on which any of the leaks wants a step done again, after
// it was done on a day if it ever was; false when none does any more. Each leak
// has its own series, so a new one tightens the watch and never puts off what
// an earlier one asks for. What was done does not count for a leak that brought
// something new since. A step that new leaks do not renew follows the first.
func (pl *planner) due(s *step, n *need, open, news []int32, done *monitor.Day) (due monitor.Day, every Interval, more bool) {
	try := func(series *schedule, since monitor.Day, new bool) {
		day, interval, ok := series.begin(since), series.Phases[0].Every, true
		switch {
		case new:
			day = series.begin(max(since, *done))
		case done != nil:
			day, interval, ok = series.next(since, *done)
		}
		if ok && (!more || day < due || day == due && tighter(every, interval) != every) {
			due, every, more = day, interval, true
		}
	}
	if !s.Renew {
		try(s.schedule, pl.firstSince(open), false)
		return due, every, more
	}
	type key struct {
		series *schedule
		since  monitor.Day
		new    bool
	}
	var last key
	for run := range n.runs() {
		if len(open) == 0 || open[0] != run[0].leak {
			continue
		}
		if open = open[1:]; !slices.ContainsFunc(run, asked.still) {
			continue
		}
		k := key{s.schedule, pl.leaks[run[0].leak].since, slices.Contains(news, run[0].leak)}
		if slices.ContainsFunc(run, func(x asked) bool { return x.tight }) {
			k.series = s.tight
		}
		if k != last { // many leaks are learned of on one day, at first start
			try(k.series, k.since, k.new)
		}
		last = k
	}
	return due, every, more
}

func (pl *planner) firstSince(leaks []int32) monitor.Day {
	first := pl.in.Today
	for _, i := range leaks {
		first = min(first, pl.leaks[i].since)
	}
	return first
}

// beyond tells what asks for an action beyond what was known when something was
// last said about it, and in which leaks. What is for information only brings
// nothing back, nor does anything where the person has no account.
func (pl *planner) beyond(p *Progress, s *step, n *need) (r Reopening, news []int32) {
	if !s.Renew || p.State == Delegated || p.State == NotApplicable && p.Reason == NoAccount {
		return r, nil
	}
	known := pl.known(p)
	for run := range n.runs() {
		urgent := none
		for _, x := range run {
			if x.still() {
				urgent = max(urgent, x.urgency)
			}
		}
		if urgent < Watch {
			continue
		}
		if cause := known[run[0].leak].without(run); cause != "" {
			news = append(news, run[0].leak)
			r.Breaches = append(r.Breaches, pl.leaks[run[0].leak].f.Breach)
			r.Cause = weightier(r.Cause, cause)
		}
	}
	return r, news
}

// known is what was known of each leak, under the names of today; nil of what
// nobody had heard of. It holds until it is called again.
func (pl *planner) known(p *Progress) []*Basis {
	known := slices.Grow(pl.heard[:0], len(pl.leaks))[:len(pl.leaks)]
	clear(known)
	pl.heard = known
	for i := range p.Known {
		k := &p.Known[i]
		at, ok := pl.at[pl.current(k.Breach)]
		if !ok {
			continue
		}
		if have := known[at]; have != nil { // two breaches that turned out to be one
			k = &Basis{k.Breach, slices.Concat(have.Classes, k.Classes), have.Claimed && k.Claimed}
		}
		known[at] = k
	}
	return known
}

// without is why what a leak asks for goes beyond what was known of it; "" when
// it does not.
func (b *Basis) without(asked []asked) Cause {
	switch {
	case b == nil:
		return NewLeak
	case b.Claimed:
		return Confirmation
	}
	for _, x := range asked {
		if x.class != "" && !slices.Contains(b.Classes, x.class) {
			return NewClass
		}
	}
	return ""
}

// weightier is the cause that comes first.
func weightier(a, b Cause) Cause {
	for _, c := range []Cause{NewLeak, Confirmation, NewClass} {
		if a == c || b == c {
			return c
		}
	}
	return a
}
