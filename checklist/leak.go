package checklist

import (
	"slices"
	"strings"

	"vigie/monitor"
	"vigie/monitor/directory"
)

// leak is one finding as the plan sees it.
type leak struct {
	f      *monitor.Finding
	breach *monitor.Breach // nil when the catalogue does not have it
	// since is the day the household learned that it concerns this person: the
	// watch begins then, however old the leak is.
	since monitor.Day
	// happened is the last day the data may have been taken.
	happened monitor.Day
	// claimed: not established, and nothing says that the person is in it. It
	// asks for nothing but patience.
	claimed bool
	// left: all that links the person to it ended before it happened. Their data
	// may have been kept, but their account is gone.
	left bool
	// asks: a question is open to them, and their answer decides. What the leak
	// would call for beyond the general waits for it.
	asks bool
	// anyone: nothing links the person to it but that it may concern anyone. It
	// calls for what every leak does.
	anyone  bool
	hits    []hit
	answers answers
}

// hit is a topic that a leak touches, and through which class of data.
type hit struct {
	topic   int
	class   monitor.Class // "" for a circumstance
	certain bool
}

// circumstance is something about a leak, or about whom it concerns, that calls
// for steps of its own.
type circumstance string

const (
	claimed        circumstance = "claimed"
	possible       circumstance = "possible"    // the person may be in it, and knows something that tells
	infostealer    circumstance = "infostealer" // a spying program was on a device of theirs
	ofMinors       circumstance = "minors"      // the leak holds data of minors
	aboutChild     circumstance = "child"       // the person is a minor
	passwordPlain  circumstance = "password-plain"
	passwordWeak   circumstance = "password-weak" // or stored in a way nobody told
	passwordStrong circumstance = "password-strong"
)

func circumstances() []circumstance {
	return []circumstance{claimed, possible, infostealer, ofMinors, aboutChild, passwordPlain, passwordWeak, passwordStrong}
}

// touched lists what a leak touches, without what follows from combinations.
func (a *Advice) touched(l *leak, p monitor.Person) []hit {
	if l.claimed {
		return []hit{{topic: a.when[claimed], certain: true}}
	}
	certain := l.f.Verdict >= monitor.Likely
	hits := make([]hit, 0, len(l.f.Exposed)+len(l.f.Possible)+4)
	for _, i := range a.every {
		hits = append(hits, hit{topic: i, certain: certain})
	}
	if l.anyone {
		return hits
	}
	add := func(c monitor.Class, certain bool) {
		topic := a.topicOf(c)
		if (l.left || l.asks) && a.topics[topic].Access {
			return
		}
		hits = append(hits, hit{topic, c, certain})
		for _, i := range a.byEntry {
			if slices.Contains(a.topics[i].Classes, c) && a.lostBy(l, a.topics[i].Organisation) {
				hits = append(hits, hit{i, c, certain})
			}
		}
		if c == monitor.ClassPasswords {
			hits = append(hits, hit{a.when[l.storage()], c, certain})
		}
	}
	for _, c := range l.f.Exposed {
		add(c, certain)
	}
	if !l.asks {
		for _, c := range l.f.Possible {
			add(c, false)
		}
	}
	if !certain {
		hits = append(hits, hit{topic: a.when[possible], certain: true})
	}
	for _, c := range a.around(l, p) {
		hits = append(hits, hit{topic: a.when[c], certain: certain})
	}
	return hits
}

// restsOn reports whether a finding that is only possible rests on nothing but
// such reasons.
func restsOn(f *monitor.Finding, such func(monitor.Why) bool) bool {
	counts := func(y monitor.Why) bool { return y.Outcome > monitor.Failed }
	return f.Verdict < monitor.Likely && slices.ContainsFunc(f.Reasons, counts) &&
		!slices.ContainsFunc(f.Reasons, func(y monitor.Why) bool { return counts(y) && !such(y) })
}

// ended: the person had left before the leak.
func ended(y monitor.Why) bool {
	return slices.ContainsFunc(y.Conditions, func(c monitor.WhyCondition) bool { return c.Ended })
}

// asks: the answer to a question decides, and is not given.
func asks(y monitor.Why) bool {
	return slices.ContainsFunc(y.Conditions, func(c monitor.WhyCondition) bool {
		return c.Condition == monitor.CondVia && c.Outcome == monitor.Unknown
	})
}

// anyone: the leak may concern anyone.
func anyone(y monitor.Why) bool { return y.Source == monitor.WhyAnyone }

// around lists the circumstances that are not about one class of data.
func (a *Advice) around(l *leak, p monitor.Person) []circumstance {
	var cs []circumstance
	if stolenFromDevice(l.f) {
		cs = append(cs, infostealer)
	}
	if l.breach != nil && l.breach.Minors {
		cs = append(cs, ofMinors)
	}
	if p.Role == monitor.Child || p.Role == monitor.Teen {
		cs = append(cs, aboutChild)
	}
	return cs
}

// lostBy reports whether it is this organisation's data: named as the breach's
// own organisation, under any of its names.
func (a *Advice) lostBy(l *leak, entry string) bool {
	e := a.directory.byID[entry]
	for _, n := range l.names() {
		if slices.Contains(a.directory.byName[monitor.NormalOrganisation(n)], e) {
			return true
		}
	}
	return false
}

// names are what the organisation that lost the data is called.
func (l *leak) names() []string {
	if l.breach == nil {
		return []string{l.f.Organisation}
	}
	return append([]string{l.f.Organisation}, l.breach.Aliases...)
}

// stolenFromDevice reports whether a look-up found the person in what spying
// programs sent home. Hudson Rock knows of nothing else; Have I Been Pwned
// names such collections "Stealer Logs…".
func stolenFromDevice(f *monitor.Finding) bool {
	return slices.ContainsFunc(f.Reasons, func(y monitor.Why) bool {
		return y.Evidence == monitor.Hit && (y.Feed == monitor.FeedHudsonRock ||
			strings.Contains(strings.ToLower(f.Organisation), "stealer log"))
	})
}

// storage is how the leaked passwords were stored. Our catalogue says "plain
// text or readable" or "hashed or encrypted", which does not tell a weak hash
// from a strong one: only a hash made to be slow counts as strong.
func (l *leak) storage() circumstance {
	if l.breach == nil {
		return passwordWeak
	}
	stored := strings.ToLower(l.breach.Passwords)
	if strings.Contains(stored, "plain") {
		return passwordPlain
	}
	for _, slow := range []string{"bcrypt", "scrypt", "argon2", "pbkdf2"} {
		if strings.Contains(stored, slow) {
			return passwordStrong
		}
	}
	return passwordWeak
}

// past reports whether acting on a topic no longer helps on a day.
func (l *leak) past(t *topic, today monitor.Day) bool {
	return !t.Helps.IsZero() && t.Helps.after(l.happened, 1) < today
}

// breached are the directory's entries of whoever lost the data of these leaks.
func (a *Advice) breached(leaks []leak, of []int32) []*directory.Entry {
	var found []*directory.Entry
	for _, i := range of {
		for _, n := range leaks[i].names() {
			for _, e := range a.directory.byName[monitor.NormalOrganisation(n)] {
				if found = append(found, e); len(found) == mostLinks {
					return found
				}
			}
		}
	}
	return found
}

// answers is what a person said about the password in one leak.
type answers struct {
	reused  monitor.Answer
	changed monitor.Date
}

// settles reports whether an answer settles a step for this leak.
func (l *leak) settles(by Reason) bool {
	switch by {
	case NotReused:
		return l.answers.reused == monitor.AnswerNo
	case ChangedSince:
		return !l.answers.changed.IsZero() && l.answers.changed.First() > l.happened
	}
	return false
}
