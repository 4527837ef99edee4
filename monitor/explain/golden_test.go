package explain

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"vigie/assets/words"
	"vigie/monitor"
)

var update = flag.Bool("update", false, "write the sentences as they are now to testdata")

func date(s string) monitor.Date { return monitor.MustDate(s) }

func period(from, to string) monitor.Period { return monitor.Period{From: date(from), To: date(to)} }

// said is an affiliation as a person gave it.
func said(organisation string, relation monitor.Relation, p monitor.Period) monitor.Affiliation {
	return monitor.Affiliation{ID: "a1", Organisation: organisation, Relation: relation, Period: p}
}

// because is a reason that rests on the affiliation and the first criterion.
func because(a monitor.Affiliation, o monitor.Outcome, cs ...monitor.WhyCondition) monitor.Why {
	return monitor.Why{
		Source: monitor.WhyAffiliation, Affiliation: a.ID, Organisation: a.Organisation,
		Direct: true, Criterion: 1, Conditions: cs, Outcome: o,
	}
}

func cond(c monitor.Condition, o monitor.Outcome) monitor.WhyCondition {
	return monitor.WhyCondition{Condition: c, Outcome: o}
}

// facts of a made-up organisation, with one criterion.
func facts(cr monitor.Criterion) *monitor.Facts {
	return &monitor.Facts{
		Organisation: "La Serre aux Pinsons", Criteria: []monitor.Criterion{cr},
		OccurredFrom: date("2024-02-06"), OccurredTo: date("2024-03-05"), DisclosedOn: date("2024-03-13"),
	}
}

func indirect(y monitor.Why) monitor.Why { y.Direct = false; return y }

// whys are reasons as matching gives them, by name.
func whys(x *Explainer) []line {
	const satisfied, unknown, failed = monitor.Satisfied, monitor.Unknown, monitor.Failed
	pole := said("Pôle emploi", "jobseeker", period("2011", "2013"))
	serre := said("La Serre aux Pinsons", "customer", monitor.Period{From: date("2019"), Current: true})
	staff := said("La Serre aux Pinsons", "employee", monitor.Period{From: date("2003-04"), Current: true})
	newStaff := said("La Serre aux Pinsons", "employee", period("2023-10", "2024-02"))
	unsure := said("La Serre aux Pinsons", "", monitor.Period{})
	window := facts(monitor.Criterion{Relation: "jobseeker", From: date("2004-03"), To: date("2024-03")})
	plain := facts(monitor.Criterion{Relation: "customer"})
	asOf := facts(monitor.Criterion{Relation: "jobseeker", AsOf: date("2025-07")})
	hired := facts(monitor.Criterion{Relation: "employee", HiredBefore: date("2007-01-01")})
	recent := facts(monitor.Criterion{Relation: "employee", HiredWithinYears: 3, AsOf: date("2026-01")})
	lastYear := facts(monitor.Criterion{Relation: "employee", HiredWithinYears: 1})
	via := facts(monitor.Criterion{Via: monitor.Text{FR: "Aviez-vous une carte de fidélité\u202f?", EN: "Did you have a loyalty card?"}})
	undated, disclosed, listed, ended := *plain, *plain, *plain, *plain
	undated.OccurredFrom, undated.OccurredTo, undated.DisclosedOn = monitor.Date{}, monitor.Date{}, monitor.Date{}
	disclosed.OccurredFrom, disclosed.OccurredTo = monitor.Date{}, monitor.Date{}
	listed = undated
	listed.ListedOn = date("2024-05")
	ended.OccurredFrom = monitor.Date{}
	begun := *plain
	begun.OccurredTo = monitor.Date{}
	assumed := func(o monitor.Outcome) monitor.WhyCondition {
		return monitor.WhyCondition{Condition: monitor.CondIncident, Outcome: o, DayAssumed: true}
	}
	left := monitor.WhyCondition{Condition: monitor.CondIncident, Outcome: unknown, Ended: true}
	leftAssumed := left
	leftAssumed.DayAssumed = true

	why := func(name string, y monitor.Why, a monitor.Affiliation, f *monitor.Facts) line {
		return line{name, x.Why(y, a, f)}
	}
	return []line{
		why("window, satisfied", because(pole, satisfied, cond(monitor.CondRelation, satisfied), cond(monitor.CondWindow, satisfied)), pole, window),
		why("window, unknown", because(pole, unknown, cond(monitor.CondRelation, satisfied), cond(monitor.CondWindow, unknown)), pole, window),
		why("window, failed", because(pole, failed, cond(monitor.CondRelation, satisfied), cond(monitor.CondWindow, failed)), pole, window),
		why("relation alone", because(serre, satisfied, cond(monitor.CondRelation, satisfied)), serre, plain),
		why("relation not said", because(unsure, unknown, cond(monitor.CondRelation, unknown), cond(monitor.CondIncident, unknown)), unsure, plain),
		why("near relation", because(pole, unknown, cond(monitor.CondRelation, unknown), cond(monitor.CondIncident, satisfied)), pole, facts(monitor.Criterion{Relation: "young_jobseeker"})),
		why("another relation", because(serre, failed, cond(monitor.CondRelation, failed), cond(monitor.CondIncident, satisfied)), serre, facts(monitor.Criterion{Relation: "employee"})),
		why("incident, satisfied", because(serre, satisfied, cond(monitor.CondRelation, satisfied), cond(monitor.CondIncident, satisfied)), serre, plain),
		why("incident, unknown", because(unsure, unknown, cond(monitor.CondIncident, unknown)), unsure, plain),
		why("incident, ended before", because(pole, unknown, cond(monitor.CondRelation, satisfied), left), pole, plain),
		why("incident, failed", because(serre, failed, cond(monitor.CondIncident, failed)), serre, plain),
		why("incident, only its beginning known", because(serre, satisfied, cond(monitor.CondIncident, satisfied)), serre, &begun),
		why("incident, only its end known", because(serre, satisfied, assumed(satisfied)), serre, &ended),
		why("incident, day of disclosure used", because(serre, satisfied, assumed(satisfied)), serre, &disclosed),
		why("incident, day of listing used", because(serre, unknown, assumed(unknown)), serre, &listed),
		why("incident, day of disclosure used, failed", because(serre, failed, assumed(failed)), serre, &disclosed),
		why("incident, day of disclosure used, ended", because(pole, unknown, leftAssumed), pole, &disclosed),
		why("incident without any date", because(serre, unknown, assumed(unknown)), serre, &undated),
		why("as of, satisfied", because(pole, satisfied, cond(monitor.CondAsOf, satisfied)), pole, asOf),
		why("as of, unknown", because(pole, unknown, cond(monitor.CondAsOf, unknown)), pole, asOf),
		why("as of, failed", because(pole, failed, cond(monitor.CondAsOf, failed)), pole, asOf),
		why("hired before, satisfied", because(staff, satisfied, cond(monitor.CondHiredBefore, satisfied)), staff, hired),
		why("hired before, unknown", because(unsure, unknown, cond(monitor.CondHiredBefore, unknown)), unsure, hired),
		why("hired before, failed", because(newStaff, failed, cond(monitor.CondHiredBefore, failed)), newStaff, hired),
		why("hired within years, satisfied", because(newStaff, satisfied, cond(monitor.CondHiredWithinYears, satisfied)), newStaff, recent),
		why("hired within years, unknown", because(unsure, unknown, cond(monitor.CondHiredWithinYears, unknown)), unsure, recent),
		why("hired within years, failed", because(staff, failed, cond(monitor.CondHiredWithinYears, failed)), staff, recent),
		why("hired within one year of the disclosure", because(newStaff, satisfied, cond(monitor.CondHiredWithinYears, satisfied)), newStaff, lastYear),
		why("question, yes", because(serre, satisfied, cond(monitor.CondIncident, satisfied), cond(monitor.CondVia, satisfied)), serre, via),
		why("question, open", because(serre, unknown, cond(monitor.CondIncident, satisfied), cond(monitor.CondVia, unknown)), serre, via),
		why("question, no", because(serre, failed, cond(monitor.CondIncident, satisfied), cond(monitor.CondVia, failed)), serre, via),
		why("client organisation", indirect(because(pole, satisfied, cond(monitor.CondIncident, satisfied))), pole, plain),
		why("client organisation, failed", indirect(because(pole, failed, cond(monitor.CondIncident, failed))), pole, plain),
		why("no condition", because(serre, satisfied), serre, plain),
		why("nothing but the reason at hand", because(monitor.Affiliation{Organisation: "Pôle emploi"}, unknown, cond(monitor.CondIncident, unknown)), monitor.Affiliation{}, nil),
		why("anyone", monitor.Why{Source: monitor.WhyAnyone}, monitor.Affiliation{}, plain),
		why("claimed", monitor.Why{Source: monitor.WhyClaimed, Outcome: unknown}, monitor.Affiliation{}, plain),
		why("withdrawn", monitor.Why{Source: monitor.WhyWithdrawn}, monitor.Affiliation{}, plain),
		why("notice", monitor.Why{Source: monitor.WhyEvidence, Evidence: monitor.NoticeReceived, Outcome: satisfied}, monitor.Affiliation{}, plain),
		why("hit", monitor.Why{Source: monitor.WhyEvidence, Evidence: monitor.Hit, Feed: monitor.FeedHIBP, Outcome: satisfied}, monitor.Affiliation{}, plain),
		why("not me, namesake", monitor.Why{Source: monitor.WhyEvidence, Evidence: monitor.NotMe, Reason: "namesake"}, monitor.Affiliation{}, plain),
		why("not me, no reason", monitor.Why{Source: monitor.WhyEvidence, Evidence: monitor.NotMe}, monitor.Affiliation{}, plain),
	}
}

func periods(x *Explainer) []line {
	var ls []line
	for _, p := range []struct {
		name string
		p    monitor.Period
	}{
		{"unknown", monitor.Period{}},
		{"current", monitor.Period{Current: true}},
		{"since a year", monitor.Period{From: date("2019"), Current: true}},
		{"since a month", monitor.Period{From: date("2019-04"), Current: true}},
		{"since a day", monitor.Period{From: date("2019-04-01"), Current: true}},
		{"years", period("2011", "2013")},
		{"one year", period("2011", "2011")},
		{"one month", period("2011-08", "2011-08")},
		{"one day", period("2011-08-03", "2011-08-03")},
		{"months", period("2011-03", "2013-06")},
		{"months elided", period("2011-10", "2013-04")},
		{"days", period("2011-10-02", "2013-04-01")},
		{"month to day", period("2011-08", "2013-04-12")},
		{"within a year", period("2011-08", "2011-12-24")},
		{"within a year, start unclear", period("2011", "2011-12")},
		{"within a year, end unclear", period("2011-08", "2011")},
		{"day to year", period("2011-08-03", "2013")},
		{"no end", period("2011-10", "")},
		{"no start, year", period("", "2013")},
		{"no start, month", period("", "2013-04")},
		{"no start, day", period("", "2013-04-12")},
	} {
		ls = append(ls, line{p.name, x.Period(p.p)})
	}
	return ls
}

func headlines(x *Explainer) []line {
	f := monitor.Finding{PersonName: "Claire", Organisation: "La Serre aux Pinsons", Status: monitor.StatusConfirmed, Sources: []string{monitor.FeedVigie}}
	none := []monitor.Class{monitor.ClassPasswords, monitor.ClassBank}
	with := func(change func(*monitor.Finding)) monitor.Finding { g := f; change(&g); return g }
	return []line{
		{"confirmed", x.Headline(with(func(f *monitor.Finding) { f.Verdict = monitor.Confirmed }))},
		{"likely, no password", x.Headline(with(func(f *monitor.Finding) { f.Verdict, f.NotConcerned = monitor.Likely, none[:1] }))},
		{"likely, neither", x.Headline(with(func(f *monitor.Finding) { f.Verdict, f.NotConcerned = monitor.Likely, none }))},
		{"possible, no bank", x.Headline(with(func(f *monitor.Finding) { f.Verdict, f.NotConcerned = monitor.Possible, none[1:] }))},
		{"passwords in doubt", x.Headline(with(func(f *monitor.Finding) { f.Verdict, f.NotConcerned, f.Possible = monitor.Likely, none[:1], none[:1] }))},
		{"passwords not mentioned", x.Headline(with(func(f *monitor.Finding) { f.Verdict, f.Exposed = monitor.Likely, []monitor.Class{"Names"} }))},
		{"not concerned", x.Headline(with(func(f *monitor.Finding) { f.Verdict, f.NotConcerned = monitor.NotConcerned, none }))},
		{"claimed", x.Headline(with(func(f *monitor.Finding) { f.Verdict, f.Status = monitor.Possible, monitor.Claimed }))},
		{"withdrawn", x.Headline(with(func(f *monitor.Finding) { f.Verdict, f.Status = monitor.NotConcerned, monitor.Withdrawn }))},
		{"discreet, from our catalogue", x.Discreet(with(func(f *monitor.Finding) { f.Verdict = monitor.Likely }))},
		{"discreet, sensitive", x.Discreet(with(func(f *monitor.Finding) { f.Verdict, f.Sensitive = monitor.Likely, true }))},
		{"discreet, from a feed", x.Discreet(with(func(f *monitor.Finding) { f.Verdict, f.Sources = monitor.Likely, []string{monitor.FeedHIBP} }))},
		{"discreet, claimed", x.Discreet(with(func(f *monitor.Finding) { f.Verdict, f.Status, f.Sources = monitor.Possible, monitor.Claimed, nil }))},
	}
}

func feeds(x *Explainer) []line {
	at := time.Date(2026, 11, 22, 18, 40, 0, 0, time.UTC)
	return []line{
		{"never asked", x.FeedReason(monitor.FeedStatus{})},
		{"ok", x.FeedReason(monitor.FeedStatus{State: monitor.StateOK})},
		{"server", x.FeedReason(monitor.FeedStatus{State: monitor.StateFailed, Reason: monitor.ReasonServer, Status: 503})},
		{"server, no code", x.FeedReason(monitor.FeedStatus{State: monitor.StateFailed, Reason: monitor.ReasonServer})},
		{"waiting", x.FeedReason(monitor.FeedStatus{State: monitor.StateBlocked, Reason: monitor.ReasonWaiting, NotBefore: at})},
		{"waiting, no time", x.FeedReason(monitor.FeedStatus{State: monitor.StateBlocked, Reason: monitor.ReasonWaiting})},
		{"rate limited", x.FeedReason(monitor.FeedStatus{State: monitor.StateBlocked, Reason: monitor.ReasonRateLimited, Status: 429, NotBefore: at})},
		{"a reason without words", x.FeedReason(monitor.FeedStatus{State: monitor.StateFailed, Reason: "moon"})},
	}
}

type line struct{ name, text string }

// The sentences, to be read aloud: testdata/*.txt. Run with -update after
// changing words, then read them again.
func TestSentences(t *testing.T) {
	for _, lang := range words.Languages() {
		x := speaker(t, lang)
		var got bytes.Buffer
		for _, part := range []struct {
			name  string
			lines []line
		}{{"why", whys(x)}, {"period", periods(x)}, {"headline", headlines(x)}, {"feed", feeds(x)}} {
			for _, l := range part.lines {
				fmt.Fprintf(&got, "%s: %s\n\t%s\n", part.name, l.name, l.text)
				for _, fault := range faults(lang, l.text) {
					t.Errorf("%s: %s: %s: %s: %q", lang, part.name, l.name, fault, l.text)
				}
			}
		}
		path := "testdata/sentences." + lang + ".txt"
		if *update {
			if err := os.WriteFile(path, got.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got.String()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", path, diff)
		}
	}
}

var (
	loose  = regexp.MustCompile(`(?:^|[^\x{202F}])[;:!?»]|«[^\x{202F}]|'`)
	uneven = regexp.MustCompile(`\s{2}|\s[.,)]|\(\s|,,|\.\.|[.,;:] ?[.,;]|<no value>`)
)

// faults lists what filling a sentence may have broken.
func faults(lang, text string) []string {
	var found []string
	if strings.Contains(text, "⟨") {
		found = append(found, "no words")
	}
	if uneven.MatchString(text) {
		found = append(found, "uneven punctuation")
	}
	if lang == "fr" && loose.MatchString(text) {
		found = append(found, "loose punctuation")
	}
	if text == "" {
		found = append(found, "nothing said")
	}
	return found
}
