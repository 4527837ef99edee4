package identifier

import (
	"regexp"
	"strings"
	"unicode"

	"github.com/nyaruka/phonenumbers"
)

// regions are tried in this order for a number without a country: those of
// French overseas departments are written like those of mainland France, but
// begin with digits that it does not use. Mayotte shares Réunion's country code.
var regions = []string{"FR", "RE", "GP", "MQ", "GF"}

// fiction are the ranges that the French numbering plan keeps for films and
// books (Arcep decision 2018-0881, as amended): no household has them, but
// demonstrations do. The library knows only some as valid.
var fiction = regexp.MustCompile(`^\+33(19900|26191|35301|46571|53649|63998)[0-9]{4}$`)

var e164 = regexp.MustCompile(`^\+[1-9][0-9]{6,14}$`)

// phone reads a number as written in France or with its country code, and
// gives its E.164 form: +33639980123.
func phone(text string) (string, error) {
	if strings.ContainsFunc(text, unicode.IsLetter) {
		return "", refuse("phone") // extensions, and numbers spelled as words
	}
	for _, region := range regions {
		number, err := phonenumbers.Parse(text, region)
		if err != nil {
			return "", refuse("phone")
		}
		form := phonenumbers.Format(number, phonenumbers.E164)
		if (phonenumbers.IsValidNumber(number) || fiction.MatchString(form)) && e164.MatchString(form) {
			return form, nil
		}
	}
	return "", refuse("phone")
}

// maskPhone shows the country, the first digit and, of a number long enough to
// keep secrets, the last two.
func maskPhone(text string) string {
	number, err := phonenumbers.Parse(text, "")
	if err != nil {
		return hidden
	}
	national := phonenumbers.GetNationalSignificantNumber(number)
	country := strings.TrimSuffix(text, national)
	if len(national) < 7 {
		return country + " " + hidden
	}
	return country + " " + national[:1] + " " + hidden + " " + national[len(national)-2:]
}
