package main

import (
	"context"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"vigie/checklist"
	"vigie/cmd/internal/installation"
	"vigie/monitor"
)

func (a *app) planCommand() *cobra.Command {
	c := &cobra.Command{Use: "plan [--person NAME] [--all]", Args: a.noArgs, RunE: a.plan}
	c.PersistentFlags().String("person", "", a.words.T("cli.flag.person"))
	c.Flags().Bool("all", false, a.words.T("cli.flag.plan.all"))
	c.AddCommand(
		&cobra.Command{Use: "show ID", Args: a.args(1), RunE: a.planShow},
		a.planSay("done ID [--note TEXT]", a.done, "note"),
		a.planSay("skip ID --reason WORD", a.skip, "reason"),
		a.required(a.planSay("later ID --until DAY", a.later, "until"), "until"),
		a.required(a.planSay("delegate ID --to NAME [--until DAY]", a.delegate, "to", "until"), "to"),
		&cobra.Command{Use: "answer ID yes|no|dont-know", Args: a.args(2), RunE: a.planAnswer},
		&cobra.Command{Use: "undo ID", Args: a.args(1), RunE: a.planUndo},
	)
	return c
}

// saying makes of the options of a command what someone says about an action.
type saying func(option func(string) string, h *monitor.Household) (checklist.Progress, error)

// planSay is a command that says something about an action.
func (a *app) planSay(use string, say saying, options ...string) *cobra.Command {
	c := &cobra.Command{Use: use, Args: a.args(1)}
	for _, name := range options {
		c.Flags().String(name, "", a.words.T("cli.flag.plan."+name))
	}
	c.RunE = func(c *cobra.Command, args []string) error {
		option := func(name string) string { s, _ := c.Flags().GetString(name); return s }
		return a.planned(c, func(p *planned) error {
			said, err := say(option, p.Input.Household)
			if err != nil {
				return err
			}
			return a.change(c.Context(), p, args[0], func(id string) error { return p.planner.Say(c.Context(), id, said) })
		})
	}
	return c
}

// actionJSON is an action as programs see it: a public interface. A line holds
// the steps that belong together in parts.
type actionJSON struct {
	ID       string            `json:"id"`
	Person   string            `json:"person"`
	Step     string            `json:"step"`
	Title    string            `json:"title"`
	Urgency  checklist.Urgency `json:"urgency"`
	State    checklist.State   `json:"state"`
	Minutes  int               `json:"minutes"`
	Due      *string           `json:"due"`
	Repeats  *string           `json:"repeats"`
	Breaches []string          `json:"breaches"`
	Classes  []monitor.Class   `json:"classes"`
	Official []officialJSON    `json:"official"`
	Source   sourceJSON        `json:"source"`
	Parts    []actionJSON      `json:"parts"`
}

type officialJSON struct {
	Label string  `json:"label"`
	URL   *string `json:"url"`
	Phone *string `json:"phone"`
}

type sourceJSON struct {
	Title    string         `json:"title"`
	URL      string         `json:"url"`
	Reviewed *string        `json:"reviewed"`
	Mark     checklist.Mark `json:"mark"`
}

// detailJSON is an action with what it takes to do it: what "plan show" prints.
type detailJSON struct {
	actionJSON
	Why      string                    `json:"why"`
	Because  string                    `json:"because"`
	How      []string                  `json:"how"`
	Laws     []string                  `json:"laws"`
	Actor    checklist.Actor           `json:"actor"`
	Question *checklist.AnswerQuestion `json:"question"`
	Reopened *string                   `json:"reopened"`
	// Of what was said last:
	At       *string           `json:"at"`
	Reason   *checklist.Reason `json:"reason"`
	Delegate *string           `json:"delegate"`
	Note     *string           `json:"note"`
}

func (p *planned) detail(x checklist.Action) detailJSON {
	t := p.speaker.Action(x, p.names)
	return detailJSON{
		actionJSON: p.document(x), Why: t.Why, Because: t.Because, How: list(t.How), Laws: list(t.Laws), Actor: x.Actor,
		Question: said(x.Question), Reopened: said(t.Reopened),
		At: dated(x.At), Reason: said(x.Reason), Delegate: said(p.names.Person(x.Delegate)), Note: said(x.Note),
	}
}

// planned is the plan as a command sees it.
type planned struct {
	*installation.Plan
	planner *installation.Planner
	speaker *checklist.Speaker
	names   checklist.Names
	only    string             // Person.ID of the person asked for; "" is everybody
	shown   []checklist.Action // theirs
}

func (p *planned) document(x checklist.Action) actionJSON {
	doc := actionJSON{
		ID: x.Code(), Person: p.names.Person(x.Person), Step: x.Key(), Title: p.speaker.Title(x),
		Urgency: x.Urgency, State: x.State, Minutes: x.Minutes, Due: dated(x.Due), Repeats: said(x.Repeats.String()),
		Breaches: list(x.Breaches), Classes: list(x.Classes), Official: []officialJSON{},
		Source: sourceJSON{x.Source.Title, x.Source.URL, dated(x.Source.Reviewed), x.Mark},
		Parts:  p.documents(x.Parts),
	}
	for _, l := range x.Official {
		doc.Official = append(doc.Official, officialJSON{p.speaker.Link(l), said(l.URL), said(l.Phone)})
	}
	return doc
}

func (p *planned) documents(actions []checklist.Action) []actionJSON {
	docs := []actionJSON{}
	for _, x := range actions {
		docs = append(docs, p.document(x))
	}
	return docs
}

// planned opens the installation, makes the plan and hands it over.
func (a *app) planned(c *cobra.Command, f func(p *planned) error) error {
	return a.unlocked(c.Context(), func(i *installation.Installation) error {
		planner, err := installation.NewPlanner(i.Monitor)
		if err != nil {
			return err
		}
		p, err := a.read(c.Context(), planner)
		if err != nil {
			return err
		}
		name, _ := c.Flags().GetString("person")
		if p.only, err = onePerson(p.Input.Household, name); err != nil {
			return err
		}
		if p.shown = p.Actions; p.only != "" {
			p.shown = checklist.Of(p.Actions, p.only)
		}
		return f(p)
	})
}

// read makes the plan as it is now.
func (a *app) read(ctx context.Context, planner *installation.Planner) (*planned, error) {
	plan, err := planner.Plan(ctx)
	if err != nil {
		return nil, err
	}
	return &planned{Plan: plan, planner: planner, speaker: checklist.NewSpeaker(a.words, a.explain), names: a.names(plan)}, nil
}

func (a *app) plan(c *cobra.Command, _ []string) error {
	all, _ := c.Flags().GetBool("all")
	return a.planned(c, func(p *planned) error {
		defer a.answered()
		return a.print(p.documents(p.shown), func() { a.showPlan(p, all) })
	})
}

// planShow says how one action is done.
func (a *app) planShow(c *cobra.Command, args []string) error {
	return a.planned(c, func(p *planned) error {
		x, err := p.one(args[0])
		if err != nil {
			return err
		}
		return a.print(p.detail(x), func() { a.showAction(p, x) })
	})
}

func (a *app) done(option func(string) string, _ *monitor.Household) (checklist.Progress, error) {
	return checklist.Progress{State: checklist.Done, Note: option("note")}, nil
}

// skip sets an action aside; the reason tells whether it does not apply or
// cannot be done.
func (a *app) skip(option func(string) string, _ *monitor.Household) (checklist.Progress, error) {
	reason := checklist.Reason(option("reason"))
	for _, s := range []checklist.State{checklist.NotApplicable, checklist.Impossible} {
		if slices.Contains(checklist.Reasons(s), reason) {
			return checklist.Progress{State: s, Reason: reason}, nil
		}
	}
	return checklist.Progress{}, a.unknownReason(reason)
}

func (a *app) later(option func(string) string, _ *monitor.Household) (checklist.Progress, error) {
	until, err := day(option("until"))
	return checklist.Progress{State: checklist.Reminded, Until: until}, err
}

func (a *app) delegate(option func(string) string, h *monitor.Household) (checklist.Progress, error) {
	to, _ := h.PersonNamed(option("to")) // nobody is refused where it is kept
	until, err := day(option("until"))
	return checklist.Progress{State: checklist.Delegated, Delegate: to.ID, Until: until}, err
}

// day reads a whole day; nothing is no day.
func day(s string) (monitor.Date, error) {
	d, err := monitor.ParseDate(s)
	if _, _, day := d.Parts(); err != nil || s != "" && day == 0 {
		return monitor.Date{}, monitor.UsageProblem("plan.until")
	}
	return d, nil
}

// unknownReason lists the reasons there are, with what they mean.
func (a *app) unknownReason(given checklist.Reason) error {
	var known []string
	for _, r := range slices.Concat(checklist.Reasons(checklist.NotApplicable), checklist.Reasons(checklist.Impossible)) {
		text := string(r) + " (" + a.words.T("plan.reason."+string(r)) + ")"
		if !slices.Contains(known, text) {
			known = append(known, text)
		}
	}
	reasons := strings.Join(known, ", ")
	if given == "" {
		return monitor.UsageProblem("plan.no-reason", "reasons", reasons)
	}
	return monitor.UsageProblem("plan.reason", "reason", monitor.CleanText(string(given), monitor.MaxName), "reasons", reasons)
}

func (a *app) planAnswer(c *cobra.Command, args []string) error {
	reply := monitor.Answer(args[1])
	if !slices.Contains([]monitor.Answer{monitor.AnswerYes, monitor.AnswerNo, monitor.AnswerDontKnow}, reply) {
		return monitor.UsageProblem("answer.word", "usage", c.UseLine())
	}
	return a.planned(c, func(p *planned) error {
		return a.change(c.Context(), p, args[0], func(id string) error { return p.planner.Answer(c.Context(), id, reply) })
	})
}

func (a *app) planUndo(c *cobra.Command, args []string) error {
	return a.planned(c, func(p *planned) error {
		return a.change(c.Context(), p, args[0], func(id string) error { return p.planner.Undo(c.Context(), id) })
	})
}

// change changes something about the action that is called so, and prints it as
// it is then.
func (a *app) change(ctx context.Context, p *planned, name string, keep func(id string) error) error {
	x, err := p.one(name)
	if err != nil {
		return err
	}
	if err := keep(x.ID); err != nil {
		return err
	}
	now, err := a.read(ctx, p.planner)
	if err != nil {
		return err
	}
	x, _ = checklist.Find(now.Actions, x.ID)
	return a.print(now.document(x), func() { a.showChange(now, x) })
}

// one finds the action that is meant, among those shown.
func (p *planned) one(name string) (checklist.Action, error) {
	found := checklist.Named(p.shown, name)
	switch {
	case len(found) == 0:
		return checklist.Action{}, monitor.NewProblem("plan.unknown", "name", monitor.CleanText(name, monitor.MaxName))
	case len(found) > 1:
		codes := make([]string, len(found))
		for i, x := range found {
			codes[i] = x.Code() + " (" + p.names.Person(x.Person) + ")"
		}
		return checklist.Action{}, monitor.UsageProblem("plan.several", "name", monitor.CleanText(name, monitor.MaxName), "codes", strings.Join(codes, ", "))
	}
	return found[0], nil
}
