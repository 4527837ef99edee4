package checklist

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"vigie/monitor"
)

// Interval is a stretch of calendar time, written "1 week", "3 months" or
// "1 year". A month after 31 January is the last day of February.
type Interval struct {
	Months int
	Days   int
}

// IsZero reports whether the interval is empty.
func (i Interval) IsZero() bool { return i == Interval{} }

// Unit is the interval in the largest unit that fits: "day", "week", "month" or
// "year".
func (i Interval) Unit() (n int, unit string) {
	switch {
	case i.Months == 0 && i.Days%7 == 0:
		return i.Days / 7, "week"
	case i.Months == 0:
		return i.Days, "day"
	case i.Months%12 == 0:
		return i.Months / 12, "year"
	}
	return i.Months, "month"
}

// String is the form that [Interval.UnmarshalText] reads; "" when zero.
func (i Interval) String() string {
	if i.IsZero() {
		return ""
	}
	n, unit := i.Unit()
	if n != 1 {
		unit += "s"
	}
	return strconv.Itoa(n) + " " + unit
}

// MarshalText writes the interval as [Interval.String].
func (i Interval) MarshalText() ([]byte, error) { return []byte(i.String()), nil }

// UnmarshalText reads a positive number and a unit.
func (i *Interval) UnmarshalText(b []byte) error {
	number, unit, _ := strings.Cut(string(b), " ")
	n, err := strconv.Atoi(number)
	if err != nil || n < 1 || n > 1000 {
		return fmt.Errorf("interval %q does not begin with a number", b)
	}
	switch strings.TrimSuffix(unit, "s") {
	case "day":
		*i = Interval{Days: n}
	case "week":
		*i = Interval{Days: 7 * n}
	case "month":
		*i = Interval{Months: n}
	case "year":
		*i = Interval{Months: 12 * n}
	default:
		return fmt.Errorf("interval %q has no unit", b)
	}
	return nil
}

// plus adds another interval, a number of times.
func (i Interval) plus(o Interval, times int) Interval {
	return Interval{i.Months + o.Months*times, i.Days + o.Days*times}
}

// after is the day that many intervals after d.
func (i Interval) after(d monitor.Day, times int) monitor.Day {
	d += monitor.Day(i.Days * times)
	if i.Months == 0 || times == 0 {
		return d
	}
	y, m, day := time.Unix(int64(d)*secondsPerDay, 0).UTC().Date()
	m += time.Month(i.Months * times)
	t := time.Date(y, m, day, 0, 0, 0, 0, time.UTC)
	if t.Day() != day { // there is no such day in that month
		t = time.Date(y, m+1, 0, 0, 0, 0, 0, time.UTC)
	}
	return dayOf(t)
}

const secondsPerDay = 24 * 60 * 60

func dayOf(t time.Time) monitor.Day { return monitor.Day(t.Unix() / secondsPerDay) }

// DateOf is the day as a date.
func DateOf(d monitor.Day) monitor.Date {
	return monitor.DateOf(time.Unix(int64(d)*secondsPerDay, 0))
}

// LocalDay is the calendar day of t where t is: what people mean by today.
// Change the clocks as they may, no day is missing and none comes twice.
func LocalDay(t time.Time) monitor.Day {
	y, m, d := t.Date()
	return dayOf(time.Date(y, m, d, 0, 0, 0, 0, time.UTC))
}
