//go:build e2e && linux

package endtoend

import (
	"slices"
	"testing"
)

const nir = "Social security numbers"

// TestFranceTravail is the case that must be served first: what people remember
// of their dealings with the employment agency, told to the command line, and
// what follows for the breach of 2024.
func TestFranceTravail(t *testing.T) {
	t.Parallel()
	s := newSession(t)
	for _, c := range []struct {
		person, organisation string
		period               []string
		verdict              string
	}{
		{"Claire", "Pole Emploi", []string{"--from", "2011", "--to", "2013"}, "likely"},
		{"Malik", "France Travail", nil, "possible"}, // doesn't know when
		{"Noémie", "ANPE", []string{"--from", "2024-06", "--current"}, "not-concerned"},
	} {
		s.do("person", "add", c.person)
		s.do(append([]string{"affiliation", "add", "--person", c.person, "--organisation", c.organisation, "--relation", "jobseeker"}, c.period...)...)
		f := s.finding(c.person, "france-travail-2024")
		if f.Verdict != c.verdict {
			t.Errorf("%s is %s, want %s", c.person, f.Verdict, c.verdict)
		}
		if concerned := c.verdict != "not-concerned"; slices.Contains(f.Exposed, nir) != concerned {
			t.Errorf("%s, %s: exposed %v", c.person, c.verdict, f.Exposed)
		}
		for _, class := range []string{"Passwords", "Bank account numbers"} {
			if !slices.Contains(f.NotConcerned, class) || slices.Contains(append(f.Exposed, f.Possible...), class) {
				t.Errorf("%s: %s is not told as untouched: %+v", c.person, class, f)
			}
		}
	}
}

// TestKairosHeldNoNIR: whoever asks and whatever they say, the tool Kairos had no
// social security number to lose.
func TestKairosHeldNoNIR(t *testing.T) {
	t.Parallel()
	const kairos, name = "france-travail-kairos-2025", "Claire"
	s := newSession(t)
	s.do("person", "add", name)
	for _, c := range []struct {
		say     []string
		verdict string
	}{
		{[]string{"affiliation", "add", "--person", name, "--organisation", "Pôle emploi", "--relation", "jobseeker", "--from", "2024-06", "--current"}, "possible"},
		{[]string{"answer", kairos, "--person", name, "--question", "1.via", "yes"}, "likely"},
		{[]string{"answer", kairos, "--person", name, "notice-received"}, "confirmed"},
		{[]string{"answer", kairos, "--person", name, "not-me"}, "not-concerned"},
	} {
		s.do(c.say...)
		f := s.finding(name, kairos)
		if f.Verdict != c.verdict {
			t.Errorf("after %v: %s, want %s", c.say, f.Verdict, c.verdict)
		}
		if slices.Contains(append(f.Exposed, f.Possible...), nir) {
			t.Errorf("%s: exposed %v, possible %v", c.verdict, f.Exposed, f.Possible)
		}
	}
}

// finding is what is found of one breach for one person, without a network.
func (s *session) finding(person, breach string) finding {
	s.t.Helper()
	all := ask[[]finding](s, "--offline", "findings", "--person", person)
	i := slices.IndexFunc(all, func(f finding) bool { return f.Breach == breach })
	if i < 0 {
		s.t.Fatalf("nothing is said of %s to %s", breach, person)
	}
	return all[i]
}
