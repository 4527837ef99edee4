package monitor

import (
	"slices"
	"time"
)

// Alert tells a person once that a finding is new or matters more than before.
// It is stored before it is shown and marked after, so that a crash between the
// two shows it once more at worst and never zero times.
type Alert struct {
	ID       string    `json:"id"`
	Person   string    `json:"person"` // Person.ID
	Breach   string    `json:"breach"` // Breach.ID at that time
	Kind     AlertKind `json:"kind"`
	At       time.Time `json:"at"`
	Notified time.Time `json:"notified,omitzero"` // shown as a pop-up or printed
	Closed   time.Time `json:"closed,omitzero"`   // nothing is left to say: withdrawn, or answered "not me"
}

// AlertKind is why an alert was made.
type AlertKind string

// The kinds of alert.
const (
	AlertNew       AlertKind = "new"
	AlertRaised    AlertKind = "raised"    // the verdict rose, or another class is exposed
	AlertConfirmed AlertKind = "confirmed" // a claim was confirmed
	AlertWithdrawn AlertKind = "withdrawn" // the source took it back
)

// KnownFinding is what was last said about one person and one breach: alerts
// are the difference between it and the finding of today.
type KnownFinding struct {
	Person  string  `json:"person"`
	Breach  string  `json:"breach"`
	Verdict Verdict `json:"verdict"`
	Exposed []Class `json:"exposed,omitempty"`
	Status  Status  `json:"status"`
}

// Changed is what a run has to say: the alerts to store, what is known from now
// on, and the alerts that have nothing left to say.
type Changed struct {
	Alerts []Alert
	Known  []KnownFinding
}

// Changes compares findings with what was last said about them. It matters that
// a finding is new, that its verdict rose, that a class became exposed, that a
// claim was confirmed, or that the breach was withdrawn; nothing else does. A
// finding "not concerned" is remembered without an alert.
//
// The catalogue gives the names under which a breach was known earlier; newID
// makes the id of an alert.
func Changes(c *Catalogue, known []KnownFinding, findings []Finding, at time.Time, newID func() string) Changed {
	type key struct{ person, breach string }
	was := make(map[key]KnownFinding, len(known))
	for _, k := range known {
		id := k.Breach
		if b, ok := c.Breach(k.Breach); ok {
			id = b.ID
		}
		// A breach once told twice may have been joined: the most that was said counts.
		was[key{k.Person, id}] = was[key{k.Person, id}].most(k)
	}
	var ch Changed
	for i := range findings {
		f := &findings[i]
		before := was[key{f.Person, f.Breach}]
		now := KnownFinding{f.Person, f.Breach, f.Verdict, f.Exposed, f.Status}
		if kind := change(before, now); kind != "" {
			ch.Alerts = append(ch.Alerts, Alert{ID: newID(), Person: f.Person, Breach: f.Breach, Kind: kind, At: at})
		}
		if !before.same(now) {
			ch.Known = append(ch.Known, now)
		}
	}
	return ch
}

// most joins what was said about two breaches that turned out to be one.
func (k KnownFinding) most(o KnownFinding) KnownFinding {
	if k.Person == "" || o.Verdict > k.Verdict {
		k, o = o, k
	}
	for _, c := range o.Exposed {
		if !slices.Contains(k.Exposed, c) {
			k.Exposed = append(slices.Clip(k.Exposed), c)
		}
	}
	return k
}

func (k KnownFinding) same(o KnownFinding) bool {
	return k.Verdict == o.Verdict && k.Status == o.Status && k.Breach == o.Breach &&
		len(k.Exposed) == len(o.Exposed) && !gained(k.Exposed, o.Exposed)
}

func gained(before, now []Class) bool {
	return slices.ContainsFunc(now, func(c Class) bool { return !slices.Contains(before, c) })
}

// change is the kind of alert that one finding deserves, or "".
func change(before, now KnownFinding) AlertKind {
	concerned := before.Verdict > NotConcerned
	switch {
	case now.Status == Withdrawn && before.Status != Withdrawn && concerned && now.Verdict <= NotConcerned:
		return AlertWithdrawn
	case now.Verdict <= NotConcerned:
		return ""
	case !concerned && before.Verdict == NoFinding:
		return AlertNew
	case before.Status == Claimed && now.Status != Claimed:
		return AlertConfirmed
	case now.Verdict > before.Verdict, gained(before.Exposed, now.Exposed):
		return AlertRaised
	}
	return ""
}
