package installation

import (
	"context"
	"errors"

	"vigie/monitor"
	"vigie/monitor/feeds/hibp"
)

// ownKey reads the person's own key of Have I Been Pwned.
func (i *Installation) ownKey(ctx context.Context) (string, error) {
	key, err := i.Keychain.Get(ctx, monitor.KeyItem(monitor.FeedHIBP))
	return string(key), err
}

// CheckKey asks Have I Been Pwned what the key kept here gives the right to. Only
// the key leaves.
func (i *Installation) CheckKey(ctx context.Context) (hibp.Plan, error) {
	plan, err := hibp.NewAccounts(i.Egress, i.Address(monitor.FeedHIBP), i.ownKey).Validate(ctx)
	if e := (*monitor.FetchError)(nil); errors.As(err, &e) && e.Reason == monitor.ReasonNoKey {
		return plan, monitor.NewProblem("key.none", "feed", monitor.FeedHIBP)
	}
	return plan, err
}
