package checklist

import (
	"encoding/json"
	"slices"
	"testing"

	"vigie/monitor"
)

// story is a plan that goes on: what is said about it is kept.
type story struct {
	t  testing.TB
	a  *Advice
	in Input
}

func begin(t testing.TB, today string, findings ...monitor.Finding) *story {
	return &story{t, advice(t), Input{Household: home(), Findings: findings, Today: day(today)}}
}

func (s *story) on(today string) *story { s.in.Today = day(today); return s }

func (s *story) leaks(findings ...monitor.Finding) *story { s.in.Findings = findings; return s }

func (s *story) action(key string) Action {
	s.t.Helper()
	return must(s.t, s.a.Plan(s.in), key)
}

// say keeps what the adult says about a step, through JSON as a store would.
func (s *story) say(key string, said Progress) *story {
	s.t.Helper()
	said.At = DateOf(s.in.Today)
	for _, p := range s.action(key).Keep(said) {
		data, err := json.Marshal(p)
		if err != nil {
			s.t.Fatal(err)
		}
		var kept Progress
		if err := json.Unmarshal(data, &kept); err != nil {
			s.t.Fatal(err)
		}
		s.in.Progress = append(s.in.Progress, kept)
	}
	return s
}

func (s *story) want(key string, state State, cause Cause) Action {
	s.t.Helper()
	a := s.action(key)
	if a.State != state || a.Reopened.Cause != cause {
		s.t.Errorf("%s on %s: %s because of %q, want %s because of %q", key, DateOf(s.in.Today), a.State, a.Reopened.Cause, state, cause)
	}
	return a
}

// What is settled comes back by itself, saying why.
func TestReopening(t *testing.T) {
	ibanLeak := found("adult", "first", "2026-11-01", iban)
	second := found("adult", "second", "2026-12-01", iban)
	more := found("adult", "first", "2026-11-01", iban, nir, name, email)

	s := begin(t, "2026-11-02", ibanLeak).say("bank-creditors", Progress{State: Done})
	if a := s.want("bank-creditors", Done, ""); a.At.String() != "2026-11-02" {
		t.Errorf("done on %s", a.At)
	}
	if a := s.on("2026-12-02").leaks(ibanLeak, second).want("bank-creditors", ToDo, NewLeak); !slices.Equal(a.Reopened.Breaches, []string{"second"}) {
		t.Errorf("reopened by %q", a.Reopened.Breaches)
	}
	s.say("bank-creditors", Progress{State: Done}).want("bank-creditors", Done, "")

	s.say("complaint", Progress{State: Done}).want("complaint", Done, "")
	s.leaks(more, second).want("complaint", ToDo, NewClass) // the NIR asks for it too

	// A claim that was known when the step was done, and is confirmed since.
	rumour := second
	rumour.Status, rumour.Verdict = monitor.Claimed, monitor.Possible
	s = begin(t, "2026-12-02", ibanLeak, rumour).say("bank-creditors", Progress{State: Done})
	s.want("bank-creditors", Done, "")
	s.leaks(ibanLeak, second).want("bank-creditors", ToDo, Confirmation)

	// The same for what was called impossible or not applicable.
	for _, said := range []Progress{{State: Impossible, Reason: NoAccess}, {State: NotApplicable, Reason: Already}} {
		s = begin(t, "2026-11-02", ibanLeak).say("bank-creditors", said)
		s.want("bank-creditors", said.State, "")
		s.leaks(ibanLeak, second).want("bank-creditors", ToDo, NewLeak)
	}
	// But nothing comes back where there is no account.
	s = begin(t, "2026-11-02", ibanLeak).say("check-accounts.bank", Progress{State: NotApplicable, Reason: NoAccount})
	s.on("2027-11-02").leaks(ibanLeak, second).want("check-accounts.bank", NotApplicable, "")

	// What a leak calls for by way of information only is not called for again.
	s = begin(t, "2026-11-02", found("adult", "first", "2026-11-01", email)).say("complaint", Progress{State: Done})
	s.leaks(found("adult", "first", "2026-11-01", email), found("adult", "shop", "2026-11-02", email)).want("complaint", Done, "")

	// A step that stands for every leak is not asked for at each.
	s = begin(t, "2026-11-02", ibanLeak).say("passwords.mailbox", Progress{State: Done})
	s.on("2028-01-01").leaks(more, second).want("passwords.mailbox", Done, "")
}

func TestRemindersComeBack(t *testing.T) {
	leak := found("adult", "leak", "2026-11-01", iban)
	s := begin(t, "2026-11-02", leak).say("bank-lists", Progress{State: Reminded, Until: monitor.MustDate("2026-12-24")})
	if a := s.want("bank-lists", Reminded, ""); a.Due.String() != "2026-12-24" {
		t.Errorf("due on %s", a.Due)
	}
	s.on("2026-12-23").want("bank-lists", Reminded, "")
	s.on("2026-12-24").want("bank-lists", ToDo, Reminder)
	s.on("2027-02-01").want("bank-lists", ToDo, Reminder)

	// A check done in time is looked at again after its interval.
	s = begin(t, "2026-11-01", leak).say("check-accounts.bank", Progress{State: Done})
	if a := s.want("check-accounts.bank", Done, ""); a.Due.String() != "2026-11-08" || a.Repeats != (Interval{Days: 7}) {
		t.Errorf("due on %s, every %s", a.Due, a.Repeats)
	}
	s.on("2026-11-08").want("check-accounts.bank", ToDo, Reminder)
}

// A new leak tightens a watch that had relaxed, at once.
func TestNewLeakTightens(t *testing.T) {
	first := found("adult", "first", "2024-01-01", email)
	s := begin(t, "2026-07-01", first).say("check-accounts.mailbox", Progress{State: Done})
	if a := s.want("check-accounts.mailbox", Done, ""); a.Repeats != (Interval{Months: 6}) {
		t.Errorf("after two years every %s", a.Repeats)
	}
	second := found("adult", "second", "2026-07-10", email)
	s.on("2026-07-10").leaks(first, second).want("check-accounts.mailbox", ToDo, NewLeak)
	s.say("check-accounts.mailbox", Progress{State: Done})
	if a := s.want("check-accounts.mailbox", Done, ""); a.Repeats != (Interval{Months: 1}) || a.Due.String() != "2026-08-10" {
		t.Errorf("after a new leak every %s, due on %s", a.Repeats, a.Due)
	}
}

// What shows late after a leak is not asked for at once after a new one, nor is
// the series of the first leak forgotten.
func TestNewLeakBeginsItsOwnSeries(t *testing.T) {
	first := found("adult", "first", "2025-01-01", nir)
	second := found("adult", "second", "2026-03-10", nir)
	s := begin(t, "2026-01-01", first).say("ficoba", Progress{State: Done})
	if a := s.want("ficoba", Done, ""); a.Due.String() != "2027-01-01" {
		t.Errorf("due on %s", a.Due)
	}
	if a := s.on("2026-03-10").leaks(first, second).want("ficoba", Done, ""); a.Due.String() != "2026-04-10" {
		t.Errorf("after a new leak due on %s", a.Due)
	}
	s.on("2026-04-10").want("ficoba", ToDo, NewLeak)

	// A class that is added is looked at from the last check on.
	s = begin(t, "2026-01-01", found("adult", "first", "2025-06-01", nir)).say("check-accounts.bank", Progress{State: Done})
	s.on("2026-01-10").want("check-accounts.bank", Done, "")
	s.leaks(found("adult", "first", "2025-06-01", nir, iban)).want("check-accounts.bank", ToDo, NewClass)
}

// The watch over France Travail's space ends; that over a mailbox does not.
func TestWatchEnds(t *testing.T) {
	leak := found("adult", "France Travail", "2020-01-01", "Public service identifiers", email)
	s := begin(t, "2026-01-01", leak).say("check-accounts.france-travail", Progress{State: Done}).say("check-accounts.mailbox", Progress{State: Done})
	if a := s.want("check-accounts.france-travail", Done, ""); !a.Due.IsZero() {
		t.Errorf("comes back on %s", a.Due)
	}
	if a := s.want("check-accounts.mailbox", Done, ""); a.Due.IsZero() {
		t.Error("the mailbox is not looked at any more")
	}
}

func TestDelegation(t *testing.T) {
	leak := found("adult", "leak", "2026-11-01", iban)
	s := begin(t, "2026-11-02", leak).say("bank-lists", Progress{State: Delegated, Delegate: "helped"})
	if a := s.want("bank-lists", Delegated, ""); a.Delegate != "helped" {
		t.Errorf("handed to %q", a.Delegate)
	}
	s.in.Household.Persons = slices.DeleteFunc(s.in.Household.Persons, func(p monitor.Person) bool { return p.ID == "helped" })
	s.want("bank-lists", ToDo, DelegateGone)

	s = begin(t, "2026-11-02", leak).say("bank-lists", Progress{State: Delegated, Delegate: "helped", Until: monitor.MustDate("2026-11-10")})
	s.on("2026-11-09").want("bank-lists", Delegated, "")
	s.on("2026-11-10").want("bank-lists", ToDo, Reminder)
}

// What was said survives that breaches get another id or turn out to be one.
func TestProgressSurvivesRenamesAndMerges(t *testing.T) {
	s := begin(t, "2026-11-02", found("adult", "bonjourlafuite-1", "2026-11-01", iban), found("adult", "hibp-2", "2026-11-01", iban))
	s.say("bank-creditors", Progress{State: Done})
	s.in.Catalogue = monitor.NewCatalogue([]monitor.Breach{{ID: "free-2024", AlsoKnown: []string{"bonjourlafuite-1", "hibp-2"}}})
	s.leaks(found("adult", "free-2024", "2026-11-01", iban)).want("bank-creditors", Done, "")
}

// Said of a line, it is said of its parts that are to do.
func TestKeepingALine(t *testing.T) {
	s := begin(t, "2026-11-02", found("adult", "leak", "2026-11-01", iban)).say("passwords.bank", Progress{State: NotApplicable, Reason: NoAccount})
	s.say("passwords", Progress{State: Done})
	line := s.action("passwords")
	if line.State != Done || line.Minutes != 0 {
		t.Errorf("%s, %d minutes left", line.State, line.Minutes)
	}
	s.want("passwords.bank", NotApplicable, "")
	s.want("passwords.mailbox", Done, "")
}

func TestCheckProgress(t *testing.T) {
	for _, c := range []struct {
		p    Progress
		want string
	}{
		{Progress{State: Done}, ""},
		{Progress{State: ToDo}, ""},
		{Progress{State: NotApplicable, Reason: NoAccount}, ""},
		{Progress{State: Delegated, Delegate: "teen"}, ""},
		{Progress{State: Reminded, Until: monitor.MustDate("2026-11-23")}, ""},
		{Progress{State: "finished"}, "plan.state"},
		{Progress{State: NotApplicable}, "plan.reason"},
		{Progress{State: Impossible, Reason: NoAccount}, "plan.reason"},
		{Progress{State: NotApplicable, Reason: Past}, "plan.reason"}, // only ever deduced
		{Progress{State: Delegated, Delegate: "nobody"}, "plan.delegate"},
		{Progress{State: Delegated, Delegate: "teen", Until: monitor.MustDate("2026-11-22")}, "plan.until"},
		{Progress{State: Delegated, Delegate: "teen", Until: monitor.MustDate("2026-11-23")}, ""},
		{Progress{State: Reminded}, "plan.until"},
		{Progress{State: Reminded, Until: monitor.MustDate("2026-11-22")}, "plan.until"},
	} {
		got := ""
		if problem := c.p.Check(home(), day("2026-11-22")); problem != nil {
			got = problem.Key
			for _, lang := range []string{"fr", "en"} {
				if w := speaker(t, lang).w; !w.Has("problem."+got) || !w.Has("problem."+got+".do") {
					t.Errorf("%s has no words in %s", got, lang)
				}
			}
		}
		if got != c.want {
			t.Errorf("%+v: %q, want %q", c.p, got, c.want)
		}
	}
}

// Whoever says later what links them to an old leak begins with the close watch.
func TestWatchBeginsWhenTheHouseholdLearns(t *testing.T) {
	f := found("adult", "leak", "2024-01-01", email)
	f.Reasons = []monitor.Why{{Source: monitor.WhyAffiliation, Affiliation: "a", Outcome: monitor.Satisfied}}
	s := begin(t, "2026-11-01", f)
	s.in.Household.Affiliations = []monitor.Affiliation{{ID: "a", Person: "adult", Added: moment("2026-11-01")}}
	s.say("check-accounts.mailbox", Progress{State: Done})
	if a := s.action("check-accounts.mailbox"); a.Repeats != (Interval{Months: 1}) {
		t.Errorf("every %s", a.Repeats)
	}
}
