package checklist

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"vigie/monitor"
)

// series lists the days a schedule asks for someone who is always in time.
func series(s *schedule, start monitor.Day, n int) []monitor.Day {
	days := []monitor.Day{s.begin(start)}
	for len(days) < n {
		next, _, more := s.next(start, days[len(days)-1])
		if !more {
			break
		}
		days = append(days, next)
	}
	return days
}

func named(t testing.TB, id string) *schedule {
	t.Helper()
	a := advice(t)
	for i := range a.steps {
		for _, s := range []*schedule{a.steps[i].schedule, a.steps[i].tight} {
			if s != nil && s.ID == id {
				return s
			}
		}
	}
	t.Fatalf("no step follows schedule %s", id)
	return nil
}

// months after a day, the last of the month where it is too short: told apart
// from the code under test by counting days.
func months(d monitor.Day, n int) monitor.Day {
	t := time.Unix(int64(d)*24*60*60, 0).UTC()
	wanted := t.Day()
	t = t.AddDate(0, 0, 1-wanted)
	for range n {
		for m := t.Month(); t.Month() == m; {
			t = t.AddDate(0, 0, 1)
		}
	}
	for m := t.Month(); t.Day() < wanted && t.AddDate(0, 0, 1).Month() == m; {
		t = t.AddDate(0, 0, 1)
	}
	return monitor.Today(t)
}

// table is the table of the scheduler in months since the leak was learned of,
// then every so many; weekly checks come first where there are some.
var table = []struct {
	schedule string
	weeks    int
	months   []int
	every    int // 0: the watch is over
}{
	{"bank", 13, nil, 1},
	{"month", 0, []int{0}, 1},
	{"account", 0, []int{0, 1, 2, 3, 6, 9, 12}, 6},
	{"ameli", 0, []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, 3},
	{"impots", 0, []int{0, 3, 6, 9, 12}, 6},
	{"france-travail", 0, []int{0, 1, 2, 3, 6, 9, 12, 18, 24, 30, 36}, 0},
	{"mon-compte-formation", 0, []int{0, 3, 6, 9, 12}, 12},
	{"ficoba", 0, []int{1, 6, 12}, 12},
	{"ficp-fcc", 0, []int{3, 6, 12}, 12},
	{"red-flags", 0, []int{0, 1, 2, 3, 6, 9, 12}, 6},
	{"health", 0, []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, 6},
	{"sessions", 4, []int{0, 1, 2, 3, 4, 5, 6}, 0},
	{"half-year", 0, []int{0}, 6},
	{"year", 0, []int{0}, 12},
}

// expected is the table's series from a day on, up to an end.
func expected(schedule string, start, end monitor.Day) []monitor.Day {
	for _, row := range table {
		if row.schedule != schedule {
			continue
		}
		var days []monitor.Day
		for w := range row.weeks {
			days = append(days, start+monitor.Day(7*w))
		}
		start += monitor.Day(7 * row.weeks)
		if row.months == nil {
			row.months = []int{0}
		}
		for _, m := range row.months {
			days = append(days, months(start, m))
		}
		for m := row.months[len(row.months)-1]; row.every > 0 && days[len(days)-1] < end; {
			m += row.every
			days = append(days, months(start, m))
		}
		for len(days) > 0 && days[len(days)-1] > end {
			days = days[:len(days)-1]
		}
		return days
	}
	return nil
}

func TestSchedulesAreTheTable(t *testing.T) {
	for _, row := range table {
		s := named(t, row.schedule)
		for _, start := range []string{"2026-01-31", "2028-02-29", "2026-11-22", "2027-12-31", "2026-08-30"} {
			want := expected(row.schedule, day(start), day(start)+3653)
			got := series(s, day(start), len(want))
			for i := range want {
				if i >= len(got) || got[i] != want[i] {
					t.Errorf("%s from %s: occurrence %d is missing or not %s", row.schedule, start, i+1, DateOf(want[i]))
					break
				}
			}
			if _, _, more := s.next(day(start), want[len(want)-1]); more != (row.every > 0 || row.weeks > 0 && row.months == nil) {
				t.Errorf("%s from %s: goes on is %t", row.schedule, start, more)
			}
		}
	}
}

func TestEveryScheduleIsInTheTable(t *testing.T) {
	a := advice(t)
	for i := range a.steps {
		for _, s := range []*schedule{a.steps[i].schedule, a.steps[i].tight} {
			if s != nil && expected(s.ID, 0, 1000) == nil {
				t.Errorf("%s follows %s, which the table does not have", a.steps[i].key(), s.ID)
			}
		}
	}
}

func TestMonthEnds(t *testing.T) {
	for _, c := range []struct {
		from  string
		every Interval
		times int
		want  string
	}{
		{"2026-01-31", Interval{Months: 1}, 1, "2026-02-28"},
		{"2026-01-31", Interval{Months: 1}, 2, "2026-03-31"}, // from the 31st, not from the 28th
		{"2028-01-31", Interval{Months: 1}, 1, "2028-02-29"},
		{"2028-02-29", Interval{Months: 12}, 1, "2029-02-28"},
		{"2028-02-29", Interval{Months: 12}, 4, "2032-02-29"},
		{"2026-12-31", Interval{Months: 2}, 1, "2027-02-28"},
		{"2026-03-29", Interval{Days: 7}, 1, "2026-04-05"}, // the clocks change in between
		{"2026-11-22", Interval{Months: 1}, 0, "2026-11-22"},
	} {
		if got := DateOf(c.every.after(day(c.from), c.times)).String(); got != c.want {
			t.Errorf("%d times %s after %s is %s, want %s", c.times, c.every, c.from, got, c.want)
		}
	}
}

// Being early or late never asks twice for one interval, nor skips one.
func TestNextIsNeverFarNorTwice(t *testing.T) {
	a := advice(t)
	rapid.Check(t, func(t *rapid.T) {
		s := a.steps[rapid.SampledFrom(scheduled(a)).Draw(t, "step")].schedule
		start := monitor.Day(rapid.IntRange(18000, 30000).Draw(t, "start"))
		done := start + monitor.Day(rapid.IntRange(0, 4000).Draw(t, "done"))
		next, every, more := s.next(start, done)
		if !more {
			return
		}
		const longestMonth = 31
		longest := monitor.Day(every.Days + every.Months*longestMonth)
		if next < done || next-done > longest+longest/2+1 {
			t.Fatalf("%s from %d: done on day %d, again on day %d, every %s", s.ID, start, done-start, next-start, every)
		}
		if again, _, _ := s.next(start, done+1); again < next {
			t.Fatalf("%s: doing it a day later asks for it earlier", s.ID)
		}
	})
}

func scheduled(a *Advice) []int {
	var is []int
	for i := range a.steps {
		if a.steps[i].schedule != nil {
			is = append(is, i)
		}
	}
	return is
}

func FuzzInterval(f *testing.F) {
	for _, s := range []string{"1 week", "3 months", "1 year", "2 years", "10 days", "", "week", "-1 month", "99999999999999999999 days", "1 \u00e9"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var i, again Interval
		if err := i.UnmarshalText([]byte(s)); err != nil {
			return
		}
		if err := again.UnmarshalText([]byte(i.String())); err != nil || again != i || i.IsZero() {
			t.Errorf("%q is %+v, written %q, read %+v, %v", s, i, i, again, err)
		}
	})
}
