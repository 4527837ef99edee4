package monitor

import (
	"context"
	"slices"
	"time"
)

// evaluate matches the household, and stores alerts for what changed together
// with what they were measured against.
func (m *Monitor) evaluate(ctx context.Context) ([]Finding, error) {
	unlock, err := m.lock(ctx, lockHousehold) // nobody is removed between reading and writing
	if err != nil {
		return nil, err
	}
	defer unlock()
	h, err := m.Store.Household(ctx)
	if err != nil {
		return nil, err
	}
	c, err := m.Catalogue(ctx)
	if err != nil {
		return nil, err
	}
	findings := c.Match(h, Today(m.Now()))
	known, err := m.Store.Known(ctx)
	if err != nil {
		return nil, err
	}
	open, err := m.Store.Alerts(ctx)
	if err != nil {
		return nil, err
	}
	now := m.Now().UTC().Truncate(time.Second)
	ch := Changes(c, known, findings, now, m.NewID)
	closed := settled(c, open, findings, now)
	if len(ch.Alerts)+len(ch.Known)+len(closed) == 0 {
		return findings, nil
	}
	return findings, m.Store.Update(ctx, func(tx Tx) error {
		for _, a := range slices.Concat(ch.Alerts, closed) {
			if err := tx.PutAlert(a); err != nil {
				return err
			}
		}
		return tx.PutKnown(ch.Known)
	})
}

// settled closes the alerts of findings that no longer concern their person.
func settled(c *Catalogue, alerts []Alert, findings []Finding, now time.Time) []Alert {
	type key struct{ person, breach string }
	concerned := make(map[key]bool, len(findings))
	for _, f := range findings {
		concerned[key{f.Person, f.Breach}] = f.Verdict > NotConcerned
	}
	var closed []Alert
	for _, a := range alerts {
		id := a.Breach
		if b, ok := c.Breach(id); ok {
			id = b.ID
		}
		if a.Closed.IsZero() && a.Kind != AlertWithdrawn && !concerned[key{a.Person, id}] {
			a.Closed = now
			closed = append(closed, a)
		}
	}
	return closed
}

// Unseen lists the alerts nobody was told about yet.
func (m *Monitor) Unseen(ctx context.Context) ([]Alert, error) {
	alerts, err := m.Store.Alerts(ctx)
	return slices.DeleteFunc(alerts, func(a Alert) bool {
		return !a.Notified.IsZero() || !a.Closed.IsZero()
	}), err
}

// MarkNotified remembers that a person was shown these alerts.
func (m *Monitor) MarkNotified(ctx context.Context, alerts []Alert) error {
	if len(alerts) == 0 {
		return nil
	}
	now := m.Now().UTC().Truncate(time.Second)
	return m.Store.Update(ctx, func(tx Tx) error {
		for _, a := range alerts {
			a.Notified = now
			if err := tx.PutAlert(a); err != nil {
				return err
			}
		}
		return nil
	})
}
