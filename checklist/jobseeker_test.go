package checklist

import (
	"slices"
	"testing"

	"vigie/monitor"
)

// jobseeker is the case the program must serve first, against the embedded
// catalogue: registered with Pôle emploi from 2011 to 2013, nothing else said.
func jobseeker(t testing.TB, more ...monitor.Affiliation) []Action {
	t.Helper()
	h := &monitor.Household{
		Persons: []monitor.Person{{ID: "c", Name: "Camille", Role: monitor.Adult}},
		Affiliations: append([]monitor.Affiliation{{ID: "a", Person: "c", Organisation: "Pole Emploi", Relation: "jobseeker",
			Period: monitor.Period{From: monitor.MustDate("2011"), To: monitor.MustDate("2013")}}}, more...),
	}
	c := monitor.NewCatalogue(monitor.Merge(records(t, "2026-11-22")))
	today := day("2026-11-22")
	return advice(t).Plan(Input{Household: h, Catalogue: c, Findings: c.Match(h, today), Today: today})
}

// free is someone who is with Free and Free Mobile: their IBAN leaked in 2024.
func free() []monitor.Affiliation {
	since := monitor.Period{From: monitor.MustDate("2018"), Current: true}
	return []monitor.Affiliation{
		{ID: "b", Person: "c", Organisation: "Free", Relation: "subscriber", Period: since},
		{ID: "d", Person: "c", Organisation: "Free Mobile", Relation: "subscriber", Period: since},
	}
}

func TestJobseeker(t *testing.T) {
	plan := jobseeker(t)
	if len(plan) >= 12 {
		t.Errorf("%d lines, want fewer than 12", len(plan))
	}
	urgency := Today
	for _, a := range plan {
		if a.Urgency > urgency {
			t.Errorf("%s (%s) stands below something less urgent", a.ID, a.Urgency)
		}
		urgency = a.Urgency
	}
	points := make(map[string]bool)
	for _, a := range Leaves(plan) {
		points[a.Point] = true
		if slices.Contains([]string{"password-change", "password-reuse", "sessions-close", "device-passwords", "bank-creditors", "document-bank"}, a.Step) {
			t.Errorf("%s because of %q: they had left long before", a.Step, a.Breaches)
		}
	}
	for _, point := range []string{"C1", "C2", "C3", "C4", "C5", "C6", "C7", "C8"} {
		if !points[point] {
			t.Errorf("%s is missing", point)
		}
	}
	for _, key := range []string{"secure-ameli", "ficoba", "ficp-fcc", "check-accounts.mon-compte-formation", "watch-messages"} {
		must(t, plan, key)
	}
	if a := must(t, plan, "complaint"); a.Urgency != Week || a.Official[0].ID != "cybermalveillance" {
		t.Errorf("complaint: %s, through %+v", a.Urgency, a.Official)
	}
	month := Interval{Months: 1}
	for _, account := range []string{"bank", "mailbox", "ameli", "franceconnect", "france-travail", "shops"} {
		if a := must(t, plan, "check-accounts."+account); a.Repeats != month || !slices.Contains(a.Breaches, "france-travail-2024") {
			t.Errorf("%s every %s because of %q", a.ID, a.Repeats, a.Breaches)
		}
	}
}

// A leaked IBAN adds the steps for the bank; what was there stays, once.
func TestFreeAddsTheBank(t *testing.T) {
	before, after := jobseeker(t), jobseeker(t, free()...)
	if len(after) >= 12 {
		t.Errorf("%d lines, want fewer than 12", len(after))
	}
	for _, a := range Leaves(before) {
		if !slices.ContainsFunc(Leaves(after), func(b Action) bool { return a.ID == b.ID }) {
			t.Errorf("%s is gone", a.ID)
		}
	}
	all := keys(after)
	slices.Sort(all)
	if twice := len(all) - len(slices.Compact(slices.Clone(all))); twice > 0 {
		t.Errorf("%d steps stand twice: %q", twice, all)
	}
	for _, key := range []string{"bank-creditors", "bank-lists", "bank-dispute"} {
		if _, there := find(before, key); there {
			t.Errorf("%s, although no IBAN leaked", key)
		}
		if a := must(t, after, key); !slices.Contains(a.Breaches, "free-2024") {
			t.Errorf("%s does not name free-2024: %q", key, a.Breaches)
		}
	}
	if a := must(t, after, "check-accounts.bank"); a.Repeats != (Interval{Days: 7}) {
		t.Errorf("the bank is looked at every %s", a.Repeats)
	}
	// The operator's own site, since they said with whom they are.
	if a := must(t, after, "secure-operator"); len(a.Official) != 2 || a.Official[0].ID != "free" || a.Official[1].ID != "free-mobile" {
		t.Errorf("secure-operator links to %+v", a.Official)
	}
}
