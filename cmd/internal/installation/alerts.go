package installation

import (
	"context"
	"slices"

	"vigie/monitor"
)

// KindSeen is the kind of document that says an alert was read, by Alert.ID.
const KindSeen = "seen"

// OpenAlerts counts the alerts that still have something to say and that nobody
// has read in the window.
func (i *Installation) OpenAlerts(ctx context.Context) (int, error) {
	alerts, err := i.Store.Alerts(ctx)
	if err != nil {
		return 0, err
	}
	seen, err := i.Store.Documents(ctx, KindSeen)
	if err != nil {
		return 0, err
	}
	return len(slices.DeleteFunc(alerts, func(a monitor.Alert) bool {
		return !a.Closed.IsZero() || a.Kind == monitor.AlertWithdrawn ||
			slices.ContainsFunc(seen, func(d monitor.Document) bool { return d.ID == a.ID })
	})), nil
}
