package xposedornot

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"vigie/monitor"
)

// spellings are what the service calls classes that Have I Been Pwned calls
// otherwise, in lower case. Most were found in the service's own list of
// corrections (XposedOrNot-API, services/analytics.py).
var spellings = map[string][]monitor.Class{
	"address":                        {"Physical addresses"},
	"blood types":                    {"Personal health data"},
	"body measurements":              {"Physical attributes"},
	"browsers":                       {"Browser user agent details"},
	"credit card details":            {"Credit cards"},
	"credit card info":               {"Credit cards"},
	"customer support tickets":       {"Support tickets"},
	"dietary preferences":            {"Eating habits"},
	"drink habits":                   {"Drinking habits"},
	"email":                          {"Email addresses"},
	"email addresse":                 {"Email addresses"},
	"emails":                         {"Email addresses"},
	"flight details":                 {"Flights taken"},
	"gendersdates of birth":          {"Genders", "Dates of birth"},
	"government ids":                 {"Government issued IDs"},
	"gps coordinates":                {"Latitude and longitude pairs"},
	"ip address":                     {"IP addresses"},
	"languages":                      {"Spoken languages"},
	"license plates":                 {"Licence plates"},
	"mail addresses":                 {"Email addresses"},
	"medical conditions":             {"Personal health data"},
	"medications":                    {"Personal health data"},
	"name":                           {"Names"},
	"national ids":                   {"Government issued IDs"},
	"password":                       {"Passwords"},
	"password history":               {"Historical passwords"},
	"passwords history":              {"Historical passwords"},
	"phone":                          {"Phone numbers"},
	"phone number":                   {"Phone numbers"},
	"physical disabilities":          {"Disabilities"},
	"psychological conditions":       {"Personal health data"},
	"security questions":             {"Security questions and answers"},
	"sexual preferences":             {"Sexual orientations"},
	"spouses details":                {"Spouses names"},
	"user names":                     {"Usernames"},
	"username":                       {"Usernames"},
	"vehicle identification numbers": {"Vehicle identification numbers (VINs)"},
}

// maxClasses is more kinds of data than there are.
const maxClasses = 200

// classes reads the kinds of data of one entry, each once. What has no name of
// ours is kept as it came.
func classes(data []string) []monitor.Class {
	var all []monitor.Class
	for _, d := range data[:min(len(data), maxClasses)] {
		if d = plain(d); d == "" {
			continue
		}
		means, ok := spellings[strings.ToLower(d)]
		if !ok {
			means = []monitor.Class{monitor.Class(sentence(d))}
		}
		for _, c := range means {
			if !slices.Contains(all, c) {
				all = append(all, c)
			}
		}
	}
	return all
}

// plain is a text without anything that could be taken for markup.
func plain(s string) string {
	return monitor.CleanText(strings.NewReplacer("<", "", ">", "").Replace(s), monitor.MaxName)
}

// sentence writes a title as Have I Been Pwned writes its classes: "Bank Account
// Numbers" is "Bank account numbers", while "IP addresses" stays.
func sentence(title string) string {
	words := strings.Split(title, " ")
	for i, w := range words {
		first, size := utf8.DecodeRuneInString(w)
		switch {
		case strings.ContainsFunc(w[size:], unicode.IsUpper):
			// an abbreviation
		case i == 0:
			words[i] = string(unicode.ToUpper(first)) + w[size:]
		default:
			words[i] = strings.ToLower(w)
		}
	}
	return strings.Join(words, " ")
}
