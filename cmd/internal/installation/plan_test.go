package installation

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"vigie/checklist"
	"vigie/monitor"
)

// desk is the made-up household with its plan, on a day that can be moved.
type desk struct {
	t       *testing.T
	m       *monitor.Monitor
	planner *Planner
	now     time.Time
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{t: t, now: now}
	m, err := Demo(t.Context(), func() time.Time { return d.now })
	if err != nil {
		t.Fatal(err)
	}
	d.m = m
	return d
}

// plan reads the plan as a program that has just started does.
func (d *desk) plan() *Plan {
	d.t.Helper()
	var err error
	if d.planner, err = NewPlanner(d.m); err != nil {
		d.t.Fatal(err)
	}
	plan, err := d.planner.Plan(d.t.Context())
	if err != nil {
		d.t.Fatal(err)
	}
	return plan
}

// id is that of an action of Claire's.
func (d *desk) id(key string) string {
	d.t.Helper()
	p, _ := d.plan().Input.Household.PersonNamed("Claire")
	return p.ID + "/" + key
}

func (d *desk) action(key string) checklist.Action {
	d.t.Helper()
	a, there := checklist.Find(d.plan().Actions, d.id(key))
	if !there {
		d.t.Fatalf("%s is not in the plan", key)
	}
	return a
}

func (d *desk) say(key string, said checklist.Progress) error {
	return d.planner.Say(d.t.Context(), d.id(key), said)
}

func (d *desk) undo(key string) error { return d.planner.Undo(d.t.Context(), d.id(key)) }

func (d *desk) want(key string, state checklist.State) {
	d.t.Helper()
	if a := d.action(key); a.State != state {
		d.t.Errorf("%s is %s, want %s", key, a.State, state)
	}
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestWhatIsSaidIsKept(t *testing.T) {
	d := newDesk(t)
	d.want("complaint", checklist.ToDo)
	check(t, d.say("complaint", checklist.Progress{State: checklist.Done, Note: "receipt\x1b[31m 12\n"}))
	if a := d.action("complaint"); a.State != checklist.Done || a.At.String() != "2026-11-22" || strings.ContainsAny(a.Note, "\x1b\n") || !strings.HasPrefix(a.Note, "receipt") {
		t.Errorf("%s on %s, %q", a.State, a.At, a.Note)
	}
	check(t, d.say("complaint", checklist.Progress{State: checklist.Impossible, Reason: checklist.Refused}))
	d.want("complaint", checklist.Impossible)
	check(t, d.undo("complaint"))
	d.want("complaint", checklist.Done)
	check(t, d.undo("complaint"))
	d.want("complaint", checklist.ToDo)
	wantProblem(t, d.undo("complaint"), "plan.unsaid")
}

// A check comes back, and the days on which it was made are kept.
func TestDaysAreKept(t *testing.T) {
	d := newDesk(t)
	for _, day := range []int{0, 7, 14} {
		d.now = now.AddDate(0, 0, day)
		d.want("check-accounts.bank", checklist.ToDo)
		check(t, d.say("check-accounts.bank", checklist.Progress{State: checklist.Done}))
		d.want("check-accounts.bank", checklist.Done)
	}
	done := d.plan().Done[d.id("check-accounts.bank")]
	if len(done) != 3 || done[2].String() != "2026-12-06" {
		t.Errorf("done on %v", done)
	}
}

// What is said of a line is said of its parts that are to do, and taken back
// from these alone.
func TestLines(t *testing.T) {
	d := newDesk(t)
	d.plan()
	check(t, d.say("passwords.bank", checklist.Progress{State: checklist.NotApplicable, Reason: checklist.NoAccount}))
	d.now = now.AddDate(0, 0, 1)
	check(t, d.say("passwords", checklist.Progress{State: checklist.Done}))
	d.want("passwords", checklist.Done)
	d.want("passwords.bank", checklist.NotApplicable)
	check(t, d.undo("passwords"))
	d.want("passwords.mailbox", checklist.ToDo)
	d.want("passwords.bank", checklist.NotApplicable)
}

func TestWhatCannotBeSaid(t *testing.T) {
	d := newDesk(t)
	d.plan()
	wantProblem(t, d.say("nothing", checklist.Progress{State: checklist.Done}), "plan.gone")
	wantProblem(t, d.say("complaint", checklist.Progress{State: checklist.Reminded}), "plan.until")
	wantProblem(t, d.say("complaint", checklist.Progress{State: checklist.Delegated, Delegate: "nobody"}), "plan.delegate")
	wantProblem(t, d.planner.Answer(t.Context(), d.id("complaint"), monitor.AnswerYes), "plan.no-question")
	if kept, err := d.m.Store.Documents(t.Context(), kindProgress); err != nil || len(kept) > 0 {
		t.Errorf("kept: %v, %v", kept, err)
	}
}

func wantProblem(t *testing.T, err error, key string) {
	t.Helper()
	var p *monitor.Problem
	if !errors.As(err, &p) || p.Key != key {
		t.Errorf("%v, want %s", err, key)
	}
}

// An answer about a leaked password settles or presses; "don't know" takes it back.
func TestAnswerAboutAPassword(t *testing.T) {
	d := newDesk(t)
	breaches := d.plan().Input.Catalogue.Breaches()
	i := slices.IndexFunc(breaches, func(b monitor.Breach) bool { return slices.Contains(b.Exposed, monitor.ClassPasswords) })
	_, err := d.m.Answer(t.Context(), "Claire", monitor.Evidence{Kind: monitor.NoticeReceived, Breach: breaches[i].ID})
	check(t, err)
	for _, c := range []struct {
		reply monitor.Answer
		state checklist.State
	}{{monitor.AnswerNo, checklist.NotApplicable}, {monitor.AnswerDontKnow, checklist.ToDo}, {monitor.AnswerYes, checklist.ToDo}} {
		d.plan()
		check(t, d.planner.Answer(t.Context(), d.id("password-reuse"), c.reply))
		d.want("password-reuse", c.state)
	}
	if a := d.action("password-reuse"); a.Urgency != checklist.Today {
		t.Errorf("used elsewhere, and only %s", a.Urgency)
	}
	check(t, d.planner.Answer(t.Context(), d.id("password-change"), monitor.AnswerYes))
	d.want("password-change", checklist.NotApplicable)
}

// What someone said goes with them.
func TestProgressGoesWithItsPerson(t *testing.T) {
	d := newDesk(t)
	d.plan()
	check(t, d.say("complaint", checklist.Progress{State: checklist.Done}))
	check(t, d.m.RemovePerson(t.Context(), "Claire"))
	if kept, err := d.m.Store.Documents(t.Context(), kindProgress); err != nil || len(kept) > 0 {
		t.Errorf("kept: %v, %v", kept, err)
	}
	for _, x := range d.plan().Actions {
		if _, there := d.plan().Input.Household.Person(x.Person); !there {
			t.Errorf("%s is nobody's", x.ID)
		}
	}
}

// The puzzle is there for everybody who is in a leak.
func TestExposure(t *testing.T) {
	plan := newDesk(t).plan()
	if len(plan.Exposure) == 0 {
		t.Fatal("nobody is exposed")
	}
	for _, x := range plan.Exposure {
		if len(checklist.Of(plan.Actions, x.Person)) == 0 || len(x.Classes) == 0 {
			t.Errorf("%+v, without a plan or without data", x)
		}
	}
}
