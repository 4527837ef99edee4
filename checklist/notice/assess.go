package notice

import (
	"slices"
	"strings"

	"vigie/monitor"
)

// Knowledge is what a message is held against.
type Knowledge struct {
	Organisations []Organisation
	Classify      Classify
	// Mailboxes are domains that host personal mailboxes: no organisation writes
	// its notices from one.
	Mailboxes []string
}

// Reading is what a message says, without any of its text.
type Reading struct {
	// Candidates are whom it may come from, likeliest first. Which one it is, and
	// whether it is genuine, the person decides.
	Candidates []Candidate
	Sent       monitor.Date   // from its header; zero when it has none
	Dates      []monitor.Date // days and months that sentences about the incident name
	Leaked     []monitor.Class
	Spared     []monitor.Class // said not to have leaked
	// Found and Missing are the parts the law wants, in its order. Missing means
	// that no words for it were recognised: the person reads again before saying so.
	Found, Missing []Part
	Flags          []Flag
}

// Part is something that a notice must contain (GDPR art. 34(2), 33(3)). The
// words are notice.part.<part>.
type Part string

// The parts, in the order of the law.
const (
	Nature       Part = "nature"       // art. 34(2)
	Contact      Part = "contact"      // art. 33(3)(b)
	Consequences Part = "consequences" // art. 33(3)(c)
	Measures     Part = "measures"     // art. 33(3)(d)
)

// Parts lists every part, in the order of the law.
func Parts() []Part { return []Part{Nature, Contact, Consequences, Measures} }

// IsNotice reports whether the message speaks of an incident at all.
func (r *Reading) IsNotice() bool { return slices.Contains(r.Found, Nature) }

// AsksSecrets reports whether the message asks for what no genuine notice asks for.
func (r *Reading) AsksSecrets() bool {
	return slices.ContainsFunc(r.Flags, func(f Flag) bool {
		return f.Kind == AsksPassword || f.Kind == AsksCard || f.Kind == AsksPapers || f.Kind == AsksPayment
	})
}

// Assess reads the message. The same message and knowledge give the same
// reading; there is no clock and no network in it.
func (n *Notice) Assess(k Knowledge) Reading {
	m := n.m
	ss := sentences(m.lines)
	r := Reading{Candidates: m.recognise(k.Organisations), Sent: m.sent}
	d := readData(ss, k.Classify)
	r.Leaked, r.Spared = d.leaked, d.spared
	v := vocabulary()
	for _, p := range Parts() {
		if found(v, p, ss) || p == Nature && v.has("nature", fold(m.subject)) {
			r.Found = append(r.Found, p)
		} else {
			r.Missing = append(r.Missing, p)
		}
	}
	for _, s := range ss {
		if v.has("nature", s.words) {
			for _, date := range days(s.text) {
				if len(r.Dates) < maxDates && !slices.Contains(r.Dates, date) {
					r.Dates = append(r.Dates, date)
				}
			}
		}
	}
	r.Flags = flags(m, ss, &r, k)
	return r
}

// found reports whether a part is there. Whom to ask counts only with a way to
// ask: an address, a number or a form in the same sentence or the next two.
func found(v phrases, p Part, ss []sentence) bool {
	for i, s := range ss {
		if !v.has(string(p), s.words) {
			continue
		}
		if p != Contact {
			return true
		}
		for _, near := range ss[i:min(len(ss), i+3)] {
			if reachable(near.text) {
				return true
			}
		}
	}
	return false
}

// reachable reports whether a sentence has an e-mail address, a site or a
// telephone number.
func reachable(text string) bool {
	digits := 0
	for _, r := range text {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case !strings.ContainsRune(" .-()+\u00a0\u202f", r):
			digits = 0
		}
		if digits >= 10 {
			return true
		}
	}
	for _, w := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" ,;()<>«»\u00a0\u202f", r) }) {
		w = strings.TrimRight(w, ".:!?")
		if _, domain, ok := strings.Cut(w, "@"); ok && monitor.AsDomain(domain) != "" {
			return true
		}
		w, _, _ = strings.Cut(strings.TrimPrefix(strings.TrimPrefix(w, "https://"), "http://"), "/")
		if strings.Contains(w, ".") && monitor.AsDomain(w) != "" {
			return true
		}
	}
	return false
}
