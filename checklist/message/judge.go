package message

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// structural are the signs that are found by looking at addresses, not at words.
var structural = []string{
	"link-lookalike", "link-maybe-lookalike", "link-elsewhere", "link-unknown", "link-stranger", "link-bait", "own-bait", "link-hidden", "link-user", "link-ip", "link-short", "link-mixed", "link-hosted", "link-ending",
	"sender-elsewhere", "sender-lookalike", "sender-mailbox", "sender-office", "reply-elsewhere", "attachment", "attachment-program", "paid-number", "other-number", "hidden-letters", "quotes-data", "wording",
}

// judge weighs everything. Signs that are found are noted as flags on the way.
func (m *reading) judge(uses []Use) Word {
	m.looksAtSender()
	for i := range m.sites {
		m.looksAtLink(&m.sites[i])
	}
	m.looksAtFiles()
	m.looksAtLetters()
	for _, h := range m.hits {
		from, to := m.foldedSpan(m.tokens[h.first].start, m.tokens[h.last].end)
		m.note(h.sign, from, to, "")
	}
	m.looksAtNumbers()
	if n := slices.IndexFunc(uses, func(u Use) bool { return rare[u.Kind] }); n >= 0 && m.asks() {
		m.flagged("quotes-data", uses[n].Span)
	}
	for _, t := range m.rules.Together {
		if !slices.ContainsFunc(t.Groups, func(g string) bool { return !m.groups[g] }) {
			m.score += t.Weight
		}
	}
	word := m.word()
	slices.SortStableFunc(m.flags, func(a, b Flag) int { return a.Span.Start - b.Span.Start })
	return word
}

// asks reports whether the message wants something.
func (m *reading) asks() bool {
	return m.groups["secret"] || m.groups["pay"] || m.groups["click"] || m.groups["stranger"]
}

// ways are the groups of signs by which a message can do harm: without a stranger's
// address or number, and without asking for anything, alarm alone is no forgery.
var ways = []string{"stranger", "secret", "own-bait", "paid", "number", "contact", "qr", "firm", "remote", "threat", "reply"}

// harmless is the most that words weigh when there is no way to do harm.
const harmless = 3.5

// What the wording of a message weighs: how much of it follows from the odds, which
// odds weigh nothing, and the most it may weigh either way. By itself it makes a
// message suspicious, never phishing; with odds below surelyOdds a message is the
// less easily called phishing. A secret that is asked for outright stays suspicious,
// unless the odds are below surelyHonest.
const (
	perOdds      = 5
	evenOdds     = -0.8
	mostFor      = 5
	mostAway     = -6
	surelyOdds   = 0
	surelyHonest = -2.5
)

// word is the verdict of what was found.
func (m *reading) word() Word {
	total, firm := m.weight()
	odds, byToken := m.rules.wording.score(m)
	wording := min(max(perOdds*(odds-evenOdds), mostAway), mostFor)
	switch {
	case total+min(perOdds*(odds-surelyOdds), 0) >= m.rules.Phishing && !m.groups["asks"] && m.acts() && (m.strange() || firm >= m.rules.Suspicious):
		return Phishing
	case total+wording >= m.rules.Suspicious || m.plain >= m.rules.Suspicious && odds > surelyHonest:
		if first, last, ok := m.passage(byToken); ok && total < m.rules.Suspicious {
			from, to := m.foldedSpan(m.tokens[first].start, m.tokens[last].end)
			m.sign("wording", from, to, "")
		}
		return Suspicious
	case len(m.tokens) < 3:
		return Unknown
	}
	return NoSign
}

// strange reports whether it leads to somebody whom nobody knows.
func (m *reading) strange() bool { return m.groups["stranger"] || m.groups["number"] }

// weight is what everything weighs that was found, and the part of it that cannot be
// explained away.
func (m *reading) weight() (total, firm float64) {
	soft, firm := m.score-m.plain, m.firm
	if !m.strange() {
		soft *= m.familiar()
		if m.groups["calm"] {
			soft -= 3
		}
		if m.groups["warning"] { // it tells what frauds ask for
			firm, soft = firm*0.3, soft-3
		}
	}
	if !slices.ContainsFunc(ways, func(g string) bool { return m.groups[g] }) {
		soft = min(soft, harmless)
	}
	return max(soft+m.plain, 0) + firm, firm
}

// acts reports whether the message does more than bear a strange address: that
// alone may be an honest organisation's that nobody entered into the directory.
func (m *reading) acts() bool {
	return slices.ContainsFunc([]string{"secret", "pay", "click", "pressure", "lure", "firm", "remote", "threat", "contact", "callback", "qr"}, func(g string) bool { return m.groups[g] })
}

// familiar is how much words weigh when every address in the message, and there is
// one, is an organisation's in the directory: less when that is known for certain,
// nearly as much when it was written from memory. Addresses can be forged, so this
// weighs only against words that genuine messages use as well.
func (m *reading) familiar() float64 {
	weight, any := 0.5, false
	see := func(host string) {
		any = true
		switch {
		case m.organisations.verified(host) || state(host):
		case len(m.organisations.owners(host)) > 0:
			weight = max(weight, 0.8)
		default:
			weight = 1
		}
	}
	if d := m.l.from.domain; d != "" {
		see(d)
		if m.organisations.mailboxes[registrable(d)] {
			return 1
		}
	}
	for i := range m.sites {
		if !m.sites[i].link.mailbox {
			see(m.sites[i].link.ascii)
		}
	}
	if !any {
		return 1
	}
	return weight
}

// note adds a sign that was found in the body.
func (m *reading) note(s *Sign, from, to int, about string) {
	span, text := m.span(from, to)
	m.weigh(s)
	if s.Rule != "" {
		m.flags = append(m.flags, Flag{s.Rule, s.ID, text, span, about})
	}
}

func (m *reading) weigh(s *Sign) {
	m.groups[s.Group] = true
	if s.Group == "firm" || slices.Contains(structural, s.ID) {
		m.firm += s.Weight
		return
	}
	m.score += s.Weight
	if s.Group == "secret" && s.Weight >= m.rules.Suspicious {
		m.plain += s.Weight
	}
}

// flagged adds a sign whose place in the text given is known.
func (m *reading) flagged(id string, span Span) {
	s := m.rules.byID[id]
	m.weigh(s)
	from, to := m.offset(span.Start), m.offset(span.End)
	m.flags = append(m.flags, Flag{s.Rule, s.ID, m.text[from:to], span, ""})
}

// offset is the offset in bytes of a code point.
func (m *reading) offset(n int) int {
	i, _ := slices.BinarySearch(m.points, int32(n))
	return min(i, len(m.text))
}

func (m *reading) sign(id string, from, to int, about string) {
	s := m.rules.byID[id]
	for _, f := range m.flags {
		if f.Sign == id {
			span, text := m.span(from, to)
			m.flags = append(m.flags, Flag{s.Rule, s.ID, text, span, about}) // shown, counted once
			return
		}
	}
	m.note(s, from, to, about)
}

// looksAtSender holds the sender's domain against whom the message claims to be from.
func (m *reading) looksAtSender() {
	from := m.l.from
	if from.domain == "" {
		return
	}
	o := m.organisations
	base := registrable(from.domain)
	mailbox := o.mailboxes[base]
	own := m.claims && slices.Contains(o.owners(from.domain), m.claim.entry) || state(from.domain) && m.claims
	named := m.claims && m.claim.strong && m.claim.weight >= inEnd
	switch {
	case mailbox && named && m.claim.weight >= inSubject && !own:
		m.senderStrange = true
		m.sign("sender-mailbox", from.from, from.to, base)
	case mailbox && m.office():
		m.senderStrange = true
		m.sign("sender-office", from.from, from.to, base)
	case mailbox || own || len(o.owners(from.domain)) > 0 || state(from.domain):
	default:
		if l, ok := parseLink("https://"+from.domain, true); ok {
			if like, ok := m.imitated(l.plain); ok && like.plain {
				break
			} else if ok && (!like.weak || named && like.entry == m.claim.entry) || l.mixed {
				m.senderStrange = true
				m.sign("sender-lookalike", from.from, from.to, base)
				break
			}
		}
		if named && m.claim.weight >= inSender {
			m.senderStrange = true
			m.sign("sender-elsewhere", from.from, from.to, base)
		}
	}
	if r := m.l.replyTo; r.domain != "" && registrable(r.domain) != base {
		if rb := registrable(r.domain); o.mailboxes[rb] || len(o.owners(r.domain)) == 0 {
			m.sign("reply-elsewhere", r.from, r.to, rb)
		}
	}
}

// office reports whether the sender's name is that of an authority or of somebody
// high up: those have addresses of their own.
func (m *reading) office() bool {
	f := fold([]byte(m.l.fromName))
	return slices.ContainsFunc(f.tokens(), func(t token) bool { return m.rules.offices[f.word(t)] })
}

// looksAtLink holds one link against whom the message claims to be from.
func (m *reading) looksAtLink(s *site) {
	l := s.link
	if l.mailbox {
		m.looksAtMailbox(s)
		return
	}
	if l.user {
		m.sign("link-user", l.from, l.to, s.base)
	}
	if l.ip {
		m.sign("link-ip", l.from, l.to, l.host)
		return
	}
	if l.shown != "" && registrable(l.shown) != s.base && !s.track {
		m.sign("link-hidden", l.from, l.to, s.base)
	}
	if !m.foreign(s) {
		if !s.known() && m.baits(s) > 0 {
			m.sign("own-bait", l.from, l.to, s.base)
		}
		return
	}
	m.groups["click"] = true
	if l.mixed && (s.likes || mixedScripts(l.host)) {
		m.sign("link-mixed", l.from, l.to, s.base)
	}
	speaks := m.claims && m.claim.strong
	switch {
	case s.short || s.hosted:
		if s.short {
			m.sign("link-short", l.from, l.to, s.base)
		} else {
			m.sign("link-hosted", l.from, l.to, l.ascii)
		}
		if speaks && m.l.from.domain == "" {
			m.sign("link-elsewhere", l.from, l.to, s.base)
		}
		return
	case s.likes && (!s.like.weak || speaks && m.claim.entry == s.like.entry):
		m.sign("link-lookalike", l.from, l.to, s.base)
	case !speaks && m.namesake(s):
		return
	case s.likes:
		m.sign("link-maybe-lookalike", l.from, l.to, s.base)
	case speaks && (m.l.from.domain == "" || m.senderStrange):
		m.sign("link-elsewhere", l.from, l.to, s.base)
	case m.l.from.domain == "":
		m.groups["anonymous"] = true
		m.sign("link-stranger", l.from, l.to, s.base)
	default:
		m.sign("link-unknown", l.from, l.to, s.base)
	}
	if m.baits(s) > 0 {
		m.sign("link-bait", l.from, l.to, s.base)
	}
	if slices.Contains(m.rules.Endings, l.ascii[strings.LastIndexByte(l.ascii, '.')+1:]) {
		m.sign("link-ending", l.from, l.to, s.base)
	}
}

// looksAtMailbox holds an address to write to against the claim: an organisation
// is not reached at a look-alike.
func (m *reading) looksAtMailbox(s *site) {
	l := s.link
	if l.from >= m.l.sender[0] && l.to <= m.l.sender[1] {
		return // the sender was looked at
	}
	if s.likes && !s.like.weak {
		m.sign("sender-lookalike", l.from, l.to, s.base)
	}
}

// mixedScripts reports whether one label has Latin letters and others.
func mixedScripts(host string) bool {
	for _, label := range strings.Split(host, ".") {
		f := fold([]byte(label))
		if len(f.alien) > 0 && len(f.alien) < len(f.s) {
			return true
		}
	}
	return false
}

func (m *reading) looksAtFiles() {
	for _, name := range m.l.attachments {
		id := "attachment"
		lower := strings.ToLower(name)
		if slices.ContainsFunc(m.rules.Programs, func(end string) bool { return strings.HasSuffix(lower, end) }) {
			id = "attachment-program"
		}
		n := max(strings.Index(m.text, name), 0)
		if s := m.rules.byID[id]; !slices.ContainsFunc(m.flags, func(f Flag) bool { return f.Sign == id }) {
			m.weigh(s)
			a, b := m.points[n], m.points[min(n+len(name), len(m.text))]
			m.flags = append(m.flags, Flag{s.Rule, s.ID, m.text[n:min(n+len(name), len(m.text))], Span{int(a), int(b)}, ""})
		}
	}
}

// looksAtLetters looks for words written with letters that only look Latin, or
// with characters that cannot be seen inside them.
func (m *reading) looksAtLetters() {
	end := int32(-1) // of the word looked at last
	for _, at := range m.f.alien {
		if at < end {
			continue
		}
		i, j := at, at
		for i > 0 && isWord(m.f.s[i-1]) {
			i--
		}
		for int(j) < len(m.f.s) && isWord(m.f.s[j]) {
			j++
		}
		m.f.steps += int(j - i)
		if i == at && int(at) < len(m.f.at) && m.l.body.data[m.f.at[at]] < utf8.RuneSelf {
			continue // a hidden sign before a word
		}
		end = j
		if j-i < 4 {
			continue
		}
		from, to := m.foldedSpan(i, j)
		if hasASCII(m.l.body.data[from:to]) {
			m.sign("hidden-letters", from, to, "")
			return
		}
	}
}

func hasASCII(b []byte) bool {
	return slices.ContainsFunc(b, func(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' })
}
