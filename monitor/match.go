package monitor

import (
	"cmp"
	"slices"
	"strings"
)

// Match works out who in the household is concerned by which breach, on the
// given day. It is a pure function of its arguments: no clock, no network, no
// storage, and the order of neither affiliations nor breaches matters.
//
// An affiliation leads to a breach through the breach's own words only. Every
// criterion of the breach is held against it: satisfied, unknown or failed; the
// best criterion of the best affiliation decides, then what the person said
// about this very breach. What is not known never becomes "not concerned".
//
// Findings are ordered by person's name, then newest known first, then breach.
func (c *Catalogue) Match(h *Household, today Day) []Finding {
	var findings []Finding
	for _, p := range h.Persons {
		m := matcher{c: c, today: today, person: p, said: h.evidenceOf(p.ID)}
		for i := range h.Affiliations {
			if h.Affiliations[i].Person == p.ID {
				m.mine = append(m.mine, &h.Affiliations[i])
			}
		}
		findings = append(findings, m.findings()...)
	}
	slices.SortFunc(findings, func(a, b Finding) int {
		return cmp.Or(
			strings.Compare(a.PersonName, b.PersonName),
			strings.Compare(a.Person, b.Person),
			b.KnownSince.Compare(a.KnownSince),
			strings.Compare(a.Breach, b.Breach))
	})
	return findings
}

// evidenceOf lists a person's evidence that still counts, oldest first: a hit
// counts as long as its identifier is in the household.
func (h *Household) evidenceOf(person string) []Evidence {
	var said []Evidence
	for _, e := range h.Evidence {
		if e.Person != person {
			continue
		}
		if e.Kind == Hit {
			if _, ok := h.Identifier(e.Identifier); !ok {
				continue
			}
		}
		said = append(said, e)
	}
	return said
}

// matcher works for one person.
type matcher struct {
	c      *Catalogue
	today  Day
	person Person
	mine   []*Affiliation
	said   []Evidence // in the order it was given
}

// lead is an affiliation that leads to a breach.
type lead struct {
	affiliation *Affiliation
	direct      bool
}

func (m *matcher) findings() []Finding {
	leads := make(map[int32][]lead)
	for _, a := range m.mine {
		m.c.resolve(a.Organisation, func(i int32, direct bool) {
			leads[i] = append(leads[i], lead{a, direct})
		})
	}
	for _, i := range m.c.anyone {
		leads[i] = append(leads[i], lead{})
	}
	for _, e := range m.said {
		if i, ok := m.c.byID[e.Breach]; ok {
			if _, there := leads[i]; !there {
				leads[i] = nil // only evidence speaks
			}
		}
	}
	findings := make([]Finding, 0, len(leads))
	for i, ls := range leads {
		if f := m.finding(&m.c.breaches[i], ls); f.Verdict != NoFinding {
			findings = append(findings, f)
		}
	}
	return findings
}

// finding is the verdict on one breach, with its reasons.
func (m *matcher) finding(b *Breach, leads []lead) Finding {
	f := Finding{
		Person: m.person.ID, PersonName: m.person.Name,
		Breach: b.ID, Organisation: b.Organisation, Status: b.Status, Sensitive: b.Sensitive,
		OccurredFrom: b.OccurredFrom, OccurredTo: b.OccurredTo, DisclosedOn: b.Disclosed(),
		KnownSince: b.KnownSince, Sources: b.Sources,
	}
	// The order in which people said things is not a reason to say more or less.
	slices.SortFunc(leads, func(x, y lead) int { return strings.Compare(x.id(), y.id()) })
	for _, l := range leads {
		verdict, why := m.judge(b, l)
		f.Verdict = max(f.Verdict, verdict)
		f.Reasons = append(f.Reasons, why...)
	}
	if b.Status == Claimed && f.Verdict > NotConcerned {
		f.Verdict = Possible
		f.Reasons = append(f.Reasons, Why{Source: WhyClaimed, Outcome: Unknown})
	}
	if b.Status == Withdrawn && f.Verdict > NoFinding {
		f.Verdict = NotConcerned
		f.Reasons = append(f.Reasons, Why{Source: WhyWithdrawn, Outcome: Failed})
	}
	if e, ok := m.lastWord(b); ok {
		f.Verdict = NotConcerned
		outcome := Failed
		if e.Kind != NotMe {
			f.Verdict, outcome = Confirmed, Satisfied
		}
		f.Reasons = append(f.Reasons, Why{Source: WhyEvidence, Evidence: e.Kind, Feed: e.Feed, Reason: e.Reason, Outcome: outcome})
	}
	m.data(&f, b, leads)
	return f
}

func (l lead) id() string {
	if l.affiliation == nil {
		return ""
	}
	return l.affiliation.ID
}

// judge holds every criterion of a breach against one lead. The reasons are
// those of the best criteria; when all failed, of all.
func (m *matcher) judge(b *Breach, l lead) (Verdict, []Why) {
	criteria := b.Criteria
	if len(criteria) == 0 {
		criteria = []Criterion{{}}
	}
	var (
		best  = Failed
		whys  []Why
		asked = l.affiliation != nil // a lead without affiliation is "anyone"
	)
	for i := range criteria {
		cr := &criteria[i]
		if !asked && cr.Relation != Anyone {
			continue
		}
		w := Why{Source: WhyAffiliation, Direct: l.direct, Criterion: i + 1}
		if len(b.Criteria) == 0 {
			w.Criterion = 0
		}
		if asked {
			w.Affiliation, w.Organisation = l.affiliation.ID, l.affiliation.Organisation
			w.Conditions = m.conditions(b, i, cr, l.affiliation)
		} else {
			w.Source = WhyAnyone
		}
		w.Outcome = Satisfied
		for _, c := range w.Conditions {
			w.Outcome = min(w.Outcome, c.Outcome)
		}
		best = max(best, w.Outcome)
		whys = append(whys, w)
	}
	if best != Failed {
		whys = slices.DeleteFunc(whys, func(w Why) bool { return w.Outcome != best })
	}
	switch {
	case best == Failed:
		return NotConcerned, whys
	case best == Satisfied && l.direct && !onlyAnyone(criteria, whys):
		return Likely, whys
	}
	return Possible, whys
}

// onlyAnyone reports whether the reasons rest on criteria that hold for everybody.
func onlyAnyone(criteria []Criterion, whys []Why) bool {
	for _, w := range whys {
		if criteria[max(w.Criterion, 1)-1].Relation != Anyone {
			return false
		}
	}
	return true
}

// conditions holds one criterion against one affiliation.
func (m *matcher) conditions(b *Breach, i int, cr *Criterion, a *Affiliation) []WhyCondition {
	var cs []WhyCondition
	add := func(c Condition, o Outcome) { cs = append(cs, WhyCondition{Condition: c, Outcome: o}) }
	s := a.Period.span(m.today)
	timed := false
	if cr.Relation != "" {
		add(CondRelation, cr.Relation.satisfies(a.Relation))
	}
	if !cr.From.IsZero() || !cr.To.IsZero() {
		timed = true
		// The window's months are whole: it is known to the day.
		add(CondWindow, s.overlaps(cr.From.First(), cr.From.First(), cr.To.Last(), cr.To.Last()))
	}
	if !cr.HiredBefore.IsZero() {
		timed = true
		add(CondHiredBefore, s.beganBefore(cr.HiredBefore))
	}
	if cr.HiredWithinYears != 0 {
		timed = true
		ref := cr.AsOf
		if ref.IsZero() {
			ref = b.Disclosed()
		}
		add(CondHiredWithinYears, s.beganWithin(cr.HiredWithinYears, ref))
	} else if !cr.AsOf.IsZero() && cr.HiredBefore.IsZero() {
		timed = true
		add(CondAsOf, s.overlaps(cr.AsOf.First(), cr.AsOf.Last(), cr.AsOf.First(), cr.AsOf.Last()))
	}
	if !timed {
		cs = append(cs, s.incident(&b.Facts))
	}
	if cr.Via != (Text{}) {
		add(CondVia, m.answered(b, questionKey(i+1, CondVia)))
	}
	return cs
}

// beganBefore tells whether the period began before the date.
func (s span) beganBefore(d Date) Outcome {
	switch {
	case s.beginHi < d.First():
		return Satisfied
	case s.beginLo < d.Last():
		return Unknown
	}
	return Failed
}

// beganWithin tells whether the period began in the n years up to ref.
func (s span) beganWithin(n int, ref Date) Outcome {
	if ref.IsZero() {
		return Unknown
	}
	from := ref.addYears(-n)
	switch {
	case s.beginLo >= from.Last() && s.beginHi <= ref.First():
		return Satisfied
	case s.beginHi >= from.First() && s.beginLo <= ref.Last():
		return Unknown
	}
	return Failed
}

// incident holds a period against the breach itself. Former customers are often
// kept on file, so only someone who surely began after it is out of it.
func (s span) incident(f *Facts) WhyCondition {
	w := WhyCondition{Condition: CondIncident}
	from, to := f.OccurredFrom, f.OccurredTo
	over := to // nobody who began after this is concerned
	switch {
	case from.IsZero() && to.IsZero():
		from, to, over = f.Disclosed(), f.Disclosed(), f.Disclosed()
		w.DayAssumed = true
	case from.IsZero():
		from = to
		w.DayAssumed = true
	case to.IsZero():
		to, over = from, f.Disclosed()
		if !over.IsZero() && over.Last() < from.First() {
			over = from // a disclosure before the incident is a mistake
		}
	}
	if from.IsZero() {
		w.Outcome = Unknown // no date of any kind
		return w
	}
	// It did not end before it began, whatever days the two dates stand for.
	lastStart, firstEnd := min(from.Last(), to.Last()), max(to.First(), from.First())
	switch {
	case s.beginHi <= firstEnd && s.endLo >= lastStart:
		w.Outcome = Satisfied
	case s.beginLo <= over.Last():
		w.Outcome = Unknown
		w.Ended = s.endHi < from.First()
	default:
		w.Outcome = Failed
	}
	return w
}

// answered is the last answer to one of the breach's own questions.
func (m *matcher) answered(b *Breach, key string) Outcome {
	for _, e := range slices.Backward(m.said) {
		if e.Kind == QuestionAnswer && e.Question == key && b.Is(e.Breach) {
			switch e.Answer {
			case AnswerYes:
				return Satisfied
			case AnswerNo:
				return Failed
			}
			return Unknown
		}
	}
	return Unknown
}

// lastWord is the evidence about the breach as a whole that counts, if any: the
// last answer, unless a look-up named the breach since. "Don't know" takes an
// earlier answer back.
func (m *matcher) lastWord(b *Breach) (Evidence, bool) {
	var hit *Evidence
	for i := len(m.said) - 1; i >= 0; i-- {
		e := &m.said[i]
		if !b.Is(e.Breach) {
			continue
		}
		switch e.Kind {
		case Hit:
			if hit == nil {
				hit = e
			}
		case NoticeReceived:
			return *e, true
		case NotMe:
			if hit != nil {
				return *hit, true // named after the person said no
			}
			return *e, true
		case DontKnow:
			return m.anyHit(b)
		}
	}
	if hit != nil {
		return *hit, true
	}
	return Evidence{}, false
}

// anyHit is the first look-up that named the breach.
func (m *matcher) anyHit(b *Breach) (Evidence, bool) {
	for _, e := range m.said {
		if e.Kind == Hit && b.Is(e.Breach) {
			return e, true
		}
	}
	return Evidence{}, false
}

// data sorts the breach's classes of data for this person.
func (m *matcher) data(f *Finding, b *Breach, leads []lead) {
	f.NotConcerned = b.NotConcerned
	if f.Verdict == NotConcerned {
		return
	}
	f.Possible = slices.Clone(b.Possible)
	for _, class := range b.Exposed {
		if cond, ok := b.Conditional[class]; ok && !m.withAll(b, cond, leads) {
			f.Possible = append(f.Possible, class)
		} else {
			f.Exposed = append(f.Exposed, class)
		}
	}
}

// withAll reports whether the person was with every organisation a class
// depends on, as far as their periods do not speak against it.
func (m *matcher) withAll(b *Breach, cond ClassCondition, leads []lead) bool {
	for _, name := range cond.AllOf {
		want := NormalOrganisation(name)
		if !slices.ContainsFunc(leads, func(l lead) bool {
			if l.affiliation == nil || NormalOrganisation(l.affiliation.Organisation) != want {
				return false
			}
			verdict, _ := m.judge(b, l)
			return verdict > NotConcerned
		}) {
			return false
		}
	}
	return true
}
