package workday

import (
	"time"

	"vigie/monitor"
)

// Region is a part of France, for its public holidays.
type Region int

// The regions. Overseas departments have a day of their own each, in memory of
// the abolition of slavery, which is not counted here: the day that comes out
// is then at worst one working day early for whoever has to answer.
const (
	France        Region = iota
	AlsaceMoselle        // Good Friday and 26 December too (code du travail, art. L3134-13)
)

// fixed lists the public holidays that have a date (code du travail, art. L3133-1).
var fixed = []struct {
	month time.Month
	day   int
}{
	{time.January, 1}, {time.May, 1}, {time.May, 8}, {time.July, 14}, {time.August, 15},
	{time.November, 1}, {time.November, 11}, {time.December, 25},
}

// Those that follow Easter, in days after Easter Sunday (art. L3133-1).
const (
	easterMonday = 1
	ascension    = 39
	whitMonday   = 50
	goodFriday   = -2 // Alsace-Moselle
)

// Holiday reports whether d is a public holiday. A date without a day is none.
func Holiday(d monitor.Date, r Region) bool {
	y, m, day := d.Parts()
	if day == 0 {
		return false
	}
	for _, f := range fixed {
		if time.Month(m) == f.month && day == f.day {
			return true
		}
	}
	switch date(y, m, day).Sub(easter(y)) / (24 * time.Hour) {
	case easterMonday, ascension, whitMonday:
		return true
	case goodFriday:
		return r == AlsaceMoselle
	}
	return r == AlsaceMoselle && time.Month(m) == time.December && day == 26
}

// easter is Easter Sunday of a year in the Gregorian calendar, by the method
// of Meeus (Astronomical Algorithms, chapter 8). Its letters are kept.
func easter(year int) time.Time {
	a, b, c := year%19, year/100, year%100
	d, e := b/4, b%4
	f := (b + 8) / 25
	g := (b - f + 1) / 3
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	m := (a + 11*h + 22*l) / 451
	n := h + l - 7*m + 114
	return date(year, n/31, n%31+1)
}
