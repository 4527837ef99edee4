package schedule

import (
	"math/bits"
	"testing"
	"time"

	"pgregory.net/rapid"

	"vigie/monitor"
)

const instance = "00112233445566778899aabbccddeeff"

var noon = time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)

// An interval gives an installation one moment in each, whenever it was asked
// before, and the moments stay where they are.
func TestSlots(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := time.Duration(rapid.Int64Range(int64(Shortest/time.Second), int64(Longest/time.Second)).Draw(t, "interval")) * time.Second
		p := Planner{rapid.StringMatching(`[0-9a-f]{32}`).Draw(t, "instance"), time.UTC}
		next := p.Next(monitor.FeedHIBP, Every(d))
		now := time.Unix(rapid.Int64Range(-1<<33, 1<<35).Draw(t, "now"), rapid.Int64Range(0, 999_999_999).Draw(t, "nanoseconds"))
		first := next(monitor.FeedStatus{}, now)
		if wait := first.Sub(now); wait < soonest || wait > soonest+d {
			t.Fatalf("%v after it was asked", wait)
		}
		if first.Location() != time.UTC || first.Nanosecond() != 0 {
			t.Fatalf("%v is not in UTC and whole seconds", first)
		}
		// It is asked within a minute of its moment and answers within another.
		asked := first.Add(time.Duration(rapid.Int64Range(0, int64(2*time.Minute)).Draw(t, "late")))
		if second := next(monitor.FeedStatus{}, asked); second.Sub(first) != d {
			t.Fatalf("%v after the last", second.Sub(first))
		}
		if again := (Planner{p.Instance, time.UTC}).Next(monitor.FeedHIBP, Every(d))(monitor.FeedStatus{}, now); !again.Equal(first) {
			t.Fatalf("%v after a restart, %v before", again, first)
		}
	})
}

// A moment that is over, if only by a part of a second, comes again a turn later.
func TestSlotIsNeverBefore(t *testing.T) {
	for _, c := range []struct{ from, want time.Time }{
		{time.Unix(3607, 0), time.Unix(3607, 0)},
		{time.Unix(3607, 1), time.Unix(7207, 0)},
		{time.Unix(3608, 0), time.Unix(7207, 0)},
		{time.Unix(0, 0), time.Unix(7, 0)},
		{time.Unix(-1, 999_999_999), time.Unix(7, 0)},
		{time.Unix(-3594, 0), time.Unix(-3593, 0)},
	} {
		if got := slot(c.from, 7*time.Second, time.Hour); !got.Equal(c.want) {
			t.Errorf("from %v: %v, want %v", c.from.UTC(), got, c.want.UTC())
		}
	}
}

// What a feed waits after failures in a row.
func TestBackOff(t *testing.T) {
	for _, c := range []struct {
		schedule string
		want     []time.Duration
	}{
		{"15m", minutes(15, 30, 60, 120, 240, 360, 360, 360)},
		{"1h", minutes(60, 120, 240, 360, 360)},
		{"6h", minutes(360, 360, 360)},
		{"24h", minutes(360, 360, 360)}, // its own turn of the day is left alone
		{"168h", minutes(360, 360)},
		{"daily at 18:30", minutes(15, 30, 60, 120, 240, 360, 360)},
		{"weekly on Monday", minutes(15, 30, 60, 120, 240, 360, 360)},
	} {
		next := Planner{instance, time.UTC}.Next(monitor.FeedCNIL, must(t, c.schedule))
		// From a moment of its own, at which it fails again and again.
		now := next(monitor.FeedStatus{Failures: 1}, noon)
		for i, want := range c.want {
			then := next(monitor.FeedStatus{Failures: i + 1}, now.Add(50*time.Second))
			if then.Sub(now) != want {
				t.Errorf("%s: %v after failure %d, want %v", c.schedule, then.Sub(now), i+1, want)
			}
			now = then
		}
		far := next(monitor.FeedStatus{Failures: 1 << 40}, now)
		if wait := far.Sub(now); wait <= 0 || wait > 2*longestBackOff {
			t.Errorf("%s: %v after very many failures", c.schedule, wait)
		}
	}
}

func minutes(n ...int) []time.Duration {
	d := make([]time.Duration, len(n))
	for i := range n {
		d[i] = time.Duration(n[i]) * time.Minute
	}
	return d
}

// A time of day that somebody chose is kept to a quarter of an hour, a day to
// its twelve hours, whatever the installation.
func TestCalendarMoments(t *testing.T) {
	paris := load(t, "Europe/Paris")
	rapid.Check(t, func(t *rapid.T) {
		p := Planner{rapid.StringMatching(`[0-9a-f]{32}`).Draw(t, "instance"), paris}
		now := noon.Add(time.Duration(rapid.Int64Range(0, 400*int64(day)).Draw(t, "now")))
		for _, c := range []struct {
			schedule string
			weekday  time.Weekday
			begin    time.Duration
			window   time.Duration
		}{
			{"daily at 02:30", -1, 2*time.Hour + 30*time.Minute, 15 * time.Minute},
			{"daily", -1, 8 * time.Hour, 12 * time.Hour},
			{"weekly on Monday", time.Monday, 8 * time.Hour, 12 * time.Hour},
			{"weekly on Monday at 23:50", time.Monday, 23*time.Hour + 50*time.Minute, 15 * time.Minute},
		} {
			got := p.Next("hibp", must(t, c.schedule))(monitor.FeedStatus{}, now)
			if wait := got.Sub(now); wait < soonest {
				t.Fatalf("%s: %v after it was asked", c.schedule, wait)
			}
			// Back to the window's beginning, as wall clocks count.
			y, m, d := got.Add(-c.begin).In(paris).Date()
			begin := time.Date(y, m, d, 0, int(c.begin/time.Minute), 0, 0, paris)
			if late := got.Sub(begin); c.weekday >= 0 && begin.Weekday() != c.weekday || late < 0 || late >= c.window {
				if _, shift := begin.Zone(); shift == 3600 && begin.Month() == time.March && late >= c.window { // 02:30 was skipped
					continue
				}
				t.Fatalf("%s: %v is %v after %v", c.schedule, got.In(paris), late, begin)
			}
		}
	})
}

// What a provider asks for comes before the schedule, and one's own moment
// after: providers tell everyone the same hour.
func TestNotBefore(t *testing.T) {
	for _, text := range []string{"15m", "6h", "24h", "daily at 18:30", "weekly on Monday"} {
		next := Planner{instance, time.UTC}.Next(monitor.FeedHIBP, must(t, text))
		told := noon.Add(23*time.Hour + 7*time.Second)
		got := next(monitor.FeedStatus{Failures: 1, NotBefore: told}, noon)
		if late := got.Sub(told); late < 0 || late >= 6*time.Hour {
			t.Errorf("%s: %v after what it was told", text, late)
		}
		if past := next(monitor.FeedStatus{Failures: 1, NotBefore: noon.Add(-time.Hour)}, noon); past != next(monitor.FeedStatus{Failures: 1}, noon) {
			t.Errorf("%s: a wait that is over still counts", text)
		}
	}
}

// Every second of a span belongs to as many shares as the others: 2⁶⁴ divided
// by their number, give or take one. So the expected load on a feed is even.
func TestSharesAreEven(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		seconds := rapid.Uint64Range(1, uint64(Longest/time.Second)).Draw(t, "seconds")
		span := time.Duration(seconds) * time.Second
		n := rapid.Uint64Range(1, seconds).Draw(t, "boundary")
		// The first share of second n is n·2⁶⁴/seconds, rounded up.
		var first share
		if n < seconds {
			q, r := bits.Div64(n, 0, seconds)
			if r > 0 {
				q++
			}
			first = share(q)
			if got := first.of(span); got != time.Duration(n)*time.Second {
				t.Fatalf("share %d of %v is %v, want %ds", first, span, got, n)
			}
		}
		if got := (first - 1).of(span); got != time.Duration(n-1)*time.Second {
			t.Fatalf("share %d of %v is %v, want %ds", first-1, span, got, n-1)
		}
	})
}
