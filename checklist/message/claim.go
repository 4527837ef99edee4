package message

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// claim is whom a message says it comes from.
type claim struct {
	entry  int
	weight float64
	strong bool // it speaks as the organisation, it does not only mention it
}

// The weight of a name by where it stands. Only their order matters.
const (
	inMention = 1
	inWording = 1.5
	inEnd     = 2
	inDomain  = 2.5
	inSubject = 3
	inStart   = 4
	inSender  = 6
)

// startWords is how many words are the beginning of a message, endWords its end.
const (
	startWords = 7
	endWords   = 9
)

// by are words after which an organisation is spoken of and does not speak itself.
var by = set(strings.Fields("par via avec chez by with through using sur on colis envoi"))

// claimed finds whom a message says it comes from.
func (m *reading) claimed() (claim, bool) {
	weights := make(map[int]*claim)
	note := func(entry int, weight float64, strong bool) {
		c := weights[entry]
		if c == nil {
			c = &claim{entry: entry}
			weights[entry] = c
		}
		c.strong = c.strong || strong
		if weight > c.weight {
			c.weight = weight + c.weight/10
		} else {
			c.weight += weight / 10
		}
	}
	o := m.organisations
	for _, n := range o.names.find(&m.f, m.tokens) {
		if w, strong, ok := m.nameAt(n, o.called[n.owner].common); ok {
			// The longer name is the one meant: "La Poste Mobile" is not "La Poste".
			note(o.called[n.owner].entry, w+0.05*float64(n.last-n.first), strong)
		}
	}
	for _, w := range m.rules.words.find(&m.f, m.tokens) {
		if entry, ok := o.byID[m.rules.Claims[w.owner].Organisation]; ok {
			note(entry, inWording, true)
		}
	}
	for i := range m.links {
		s := &m.sites[i]
		switch {
		case s.likes && !s.like.weak:
			note(s.like.entry, inDomain, true)
		case len(s.owners) > 0 && !s.link.mailbox:
			note(s.owners[0], inMention, false)
		}
	}
	if own := o.owners(m.l.from.domain); len(own) > 0 && !o.mailboxes[registrable(m.l.from.domain)] {
		note(own[0], inSender, true)
	}
	var best claim
	found := false
	for n := range o.entries {
		if c := weights[n]; c != nil && (!found || c.weight > best.weight) {
			best, found = *c, true
		}
	}
	return best, found
}

// nameAt weighs one name by where it stands. A name that is a word as well must
// look like a name there.
func (m *reading) nameAt(n found, common bool) (weight float64, strong, ok bool) {
	if m.inAddress(m.tokens[n.first].start) {
		return 0, false, false
	}
	at := int(m.f.at[m.tokens[n.first].start])
	first, _ := utf8.DecodeRune(m.l.body.data[at:])
	capital := unicode.IsUpper(first) || unicode.IsDigit(first)
	within := func(r [2]int) bool { return r[1] > r[0] && at >= r[0] && at < r[1] }
	switch {
	case within(m.l.sender):
		return inSender, true, capital || !common
	case within(m.l.subject):
		return inSubject, true, capital && (!common || n.first > 0)
	}
	begins := n.first - m.bodyToken
	colon := m.followedBy(n.last, ":]-")
	switch {
	case begins >= 0 && begins <= 1 && (colon || !common && begins == 0):
		return inStart, true, capital || !common
	case common && !capital, common && m.sentenceStart(n.first) && !m.wholeUpper(n.first):
		return 0, false, false
	case begins >= 0 && begins < startWords && !(n.first > 0 && by[m.f.word(m.tokens[n.first-1])]):
		return inStart - 1, true, true
	case n.last >= len(m.tokens)-endWords:
		return inEnd, true, true
	}
	return inMention, false, true
}

// followedBy reports whether one of some signs comes after a token, spaces aside.
func (m *reading) followedBy(n int, signs string) bool {
	for i := m.tokens[n].end; int(i) < len(m.f.s); i++ {
		if c := m.f.s[i]; c != ' ' {
			for k := range len(signs) {
				if c == signs[k] {
					return true
				}
			}
			return false
		}
	}
	return false
}

func (m *reading) sentenceStart(n int) bool {
	return n == 0 || m.tokens[n-1].sentence != m.tokens[n].sentence
}

func (m *reading) wholeUpper(n int) bool {
	for _, r := range string(m.l.body.data[m.f.at[m.tokens[n].start] : m.f.at[m.tokens[n].end-1]+1]) {
		if unicode.IsLower(r) {
			return false
		}
	}
	return m.tokens[n].end-m.tokens[n].start > 1
}

// inAddress reports whether a place in the folded text is within an address that is
// shown.
func (m *reading) inAddress(at int32) bool { return m.within(int(m.f.at[at])) }

// within reports whether a place in the body is within an address that is shown.
func (m *reading) within(pos int) bool {
	i, found := slices.BinarySearchFunc(m.shown, pos, func(r [2]int, pos int) int { return r[0] - pos })
	return found || i > 0 && pos < m.shown[i-1][1]
}

// shownAddresses are where addresses stand in the body, in order.
func (m *reading) shownAddresses() [][2]int {
	var out [][2]int
	for i := range m.links {
		if !m.sites[i].anchor {
			out = append(out, [2]int{m.links[i].from, m.links[i].to})
		}
	}
	slices.SortFunc(out, func(a, b [2]int) int { return a[0] - b[0] })
	return out
}
