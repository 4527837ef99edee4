package identifier

import (
	"fmt"
	"strings"
)

// ibanLength is the length of an IBAN by country, from the IBAN registry that
// SWIFT keeps for ISO 13616 (release 100).
var ibanLength = map[string]int{
	"AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BH": 22, "BI": 27,
	"BR": 29, "BY": 28, "CH": 21, "CR": 22, "CY": 28, "CZ": 24, "DE": 22, "DJ": 27, "DK": 18, "DO": 28,
	"EE": 20, "EG": 29, "ES": 24, "FI": 18, "FK": 18, "FO": 18, "FR": 27, "GB": 22, "GE": 22, "GI": 23,
	"GL": 18, "GR": 27, "GT": 28, "HN": 28, "HR": 21, "HU": 28, "IE": 22, "IL": 23, "IQ": 23, "IS": 26,
	"IT": 27, "JO": 30, "KW": 30, "KZ": 20, "LB": 28, "LC": 32, "LI": 21, "LT": 20, "LU": 20, "LV": 21,
	"LY": 25, "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MN": 20, "MR": 27, "MT": 31, "MU": 30, "NI": 28,
	"NL": 18, "NO": 15, "OM": 23, "PK": 24, "PL": 28, "PS": 29, "PT": 25, "QA": 29, "RO": 24, "RS": 22,
	"RU": 33, "SA": 24, "SC": 31, "SD": 18, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "SO": 23, "ST": 25,
	"SV": 28, "TL": 23, "TN": 24, "TR": 26, "UA": 29, "VA": 22, "VG": 24, "XK": 20, "YE": 30,
}

// iban reads an international bank account number and gives it in capitals
// without spaces.
func iban(text string) (string, error) {
	s := compact(text)
	s = strings.TrimLeft(strings.TrimPrefix(s, "IBAN"), ":") // as copied from a statement
	if strings.Trim(s, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
		return "", refuse("iban.characters")
	}
	country := s[:min(2, len(s))]
	length, ok := ibanLength[country]
	switch {
	case !ok:
		return "", refuse("iban.country")
	case len(s) != length:
		return "", refuse("iban.length")
	case s[2:4] != ibanKey(country, s[4:]):
		return "", refuse("iban.key")
	}
	return s, nil
}

// ibanKey is ISO 7064 MOD 97-10 over the account and the country.
func ibanKey(country, account string) string {
	return fmt.Sprintf("%02d", 98-mod97(account+country+"00"))
}

func maskIBAN(text string) string {
	if len(text) < 15 { // the shortest there is
		return hidden
	}
	return text[:2] + " " + hidden + " " + text[len(text)-4:]
}
