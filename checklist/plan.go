// Package checklist turns findings into what to do: a short, ordered list for
// each person, from official French advice, that keeps watch for as long as the
// risk lasts.
//
// Start with [Load], which reads the advice, then [Advice.Plan], a pure function
// from findings, roles, answers, progress and the day to a list of [Action].
// What a person says about an action becomes [Progress] through [Action.Keep],
// and [History] is what is kept of it. [Advice.Exposure] says what several leaks
// allow together, [Advice.Strip] how a check goes on over the months. [Speaker]
// puts all of it in words.
//
// What to do is data (assets/advice) and so are the words: no advice stands in
// this package, only the rules by which it applies.
package checklist

import (
	"cmp"
	"iter"
	"slices"
	"strings"

	"vigie/monitor"
	"vigie/monitor/directory"
)

// Input is all that a plan follows from.
type Input struct {
	Household *monitor.Household // persons, affiliations and evidence
	// Catalogue knows under which names a breach was known earlier, and what a
	// finding leaves out: how passwords were stored, whether minors are concerned.
	Catalogue *monitor.Catalogue
	Findings  []monitor.Finding // in any order
	Answers   []Answer          // oldest first
	Progress  []Progress        // oldest first
	Today     monitor.Day       // [LocalDay] of now
}

// Plan lists what each person has to do, has done and is to look at again,
// person by person in the order of the household; for each, what is to do comes
// first, the most urgent on top.
//
// Three facts make the urgency: how certain it is that the person is in the
// leak (what is only possible is less urgent, what is only claimed asks for
// nothing), what the data allows (the advice says), and how long acting still
// helps. They are never added up.
func (a *Advice) Plan(in Input) []Action {
	pl := planner{a: a, in: &in, progress: make(map[string]*Progress, len(in.Progress))}
	for i := range in.Progress {
		pl.progress[in.Progress[i].Action] = &in.Progress[i]
	}
	byPerson := make(map[string][]*monitor.Finding)
	for i := range in.Findings {
		if f := &in.Findings[i]; f.Verdict > monitor.NotConcerned {
			byPerson[f.Person] = append(byPerson[f.Person], f)
		}
	}
	var plan []Action
	for _, p := range in.Household.Persons {
		if findings := byPerson[p.ID]; len(findings) > 0 {
			plan = append(plan, pl.person(p, findings)...)
		}
	}
	return plan
}

// planner makes the plan of one person after another.
type planner struct {
	a        *Advice
	in       *Input
	progress map[string]*Progress // by Action.ID

	// Of the person at hand:
	p         monitor.Person
	leaks     []leak // newest known first
	at        map[string]int32
	dealsWith []*directory.Entry
	needs     []need // by step
	leaves    []leaf

	heard []*Basis // room for [planner.known]
}

// need is why a step is called for.
type need struct {
	asked  []asked // by leak, in the order of the leaks
	leaks  int     // how many leaks that is
	urgent Urgency
	past   bool // acting helps for none of the leaks any more
}

// asked is one class of one leak that calls for a step.
type asked struct {
	leak    int32
	class   monitor.Class // "" when the leak as a whole does
	urgency Urgency
	past    bool // acting no longer helps
	tight   bool // money can be taken
}

// still reports whether acting helps.
func (x asked) still() bool { return !x.past }

// runs goes through what asks for a step, leak by leak.
func (n *need) runs() iter.Seq[[]asked] {
	return func(yield func([]asked) bool) {
		for i, j := 0, 0; i < len(n.asked); i = j {
			for j = i; j < len(n.asked) && n.asked[j].leak == n.asked[i].leak; j++ {
			}
			if !yield(n.asked[i:j]) {
				return
			}
		}
	}
}

func (pl *planner) person(p monitor.Person, findings []*monitor.Finding) []Action {
	pl.p = p
	pl.gather(findings)
	pl.dealsWith = pl.a.directory.dealsWith(pl.in.Household, p.ID)
	pl.ask()
	pl.leaves = pl.leaves[:0]
	for i := range pl.a.steps {
		s := &pl.a.steps[i]
		if len(s.Roles) > 0 && !slices.Contains(s.Roles, p.Role) {
			continue
		}
		if n := &pl.needs[i]; len(n.asked) > 0 && pl.weigh(n, s) {
			pl.leaves = append(pl.leaves, pl.leaf(s, n))
		}
	}
	return pl.lines()
}

// gather sorts the leaks so that their order in the input does not matter, and
// works out what each touches.
func (pl *planner) gather(findings []*monitor.Finding) {
	slices.SortFunc(findings, func(a, b *monitor.Finding) int {
		return cmp.Or(b.KnownSince.Compare(a.KnownSince), strings.Compare(a.Breach, b.Breach))
	})
	pl.leaks = make([]leak, len(findings))
	pl.at = make(map[string]int32, len(findings))
	learned := pl.learned()
	for i, f := range findings {
		l := &pl.leaks[i]
		*l = leak{f: f, claimed: f.Status == monitor.Claimed && f.Verdict < monitor.Confirmed}
		if pl.in.Catalogue != nil {
			l.breach, _ = pl.in.Catalogue.Breach(f.Breach)
		}
		l.left, l.asks, l.anyone = restsOn(f, ended), restsOn(f, asks), restsOn(f, anyone)
		l.since = learned.since(f, pl.in.Today)
		l.happened = happened(f, l.since)
		l.hits = pl.a.touched(l, pl.p)
		pl.at[f.Breach] = int32(i)
	}
	for _, x := range pl.in.Answers {
		if i, ok := pl.at[pl.current(x.Breach)]; ok && x.Person == pl.p.ID {
			pl.leaks[i].answers.give(x)
		}
	}
}

// give keeps an answer; the last one counts.
func (a *answers) give(x Answer) {
	switch x.Question {
	case PasswordReused:
		a.reused = x.Reply
	case PasswordChanged:
		a.changed = x.On
	}
}

// current is the id under which a breach is known today.
func (pl *planner) current(id string) string {
	if pl.in.Catalogue != nil {
		if b, ok := pl.in.Catalogue.Breach(id); ok {
			return b.ID
		}
	}
	return id
}

// ask works out which steps are called for, and by what.
func (pl *planner) ask() {
	if pl.needs == nil {
		pl.needs = make([]need, len(pl.a.steps))
	}
	for i := range pl.needs { // what was asked of one person makes room for the next
		pl.needs[i] = need{asked: pl.needs[i].asked[:0]}
	}
	possible, sure := pl.combinations()
	for i := range pl.leaks {
		l := &pl.leaks[i]
		for _, h := range l.hits {
			t := &pl.a.topics[h.topic]
			x := asked{leak: int32(i), class: h.class, past: l.past(t, pl.in.Today), tight: t.Tight}
			pl.call(x, &t.calls, h.certain)
			if l.claimed || x.past {
				continue
			}
			for _, c := range t.combos {
				if possible[c] {
					pl.call(x, &pl.a.combos[c].calls, sure[c])
				}
			}
		}
		if l.claimed {
			pl.remember(int32(i))
		}
	}
}

// combinations tells which combinations all leaks of the person together make
// possible, and which are sure.
func (pl *planner) combinations() (possible, sure []bool) {
	const no, maybe, yes = 0, 1, 2
	known := make([]int8, len(pl.a.topics))
	for i := range pl.leaks {
		for _, h := range pl.leaks[i].hits {
			switch {
			case pl.leaks[i].past(&pl.a.topics[h.topic], pl.in.Today):
			case h.certain:
				known[h.topic] = yes
			default:
				known[h.topic] = max(known[h.topic], maybe)
			}
		}
	}
	possible, sure = make([]bool, len(pl.a.combos)), make([]bool, len(pl.a.combos))
	for i := range pl.a.combos {
		all := int8(yes)
		for _, alternatives := range pl.a.combos[i].all {
			best := int8(no)
			for _, t := range alternatives {
				best = max(best, known[t])
			}
			all = min(all, best)
		}
		possible[i], sure[i] = all > no, all == yes
	}
	return possible, sure
}

// call notes the steps that one class of one leak calls for.
func (pl *planner) call(x asked, c *calls, certain bool) {
	for _, step := range c.list {
		x.urgency = step.urgency
		if !certain && x.urgency > Watch {
			x.urgency--
		}
		pl.needs[step.step].add(x)
	}
}

// add joins a reason to those there are; leaks come in their order.
func (n *need) add(x asked) {
	for i := len(n.asked) - 1; i >= 0 && n.asked[i].leak == x.leak; i-- {
		if have := &n.asked[i]; have.class == x.class {
			have.urgency = max(have.urgency, x.urgency)
			have.past, have.tight = have.past && x.past, have.tight || x.tight
			return
		}
	}
	if len(n.asked) == 0 || n.asked[len(n.asked)-1].leak != x.leak {
		n.leaks++
	}
	n.asked = append(n.asked, x)
}

// remember attaches a claimed leak to the steps it would call for if it were
// confirmed: they are not called for now, but when the claim is confirmed it
// can be told apart from a leak that nobody had heard of.
func (pl *planner) remember(i int32) {
	l := pl.leaks[i]
	l.claimed = false
	for _, h := range pl.a.touched(&l, pl.p) {
		for _, x := range pl.a.topics[h.topic].list {
			pl.needs[x.step].add(asked{leak: i, class: h.class, urgency: none})
		}
	}
}

// none is the urgency of what asks for nothing yet.
const none Urgency = -1

// weigh works out how urgent a step is; false when nothing asks for it yet.
func (pl *planner) weigh(n *need, s *step) bool {
	n.urgent, n.past = none, true
	for _, x := range n.asked {
		l := &pl.leaks[x.leak]
		if x.urgency == none {
			continue
		}
		urgency := x.urgency
		switch {
		case x.past:
			urgency = Info
		case s.SettledBy != "" && l.answers.reused == monitor.AnswerYes:
			urgency = Today // a reused password opens other accounts at once
		}
		n.urgent = max(n.urgent, urgency)
		n.past = n.past && x.past
	}
	return n.urgent != none
}
