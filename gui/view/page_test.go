package view

import (
	"testing"

	"vigie/monitor"
)

// Two leaks of one organisation in one month are told apart by the day they
// became known, others are not.
func TestLeaksAlike(t *testing.T) {
	s := bare(t, "fr")
	sixth, last := monitor.MustDate("2025-10-06"), monitor.MustDate("2025-10-29")
	s.Findings = []monitor.Finding{
		{Person: "a", Breach: "first", Organisation: "France Travail", DisclosedOn: sixth},
		{Person: "b", Breach: "first", Organisation: "France Travail", DisclosedOn: sixth},
		{Person: "a", Breach: "second", Organisation: "France Travail", DisclosedOn: last},
		{Person: "a", Breach: "free", Organisation: "Free", DisclosedOn: sixth},
	}
	p := newPage(s, UI{})
	for i, want := range map[int]string{0: "France Travail, 6 octobre 2025", 1: "France Travail, 6 octobre 2025", 2: "France Travail, 29 octobre 2025", 3: "Free, octobre 2025"} {
		if got := p.findingTitle(s.Findings[i]); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}
