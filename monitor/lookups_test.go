package monitor_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"vigie/monitor"
	"vigie/monitor/identifier"
)

// service is a look-up that answers with what it was given, per identifier.
type service struct {
	say    func(id string) (*monitor.Asked, error)
	budget monitor.Budget
	asked  []string
}

func (s *service) Name() string           { return monitor.FeedXposedOrNot }
func (s *service) Budget() monitor.Budget { return s.budget }

func (s *service) Ask(_ context.Context, id string, _ monitor.Value) (*monitor.Asked, error) {
	s.asked = append(s.asked, id)
	return s.say(id)
}

// askingHouse has one look-up service, and as many addresses as asked for, each
// with a consent.
func askingHouse(t *testing.T, addresses ...string) (*house, *service, []string) {
	t.Helper()
	h := newHouse(t, monitor.FeedXposedOrNot)
	s := &service{say: func(string) (*monitor.Asked, error) { return &monitor.Asked{}, nil }}
	h.Sources[0].Lookup, h.Sources[0].Enabled = s, false // only look-ups
	h.Decode = identifier.Decode
	var ids []string
	for _, address := range addresses {
		v, err := identifier.Parse(monitor.Email, address, h.now)
		h.must(err)
		data, err := identifier.Encode(v)
		h.must(err)
		i, err := h.AddIdentifier(t.Context(), "Claire", v, data, func([]byte) bool { return false })
		h.must(err)
		_, err = h.Grant(t.Context(), monitor.FeedXposedOrNot, i.ID)
		h.must(err)
		ids = append(ids, i.ID)
	}
	return h, s, ids
}

func hit() *monitor.Asked {
	r := acme(monitor.StatusConfirmed, monitor.ClassPasswords)
	r.Feed, r.Organisation = monitor.FeedXposedOrNot, "Elsewhere"
	return &monitor.Asked{Records: []monitor.Record{r}}
}

func TestNothingIsAskedWithoutConsent(t *testing.T) {
	h, s, ids := askingHouse(t, "a@example.org")
	h.must(h.Revoke(t.Context(), monitor.FeedXposedOrNot, ids[0]))
	if r := h.check(); len(s.asked) != 0 || r.Feeds[0].State != monitor.StateOff || !r.Complete {
		t.Errorf("asked %v, %+v", s.asked, r.Feeds[0])
	}
}

func TestHitConfirms(t *testing.T) {
	h, s, _ := askingHouse(t, "a@example.org")
	s.say = func(string) (*monitor.Asked, error) { return hit(), nil }
	r := h.check()
	if len(r.Findings) != 1 || r.Findings[0].Verdict != monitor.Confirmed || kinds(r) != "new" {
		t.Fatalf("findings %+v, alerts %q", r.Findings, kinds(r))
	}
	// The same answer a day later is no news, even after "this is not me".
	_, err := h.Answer(t.Context(), "Claire", monitor.Evidence{Breach: r.Findings[0].Breach, Kind: monitor.NotMe})
	h.must(err)
	h.now = h.now.Add(25 * time.Hour)
	if r = h.check(); len(s.asked) != 2 || r.Findings[0].Verdict != monitor.NotConcerned || kinds(r) != "" {
		t.Errorf("asked %d times, %v, alerts %q", len(s.asked), r.Findings[0].Verdict, kinds(r))
	}
}

func TestFailedLookupIsUnknown(t *testing.T) {
	h, s, ids := askingHouse(t, "a@example.org")
	h.check()
	h.now = h.now.Add(25 * time.Hour)
	s.say = func(string) (*monitor.Asked, error) {
		return nil, &monitor.FetchError{State: monitor.StateFailed, Reason: monitor.ReasonServer, Status: 503}
	}
	r := h.check()
	if r.Complete || r.Feeds[0].State != monitor.StateFailed {
		t.Errorf("complete %v, %+v", r.Complete, r.Feeds[0])
	}
	household, err := h.Store.Household(t.Context())
	h.must(err)
	last := household.Consents[0].Last
	if last.Reason != monitor.ReasonServer || !last.AnsweredAt.Equal(h.now.Add(-25*time.Hour)) || household.Consents[0].Identifier != ids[0] {
		t.Errorf("%+v", last)
	}
}

func TestBudgetAndOrder(t *testing.T) {
	h, s, ids := askingHouse(t, "a@example.org", "b@example.org", "c@example.org")
	s.budget = monitor.Budget{PerCheck: 2}
	first := h.check()
	if len(s.asked) != 2 || first.Complete || first.Feeds[0].Unasked != 1 || first.Feeds[0].Reason != monitor.ReasonBudget {
		t.Errorf("asked %v, complete %v, %+v", s.asked, first.Complete, first.Feeds[0])
	}
	left := slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return slices.Contains(s.asked, id) })
	if second := h.check(); len(s.asked) != 3 || s.asked[2] != left[0] || !second.Complete {
		t.Errorf("then asked %v, wanted %v last", s.asked, left)
	}
	if h.check(); len(s.asked) != 3 {
		t.Errorf("asked again within a day: %v", s.asked)
	}
	h.now = h.now.Add(25 * time.Hour)
	if h.check(); len(s.asked) != 5 {
		t.Errorf("a day later: %v", s.asked)
	}
}

func TestRefusalStopsTheRound(t *testing.T) {
	for _, e := range []monitor.FetchError{
		{State: monitor.StateBlocked, Reason: monitor.ReasonRateLimited, Status: 429},
		{State: monitor.StateBlocked, Reason: monitor.ReasonRefused, Status: 403},
	} {
		h, s, _ := askingHouse(t, "a@example.org", "b@example.org", "c@example.org")
		s.say = func(string) (*monitor.Asked, error) { return nil, &e }
		if r := h.check(); len(s.asked) != 1 || r.Complete || r.Feeds[0].Unasked != 2 {
			t.Errorf("%s: asked %d, %+v", e.Reason, len(s.asked), r.Feeds[0])
		}
	}
}

func TestRefusedKeyIsNotUsedAgain(t *testing.T) {
	h, s, _ := askingHouse(t, "a@example.org")
	s.say = func(string) (*monitor.Asked, error) {
		return nil, &monitor.FetchError{State: monitor.StateBlocked, Reason: monitor.ReasonKeyRefused, Status: 401}
	}
	if r := h.check(); r.Complete {
		t.Error("a refused key is no answer")
	}
	if r := h.check(); len(s.asked) != 1 || !r.Complete || r.Feeds[0].State != monitor.StateOff {
		t.Errorf("asked %d times, complete %v, %+v", len(s.asked), r.Complete, r.Feeds[0])
	}
	s.say = func(string) (*monitor.Asked, error) { return &monitor.Asked{}, nil }
	h.must(h.SetKey(t.Context(), monitor.FeedXposedOrNot, []byte("another")))
	if r := h.check(); len(s.asked) != 2 || !r.Complete {
		t.Errorf("with another key: asked %d times, %+v", len(s.asked), r.Feeds[0])
	}
}

// A consent taken back while the answer is under way stays taken back, and the
// answer is dropped.
func TestConsentTakenBackMeanwhile(t *testing.T) {
	h, s, ids := askingHouse(t, "a@example.org")
	s.say = func(id string) (*monitor.Asked, error) {
		h.must(h.Revoke(t.Context(), monitor.FeedXposedOrNot, id))
		return hit(), nil
	}
	h.check()
	household, err := h.Store.Household(t.Context())
	h.must(err)
	if len(household.Consents) != 0 || len(household.Evidence) != 0 || len(ids) != 1 {
		t.Errorf("consents %+v, evidence %+v", household.Consents, household.Evidence)
	}
}
