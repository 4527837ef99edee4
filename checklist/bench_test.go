package checklist

import (
	"fmt"
	"testing"

	"vigie/monitor"
)

// BenchmarkPlan makes the plan of five persons with sixty findings each, most
// of their actions settled already.
func BenchmarkPlan(b *testing.B) {
	a := advice(b)
	data := [][]monitor.Class{
		{name, email, phone, "Physical addresses"}, {name, email, birth, nir, phone}, {email, monitor.ClassPasswords},
		{name, email, iban, phone, birth}, {name, email, "Purchases", "Loyalty program details"}, {"Usernames", "IP addresses", email},
	}
	in := Input{Household: &monitor.Household{}, Today: day("2026-11-22")}
	var breaches []monitor.Breach
	for i := range 60 {
		breaches = append(breaches, monitor.Breach{ID: fmt.Sprint("leak-", i)})
	}
	in.Catalogue = monitor.NewCatalogue(breaches)
	for _, r := range append(monitor.Roles(), monitor.Adult) {
		p := monitor.Person{ID: fmt.Sprint("person-", len(in.Household.Persons)), Role: r}
		in.Household.Persons = append(in.Household.Persons, p)
		for i := range breaches {
			since := moment("2024-01-01").AddDate(0, 0, 13*i)
			in.Findings = append(in.Findings, found(p.ID, breaches[i].ID, since.Format("2006-01-02"), data[i%len(data)]...))
		}
	}
	for i, x := range Leaves(a.Plan(in)) {
		if i%3 > 0 {
			in.Progress = append(in.Progress, x.Keep(Progress{State: Done, At: monitor.MustDate("2026-11-01")})...)
		}
	}
	for b.Loop() {
		a.Plan(in)
	}
}
