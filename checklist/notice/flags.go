package notice

import (
	"slices"
	"strings"

	"vigie/monitor"
)

// FlagKind is a sign that a message is not what it says. The words are
// notice.flag.<kind>.
type FlagKind string

// The signs. The first four are what a genuine notice never asks for.
const (
	AsksPassword    FlagKind = "asks-password"
	AsksCard        FlagKind = "asks-card"
	AsksPapers      FlagKind = "asks-papers"
	AsksPayment     FlagKind = "asks-payment"
	SignInLink      FlagKind = "sign-in-link"     // never follow it: type the address instead
	LinkElsewhere   FlagKind = "link-elsewhere"   // leads outside the organisation's own domains
	LinkDisguised   FlagKind = "link-disguised"   // shows one address and leads to another
	SenderElsewhere FlagKind = "sender-elsewhere" // writes from outside the organisation's domains
	SenderMailbox   FlagKind = "sender-mailbox"   // writes from a personal mailbox
	Attachment      FlagKind = "attachment"
	Urgency         FlagKind = "urgency"
)

// Flag is one sign, once. Host is where a link leads, or the sender's domain, to
// be shown and never opened.
type Flag struct {
	Kind FlagKind
	Host string
}

// maxFlagged bounds how many hosts are told for one kind of sign.
const maxFlagged = 5

type flagger struct{ flags []Flag }

func (f *flagger) add(kind FlagKind, host string) {
	same := 0
	for _, have := range f.flags {
		if have.Kind == kind {
			if same++; have.Host == host || same >= maxFlagged {
				return
			}
		}
	}
	f.flags = append(f.flags, Flag{kind, host})
}

// flags lists the signs, the gravest first.
func flags(m *message, ss []sentence, r *Reading, k Knowledge) []Flag {
	var f flagger
	f.asking(ss)
	f.links(m, r)
	f.sender(m, r, k)
	if m.attached > 0 {
		f.add(Attachment, "")
	}
	v := vocabulary()
	if slices.ContainsFunc(ss, func(s sentence) bool { return v.has("urgency", s.words) }) {
		f.add(Urgency, "")
	}
	return f.flags
}

// asking looks for sentences that want something from the reader.
func (f *flagger) asking(ss []sentence) {
	v := vocabulary()
	for _, want := range []struct {
		kind    FlagKind
		subject string
		alone   bool // the words for the thing are words for asking
	}{
		{AsksPassword, "password", false}, {AsksCard, "card", false}, {AsksPapers, "papers", false}, {AsksPayment, "payment", true},
	} {
		for _, s := range ss {
			if v.has(want.subject, s.words) && (want.alone || v.has("asks", s.words)) && !v.has("never", s.words) {
				f.add(want.kind, "")
				break
			}
		}
	}
}

// links looks where the links lead. Without a recognised organisation with
// domains, nobody can say what is elsewhere.
func (f *flagger) links(m *message, r *Reading) {
	v := vocabulary()
	for _, l := range m.links {
		around := l.shown
		if l.line < len(m.lines) {
			around += " " + m.lines[l.line]
		}
		if v.has("sign_in", fold(around)) {
			f.add(SignInLink, l.host)
		}
	}
	own := ownDomains(r)
	for _, l := range m.links {
		if len(own) > 0 && !inDomains(l.host, own) {
			f.add(LinkElsewhere, l.host)
		}
		if shown := shownHost(l.shown); shown != "" && !related(shown, l.host) {
			f.add(LinkDisguised, l.host)
		}
	}
}

// ownDomains are the domains of the organisation the message most likely claims
// to be.
func ownDomains(r *Reading) []string {
	if len(r.Candidates) == 0 {
		return nil
	}
	return r.Candidates[0].Organisation.Domains
}

// shownHost is the host that the text of a link shows, or "" when it shows words.
func shownHost(shown string) string {
	if strings.ContainsAny(shown, " @") {
		return ""
	}
	shown = strings.TrimPrefix(strings.TrimPrefix(strings.ToLower(shown), "https://"), "http://")
	host, _, _ := strings.Cut(shown, "/")
	return monitor.AsDomain(host)
}

// related reports whether one host is the other or below it, "www." aside.
func related(a, b string) bool {
	a, b = strings.TrimPrefix(a, "www."), strings.TrimPrefix(b, "www.")
	return a == b || strings.HasSuffix(a, "."+b) || strings.HasSuffix(b, "."+a)
}

// sender looks where the message was written.
func (f *flagger) sender(m *message, r *Reading, k Knowledge) {
	own := ownDomains(r)
	switch {
	case m.fromDomain == "":
	case inDomains(m.fromDomain, k.Mailboxes) && !inDomains(m.fromDomain, own):
		f.add(SenderMailbox, m.fromDomain)
	case len(own) > 0 && !inDomains(m.fromDomain, own):
		f.add(SenderElsewhere, m.fromDomain)
	}
}
