package identifier

import (
	"fmt"
	"strings"
)

// The length of a NIR without and with its key.
const (
	nirLength    = 13
	nirKeyLength = 15
)

// nirGroups are the groups of a NIR as Insee defines them (the NIR schema of
// xml.insee.fr and insee.fr/fr/metadonnees/definition/c1409).
var nirGroups = []struct {
	name     string
	from, to int
	fits     func(string) bool
}{
	// 1 man, 2 woman; 3, 4, 7 and 8 while the person is being registered.
	{"sex", 0, 1, func(s string) bool { return strings.Contains("123478", s) }},
	{"year", 1, 3, isDigits},
	{"month", 3, 5, isNIRMonth},
	{"department", 5, 7, isNIRDepartment},
	// Communes merge, split and are renumbered, and overseas the third digit of
	// the department (97x, 98x) stands here: any three digits. The key catches slips.
	{"commune", 7, 10, isDigits},
	{"order", 10, 13, func(s string) bool { return isDigits(s) && s != "000" }},
}

// nir reads a social security number (numéro d'inscription au répertoire), with
// or without the key that follows it. The normal form has 15 characters: the
// key adds nothing but protection against slips, so that a number without its
// key (as on pay slips) is completed rather than refused.
func nir(text string) (string, error) {
	s := compact(text)
	if len(s) != nirLength && len(s) != nirKeyLength {
		return "", refuse("nir.length")
	}
	for _, g := range nirGroups {
		if !g.fits(s[g.from:g.to]) {
			return "", refuse("nir." + g.name)
		}
	}
	whole := s[:nirLength] + nirKey(s[:nirLength])
	if len(s) == nirKeyLength && s != whole {
		return "", refuse("nir.key")
	}
	return whole, nil
}

// nirKey is the complement to 97 of the number modulo 97. Corsica's letters
// count as 19 and 18.
func nirKey(s string) string {
	department := strings.NewReplacer("2A", "19", "2B", "18").Replace(s[5:7])
	return fmt.Sprintf("%02d", 97-mod97(s[:5]+department+s[7:]))
}

// isNIRMonth knows the months of birth and what stands for one when the
// civil-status record lacks it: 20 to 42 and 50 to 99.
func isNIRMonth(s string) bool {
	return isDigits(s) && (s >= "01" && s <= "12" || s >= "20" && s <= "42" || s >= "50")
}

// isNIRDepartment knows the departments of birth: 01 to 95, 2A and 2B, 20 for
// Corsica before 1976, 91 to 96 for the former departments and protectorates of
// North Africa, 97 and 98 overseas, 99 abroad.
func isNIRDepartment(s string) bool {
	return s == "2A" || s == "2B" || isDigits(s) && s != "00"
}
