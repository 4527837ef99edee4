package identifier

import (
	_ "embed" // countries.txt
	"regexp"
	"slices"
	"strconv"
	"strings"
)

var e164 = regexp.MustCompile(`^\+[1-9][0-9]{6,14}$`)

// countries has a line for each calling code: the code, how many digits the
// numbers of people there have, and 0 where one is dialled before them inside the
// country only. It is written by TestCountries from the data of libphonenumber,
// which itself would be read whole at each start of the program (6 ms, 2.5 MB).
//
//go:embed countries.txt
var countries string

// country is where a number without its + is from; "" for nowhere.
func country(number string) (code string, lengths []string, trunk bool) {
	for line := range strings.Lines(countries) {
		f := strings.Fields(line)
		if strings.HasPrefix(number, f[0]) { // no code begins with another
			return f[0], strings.Split(f[1], ","), len(f) == 3
		}
	}
	return "", nil, false
}

// overseas are the first digits, after the 0, of numbers of French territories that
// have a country code of their own. They are dialled like those of the mainland,
// and written with another code abroad: 0596 12 34 56 is +596 596 12 34 56.
// Source: Arcep's numbering plan (décision 2018-0881 as amended, numéros
// territorialisés); for 0709 libphonenumber, which has what is in use of it.
var overseas = []struct {
	code   string
	begins []string
}{
	{"33", []string{"63998"}}, // of the mainland: kept for films and books, and for demonstrations
	{"262", []string{"262", "263", "269", "639", "692", "693", "7092", "70935", "70936", "70937"}}, // Réunion, Mayotte
	{"590", []string{"590", "690", "691", "7090"}},                                                 // Guadeloupe, Saint-Barthélemy, Saint-Martin
	{"594", []string{"594", "694", "70930", "70931", "70932", "70933"}},                            // French Guiana
	{"596", []string{"596", "696", "697", "7091"}},                                                 // Martinique
}

// miquelon is how numbers of Saint-Pierre-et-Miquelon are dialled from elsewhere in
// France. It is their country code: six digits follow.
const miquelon = "508"

// phone reads a number as written in France or with its country code, and gives
// its E.164 form: +33639980123. The number of digits has to be right, and that is
// all that is looked at: which ranges are in use changes every year.
func phone(text string) (string, error) {
	dialled := strings.NewReplacer("(", "", ")", "", "[", "", "]", "", "/", "").Replace(compact(text))
	number, abroad := strings.CutPrefix(dialled, "+")
	if !abroad {
		number, abroad = strings.CutPrefix(dialled, "00")
	}
	form := ""
	switch {
	case !isDigits(number):
		// an extension, or a number spelled as a word
	case abroad:
		form = international(number)
	default:
		form = french(number)
	}
	if !e164.MatchString(form) {
		return "", refuse("phone")
	}
	return form, nil
}

// international is the form of a number that begins with a country code; "" where
// there is none. A 0 that is dialled inside the country only may stand after it,
// as in +33 (0)6.
func international(number string) string {
	code, lengths, trunk := country(number)
	national := strings.TrimPrefix(number, code)
	if trunk {
		national = strings.TrimPrefix(national, "0")
		trunk = strings.HasPrefix(national, "0") // a second one is a slip
	}
	if trunk || !slices.Contains(lengths, strconv.Itoa(len(national))) {
		return ""
	}
	return "+" + code + national
}

// french is the form of a number as it is dialled in France; "" where there is none.
func french(number string) string {
	national, _ := strings.CutPrefix(number, "0")
	if len(number) == 11 {
		national, _ = strings.CutPrefix(number, "33") // its + forgotten
	}
	if len(national) != 9 || national[0] == '0' {
		return ""
	}
	if after, there := strings.CutPrefix(national, miquelon); there {
		return "+" + miquelon + after
	}
	for _, territory := range overseas {
		if slices.ContainsFunc(territory.begins, func(b string) bool { return strings.HasPrefix(national, b) }) {
			return "+" + territory.code + national
		}
	}
	return "+33" + national
}

// maskPhone shows the country, the first digit and, of a number long enough to
// keep secrets, the last two.
func maskPhone(text string) string {
	number := strings.TrimPrefix(text, "+")
	code, _, _ := country(number)
	national := strings.TrimPrefix(number, code)
	switch {
	case code == "":
		return hidden
	case len(national) < 7:
		return "+" + code + " " + hidden
	}
	return "+" + code + " " + national[:1] + " " + hidden + " " + national[len(national)-2:]
}
