package identifier_test

import (
	"testing"

	"vigie/monitor"
	"vigie/monitor/identifier"
)

// TestSame: one thing typed in two ways is one identifier; sub-addresses of one
// mailbox are two, which share a canonical form.
func TestSame(t *testing.T) {
	for _, c := range []struct {
		kind            monitor.Kind
		a, b            string
		same, canonical bool
	}{
		{monitor.Email, "Claire@example.org", "claire@EXAMPLE.org", true, true},
		{monitor.Email, "info@été.test", "info@xn--t-9fab.test", true, true},
		{monitor.Email, "claire+shop@example.org", "claire@example.org", false, true},
		{monitor.Email, "claire+shop@example.org", "Claire+bank@example.org", false, true},
		{monitor.Email, "cl.aire@gmail.com", "claire+shop@googlemail.com", false, true},
		{monitor.Email, "cl.aire@example.org", "claire@example.org", false, false},
		{monitor.Email, "+shop@example.org", "+bank@example.org", false, false},
		{monitor.Email, "claire@example.org", "claire@example.com", false, false},
		{monitor.Phone, "06 39 98 12 34", "+33 6 39 98 12 34", true, true},
		{monitor.Phone, "06 39 98 12 34", "06 39 98 12 35", false, false},
		{monitor.Name, "Éloïse de la Vigie", "ELOISE DE LA VIGIE", true, true},
		{monitor.Name, "Éloïse Vigie", "Élise Vigie", false, false},
		{monitor.Address, "12, rue de l’Église\n99999 Vigie", "12 rue de l'eglise 99999 VIGIE", true, true},
		{monitor.Username, "Vigie", "vigie", true, true},
		{monitor.Username, "vi.gie", "vigie", false, false},
		{monitor.CustomerNumber, "ab-12", "AB 12", true, true},
		{monitor.NIR, "2850775999001", "2 85 07 75 999 001 32", true, true},
		{monitor.IBAN, "fr1420041010050500013m02606", "FR14 2004 1010 0505 0001 3M02 606", true, true},
	} {
		a, b := parse(t, c.kind, c.a), parse(t, c.kind, c.b)
		if got := identifier.Same(a, b); got != c.same || identifier.Same(b, a) != c.same {
			t.Errorf("%s %q and %q: same %v", c.kind, c.a, c.b, got)
		}
		if got := identifier.Same(identifier.Canonical(a), identifier.Canonical(b)); got != c.canonical {
			t.Errorf("%s %q and %q: same canonical form %v", c.kind, c.a, c.b, got)
		}
	}
}

func TestSameNeedsAKind(t *testing.T) {
	number, licence := parse(t, monitor.CustomerNumber, "1234567"), parse(t, monitor.LicenceNumber, "1234567")
	if identifier.Same(number, licence) {
		t.Error("a customer number is a licence number")
	}
	if identifier.Same(monitor.Value{}, monitor.Value{}) {
		t.Error("no value is a value")
	}
}
