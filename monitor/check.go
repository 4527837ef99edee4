package monitor

import (
	"context"
	"errors"
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
	if r.Alerts, err = m.unseen(ctx); err != nil {
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
	return o.names(s.Name) && (!o.Due || st.Due(now))
}

// answered reports whether a feed in this state leaves nothing unchecked. An
// off feed was not meant to be checked.
func (s FeedState) answered() bool {
	return s == StateOK || s == StateUnchanged || s == StateOff
}

// idle is the status of a feed that is not asked in this check: off, waiting,
// or simply as it was.
func (m *Monitor) idle(s Source, st FeedStatus, consents []Consent) FeedStatus {
	reads, asks := s.reads(st), s.asks(st, consents)
	switch {
	case !reads && !asks:
		st.State, st.Reason, st.Next = StateOff, ReasonDisabled, time.Time{}
		if s.Feed == nil && !s.off(st) {
			st.Reason = ReasonNoConsent
		}
	case m.waits(st):
		if st.State != StateFailed {
			st.State = StateBlocked
		}
		st.Reason, st.Next = ReasonWaiting, st.NotBefore
	case st.State == "" || st.State == StateOff:
		// Nothing was answered yet, and that must never look like an answer.
		st.State, st.Reason = StateFailed, ReasonNotChecked
	}
	return st
}

// reads reports whether the feed's catalogue is to be read.
func (s Source) reads(st FeedStatus) bool {
	on := s.Enabled
	if st.Choice != nil {
		on = *st.Choice
	}
	return s.Feed != nil && on
}

// asks reports whether the feed is to be asked about identifiers. That takes a
// consent; being on does not replace one.
func (s Source) asks(st FeedStatus, consents []Consent) bool {
	return s.Lookup != nil && !s.off(st) && !st.KeyRefused &&
		slices.ContainsFunc(consents, func(c Consent) bool { return c.Feed == s.Name })
}

// off reports whether the person wants nothing from the feed.
func (s Source) off(st FeedStatus) bool {
	if st.Choice != nil {
		return !*st.Choice
	}
	return s.SwitchedOff
}

// waits reports whether the feed was told to wait. No provider may ask for more
// than a day, so a later time means that this computer's clock was set back.
func (m *Monitor) waits(st FeedStatus) bool {
	now := m.Now()
	return st.NotBefore.After(now) && !st.NotBefore.After(now.Add(maxRetryAfter))
}

// maxRetryAfter is the longest wait a provider can impose.
const maxRetryAfter = 24 * time.Hour

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
	if res.Next = res.NotBefore; res.Next.IsZero() && a.source.Next != nil {
		res.Next = a.source.Next(res.FeedStatus, now)
	}
	known := make(map[string]bool)
	if len(a.replies) > 0 {
		records, err := m.Store.Records(ctx)
		m.note(err)
		for _, r := range append(records, d.put...) {
			known[r.ID] = true
		}
	}
	err := m.Store.Update(ctx, func(tx Tx) error {
		if err := tx.PutRecords(m.seen(d.put)); err != nil {
			return err
		}
		if read && a.fetched.Version > 0 {
			if err := putVersion(tx, a.fetched.Version); err != nil {
				return err
			}
		}
		if err := m.keep(tx, h, known, a.replies, now); err != nil {
			return err
		}
		return tx.PutFeedStatus(res.FeedStatus)
	})
	if err != nil {
		// Not stored is not checked: the next check asks again from where we were.
		m.note(fmt.Errorf("storing feed %s: %w", a.source.Name, err))
		res = FeedResult{FeedStatus: a.before}
		res.TriedAt, res.State, res.Reason = now, StateFailed, ReasonNotStored
	}
	return res
}

// hear adds what became of the look-ups: one that failed makes the feed failed,
// even if its catalogue was fine.
func (r *FeedResult) hear(replies []reply) {
	for _, reply := range replies {
		if reply.err == nil {
			continue
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

// evaluate matches the household, and stores alerts for what changed together
// with what they were measured against.
func (m *Monitor) evaluate(ctx context.Context) ([]Finding, error) {
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

// unseen lists the alerts nobody was told about yet.
func (m *Monitor) unseen(ctx context.Context) ([]Alert, error) {
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

func (m *Monitor) version(ctx context.Context) (int, error) {
	s, err := m.Store.Setting(ctx, settingBaseline)
	if err != nil || s == "" {
		return 0, err
	}
	return strconv.Atoi(s)
}

func putVersion(tx Tx, v int) error { return tx.PutSetting(settingBaseline, strconv.Itoa(v)) }

// LastComplete is when a check of every feed was last complete, or zero.
func (m *Monitor) LastComplete(ctx context.Context) (time.Time, error) {
	s, err := m.Store.Setting(ctx, settingComplete)
	if err != nil || s == "" {
		return time.Time{}, err
	}
	unix, err := strconv.ParseInt(s, 10, 64)
	return time.Unix(unix, 0).UTC(), err
}
