package monitor

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

// lookupAge is how old an answer may be before the service is asked again: most
// load new breaches a few times a month, and each question tells them something.
const lookupAge = 24 * time.Hour

// errand is one identifier that a service is to be asked about.
type errand struct {
	consent Consent
	value   Value
}

// reply is what came of one errand.
type reply struct {
	consent Consent
	asked   *Asked
	err     error
}

// plan lists what a service is to be asked in this check: with a consent, never
// answered, failed last time, or answered more than a day ago; the longest
// unanswered first, as far as the budget goes. left counts those it does not
// reach.
func plan(consents []Consent, feed string, b Budget, ledger []LedgerEntry, now time.Time) (due []Consent, left int) {
	for _, c := range consents {
		if c.Feed == feed && c.due(now) {
			due = append(due, c)
		}
	}
	slices.SortStableFunc(due, func(x, y Consent) int {
		return cmp.Or(x.Last.AnsweredAt.Compare(y.Last.AnsweredAt), cmp.Compare(x.Identifier, y.Identifier))
	})
	n := min(len(due), b.left(feed, ledger, now))
	return due[:n], len(due) - n
}

// due reports whether the service should be asked again. An answer "from the
// future" means that the clock was set back, and is as good as none.
func (c Consent) due(now time.Time) bool {
	age := now.Sub(c.Last.AnsweredAt)
	return c.Last.AnsweredAt.IsZero() || c.Last.Reason != "" || age >= lookupAge || age < -lookupAge
}

// left is how many questions the budget still allows, by what the ledger says
// was asked: a row stands there before its request leaves.
func (b Budget) left(feed string, ledger []LedgerEntry, now time.Time) int {
	hour, day := 0, 0
	for _, e := range ledger {
		if e.Feed != feed || e.Purpose != PurposeLookup || e.BytesOut == 0 && e.Outcome != OutcomePending {
			continue
		}
		switch age := now.Sub(e.At); {
		case age < time.Hour:
			hour++
			day++
		case age < 24*time.Hour:
			day++
		}
	}
	n := 1 << 20
	for _, limit := range []struct{ most, used int }{{b.PerCheck, 0}, {b.PerHour, hour}, {b.PerDay, day}} {
		if limit.most > 0 {
			n = min(n, max(0, limit.most-limit.used))
		}
	}
	return n
}

// errands reads the values of what a source is to be asked about. What cannot
// be read is not asked, and stays due.
func (m *Monitor) errands(ctx context.Context, h *Household, s Source) (due []errand, left int, err error) {
	now := m.Now()
	ledger, err := m.Store.Requests(ctx, now.Add(-24*time.Hour))
	if err != nil {
		return nil, 0, err
	}
	consents := slices.DeleteFunc(slices.Clone(h.Consents), func(c Consent) bool {
		i, ok := h.Identifier(c.Identifier)
		return !ok || i.State != Active || !i.Kind.MaySend()
	})
	planned, left := plan(consents, s.Name, s.Lookup.Budget(), ledger, now)
	for _, c := range planned {
		data, err := m.Keychain.Get(ctx, c.Identifier)
		if err != nil {
			return nil, 0, keychainProblem("", err)
		}
		v, err := m.Decode(data)
		if err != nil {
			m.note(fmt.Errorf("identifier %s: %w", c.Identifier, err))
			left++
			continue
		}
		due = append(due, errand{c, v})
	}
	return due, left, nil
}

// run asks a service, one identifier after the other. It stops when the service
// refuses or asks to wait: asking on would be a storm, and the rest stays due.
func (m *Monitor) run(ctx context.Context, s Source, due []errand) []reply {
	var replies []reply
	for n, e := range due {
		if n > 0 && !pause(ctx, s.Lookup.Budget().Pause) {
			break
		}
		asked, err := s.Lookup.Ask(ctx, e.consent.Identifier, e.value)
		replies = append(replies, reply{e.consent, asked, err})
		var fe *FetchError
		if errors.As(err, &fe) && (fe.State == StateBlocked || fe.State == StateOff || !fe.RetryAt.IsZero()) {
			break
		}
	}
	return replies
}

// pause waits, unless the check ends first.
func pause(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
		return true
	}
}

// keeper writes down what look-ups answered, for the household as it now is.
type keeper struct {
	household *Household
	known     map[string]bool // ids of the records that a catalogue has
	now       time.Time
	newID     func() string
}

func (m *Monitor) keeper(ctx context.Context, more []Record) (keeper, error) {
	h, err := m.Store.Household(ctx)
	if err != nil {
		return keeper{}, err
	}
	records, err := m.Store.Records(ctx)
	if err != nil {
		return keeper{}, err
	}
	k := keeper{h, make(map[string]bool), m.Now().UTC().Truncate(time.Second), m.NewID}
	for _, r := range append(records, more...) {
		k.known[r.ID] = true
	}
	return k, nil
}

// keep stores the state of each consent that still stands, and a hit for every
// breach that was named and not known to be hit. A reply that failed changes no
// verdict.
func (k keeper) keep(tx Tx, replies []reply) error {
	for _, r := range replies {
		i := slices.IndexFunc(k.household.Consents, func(c Consent) bool {
			return c.Feed == r.consent.Feed && c.Identifier == r.consent.Identifier
		})
		if i < 0 {
			continue // taken back meanwhile, or the identifier is gone
		}
		c := k.household.Consents[i]
		c.Last.TriedAt = k.now
		if r.err != nil {
			c.Last.Reason = reasonOf(r.err)
		} else {
			c.Last = LookupState{TriedAt: k.now, AnsweredAt: k.now, Found: len(r.asked.Records)}
			if err := k.keepHits(tx, c, r.asked.Records); err != nil {
				return err
			}
		}
		if err := tx.PutConsent(c); err != nil {
			return err
		}
	}
	return nil
}

func (k keeper) keepHits(tx Tx, c Consent, records []Record) error {
	i, _ := k.household.Identifier(c.Identifier)
	for _, rec := range records {
		hit := Evidence{
			ID: k.newID(), Person: i.Person, Breach: rec.ID, Kind: Hit,
			Feed: c.Feed, Identifier: c.Identifier, At: k.now,
		}
		if slices.ContainsFunc(k.household.Evidence, hit.same) {
			continue
		}
		if !k.known[rec.ID] {
			rec.FirstSeen = k.now
			hit.Record = &rec
		}
		if err := tx.PutEvidence(hit); err != nil {
			return err
		}
	}
	return nil
}

func (e Evidence) same(o Evidence) bool {
	return o.Kind == e.Kind && o.Feed == e.Feed && o.Identifier == e.Identifier && o.Breach == e.Breach
}

func reasonOf(err error) Reason {
	var fe *FetchError
	if errors.As(err, &fe) {
		return fe.Reason
	}
	return ReasonInternal
}
