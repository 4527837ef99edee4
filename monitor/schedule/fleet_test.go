package schedule

import (
	"encoding/hex"
	"math"
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"vigie/monitor"
)

// A week of ten million installations that ask one feed, and the six hours
// after an outage of six hours that hit all of them.
//
// What can be promised. Installations do not know of one another, so how many
// of them ask in one second is chance: around the mean of 463 it spreads as a
// Poisson number does, by 21.5, and the busiest of the 21,600 seconds of a turn
// lies about 19 % above the mean, whatever the rule. What a rule decides is the
// load to expect in each second; it may be 1.1 times the mean. Ours is even by
// construction (see TestSharesAreEven). This test shows it in counts where
// chance is small against the bar: by the second of the hour, with 2,778 on
// average, and by the minute, with 27,778. The busiest single second is held to
// what chance makes of an even load.
//
// These are the figures of ten million: VIGIE_LONG=1 (make test-long). The part
// of them that is simulated otherwise leaves chance more room, and the bars are
// wider by it (see judge).
//
// A feed asked once a day is asked again six hours after a failure. After the
// outage that doubles its load, to half of what one asked every six hours has.
func TestFleet(t *testing.T) {
	fleet := smallFleet
	if os.Getenv("VIGIE_LONG") == "1" {
		fleet = 10_000_000
	}
	t.Logf("%d installations; the busiest, as a multiple of the mean of the week", fleet)
	t.Logf("%-28s %10s %12s %10s %10s", "", "one second", "by second", "one minute", "variance")
	t.Logf("%-28s %10s %12s %10s %10s", "", "", "of the hour", "", "/ mean")
	for _, c := range []struct {
		every      time.Duration
		afterwards float64 // the load to expect after the outage
	}{{6 * time.Hour, 1}, {day, 2}} {
		mean := float64(fleet) / c.every.Seconds()
		week, after := requests(t, fleet, c.every)
		if week.sum() != fleet {
			t.Errorf("%d requests a turn, want one each", week.sum())
		}
		week.judge(t, "every "+short(c.every)+", a week", mean, 1)
		after.judge(t, "every "+short(c.every)+", after the outage", mean, c.afterwards)
	}
}

// requests counts when everyone asks a feed: by the second of their turn during
// the week, and by the second of the six hours after the outage.
func requests(t *testing.T, fleet int, every time.Duration) (week, after tally) {
	start := time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)
	outage := start.Add(3*day + 1234*time.Second)
	over := outage.Add(6 * time.Hour)
	s := Every(every)
	return everyone(fleet, every, func(instance string, week, after tally) {
		next := Planner{instance, time.UTC}.Next(monitor.FeedHIBP, s)
		first := next(monitor.FeedStatus{}, start)
		if second := next(monitor.FeedStatus{}, first); second.Sub(first) != every {
			t.Errorf("%s: a turn of %v", instance, second.Sub(first))
		}
		week.add(first)

		at, failures := next(monitor.FeedStatus{}, outage.Add(-soonest)), 0
		for at.Before(over) {
			failures++
			at = next(monitor.FeedStatus{Failures: failures}, at)
		}
		for at.Before(over.Add(6 * time.Hour)) {
			after.add(at)
			at = next(monitor.FeedStatus{}, at)
		}
	})
}

// judge prints how uneven the load is and holds it to the bar.
func (l tally) judge(t *testing.T, name string, mean, expected float64) {
	ofHour, minute := l.fold(1, 3600), l.fold(60, len(l.counts)/60)
	t.Logf("%-28s %10.3f %12.3f %10.3f %10.3f", name, l.peak(mean), ofHour.peak(mean), minute.peak(mean), l.dispersion())
	for unit, folded := range map[string]tally{"second of the hour": ofHour, "minute": minute} {
		// Where chance is not small, in a fleet that is not all of it, the bar is five standard deviations.
		if bar := expected * max(1.1, 1+5/math.Sqrt(folded.mean())); folded.peak(mean) > bar {
			t.Errorf("%s: the busiest %s has %.3f times the mean, more than %.3f", name, unit, folded.peak(mean), bar)
		}
	}
	// Six standard deviations: an even load does so once in a hundred thousand weeks.
	if chance := expected + 6*math.Sqrt(expected/mean); l.peak(mean) > chance {
		t.Errorf("%s: the busiest second has %.3f times the mean; chance explains %.3f", name, l.peak(mean), chance)
	}
	if d := l.dispersion(); math.Abs(d-1) > 0.06 {
		t.Errorf("%s: variance / mean is %.3f; that of independent installations is 1", name, d)
	}
}

// tally counts requests in bins of time, around and around.
type tally struct {
	counts  []uint32
	seconds int // that one bin stands for
}

func (l tally) add(at time.Time) { l.counts[int(at.Unix()%int64(len(l.counts)))]++ }

// fold makes bins of some seconds out of bins of one.
func (l tally) fold(seconds, bins int) tally {
	folded := tally{make([]uint32, bins), len(l.counts) / bins}
	for i, n := range l.counts {
		folded.counts[i/seconds%bins] += n
	}
	return folded
}

func (l tally) sum() (total int) {
	for _, n := range l.counts {
		total += int(n)
	}
	return total
}

func (l tally) mean() float64 { return float64(l.sum()) / float64(len(l.counts)) }

// peak is the busiest bin as a multiple of a mean per second.
func (l tally) peak(mean float64) float64 {
	return float64(slices.Max(l.counts)) / float64(l.seconds) / mean
}

// dispersion is variance / mean: 1 for numbers that chance alone makes.
func (l tally) dispersion() float64 {
	mean, squares := l.mean(), 0.0
	for _, n := range l.counts {
		squares += (float64(n) - mean) * (float64(n) - mean)
	}
	return squares / float64(len(l.counts)) / mean
}

// everyone runs f for every installation of a fleet, on all processors, and adds up what
// each processor counted.
func everyone(fleet int, every time.Duration, f func(instance string, week, after tally)) (week, after tally) {
	newTally := func(d time.Duration) tally { return tally{make([]uint32, int(d/time.Second)), 1} }
	week, after = newTally(every), newTally(6*time.Hour)
	var adding sync.Mutex
	var all sync.WaitGroup
	workers := runtime.GOMAXPROCS(0)
	for w := range workers {
		all.Go(func() {
			random := rand.NewChaCha8([32]byte{byte(w)})
			myWeek, myAfter := newTally(every), newTally(6*time.Hour)
			for n := w; n < fleet; n += workers {
				f(randomID(random), myWeek, myAfter)
			}
			adding.Lock()
			defer adding.Unlock()
			week.merge(myWeek)
			after.merge(myAfter)
		})
	}
	all.Wait()
	return week, after
}

func (l tally) merge(o tally) {
	for i, n := range o.counts {
		l.counts[i] += n
	}
}

func randomID(random *rand.ChaCha8) string {
	var id [16]byte
	_, _ = random.Read(id[:])
	return hex.EncodeToString(id[:])
}
