package identifier_test

import (
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/pelletier/go-toml/v2"

	"vigie/assets/words"
	"vigie/monitor"
	"vigie/monitor/identifier"
)

// refusals has a text for every way in which Parse refuses one.
var refusals = []struct {
	kind       monitor.Kind
	typed, why string
}{
	{"passport", "X", "kind"},
	{monitor.Name, " \n\u200b ", "empty"},
	{monitor.Address, " ,\n, ", "empty"},
	{monitor.Name, strings.Repeat("a", 501), "too-long"},
	{monitor.Name, strings.Repeat("a", 101), "too-long"},
	{monitor.Address, strings.Repeat("a\n", 200), "too-long"},
	{monitor.Email, "a@" + strings.Repeat("abcdefg.", 32) + "org", "email.domain"},
	{monitor.Email, strings.Repeat("a", 64) + "@" + strings.Repeat("abcdefg.", 24) + "org", "too-long"},
	{monitor.Name, "\xe9lo\xefse", "unreadable"},        // Latin-1
	{monitor.Email, "a\x00b@example.org", "unreadable"}, // not ab@example.org, who is somebody else
	{monitor.Name, "\ufffdlo\ufffdse", "unreadable"},
	{monitor.Email, "c•••@e•••.org", "masked"},
	{monitor.Address, "•••", "masked"},

	{monitor.Email, "claire.example.org", "email"},
	{monitor.Email, "@example.org", "email"},
	{monitor.Email, "claire@", "email"},
	{monitor.Email, "a@b@example.org", "email"},
	{monitor.Email, "éloïse@example.org", "email.local"},
	{monitor.Email, "cla ire@example.org", "email.local"},
	{monitor.Email, `"cla ire"@example.org`, "email.local"},
	{monitor.Email, ".claire@example.org", "email.local"},
	{monitor.Email, "claire.@example.org", "email.local"},
	{monitor.Email, "cla..ire@example.org", "email.local"},
	{monitor.Email, strings.Repeat("a", 65) + "@example.org", "email.local"},
	{monitor.Email, "claire@localhost", "email.domain"},
	{monitor.Email, "claire@exam ple.org", "email.domain"},
	{monitor.Email, "claire@exam_ple.org", "email.domain"},
	{monitor.Email, "claire@-example.org", "email.domain"},
	{monitor.Email, "claire@example..org", "email.domain"},
	{monitor.Email, "claire@192.0.2.1", "email.domain"},
	{monitor.Email, "claire@[192.0.2.1]", "email.domain"},
	{monitor.Email, "claire@example.o", "email.domain"},
	{monitor.Email, "claire@" + strings.Repeat("a", 64) + ".org", "email.domain"},
	{monitor.Email, "claire@example.org,", "email.domain"},

	{monitor.Phone, "06 39 98 12", "phone"},
	{monitor.Phone, "06 39 98 12 34 56", "phone"},
	{monitor.Phone, "+33 9", "phone"},
	{monitor.Phone, "3949", "phone"},
	{monitor.Phone, "06 39 98 12 34 poste 5", "phone"},
	{monitor.Phone, "+999 123 456 789", "phone"},
	{monitor.Phone, "-", "phone"},

	{monitor.Username, "_-_", "username"},
	{monitor.Name, "42", "name"},
	{monitor.BirthPlace, "974", "birth-place"},
	{monitor.Address, "- / -", "address"},
	{monitor.LicenceNumber, "#", "licence-number"},
	{monitor.CustomerNumber, "n°"[1:], "customer-number"},

	{monitor.BirthDate, "1985", "birth-date"},
	{monitor.BirthDate, "07/1985", "birth-date"},
	{monitor.BirthDate, "23/07/85", "birth-date"},
	{monitor.BirthDate, "07/23/1985", "birth-date"},
	{monitor.BirthDate, "31/04/1985", "birth-date"},
	{monitor.BirthDate, "29/02/1985", "birth-date"},
	{monitor.BirthDate, "0/07/1985", "birth-date"},
	{monitor.BirthDate, "23/0/1985", "birth-date"},
	{monitor.BirthDate, "23 brumaire 1985", "birth-date"},
	{monitor.BirthDate, "2er mai 1985", "birth-date"},
	{monitor.BirthDate, "23/07/1985/1", "birth-date"},
	{monitor.BirthDate, "+3/07/1985", "birth-date"},
	{monitor.BirthDate, "31/12/1899", "birth-date.past"},
	{monitor.BirthDate, "23/11/2026", "birth-date.future"},

	{monitor.NIR, "2 85 07 75 999 00", "nir.length"},
	{monitor.NIR, "2 85 07 75 999 001 3", "nir.length"},
	{monitor.NIR, "0850775999001", "nir.sex"},
	{monitor.NIR, "5850775999001", "nir.sex"},
	{monitor.NIR, "9850775999001", "nir.sex"},
	{monitor.NIR, "28O0775999001", "nir.year"},
	{monitor.NIR, "2850075999001", "nir.month"},
	{monitor.NIR, "2851375999001", "nir.month"},
	{monitor.NIR, "2851975999001", "nir.month"},
	{monitor.NIR, "2854375999001", "nir.month"},
	{monitor.NIR, "2854975999001", "nir.month"},
	{monitor.NIR, "2850700999001", "nir.department"},
	{monitor.NIR, "285072C999001", "nir.department"},
	{monitor.NIR, "28507A2999001", "nir.department"},
	{monitor.NIR, "2850775O99001", "nir.commune"},
	{monitor.NIR, "2850775999000", "nir.order"},
	{monitor.NIR, "2850775999OO1", "nir.order"},
	{monitor.NIR, "285077599900133", "nir.key"},
	{monitor.NIR, "2850775999001O2", "nir.key"},

	{monitor.FranceTravailID, "123456", "france-travail-id"},
	{monitor.FranceTravailID, "123456789012", "france-travail-id"},
	{monitor.FranceTravailID, "ABCDEFGH", "france-travail-id"},
	{monitor.FranceTravailID, "1234567#", "france-travail-id"},

	{monitor.IBAN, "F", "iban.country"},
	{monitor.IBAN, "XX1420041010050500013M02606", "iban.country"},
	{monitor.IBAN, "1420041010050500013M02606", "iban.country"},
	{monitor.IBAN, "FR14 2004 1010 0505 0001 3M02 60", "iban.length"},
	{monitor.IBAN, "FR15 2004 1010 0505 0001 3M02 606", "iban.key"},
	{monitor.IBAN, "FRA4 2004 1010 0505 0001 3M02 606", "iban.key"},
	{monitor.IBAN, "FR14 2004 1010 0505 0001 3é02 606", "iban.characters"},

	{monitor.CardLast4, "123", "card-last4"},
	{monitor.CardLast4, "12345", "card-last4"},
	{monitor.CardLast4, "12E4", "card-last4"},
	{monitor.CardLast4, "4970 1000 0000 1234", "card-last4.whole"},
	{monitor.CardLast4, "497010000000", "card-last4.whole"},

	{monitor.Domain, "https://example.org/", "domain"},
	{monitor.Domain, "example", "domain"},
	{monitor.Domain, "192.0.2.1", "domain"},
	{monitor.Domain, "@@example.org", "domain"},
}

func TestRefusals(t *testing.T) {
	for _, c := range refusals {
		v, err := identifier.Parse(c.kind, c.typed, today)
		if err == nil {
			t.Errorf("%s %q: taken as %q", c.kind, c.typed, v.Reveal())
			continue
		}
		if key := refusalKey(t, err); key != "identifier."+c.why {
			t.Errorf("%s %q: refused as %s, want %s", c.kind, c.typed, key, c.why)
		}
	}
}

// TestWords: every refusal has its two sentences in both languages, and no
// other sentence stands with them.
func TestWords(t *testing.T) {
	want := map[string]bool{"problem.identifier.damaged": true, "problem.identifier.damaged.do": true}
	for _, kind := range monitor.Kinds() {
		want["identifier.kind."+string(kind)] = true
	}
	for _, c := range refusals {
		want["problem.identifier."+c.why] = true
		want["problem.identifier."+c.why+".do"] = true
	}
	for _, lang := range words.Languages() {
		var have map[string]string
		path := filepath.Join("..", "..", "assets", "words", lang, "identifier.toml")
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := toml.Unmarshal(data, &have); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		for _, key := range slices.Sorted(maps.Keys(want)) {
			if have[key] == "" {
				t.Errorf("%s: no words for %s", lang, key)
			}
		}
		for _, key := range slices.Sorted(maps.Keys(have)) {
			if !want[key] {
				t.Errorf("%s: %s is never said", lang, key)
			}
			if strings.ContainsAny(have[key], "!{\n") {
				t.Errorf("%s: %s is not one calm line without fields", lang, key)
			}
		}
	}
}

// refusalKey is the key of a refusal that holds nothing else: no argument and
// no cause, where the text that was typed could hide.
func refusalKey(t errorer, err error) string {
	t.Helper()
	var p *monitor.Problem
	switch {
	case !errors.As(err, &p):
		t.Errorf("%T is not a problem", err)
		return ""
	case p.Args != nil || p.Err != nil || err.Error() != p.Key:
		t.Errorf("%s says more than its key", p.Key)
	case !p.Usage:
		t.Errorf("%s is not a wrong usage", p.Key)
	}
	return p.Key
}

// errorer is a *testing.T or a *rapid.T.
type errorer interface {
	Helper()
	Errorf(format string, args ...any)
}
