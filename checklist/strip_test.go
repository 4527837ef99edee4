package checklist

import (
	"testing"

	"vigie/monitor"
)

// For whoever is in time, the strip to come has the days of the table.
func TestStripIsTheTable(t *testing.T) {
	for _, c := range []struct{ key, schedule, since string }{
		{"check-accounts.bank", "bank", "2026-01-31"},
		{"check-accounts.mailbox", "account", "2026-01-31"},
		{"check-accounts.ameli", "ameli", "2028-02-29"},
		{"ficoba", "ficoba", "2026-11-22"},
		{"watch-messages", "red-flags", "2026-08-30"},
	} {
		in := Input{Household: home(), Findings: []monitor.Finding{found("adult", "leak", c.since, nir, iban, email)}, Today: day(c.since)}
		const months = 30
		strip := advice(t).Strip(in, "adult/"+c.key, nil, in.Today, months)
		if len(strip) != months || !strip[0].Now || strip[1].Now {
			t.Fatalf("%s: %+v", c.key, strip)
		}
		end := Interval{Months: 1}.after(strip[months-1].First.First(), 1) - 1
		want := make(map[monitor.Date]int)
		for _, d := range expected(c.schedule, in.Today, end) {
			y, m, _ := DateOf(d).Parts()
			want[firstOf(y, m)]++
		}
		for _, m := range strip {
			if m.Due != want[m.First] || m.Done != 0 {
				t.Errorf("%s: due %d times in %s, want %d", c.key, m.Due, m.First, want[m.First])
			}
		}
	}
}

func firstOf(year, month int) monitor.Date {
	for d := day("2026-01-01"); ; d++ {
		if y, m, _ := DateOf(d).Parts(); y == year && m == month {
			return DateOf(d)
		}
	}
}

// What was done shows where it was done, and what is late is due now.
func TestStripOfTheYear(t *testing.T) {
	s := begin(t, "2026-03-10", found("adult", "leak", "2026-01-10", email))
	done := []monitor.Date{monitor.MustDate("2026-01-10"), monitor.MustDate("2026-02-11")}
	s.on("2026-02-11").say("check-accounts.mailbox", Progress{State: Done}).on("2026-03-15")
	strip := s.a.Strip(s.in, "adult/check-accounts.mailbox", done, day("2026-01-20"), 12)
	for i, want := range []Month{
		{Done: 1}, {Done: 1}, {Due: 1, Now: true}, {Due: 1}, {}, {}, {Due: 1}, {}, {}, {Due: 1}, {}, {},
	} {
		if want.First = strip[i].First; strip[i] != want {
			t.Errorf("%s: %+v, want %+v", strip[i].First, strip[i], want)
		}
	}
	if got := s.a.Strip(s.in, "adult/nothing", nil, s.in.Today, 3); len(got) != 3 || got[0].Due+got[1].Due+got[2].Due > 0 {
		t.Errorf("of something that is not in the plan: %+v", got)
	}
	if got := s.a.Strip(s.in, "adult/check-accounts.mailbox", done, s.in.Today, 0); len(got) != 0 {
		t.Errorf("no months: %+v", got)
	}
	// What was set aside does not come back.
	s.say("check-accounts.mailbox", Progress{State: NotApplicable, Reason: NoAccount})
	for _, m := range s.a.Strip(s.in, "adult/check-accounts.mailbox", nil, s.in.Today, 6) {
		if m.Due > 0 {
			t.Errorf("due in %s", m.First)
		}
	}
}
