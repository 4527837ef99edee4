package monitor

import (
	"slices"
	"time"
)

// Source is a feed as this installation uses it.
type Source struct {
	Name    string
	Feed    Feed   // nil for a feed that has no catalogue, only look-ups
	Lookup  Lookup // nil for a feed that cannot be asked about an identifier, or not without a key
	Address string // where it is asked
	Enabled bool   // its catalogue is read, unless the person chose otherwise
	// SwitchedOff: feeds.toml wants nothing from the feed, look-ups included.
	SwitchedOff bool
	// Next tells when the feed is to be asked again, from how it stands after a
	// check; nil for a feed that is never asked by itself.
	Next func(st FeedStatus, now time.Time) time.Time
}

// idle is the status of a feed that is not asked in this check: off, waiting,
// or simply as it was.
func (m *Monitor) idle(s Source, st FeedStatus, consents []Consent) FeedStatus {
	reads, asks := s.reads(st), s.asks(st, consents)
	switch {
	case !reads && !asks:
		st.State, st.Reason, st.Next = StateOff, ReasonDisabled, time.Time{}
		switch {
		case s.off(st):
		case st.KeyRefused:
			st.Reason = ReasonKeyRefused
		case s.Feed == nil:
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
