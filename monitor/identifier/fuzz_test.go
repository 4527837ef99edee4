package identifier_test

import (
	"testing"

	"vigie/monitor"
)

// The seeds are the corpus that is kept; what fuzzing finds is added to them.

func FuzzEmail(f *testing.F) {
	fuzz(f, monitor.Email, "Claire.Vigie+shop@Example.ORG", "info@Bücher.example.org", "a@xn--zz-.org", "a@b。org", `"a b"@example.org`, "a@[::1]", "c•••@e•••.fr")
}

func FuzzPhone(f *testing.F) {
	fuzz(f, monitor.Phone, "06 39 98 12 34", "+33(0)639981234", "0033639981234", "+1 (202) 555-0123", "０６３９９８１２３４", "+33", "*#06#", "06/39/98/12/34")
}

func FuzzNIR(f *testing.F) {
	fuzz(f, monitor.NIR, "2 85 07 75 999 001 32", "285072A999001", "1.85.07.2B.999.002.68", "000000000000000", "2é50775999001")
}

func FuzzIBAN(f *testing.F) {
	fuzz(f, monitor.IBAN, "FR14 2004 1010 0505 0001 3M02 606", "IBAN:DE89370400440532013000", "IBANIBAN", "FR", "NO9386011117947")
}

func FuzzBirthDate(f *testing.F) {
	fuzz(f, monitor.BirthDate, "1985-07-23", "23/07/1985", "1ᵉʳ mai 1985", "23 July 1985", "29/02/1900", "9999999999/1/1", "١/٢/١٩٨٥")
}

// FuzzText is for the kinds that take nearly anything.
func FuzzText(f *testing.F) {
	kinds := []monitor.Kind{monitor.Username, monitor.Name, monitor.BirthPlace, monitor.Address, monitor.LicenceNumber,
		monitor.CustomerNumber, monitor.FranceTravailID, monitor.CardLast4, monitor.Domain}
	for _, seed := range []string{"Éloïse", "1 rue A\r\n99999 Vigie", "e\u200b\u0301", ",\x00,a", "xn--a.fr", "1234"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		for _, kind := range kinds {
			checkParse(t, kind, typed)
		}
	})
}

func fuzz(f *testing.F, kind monitor.Kind, seeds ...string) {
	for _, seed := range seeds {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, typed string) { checkParse(t, kind, typed) })
}
