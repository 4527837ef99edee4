package monitor_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"vigie/monitor"
	"vigie/monitor/keychain"
	"vigie/monitor/store"
)

// house is a monitor in memory with one feed that says what the test wants.
type house struct {
	*monitor.Monitor
	t    *testing.T
	feed *feed
	now  time.Time
}

// feed answers with what it was given last.
type feed struct {
	name  string
	say   func(cursor []byte) (*monitor.Fetched, error)
	asked int
}

func (f *feed) Name() string { return f.name }

func (f *feed) Fetch(_ context.Context, cursor []byte) (*monitor.Fetched, error) {
	f.asked++
	return f.say(cursor)
}

func newHouse(t *testing.T, feedName string) *house {
	t.Helper()
	h := &house{t: t, feed: &feed{name: feedName}, now: time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)}
	ids := 0
	h.Monitor = &monitor.Monitor{
		Store:    store.NewMemory(),
		Keychain: keychain.New(keychain.NewMemory(), keychain.Config{Instance: "test"}),
		Sources:  []monitor.Source{{Name: feedName, Feed: h.feed, Enabled: true}},
		Now:      func() time.Time { return h.now },
		NewID:    func() string { ids++; return fmt.Sprintf("%032x", ids) },
	}
	h.must(h.Unlock(t.Context()))
	_, err := h.AddPerson(t.Context(), "Claire", monitor.Adult)
	h.must(err)
	_, err = h.AddAffiliations(t.Context(), "Claire", monitor.Affiliation{Organisation: "Acme", Period: monitor.Period{From: monitor.MustDate("2010"), Current: true}})
	h.must(err)
	return h
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

// says makes the feed answer with records; a record without a feed is the feed's.
func (h *house) says(complete bool, records ...monitor.Record) {
	for i := range records {
		records[i].Feed = h.feed.name
	}
	h.feed.say = func([]byte) (*monitor.Fetched, error) {
		return &monitor.Fetched{Records: slices.Clone(records), Complete: complete, Cursor: []byte("cursor")}, nil
	}
}

func (h *house) fails(e monitor.FetchError) {
	h.feed.say = func([]byte) (*monitor.Fetched, error) { return nil, &e }
}

func (h *house) check() *monitor.Checked {
	h.t.Helper()
	r, err := h.Check(h.t.Context(), monitor.CheckOptions{})
	h.must(err)
	h.must(h.MarkNotified(h.t.Context(), r.Alerts))
	return r
}

func kinds(r *monitor.Checked) string {
	var ks []string
	for _, a := range r.Alerts {
		ks = append(ks, string(a.Kind))
	}
	return strings.Join(ks, " ")
}

func acme(status monitor.Status, exposed ...monitor.Class) monitor.Record {
	return monitor.Record{Key: "acme", ID: "acme-2026", Facts: monitor.Facts{
		Organisation: "Acme", DisclosedOn: monitor.MustDate("2026-11-01"), Status: status, Exposed: exposed,
	}}
}

func TestAlertsFollowTheLifeOfABreach(t *testing.T) {
	h := newHouse(t, monitor.FeedBonjourLaFuite)
	for i, step := range []struct {
		record monitor.Record
		want   string
	}{
		{acme(monitor.Claimed), "new"},
		{acme(monitor.Claimed), ""},
		{acme(monitor.StatusConfirmed), "confirmed"},
		{acme(monitor.StatusConfirmed, monitor.ClassNames), "raised"},
		{acme(monitor.StatusConfirmed, monitor.ClassNames), ""},
		{acme(monitor.StatusConfirmed), ""}, // a class less is no news to act on
		{acme(monitor.Withdrawn), "withdrawn"},
		{acme(monitor.Withdrawn), ""},
		{acme(monitor.StatusConfirmed, monitor.ClassNIR), "raised"},
	} {
		h.says(false, step.record)
		r := h.check()
		if got := kinds(r); got != step.want {
			t.Errorf("step %d: alerts %q, want %q", i, got, step.want)
		}
		if !r.Complete {
			t.Errorf("step %d: not complete: %+v", i, r.Feeds)
		}
	}
}

// What was stored but not shown is shown by the next check, with the same id.
func TestAlertsSurviveUntilShown(t *testing.T) {
	h := newHouse(t, monitor.FeedBonjourLaFuite)
	h.says(false, acme(monitor.StatusConfirmed))
	first, err := h.Check(t.Context(), monitor.CheckOptions{})
	h.must(err)
	second := h.check()
	if len(first.Alerts) != 1 || len(second.Alerts) != 1 || first.Alerts[0].ID != second.Alerts[0].ID {
		t.Errorf("first %+v, second %+v", first.Alerts, second.Alerts)
	}
	if third := h.check(); len(third.Alerts) != 0 {
		t.Errorf("shown again: %+v", third.Alerts)
	}
}

func TestAnswerClosesAlerts(t *testing.T) {
	h := newHouse(t, monitor.FeedBonjourLaFuite)
	h.says(false, acme(monitor.StatusConfirmed))
	h.check()
	open := func() int {
		alerts, err := h.Store.Alerts(t.Context())
		h.must(err)
		return len(slices.DeleteFunc(alerts, func(a monitor.Alert) bool { return !a.Closed.IsZero() }))
	}
	if open() != 1 {
		t.Fatalf("%d open alerts before the answer", open())
	}
	_, err := h.Answer(t.Context(), "claire", monitor.Evidence{Breach: "acme-2026", Kind: monitor.NotMe})
	h.must(err)
	if open() != 0 {
		t.Errorf("%d open alerts after it", open())
	}
	// Taken back, the finding matters again.
	_, err = h.Answer(t.Context(), "Claire", monitor.Evidence{Breach: "acme-2026", Kind: monitor.DontKnow})
	h.must(err)
	if got := kinds(h.check()); got != "" && got != "raised" {
		t.Errorf("alerts %q", got)
	}
}

// An error is not an answer: what was known stays, the check is not complete,
// and the cursor does not move.
func TestFailedFeedChangesNothing(t *testing.T) {
	h := newHouse(t, monitor.FeedHIBP)
	h.says(true, acme(monitor.StatusConfirmed), other(1), other(2))
	h.check()
	for _, e := range []monitor.FetchError{
		{State: monitor.StateFailed, Reason: monitor.ReasonTimeout},
		{State: monitor.StateBlocked, Reason: monitor.ReasonRefused, Status: 403},
		{State: monitor.StateHeld, Reason: monitor.ReasonEmpty},
	} {
		h.fails(e)
		r := h.check()
		f := r.Feeds[0]
		if r.Complete || f.State != e.State || f.Reason != e.Reason || f.Records != 3 || string(f.Cursor) != "cursor" || len(r.Findings) != 1 {
			t.Errorf("%s: complete %v, %+v, %d findings", e.Reason, r.Complete, f, len(r.Findings))
		}
	}
	h.says(true, acme(monitor.StatusConfirmed), other(1), other(2))
	if r := h.check(); !r.Complete || r.Feeds[0].Failures != 0 || r.Feeds[0].New+r.Feeds[0].Changed+r.Feeds[0].Withdrawn != 0 {
		t.Errorf("once healthy again: %+v", r.Feeds[0])
	}
}

func other(n int) monitor.Record {
	return monitor.Record{Key: fmt.Sprint("k", n), ID: fmt.Sprint("other-", n), Facts: monitor.Facts{
		Organisation: fmt.Sprint("Organisation ", n), DisclosedOn: monitor.MustDate("2026-10-01"), Status: monitor.StatusConfirmed,
	}}
}

func TestHeldAnswers(t *testing.T) {
	many := func(n int, organisation string) []monitor.Record {
		var rs []monitor.Record
		for i := range n {
			r := other(i)
			if organisation != "" {
				r.Organisation = organisation
			}
			rs = append(rs, r)
		}
		return rs
	}
	for _, c := range []struct {
		name   string
		first  []monitor.Record
		second []monitor.Record
		want   monitor.Reason
	}{
		{"a tenth less is normal", many(100, ""), many(90, ""), ""},
		{"a third less is not", many(100, ""), many(66, ""), monitor.ReasonShrunk},
		{"nothing is not", many(100, ""), nil, monitor.ReasonEmpty},
		{"one organisation, many times", many(10, ""), append(many(10, ""), renamed(many(30, "Acme"))...), monitor.ReasonEveryoneMatches},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := newHouse(t, monitor.FeedHIBP)
			h.says(true, c.first...)
			h.check()
			h.says(true, c.second...)
			r := h.check()
			if r.Feeds[0].Reason != c.want || (c.want != "") != (r.Feeds[0].State == monitor.StateHeld) || len(r.Alerts) != 0 {
				t.Errorf("%s %s, %d alerts", r.Feeds[0].State, r.Feeds[0].Reason, len(r.Alerts))
			}
		})
	}
}

func renamed(rs []monitor.Record) []monitor.Record {
	for i := range rs {
		rs[i].Key += "-hostile"
		rs[i].ID += "-hostile"
	}
	return rs
}

func TestWaitingFeedIsLeftAlone(t *testing.T) {
	h := newHouse(t, monitor.FeedHIBP)
	until := h.now.Add(90 * time.Minute)
	h.fails(monitor.FetchError{State: monitor.StateBlocked, Reason: monitor.ReasonRateLimited, Status: 429, RetryAt: until})
	h.check()
	h.now = h.now.Add(time.Hour)
	r := h.check()
	if h.feed.asked != 1 || r.Complete || r.Feeds[0].State != monitor.StateBlocked || r.Feeds[0].Reason != monitor.ReasonWaiting || !r.Feeds[0].Next.Equal(until) {
		t.Errorf("asked %d times, %+v", h.feed.asked, r.Feeds[0])
	}
	h.now = until.Add(time.Second)
	h.says(true, acme(monitor.StatusConfirmed))
	if r := h.check(); !r.Complete || h.feed.asked != 2 {
		t.Errorf("after the wait: asked %d times, %+v", h.feed.asked, r.Feeds[0])
	}
	// A clock set back ten years does not silence the feed for ten years.
	h.fails(monitor.FetchError{State: monitor.StateBlocked, Reason: monitor.ReasonRateLimited, RetryAt: h.now.Add(time.Hour)})
	h.check()
	h.now = h.now.AddDate(-10, 0, 0)
	if h.check(); h.feed.asked != 4 {
		t.Errorf("asked %d times after the clock was set back", h.feed.asked)
	}
}

func TestPanickingFeedCostsOnlyItself(t *testing.T) {
	h := newHouse(t, monitor.FeedHIBP)
	h.feed.say = func([]byte) (*monitor.Fetched, error) { panic("secret") }
	r := h.check()
	if r.Complete || r.Feeds[0].State != monitor.StateFailed || r.Feeds[0].Reason != monitor.ReasonInternal {
		t.Errorf("%+v", r.Feeds[0])
	}
}

func TestSwitchedOffFeed(t *testing.T) {
	h := newHouse(t, monitor.FeedHIBP)
	h.says(true, acme(monitor.StatusConfirmed))
	_, err := h.Choose(t.Context(), monitor.FeedHIBP, false)
	h.must(err)
	if r := h.check(); !r.Complete || h.feed.asked != 0 || r.Feeds[0].State != monitor.StateOff {
		t.Errorf("complete %v, asked %d times, %+v", r.Complete, h.feed.asked, r.Feeds[0])
	}
}

// brokenStore fails to write once it is told to.
type brokenStore struct {
	monitor.Store
	broken bool
}

func (s *brokenStore) Update(ctx context.Context, f func(monitor.Tx) error) error {
	if s.broken {
		return errors.New("disk full")
	}
	return s.Store.Update(ctx, f)
}

func TestNotStoredIsNotChecked(t *testing.T) {
	h := newHouse(t, monitor.FeedHIBP)
	s := &brokenStore{Store: h.Store}
	h.Store = s
	h.says(true, acme(monitor.StatusConfirmed))
	s.broken = true
	if r, err := h.Check(t.Context(), monitor.CheckOptions{}); err == nil && r.Complete {
		t.Errorf("complete although nothing could be written: %+v", r.Feeds)
	}
	s.broken = false
	if r := h.check(); !r.Complete || kinds(r) != "new" {
		t.Errorf("once the disk has room: complete %v, alerts %q", r.Complete, kinds(r))
	}
}

// A breach told twice and then joined gives no second alert.
func TestJoinedBreachesAlertOnce(t *testing.T) {
	h := newHouse(t, monitor.FeedBonjourLaFuite)
	h.says(false, acme(monitor.StatusConfirmed, monitor.ClassNames))
	h.check()
	ours := acme(monitor.StatusConfirmed, monitor.ClassNames)
	ours.Feed, ours.Key, ours.ID = monitor.FeedVigie, "acme-ours", "acme-ours"
	h.Baseline = monitor.Baseline{Version: 7, Records: func() ([]monitor.Record, error) { return []monitor.Record{ours}, nil }}
	h.now = h.now.Add(time.Hour) // known later, so the breach keeps its name
	h.must(h.Install(t.Context()))
	r := h.check()
	if len(r.Alerts) != 0 || len(r.Findings) != 1 || r.Findings[0].Breach != "acme-2026" {
		t.Errorf("alerts %+v, findings %+v", r.Alerts, r.Findings)
	}
}
