package message

import (
	"slices"
	"strings"
)

// site is what is known of the host of a link.
type site struct {
	link   *link
	base   string // registrable domain
	owners []int  // entries of the directory
	likes  bool
	like   likeness
	state  bool
	short  bool
	hosted bool
	track  bool
	anchor bool // the link is behind text
}

// own reports whether nothing about the site is strange by itself.
func (s *site) known() bool { return len(s.owners) > 0 || s.state }

// siteOf works out whose a link is.
func (m *reading) siteOf(l *link) site {
	s := site{link: l, base: registrable(l.ascii), anchor: l.to-l.from > 0 && !strings.Contains(strings.ToLower(string(m.l.body.data[l.from:l.to])), l.host)}
	if l.ip {
		return s
	}
	s.state = state(l.ascii)
	s.owners = m.organisations.owners(l.ascii)
	s.short = slices.Contains(m.rules.Short, s.base) || slices.Contains(m.rules.Short, l.ascii)
	s.hosted = slices.ContainsFunc(m.rules.Hosted, func(d string) bool { return l.ascii == d || strings.HasSuffix(l.ascii, "."+d) })
	s.track = slices.Contains(m.rules.Trackers, s.base)
	if !s.known() && !m.organisations.mailboxes[s.base] && !s.track && !s.short {
		s.like, s.likes = m.imitated(l.plain)
	}
	return s
}

// imitation is whom a host imitates, if anyone.
type imitation struct {
	like likeness
	ok   bool
}

func (m *reading) imitated(plain string) (likeness, bool) {
	one, seen := m.imitations[plain]
	if !seen {
		m.f.steps += 2 * len(m.organisations.brands) * min(maxLabels, 2+strings.Count(plain, ".")+strings.Count(plain, "-"))
		one.like, one.ok = m.organisations.imitated(plain, func(w string) bool { return m.rules.bait[w] })
		m.imitations[plain] = one
	}
	return one.like, one.ok
}

// baits counts the words in a host that forgeries like.
func (m *reading) baits(s *site) int {
	n := 0
	for _, w := range strings.FieldsFunc(s.link.plain, func(r rune) bool { return r == '.' || r == '-' || r == '_' }) {
		if m.rules.bait[w] {
			n++
		}
	}
	return n
}

// foreign reports whether a site is neither official nor the sender's own.
func (m *reading) foreign(s *site) bool {
	if s.known() || s.track {
		return s.hosted
	}
	from := registrable(m.l.from.domain)
	if s.base == from && from != "" && (!s.likes || s.like.plain) && !m.senderStrange {
		return false
	}
	return true
}

// namesakeWords is how much of a message is searched for its sender's name, besides
// its end.
const namesakeWords = 400

// namesake reports whether a site bears the name that the message itself bears:
// the words of its domain stand in the text, and none is one that forgeries like.
func (m *reading) namesake(s *site) bool {
	label, _, _ := strings.Cut(s.base, ".")
	label = string(fold([]byte(label)).s)
	squeezed := strings.ReplaceAll(label, "-", "")
	if s.likes || m.baits(s) > 0 || len(squeezed) < 4 {
		return false
	}
	for i, t := range m.tokens {
		if i >= namesakeWords && i < len(m.tokens)-2*endWords || m.inAddress(t.start) {
			continue
		}
		rest := squeezed
		for n := i; n < len(m.tokens) && n < i+5; n++ {
			var ok bool
			if rest, ok = strings.CutPrefix(rest, m.f.word(m.tokens[n])); !ok {
				break
			}
			if matched := len(squeezed) - len(rest); rest == "" || matched >= 6 && 5*matched >= 3*len(squeezed) {
				return true
			}
		}
	}
	return false
}
