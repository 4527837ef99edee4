package identifier

import "strings"

// mod97 is the remainder by 97 of a number in which letters count from A = 10.
func mod97(s string) int {
	n := 0
	for _, c := range []byte(s) {
		if c >= 'A' {
			n = (n*100 + int(c-'A') + 10) % 97
		} else {
			n = (n*10 + int(c-'0')) % 97
		}
	}
	return n
}

// franceTravailID reads the identifier of a jobseeker. No definition of it is
// published: people have seven digits and a letter, others eight to eleven
// characters. All are taken.
func franceTravailID(text string) (string, error) {
	s := compact(text)
	if len(s) < 7 || len(s) > 11 || !strings.ContainsAny(s, "0123456789") ||
		strings.Trim(s, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
		return "", refuse("france-travail-id")
	}
	return s, nil
}

// The lengths of card numbers (ISO/IEC 7812).
const (
	shortestCard = 12
	longestCard  = 19
)

// cardLast4 reads the last four digits of a payment card: enough to know which
// card a leak speaks of, useless to anyone else. A whole number is refused with
// words of its own, because Vigie must never hold one.
func cardLast4(text string) (string, error) {
	s := compact(text)
	switch {
	case isDigits(s) && len(s) == 4:
		return s, nil
	case isDigits(s) && len(s) >= shortestCard && len(s) <= longestCard:
		return "", refuse("card-last4.whole")
	}
	return "", refuse("card-last4")
}

// maskCard keeps one digit, to tell two cards apart.
func maskCard(text string) string {
	if len(text) != 4 {
		return hidden
	}
	return hidden + text[3:]
}
