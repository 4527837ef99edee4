package rss

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/publicsuffix"
	"golang.org/x/text/unicode/norm"

	"vigie/monitor"
)

// ID names a breach by who was breached and when it was made public, as in
// "suez-2026-08-20". It does not depend on the feed, so two feeds that agree on
// both agree on the id; nor on anything that a source corrects later (status,
// data, order, address).
//
// Where the day is not known, other is what tells two breaches apart: the
// item's own identifier, of which only a hash is kept.
func ID(organisation string, day monitor.Date, other string) string {
	slug := Slug(organisation)
	switch {
	case slug == "":
		slug = digest(organisation)
	case len(slug) > maxSlug:
		slug = slug[:maxSlug] + "-" + digest(slug)
	}
	if day.IsZero() {
		return slug + "-" + digest(other)
	}
	return slug + "-" + day.String()
}

// maxSlug bounds the readable part of an id. Of a longer name the rest is a hash.
const maxSlug = 80

// digest is short, and long enough that nobody meets a collision by chance.
func digest(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:6])
}

// ligatures are letters that Unicode does not decompose.
var ligatures = strings.NewReplacer("œ", "oe", "æ", "ae")

// Slug is a name in lower-case ASCII letters and digits, words joined by
// hyphens. It is "" for a name that has none.
func Slug(name string) string {
	var b strings.Builder
	gap := false
	for _, r := range norm.NFKD.String(ligatures.Replace(strings.ToLower(name))) {
		switch {
		case 'a' <= r && r <= 'z', '0' <= r && r <= '9':
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			gap = false
			b.WriteRune(r)
		case !unicode.IsMark(r):
			gap = true
		}
	}
	return b.String()
}

// bracketed is a name followed by something in brackets.
var bracketed = regexp.MustCompile(`^(.+\S) ?\(([^()]+)\)$`)

// Names are the other names and the domains that an organisation's name itself
// gives: "DGFiP (Direction générale des Finances publiques)" has two names, and
// "Litige.fr" is a domain. What stands in brackets is a name only if one is the
// initials of the other: "Steam (via un prestataire)" is not called by it.
func Names(organisation string) (aliases, domains []string) {
	name := organisation
	if m := bracketed.FindStringSubmatch(organisation); m != nil {
		name = m[1]
		aliases = append(aliases, name)
		if abbreviates(m[1], m[2]) || abbreviates(m[2], m[1]) {
			aliases = append(aliases, m[2])
		}
	}
	if d := monitor.AsDomain(name); d != "" && plainHost(d) && endsInLower(name) {
		// A name that is a suffix ("gouv.fr") is nobody's domain.
		if _, err := publicsuffix.EffectiveTLDPlusOne(d); err == nil {
			domains = append(domains, d)
		}
	}
	return aliases, domains
}

// endsInLower tells a domain ("SamBoat.fr") from a name with a dot ("Public.A").
func endsInLower(name string) bool {
	end := name[strings.LastIndexByte(name, '.')+1:]
	return end == strings.ToLower(end)
}

// abbreviates reports whether short is made of the initials of long, as "DGFiP"
// and "FFHandball" are: its capitals, at least two, are found in order among
// them. Small words of long may be passed over.
func abbreviates(short, long string) bool {
	capitals := strings.Map(func(r rune) rune {
		if unicode.IsUpper(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, norm.NFKD.String(short))
	if utf8.RuneCountInString(capitals) < 2 || strings.ContainsRune(short, ' ') {
		return false
	}
	between := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) }
	for w := range strings.FieldsFuncSeq(norm.NFKD.String(strings.ToLower(long)), between) {
		_, size := utf8.DecodeRuneInString(w)
		if capitals = strings.TrimPrefix(capitals, w[:size]); capitals == "" {
			return true
		}
	}
	return false
}
