package monitor

import (
	"slices"
	"testing"
)

// ft is the France Travail breach of 2024 as the catalogue tells it.
func ft() Breach {
	return Breach{ID: "ft", Facts: Facts{
		Organisation: "France Travail", Aliases: []string{"Pôle emploi", "ANPE"}, Domains: []string{"francetravail.fr", "pole-emploi.fr"},
		OccurredFrom: MustDate("2024-02-06"), OccurredTo: MustDate("2024-03-05"), DisclosedOn: MustDate("2024-03-13"),
		Criteria: []Criterion{
			{Relation: "jobseeker", From: MustDate("2004-03"), To: MustDate("2024-03")},
			{Relation: "candidate_space"},
		},
		Exposed: []Class{ClassNames, ClassNIR}, Possible: []Class{"Places of birth"}, NotConcerned: []Class{ClassPasswords, ClassBank},
		Status: StatusConfirmed,
	}}
}

var testToday = MustDate("2026-11-25").First()

// one is a household of one person with these affiliations, given in a few
// words: organisation, relation, period ("2011..2013", "2015..now", "").
func one(said ...[3]string) *Household {
	h := &Household{Persons: []Person{{ID: "p", Name: "Claire"}}}
	for i, s := range said {
		h.Affiliations = append(h.Affiliations, Affiliation{
			ID: string(rune('a' + i)), Person: "p", Organisation: s[0], Relation: Relation(s[1]), Period: period(s[2]),
		})
	}
	return h
}

func period(s string) Period {
	if s == "" {
		return Period{}
	}
	var p Period
	i := slices.Index([]byte(s), '.')
	p.From = MustDate(s[:i])
	if to := s[i+2:]; to == "now" {
		p.Current = true
	} else {
		p.To = MustDate(to)
	}
	return p
}

func verdictOf(t *testing.T, b Breach, h *Household) Verdict {
	t.Helper()
	fs := NewCatalogue([]Breach{b}).Match(h, testToday)
	switch len(fs) {
	case 0:
		return NoFinding
	case 1:
		return fs[0].Verdict
	}
	t.Fatalf("%d findings for one person and one breach", len(fs))
	return NoFinding
}

func TestFranceTravail2024(t *testing.T) {
	for _, c := range []struct {
		name string
		said [3]string
		want Verdict
	}{
		{"jobseeker 2011 to 2013", [3]string{"Pole Emploi", "jobseeker", "2011..2013"}, Likely},
		{"when is not known", [3]string{"France Travail", "jobseeker", ""}, Possible},
		{"first registered afterwards", [3]string{"France Travail", "jobseeker", "2024-06.."}, NotConcerned},
		{"registered long before", [3]string{"ANPE", "jobseeker", "1995..2001"}, NotConcerned},
		{"some day of the year the window opens", [3]string{"ANPE", "jobseeker", "2003..2004"}, Possible},
		{"the window's first month is whole", [3]string{"ANPE", "jobseeker", "2003..2004-03"}, Likely},
		{"the window's last month is whole", [3]string{"France Travail", "jobseeker", "2024-03..now"}, Likely},
		{"began, did not say until when", [3]string{"Pôle emploi", "jobseeker", "2011.."}, Likely},
		{"ended, did not say since when", [3]string{"Pôle emploi", "jobseeker", "..2013"}, Likely},
		{"a near relation", [3]string{"France Travail", "young_jobseeker", "2011..2013"}, Possible},
		{"another relation", [3]string{"France Travail", "employee", "2011..2013"}, NotConcerned},
		{"relation not said", [3]string{"France Travail", "", "2011..2013"}, Possible},
		{"candidate space at the time", [3]string{"France Travail", "candidate_space", "2020..now"}, Likely},
		{"candidate space given up before", [3]string{"France Travail", "candidate_space", "2015..2016"}, Possible},
		{"candidate space opened afterwards", [3]string{"France Travail", "candidate_space", "2024-04..now"}, NotConcerned},
		{"by domain", [3]string{"candidat.francetravail.fr", "jobseeker", "2011..2013"}, Likely},
		{"by a look-alike domain", [3]string{"notfrancetravail.fr", "jobseeker", "2011..2013"}, NoFinding},
		{"by part of the name", [3]string{"France", "jobseeker", "2011..2013"}, NoFinding},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := verdictOf(t, ft(), one(c.said)); got != c.want {
				t.Errorf("verdict %v, want %v", got, c.want)
			}
		})
	}
}

func TestDataOfAFinding(t *testing.T) {
	f := NewCatalogue([]Breach{ft()}).Match(one([3]string{"ANPE", "jobseeker", "2011..2013"}), testToday)[0]
	if !slices.Contains(f.Exposed, ClassNIR) || slices.Contains(f.Exposed, ClassPasswords) ||
		!slices.Contains(f.NotConcerned, ClassPasswords) || !slices.Contains(f.NotConcerned, ClassBank) {
		t.Errorf("exposed %q, not concerned %q", f.Exposed, f.NotConcerned)
	}
	f = NewCatalogue([]Breach{ft()}).Match(one([3]string{"ANPE", "jobseeker", "2025..now"}), testToday)[0]
	if len(f.Exposed)+len(f.Possible) > 0 {
		t.Errorf("not concerned, yet exposed %q, possible %q", f.Exposed, f.Possible)
	}
}

// The conditions of matching.md, one by one.
func TestConditions(t *testing.T) {
	day := func(c Criterion, from, to, disclosed string) Breach {
		b := Breach{ID: "b", Facts: Facts{Organisation: "Acme", Criteria: []Criterion{c}, Status: StatusConfirmed,
			OccurredFrom: MustDate(from), OccurredTo: MustDate(to), DisclosedOn: MustDate(disclosed)}}
		if c == (Criterion{}) {
			b.Criteria = nil
		}
		return b
	}
	asOf := Criterion{AsOf: MustDate("2025-07")}
	hired := Criterion{HiredWithinYears: 3, AsOf: MustDate("2026-01")}
	before := Criterion{HiredBefore: MustDate("2007-01-01")}
	for _, c := range []struct {
		name   string
		breach Breach
		period string
		want   Verdict
	}{
		{"incident inside the period", day(Criterion{}, "2024-10-17", "2024-10-20", "2024-10-26"), "2019..now", Likely},
		{"former customers are often kept", day(Criterion{}, "2024-10-17", "2024-10-20", "2024-10-26"), "2010..2015", Possible},
		{"began after the incident's end", day(Criterion{}, "2024-10-17", "2024-10-20", "2024-10-26"), "2024-11..now", NotConcerned},
		{"began in the month of the incident", day(Criterion{}, "2024-10-17", "2024-10-20", "2024-10-26"), "2024-10..now", Possible},
		{"end unknown: began before the disclosure", day(Criterion{}, "2024-10", "", "2024-12-26"), "2024-11..now", Possible},
		{"end unknown: began after the disclosure", day(Criterion{}, "2024-10", "", "2024-12-26"), "2025..now", NotConcerned},
		{"only the end is known", day(Criterion{}, "", "2025-07-12", "2025-07-23"), "2025-07-13..now", NotConcerned},
		{"no date but the disclosure", day(Criterion{}, "", "", "2025-07-23"), "2024..now", Likely},
		{"no date at all", day(Criterion{}, "", "", ""), "2024..now", Possible},
		{"as of, inside", day(asOf, "", "", "2025-07-23"), "2024..now", Likely},
		{"as of, ended before", day(asOf, "", "", "2025-07-23"), "2010..2015", NotConcerned},
		{"as of, that very month", day(asOf, "", "", "2025-07-23"), "2025-07..2025-07", Possible},
		{"hired within, surely", day(hired, "", "", "2026-01-19"), "2024..now", Likely},
		{"hired within, edge year", day(hired, "", "", "2026-01-19"), "2023..now", Possible},
		{"hired long ago", day(hired, "", "", "2026-01-19"), "2015..now", NotConcerned},
		{"hired afterwards", day(hired, "", "", "2026-01-19"), "2026-02..now", NotConcerned},
		{"hired before, surely", day(before, "", "", "2026-02-16"), "2000..2020", Likely},
		{"hired before, not", day(before, "", "", "2026-02-16"), "2007..2020", NotConcerned},
		{"hired before, ended before: the begin is earlier still", day(before, "", "", "2026-02-16"), "..2006", Likely},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := verdictOf(t, c.breach, one([3]string{"Acme", "", c.period})); got != c.want {
				t.Errorf("verdict %v, want %v", got, c.want)
			}
		})
	}
}

func TestQuestions(t *testing.T) {
	b := Breach{ID: "b", Facts: Facts{Organisation: "Waltio", DisclosedOn: MustDate("2026-01-23"), Status: StatusConfirmed,
		Criteria: []Criterion{{Via: Text{"Avez-vous… ?", "Did you…?"}}}}}
	h := one([3]string{"Waltio", "", "2020..now"})
	say := func(e Evidence) {
		e.Person, e.Breach = "p", "b"
		h.Evidence = append(h.Evidence, e)
	}
	ask := func(a Answer) { say(Evidence{Kind: QuestionAnswer, Question: "1.via", Answer: a}) }
	for i, step := range []struct {
		do   func()
		want Verdict
	}{
		{func() {}, Possible},
		{func() { ask(AnswerYes) }, Likely},
		{func() { ask(AnswerNo) }, NotConcerned},
		{func() { ask(AnswerDontKnow) }, Possible},
		{func() { say(Evidence{Kind: NoticeReceived}) }, Confirmed},
		{func() { say(Evidence{Kind: NotMe}) }, NotConcerned},
		{func() { say(Evidence{Kind: DontKnow}) }, Possible},
	} {
		step.do()
		if got := verdictOf(t, b, h); got != step.want {
			t.Errorf("step %d: verdict %v, want %v", i, got, step.want)
		}
	}
}

func TestEvidence(t *testing.T) {
	hit := Evidence{Person: "p", Breach: "ft", Kind: Hit, Feed: FeedHIBP, Identifier: "i"}
	notMe := Evidence{Person: "p", Breach: "ft", Kind: NotMe}
	notice := Evidence{Person: "p", Breach: "ft", Kind: NoticeReceived}
	dontKnow := Evidence{Person: "p", Breach: "ft", Kind: DontKnow}
	for _, c := range []struct {
		name string
		said []Evidence
		want Verdict
	}{
		{"nothing", nil, NoFinding},
		{"a notice needs no affiliation", []Evidence{notice}, Confirmed},
		{"a hit needs no affiliation", []Evidence{hit}, Confirmed},
		{"not me, without an affiliation", []Evidence{notMe}, NotConcerned},
		{"a later hit reopens", []Evidence{notMe, hit}, Confirmed},
		{"a later notice reopens", []Evidence{notMe, notice}, Confirmed},
		{"the last answer counts", []Evidence{hit, notMe}, NotConcerned},
		{"taken back, the hit stands", []Evidence{hit, notMe, dontKnow}, Confirmed},
		{"taken back, nothing stands", []Evidence{notice, dontKnow}, NoFinding},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := one()
			h.Identifiers = []Identifier{{ID: "i", Person: "p", Kind: Email}}
			h.Evidence = c.said
			if got := verdictOf(t, ft(), h); got != c.want {
				t.Errorf("verdict %v, want %v", got, c.want)
			}
			h.Identifiers = nil
			h.Evidence = []Evidence{hit}
			if got := verdictOf(t, ft(), h); got != NoFinding {
				t.Errorf("the hit outlived its identifier: %v", got)
			}
		})
	}
}

func TestLifeOfABreach(t *testing.T) {
	h := one([3]string{"ANPE", "jobseeker", "2011..2013"})
	notice := []Evidence{{Person: "p", Breach: "ft", Kind: NoticeReceived}}
	for _, c := range []struct {
		status Status
		said   []Evidence
		want   Verdict
	}{
		{Claimed, nil, Possible}, {Claimed, notice, Confirmed},
		{StatusConfirmed, nil, Likely}, {Corrected, nil, Likely},
		{Withdrawn, nil, NotConcerned}, {Withdrawn, notice, Confirmed},
	} {
		b := ft()
		b.Status = c.status
		h.Evidence = c.said
		if got := verdictOf(t, b, h); got != c.want {
			t.Errorf("%s with %d answers: verdict %v, want %v", c.status, len(c.said), got, c.want)
		}
	}
}

func TestIndirectAndAnyone(t *testing.T) {
	b := Breach{ID: "b", Facts: Facts{Organisation: "Viamedis", Clients: []string{"Mutuelle du Phare"}, Related: []string{"Groupe Rive"},
		DisclosedOn: MustDate("2024-02-07"), Criteria: []Criterion{{Relation: "insured"}}, Status: StatusConfirmed}}
	for _, c := range []struct {
		said [3]string
		want Verdict
	}{
		{[3]string{"Viamedis", "insured", "2020..now"}, Likely},
		{[3]string{"Mutuelle du Phare", "insured", "2020..now"}, Possible},
		{[3]string{"Mutuelle du Phare", "insured", "2025..now"}, NotConcerned},
		{[3]string{"Groupe Rive", "insured", "2020..now"}, NoFinding},
	} {
		if got := verdictOf(t, b, one(c.said)); got != c.want {
			t.Errorf("%v: verdict %v, want %v", c.said, got, c.want)
		}
	}
	b.Criteria = []Criterion{{Relation: Anyone}}
	if got := verdictOf(t, b, one()); got != Possible {
		t.Errorf("a breach that concerns anyone: verdict %v, want possible", got)
	}
}

// Free's IBANs leaked for people who were with both companies.
func TestConditionalClass(t *testing.T) {
	b := Breach{ID: "free-2024", Facts: Facts{Organisation: "Free et Free Mobile", Aliases: []string{"Free", "Free Mobile"},
		OccurredFrom: MustDate("2024-10"), DisclosedOn: MustDate("2024-10-25"), Status: StatusConfirmed,
		Exposed:     []Class{ClassNames, ClassBank},
		Conditional: map[Class]ClassCondition{ClassBank: {AllOf: []string{"Free", "Free Mobile"}}},
		Criteria:    []Criterion{{Relation: "subscriber"}}}}
	iban := func(said ...[3]string) (exposed, possible bool) {
		f := NewCatalogue([]Breach{b}).Match(one(said...), testToday)[0]
		return slices.Contains(f.Exposed, ClassBank), slices.Contains(f.Possible, ClassBank)
	}
	fixed := [3]string{"Free", "subscriber", "2015..now"}
	mobile := [3]string{"Free Mobile", "subscriber", "2018..now"}
	late := [3]string{"Free Mobile", "subscriber", "2025..now"}
	for _, c := range []struct {
		name              string
		said              [][3]string
		exposed, possible bool
	}{
		{"one company", [][3]string{fixed}, false, true},
		{"both companies", [][3]string{fixed, mobile}, true, false},
		{"the second one since", [][3]string{fixed, late}, false, true},
	} {
		if e, p := iban(c.said...); e != c.exposed || p != c.possible {
			t.Errorf("%s: exposed %v, possible %v", c.name, e, p)
		}
	}
}
