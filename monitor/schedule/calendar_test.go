package schedule

import (
	"testing"
	"time"
	_ "time/tzdata" // the same zones on every machine

	"pgregory.net/rapid"
)

func load(t interface{ Fatal(...any) }, zone string) *time.Location {
	loc, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

// Around the change of the clocks, and of a calendar that left out a day.
func TestClockChanges(t *testing.T) {
	for _, c := range []struct{ schedule, zone, after, want string }{
		{"daily at 02:30", "Europe/Paris", "2026-03-28T02:30:00+01:00", "2026-03-29T03:30:00+02:00"}, // 02:30 is skipped
		{"daily at 02:30", "Europe/Paris", "2026-03-29T03:30:00+02:00", "2026-03-30T02:30:00+02:00"},
		{"daily at 02:30", "Europe/Paris", "2026-10-24T02:30:00+02:00", "2026-10-25T02:30:00+02:00"}, // comes twice
		{"daily at 02:30", "Europe/Paris", "2026-10-25T02:30:00+02:00", "2026-10-26T02:30:00+01:00"},
		{"daily at 03:00", "Europe/Paris", "2026-03-29T01:59:59+01:00", "2026-03-29T03:00:00+02:00"},
		{"daily at 01:30", "America/New_York", "2026-10-31T01:30:00-04:00", "2026-11-01T01:30:00-04:00"},
		{"daily at 01:30", "America/New_York", "2026-11-01T01:30:00-04:00", "2026-11-02T01:30:00-05:00"},
		{"daily at 00:00", "America/Sao_Paulo", "2018-11-03T00:00:00-03:00", "2018-11-04T01:00:00-02:00"}, // no midnight
		{"daily at 02:15", "Australia/Lord_Howe", "2026-10-03T02:15:00+10:30", "2026-10-04T02:45:00+11:00"},
		{"daily at 01:45", "Australia/Lord_Howe", "2026-04-05T01:45:00+11:00", "2026-04-06T01:45:00+10:30"},
		{"daily at 23:30", "America/Nuuk", "2026-03-27T23:30:00-02:00", "2026-03-29T00:30:00-01:00"}, // skipped up to midnight
		{"daily at 23:30", "America/Nuuk", "2026-03-29T00:10:00-01:00", "2026-03-29T00:30:00-01:00"},
		{"daily at 18:30", "Pacific/Apia", "2011-12-29T18:30:00-10:00", "2011-12-31T18:30:00+14:00"}, // no 30 December
		{"0 * * * *", "Europe/Paris", "2026-03-29T01:00:00+01:00", "2026-03-29T03:00:00+02:00"},
		{"0 * * * *", "Europe/Paris", "2026-03-29T03:00:00+02:00", "2026-03-29T04:00:00+02:00"},
		{"0 * * * *", "Europe/Paris", "2026-10-25T02:00:00+02:00", "2026-10-25T03:00:00+01:00"},
		{"weekly on Sunday at 02:30", "Europe/Paris", "2026-03-22T02:30:00+01:00", "2026-03-29T03:30:00+02:00"},
		{"0 12 29 2,3 *", "UTC", "2028-02-20T00:00:00Z", ""}, // refused: no firing from 29 March to February
		{"0 12 31,1 * *", "Europe/Paris", "2026-01-31T12:00:00+01:00", "2026-02-01T12:00:00+01:00"},
		{"0 12 28 * *", "Europe/Paris", "2028-02-28T12:00:00+01:00", "2028-03-28T12:00:00+02:00"},
		{"6h", "Europe/Paris", "2026-03-29T00:00:00+01:00", "2026-03-29T07:00:00+02:00"}, // an interval is six true hours
	} {
		s, err := Parse(c.schedule)
		if c.want == "" {
			if err == nil {
				t.Errorf("%s is accepted", c.schedule)
			}
			continue
		}
		if err != nil {
			t.Fatal(c.schedule, err)
		}
		if got := s.Next(at(t, c.after), load(t, c.zone)); !got.Equal(at(t, c.want)) {
			t.Errorf("%s, %s, after %s: %v, want %s", c.schedule, c.zone, c.after, got, c.want)
		}
	}
}

func at(t *testing.T, s string) time.Time {
	t.Helper()
	tm, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return tm
}

// zones change their clocks by an hour, by half an hour, at midnight, before
// midnight, south of the equator, twice a year around Ramadan, and never.
var zones = []string{"Europe/Paris", "America/New_York", "America/Sao_Paulo", "Australia/Lord_Howe", "America/Nuuk",
	"Africa/Casablanca", "Asia/Tehran", "Africa/Cairo", "Pacific/Auckland", "Asia/Kolkata", "UTC"}

// Once a day means once each day, at that time whenever the clocks show it.
func TestOnceEachDay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		zone := rapid.SampledFrom(zones).Draw(t, "zone")
		loc := load(t, zone)
		minute := rapid.IntRange(0, 24*60-1).Draw(t, "minute")
		clock := time.Date(0, 1, 1, 0, minute, 0, 0, time.UTC).Format("15:04")
		s := must(t, "daily at "+clock)
		year := rapid.IntRange(2010, 2040).Draw(t, "year")
		now := time.Date(year, 1, 1, 0, 0, 0, 0, loc).Add(-time.Second)
		for date := time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC); date.Year() == year; date = date.AddDate(0, 0, 1) {
			next := s.Next(now, loc)
			local := next.In(loc)
			if local.Format("15:04") != clock {
				// Then this day has no such time, and the firing comes within the skipped time after it.
				y, m, d := date.Date()
				if exists(y, m, d, minute, loc) {
					t.Fatalf("%s %s fires at %v although the clocks show it", zone, clock, local)
				}
				if late := next.Sub(time.Date(y, m, d, 0, 0, 0, 0, loc)); late > 25*time.Hour {
					t.Fatalf("%s %s fires %v after %v began", zone, clock, late, date)
				}
			} else if local.Format(time.DateOnly) != date.Format(time.DateOnly) {
				t.Fatalf("%s %s fires on %v, want %v", zone, clock, local, date)
			}
			now = next
		}
	})
}

// exists looks for a time of day minute by minute.
func exists(y int, m time.Month, d, minute int, loc *time.Location) bool {
	for t := time.Date(y, m, d-1, 20, 0, 0, 0, loc); ; t = t.Add(time.Minute) {
		ty, tm, td := t.Date()
		switch {
		case ty == y && tm == m && td == d && t.Hour()*60+t.Minute() == minute:
			return true
		case t.After(time.Date(y, m, d+1, 4, 0, 0, 0, loc)):
			return false
		}
	}
}
