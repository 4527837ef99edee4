package monitor

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// When an answer is too strange to accept without a person looking at it.
const (
	// A whole catalogue that lost more than a fifth of its entries: a broken or
	// hijacked source, not a hundred withdrawals in one day.
	shrunkNum, shrunkDen = 4, 5
	// One answer that names this many breaches concerning the household, and a
	// fifth of what is new in it: a list made so that everyone matches. The first
	// reading of a large catalogue by a family with hundreds of accounts stays
	// below the second figure.
	manyMatches                  = 100
	matchShareNum, matchShareDen = 1, 5
	// The same, all for one organisation.
	manyOfOne = 20
)

// accept judges the answer of a feed and stores what is valid, all or nothing.
func (m *Monitor) accept(ctx context.Context, h *Household, a answer) FeedResult {
	ctx = context.WithoutCancel(ctx)
	now := m.Now().UTC().Truncate(time.Second)
	res := FeedResult{FeedStatus: a.before, Unasked: a.unasked}
	res.TriedAt, res.NotBefore, res.Status = now, time.Time{}, 0
	var d difference
	read := a.fetched != nil && a.err == nil
	if read {
		d, a.err = m.judge(ctx, h, a)
		read = a.err == nil
	}
	switch {
	case read:
		res.succeed(a.fetched, d, now)
		res.Address = a.source.Address
	case a.err == nil: // only look-ups
		res.State, res.Reason, res.CheckedAt, res.Failures = StateOK, ReasonNone, now, 0
	default:
		m.note(fmt.Errorf("feed %s: %w", a.source.Name, a.err))
		res.fail(a.err)
	}
	res.hear(a.replies)
	// A feed that is told to wait has its turn after that, at a moment of this
	// installation's own: everybody was told the same.
	if res.Next = res.NotBefore; a.source.Next != nil {
		res.Next = a.source.Next(res.FeedStatus, now)
	}
	err := m.storeAnswer(ctx, a, d, res.FeedStatus, read)
	if !res.NotBefore.IsZero() {
		res.Next = res.NotBefore // until when, for whoever reads the result
	}
	if err != nil {
		// Not stored is not checked: the next check asks again from where we were.
		m.note(fmt.Errorf("storing feed %s: %w", a.source.Name, err))
		res = FeedResult{FeedStatus: a.before}
		res.TriedAt, res.State, res.Reason = now, StateFailed, ReasonNotStored
	}
	return res
}

// storeAnswer writes what was accepted, all or nothing. What a look-up found is
// written only where its consent still stands: nobody changes the household
// meanwhile.
func (m *Monitor) storeAnswer(ctx context.Context, a answer, d difference, st FeedStatus, read bool) error {
	var k keeper
	if len(a.replies) > 0 {
		unlock, err := m.lock(ctx, lockHousehold)
		if err != nil {
			return err
		}
		defer unlock()
		if k, err = m.keeper(ctx, d.put); err != nil {
			return err
		}
	}
	return m.Store.Update(ctx, func(tx Tx) error {
		if err := tx.PutRecords(m.seen(d.put)); err != nil {
			return err
		}
		if read && a.fetched.Version > 0 {
			if err := putVersion(tx, a.fetched.Version); err != nil {
				return err
			}
		}
		if err := k.keep(tx, a.replies); err != nil {
			return err
		}
		return tx.PutFeedStatus(st)
	})
}

// hear adds what became of the look-ups: one that failed makes the feed failed,
// even if its catalogue was fine.
func (r *FeedResult) hear(replies []reply) {
	for _, reply := range replies {
		if reply.err == nil {
			continue
		}
		var fe *FetchError
		if errors.As(reply.err, &fe) && fe.State == StateOff {
			r.Reason = fe.Reason // off, not failed: said, without making the check incomplete
			return
		}
		r.fail(reply.err)
		r.KeyRefused = r.KeyRefused || r.Reason == ReasonKeyRefused
		return
	}
	if r.Unasked > 0 && r.State.answered() {
		r.Reason = ReasonBudget
	}
}

func (r *FeedResult) succeed(f *Fetched, d difference, now time.Time) {
	r.State, r.Reason = StateOK, f.Notice
	if f.Unchanged {
		r.State = StateUnchanged
	}
	r.CheckedAt, r.Failures = now, 0
	if f.Cursor != nil {
		r.Cursor = f.Cursor
	}
	r.Records = d.total
	r.New, r.Changed, r.Withdrawn = d.added, d.changed, d.withdrawn
}

func (r *FeedResult) fail(err error) {
	r.State, r.Reason = StateFailed, ReasonInternal
	r.Failures++
	var fe *FetchError
	if errors.As(err, &fe) {
		r.State, r.Reason, r.Status = fe.State, fe.Reason, fe.Status
		if !fe.RetryAt.IsZero() {
			r.NotBefore = fe.RetryAt.UTC()
		}
	}
}

// seen stamps records with this moment; the store keeps an earlier one.
func (m *Monitor) seen(records []Record) []Record {
	now := m.Now().UTC().Truncate(time.Second)
	for i := range records {
		if records[i].FirstSeen.IsZero() {
			records[i].FirstSeen = now
		}
	}
	return records
}

// difference is what an answer changes in what is stored of a feed.
type difference struct {
	put                       []Record // to write: new, changed and withdrawn ones
	added, changed, withdrawn int
	total                     int // records of the feed afterwards: all it lists, or ever announced
}

// judge works out what an answer changes, and holds it when it is too strange.
func (m *Monitor) judge(ctx context.Context, h *Household, a answer) (difference, error) {
	stored, err := m.recordsOf(ctx, a.source.Name)
	if err != nil {
		return difference{}, &FetchError{State: StateFailed, Reason: ReasonInternal, Err: err}
	}
	if a.fetched.Unchanged {
		return difference{total: a.before.Records}, nil
	}
	if a.fetched.Complete && !signed(a) {
		known, now := live(stored), len(a.fetched.Records)+a.fetched.Refused
		switch {
		case now == 0:
			return difference{}, &FetchError{State: StateHeld, Reason: ReasonEmpty}
		case now*shrunkDen < known*shrunkNum:
			return difference{}, &FetchError{State: StateHeld, Reason: ReasonShrunk}
		}
	}
	d := differences(stored, a.fetched)
	if !signed(a) && m.everyoneMatches(h, d.put) {
		return difference{}, &FetchError{State: StateHeld, Reason: ReasonEveryoneMatches}
	}
	return d, nil
}

// signed reports whether a publisher we trust answers for what was fetched:
// then it is not too strange, only unexpected.
func signed(a answer) bool { return a.source.Name == FeedVigie }

// everyoneMatches reports whether what is new concerns the household far more
// than any true list would.
func (m *Monitor) everyoneMatches(h *Household, news []Record) bool {
	breaches := make(map[string]bool)
	byOrganisation := make(map[string]map[string]bool)
	for _, f := range NewCatalogue(Merge(news)).Match(h, Today(m.Now())) {
		if f.Verdict <= NotConcerned {
			continue
		}
		breaches[f.Breach] = true
		org := NormalOrganisation(f.Organisation)
		if byOrganisation[org] == nil {
			byOrganisation[org] = make(map[string]bool)
		}
		if byOrganisation[org][f.Breach] = true; len(byOrganisation[org]) > manyOfOne {
			return true
		}
	}
	return len(breaches) > manyMatches && len(breaches)*matchShareDen > len(news)*matchShareNum
}

// differences compares an answer with what is stored of its feed.
func differences(stored []Record, f *Fetched) difference {
	old := make(map[string]Record, len(stored))
	for _, r := range stored {
		old[r.Key] = r
	}
	d := difference{total: len(stored)}
	seen := make(map[string]bool, len(f.Records))
	for _, r := range f.Records {
		if seen[r.Key] {
			continue // a feed that lists one entry twice tells it once
		}
		seen[r.Key] = true
		before, known := old[r.Key]
		r.FirstSeen = before.FirstSeen
		r.Status = corrected(before, r)
		switch {
		case !known:
			d.added++
			d.total++
		case before.sameFacts(r):
			continue
		case r.Status == Withdrawn && before.Status != Withdrawn:
			d.withdrawn++
		default:
			d.changed++
		}
		d.put = append(d.put, r)
	}
	if f.Complete {
		d.total = len(seen)
	}
	if f.Complete && f.Refused == 0 { // what could not be read was not withdrawn
		for _, r := range stored {
			if !seen[r.Key] && r.Status != Withdrawn {
				r.Status = Withdrawn
				d.put = append(d.put, r)
				d.withdrawn++
			}
		}
	}
	return d
}

// corrected is the status a record gets: a confirmed breach of which the facts
// changed since is a corrected one, and stays so.
func corrected(before, now Record) Status {
	if now.Status != StatusConfirmed || before.Status != StatusConfirmed && before.Status != Corrected {
		return now.Status
	}
	as := now
	as.Status = before.Status
	if before.Status == Corrected || !before.sameFacts(as) {
		return Corrected
	}
	return now.Status
}

// sameFacts compares what two versions of a record say.
func (r Record) sameFacts(o Record) bool {
	a, errA := json.Marshal(r.Facts)
	b, errB := json.Marshal(o.Facts)
	return errA == nil && errB == nil && bytes.Equal(a, b) && r.ID == o.ID
}

// live counts the records that were not withdrawn.
func live(records []Record) int {
	n := 0
	for _, r := range records {
		if r.Status != Withdrawn {
			n++
		}
	}
	return n
}

func (m *Monitor) recordsOf(ctx context.Context, feed string) ([]Record, error) {
	all, err := m.Store.Records(ctx)
	if err != nil {
		return nil, err
	}
	var mine []Record
	for _, r := range all {
		if r.Feed == feed {
			mine = append(mine, r)
		}
	}
	return mine, nil
}
