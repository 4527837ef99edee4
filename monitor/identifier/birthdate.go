package identifier

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// oldest is the year before which nobody alive was born.
const oldest = 1900

// months has the names of months as [plain] makes them.
var months = map[string]time.Month{
	"janvier": 1, "fevrier": 2, "mars": 3, "avril": 4, "mai": 5, "juin": 6,
	"juillet": 7, "aout": 8, "septembre": 9, "octobre": 10, "novembre": 11, "decembre": 12,
	"january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6,
	"july": 7, "august": 8, "september": 9, "october": 10, "november": 11, "december": 12,
}

// birthDate reads 1985-07-23, 23/07/1985, 23.07.1985, 23 juillet 1985,
// 1er mai 1985 and 23 July 1985, and gives 1985-07-23. The day comes before the
// month, as in France: 07/23/1985 is refused rather than guessed.
func birthDate(text string) (string, error) {
	parts := strings.FieldsFunc(text, func(r rune) bool {
		return unicode.IsSpace(r) || r == '/' || r == '.' || unicode.Is(unicode.Pd, r)
	})
	if len(parts) != 3 {
		return "", refuse("birth-date")
	}
	for i := range parts {
		parts[i] = plain(parts[i])
	}
	if len(parts[0]) == len("1985") {
		parts[0], parts[2] = parts[2], parts[0]
	}
	year, okYear := number(parts[2], 4, 4)
	month, okMonth := monthNumber(parts[1])
	day, okDay := dayNumber(parts[0])
	if !okYear || !okMonth || !okDay {
		return "", refuse("birth-date")
	}
	if year < oldest {
		return "", refuse("birth-date.past")
	}
	// Date carries the 31 April over to the 1 May.
	if t := time.Date(year, month, day, 0, 0, 0, 0, time.UTC); t.Day() != day || t.Month() != month {
		return "", refuse("birth-date")
	}
	return fmt.Sprintf("%04d-%02d-%02d", year, month, day), nil
}

func dayNumber(s string) (int, bool) {
	if s == "1er" {
		return 1, true
	}
	return number(s, 1, 2)
}

func monthNumber(s string) (time.Month, bool) {
	if m, ok := months[s]; ok {
		return m, true
	}
	n, ok := number(s, 1, 2)
	return time.Month(n), ok
}

// number reads a number of least to most digits.
func number(s string, least, most int) (int, bool) {
	n, err := strconv.Atoi(s)
	return n, err == nil && isDigits(s) && least <= len(s) && len(s) <= most
}
