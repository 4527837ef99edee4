package assets_test

import (
	"strings"
	"testing"

	"vigie/monitor"
)

// TestWhoIsConcerned holds the list against what people say: the words they
// use, former names, and periods long past.
func TestWhoIsConcerned(t *testing.T) {
	c := decode(t)
	breaches := monitor.NewCatalogue(monitor.Merge(c.Breaches))
	for _, test := range []struct {
		organisation, relation, period, breach string
		want                                   monitor.Verdict
	}{
		// France Travail, March 2024: registered at some time in twenty years, under any of its names.
		{"Pole Emploi", "jobseeker", "2011..2013", "france-travail-2024", monitor.Likely},
		{"ANPE", "jobseeker", "2005..2006", "france-travail-2024", monitor.Likely},
		{"ANPE", "jobseeker", "1995..2003", "france-travail-2024", monitor.NotConcerned},
		{"ANPE", "jobseeker", "1995..2004", "france-travail-2024", monitor.Possible}, // which months of 2004?
		{"Cap emploi", "jobseeker", "2019..now", "france-travail-2024", monitor.Likely},
		{"France Travail", "candidate_space", "2020..now", "france-travail-2024", monitor.Likely},
		{"France Travail", "", "", "france-travail-2024", monitor.Possible},
		{"francetravail.fr", "", "2012..2014", "france-travail-2024", monitor.Possible},
		{"France Travail", "jobseeker", "2024..now", "france-travail-kairos-2025", monitor.Possible}, // one question is open
		{"Pôle emploi", "jobseeker", "2011..2013", "france-travail-kairos-2025", monitor.NotConcerned},
		{"Mission locale", "young_jobseeker", "2023..2024", "france-travail-missions-locales-2025", monitor.Possible},
		{"France Travail", "jobseeker", "2021-05..2021-09", "pole-emploi-majorel-2023", monitor.Likely},
		{"France Travail", "jobseeker", "2015..2017", "pole-emploi-majorel-2023", monitor.NotConcerned},

		// Free kept people who had left long before.
		{"Free Mobile", "subscriber", "2012..2015", "free-2024", monitor.Possible},
		{"Freebox", "customer", "2018..now", "free-2024", monitor.Possible}, // customer is near subscriber
		{"Free", "subscriber", "2018..now", "free-2024", monitor.Likely},
		{"Free", "subscriber", "2025..now", "free-2024", monitor.NotConcerned},
		{"Freelance", "subscriber", "2018..now", "free-2024", monitor.NoFinding},

		// An insurer leads to its payment operator, never with certainty.
		{"Alan", "insured", "2020..now", "viamedis-almerys-2024", monitor.Possible},
		{"Macif", "customer", "2010..now", "almerys-2026", monitor.Possible},
		{"Viamedis", "insured", "2020..now", "viamedis-almerys-2024", monitor.Likely},

		{"Urssaf", "employee", "2024-05..now", "urssaf-dpae-2026", monitor.Likely},
		{"Urssaf", "employee", "2010..now", "urssaf-dpae-2026", monitor.NotConcerned},
		{"Urssaf", "employee", "2024-05..now", "pajemploi-2025", monitor.NoFinding}, // a parent body is not another name
		{"CNRS", "employee", "1999..2003", "cnrs-2026", monitor.Likely},
		{"Ficoba", "bank_account_holder", "2010..now", "ficoba-2026", monitor.Likely},
		{"DGFiP", "taxpayer", "2010..now", "ficoba-2026", monitor.NoFinding}, // rather than "not concerned": taxpayers have accounts too

		{"SFR", "subscriber", "2019..now", "sfr-2024-11", monitor.Likely},
		{"SFR", "subscriber", "2019..now", "red-by-sfr-2024", monitor.Likely},
		{"RED by SFR", "subscriber", "2019..now", "sfr-2024-11", monitor.Likely},
		{"Éducation nationale", "student", "2024..now", "academie-creteil-2026", monitor.Possible}, // which area?
		{"Groupe LDLC", "customer", "2020..now", "top-achat-2024", monitor.NoFinding},
		{"Leroy Merlin", "customer", "2015..now", "leroy-merlin-2025", monitor.Possible}, // with the loyalty card?
		{"A.P.-H.P.", "patient", "2018..now", "ap-hp-2021", monitor.Possible},
		{"O'Tacos", "customer", "2022..now", "otacos-2026", monitor.Possible}, // a claim is never more
	} {
		household := &monitor.Household{
			Persons: []monitor.Person{{ID: "p", Name: "Camille"}},
			Affiliations: []monitor.Affiliation{{ID: "a", Person: "p",
				Organisation: test.organisation, Relation: monitor.Relation(test.relation), Period: period(test.period)}},
		}
		got := monitor.NoFinding
		for _, f := range breaches.Match(household, c.Published.First()) {
			if f.Breach == test.breach {
				got = f.Verdict
			}
		}
		if got != test.want {
			t.Errorf("%s, %s, %s: %s is %s, want %s", test.organisation, test.relation, test.period, test.breach, got, test.want)
		}
	}
}

// period reads "2011..2013", "2018..now" or "".
func period(s string) monitor.Period {
	from, to, _ := strings.Cut(s, "..")
	p := monitor.Period{From: monitor.MustDate(from)}
	if p.Current = to == "now"; !p.Current {
		p.To = monitor.MustDate(to)
	}
	return p
}
