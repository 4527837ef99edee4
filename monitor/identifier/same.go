package identifier

import (
	"strings"

	"vigie/monitor"
)

// Same tells whether two values are one identifier typed in two ways: one
// mailbox name in capitals, one name without its accents, one customer number
// with dashes. Sub-addresses are identifiers of their own: see [Canonical].
func Same(a, b monitor.Value) bool {
	r, ok := rules[a.Kind()]
	return ok && a.Kind() == b.Kind() && r.fold(a.Reveal()) == r.fold(b.Reveal())
}

// Canonical is the address of the mailbox that an e-mail address reaches:
// name+shop@example.org arrives at name@example.org (RFC 5233), and Gmail
// ignores dots (support.google.com/mail/answer/7436150). Both stay distinct
// identifiers, because leaks list what was typed. Other kinds of values come
// back as they are.
func Canonical(v monitor.Value) monitor.Value {
	if v.Kind() != monitor.Email {
		return v
	}
	local, host, _ := strings.Cut(strings.ToLower(v.Reveal()), "@")
	if plain, _, tagged := strings.Cut(local, "+"); tagged && isDotAtom(plain) {
		local = plain
	}
	if host == "gmail.com" || host == "googlemail.com" {
		local, host = strings.ReplaceAll(local, ".", ""), "gmail.com"
	}
	text := local + "@" + host
	return monitor.NewValue(monitor.Email, text, maskEmail(text))
}
