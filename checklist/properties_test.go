package checklist

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"vigie/monitor"
)

// draw makes up findings of the household of home(), learned of in the three
// years before today, of any class there is, each breach once a person.
func draw(t *rapid.T, label string, all []monitor.Class, most int, breaches ...string) []monitor.Finding {
	var fs []monitor.Finding
	for i := range rapid.IntRange(0, most).Draw(t, label) {
		is := fmt.Sprintf("%s %d ", label, i)
		f := monitor.Finding{
			Person:       string(rapid.SampledFrom(monitor.Roles()).Draw(t, is+"role")),
			Breach:       rapid.SampledFrom(breaches).Draw(t, is+"breach"),
			Verdict:      rapid.SampledFrom([]monitor.Verdict{monitor.NotConcerned, monitor.Possible, monitor.Likely, monitor.Confirmed}).Draw(t, is+"verdict"),
			Status:       rapid.SampledFrom([]monitor.Status{monitor.Claimed, monitor.StatusConfirmed, monitor.Corrected}).Draw(t, is+"status"),
			Exposed:      rapid.SliceOfNDistinct(rapid.SampledFrom(all), 0, 5, rapid.ID).Draw(t, is+"exposed"),
			KnownSince:   moment("2026-11-22").AddDate(0, 0, -rapid.IntRange(0, 1000).Draw(t, is+"known")),
			OccurredFrom: monitor.MustDate(rapid.SampledFrom([]string{"", "2012", "2024-02-06", "2026-10"}).Draw(t, is+"occurred")),
		}
		f.Organisation = f.Breach
		if rapid.Bool().Draw(t, is+"stealer") {
			f.Reasons = []monitor.Why{{Evidence: monitor.Hit, Feed: rapid.SampledFrom([]string{monitor.FeedHudsonRock, monitor.FeedHIBP}).Draw(t, is+"feed")}}
		}
		if !slices.ContainsFunc(fs, func(x monitor.Finding) bool { return x.Person == f.Person && x.Breach == f.Breach }) {
			fs = append(fs, f)
		}
	}
	return fs
}

func everyClass(t testing.TB) []monitor.Class {
	all := []monitor.Class{"Something nobody has named yet"}
	for _, c := range classes(t).All() {
		all = append(all, c.Name)
	}
	return all
}

// weighty classes come up far more often than by chance.
var weighty = []monitor.Class{nir, iban, name, email, phone, birth, card, monitor.ClassPasswords, "Physical addresses", "Government issued IDs"}

// byID are the actions that can be marked.
func byID(plan []Action) map[string]Action {
	m := make(map[string]Action)
	for _, a := range Leaves(plan) {
		m[a.ID] = a
	}
	return m
}

func TestAddingALeakRemovesNothing(t *testing.T) {
	a, all := advice(t), append(everyClass(t), slices.Repeat(weighty, 20)...)
	rapid.Check(t, func(t *rapid.T) {
		in := Input{Household: home(), Today: day("2026-11-22"), Findings: draw(t, "first", all, 6, "a", "b", "c", "d")}
		before := byID(a.Plan(in))
		pieces := together(a, in.Findings)
		in.Findings = append(in.Findings, draw(t, "more", all, 3, "e", "f", "g")...)
		after := byID(a.Plan(in))
		for id, was := range before {
			now, there := after[id]
			switch {
			case !there:
				t.Fatalf("%s is gone", id)
			case now.Urgency < was.Urgency:
				t.Fatalf("%s was for %s, is for %s", id, was.Urgency, now.Urgency)
			case was.State == ToDo && now.State != ToDo:
				t.Fatalf("%s was to do, is %s", id, now.State)
			case !was.Due.IsZero() && now.Due.First() > was.Due.First():
				t.Fatalf("%s was due on %s, is on %s", id, was.Due, now.Due)
			}
			for _, b := range was.Breaches {
				if !slices.Contains(now.Breaches, b) {
					t.Fatalf("%s no longer names %s", id, b)
				}
			}
		}
		for id, certain := range together(a, in.Findings) {
			if was, there := pieces[id]; there && was && !certain {
				t.Fatalf("%s was certain", id)
			}
			delete(pieces, id)
		}
		if len(pieces) > 0 {
			t.Fatalf("no longer possible: %v", pieces)
		}
	})
}

// together are the pieces of everybody's puzzle and whether they are certain.
func together(a *Advice, fs []monitor.Finding) map[string]bool {
	concerned := slices.DeleteFunc(slices.Clone(fs), func(f monitor.Finding) bool { return f.Verdict <= monitor.NotConcerned })
	slices.SortStableFunc(concerned, func(x, y monitor.Finding) int { return strings.Compare(x.Person, y.Person) })
	m := make(map[string]bool)
	for _, e := range monitor.Exposures(concerned) {
		for _, p := range a.together(e) {
			m[p.Person+"/"+p.ID] = p.Certain
		}
	}
	return m
}

// Done stays done, whatever the catalogue becomes and however much time goes
// by, unless a reason is given.
func TestDoneStaysDoneOrSaysWhy(t *testing.T) {
	a, all := advice(t), append(everyClass(t), slices.Repeat(weighty, 20)...)
	rapid.Check(t, func(t *rapid.T) {
		in := Input{Household: home(), Today: day("2026-11-22"), Findings: draw(t, "before", all, 6, "a", "b", "c")}
		said := Progress{
			At:    DateOf(in.Today),
			State: rapid.SampledFrom([]State{Done, NotApplicable, Impossible}).Draw(t, "state"), Reason: Other,
		}
		settled := make(map[string]bool)
		for _, x := range a.Plan(in) {
			if rapid.Bool().Draw(t, x.ID) {
				for _, p := range x.Keep(said) {
					in.Progress = append(in.Progress, p)
					settled[p.Action] = true
				}
			}
		}
		// Nothing has changed: everything is as it was said.
		for id, x := range byID(a.Plan(in)) {
			if settled[id] && (x.State != said.State || x.Reopened.Cause != "") {
				t.Fatalf("%s: said %s, is %s because of %q", id, said.State, x.State, x.Reopened.Cause)
			}
		}
		in.Findings = draw(t, "after", all, 6, "a", "b", "c", "d")
		in.Today += monitor.Day(rapid.IntRange(0, 800).Draw(t, "days"))
		for id, x := range byID(a.Plan(in)) {
			if settled[id] && x.State != said.State && (x.State != ToDo && x.State != Reminded || x.Reopened.Cause == "") {
				t.Fatalf("%s: said %s, is %s, and nothing says why", id, said.State, x.State)
			}
		}
	})
}

func TestOrderOfFindingsDoesNotMatter(t *testing.T) {
	a, all := advice(t), append(everyClass(t), slices.Repeat(weighty, 20)...)
	rapid.Check(t, func(t *rapid.T) {
		in := Input{Household: home(), Today: day("2026-11-22"), Findings: draw(t, "findings", all, 12, "a", "b", "c", "d", "e", "f")}
		want := a.Plan(in)
		in.Findings = rapid.Permutation(in.Findings).Draw(t, "order")
		if diff := cmp.Diff(want, a.Plan(in), cmpopts.EquateComparable(monitor.Date{})); diff != "" {
			t.Fatal(diff)
		}
	})
}

// Whatever leaks, the list is well formed: every action once, with its reasons,
// its minutes and its place; and nothing about leaked passwords unless some did.
func TestPlanIsWellFormed(t *testing.T) {
	a, all := advice(t), append(everyClass(t), slices.Repeat(weighty, 20)...)
	secret := []string{"password-change", "password-reuse", "device-disconnect", "device-passwords", "device-clean", "device-sessions"}
	rapid.Check(t, func(t *rapid.T) {
		in := Input{Household: home(), Today: day("2026-11-22"), Findings: draw(t, "findings", all, 12, "a", "b", "c", "d", "e", "f")}
		leaked := make(map[string]bool)
		for _, f := range in.Findings {
			if slices.ContainsFunc(f.Exposed, func(c monitor.Class) bool { return a.Topic(c).ID == "password" }) || stolenFromDevice(&f) {
				leaked[f.Person] = true
			}
		}
		seen := make(map[string]bool)
		plan := a.Plan(in)
		for _, x := range Leaves(plan) {
			switch {
			case seen[x.ID]:
				t.Fatalf("%s twice", x.ID)
			case x.Actor == "" || x.Minutes <= 0 || x.Source.URL == "" || !x.Mark.known() || len(x.Breaches) == 0 || len(x.Basis) < len(x.Breaches):
				t.Fatalf("incomplete: %+v", x)
			case slices.Contains(secret, x.Step) && !leaked[x.Person]:
				t.Fatalf("%s, although no password of theirs leaked", x.ID)
			}
			seen[x.ID] = true
			for _, l := range x.Official {
				if l.URL != "" && !strings.HasPrefix(l.URL, "https://") || l.URL == "" && l.Phone == "" || a.directory.byID[l.ID] == nil {
					t.Fatalf("%s links to %+v", x.ID, l)
				}
			}
		}
		for i, x := range plan {
			sum := 0
			for _, p := range x.Parts {
				if p.State == ToDo {
					sum += p.Minutes
				}
			}
			if len(x.Parts) > 0 && sum != x.Minutes {
				t.Fatalf("%s has %d parts, %d minutes, and parts with %d", x.ID, len(x.Parts), x.Minutes, sum)
			}
			if i > 0 && plan[i-1].Person == x.Person && plan[i-1].State != ToDo && x.State == ToDo {
				t.Fatalf("%s, to do, comes after %s, %s", x.ID, plan[i-1].ID, plan[i-1].State)
			}
		}
	})
}

// Nothing that a store may give back, however odd, makes the plan panic or lose
// an action.
func TestOddInput(t *testing.T) {
	a, all := advice(t), everyClass(t)
	odd := []monitor.Date{{}, monitor.MustDate("1900"), monitor.MustDate("2026-11"), monitor.MustDate("2200-12-31")}
	rapid.Check(t, func(t *rapid.T) {
		in := Input{Household: home(), Today: monitor.Day(rapid.SampledFrom([]int{-800000, 0, 20000, 90000}).Draw(t, "today")), Findings: draw(t, "findings", all, 4, "a", "b")}
		for i := range in.Findings {
			f := &in.Findings[i]
			f.Organisation = rapid.String().Draw(t, "organisation")
			f.DisclosedOn = rapid.SampledFrom(odd).Draw(t, "disclosed")
			if rapid.Bool().Draw(t, "never") {
				f.KnownSince = f.KnownSince.AddDate(-9000, 0, 0)
			}
		}
		want := keys(a.Plan(in))
		ids := append([]string{"", "nobody/nothing"}, slices.Sorted(maps.Keys(byID(a.Plan(in))))...)
		for range rapid.IntRange(1, 8).Draw(t, "progress") {
			in.Progress = append(in.Progress, Progress{
				Action: rapid.SampledFrom(ids).Draw(t, "action"), Reason: Reason(rapid.String().Draw(t, "reason")),
				State: rapid.SampledFrom([]State{ToDo, Done, NotApplicable, Impossible, Delegated, Reminded, "", "odd"}).Draw(t, "state"),
				At:    rapid.SampledFrom(odd).Draw(t, "at"), Until: rapid.SampledFrom(odd).Draw(t, "until"),
				Delegate: rapid.SampledFrom([]string{"", "adult", "nobody"}).Draw(t, "delegate"),
				Known:    []Basis{{Breach: "a"}, {Breach: "a", Claimed: true}, {Breach: "gone"}},
			})
			in.Answers = append(in.Answers, Answer{Person: "adult", Breach: "a", Question: PasswordChanged, On: rapid.SampledFrom(odd).Draw(t, "on")})
		}
		got := a.Plan(in)
		slices.Sort(want)
		if now := keys(got); !slices.Equal(slices.Sorted(slices.Values(now)), want) {
			t.Fatalf("%q, want %q", now, want)
		}
	})
}
