package passwords

import (
	"strings"
	"unicode"

	"vigie/monitor"
)

// About lists what people build passwords from out of the household's own
// identifiers: parts of names, days and years of birth in every usual order,
// towns, the first part of an address, the digits of a telephone.
func About(values []monitor.Value) []string {
	var words []string
	for _, v := range values {
		text := v.Reveal()
		switch v.Kind() {
		case monitor.BirthDate:
			words = append(words, datesOf(text)...)
		case monitor.Email:
			local, _, _ := strings.Cut(text, "@")
			words = append(words, local)
			words = append(words, parts(local)...)
		case monitor.Phone:
			digits := onlyDigits(text)
			if national, ok := strings.CutPrefix(digits, "33"); ok {
				digits = "0" + national
			}
			words = append(words, digits, digits[max(0, len(digits)-4):])
		case monitor.Name, monitor.Username, monitor.BirthPlace, monitor.Address:
			words = append(words, parts(text)...)
		}
	}
	return words
}

// parts are the words and numbers of a text, and the whole without what separates them.
func parts(text string) []string {
	words := strings.FieldsFunc(text, func(r rune) bool { return !alphanumeric(r) })
	return append(words, strings.Join(words, ""))
}

// datesOf writes a day, given as 1985-07-23, the ways it stands in passwords.
func datesOf(day string) []string {
	p := strings.Split(day, "-")
	if len(p) != 3 || len(p[0]) != 4 {
		return nil
	}
	y, m, d := p[0], p[1], p[2]
	return []string{y, d + m + y, d + m + y[2:], y + m + d, d + m, m + d, m + y, d + "/" + m + "/" + y, d + "-" + m + "-" + y, d + "." + m + "." + y}
}

func onlyDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return r
		}
		return -1
	}, s)
}
