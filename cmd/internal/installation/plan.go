package installation

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"vigie/assets"
	"vigie/checklist"
	"vigie/monitor"
	"vigie/monitor/explain"
)

// The kinds of documents in which what people say about their plan is kept.
const (
	kindProgress = "progress" // a checklist.History, by Action.ID
	kindAnswer   = "password" // a checklist.Answer, by person, breach and question
)

// maxNote is how long a remark about an action may be, in characters.
const maxNote = 2000

// Planner makes the household's plan from what the monitor knows, and keeps what
// people say about it. What it reads and writes is sealed: the monitor is
// unlocked first.
type Planner struct {
	Advice *checklist.Advice
	m      *monitor.Monitor
}

// NewPlanner reads the advice. Its errors are defects of the program.
func NewPlanner(m *monitor.Monitor) (*Planner, error) {
	classes, err := explain.LoadClasses(assets.Classes())
	if err != nil {
		return nil, err
	}
	d, err := Directory()
	if err != nil {
		return nil, err
	}
	advice, err := checklist.Load(assets.Advice(), d, classes)
	if err != nil {
		return nil, err
	}
	return &Planner{advice, m}, nil
}

// Plan is the plan of a household at one moment, and what it follows from.
type Plan struct {
	Input    checklist.Input
	Actions  []checklist.Action // of all persons, in the order of the household
	Exposure []checklist.Puzzle // of everyone who is in a leak
	// Done are the days on which a step was done, oldest first, by Action.ID.
	Done map[string][]monitor.Date

	histories map[string]checklist.History
}

// Plan reads everything and works the plan out.
func (p *Planner) Plan(ctx context.Context) (*Plan, error) {
	plan := &Plan{Done: make(map[string][]monitor.Date), histories: make(map[string]checklist.History)}
	in := &plan.Input
	in.Today = checklist.LocalDay(p.m.Now().Local())
	var err error
	if in.Household, err = p.m.Store.Household(ctx); err != nil {
		return nil, err
	}
	if in.Catalogue, err = p.m.Catalogue(ctx); err != nil {
		return nil, err
	}
	in.Findings = in.Catalogue.Match(in.Household, monitor.Today(p.m.Now()))
	if in.Answers, err = documents[checklist.Answer](ctx, p.m.Store, kindAnswer); err != nil {
		return nil, err
	}
	histories, err := documents[checklist.History](ctx, p.m.Store, kindProgress)
	if err != nil {
		return nil, err
	}
	for _, h := range histories {
		in.Progress = append(in.Progress, h.Last)
		plan.Done[h.Last.Action], plan.histories[h.Last.Action] = h.Done, h
	}
	plan.Actions = p.Advice.Plan(*in)
	plan.Exposure = p.Advice.Exposure(in.Findings)
	return plan, nil
}

// documents reads all documents of a kind.
func documents[T any](ctx context.Context, s monitor.Store, kind string) ([]T, error) {
	docs, err := s.Documents(ctx, kind)
	if err != nil {
		return nil, err
	}
	all := make([]T, len(docs))
	for i, d := range docs {
		if err := json.Unmarshal(d.Body, &all[i]); err != nil {
			return nil, fmt.Errorf("document %s: %w", kind, err)
		}
	}
	return all, nil
}

// Say keeps what someone says today about an action, or about each part of a
// line that is to do. Only the state and what goes with it need be filled in.
// Its problems are those of [checklist.Progress.Check], and plan.gone.
func (p *Planner) Say(ctx context.Context, action string, said checklist.Progress) error {
	plan, a, err := p.find(ctx, action)
	if err != nil {
		return err
	}
	if problem := said.Check(plan.Input.Household, plan.Input.Today); problem != nil {
		return problem
	}
	said.At = checklist.DateOf(plan.Input.Today)
	said.Note = monitor.CleanText(said.Note, maxNote)
	return p.m.Store.Update(ctx, func(tx monitor.Tx) error {
		for _, kept := range a.Keep(said) {
			if err := put(tx, kindProgress, kept.Action, a.Person, plan.histories[kept.Action].Say(kept)); err != nil {
				return err
			}
		}
		return nil
	})
}

// Undo takes back what was said last about an action; of a line, about the
// parts of which it was said on the last such day. Its problems are plan.gone
// and plan.unsaid.
func (p *Planner) Undo(ctx context.Context, action string) error {
	plan, a, err := p.find(ctx, action)
	if err != nil {
		return err
	}
	said := slices.DeleteFunc(checklist.Leaves([]checklist.Action{a}), func(x checklist.Action) bool {
		_, some := plan.histories[x.ID]
		return !some
	})
	if len(said) == 0 {
		return monitor.NewProblem("plan.unsaid")
	}
	on := func(x checklist.Action) monitor.Day { return plan.histories[x.ID].Last.At.First() }
	last := slices.MaxFunc(said, func(x, y checklist.Action) int { return cmp.Compare(on(x), on(y)) })
	return p.m.Store.Update(ctx, func(tx monitor.Tx) error {
		for _, x := range said {
			if on(x) == on(last) {
				if err := undo(tx, x, plan.histories[x.ID]); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

func undo(tx monitor.Tx, a checklist.Action, h checklist.History) error {
	if before, some := h.Undo(); some {
		return put(tx, kindProgress, a.ID, a.Person, before)
	}
	return tx.DeleteDocument(kindProgress, a.ID)
}

// find makes the plan and finds an action in it.
func (p *Planner) find(ctx context.Context, action string) (*Plan, checklist.Action, error) {
	plan, err := p.Plan(ctx)
	if err != nil {
		return nil, checklist.Action{}, err
	}
	a, there := checklist.Find(plan.Actions, action)
	if !there {
		return nil, a, monitor.NewProblem("plan.gone")
	}
	return plan, a, nil
}

// Answer keeps the answer to the question of an action, in place of an earlier
// one. Its problems are plan.gone and plan.no-question.
func (p *Planner) Answer(ctx context.Context, action string, reply monitor.Answer) error {
	plan, a, err := p.find(ctx, action)
	if err != nil {
		return err
	}
	if a.Question == "" {
		return monitor.NewProblem("plan.no-question")
	}
	return p.m.Store.Update(ctx, func(tx monitor.Tx) error {
		for _, x := range a.Reply(reply, plan.Input.Today) {
			if err := put(tx, kindAnswer, x.Person+"/"+x.Breach+"/"+string(x.Question), x.Person, x); err != nil {
				return err
			}
		}
		return nil
	})
}

func put(tx monitor.Tx, kind, id, person string, body any) error {
	data, err := json.Marshal(body)
	if err != nil {
		return err
	}
	return tx.PutDocument(monitor.Document{Kind: kind, ID: id, Person: person, Body: data})
}
