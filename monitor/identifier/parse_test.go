package identifier_test

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"vigie/monitor"
	"vigie/monitor/identifier"
)

// today is fixed: nothing here depends on the day the tests run.
var today = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)

func TestParse(t *testing.T) {
	for _, c := range []struct {
		kind                monitor.Kind
		typed, want, masked string
	}{
		{monitor.Email, " Claire.Vigie@Example.ORG\n", "Claire.Vigie@example.org", "C•••@e•••.org"},
		{monitor.Email, "claire+shop@example.org", "claire+shop@example.org", "c•••@e•••.org"},
		{monitor.Email, "c@mail.example.org.", "c@mail.example.org", "c•••@m•••.org"},
		{monitor.Email, "o'neil{x}@example.com", "o'neil{x}@example.com", "o•••@e•••.com"},
		{monitor.Email, "info@Bücher.example.org", "info@xn--bcher-kva.example.org", "i•••@b•••.org"},
		{monitor.Email, "info@été.test", "info@xn--t-9fab.test", "i•••@é•••.test"},
		{monitor.Email, "\u200bclaire\u200b@example.org", "claire@example.org", "c•••@e•••.org"},

		{monitor.Phone, "06 39 98 12 34", "+33639981234", "+33 6 ••• 34"},
		{monitor.Phone, "06.39.98.12.34", "+33639981234", "+33 6 ••• 34"},
		{monitor.Phone, "+33(0)639981234", "+33639981234", "+33 6 ••• 34"},
		{monitor.Phone, "+33 (0)6 39 98 12 34", "+33639981234", "+33 6 ••• 34"},
		{monitor.Phone, "0033 6 39 98 12 34", "+33639981234", "+33 6 ••• 34"},
		{monitor.Phone, "\u202a06\u202f39\u202f98\u202f12\u202f34\u202c", "+33639981234", "+33 6 ••• 34"},
		{monitor.Phone, "01 99 00 12 34", "+33199001234", "+33 1 ••• 34"},
		{monitor.Phone, "02 61 91 12 34", "+33261911234", "+33 2 ••• 34"},
		{monitor.Phone, "03 53 01 12 34", "+33353011234", "+33 3 ••• 34"},
		{monitor.Phone, "04 65 71 12 34", "+33465711234", "+33 4 ••• 34"},
		{monitor.Phone, "05 36 49 12 34", "+33536491234", "+33 5 ••• 34"},

		{monitor.Username, "  vigie_42 ", "vigie_42", "v•••"},
		{monitor.Username, "_vigie", "_vigie", "v•••"},
		{monitor.Username, "7", "7", "•••"},

		{monitor.Name, "  Éloïse   de la  Vigie ", "Éloïse de la Vigie", "É••• V•••"},
		{monitor.Name, "E\u0301loïse", "Éloïse", "É•••"},
		{monitor.Name, "Y", "Y", "•••"},
		{monitor.Name, "O Y", "O Y", "••• •••"},

		{monitor.BirthDate, "1985-07-23", "1985-07-23", "•••"},
		{monitor.BirthDate, "23/07/1985", "1985-07-23", "•••"},
		{monitor.BirthDate, "23.07.1985", "1985-07-23", "•••"},
		{monitor.BirthDate, "23-7-1985", "1985-07-23", "•••"},
		{monitor.BirthDate, "23 juillet 1985", "1985-07-23", "•••"},
		{monitor.BirthDate, "23 Juillet\u00a01985", "1985-07-23", "•••"},
		{monitor.BirthDate, "23 July 1985", "1985-07-23", "•••"},
		{monitor.BirthDate, "1er mai 1985", "1985-05-01", "•••"},
		{monitor.BirthDate, "1ᵉʳ mai 1985", "1985-05-01", "•••"},
		{monitor.BirthDate, "3 AOÛT 1985", "1985-08-03", "•••"},
		{monitor.BirthDate, "29 fevrier 1984", "1984-02-29", "•••"},
		{monitor.BirthDate, "1/1/1900", "1900-01-01", "•••"},
		{monitor.BirthDate, "22/11/2026", "2026-11-22", "•••"},

		{monitor.BirthPlace, "Saint-Denis  (974)", "Saint-Denis (974)", "•••"},
		{monitor.Address, "12 rue de l’Église\r\n\r\n 99999  Vigie \r\n", "12 rue de l’Église, 99999 Vigie", "•••"},
		{monitor.Address, "12 rue de l’Église,\n99999 Vigie", "12 rue de l’Église, 99999 Vigie", "•••"},

		// The communes 999 and 991 do not exist; the keys are right.
		{monitor.NIR, "2 85 07 75 999 001 " + keyOf("2850775999001"), "2850775999001" + keyOf("2850775999001"), "•••"},
		{monitor.NIR, "2.85.07.75.999.001", "2850775999001" + keyOf("2850775999001"), "•••"},
		{monitor.NIR, "2 85 07 2a 999 001 " + keyOf("285072A999001"), "285072A999001" + keyOf("285072A999001"), "•••"},
		{monitor.NIR, "185072B999002", "185072B999002" + keyOf("185072B999002"), "•••"},
		{monitor.NIR, "2550720999042", "2550720999042" + keyOf("2550720999042"), "•••"}, // Corsica before 1976
		{monitor.NIR, "7853097499123", "7853097499123" + keyOf("7853097499123"), "•••"}, // overseas, month unknown
		{monitor.NIR, "1629899991999", "1629899991999" + keyOf("1629899991999"), "•••"}, // abroad, month 98
		{monitor.NIR, "２850775999001", "2850775999001" + keyOf("2850775999001"), "•••"}, // full-width

		{monitor.FranceTravailID, "1234567 a", "1234567A", "•••"},
		{monitor.FranceTravailID, "12345678901", "12345678901", "•••"},

		{monitor.IBAN, "fr14 2004 1010 0505 0001 3m02 606", "FR1420041010050500013M02606", "FR ••• 2606"},
		{monitor.IBAN, "IBAN : DE89 3704 0044 0532 0130 00", "DE89370400440532013000", "DE ••• 3000"},
		{monitor.IBAN, "GB29-NWBK-6016-1331-9268-19", "GB29NWBK60161331926819", "GB ••• 6819"},
		{monitor.IBAN, "NO9386011117947", "NO9386011117947", "NO ••• 7947"},

		{monitor.CardLast4, " 12 34 ", "1234", "•••4"},
		{monitor.LicenceNumber, "AB-12  34", "AB-12 34", "•••"},
		{monitor.CustomerNumber, "n° 0042/7", "n° 0042/7", "•••"},

		{monitor.Domain, "Example.ORG.", "example.org", "e•••.org"},
		{monitor.Domain, "@example.org", "example.org", "e•••.org"},
		{monitor.Domain, "Été.example.org", "xn--t-9fab.example.org", "é•••.org"},
	} {
		v, err := identifier.Parse(c.kind, c.typed, today)
		if err != nil {
			t.Errorf("%s %q: %v", c.kind, c.typed, err)
			continue
		}
		if v.Kind() != c.kind || v.Reveal() != c.want || v.Masked() != c.masked {
			t.Errorf("%s %q: got %s %q shown as %q, want %q shown as %q",
				c.kind, c.typed, v.Kind(), v.Reveal(), v.Masked(), c.want, c.masked)
		}
	}
}

// TestBornToday: who is born today where the person lives may be entered, who
// is born tomorrow may not, whatever the day in UTC.
func TestBornToday(t *testing.T) {
	reunion := time.FixedZone("+04", 4*60*60)
	night := time.Date(2026, 11, 23, 1, 0, 0, 0, reunion) // 22 November in UTC
	if _, err := identifier.Parse(monitor.BirthDate, "23/11/2026", night); err != nil {
		t.Errorf("born today: %v", err)
	}
	if _, err := identifier.Parse(monitor.BirthDate, "24/11/2026", night); err == nil {
		t.Error("born tomorrow: accepted")
	}
}

// TestMaskLength: a mask is as long for a short value as for a long one.
func TestMaskLength(t *testing.T) {
	for kind, pair := range map[monitor.Kind][2]string{
		monitor.Email:           {"ab@cd.org", "a.very.long.name.indeed+tag@a.very.long.domain.example.org"},
		monitor.Phone:           {"06 39 98 12 34", "+49 1512 3456789"},
		monitor.Username:        {"ab", strings.Repeat("ab", 30)},
		monitor.Name:            {"Al Bo", "Alexandrine Marie de la Tour de Vigie"},
		monitor.BirthPlace:      {"Eu", "Saint-Remy-en-Bouzemont-Saint-Genest-et-Isson"},
		monitor.Address:         {"1 rue A", strings.Repeat("1 rue A ", 30)},
		monitor.FranceTravailID: {"1234567", "12345678901"},
		monitor.IBAN:            {"NO9386011117947", "FR1420041010050500013M02606"},
		monitor.LicenceNumber:   {"12", strings.Repeat("12", 30)},
		monitor.CustomerNumber:  {"12", strings.Repeat("12", 30)},
		monitor.Domain:          {"ab.org", "a.very.long.domain.example.org"},
	} {
		short, long := parse(t, kind, pair[0]), parse(t, kind, pair[1])
		if utf8.RuneCountInString(short.Masked()) != utf8.RuneCountInString(long.Masked()) {
			t.Errorf("%s: %q and %q differ in length", kind, short.Masked(), long.Masked())
		}
	}
}

// TestMaskOfAnything: Mask is exported and may meet a text that Parse never made.
func TestMaskOfAnything(t *testing.T) {
	for _, kind := range append(monitor.Kinds(), "unheard-of") {
		for _, text := range []string{"", "x", "@", "secretsecret", "+", "\xff"} {
			if mask := identifier.Mask(kind, text); len(text) > 1 && strings.Contains(mask, text) {
				t.Errorf("Mask(%s, %q) = %q", kind, text, mask)
			}
		}
	}
}

func parse(t *testing.T, kind monitor.Kind, typed string) monitor.Value {
	t.Helper()
	v, err := identifier.Parse(kind, typed, today)
	if err != nil {
		t.Fatalf("%s %q: %v", kind, typed, err)
	}
	return v
}
