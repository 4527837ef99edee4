package checklist

import "vigie/monitor"

// learned knows when the household said or found what its findings rest on.
type learned struct {
	person       monitor.Person
	affiliations map[string]monitor.Day // when they were added, by Affiliation.ID
	evidence     map[string]monitor.Day // first, by the breach it is about
}

func (pl *planner) learned() learned {
	h := pl.in.Household
	k := learned{pl.p, make(map[string]monitor.Day), make(map[string]monitor.Day)}
	for _, a := range h.Affiliations {
		if a.Person == pl.p.ID && !a.Added.IsZero() {
			k.affiliations[a.ID] = monitor.Today(a.Added)
		}
	}
	for _, e := range h.Evidence {
		if e.Person == pl.p.ID && !e.At.IsZero() {
			id, day := pl.current(e.Breach), monitor.Today(e.At)
			if first, ok := k.evidence[id]; !ok || day < first {
				k.evidence[id] = day
			}
		}
	}
	return k
}

// since is the day on which the household could first know that a finding
// concerns its person: the breach was known here, and the person had said what
// links them to it. Someone who joins later starts with the close watch.
func (k learned) since(f *monitor.Finding, today monitor.Day) monitor.Day {
	known := today
	switch {
	case !f.KnownSince.IsZero():
		known = monitor.Today(f.KnownSince)
	case !f.DisclosedOn.IsZero():
		known = f.DisclosedOn.First()
	}
	said, any := monitor.Day(0), false
	for _, y := range f.Reasons {
		if day, ok := k.affiliations[y.Affiliation]; ok && y.Outcome > monitor.Failed && (!any || day < said) {
			said, any = day, true
		}
	}
	if day, ok := k.evidence[f.Breach]; ok && (!any || day < said) {
		said, any = day, true
	}
	if !any && !k.person.Added.IsZero() {
		said, any = monitor.Today(k.person.Added), true
	}
	if any {
		known = max(known, said)
	}
	return min(known, today) // a clock that went back does not make the past the future
}

// happened is the last day on which the data may have been taken.
func happened(f *monitor.Finding, since monitor.Day) monitor.Day {
	for _, d := range []monitor.Date{f.OccurredTo, f.OccurredFrom, f.DisclosedOn} {
		if !d.IsZero() {
			return min(d.Last(), since)
		}
	}
	return since
}
