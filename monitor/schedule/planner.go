package schedule

import (
	"crypto/sha256"
	"encoding/binary"
	"math/bits"
	"time"

	"vigie/monitor"
)

// Planner gives one installation its own moments in every schedule, the same
// after each restart and unrelated to anyone else's. Awake, an installation
// asks a feed only at these moments, whatever happened before: a failure, an
// outage of the whole world. So the load on a feed stays as even as it was.
type Planner struct {
	Instance string         // the random id of the installation
	Loc      *time.Location // where days begin and times of day are meant
}

// soonest is how long a feed is left alone after it was asked, for whatever
// reason. It is less than [Shortest], so that no turn is skipped although the
// answer came minutes after the turn.
const soonest = 10 * time.Minute

// longestBackOff is how long a feed that keeps failing is left alone at most,
// unless it is asked more rarely anyway.
const longestBackOff = 6 * time.Hour

// Next gives monitor.Source its Next: when the feed is to be asked again, from
// how it stands after it was asked. The result is in UTC and whole seconds, at
// least [soonest] after now and never before NotBefore.
//
// After failures in a row, the distance doubles each time up to six hours. A
// feed that is asked every six hours or more often is asked no sooner for
// having failed: were it so, the end of an outage would bring everyone at once.
func (p Planner) Next(feed string, s Schedule) func(monitor.FeedStatus, time.Time) time.Time {
	span := s.every
	if span == 0 {
		span = s.calendar.window
	}
	mine := p.share(feed).of(span)
	return func(st monitor.FeedStatus, now time.Time) time.Time {
		from, again := now.Add(soonest), s.again()
		if st.Failures > 0 {
			from = from.Add(backOff(again, st.Failures) - again)
		}
		if st.NotBefore.After(from) {
			from = st.NotBefore
		}
		switch {
		case st.Failures > 0:
			return slot(from, mine, again)
		case s.every > 0:
			return slot(from, mine, s.every)
		}
		return s.Next(from.Add(-mine), p.Loc).Add(mine).UTC()
	}
}

// Spread is this installation's part of a span of time, in whole seconds.
func (p Planner) Spread(over time.Duration) time.Duration { return p.share("").of(over) }

// again is the distance to the turn after a first failure. A calendar names
// moments rather than a distance: it begins with the shortest.
func (s Schedule) again() time.Duration {
	if s.every > 0 {
		return min(s.every, longestBackOff)
	}
	return Shortest
}

// backOff doubles a distance for every failure after the first.
func backOff(distance time.Duration, failures int) time.Duration {
	for n := 1; n < failures && distance < longestBackOff; n++ {
		distance *= 2
	}
	return min(distance, longestBackOff)
}

// share is the part of any span of time that belongs to an installation and a
// feed, as a fraction of 2⁶⁴.
type share uint64

// share is drawn by a hash, so that its feeds do not know one another's, nor the
// installation's id.
func (p Planner) share(feed string) share {
	sum := sha256.Sum256([]byte(p.Instance + "\x00" + feed))
	return share(binary.BigEndian.Uint64(sum[:]))
}

// of is the share of a span, in whole seconds from 0 on, each as likely as the
// others.
func (s share) of(span time.Duration) time.Duration {
	seconds, _ := bits.Mul64(uint64(s), uint64(span/time.Second))
	return time.Duration(seconds) * time.Second
}

// slot is the first moment from a time on that is a whole number of distances
// away from a moment of the epoch, in whole seconds.
func slot(from time.Time, mine, distance time.Duration) time.Time {
	at := from.Unix()
	if from.Nanosecond() > 0 {
		at++
	}
	seconds := int64(distance / time.Second)
	wait := (int64(mine/time.Second) - at) % seconds
	if wait < 0 {
		wait += seconds
	}
	return time.Unix(at+wait, 0).UTC()
}
