// Package workday counts the time limits that letters rest on, in whole days.
//
// Start at [AddMonths] and [Next]: a month after 31 January ends on the last day
// of February, and a limit that ends on a Sunday runs until Monday. The rules
// are those of Regulation (EEC, Euratom) No 1182/71, which counts the periods of
// European texts such as the GDPR. The functions are pure: the same days in give
// the same day out, whatever the clock and the time zone of the computer.
//
// A [monitor.Date] of which the day is not known cannot be counted from: the
// functions then return the zero Date.
package workday

import (
	"time"

	"vigie/monitor"
)

// AddMonths is the day on which a period of n months ends that runs from an
// event on day d: the same date n months later or, where that month has no such
// date, its last day (Regulation 1182/71, art. 3(2)(c)). The day of the event is
// not counted (art. 3(1)), so a month from 15 March ends with 15 April.
func AddMonths(d monitor.Date, n int) monitor.Date {
	y, m, day := d.Parts()
	if day == 0 {
		return monitor.Date{}
	}
	last := date(y, m+n+1, 0) // day 0 is the last of the month before
	return monitor.DateOf(date(y, m+n, min(day, last.Day())))
}

// AddDays is the day on which a period of n days ends that runs from an event
// on day d, which is not counted.
func AddDays(d monitor.Date, n int) monitor.Date {
	y, m, day := d.Parts()
	if day == 0 {
		return monitor.Date{}
	}
	return monitor.DateOf(date(y, m, day+n))
}

// AddWorking is the n-th working day after d. It is d itself when n is 0.
func AddWorking(d monitor.Date, n int, r Region) monitor.Date {
	for range n {
		d = Next(AddDays(d, 1), r)
	}
	return d
}

// Next is d when it is a working day, and the first one after it otherwise:
// where a period ends for whoever has to answer (Regulation 1182/71, art. 3(4)).
func Next(d monitor.Date, r Region) monitor.Date { return walk(d, 1, r) }

// Last is d when it is a working day, and the last one before it otherwise: the
// day by which to act when it is better not to count on an extension.
func Last(d monitor.Date, r Region) monitor.Date { return walk(d, -1, r) }

func walk(d monitor.Date, step int, r Region) monitor.Date {
	for !d.IsZero() && !Working(d, r) {
		d = AddDays(d, step)
	}
	return d
}

// Working reports whether d is a working day: all but public holidays, Sundays
// and Saturdays (Regulation 1182/71, art. 2(2)). A date without a day is not.
func Working(d monitor.Date, r Region) bool {
	y, m, day := d.Parts()
	if day == 0 || Holiday(d, r) {
		return false
	}
	wd := date(y, m, day).Weekday()
	return wd != time.Saturday && wd != time.Sunday
}

func date(y, m, d int) time.Time { return time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC) }
