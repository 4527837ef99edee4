package main

import (
	"context"

	"vigie/checklist"
	"vigie/cmd/internal/installation"
	"vigie/monitor"
	"vigie/monitor/desktop"
)

// settingReminded is the day up to which reminders were shown, YYYY-MM-DD.
const settingReminded = "reminded-on"

// remindFrom is the hour from which reminders are shown: nobody is woken for them.
const remindFrom = 9

// remind shows one pop-up for the steps of the plan that came back since the day
// of the last one. What the pop-up says is a count: the steps are in the plan.
// The first day only begins the count: the plan was just seen.
func (w *watch) remind(ctx context.Context, s installation.Settings) {
	now := w.now()
	if now.Hour() < remindFrom || s.Quiet.Quiet(now) {
		return
	}
	today := installation.Day(now)
	last, err := w.inst.Store.Setting(ctx, settingReminded)
	if w.note("reminders", err); err != nil || last == today.String() {
		return
	}
	since, err := monitor.ParseDate(last)
	if err != nil || since.IsZero() || since.First() > today.First() { // never, or under another clock
		w.reminded(ctx, today)
		return
	}
	n, err := w.cameBack(ctx, since, today)
	if w.note("plan", err); err != nil {
		return
	}
	if n > 0 {
		err := w.popups.Show(ctx, desktop.Popup{
			Title: w.words.T("popup.reminder.title"), Body: w.words.N("popup.reminder", n),
			See: w.words.T("popup.see"), Later: w.words.T("popup.later"), Urgency: desktop.UrgencyLow,
		})
		if w.note("reminder", err); err != nil {
			return // kept, and shown later
		}
	}
	w.reminded(ctx, today)
}

// cameBack counts the steps that became due after a day, up to another.
func (w *watch) cameBack(ctx context.Context, since, today monitor.Date) (int, error) {
	planner, err := installation.NewPlanner(w.inst.Monitor)
	if err != nil {
		return 0, err
	}
	plan, err := planner.Plan(ctx)
	if err != nil {
		return 0, err
	}
	n := 0
	for _, a := range checklist.Leaves(plan.Actions) {
		if due := a.Due.First(); !a.Due.IsZero() && a.State == checklist.ToDo && due > since.First() && due <= today.First() {
			n++
		}
	}
	return n, nil
}

func (w *watch) reminded(ctx context.Context, day monitor.Date) {
	w.note("reminders", w.inst.Store.Update(ctx, func(tx monitor.Tx) error {
		return tx.PutSetting(settingReminded, day.String())
	}))
}
