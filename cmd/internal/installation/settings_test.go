package installation

import (
	"sync"
	"testing"
	"time"

	"vigie/monitor/desktop"
)

// TestChoicesAtOnce: two programs change different choices at the same time, and
// both have their way.
func TestChoicesAtOnce(t *testing.T) {
	dir, ctx := t.TempDir(), t.Context()
	until := time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)
	quiet, err := desktop.ParseQuietHours("21:30-06:00")
	if err != nil {
		t.Fatal(err)
	}
	window, agent := openIn(t, dir), openIn(t, dir)
	var both sync.WaitGroup
	change := func(i *Installation, choose func(*Settings)) {
		both.Go(func() {
			for range 20 {
				if _, err := i.ChangeSettings(ctx, func(s *Settings) error { choose(s); return nil }); err != nil {
					t.Error(err)
				}
			}
		})
	}
	change(window, func(s *Settings) { s.Quiet, s.Rhythm = quiet, "day" })
	change(agent, func(s *Settings) { s.PausedUntil = until })
	both.Wait()
	got, err := agent.Settings(ctx)
	want := Settings{Rhythm: "day", Quiet: quiet, Privacy: desktop.PrivacyCounts, PausedUntil: until}
	if err != nil || got != want {
		t.Errorf("the choices are %+v, %v, want %+v", got, err, want)
	}
}
