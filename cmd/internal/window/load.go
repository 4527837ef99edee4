package window

import (
	"context"
	"slices"
	"time"

	"vigie/cmd/internal/installation"
	"vigie/gui/view"
	"vigie/monitor"
)

// load reads everything a screen may show. While the key store is not open,
// what is public is there all the same.
func (w *worker) load(ctx context.Context) (*view.State, error) {
	s := &view.State{
		Now: w.now(), Words: w.speak.Words, Explain: w.speak.Explain, Keychain: w.sealed,
		Household: &monitor.Household{}, Seen: map[string]bool{}, Done: map[string][]monitor.Date{}, Advice: w.planner.Advice, JudgesPasswords: true,
	}
	for _, read := range []func(context.Context, *view.State) error{w.loadFeeds, w.loadHousehold, w.loadPublic, w.loadLoss, w.loadFirstStart} {
		if err := read(ctx, s); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// loadPublic reads what is known of organisations, and what left this computer.
func (w *worker) loadPublic(ctx context.Context, s *view.State) error {
	var err error
	if s.Directory, err = installation.DirectoryWith(s.Catalogue); err != nil {
		return err
	}
	s.Ledger, err = w.inst.Store.Requests(ctx, time.Time{})
	return err
}

// loadFeeds reads the choices and how the sources stand, and when the first of
// them has its turn.
func (w *worker) loadFeeds(ctx context.Context, s *view.State) error {
	var err error
	if s.Settings, err = w.settings(ctx); err != nil {
		return err
	}
	if s.Feeds, err = w.inst.Monitor.Feeds(ctx); err != nil {
		return err
	}
	for _, f := range s.Feeds {
		if !f.Next.IsZero() && (s.Settings.NextCheck.IsZero() || f.Next.Before(s.Settings.NextCheck)) {
			s.Settings.NextCheck = f.Next
		}
	}
	s.LastComplete, err = w.inst.Monitor.LastComplete(ctx)
	return err
}

// loadLoss reads whether the database had to be replaced and nobody has seen to it.
func (w *worker) loadLoss(ctx context.Context, s *view.State) error {
	incident, err := w.inst.Store.Incident(ctx)
	if err != nil || incident == nil {
		return err
	}
	day := ""
	if !incident.BackupAt.IsZero() {
		day = w.speak.Words.Day(incident.BackupAt.Local())
	}
	s.Lost = &view.Loss{Problem: incident.Problem(day), SetAside: incident.SetAside}
	return nil
}

// loadHousehold reads what is known of leaks, and what is sealed when it can be
// read.
func (w *worker) loadHousehold(ctx context.Context, s *view.State) error {
	if w.sealed != monitor.KeychainOK {
		var err error
		s.Catalogue, err = w.inst.Monitor.Catalogue(ctx)
		return err
	}
	plan, err := w.planner.Plan(ctx)
	if err != nil {
		return err
	}
	s.Input, s.Plan, s.Puzzle, s.Done = plan.Input, plan.Actions, plan.Exposure, plan.Done
	s.Household, s.Catalogue, s.Findings = plan.Input.Household, plan.Input.Catalogue, plan.Input.Findings
	alerts, err := w.inst.Store.Alerts(ctx)
	if err != nil {
		return err
	}
	s.Alerts = slices.DeleteFunc(alerts, func(a monitor.Alert) bool { return !a.Closed.IsZero() })
	if s.Seen, err = w.inst.Seen(ctx); err != nil {
		return err
	}
	s.Letters, err = w.inst.Letters(ctx)
	if err != nil {
		return err
	}
	slices.Reverse(s.Letters) // the newest first
	s.Notices, err = w.inst.Notices(ctx)
	return err
}

// loadFirstStart reads how far first start is. A household that was described on
// the command line needs none, nor does one that was lost; one that cannot be read
// yet is not known to be either.
func (w *worker) loadFirstStart(ctx context.Context, s *view.State) error {
	step, err := w.setting(ctx, settingFirst)
	if err != nil {
		return err
	}
	switch {
	case step != "" || w.sealed != monitor.KeychainOK:
		s.FirstStart = view.Step(step)
	case len(s.Household.Persons) > 0 || s.Lost != nil:
		s.FirstStart = view.StepDone
	default:
		s.FirstStart = view.StepPromise
	}
	return nil
}
