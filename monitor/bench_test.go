package monitor

import (
	"fmt"
	"testing"
	"time"
)

// What the core costs at a size it will not reach for years: a hundred times
// the breaches that are public today, and a large household.
const (
	manyRecords       = 100_000
	manyOrganisations = 20_000 // so each has five breaches
	manyPersons       = 5
	manyAffiliations  = 40 // of each person
)

func organisationAt(i int) string { return fmt.Sprint("Société d’Exemple ", i%manyOrganisations) }

func recordAt(i int) Record {
	day := time.Date(2004, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, i%8000).Format(time.DateOnly)
	r := record(FeedHIBP, fmt.Sprint(i), organisationAt(i), day)
	r.Domains = []string{fmt.Sprintf("exemple%d.example", i%manyOrganisations)}
	r.Criteria = []Criterion{{Relation: "customer", From: MustDate("2004"), To: MustDate("2024-03")}}
	r.Exposed = []Class{ClassNames, ClassNIR, ClassBank}
	return r
}

func allRecords() []Record {
	records := make([]Record, manyRecords)
	for i := range records {
		records[i] = recordAt(i)
	}
	return records
}

func largeHousehold() *Household {
	h := new(Household)
	for p := range manyPersons {
		person := Person{ID: fmt.Sprint("p", p), Name: fmt.Sprint("Personne ", p)}
		h.Persons = append(h.Persons, person)
		for n := range manyAffiliations {
			h.Affiliations = append(h.Affiliations, Affiliation{
				ID: fmt.Sprint(person.ID, "-", n), Person: person.ID, Organisation: organisationAt(97 * (p*manyAffiliations + n)),
				Relation: "customer", Period: period(fmt.Sprintf("%d..%d", 2000+n%20, 2003+n%20)),
			})
		}
	}
	return h
}

// BenchmarkMatch holds the whole household against every breach.
func BenchmarkMatch(b *testing.B) {
	c, h := NewCatalogue(Merge(allRecords())), largeHousehold()
	findings := 0
	for b.Loop() {
		findings = len(c.Match(h, testToday))
	}
	b.ReportMetric(float64(findings), "findings")
}

// BenchmarkMatchOne holds it against one breach that is new.
func BenchmarkMatchOne(b *testing.B) {
	h, news := largeHousehold(), Merge([]Record{recordAt(97)})
	for b.Loop() {
		if len(NewCatalogue(news).Match(h, testToday)) != 1 {
			b.Fatal("the breach concerns nobody")
		}
	}
}

// BenchmarkCatalogue joins and indexes the records of all feeds: what comes
// before matching when a program starts, or when there is something new.
func BenchmarkCatalogue(b *testing.B) {
	records := allRecords()
	for b.Loop() {
		NewCatalogue(Merge(records))
	}
}
