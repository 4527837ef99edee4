package desktop

import (
	"testing"
	"time"
	_ "time/tzdata" // zones that do not depend on the computer

	"pgregory.net/rapid"
)

func TestQuiet(t *testing.T) {
	for _, c := range []struct {
		hours string
		quiet []string // the clock
		loud  []string
	}{
		{"", nil, []string{"00:00", "03:00", "12:00", "23:59"}},
		{"12:00-12:00", nil, []string{"11:59", "12:00", "12:01"}},
		{"12:30-14:00", []string{"12:30", "13:59"}, []string{"12:29", "14:00", "00:00"}},
		{"22:00-07:30", []string{"22:00", "23:59", "00:00", "07:29"}, []string{"21:59", "07:30", "12:00"}},
		{"00:00-23:59", []string{"00:00", "23:58"}, []string{"23:59"}},
		{"18:00-00:00", []string{"18:00", "23:59"}, []string{"00:00", "17:59"}},
	} {
		q, err := ParseQuietHours(c.hours)
		must(t, err)
		for _, clock := range c.quiet {
			if !q.Quiet(at("2026-11-22 " + clock)) {
				t.Errorf("%q: %s is not quiet", c.hours, clock)
			}
		}
		for _, clock := range c.loud {
			if q.Quiet(at("2026-11-22 " + clock)) {
				t.Errorf("%q: %s is quiet", c.hours, clock)
			}
		}
	}
}

// TestQuietWhenClocksChange walks through both nights of 2026 in Paris, minute
// by minute, and counts those that are quiet.
func TestQuietWhenClocksChange(t *testing.T) {
	paris, err := time.LoadLocation("Europe/Paris")
	must(t, err)
	for _, c := range []struct {
		night, hours string
		minutes      int
	}{
		{"2026-03-28", "22:00-07:00", 8 * 60},  // 2:00 to 3:00 does not exist
		{"2026-10-24", "22:00-07:00", 10 * 60}, // 2:00 to 3:00 comes twice
		{"2026-03-28", "02:15-02:45", 0},
		{"2026-10-24", "02:15-02:45", 60},
		{"2026-03-28", "02:30-04:00", 60}, // begins when the clock shows 3:00
		{"2026-06-01", "22:00-07:00", 9 * 60},
	} {
		q, err := ParseQuietHours(c.hours)
		must(t, err)
		noon, err := time.ParseInLocation("2006-01-02 15:04", c.night+" 12:00", paris)
		must(t, err)
		quiet := 0
		for m := noon; m.Before(noon.AddDate(0, 0, 1)); m = m.Add(time.Minute) {
			if q.Quiet(m) {
				quiet++
			}
		}
		if quiet != c.minutes {
			t.Errorf("%s, %s: %d quiet minutes, want %d", c.night, c.hours, quiet, c.minutes)
		}
	}
}

func TestQuietHoursRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		minute := rapid.IntRange(0, minutesPerDay-1)
		q := QuietHours{TimeOfDay(minute.Draw(t, "from")), TimeOfDay(minute.Draw(t, "to"))}
		if again, err := ParseQuietHours(q.String()); err != nil || again != q {
			t.Errorf("%q comes back as %v, %v", q, again, err)
		}
	})
}

func TestQuietHoursRefused(t *testing.T) {
	for _, s := range []string{"22:00", "22-07", "24:00-07:00", "22:60-07:00", "2:00-07:00", "22:00-7:00 ", "22:00–07:00", "-1:00-07:00", "22:00-07:00-08:00", "aa:bb-cc:dd"} {
		q, err := ParseQuietHours(s)
		if key := problem(t, err); key != "quiet-hours" || q != (QuietHours{}) {
			t.Errorf("%q: %v, %s", s, q, key)
		}
	}
}

func FuzzParseQuietHours(f *testing.F) {
	for _, s := range []string{"", "22:00-07:30", "00:00-00:00", "22:00", "٢٢:00-07:00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		q, err := ParseQuietHours(s)
		if err == nil && q.String() != s && q != (QuietHours{}) {
			t.Errorf("%q is read as %q", s, q)
		}
	})
}
