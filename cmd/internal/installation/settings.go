package installation

import (
	"context"
	"time"

	"vigie/monitor"
	"vigie/monitor/desktop"
	"vigie/monitor/schedule"
)

// The keys under which the person's choices stand in the store. None says
// anything about a person, so they stand in clear.
const (
	settingRhythm      = "schedule"     // a word of [Rhythms], or what [schedule.Parse] reads
	settingQuiet       = "quiet"        // "22:00-07:00"
	settingPrivacy     = "privacy"      // a desktop.Privacy
	settingOffline     = "offline"      // "yes"
	settingPausedUntil = "paused-until" // RFC 3339
)

// Settings are the person's choices about the watch. The agent, the command line
// and the window read the same ones.
type Settings struct {
	// Rhythm is how often feeds are asked, in the person's words; empty for each
	// feed's own.
	Rhythm      string
	Quiet       desktop.QuietHours
	Privacy     desktop.Privacy
	Offline     bool      // the master switch: no socket is opened
	PausedUntil time.Time // no check and no pop-up before
}

// ByHand is the rhythm of someone who checks when they want to.
const ByHand = "hand"

// Rhythms are the words that stand for a schedule, besides those that
// [schedule.Parse] reads.
var Rhythms = map[string]string{"hours": "6h", "day": "daily", "week": "weekly on Monday"}

// ParseRhythm refuses nonsense with a *monitor.Problem. ok is false for no rhythm
// at all: nothing was chosen, or checks are made by hand.
func ParseRhythm(text string) (s schedule.Schedule, ok bool, err error) {
	if text == "" || text == ByHand {
		return s, false, nil
	}
	if word, known := Rhythms[text]; known {
		text = word
	}
	s, err = schedule.Parse(text)
	return s, err == nil, err
}

// Settings reads the choices. One that makes no sense counts as not made.
func (i *Installation) Settings(ctx context.Context) (Settings, error) {
	var texts [5]string
	for n, key := range []string{settingRhythm, settingQuiet, settingPrivacy, settingOffline, settingPausedUntil} {
		var err error
		if texts[n], err = i.Store.Setting(ctx, key); err != nil {
			return Settings{}, err
		}
	}
	s := Settings{Rhythm: texts[0], Privacy: desktop.Privacy(texts[2]), Offline: texts[3] == "yes"}
	if _, _, err := ParseRhythm(s.Rhythm); err != nil {
		s.Rhythm = ""
	}
	if s.Privacy != desktop.PrivacyNames {
		s.Privacy = desktop.PrivacyCounts // what a stranger may read over a shoulder
	}
	s.Quiet, _ = desktop.ParseQuietHours(texts[1])
	s.PausedUntil, _ = time.Parse(time.RFC3339, texts[4])
	return s, nil
}

// ChangeSettings changes the choices, stores them and applies them here. They are
// read and written in one transaction, so that two programs that change different
// ones at once both have their way. It returns them as they are then.
func (i *Installation) ChangeSettings(ctx context.Context, change func(*Settings) error) (Settings, error) {
	var s Settings
	err := i.Store.Update(ctx, func(tx monitor.Tx) error {
		var err error
		if s, err = i.Settings(ctx); err != nil {
			return err
		}
		if err := change(&s); err != nil {
			return err
		}
		return s.keep(tx)
	})
	if err != nil {
		return Settings{}, err
	}
	i.apply(s)
	return s, nil
}

func (s Settings) keep(tx monitor.Tx) error {
	if _, _, err := ParseRhythm(s.Rhythm); err != nil {
		return err
	}
	offline, paused := "", ""
	if s.Offline {
		offline = "yes"
	}
	if !s.PausedUntil.IsZero() {
		paused = s.PausedUntil.UTC().Format(time.RFC3339)
	}
	for _, x := range []struct{ key, value string }{
		{settingRhythm, s.Rhythm}, {settingQuiet, s.Quiet.String()}, {settingPrivacy, string(s.Privacy)},
		{settingOffline, offline}, {settingPausedUntil, paused},
	} {
		if err := tx.PutSetting(x.key, x.value); err != nil {
			return err
		}
	}
	return nil
}

// ApplySettings reads the choices anew: another program may have changed them.
func (i *Installation) ApplySettings(ctx context.Context) (Settings, error) {
	s, err := i.Settings(ctx)
	if err == nil {
		i.apply(s)
	}
	return s, err
}

// apply makes the way out and the turns of the feeds follow the choices.
func (i *Installation) apply(s Settings) {
	i.Egress.SwitchOff(i.offline || s.Offline)
	planner := i.Planner()
	for n := range i.Monitor.Sources {
		source := &i.Monitor.Sources[n]
		source.Next = nil
		if rhythm, ok := i.rhythm(source.Name, s.Rhythm); ok {
			source.Next = planner.Next(source.Name, rhythm)
		}
	}
}

// rhythm is how often a feed is asked: as feeds.toml says, else as the person
// chose, but no interval shorter than what its operator asks for; else that.
func (i *Installation) rhythm(feed, chosen string) (schedule.Schedule, bool) {
	own := schedule.Every(defaults[feed].every)
	if every := i.settings[feed].every; every > 0 {
		return schedule.Every(every), true
	}
	if chosen == ByHand {
		return schedule.Schedule{}, false
	}
	s, ok, err := ParseRhythm(chosen)
	if err != nil || !ok || s.Interval() > 0 && s.Interval() < defaults[feed].every {
		return own, true
	}
	return s, true
}
