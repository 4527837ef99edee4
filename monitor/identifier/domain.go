package identifier

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/net/idna"
)

// The limits of RFC 1035, 2.3.4, in octets, without the root's.
const (
	maxDomain = 253
	maxLabel  = 63
)

// domain reads a domain that someone owns, also as @example.org.
func domain(text string) (string, error) {
	host, ok := Hostname(strings.TrimPrefix(text, "@"))
	if !ok {
		return "", refuse("domain")
	}
	return host, nil
}

// Hostname makes the normal form of a public host name: lower case, A-labels
// for an internationalised one, no final dot. It reports false for what is
// none: one label alone, an IP address, labels that RFC 5891 does not allow.
func Hostname(host string) (string, bool) {
	// The first bounds the cost of punycode; of the second package idna makes names.
	if len(host) > maxDomain || !utf8.ValidString(host) {
		return "", false
	}
	ascii, err := idna.Lookup.ToASCII(host)
	ascii = strings.TrimSuffix(ascii, ".")
	if err != nil || len(ascii) > maxDomain {
		return "", false
	}
	// The Lookup profile lets empty and overlong labels pass.
	labels := strings.Split(ascii, ".")
	for _, label := range labels {
		if label == "" || len(label) > maxLabel {
			return "", false
		}
	}
	// Top-level domains are alphabetic (RFC 1123, 2.1) or A-labels, of two letters
	// at least. That keeps IPv4 addresses out.
	top := labels[len(labels)-1]
	return ascii, len(labels) > 1 && len(top) > 1 && (top[0] < '0' || top[0] > '9')
}
