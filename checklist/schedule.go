package checklist

import (
	"fmt"

	"vigie/monitor"
)

// schedule is how often something is done again after a leak: often at first,
// then less. It is a fixed series of days that follows from the day the leak
// was learned of, so that being late once shifts nothing, and so that a check
// due on the 31st falls on the last day of a short month, not in the next one.
type schedule struct {
	ID     string   `toml:"id"`
	First  Interval `toml:"first"`
	Phases []phase  `toml:"phases"`
}

// phase repeats a number of times; without end when Times is 0.
type phase struct {
	Times int      `toml:"times"`
	Every Interval `toml:"every"`
}

func (s *schedule) validate() error {
	if s.ID == "" || len(s.Phases) == 0 {
		return fmt.Errorf("schedule %q is empty", s.ID)
	}
	for i, p := range s.Phases {
		if p.Every.IsZero() || p.Times < 0 || p.Times == 0 && i < len(s.Phases)-1 {
			return fmt.Errorf("schedule %s: phase %d has no interval or never ends", s.ID, i+1)
		}
	}
	return nil
}

// begin is the first day of the series.
func (s *schedule) begin(start monitor.Day) monitor.Day { return s.First.after(start, 1) }

// next is the day that follows something done on a given day, and the interval
// that leads to it; false when the series is over. What is done in the second
// half of an interval counts for the day at its end: nobody is asked twice in a
// week for what is done every week.
func (s *schedule) next(start, done monitor.Day) (monitor.Day, Interval, bool) {
	previous := s.begin(start)
	if done < start || !counts(done, start, previous) {
		return previous, s.Phases[0].Every, true
	}
	since := s.First // months are counted from the start throughout: 31 January, 28 February, 31 March
	for _, p := range s.Phases {
		for k := p.skip(since.after(start, 1), done); p.Times == 0 || k < p.Times; k++ {
			previous = since.plus(p.Every, k).after(start, 1)
			if due := since.plus(p.Every, k+1).after(start, 1); !counts(done, previous, due) {
				return due, p.Every, true
			}
		}
		since = since.plus(p.Every, p.Times)
	}
	return 0, Interval{}, false
}

// counts reports whether something done on a day stands for the one due at the
// end of an interval.
func counts(done, previous, due monitor.Day) bool {
	return 2*(done-previous) >= due-previous && done >= previous
}

// skip is how many repetitions surely lie before a day: a start for the search.
func (p phase) skip(base, day monitor.Day) int {
	const longestMonth = 31
	if day <= base {
		return 0
	}
	longest := p.Every.Days + p.Every.Months*longestMonth
	k := int(day-base)/longest - 1
	if p.Times > 0 {
		k = min(k, p.Times-1)
	}
	return max(k, 0)
}
