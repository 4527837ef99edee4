package monitor

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// legalForms are words that say how a company is incorporated, not what it is called.
var legalForms = map[string]bool{
	"sa": true, "sas": true, "sasu": true, "sarl": true, "eurl": true, "sci": true, "snc": true, "scop": true,
	"gmbh": true, "ag": true, "inc": true, "ltd": true, "llc": true, "plc": true, "bv": true, "nv": true, "spa": true, "srl": true,
}

// NormalOrganisation reduces an organisation's name to what two spellings of it
// share: compatibility decomposition without marks, lower case, legal forms
// dropped as whole words (never the last one left), letters and digits only.
// Names are compared by equality of this form and never by substring: "Free"
// is not in "Freelance", and "A.P.-H.P." is "APHP".
func NormalOrganisation(name string) string {
	words := strings.FieldsFunc(name, func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune(",;()/«»\"", r)
	})
	kept := words[:0]
	for _, w := range words {
		if w = normalWord(w); w != "" {
			kept = append(kept, w)
		}
	}
	for i := 0; i < len(kept) && len(kept) > 1; {
		if legalForms[kept[i]] {
			kept = append(kept[:i], kept[i+1:]...)
		} else {
			i++
		}
	}
	return strings.Join(kept, "")
}

// normalWord keeps the letters and digits of a word, without marks, in lower case.
func normalWord(w string) string {
	var b strings.Builder
	for i := 0; i < len(w); i++ {
		if w[i] >= 0x80 {
			return normalUnicode(w)
		}
	}
	for i := 0; i < len(w); i++ {
		switch c := w[i]; {
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9':
			b.WriteByte(c)
		case c >= 'A' && c <= 'Z':
			b.WriteByte(c + 'a' - 'A')
		}
	}
	return b.String()
}

func normalUnicode(w string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(w) {
		r = unicode.ToLower(r)
		switch {
		case r == 'œ': // no decomposition in Unicode, yet nobody types it
			b.WriteString("oe")
		case r == 'æ':
			b.WriteString("ae")
		case unicode.IsLetter(r), unicode.IsDigit(r):
			b.WriteRune(r)
		}
	}
	return b.String()
}

// AsDomain returns the domain a person typed instead of a name, in lower case
// and without a leading "www.", or "" when it is not one.
func AsDomain(organisation string) string {
	d := strings.ToLower(strings.TrimSuffix(strings.TrimSpace(organisation), "."))
	d = strings.TrimPrefix(d, "www.")
	labels := strings.Split(d, ".")
	if len(labels) < 2 || len(d) > 253 {
		return ""
	}
	for _, l := range labels {
		if !domainLabel(l) {
			return ""
		}
	}
	// "A.P.H.P" is a name: a top-level domain has two letters or more and no digit.
	if tld := labels[len(labels)-1]; len(tld) < 2 || strings.ContainsAny(tld[:1], "0123456789") {
		return ""
	}
	return d
}

func domainLabel(l string) bool {
	if l == "" || len(l) > 63 || l[0] == '-' || l[len(l)-1] == '-' {
		return false
	}
	for _, r := range l {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '-' {
			return false
		}
	}
	return true
}
