package schedule

import (
	"fmt"
	"time"

	"github.com/robfig/cron/v3"

	"vigie/monitor"
)

// calendar is a set of times of day on a set of days.
type calendar struct {
	minutes []int // of the day, in order
	spec    cron.SpecSchedule
	window  time.Duration // each installation's moment lies within it, from the time of day on
}

// spread is the window after a time of day that somebody named: near enough for
// them, and not one instant for everybody.
const spread = 15 * time.Minute

// fields is a standard cron expression, without the names ("@daily") and time
// zones the library also knows: a schedule is where the household is.
var fields = cron.NewParser(cron.Minute | cron.Hour | cron.Dom | cron.Month | cron.Dow)

// parseCron reads five fields. The library only reads them: its own Next skips
// a day in spring and fires twice in autumn (v3.0.1).
func parseCron(text string) (Schedule, error) {
	spec, err := parseFields(text)
	if err != nil {
		return Schedule{}, monitor.UsageProblem("schedule.unclear").Because(err)
	}
	c := calendar{spec: *spec, window: spread}
	for m := range 24 * 60 {
		if spec.Hour&(1<<(m/60)) != 0 && spec.Minute&(1<<(m%60)) != 0 {
			c.minutes = append(c.minutes, m)
		}
	}
	if err := c.check(); err != nil {
		return Schedule{}, err
	}
	return Schedule{calendar: c, text: text}, nil
}

// parseFields calls the library, whose last version panics on some texts and
// will not be mended.
func parseFields(text string) (spec *cron.SpecSchedule, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("cron: %v", p)
		}
	}()
	s, err := fields.Parse(text)
	if err != nil {
		return nil, err
	}
	spec, ok := s.(*cron.SpecSchedule)
	if !ok {
		return nil, fmt.Errorf("cron: a %T", s)
	}
	return spec, nil
}

// check refuses a calendar that never fires, or fires too close together or too
// far apart. It looks at 28 years, which hold every kind of year.
func (c calendar) check() error {
	if len(c.minutes) == 0 {
		return monitor.UsageProblem("schedule.never")
	}
	for i, m := range c.minutes[1:] {
		if time.Duration(m-c.minutes[i])*time.Minute < Shortest {
			return monitor.UsageProblem("schedule.too-often")
		}
	}
	night := time.Duration(c.minutes[0]-c.minutes[len(c.minutes)-1]) * time.Minute // less a day
	begin := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	last, fires := begin.AddDate(0, 0, -2), false
	for date := begin; date.Year() < 2028; date = date.AddDate(0, 0, 1) {
		if !c.on(date) {
			continue
		}
		switch gap := date.Sub(last); {
		case gap > Longest:
			return monitor.UsageProblem("schedule.too-rare")
		case gap+night < Shortest:
			return monitor.UsageProblem("schedule.too-often")
		}
		last, fires = date, true
	}
	if !fires {
		return monitor.UsageProblem("schedule.never")
	}
	return nil
}

// star is the bit by which the library marks a field that was left open.
const star = 1 << 63

// on reports whether the calendar fires on a date. When both the day of the
// month and the day of the week are given, either will do (POSIX, crontab).
func (c calendar) on(date time.Time) bool {
	if c.spec.Month&(1<<date.Month()) == 0 {
		return false
	}
	inMonth, inWeek := c.spec.Dom&(1<<date.Day()) != 0, c.spec.Dow&(1<<date.Weekday()) != 0
	if c.spec.Dom&star != 0 || c.spec.Dow&star != 0 {
		return inMonth && inWeek
	}
	return inMonth || inWeek
}

// next is the first firing after a time.
func (c calendar) next(after time.Time, loc *time.Location) time.Time {
	y, m, d := after.In(loc).Date()
	// The day before still counts: the clocks may move its last time of day past midnight.
	date := time.Date(y, m, d-1, 0, 0, 0, 0, time.UTC)
	for range int(Longest/day) + 3 {
		if c.on(date) {
			if t := c.firstAfter(after, date, loc); !t.IsZero() {
				return t
			}
		}
		date = date.AddDate(0, 0, 1)
	}
	return after.Add(Longest) // only for the zero Schedule: asked too rarely, rather than always
}

// firstAfter is the first firing of a date that comes after a time, if any.
func (c calendar) firstAfter(after, date time.Time, loc *time.Location) time.Time {
	var first time.Time
	for _, m := range c.minutes {
		if t := moment(date.Add(time.Duration(m)*time.Minute), loc); t.After(after) && (first.IsZero() || t.Before(first)) {
			first = t
		}
	}
	return first
}

// moment is when the clocks of a place show what wall shows in UTC: the first
// time, when they do so twice; later by as much as they skip, when they never
// do. time.Date leaves open which of two moments it returns.
func moment(wall time.Time, loc *time.Location) time.Time {
	offset := func(t time.Time) time.Duration {
		_, seconds := t.In(loc).Zone()
		return time.Duration(seconds) * time.Second
	}
	// Clocks change at most once within these two days.
	before, after := offset(wall.Add(-day)), offset(wall.Add(day))
	early := wall.Add(-max(before, after))
	if early.Add(offset(early)).Equal(wall) {
		return early
	}
	return wall.Add(-min(before, after))
}
