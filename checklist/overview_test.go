package checklist

import (
	"fmt"
	"slices"
	"testing"

	"vigie/monitor"
)

func TestNextAndCount(t *testing.T) {
	s := begin(t, "2026-11-22", found("adult", "shop", "2026-11-20", card, iban), found("teen", "club", "2026-11-21", email))
	plan := s.a.Plan(s.in)
	next, some := Next(plan)
	if !some || next.Step != "card-block" || next.Person != "adult" {
		t.Errorf("next is %s", next.ID)
	}
	c := Count(plan)
	if c.Today != 1 || c.Week == 0 || c.Watch == 0 || c.TodayMinutes == 0 || c.Done != 0 || !c.NextDue.IsZero() {
		t.Errorf("%+v", c)
	}
	if lines := c.Today + c.Week + c.Watch + c.Info; lines > len(plan) {
		t.Errorf("%d of %d lines are to do", lines, len(plan))
	}
	before := c.TodayMinutes
	s.say("card-block", Progress{State: Done})
	if c = Count(s.a.Plan(s.in)); c.Done != 1 || c.Today != 0 || c.TodayMinutes >= before {
		t.Errorf("once it is done: %+v", c)
	}
	for _, x := range Leaves(s.a.Plan(s.in)) {
		if x.State == ToDo && x.Urgency > Info {
			s.in.Progress = append(s.in.Progress, x.Keep(Progress{State: Done, At: DateOf(s.in.Today)})...)
		}
	}
	if c = Count(s.a.Plan(s.in)); c.NextDue.String() != "2026-11-27" { // the bank, every week since the 20th
		t.Errorf("next on %s", c.NextDue)
	}
	if next, some := Next(s.a.Plan(s.in)); some {
		t.Errorf("next is %s, although only what is for information is left", next.ID)
	}
}

// A leak's own steps are a part of the plan, and every step is some leak's.
func TestAboutALeak(t *testing.T) {
	p := plan(t, "2026-11-22", found("adult", "bank", "2026-11-20", iban), found("adult", "shop", "2026-11-21", email))
	bank, shop := About(p, "adult", "bank"), About(p, "adult", "shop")
	has := func(key string) func(Action) bool { return func(a Action) bool { return a.Key() == key } }
	if !slices.ContainsFunc(bank, has("bank-creditors")) || slices.ContainsFunc(shop, has("bank-creditors")) {
		t.Errorf("bank: %q, shop: %q", keys(bank), keys(shop))
	}
	for _, x := range Leaves(p) {
		if !slices.ContainsFunc(slices.Concat(bank, shop), has(x.Key())) {
			t.Errorf("%s is about neither leak", x.ID)
		}
	}
	if got := About(p, "teen", "bank"); len(got) > 0 {
		t.Errorf("somebody else's: %q", keys(got))
	}
}

// Ids, and so codes, stay whatever else leaks, and no two in a household are the same.
func TestIDsAreStable(t *testing.T) {
	var one, all []monitor.Finding
	for _, r := range monitor.Roles() {
		one = append(one, found(string(r), "leak", "2026-11-20", email))
		all = append(all, found(string(r), "leak", "2026-11-20", everyClass(t)...), found(string(r), "another", "2026-11-21", iban))
	}
	before, after := plan(t, "2026-11-22", one...), plan(t, "2026-11-22", all...)
	for _, a := range before {
		for _, x := range append([]Action{a}, a.Parts...) {
			if now, there := Find(after, x.ID); !there || now.Code() != x.Code() {
				t.Errorf("%s (%s) is gone", x.ID, x.Code())
			}
		}
	}
	codes := make(map[string]string)
	for _, a := range after {
		for _, x := range append([]Action{a}, a.Parts...) {
			if other := codes[x.Code()]; other != "" && other != x.ID {
				t.Errorf("%s and %s are both called %s", other, x.ID, x.Code())
			}
			codes[x.Code()] = x.ID
		}
	}
}

func TestNamed(t *testing.T) {
	p := plan(t, "2026-11-22", found("adult", "leak", "2026-11-20", email), found("teen", "leak", "2026-11-20", email))
	ficoba := must(t, p, "complaint")
	for name, want := range map[string]int{
		ficoba.Code(): 1, " " + ficoba.ID: 1, "complaint": 2, "COMPLAINT": 2, "check-accounts": 2, "check-accounts.mailbox": 2,
		"": 0, "nothing": 0, ficoba.Code()[1:]: 0,
	} {
		if got := Named(p, name); len(got) != want {
			t.Errorf("%q: %q", name, keys(got))
		}
	}
	// A line of which one step is called for goes by the step's name too: it is meant once.
	if got := Named(Of(p, "adult"), "never-share-secrets"); len(got) != 1 {
		t.Errorf("%d are meant", len(got))
	}
	card := plan(t, "2026-11-22", found("adult", "leak", "2026-11-20", card))
	if got := Named(card, "complaint"); len(got) != 1 {
		t.Errorf("%d are meant", len(got))
	}
}

func TestLineOfOneStep(t *testing.T) {
	p := plan(t, "2026-11-22", found("adult", "leak", "2026-11-20", "Partial phone numbers"))
	line, there := Find(p, "adult/contact")
	if !there || len(line.Parts) != 1 || line.Key() != "secure-operator" || line.Parts[0].ID != "adult/secure-operator" || line.Minutes != line.Parts[0].Minutes {
		t.Fatalf("%+v", line)
	}
	if got := Named(p, "secure-operator"); len(got) != 1 || got[0].ID != line.ID {
		t.Errorf("%d are meant", len(got))
	}
	kept := line.Keep(Progress{State: Done})
	if len(kept) != 1 || kept[0].Action != "adult/secure-operator" {
		t.Errorf("kept %+v", kept)
	}
}

func TestSpeakerCountsAndNames(t *testing.T) {
	s := speaker(t, "fr")
	for n, want := range map[int]string{1: "1 minute", 45: "45 minutes", 60: "1\u00a0h\u00a000", 101: "1\u00a0h\u00a041"} {
		if got := s.Minutes(n); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
	for digits, want := range map[string]string{"3949": "39\u00a049", "0153732222": "01\u00a053\u00a073\u00a022\u00a022", "33700": "33700", "": ""} {
		if got := s.Phone(digits); got != want {
			t.Errorf("%s: %q, want %q", digits, got, want)
		}
	}
	names := Names{Leak: func(id string) string { return id[:1] }}
	for want, breaches := range map[string][]string{
		"":                    nil,
		"a":                   {"a1", "a2"},
		"a, b et c":           {"a1", "b1", "c1"},
		"a, b, c et d":        {"a1", "b1", "c1", "d1", "a2"},
		"a, b, c et 2 autres": {"a1", "b1", "c1", "d1", "e1"},
	} {
		if got := s.Leaks(breaches, names); got != want {
			t.Errorf("%q: %q, want %q", breaches, got, want)
		}
	}
}

// What is not mentioned is not known to be absent.
func TestSpared(t *testing.T) {
	a := advice(t)
	spares := func(cs ...monitor.Class) monitor.Finding {
		f := found("adult", fmt.Sprint("leak", len(cs)), "2026-11-20", name)
		f.NotConcerned = cs
		return f
	}
	gone := spares()
	gone.Verdict = monitor.NotConcerned
	for _, c := range []struct {
		findings []monitor.Finding
		want     []monitor.Class
	}{
		{[]monitor.Finding{spares(iban, monitor.ClassPasswords)}, []monitor.Class{monitor.ClassPasswords, iban}},
		{[]monitor.Finding{spares(iban, monitor.ClassPasswords), spares(iban)}, []monitor.Class{iban}},
		{[]monitor.Finding{spares(iban), spares()}, nil},
		{[]monitor.Finding{spares(iban), gone}, []monitor.Class{iban}},
	} {
		p := a.Exposure(c.findings)
		if len(p) != 1 || !slices.Equal(p[0].Spared, c.want) {
			t.Errorf("%+v, want %q", p, c.want)
		}
	}
}
