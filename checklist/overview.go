package checklist

import (
	"crypto/sha256"
	"encoding/base32"
	"slices"
	"strings"

	"vigie/monitor"
)

// Of are the actions of one person, as they stand in the plan.
func Of(plan []Action, person string) []Action {
	return slices.DeleteFunc(slices.Clone(plan), func(a Action) bool { return a.Person != person })
}

// Find returns the action with an id, among lines and their parts.
func Find(plan []Action, id string) (Action, bool) {
	for _, a := range plan {
		for _, x := range append([]Action{a}, a.Parts...) {
			if x.ID == id {
				return x, true
			}
		}
	}
	return Action{}, false
}

// About are the steps that one leak asks of a person, in the order of the plan.
func About(plan []Action, person, breach string) []Action {
	return slices.DeleteFunc(Leaves(plan), func(a Action) bool {
		return a.Person != person || !slices.Contains(a.Breaches, breach)
	})
}

// Next is the one step to begin with: of what is to do, the most urgent, and
// the first of those. What is for information only is never next.
func Next(plan []Action) (next Action, some bool) {
	for _, a := range Leaves(plan) {
		if a.State == ToDo && a.Urgency > Info && (!some || a.Urgency > next.Urgency) {
			next, some = a, true
		}
	}
	return next, some
}

// Counts says how much there is to do.
type Counts struct {
	Today, Week, Watch, Info int // lines that are to do, by urgency

	TodayMinutes, WeekMinutes int // of these lines
	// Done are the steps that are done now, parts of lines one by one.
	Done int
	// NextDue is the first day on which a step that is not to do now comes back;
	// zero when none does.
	NextDue monitor.Date
}

// Count adds up a plan.
func Count(plan []Action) Counts {
	var c Counts
	for _, a := range plan {
		if a.State != ToDo {
			continue
		}
		switch a.Urgency {
		case Today:
			c.Today++
			c.TodayMinutes += a.Minutes
		case Week:
			c.Week++
			c.WeekMinutes += a.Minutes
		case Watch:
			c.Watch++
		case Info:
			c.Info++
		}
	}
	for _, a := range Leaves(plan) {
		if a.State == Done {
			c.Done++
		}
		if a.State != ToDo {
			c.NextDue = earlier(c.NextDue, a.Due)
		}
	}
	return c
}

// codeLength makes it unlikely (one household in some thousands) that two of a
// few hundred actions share a code; [Named] then finds both.
const codeLength = 6

// code32 is Crockford's alphabet: no letter looks like a digit.
var code32 = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// Code is a short name for an action, to be typed. It follows from the id, and
// so is as stable.
func (a Action) Code() string {
	h := sha256.Sum256([]byte(a.ID))
	return code32.EncodeToString(h[:])[:codeLength]
}

// Key names the step, as [Piece.Prevent] and [Topic.Steps] do: "check-accounts.ameli".
func (a Action) Key() string { return stepKey(a.Step, a.Account) }

// Named are the actions that someone may mean: by code, by id, or by the step's
// key, which several persons may have.
func Named(plan []Action, name string) []Action {
	name = strings.ToLower(strings.TrimSpace(name))
	meant := func(a Action) bool { return a.Code() == name || a.ID == name || a.Key() == name }
	var found []Action
	for _, a := range plan {
		if meant(a) {
			found = append(found, a) // what it holds goes with it
			continue
		}
		for _, p := range a.Parts {
			if meant(p) {
				found = append(found, p)
			}
		}
	}
	return found
}
