// Package schedule says when a feed is asked again.
//
// Start with [Parse]: it reads what people choose ("6h", « tous les jours à
// 18 h 30 », a cron expression) into a [Schedule]. A [Planner] then gives each
// installation moments of its own, so that all of them together never meet at a
// feed; what it returns is the Next of a monitor.Source.
//
// Nothing here waits or reads a clock. A due time is stored, and compared with
// the wall clock once a minute, because timers stop while a computer sleeps.
package schedule

import (
	"strings"
	"time"
)

// How often a feed may be asked: its operators are often volunteers, and a
// schedule that hardly ever comes round is a mistake. Longest leaves a calendar
// its longest month; monitor.FeedStatus.Due takes a turn that is much further
// away for one that was planned under a wrong clock.
const (
	Shortest = 15 * time.Minute
	Longest  = 31 * 24 * time.Hour
)

// Schedule is how often a feed is asked: at an interval, or by the calendar.
// Parse and Every make one.
type Schedule struct {
	every    time.Duration // 0 for a calendar
	calendar calendar
	text     string
}

// Every is a schedule with an interval between [Shortest] and [Longest], in
// whole seconds.
func Every(interval time.Duration) Schedule {
	return Schedule{every: interval, text: short(interval)}
}

// Interval is the distance between two turns, or 0 for a calendar.
func (s Schedule) Interval() time.Duration { return s.every }

// String is the one way to write the schedule that Parse reads back as the
// same: "6h", "daily at 18:30", "weekly on Monday", "0 8,20 * * *".
func (s Schedule) String() string { return s.text }

// Next is the first moment after a time at which the schedule fires. A calendar
// fires where loc is, once for each time of day it names: a time of day that the
// clocks skip in spring comes as much later as they skipped, and of one that
// they repeat in autumn the first counts.
func (s Schedule) Next(after time.Time, loc *time.Location) time.Time {
	if s.every > 0 {
		return after.Add(s.every)
	}
	return s.calendar.next(after, loc)
}

// short writes an interval without what is zero at its end: 6h, not 6h0m0s.
func short(d time.Duration) string {
	s := d.String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}
