package monitor

import (
	"context"
	"errors"
	"slices"
	"time"
)

// Health sums up whether the household can rely on what it sees.
type Health string

// The states of health.
const (
	HealthOK      Health = "ok"      // every feed that is on answered, lately
	HealthPartial Health = "partial" // some feed did not answer when it was last asked
	HealthStale   Health = "stale"   // the last complete check is old
	HealthNever   Health = "never"   // nothing was ever asked
)

// staleAfter is when a complete check is too old to rely on: leaks are made
// public every day, and a weekend without a computer is normal.
const staleAfter = 3 * 24 * time.Hour

// HealthOf judges the feeds as they stand and the time of the last complete check.
func HealthOf(feeds []FeedStatus, lastComplete, now time.Time) Health {
	asked, missing := false, false
	for _, f := range feeds {
		if f.State == StateOff {
			continue
		}
		asked = asked || !f.TriedAt.IsZero()
		missing = missing || !f.State.answered()
	}
	switch {
	case !asked:
		return HealthNever
	case missing || lastComplete.IsZero():
		return HealthPartial
	// A check "in the future" means that the clock was set back: it cannot be relied on.
	case now.Sub(lastComplete) > staleAfter || lastComplete.Sub(now) > staleAfter:
		return HealthStale
	}
	return HealthOK
}

// Feeds lists how every feed stands, without asking any.
func (m *Monitor) Feeds(ctx context.Context) ([]FeedStatus, error) {
	statuses, err := m.Store.FeedStatuses(ctx)
	if err != nil {
		return nil, err
	}
	consents, err := m.consents(ctx)
	if err != nil {
		return nil, err
	}
	all := make([]FeedStatus, len(m.Sources))
	for i, s := range m.Sources {
		st := statuses[s.Name]
		st.Name = s.Name
		all[i] = m.idle(s, st, consents)
	}
	return all, nil
}

// Choose switches a feed on or off. The choice counts more than feeds.toml and
// the program's defaults.
func (m *Monitor) Choose(ctx context.Context, feed string, on bool) (FeedStatus, error) {
	i := slices.IndexFunc(m.Sources, func(s Source) bool { return s.Name == feed })
	if i < 0 {
		return FeedStatus{}, NewProblem("feed.unknown", "name", CleanText(feed, MaxName))
	}
	statuses, err := m.Store.FeedStatuses(ctx)
	if err != nil {
		return FeedStatus{}, err
	}
	st := statuses[feed]
	st.Name, st.Choice = feed, &on
	if err := m.Store.Update(ctx, func(tx Tx) error { return tx.PutFeedStatus(st) }); err != nil {
		return FeedStatus{}, err
	}
	consents, err := m.consents(ctx)
	return m.idle(m.Sources[i], st, consents), err
}

// consents lists the consents, none while they cannot be read: what cannot be
// read was not given.
func (m *Monitor) consents(ctx context.Context) ([]Consent, error) {
	h, err := m.Store.Household(ctx)
	if errors.Is(err, ErrSealed) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return h.Consents, nil
}
