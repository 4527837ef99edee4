package identifier

import "strings"

// The limits of RFC 5321, 4.5.3.1, in octets; a path of 256 holds two brackets.
const (
	maxEmail = 254
	maxLocal = 64
)

// email reads an address as RFC 5321 and RFC 5322 define it, but for what no
// household has: quoted local parts, comments and address literals. Accents
// before the @ (RFC 6531) are refused: they are slips far more often than
// mailboxes. The case of the local part is kept, as RFC 5321 asks; the domain
// becomes lower case, an internationalised one its A-labels.
func email(text string) (string, error) {
	local, host, ok := strings.Cut(text, "@")
	if !ok || local == "" || host == "" || strings.Contains(host, "@") {
		return "", refuse("email")
	}
	if len(local) > maxLocal || !isDotAtom(local) {
		return "", refuse("email.local")
	}
	host, ok = Hostname(host)
	if !ok {
		return "", refuse("email.domain")
	}
	if text = local + "@" + host; len(text) > maxEmail {
		return "", refuse("too-long")
	}
	return text, nil
}

// isDotAtom is dot-atom-text of RFC 5322, 3.2.3.
func isDotAtom(s string) bool {
	for atom := range strings.SplitSeq(s, ".") {
		if atom == "" || strings.ContainsFunc(atom, func(r rune) bool { return !isAtext(r) }) {
			return false
		}
	}
	return true
}

func isAtext(r rune) bool {
	switch {
	case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9':
		return true
	}
	return strings.ContainsRune("!#$%&'*+-/=?^_`{|}~", r)
}
