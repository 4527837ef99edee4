package workday

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"vigie/monitor"
)

func TestAddMonths(t *testing.T) {
	for _, c := range []struct {
		from   string
		months int
		want   string
	}{
		{"2026-03-15", 1, "2026-04-15"},
		{"2026-01-31", 1, "2026-02-28"},
		{"2028-01-31", 1, "2028-02-29"}, // a leap year
		{"2100-01-31", 1, "2100-02-28"}, // not one
		{"2026-08-31", 1, "2026-09-30"},
		{"2026-02-28", 1, "2026-03-28"}, // the same date, not the last day
		{"2026-12-31", 2, "2027-02-28"},
		{"2026-11-30", 3, "2027-02-28"},
		{"2026-01-31", 13, "2027-02-28"},
		{"2024-02-29", 12, "2025-02-28"},
		{"2026-05-05", 0, "2026-05-05"},
		{"2026-05", 1, ""}, // no day to count from
		{"", 1, ""},
	} {
		if got := AddMonths(monitor.MustDate(c.from), c.months).String(); got != c.want {
			t.Errorf("%s and %d months: %q, want %q", c.from, c.months, got, c.want)
		}
	}
}

// The public holidays of whole years, from printed calendars.
func TestHolidays(t *testing.T) {
	for year, want := range map[int][]string{
		2013: {"2013-01-01", "2013-04-01", "2013-05-01", "2013-05-08", "2013-05-09", "2013-05-20", "2013-07-14",
			"2013-08-15", "2013-11-01", "2013-11-11", "2013-12-25"},
		2026: {"2026-01-01", "2026-04-06", "2026-05-01", "2026-05-08", "2026-05-14", "2026-05-25", "2026-07-14",
			"2026-08-15", "2026-11-01", "2026-11-11", "2026-12-25"},
		2027: {"2027-01-01", "2027-03-29", "2027-05-01", "2027-05-06", "2027-05-08", "2027-05-17", "2027-07-14",
			"2027-08-15", "2027-11-01", "2027-11-11", "2027-12-25"},
	} {
		var got []string
		for d := date(year, 1, 1); d.Year() == year; d = d.AddDate(0, 0, 1) {
			if Holiday(monitor.DateOf(d), France) {
				got = append(got, d.Format(time.DateOnly))
			}
		}
		if len(got) != len(want) {
			t.Fatalf("%d: %v, want %v", year, got, want)
		}
		for i := range want {
			if got[i] != want[i] {
				t.Errorf("%d: %s, want %s", year, got[i], want[i])
			}
		}
	}
}

func TestAlsaceMoselle(t *testing.T) {
	for _, d := range []string{"2026-04-03", "2026-12-26", "2027-03-26"} {
		if Holiday(monitor.MustDate(d), France) || !Holiday(monitor.MustDate(d), AlsaceMoselle) {
			t.Errorf("%s is a holiday in Alsace-Moselle only", d)
		}
	}
}

// Easter Sundays as printed calendars have them; the earliest and the latest
// that the calendar allows in four centuries are among them.
func TestEaster(t *testing.T) {
	for _, want := range []string{"1913-03-23", "1943-04-25", "2000-04-23", "2008-03-23", "2011-04-24", "2019-04-21",
		"2024-03-31", "2025-04-20", "2026-04-05", "2027-03-28", "2028-04-16", "2038-04-25"} {
		day, err := time.Parse(time.DateOnly, want)
		if err != nil {
			t.Fatal(err)
		}
		if got := easter(day.Year()); !got.Equal(day) {
			t.Errorf("Easter is on %s, want %s", got.Format(time.DateOnly), want)
		}
	}
}

func TestNextAndLast(t *testing.T) {
	for _, c := range []struct {
		day, next, last string
		region          Region
	}{
		{"2026-11-25", "2026-11-25", "2026-11-25", France},
		{"2026-11-28", "2026-11-30", "2026-11-27", France}, // Saturday
		{"2026-11-29", "2026-11-30", "2026-11-27", France}, // Sunday
		{"2026-11-11", "2026-11-12", "2026-11-10", France}, // Armistice
		{"2026-05-01", "2026-05-04", "2026-04-30", France}, // a Friday: the week-end follows
		{"2027-01-01", "2027-01-04", "2026-12-31", France}, // over the year's end
		{"2026-04-03", "2026-04-03", "2026-04-03", France}, // Good Friday
		{"2026-04-03", "2026-04-07", "2026-04-02", AlsaceMoselle},
		{"2026-12-25", "2026-12-28", "2026-12-24", France},
		{"2026", "", "", France},
	} {
		d := monitor.MustDate(c.day)
		if got := Next(d, c.region).String(); got != c.next {
			t.Errorf("from %s on: %s, want %s", c.day, got, c.next)
		}
		if got := Last(d, c.region).String(); got != c.last {
			t.Errorf("up to %s: %s, want %s", c.day, got, c.last)
		}
	}
}

func TestAddWorking(t *testing.T) {
	for _, c := range []struct {
		from string
		n    int
		want string
	}{
		{"2026-11-25", 1, "2026-11-26"},
		{"2026-11-27", 1, "2026-11-30"},
		{"2026-11-10", 1, "2026-11-12"},
		{"2026-12-18", 10, "2027-01-05"}, // Christmas and New Year between
		{"2026-11-28", 0, "2026-11-28"},
	} {
		if got := AddWorking(monitor.MustDate(c.from), c.n, France).String(); got != c.want {
			t.Errorf("%d working days after %s: %s, want %s", c.n, c.from, got, c.want)
		}
	}
}

func anyDay() *rapid.Generator[monitor.Date] {
	return rapid.Custom(func(t *rapid.T) monitor.Date {
		return monitor.DateOf(date(1970, 1, rapid.IntRange(1, 60_000).Draw(t, "day")))
	})
}

// A month ends on the same date of the next month, or on its last day when it
// has none; and later events never end earlier.
func TestMonthsAreMonotone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, n := anyDay().Draw(t, "day"), rapid.IntRange(0, 24).Draw(t, "months")
		y, m, day := d.Parts()
		end := AddMonths(d, n)
		ey, em, eday := end.Parts()
		if (ey*12+em)-(y*12+m) != n {
			t.Fatalf("%s and %d months is %s", d, n, end)
		}
		if eday != day && AddDays(end, 1) != AddMonths(monitor.DateOf(date(y, m, 1)), n+1) {
			t.Fatalf("%s and %d months is %s: neither the same date nor the last day", d, n, end)
		}
		if next := AddMonths(AddDays(d, 1), n); next.First() < end.First() {
			t.Fatalf("a day later ends earlier: %s, %s", next, end)
		}
	})
}

// Moving to a working day moves as little as it can, and only once.
func TestNextIsTheNearest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, r := anyDay().Draw(t, "day"), Region(rapid.IntRange(0, 1).Draw(t, "region"))
		next, last := Next(d, r), Last(d, r)
		if !Working(next, r) || !Working(last, r) || next.First() < d.First() || last.First() > d.First() {
			t.Fatalf("%s: next %s, last %s", d, next, last)
		}
		if Next(next, r) != next || Last(last, r) != last {
			t.Fatal("moving twice is not moving once")
		}
		for between := AddDays(last, 1); between.First() < next.First(); between = AddDays(between, 1) {
			if Working(between, r) {
				t.Fatalf("%s was stepped over", between)
			}
		}
		if next.First()-last.First() > 6 {
			t.Fatalf("%d days without work around %s", next.First()-last.First(), d)
		}
	})
}
