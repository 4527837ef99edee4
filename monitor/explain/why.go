package explain

import (
	"slices"
	"strings"

	"vigie/monitor"
)

// Why writes one reason for a verdict as one sentence in the person's own
// terms. The affiliation is the one the reason names, and the facts are those
// of the breach; whichever is not at hand may be zero, and is then left out.
func (x *Explainer) Why(y monitor.Why, a monitor.Affiliation, f *monitor.Facts) string {
	if f == nil {
		f = &monitor.Facts{}
	}
	switch y.Source {
	case monitor.WhyAffiliation:
		return x.affiliation(y, a, f)
	case monitor.WhyEvidence:
		return x.evidence(y, f)
	}
	return x.w.T("why." + string(y.Source))
}

// affiliation says what the person said, then what follows from it.
func (x *Explainer) affiliation(y monitor.Why, a monitor.Affiliation, f *monitor.Facts) string {
	said := x.said(y, a)
	var clauses []string
	for _, c := range telling(y) {
		clauses = append(clauses, x.condition(c, a, criterion(f, y.Criterion), f))
	}
	if !y.Direct {
		key := "why.indirect"
		if y.Outcome == monitor.Failed {
			key = "why.indirect-failed"
		}
		clauses = append(clauses, x.w.T(key, "supplier", name(f.Organisation)))
	}
	if len(clauses) == 0 {
		return x.w.T("why.alone", "said", said)
	}
	return x.w.T("why.affiliation", "said", said, "clauses", strings.Join(clauses, x.w.T("why.between-clauses")))
}

// said repeats what the person said: « client ou cliente chez Orange, depuis 2019 ».
func (x *Explainer) said(y monitor.Why, a monitor.Affiliation) string {
	relation, period := "", ""
	if a.Relation != "" {
		relation = x.Relation(a.Relation)
	}
	if a.ID != "" {
		period = x.Period(a.Period)
	}
	return x.w.T("why.said", "relation", relation, "organisation", name(y.Organisation), "period", period)
}

// telling are the conditions that explain the outcome, the one on the relation
// last: what is said about time refers to the period that was just repeated.
// Where one failed, those that did not are beside the point; and that the
// relation fits need not be said when there is more to say.
func telling(y monitor.Why) []monitor.WhyCondition {
	var cs, relation []monitor.WhyCondition
	for _, c := range y.Conditions {
		if y.Outcome == monitor.Failed && c.Outcome != monitor.Failed {
			continue
		}
		if c.Condition == monitor.CondRelation {
			relation = append(relation, c)
		} else {
			cs = append(cs, c)
		}
	}
	if len(cs) > 0 {
		relation = slices.DeleteFunc(relation, func(c monitor.WhyCondition) bool { return c.Outcome == monitor.Satisfied })
	}
	return append(cs, relation...)
}

// criterion is the n-th criterion, from 1, or an empty one.
func criterion(f *monitor.Facts, n int) monitor.Criterion {
	if n < 1 || n > len(f.Criteria) {
		return monitor.Criterion{}
	}
	return f.Criteria[n-1]
}

// condition says how one condition came out.
func (x *Explainer) condition(c monitor.WhyCondition, a monitor.Affiliation, cr monitor.Criterion, f *monitor.Facts) string {
	key := "why." + string(c.Condition) + "." + c.Outcome.String()
	switch c.Condition {
	case monitor.CondRelation:
		if c.Outcome == monitor.Unknown && a.Relation != "" {
			key = "why.relation.near"
		}
		return x.w.T(key, "relation", x.Relation(cr.Relation))
	case monitor.CondWindow:
		return x.w.T(key, "when", x.span(cr.From, cr.To))
	case monitor.CondAsOf:
		return x.w.T(key, "when", x.at(cr.AsOf))
	case monitor.CondHiredBefore:
		return x.w.T(key, "before", x.before(cr.HiredBefore))
	case monitor.CondHiredWithinYears:
		ref := cr.AsOf
		if ref.IsZero() {
			ref = f.Disclosed()
		}
		return x.w.T(key, "years", x.w.N("why.years", cr.HiredWithinYears, "before", x.before(ref)))
	case monitor.CondVia:
		return x.w.T(key, "question", cr.Via.In(x.w.Lang()))
	case monitor.CondIncident:
		return x.incident(key, c, f)
	}
	return x.w.T(key)
}

// incident says how the period stands to the leak itself, and on which date
// that rests when the leak has none of its own.
func (x *Explainer) incident(key string, c monitor.WhyCondition, f *monitor.Facts) string {
	if c.Ended {
		key = "why.incident.ended"
	}
	if c.DayAssumed {
		day, basis := assumedDay(f)
		if day.IsZero() {
			return x.w.T("why.incident.undated")
		}
		return x.w.T(key, "when", x.at(day), "assumed", x.w.T("why.assumed."+basis))
	}
	when := x.span(f.OccurredFrom, f.OccurredTo)
	if f.OccurredTo.IsZero() {
		when = x.at(f.OccurredFrom)
	}
	return x.w.T(key, "when", when, "assumed", "")
}

// assumedDay is the day that stands for a leak without a known beginning, and
// what that day is: the rule is [monitor.Catalogue.Match]'s.
func assumedDay(f *monitor.Facts) (day monitor.Date, basis string) {
	switch {
	case !f.OccurredTo.IsZero():
		return f.OccurredTo, "last"
	case !f.DisclosedOn.IsZero():
		return f.DisclosedOn, "disclosed"
	}
	return f.ListedOn, "listed"
}

// evidence repeats an answer of the person, or says who named the breach.
func (x *Explainer) evidence(y monitor.Why, f *monitor.Facts) string {
	reason := ""
	if key := "not-me." + y.Reason; x.w.Has(key) {
		reason = x.w.T(key)
	}
	return x.w.T("why.evidence."+string(y.Evidence),
		"organisation", name(f.Organisation), "feed", x.Feed(y.Feed), "reason", reason)
}

// name makes the name of an organisation safe to stand in a sentence.
func name(organisation string) string { return monitor.CleanText(organisation, monitor.MaxName) }
