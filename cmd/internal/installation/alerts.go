package installation

import (
	"context"
	"slices"

	"vigie/monitor"
)

// kindSeen is the kind of document that says an alert was read, by Alert.ID.
const kindSeen = "seen"

// Seen tells which alerts were read in the window, by Alert.ID.
func (i *Installation) Seen(ctx context.Context) (map[string]bool, error) {
	docs, err := i.Store.Documents(ctx, kindSeen)
	if err != nil {
		return nil, err
	}
	seen := make(map[string]bool, len(docs))
	for _, d := range docs {
		seen[d.ID] = true
	}
	return seen, nil
}

// MarkSeen remembers that alerts were read; those that are gone are passed over.
func (i *Installation) MarkSeen(ctx context.Context, ids []string) error {
	alerts, err := i.Store.Alerts(ctx)
	if err != nil {
		return err
	}
	return i.Store.Update(ctx, func(tx monitor.Tx) error {
		for _, a := range alerts {
			if !slices.Contains(ids, a.ID) {
				continue
			}
			if err := put(tx, kindSeen, a.ID, a.Person, true); err != nil {
				return err
			}
		}
		return nil
	})
}

// OpenAlerts counts the alerts that still have something to say and that nobody
// has read in the window.
func (i *Installation) OpenAlerts(ctx context.Context) (int, error) {
	alerts, err := i.Store.Alerts(ctx)
	if err != nil {
		return 0, err
	}
	seen, err := i.Seen(ctx)
	if err != nil {
		return 0, err
	}
	return len(slices.DeleteFunc(alerts, func(a monitor.Alert) bool {
		return !a.Closed.IsZero() || a.Kind == monitor.AlertWithdrawn || seen[a.ID]
	})), nil
}
