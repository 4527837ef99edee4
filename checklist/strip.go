package checklist

import (
	"slices"

	"vigie/monitor"
)

// Month is one month of the strip that shows how a check goes on.
type Month struct {
	First monitor.Date // the first day of the month
	Now   bool         // today is in it
	Done  int          // how often it was done
	Due   int          // how often it is due from today on, for someone who is in time
}

// Strip shows a check over some months from the one a day is in: when it was
// done, and when it comes back.
func (a *Advice) Strip(in Input, action string, done []monitor.Date, from monitor.Day, months int) []Month {
	_, _, day := DateOf(from).Parts()
	first := func(month int) monitor.Day { return Interval{Months: 1}.after(from-monitor.Day(day-1), month) }
	due := a.ahead(in, action, first(months)-1)
	strip := make([]Month, months)
	for i := range strip {
		m := Month{First: DateOf(first(i))}
		within := func(d monitor.Day) bool { return d >= first(i) && d < first(i+1) }
		m.Now = within(in.Today)
		for _, d := range done {
			if within(d.First()) {
				m.Done++
			}
		}
		for _, d := range due {
			if within(d) {
				m.Due++
			}
		}
		strip[i] = m
	}
	return strip
}

// ahead are the days, from today to an end, on which an action is to do for
// someone who always does it on the day. It asks the plan itself, one day after
// another, so that it cannot say anything else.
func (a *Advice) ahead(in Input, action string, end monitor.Day) []monitor.Day {
	in.Progress = slices.Clone(in.Progress)
	var days []monitor.Day
	for {
		x, there := Find(a.Plan(in), action)
		day := in.Today
		if x.State != ToDo {
			day = x.Due.First()
		}
		if !there || x.State != ToDo && x.Due.IsZero() || day > end || len(days) > 0 && day <= days[len(days)-1] {
			return days
		}
		days = append(days, day)
		in.Today = day
		in.Progress = append(in.Progress, x.Keep(Progress{State: Done, At: DateOf(day)})...)
	}
}
