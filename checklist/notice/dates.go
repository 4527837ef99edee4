package notice

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"vigie/monitor"
	"vigie/monitor/pattern"
)

// maxDates is how many days of a message are worth keeping.
const maxDates = 10

// months are the names of months and their short forms, without accents.
var months = map[string]int{
	"janvier": 1, "janv": 1, "january": 1, "jan": 1, "fevrier": 2, "fev": 2, "february": 2, "feb": 2, "mars": 3, "march": 3,
	"avril": 4, "avr": 4, "april": 4, "mai": 5, "may": 5, "juin": 6, "june": 6, "juillet": 7, "juil": 7, "july": 7,
	"aout": 8, "august": 8, "aug": 8, "septembre": 9, "sept": 9, "september": 9, "octobre": 10, "oct": 10, "october": 10,
	"novembre": 11, "nov": 11, "november": 11, "decembre": 12, "dec": 12, "december": 12,
}

// numeric is a day in digits: 13/03/2024, 13.03.2024 or 2024-03-13.
var numeric = pattern.New(`\b(?:(\d{1,2})[/.](\d{1,2})[/.](\d{4})|(\d{4})-(\d{2})-(\d{2}))\b`)

// days lists the days and months that a text names, in its order, each once.
// Days in digits are read the French way, day first.
func days(text string) []monitor.Date {
	var ds []monitor.Date
	add := func(y, m, d int) {
		s := fmt.Sprintf("%04d-%02d-%02d", y, m, d)
		if d == 0 {
			s = fmt.Sprintf("%04d-%02d", y, m)
		}
		if date, err := monitor.ParseDate(s); err == nil && !slices.Contains(ds, date) && len(ds) < maxDates {
			ds = append(ds, date)
		}
	}
	for _, m := range numeric().FindAllStringSubmatch(text, -1) {
		if m[3] != "" {
			add(atoi(m[3]), atoi(m[2]), atoi(m[1]))
		} else {
			add(atoi(m[4]), atoi(m[5]), atoi(m[6]))
		}
	}
	words := fold(text)
	for i, w := range words {
		month, ok := months[w]
		if !ok {
			continue
		}
		before, after, next := word(words, i-1), word(words, i+1), word(words, i+2)
		switch {
		case isYear(after): // 13 mars 2024, mars 2024
			add(atoi(after), month, ordinal(before))
		case ordinal(after) != 0 && isYear(next): // March 13, 2024
			add(atoi(next), month, ordinal(after))
		}
	}
	return ds
}

func word(words []string, i int) string {
	if i < 0 || i >= len(words) {
		return ""
	}
	return words[i]
}

func isYear(w string) bool { return len(w) == 4 && atoi(w) >= 1990 && atoi(w) <= 2100 }

// ordinal is a day of the month, « 1er » and "3rd" included, or 0.
func ordinal(w string) int {
	digits := strings.TrimRightFunc(w, unicode.IsLetter)
	switch strings.TrimPrefix(w, digits) {
	case "", "er", "st", "nd", "rd", "th":
		if n := atoi(digits); n >= 1 && n <= 31 {
			return n
		}
	}
	return 0
}

func atoi(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}

func wordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
