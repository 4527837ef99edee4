package schedule

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"vigie/monitor"
)

// A thousand computers for a year each, with all that happens to computers:
// they sleep, restart, have their clocks set wrong by up to ten years and right
// again; feeds do not answer for days; and the clocks of their countries change.
//
// Awake, no turn is missed and none is taken twice; after sleep, a restart or a
// wrong clock, one catch-up comes within two minutes if a turn went by, and
// none otherwise. rota_test.go works out when turns are, without the code under
// test. Each computer has a seed of its own: its number.
func TestYears(t *testing.T) {
	seen := make(map[string]int)
	calendars := make(map[string][]int64)
	for i := range computers {
		zone, r := zones[i%len(zones)], rotas[i/len(zones)%len(rotas)]
		c := newComputer(t, uint64(i), r, load(t, zone), seen)
		c.turn = r.turns(c.plan(monitor.FeedStatus{}, c.real), zone, calendars)
		if err := c.live(365 * day); err != nil {
			t.Fatalf("computer %d, %s, %s: %v", i, zone, r.schedule, err)
		}
	}
	t.Logf("%d years: %v", computers, seen)
	for _, what := range []string{"sleeps", "restarts", "wrong clocks", "outages", "turns", "catch-ups", "failures", "tries after a failure"} {
		if seen[what] < computers {
			t.Errorf("%s: %d times in %d years: not enough to show anything", what, seen[what], computers)
		}
	}
}

// computer is one installation with one feed.
type computer struct {
	random *rand.Rand
	plan   func(monitor.FeedStatus, time.Time) time.Time
	turn   func(from time.Time) time.Time // the first turn at or after a time, by the computer's clock

	real   time.Time     // in the world
	wrong  time.Duration // how far the computer's clock is ahead of it
	outage time.Time     // the feed does not answer before, in the world
	status monitor.FeedStatus
	seen   map[string]int
}

// run is one time that the feed was asked, by the computer's clock.
type run struct {
	asked, answered time.Time
	failed          bool
}

func newComputer(t *testing.T, seed uint64, r rota, loc *time.Location, seen map[string]int) *computer {
	random := rand.New(rand.NewPCG(seed, 0))
	id := fmt.Sprintf("%016x%016x", random.Uint64(), random.Uint64())
	birth := time.Date(2026, 1, 1, 0, 0, random.IntN(365*24*3600), 0, time.UTC)
	return &computer{random: random, plan: Planner{id, loc}.Next(monitor.FeedHIBP, must(t, r.schedule)), real: birth, seen: seen}
}

func (c *computer) live(span time.Duration) error {
	for end := c.real.Add(span); c.real.Before(end); {
		c.disturb()
		before := c.status
		first := c.clock()
		runs := c.awake(c.between(time.Hour, []time.Duration{16 * time.Hour, 3 * day, 10 * day}))
		if err := c.judge(before, first, runs, c.clock()); err != nil {
			return fmt.Errorf("awake from %v to %v, as %+v: %w", first, c.clock(), before, err)
		}
	}
	return nil
}

// disturb is what happens between two stretches of quiet work.
func (c *computer) disturb() {
	switch c.random.IntN(4) {
	case 0:
		c.seen["sleeps"]++
		c.real = c.real.Add(c.between(time.Second, []time.Duration{10 * time.Minute, 14 * time.Hour, 14 * time.Hour, 90 * day}))
	case 1:
		c.seen["restarts"]++
		c.real = c.real.Add(c.between(time.Second, []time.Duration{time.Minute, 10 * time.Minute}))
		stored, err := json.Marshal(c.status)
		c.status = monitor.FeedStatus{}
		if err = errors.Join(err, json.Unmarshal(stored, &c.status)); err != nil {
			panic(err)
		}
	case 2:
		c.seen["wrong clocks"]++
		if c.wrong != 0 {
			c.wrong = 0
			break
		}
		c.wrong = []time.Duration{3 * time.Minute, time.Hour, day, 3652 * day}[c.random.IntN(4)]
		if c.random.IntN(2) == 0 {
			c.wrong = -c.wrong
		}
	case 3:
		c.seen["outages"]++
		c.outage = c.real.Add(c.between(time.Minute, []time.Duration{time.Hour, 6 * time.Hour, 3 * day}))
	}
}

// between draws a whole number of seconds up to one of several limits.
func (c *computer) between(least time.Duration, limits []time.Duration) time.Duration {
	most := limits[c.random.IntN(len(limits))]
	return least + time.Duration(c.random.Int64N(int64((most-least)/time.Second)+1))*time.Second
}

func (c *computer) clock() time.Time { return c.real.Add(c.wrong) }

// awake looks once a minute, as the agent does, and asks the feed when it is
// due. Minutes in which it cannot be are skipped.
func (c *computer) awake(span time.Duration) (runs []run) {
	end := c.real.Add(span)
	for c.real.Before(end) {
		now, minutes := c.clock(), time.Duration(1)
		if c.status.Due(now) {
			runs = append(runs, c.ask())
			minutes += c.clock().Sub(now) / time.Minute
		} else {
			minutes = (c.status.Next.Sub(now) + time.Minute - 1) / time.Minute
		}
		c.real = now.Add(-c.wrong).Add(minutes * time.Minute)
	}
	c.real = end
	return runs
}

// ask does with the status what monitor.Monitor does with it.
func (c *computer) ask() run {
	r := run{asked: c.clock(), failed: c.real.Before(c.outage)}
	c.real = c.real.Add(time.Duration(1+c.random.IntN(58)) * time.Second)
	r.answered = c.clock()
	c.status.TriedAt = r.answered
	if r.failed {
		c.seen["failures"]++
		c.status.Failures++
	} else {
		c.status.CheckedAt, c.status.Failures = r.answered, 0
	}
	c.status.Next = c.plan(c.status, r.answered)
	return r
}

// How late a turn may be taken, and how long after a failure the feed is asked
// again at the latest.
const (
	patience = 2 * time.Minute
	longest  = longestBackOff + Shortest + patience
)

// judge holds a stretch of quiet work against the turns that fell into it.
func (c *computer) judge(before monitor.FeedStatus, first time.Time, runs []run, end time.Time) error {
	last, failing := before.TriedAt, before.Failures > 0
	caughtUp := len(runs) > 0 && runs[0].asked.Equal(first)
	overdue := last.IsZero() || last.After(first) || !failing && !c.turn(last.Add(soonest)).After(first) || failing && first.Sub(last) > longest
	switch {
	case overdue && !caughtUp:
		return fmt.Errorf("no catch-up")
	case caughtUp && !overdue && !failing:
		return fmt.Errorf("a catch-up without a turn that went by")
	}
	if overdue {
		c.seen["catch-ups"]++
		last, failing, runs = runs[0].answered, runs[0].failed, runs[1:]
	}
	for _, r := range runs {
		if failing {
			c.seen["tries after a failure"]++
			if wait := r.asked.Sub(last); wait < soonest || wait > longest {
				return fmt.Errorf("%v after a failure", wait)
			}
		} else {
			c.seen["turns"]++
			if turn := c.turn(last.Add(soonest)); r.asked.Before(turn) || r.asked.Sub(turn) > patience {
				return fmt.Errorf("asked at %v; after %v its turn was at %v", r.asked, last, turn)
			}
		}
		last, failing = r.answered, r.failed
	}
	if missed := c.turn(last.Add(soonest)); failing && end.Sub(last) > longest || !failing && end.Sub(missed) > patience {
		return fmt.Errorf("not asked after %v; its turn was at %v", last, missed)
	}
	return nil
}
