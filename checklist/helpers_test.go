package checklist

import (
	"slices"
	"testing"
	"time"

	"vigie/assets"
	"vigie/assets/words"
	"vigie/monitor"
	"vigie/monitor/catalogue"
	"vigie/monitor/directory"
	"vigie/monitor/explain"
)

// records are those of the embedded catalogue, as if read here on a day.
func records(t testing.TB, seen string) []monitor.Record {
	t.Helper()
	c, err := catalogue.Decode(assets.Catalogue())
	if err != nil {
		t.Fatal(err)
	}
	for i := range c.Breaches {
		c.Breaches[i].FirstSeen = moment(seen)
	}
	return c.Breaches
}

func classes(t testing.TB) *explain.Classes {
	t.Helper()
	c, err := explain.LoadClasses(assets.Classes())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func advice(t testing.TB) *Advice {
	t.Helper()
	d, err := directory.Load(assets.Directory())
	if err != nil {
		t.Fatal(err)
	}
	a, err := Load(assets.Advice(), d, classes(t))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func speaker(t testing.TB, lang string) *Speaker {
	t.Helper()
	w, err := words.Load(lang)
	if err != nil {
		t.Fatal(err)
	}
	return NewSpeaker(w, explain.New(w, classes(t), time.UTC))
}

func moment(day string) time.Time {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		panic(err)
	}
	return t
}

func day(s string) monitor.Day { return monitor.MustDate(s).First() }

// home is a household with one person of each role, by their role's word.
func home() *monitor.Household {
	h := &monitor.Household{}
	for _, r := range monitor.Roles() {
		h.Persons = append(h.Persons, monitor.Person{ID: string(r), Name: string(r), Role: r})
	}
	return h
}

// found is a likely finding of a confirmed leak, learned of on a day.
func found(person, breach, since string, exposed ...monitor.Class) monitor.Finding {
	return monitor.Finding{
		Person: person, Breach: breach, Organisation: breach, Verdict: monitor.Likely, Status: monitor.StatusConfirmed,
		Exposed: exposed, KnownSince: moment(since),
	}
}

// plan is the plan of the findings for home(), on a day.
func plan(t testing.TB, today string, findings ...monitor.Finding) []Action {
	t.Helper()
	return advice(t).Plan(Input{Household: home(), Findings: findings, Today: day(today)})
}

// find returns the action of a step by its key, among lines and parts.
func find(plan []Action, key string) (Action, bool) {
	for _, a := range append(slices.Clone(plan), Leaves(plan)...) {
		if a.Key() == key {
			return a, true
		}
	}
	return Action{}, false
}

// must is find for an action that has to be there.
func must(t testing.TB, plan []Action, key string) Action {
	t.Helper()
	a, ok := find(plan, key)
	if !ok {
		t.Fatalf("%s is not in the plan: %q", key, keys(plan))
	}
	return a
}

// keys are the steps of a plan, without lines.
func keys(plan []Action) []string {
	var all []string
	for _, a := range Leaves(plan) {
		all = append(all, a.Key())
	}
	return all
}

const (
	nir   = monitor.ClassNIR
	iban  = monitor.ClassBank
	name  = monitor.ClassNames
	email = monitor.Class("Email addresses")
	phone = monitor.Class("Phone numbers")
	birth = monitor.Class("Dates of birth")
	card  = monitor.Class("Credit cards")
)
