package identifier

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/idna"

	"vigie/monitor"
)

const (
	bullet = '•'
	// hidden stands for what is not shown. Its length says nothing.
	hidden = "•••"
)

// Mask is what may be shown of a normal form. It never holds the value and its
// length does not depend on the value's; a kind that is not known shows nothing.
//
//	email, domain  first letter of each side and the top-level domain: c•••@e•••.fr
//	phone          country, first digit and last two: +33 6 ••• 23
//	name           first letters of the first and the last word: C••• L•••
//	username       first letter
//	iban           country and last four: FR ••• 2606
//	card-last4     last digit
//	others         nothing
func Mask(kind monitor.Kind, text string) string {
	if r, ok := rules[kind]; ok {
		return r.mask(text)
	}
	return hidden
}

func hide(string) string { return hidden }

func maskEmail(text string) string {
	local, host, ok := strings.Cut(text, "@")
	if !ok {
		return hidden
	}
	return firstRune(local) + hidden + "@" + maskDomain(host)
}

// maskDomain shows the first letter as people know it, not the x of xn--.
func maskDomain(text string) string {
	dot := strings.LastIndexByte(text, '.')
	shown, err := idna.ToUnicode(text)
	if dot < 0 || err != nil {
		return hidden
	}
	return firstRune(shown) + hidden + text[dot:]
}

func maskName(text string) string {
	words := strings.Fields(text)
	switch len(words) {
	case 0:
		return hidden
	case 1:
		return initial(words[0]) + hidden
	}
	return initial(words[0]) + hidden + " " + initial(words[len(words)-1]) + hidden
}

func maskUsername(text string) string { return initial(text) + hidden }

// initial is the first letter of a word, or nothing when that were all of it.
func initial(word string) string {
	if utf8.RuneCountInString(word) < 2 {
		return ""
	}
	for _, r := range word {
		if unicode.IsLetter(r) {
			return string(r)
		}
	}
	return ""
}

func firstRune(s string) string {
	_, n := utf8.DecodeRuneInString(s)
	return s[:n]
}
