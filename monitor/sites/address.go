package sites

import (
	"net/netip"
	"strings"
	"unicode"

	"golang.org/x/net/publicsuffix"

	"vigie/monitor/identifier"
)

// domainsOf reads the sites in an address cell, or why there is none. Bitwarden
// and Proton Pass write the addresses of one entry with commas between them.
func domainsOf(cell string) (domains []string, why Reason) {
	pieces := strings.FieldsFunc(cell, func(r rune) bool { return r == ',' || unicode.IsSpace(r) })
	why = NoAddress
	for i, piece := range pieces {
		if i > 0 && !strings.Contains(piece, "://") {
			continue // the rest of an address that has a comma itself
		}
		domain, reason := domainOf(piece)
		switch {
		case reason == "":
			domains = append(domains, domain)
		case i == 0:
			why = reason
		}
	}
	return domains, why
}

// domainOf reads one address: https://www.example.org/login, or example.org as
// people type it.
func domainOf(address string) (domain string, why Reason) {
	scheme, rest, ok := strings.Cut(address, "://")
	switch scheme = strings.ToLower(scheme); {
	case !ok && strings.Contains(address, "@"):
		return "", NotASite // an e-mail address
	case !ok:
		rest = address
	case scheme == "android", scheme == "androidapp", scheme == "ios", scheme == "iosapp":
		return "", App
	case scheme != "http" && scheme != "https":
		return "", NotASite
	}
	// RFC 3986, 3.2: the authority, without who is signing in.
	authority := rest
	if end := strings.IndexAny(rest, `/?#\`); end >= 0 {
		authority = rest[:end]
	}
	authority = authority[strings.LastIndexByte(authority, '@')+1:]
	if isIP(authority) {
		return "", Local
	}
	host, _, _ := strings.Cut(authority, ":")
	return siteOf(host)
}

// isIP reports whether an authority is an IP address, with a port or without.
func isIP(authority string) bool {
	_, err := netip.ParseAddr(strings.Trim(authority, "[]"))
	_, errPort := netip.ParseAddrPort(authority)
	return err == nil || errPort == nil
}

// siteOf makes a site's domain of a host name.
func siteOf(host string) (domain string, why Reason) {
	domain, ok := identifier.Hostname(host)
	if !ok {
		if _, single := identifier.Hostname(host + ".internal"); single {
			return "", Local
		}
		return "", NotASite
	}
	switch domain[strings.LastIndexByte(domain, '.')+1:] {
	// RFC 6761, RFC 6762 with its appendix G, RFC 8375, and ICANN's .internal.
	case "localhost", "local", "internal", "intranet", "private", "corp", "home", "lan", "arpa":
		return "", Local
	}
	if rest, ok := strings.CutPrefix(domain, "www."); ok && !isPublicSuffix(rest) {
		domain = rest
	}
	if isPublicSuffix(domain) {
		return "", NotASite
	}
	return strings.Clone(domain), "" // a part of an address would keep the whole in memory
}

// isPublicSuffix reports whether a domain is one below which others register,
// as co.uk is. Those that companies offer (github.io) are sites as well.
func isPublicSuffix(domain string) bool {
	suffix, icann := publicsuffix.PublicSuffix(domain)
	return suffix == domain && (icann || !strings.Contains(domain, "."))
}
