package installation

import (
	"context"
	"time"

	"vigie/checklist"
	"vigie/checklist/calendar"
)

// Calendar lists the days to remember: when a step of the plan comes back or is
// due, and until when a letter can wait for its answer. Nothing in it says whose
// day it is or which leak is behind it.
func (i *Installation) Calendar(ctx context.Context, planner *Planner) ([]calendar.Event, error) {
	plan, err := planner.Plan(ctx)
	if err != nil {
		return nil, err
	}
	now := i.now()
	var events []calendar.Event
	for _, a := range checklist.Leaves(plan.Actions) {
		if _, _, day := a.Due.Parts(); day == 0 || a.State != checklist.ToDo && a.State != checklist.Reminded {
			continue
		}
		events = append(events, calendar.Event{
			ID: "action " + a.ID, Title: "advice." + a.Key() + ".title", Day: a.Due, Revision: export(now), Changed: now,
		})
	}
	written, err := i.Letters(ctx)
	if err != nil {
		return nil, err
	}
	for _, f := range written {
		for _, d := range f.Deadlines() {
			events = append(events, calendar.Event{
				ID: "letter " + f.ID + " " + string(d.What), Title: "letter.deadline." + string(d.What), Day: d.Day,
				Revision: export(now), Changed: now, Cancelled: !f.Answered.IsZero(),
			})
		}
	}
	return events, nil
}

// export numbers the exports by the minute: whatever moved since an earlier one
// has a higher number, and calendar programs take it over.
func export(now time.Time) int {
	return int(now.Sub(time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)) / time.Minute)
}
