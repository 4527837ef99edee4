package monitor

import (
	"fmt"
	"time"
)

// Date is a calendar day, or a month or year of which the day is not known.
//
// People say "in 2011" and breach notices say "in October 2024". Such a date
// stands for every day it may mean, from [Date.First] to [Date.Last]; nothing
// in this package ever picks one of them. The zero Date means "not known".
type Date struct {
	year       int16
	month, day int8
}

// Day counts days since 1970-01-01, so that periods compare as integers.
type Day int32

// The edges of time: a period with an unknown end may run to dayMax.
const (
	dayMin Day = -1 << 30
	dayMax Day = 1 << 30
)

// The years a household or a breach may speak of. What lies outside is a
// mistake (a feed's 0000-00-00 or 9999-12-31), not a date.
const (
	minYear = 1900
	maxYear = 2200
)

// ParseDate reads YYYY, YYYY-MM or YYYY-MM-DD; the empty string is the zero Date.
func ParseDate(s string) (Date, error) {
	var layout string
	switch len(s) {
	case 0:
		return Date{}, nil
	case len("2006"):
		layout = "2006"
	case len("2006-01"):
		layout = "2006-01"
	case len("2006-01-02"):
		layout = "2006-01-02"
	default:
		return Date{}, fmt.Errorf("date is not YYYY, YYYY-MM or YYYY-MM-DD")
	}
	t, err := time.Parse(layout, s)
	if err != nil {
		return Date{}, fmt.Errorf("date is not YYYY, YYYY-MM or YYYY-MM-DD")
	}
	if t.Year() < minYear || t.Year() > maxYear {
		return Date{}, fmt.Errorf("year %d is outside %d to %d", t.Year(), minYear, maxYear)
	}
	d := Date{year: int16(t.Year())}
	if len(s) > len("2006") {
		d.month = int8(t.Month())
	}
	if len(s) > len("2006-01") {
		d.day = int8(t.Day())
	}
	return d, nil
}

// MustDate is ParseDate for dates written in the program and its tests.
func MustDate(s string) Date {
	d, err := ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// DateOf is the UTC day of t.
func DateOf(t time.Time) Date {
	y, m, d := t.UTC().Date()
	return Date{int16(y), int8(m), int8(d)}
}

// IsZero reports whether the date is not known at all.
func (d Date) IsZero() bool { return d.year == 0 }

// Parts returns the year, month and day; what is not known is 0.
func (d Date) Parts() (year, month, day int) { return int(d.year), int(d.month), int(d.day) }

// String is the form that [ParseDate] reads.
func (d Date) String() string {
	switch {
	case d.year == 0:
		return ""
	case d.month == 0:
		return fmt.Sprintf("%04d", d.year)
	case d.day == 0:
		return fmt.Sprintf("%04d-%02d", d.year, d.month)
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.year, d.month, d.day)
}

// MarshalText writes the date as [Date.String].
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what [ParseDate] reads.
func (d *Date) UnmarshalText(b []byte) (err error) {
	*d, err = ParseDate(string(b))
	return err
}

// First is the earliest day the date may stand for.
func (d Date) First() Day {
	if d.IsZero() {
		return dayMin
	}
	return dayOf(int(d.year), max(int(d.month), 1), max(int(d.day), 1))
}

// Last is the latest day the date may stand for.
func (d Date) Last() Day {
	switch {
	case d.IsZero():
		return dayMax
	case d.month == 0:
		return dayOf(int(d.year), 12, 31)
	case d.day == 0:
		return dayOf(int(d.year), int(d.month)+1, 0)
	}
	return d.First()
}

// addYears moves the date by whole years and keeps its precision; 29 February
// becomes 28 February where there is none.
func (d Date) addYears(n int) Date {
	d.year += int16(n)
	if d.month == 2 && d.day == 29 && dayOf(int(d.year), 2, 29) == dayOf(int(d.year), 3, 1) {
		d.day = 28
	}
	return d
}

// Today is the UTC day of t.
func Today(t time.Time) Day {
	y, m, d := t.UTC().Date()
	return dayOf(y, int(m), d)
}

func dayOf(year, month, day int) Day {
	const secondsPerDay = 24 * 60 * 60
	return Day(time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC).Unix() / secondsPerDay)
}
