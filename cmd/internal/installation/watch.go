package installation

import (
	"context"
	"errors"
	"os"
	"time"

	"vigie/monitor"
	"vigie/monitor/schedule"
)

// AgentLock is the lock that the agent holds while it runs: there is one.
const AgentLock = "agent"

// Planner gives this installation its moments.
func (i *Installation) Planner() schedule.Planner {
	return schedule.Planner{Instance: i.instanceID, Loc: time.Local}
}

// Clock is the *monitor.Problem of a clock that cannot be right, or nil.
func (i *Installation) Clock() error { return i.clock() }

// LongestPause is how long the watch can be paused. A pause that ends later was
// chosen under a wrong clock.
const LongestPause = 31 * 24 * time.Hour

// Paused reports whether nothing is done by itself now.
func (s Settings) Paused(now time.Time) bool {
	return s.PausedUntil.After(now) && s.PausedUntil.Sub(now) <= LongestPause
}

// fileStamp tells whether a file was written since; zero when there is none.
type fileStamp struct{ size, written int64 }

// RereadFeedsFile takes note of a feeds.toml that was written since it was read:
// an agent runs for weeks. [Installation.ApplySettings] belongs after it.
func (i *Installation) RereadFeedsFile() {
	path := i.path(feedsFileName)
	var stamp fileStamp
	if info, err := os.Stat(path); err == nil {
		stamp = fileStamp{info.Size(), info.ModTime().UnixNano()}
	}
	if stamp == i.feedsStamp {
		return
	}
	i.feedsStamp = stamp
	i.settings, i.FeedsProblem = readFeedsFile(path)
	i.Monitor.Sources = i.sources(i.Egress, i.Monitor.Baseline.Version)
}

// settingPopups is the key of the problem that keeps an alert from being shown.
const settingPopups = "agent.popups"

// KeepPopups remembers whether the last pop-up could be shown: err is nil, or the
// *monitor.Problem of the desktop. Only the agent knows, and status tells.
func (i *Installation) KeepPopups(ctx context.Context, err error) error {
	key := ""
	if p := (*monitor.Problem)(nil); errors.As(err, &p) {
		key = p.Key
	}
	if was, err := i.Store.Setting(ctx, settingPopups); err != nil || was == key {
		return err
	}
	return i.Store.Update(ctx, func(tx monitor.Tx) error { return tx.PutSetting(settingPopups, key) })
}

// Popups is the *monitor.Problem that keeps an alert from being shown, or nil.
func (i *Installation) Popups(ctx context.Context) error {
	key, err := i.Store.Setting(ctx, settingPopups)
	if err != nil || key == "" {
		return err
	}
	return monitor.NewProblem(key)
}
