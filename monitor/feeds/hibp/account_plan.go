package hibp

import (
	"context"
	"crypto/sha256"
	"errors"
	"strings"
	"time"

	"vigie/monitor"
)

// Plan is what a key gives the right to.
type Plan struct {
	RPM        int          // requests a minute; 0 when the service does not say
	KAnonymity bool         // addresses may be asked about by 6 digits of their hash
	Until      monitor.Date // the last day it is paid for, when the service says
}

// smallestRPM is what the smallest plan allows in a minute (Core 1, in 2026).
const smallestRPM = 10

// planAge is how long a plan is taken for granted: longer than a check, and
// shorter than the time to the next.
const planAge = time.Hour

// knownPlan is a plan that the service told, and of which key it is.
type knownPlan struct {
	plan Plan
	key  [sha256.Size]byte // of the key, which is not kept
	at   time.Time
}

// Validate asks the service what the person's key gives the right to; the zero
// Plan is that of a service that knows no plans. A refused key is an error of
// StateBlocked and ReasonKeyRefused. Only the key leaves.
func (a *Accounts) Validate(ctx context.Context) (Plan, error) {
	key, err := a.ownKey(ctx)
	if err != nil {
		return Plan{}, err
	}
	return a.readPlan(ctx, key, "")
}

// planOf returns the plan of a key, asking when it was not told lately. The
// question serves an identifier's: without the consent for the one, the other
// is not asked either.
func (a *Accounts) planOf(ctx context.Context, key, id string) (Plan, error) {
	a.mu.Lock()
	known := a.known
	a.mu.Unlock()
	age := a.client.Now().Sub(known.at)
	if known.key == sha256.Sum256([]byte(key)) && age >= 0 && age < planAge {
		return known.plan, nil
	}
	return a.readPlan(ctx, key, id)
}

func (a *Accounts) readPlan(ctx context.Context, key, id string) (Plan, error) {
	r := a.request(key, id)
	r.URL, r.Sent = a.base+"/subscription/status", monitor.SentKey
	var plan Plan
	answer, err := a.client.Get(ctx, r)
	switch {
	case isMissing(err):
		// A service of one's own may know accounts and no plans.
	case err != nil:
		return Plan{}, err
	default:
		if plan, err = decodePlan(answer.Body); err != nil {
			return Plan{}, notUnderstood(err)
		}
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.known = knownPlan{plan, sha256.Sum256([]byte(key)), a.client.Now()}
	return plan, nil
}

// isMissing reports whether there is no such page.
func isMissing(err error) bool {
	var e *monitor.FetchError
	return errors.As(err, &e) && e.Status == notFound
}

var errNotPlan = errors.New("not a plan")

// decodePlan reads the answer of /subscription/status. Answers of 2025 lack the
// members that tell what a plan includes: what is not named is not included.
func decodePlan(body []byte) (Plan, error) {
	var s struct {
		Name  *string `json:"SubscriptionName"`
		RPM   *int    `json:"Rpm"`
		KAnon *bool   `json:"IncludesKAnon"`
		Until *string `json:"SubscribedUntil"` // 2025-03-07T12:30:38, without a time zone
	}
	if unmarshal(body, &s) != nil || s.Name == nil || s.RPM == nil || *s.RPM < 1 {
		return Plan{}, errNotPlan
	}
	plan := Plan{RPM: *s.RPM, KAnonymity: s.KAnon != nil && *s.KAnon}
	if s.Until != nil {
		day, _, _ := strings.Cut(*s.Until, "T")
		if d, err := monitor.ParseDate(day); err == nil {
			plan.Until = d
		}
	}
	return plan, nil
}
