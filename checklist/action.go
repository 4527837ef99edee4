package checklist

import (
	"slices"

	"vigie/monitor"
)

// Action is one thing for one person to do, or a line that groups several.
// Its sentences are not in it: [Speaker] finds and fills them.
type Action struct {
	// ID is the person and what is to be done, never a leak: it stays the same
	// whatever leaks come, are renamed or are merged.
	ID      string
	Person  string // Person.ID
	Step    string // of steps.toml; for a line with parts, the id of the line
	Account string // for steps that are done account by account: "ameli"
	Point   string // which point of the CNIL's advice of March 2024, C1 to C8, if any
	Actor   Actor  // who does it

	Urgency Urgency
	State   State
	// Minutes is an estimate for someone who is not used to it. For a line it is
	// the sum over its parts that are to do.
	Minutes int
	// Due is the day by which it is to be done or, when nothing is to do now, on
	// which it comes back; zero when there is no such day.
	Due     monitor.Date
	Repeats Interval // zero for something that is done once

	Breaches []string        // Breach.ID, newest known first
	Classes  []monitor.Class // of data that ask for it, by name
	Basis    []Basis         // the same, leak by leak: what [Action.Keep] remembers

	Official []Link
	Source   Source
	Mark     Mark     // how far its words can be relied on
	Recalled []string // of a verified action, the parts that were not read again
	Laws     []Law

	// Reopened says why something settled is to do again.
	Reopened Reopening
	// Of what was said last: the day, the reason, and to whom it was handed.
	At       monitor.Date
	Reason   Reason
	Delegate string // Person.ID
	Note     string // in the person's own words
	// Deduced says that the state follows from an answer or from time, not from
	// something said about this action.
	Deduced bool

	// Question is what the person may be asked, as the answer settles the action
	// or makes it pressing; "" when there is nothing to ask. See [Action.Reply].
	Question AnswerQuestion

	Parts []Action
}

// Actor is who carries an action out.
type Actor string

// The actors. A helper is whoever looks after an adult from here.
const (
	ActorPerson Actor = "person"
	ActorParent Actor = "parent"
	ActorHelper Actor = "helper"
)

// Urgency is when an action is best done, ordered: a later one comes first.
type Urgency int8

// The urgencies. Watch is for what cannot be changed: dated reminders.
const (
	Info Urgency = iota
	Watch
	Week
	Today
)

var urgencyWords = [...]string{"info", "watch", "week", "today"}

// String is the word used in JSON.
func (u Urgency) String() string { return urgencyWords[u] }

// MarshalText writes the word.
func (u Urgency) MarshalText() ([]byte, error) { return []byte(u.String()), nil }

// State is where an action stands.
type State string

// The states of an action. Reminded waits for a day.
const (
	ToDo          State = "to-do"
	Done          State = "done"
	NotApplicable State = "not-applicable"
	Impossible    State = "impossible"
	Delegated     State = "delegated"
	Reminded      State = "reminded"
)

// Reopening is why something settled is to do again; the zero Reopening is
// that it is not.
type Reopening struct {
	Cause    Cause
	Breaches []string // the leaks that brought it back, if any did
}

// Cause is why something settled is to do again.
type Cause string

// The causes, the weightiest first.
const (
	NewLeak      Cause = "new-leak"
	Confirmation Cause = "confirmed" // a leak that was only claimed is established
	NewClass     Cause = "new-class" // a kind of data was added to a known leak
	Reminder     Cause = "reminder"
	DelegateGone Cause = "delegate-gone" // whoever it was handed to left the household
)

// Link is an official address or telephone number, of the directory.
type Link struct {
	ID    string // of the directory's entry
	Label string
	URL   string // https, or empty
	Phone string // as it is dialled, digits only; or empty
	Mark  Mark   // memory when the address or the number was not read again
}

// Source is where advice was read.
type Source struct {
	ID        string       `toml:"id"`
	Title     string       `toml:"title"` // as published, in its own language
	Publisher string       `toml:"publisher"`
	URL       string       `toml:"url"` // https
	Reviewed  monitor.Date `toml:"reviewed"`
}

// Law is a legal text; its words are law.<ID>.
type Law struct {
	ID   string `toml:"id"`
	Mark Mark   `toml:"mark"`
}

// Mark says how far a text can be relied on.
type Mark string

// The marks. What is not verified must say so where it is shown.
const (
	Verified Mark = "verified" // read in the source
	Memory   Mark = "memory"   // recalled, to be checked
	Proposal Mark = "proposal" // our own: no official text behind it
)

func (m Mark) known() bool { return m == Verified || m == Memory || m == Proposal }

// Leaves lists the actions of a plan that can be marked: the parts of lines
// that have parts, and the other lines.
func Leaves(plan []Action) []Action {
	var all []Action
	for _, a := range plan {
		if len(a.Parts) == 0 {
			all = append(all, a)
		} else {
			all = append(all, a.Parts...)
		}
	}
	return all
}

// Open reports whether a leak still asks something of a person; what is for
// information only does not count. A leak that is closed opens again by itself.
func Open(plan []Action, person, breach string) bool {
	for _, a := range Leaves(plan) {
		if a.Person == person && a.State == ToDo && a.Urgency > Info && slices.Contains(a.Breaches, breach) {
			return true
		}
	}
	return false
}
