package identifier

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// The longest normal forms of free texts, in characters.
const (
	maxNumber  = 64
	maxName    = 100
	maxAddress = 300
)

// free makes the rule of a text that nobody but its owner can check: it must
// have one character of a kind and a bounded length. why is the refusal.
func free(why string, limit int, has func(rune) bool) func(string) (string, error) {
	return func(text string) (string, error) {
		if !strings.ContainsFunc(text, has) {
			return "", refuse(why)
		}
		if utf8.RuneCountInString(text) > limit {
			return "", refuse("too-long")
		}
		return text, nil
	}
}

func isLetterOrDigit(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

func itself(text string) string { return text }

// letters keeps the letters and digits of a text, in lower case and without
// their accents: "12, rue de l'Église" and "12 RUE DE L EGLISE" are equal.
func letters(text string) string {
	return strings.Map(func(r rune) rune {
		if !isLetterOrDigit(r) {
			return -1
		}
		return r
	}, plain(text))
}

// plain is a text in lower case, without accents, full-width and raised forms.
func plain(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.M, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFKD.String(text))
}

// oneLine joins the lines of a postal address with commas.
func oneLine(typed string) string {
	var lines []string
	for line := range strings.Lines(strings.ReplaceAll(typed, "\r", "\n")) {
		if line = strings.Trim(clean(line), ", "); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, ", ")
}
