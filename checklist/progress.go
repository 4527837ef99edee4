package checklist

import (
	"slices"

	"vigie/monitor"
)

// Progress is what a person said about one action. It is plain data; of several
// about one action the last counts, so a store may keep one per action.
type Progress struct {
	Action   string       `json:"action"` // Action.ID
	State    State        `json:"state"`
	At       monitor.Date `json:"at"`                 // the day it was said
	Until    monitor.Date `json:"until,omitzero"`     // of Reminded, and of Delegated if wanted: when it comes back
	Reason   Reason       `json:"reason,omitempty"`   // of NotApplicable and Impossible
	Delegate string       `json:"delegate,omitempty"` // of Delegated: Person.ID
	Note     string       `json:"note,omitempty"`     // a proof or a remark, in the person's own words
	// Known are the leaks and classes the action rested on when it was said: what
	// comes beyond them is new.
	Known []Basis `json:"known,omitempty"`
}

// Basis is one leak that asks for an action, and the data in it that do.
type Basis struct {
	Breach  string          `json:"breach"` // Breach.ID, as it was known then
	Classes []monitor.Class `json:"classes,omitempty"`
	Claimed bool            `json:"claimed,omitempty"` // not established: it asks for nothing yet
}

// Reason is why an action does not apply or cannot be done; its words are
// plan.reason.<reason>.
type Reason string

// The reasons. NoAccount holds for good: no later leak brings the action back.
const (
	NoAccount Reason = "no-account"
	NotUsed   Reason = "not-used"
	Already   Reason = "already"
	Closed    Reason = "closed"
	NoAccess  Reason = "no-access"
	Refused   Reason = "refused"
	Other     Reason = "other"
	// Deduced ones:
	NotReused    Reason = "not-reused"    // from an answer
	ChangedSince Reason = "changed-since" // from an answer
	Past         Reason = "past"          // acting no longer helps
)

// Reasons lists what a person can give as the reason for a state.
func Reasons(s State) []Reason {
	switch s {
	case NotApplicable:
		return []Reason{NoAccount, NotUsed, Already, Other}
	case Impossible:
		return []Reason{Closed, NoAccess, Refused, Other}
	}
	return nil
}

// Check reports what is missing or wrong in what a person says on a day; nil
// when it can be kept.
func (p Progress) Check(h *monitor.Household, today monitor.Day) *monitor.Problem {
	switch p.State {
	case ToDo, Done:
	case NotApplicable, Impossible:
		if !slices.Contains(Reasons(p.State), p.Reason) {
			return monitor.UsageProblem("plan.reason", "reason", monitor.CleanText(string(p.Reason), monitor.MaxName), "reasons", list(Reasons(p.State)))
		}
	case Delegated:
		if _, ok := h.Person(p.Delegate); !ok {
			return monitor.UsageProblem("plan.delegate")
		}
		if !p.Until.IsZero() && p.Until.First() <= today {
			return monitor.UsageProblem("plan.until")
		}
	case Reminded:
		if p.Until.IsZero() || p.Until.First() <= today {
			return monitor.UsageProblem("plan.until")
		}
	default:
		return monitor.UsageProblem("plan.state", "state", monitor.CleanText(string(p.State), monitor.MaxName))
	}
	return nil
}

func list(reasons []Reason) string {
	text := ""
	for i, r := range reasons {
		if i > 0 {
			text += ", "
		}
		text += string(r)
	}
	return text
}

// Keep turns what a person says about an action into what is kept. Said of a
// line with parts, it is said of each part that is to do, or of every part when
// none is.
func (a Action) Keep(said Progress) []Progress {
	if len(a.Parts) == 0 {
		said.Action, said.Known = a.ID, a.Basis
		return []Progress{said}
	}
	var all []Progress
	for _, part := range a.Parts {
		if a.State != ToDo || part.State == ToDo {
			all = append(all, part.Keep(said)...)
		}
	}
	return all
}

// Answer is what a person says about a leaked password of theirs.
type Answer struct {
	Person   string         `json:"person"` // Person.ID
	Breach   string         `json:"breach"` // Breach.ID, as it was known then
	Question AnswerQuestion `json:"question"`
	Reply    monitor.Answer `json:"reply,omitempty"` // to PasswordReused
	On       monitor.Date   `json:"on,omitzero"`     // of PasswordChanged: when it was last changed
}

// AnswerQuestion is what a person is asked about a leaked password.
type AnswerQuestion string

// The questions, which the words plan.question.<question> put. Of several
// answers to one, the last counts.
const (
	PasswordReused  AnswerQuestion = "password-reused"  // was it used elsewhere?
	PasswordChanged AnswerQuestion = "password-changed" // when was it last changed at the service?
)

// questions are those that an answer settles, by the reason it then gives.
var questions = map[Reason]AnswerQuestion{NotReused: PasswordReused, ChangedSince: PasswordChanged}

// Reply answers the question of an action, on a day, about every leak that asks
// for it. That the password was changed since is taken to be true of that day.
// [monitor.AnswerDontKnow] takes an earlier answer back.
func (a Action) Reply(reply monitor.Answer, today monitor.Day) []Answer {
	var all []Answer
	for _, b := range a.Basis {
		if b.Claimed {
			continue
		}
		x := Answer{Person: a.Person, Breach: b.Breach, Question: a.Question}
		switch {
		case a.Question == PasswordReused:
			x.Reply = reply
		case reply == monitor.AnswerYes:
			x.On = DateOf(today)
		}
		all = append(all, x)
	}
	return all
}
