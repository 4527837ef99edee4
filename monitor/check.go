package monitor

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"
)

// How long a check may take, whatever the feeds do: one feed, and all of it.
const (
	feedBudget  = 50 * time.Second
	checkBudget = 58 * time.Second
)

// Checked is the result of one check.
type Checked struct {
	Started, Finished time.Time
	// Complete: every feed that is on answered, and every person was matched.
	Complete bool
	Feeds    []FeedResult // one for every feed, off ones too
	Alerts   []Alert      // not yet shown to anyone; MarkNotified says they were
	Findings []Finding
}

// NewFindings counts the alerts about findings nobody had heard of.
func (c *Checked) NewFindings() int {
	n := 0
	for _, a := range c.Alerts {
		if a.Kind == AlertNew {
			n++
		}
	}
	return n
}

// FeedResult is what one check made of one feed. The counts are of the feed's
// own records, before any merging.
type FeedResult struct {
	FeedStatus
	New, Changed, Withdrawn int
	// Unasked counts identifiers that should have been looked up and were not.
	Unasked int
}

// CheckOptions narrow and watch a check.
type CheckOptions struct {
	Feeds    []string         // only these; all when empty
	Due      bool             // only those that are due, as the agent does; a person who asks waits for nothing
	Progress func(FeedResult) // called as each feed ends; may be nil
}

// Check asks every feed that is on, accepts what is valid, and works out what
// that means for the household. It ends within a minute.
//
// Each feed is accepted in one transaction, so that an interrupted check keeps
// what it has and the next one goes on; alerts are stored in one transaction
// with what they are measured against, so that none is lost or made twice.
// One check runs at a time, whichever program started it.
func (m *Monitor) Check(ctx context.Context, o CheckOptions) (*Checked, error) {
	unlock, err := m.lock(ctx, lockCheck)
	if err != nil {
		return nil, err
	}
	defer unlock()
	statuses, err := m.Store.FeedStatuses(ctx)
	if err != nil {
		return nil, err
	}
	h, err := m.Store.Household(ctx)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, checkBudget)
	defer cancel()

	r := &Checked{Started: m.Now().UTC().Truncate(time.Second), Complete: true}
	answers := make(chan answer)
	asked := 0
	results := make(map[string]FeedResult)
	for _, s := range m.Sources {
		st := statuses[s.Name]
		st.Name = s.Name
		idle := m.idle(s, st, h.Consents)
		if !o.wants(s, st, m.Now()) || idle.State == StateOff || idle.Reason == ReasonWaiting {
			results[s.Name] = FeedResult{FeedStatus: idle}
			continue
		}
		asked++
		go func() { answers <- m.ask(ctx, h, s, st) }()
	}
	for range asked {
		a := <-answers
		res := m.accept(ctx, h, a)
		results[a.source.Name] = res
		if o.Progress != nil {
			o.Progress(res)
		}
	}
	for _, s := range m.Sources {
		res := results[s.Name]
		r.Feeds = append(r.Feeds, res)
		if o.names(s.Name) && (!res.State.answered() || res.Unasked > 0) {
			r.Complete = false
		}
	}
	// What was accepted is evaluated even when the check was cancelled since.
	ctx = context.WithoutCancel(ctx)
	if r.Findings, err = m.evaluate(ctx); err != nil {
		return nil, err
	}
	if r.Alerts, err = m.Unseen(ctx); err != nil {
		return nil, err
	}
	r.Finished = m.Now().UTC().Truncate(time.Second)
	if r.Complete && len(o.Feeds) == 0 {
		err = m.Store.Update(ctx, func(tx Tx) error {
			return tx.PutSetting(settingComplete, strconv.FormatInt(r.Finished.Unix(), 10))
		})
	}
	return r, err
}

// names reports whether the check is about this feed.
func (o CheckOptions) names(feed string) bool {
	return len(o.Feeds) == 0 || slices.Contains(o.Feeds, feed)
}

// wants reports whether the check asks this feed now.
func (o CheckOptions) wants(s Source, st FeedStatus, now time.Time) bool {
	return o.names(s.Name) && (!o.Due || s.Next != nil && st.Due(now))
}

// AnyDue reports whether a check of what is due would ask any feed now.
func (m *Monitor) AnyDue(ctx context.Context) (bool, error) {
	statuses, err := m.Store.FeedStatuses(ctx)
	if err != nil {
		return false, err
	}
	consents, err := m.consents(ctx)
	if err != nil {
		return false, err
	}
	due := CheckOptions{Due: true}
	return slices.ContainsFunc(m.Sources, func(s Source) bool {
		st := statuses[s.Name]
		idle := m.idle(s, st, consents)
		return due.wants(s, st, m.Now()) && idle.State != StateOff && idle.Reason != ReasonWaiting
	}), nil
}

// answered reports whether a feed in this state leaves nothing unchecked. An
// off feed was not meant to be checked.
func (s FeedState) answered() bool {
	return s == StateOK || s == StateUnchanged || s == StateOff
}

// answer is what one feed said.
type answer struct {
	source  Source
	before  FeedStatus
	fetched *Fetched // nil when its catalogue is not read
	err     error    // why it could not be read
	replies []reply
	unasked int
}

// ask reads one feed, then asks it about identifiers, as far as it is to be
// asked. A defect in a feed costs that feed only.
func (m *Monitor) ask(ctx context.Context, h *Household, s Source, st FeedStatus) (a answer) {
	ctx, cancel := context.WithTimeout(ctx, feedBudget)
	defer cancel()
	defer func() {
		if p := recover(); p != nil {
			// The panic's value is not kept: it could hold anything.
			a.err = &FetchError{State: StateFailed, Reason: ReasonInternal, Err: fmt.Errorf("panic in feed %s", s.Name)}
		}
	}()
	a = answer{source: s, before: st}
	if s.reads(st) {
		// A cursor means something to the address that gave it only.
		cursor := st.Cursor
		if st.Address != s.Address {
			cursor = nil
		}
		a.fetched, a.err = s.Feed.Fetch(ctx, cursor)
	}
	if a.err == nil && s.asks(st, h.Consents) {
		var due []errand
		if due, a.unasked, a.err = m.errands(ctx, h, s); a.err == nil {
			a.replies = m.run(ctx, s, due)
			a.unasked += len(due) - len(a.replies)
		}
	}
	return a
}
