package schedule

import (
	"context"
	"time"

	"github.com/robfig/cron/v3"
)

// silence is how long cron may say nothing before it is started anew.
const silence = 150 * time.Second

// Minutes calls look once a minute, late by a part of a minute that each
// installation has its own of, until ctx is done. Looks do not overlap: one that
// takes longer than a minute delays the next.
//
// cron compares what the wall clock shows, so it falls silent for as long as the
// clock was set back. A timer, which the wall clock does not touch, notices.
func Minutes(ctx context.Context, late time.Duration, look func()) {
	for ctx.Err() == nil {
		drive(ctx, minute(late), look)
	}
}

// drive calls look whenever a schedule comes round, until ctx is done or
// nothing was heard for too long.
func drive(ctx context.Context, s cron.Schedule, look func()) {
	ticks := make(chan struct{}, 1)
	c := cron.New(cron.WithLogger(cron.DiscardLogger))
	c.Schedule(s, cron.FuncJob(func() {
		select {
		case ticks <- struct{}{}:
		default: // the last look goes on
		}
	}))
	c.Start()
	defer func() { <-c.Stop().Done() }()
	quiet := time.NewTimer(silence)
	defer quiet.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-quiet.C:
			return
		case <-ticks:
			look()
			quiet.Reset(silence)
		}
	}
}

// minute comes round once a minute, that late in it.
type minute time.Duration

// Next implements cron.Schedule.
func (m minute) Next(t time.Time) time.Time {
	next := t.Truncate(time.Minute).Add(time.Duration(m))
	if !next.After(t) {
		next = next.Add(time.Minute)
	}
	return next
}
