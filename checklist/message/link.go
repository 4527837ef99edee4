package message

import (
	"bytes"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"
)

// link is an address in a message, of a site or of a mailbox.
type link struct {
	host     string // as it was written, lower case
	ascii    string // host with A-labels
	plain    string // host as it looks: see fold
	path     string // what follows, with the query
	mailbox  bool   // an e-mail address
	user     bool   // https://name@host
	ip       bool
	mixed    bool // letters that only look Latin, or any outside ASCII
	from, to int  // in the body
	shown    string
}

// links finds the addresses in a body, those of its anchors included.
func (l *letter) links() []link {
	var out []link
	for _, a := range l.anchors {
		one, ok := parseLink(a.target, true)
		if !ok {
			continue
		}
		one.from, one.to = a.from, max(a.from, a.to)
		if shown, ok := parseLink(strings.TrimSpace(string(l.body.data[a.from:max(a.from, a.to)])), false); ok && !shown.mailbox {
			one.shown = shown.ascii
		}
		out = append(out, one)
	}
	data := l.body.data
	for i := 0; i < len(data) && len(out) < maxLinks; {
		if breaks(data[i]) {
			i++
			continue
		}
		j := i
		for j < len(data) && !breaks(data[j]) {
			j++
		}
		if bytes.ContainsAny(data[i:j], ".:") {
			out = l.word(out, i, j)
		}
		i = j
	}
	return out
}

// breaks reports characters that no address in running text holds.
func breaks(c byte) bool { return c <= ' ' || strings.IndexByte(`<>"()[]{}|\^`+"`", c) >= 0 }

// word adds the address that a run of characters is, if it is one.
func (l *letter) word(out []link, i, j int) []link {
	text := string(l.body.data[i:j])
	if n := strings.Index(text, "://"); n > 0 {
		k := n
		for k > 0 && isLetter(text[k-1]) {
			k--
		}
		i, text = i+k, text[k:]
	}
	trimmed := strings.TrimRight(text, ".,;:!?'*_")
	for _, sign := range []string{"’", "»", "”", "…", "\u00a0", "\u202f"} {
		trimmed = strings.TrimRight(strings.TrimSuffix(trimmed, sign), ".,;:!?'*_")
	}
	if lead := strings.TrimLeft(trimmed, "'*_«“‘’\u00a0\u202f"); len(lead) < len(trimmed) {
		i += len(trimmed) - len(lead)
		trimmed = lead
	}
	one, ok := parseLink(trimmed, false)
	if !ok {
		return out
	}
	one.from, one.to = i, i+len(trimmed)
	return append(out, one)
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

// lowered is a text of the same length with its ASCII letters in lower case.
func lowered(text string) string {
	b := []byte(text)
	for i, c := range b {
		if 'A' <= c && c <= 'Z' {
			b[i] = c | 0x20
		}
	}
	return string(b)
}

// parseLink reads an address. In running text a bare name counts only when it ends
// as names of sites do.
func parseLink(text string, anchor bool) (link, bool) {
	lower := lowered(text)
	if rest, ok := strings.CutPrefix(lower, "mailto:"); ok {
		lower, _, _ = strings.Cut(rest, "?")
		text = lower
	}
	scheme, rest, has := strings.Cut(lower, "://")
	if has && !slices.Contains([]string{"http", "https", "hxxp", "hxxps", "ftp"}, scheme) || !has && anchor && !strings.Contains(lower, "@") {
		return link{}, false
	}
	if !has {
		rest = lower
		if n := strings.LastIndexByte(rest, ':'); n > 0 && !strings.Contains(rest[:n], "/") && strings.Contains(rest[n:], ".") {
			return link{}, false // "lien:exemple.fr" is found without its beginning only as a word of its own
		}
	}
	authority := rest
	path := ""
	if n := strings.IndexAny(rest, "/?#"); n >= 0 {
		authority, path = rest[:n], text[len(text)-len(rest)+n:]
	}
	l := link{path: path}
	if at := strings.LastIndexByte(authority, '@'); at >= 0 {
		l.mailbox, l.user = !has, has
		if !has && (at == 0 || path != "") {
			return link{}, false
		}
		authority = authority[at+1:]
	}
	host, port, _ := strings.Cut(authority, ":")
	if port != "" && strings.Trim(port, "0123456789") != "" {
		return link{}, false
	}
	return l.named(strings.TrimSuffix(host, "."), has)
}

// named gives a link its host.
func (l link) named(host string, certain bool) (link, bool) {
	if len(host) == 0 || len(host) > 253 || !utf8.ValidString(host) {
		return link{}, false
	}
	host = strings.ToLower(host)
	l.host = host
	if _, err := netip.ParseAddr(host); err == nil || certain && strings.Trim(host, "0123456789.x") == "" {
		l.ascii, l.plain, l.ip = host, host, true
		return l, certain
	}
	f := fold([]byte(host))
	l.plain = strings.ReplaceAll(string(f.s), " ", "")
	l.mixed = len(f.alien) > 0
	l.ascii = host
	if ascii, err := idna.ToASCII(host); err == nil {
		l.ascii = strings.ToLower(ascii)
	}
	if strings.Contains(l.ascii, "xn--") {
		l.mixed = true
		if name, err := idna.ToUnicode(l.ascii); err == nil {
			f := fold([]byte(name))
			l.plain = strings.ReplaceAll(string(f.s), " ", "")
		}
	}
	for _, label := range strings.Split(l.ascii, ".") {
		if label == "" || len(label) > 63 || strings.ContainsFunc(label, func(r rune) bool { return r > 127 || !isWord(byte(r)) && r != '-' && r != '_' }) {
			return link{}, false
		}
	}
	return l, strings.Contains(host, ".") && (certain || ending(l.ascii))
}

// reserved are the endings that RFC 2606 keeps for examples.
var reserved = []string{"example", "test", "invalid"}

// ending reports whether a bare name ends as names of sites do.
func ending(host string) bool {
	suffix, icann := publicsuffix.PublicSuffix(host)
	last := host[strings.LastIndexByte(host, '.')+1:]
	return (icann && suffix != host || slices.Contains(reserved, last)) && strings.Trim(last, "0123456789") != ""
}

// decoded is what follows the host, with its escapes undone.
func (l *link) decoded() string {
	if s, err := url.QueryUnescape(l.path); err == nil {
		return s
	}
	return l.path
}
