package desktop

import (
	"strings"
	"time"

	"vigie/assets"
	"vigie/assets/words"
	"vigie/monitor"
)

// TrayState is what the tray tells of.
type TrayState struct {
	Now         time.Time // moments are told in its zone
	Health      monitor.Health
	Keychain    monitor.KeychainState // "" while it was not looked at
	LastCheck   time.Time             // last complete check; zero: none
	NextCheck   time.Time             // zero: none is planned
	OpenAlerts  int                   // to be read; meaningless while the key store is not open
	PausedUntil time.Time             // zero or past: not paused
	Checking    bool                  // a check is going on
}

// TrayMenu is everything the tray shows.
type TrayMenu struct {
	Icon    assets.TrayIcon
	Tooltip string
	Lines   []string // what is true now; cannot be clicked
	Items   []TrayItem
}

// TrayItem is something a person can do from the tray.
type TrayItem struct {
	Action TrayAction
	Text   string
	Off    bool // shown, but not possible now
}

// TrayAction is what an item of the tray does.
type TrayAction int

// What can be done from the tray.
const (
	TrayOpen TrayAction = 1 + iota
	TrayCheck
	TrayPauseDay
	TrayResume
	TrayQuit
)

// maxTrayLines is the most lines a menu has. The systray library cannot insert
// one: all of them are there from the start, some hidden.
const maxTrayLines = 5

func (s TrayState) paused() bool { return s.PausedUntil.After(s.Now) }
func (s TrayState) sealed() bool { return s.Keychain != monitor.KeychainOK }

// unread is how many alerts are known to wait: none can be counted while what
// is stored about people cannot be read.
func (s TrayState) unread() int {
	if s.sealed() {
		return 0
	}
	return s.OpenAlerts
}

// Menu says how things stand, in the words of w.
func (s TrayState) Menu(w *words.Words) TrayMenu {
	m := TrayMenu{Icon: s.icon()}
	if n := s.unread(); n > 0 {
		m.Lines = append(m.Lines, w.N("tray.alerts", n))
	}
	m.Lines = append(m.Lines, s.standing(w)...)
	m.Tooltip = w.T("tray.tooltip", "said", strings.Join(m.Lines, " · "))
	if !s.LastCheck.IsZero() {
		m.Lines = append(m.Lines, w.T("tray.last", "when", s.moment(w, s.LastCheck)))
	}
	if !s.NextCheck.IsZero() && !s.sealed() && !s.paused() {
		m.Lines = append(m.Lines, w.T("tray.next", "when", s.moment(w, s.NextCheck)))
	}
	pause := TrayItem{Action: TrayPauseDay, Text: w.T("tray.pause")}
	if s.paused() {
		pause = TrayItem{Action: TrayResume, Text: w.T("tray.resume")}
	}
	m.Items = []TrayItem{
		{Action: TrayOpen, Text: w.T("tray.open")},
		{Action: TrayCheck, Text: w.T("tray.check"), Off: s.Checking},
		pause,
		{Action: TrayQuit, Text: w.T("tray.quit")},
	}
	return m
}

// icon chooses what matters most where only one mark can be shown: something to
// read, then what the person chose, then what could not be checked. The lines
// say the rest.
func (s TrayState) icon() assets.TrayIcon {
	switch {
	case s.unread() > 0:
		return assets.TrayDot
	case s.paused():
		return assets.TrayPause
	case s.sealed(), s.Health != monitor.HealthOK:
		return assets.TrayQuestion
	}
	return assets.TrayPlain
}

// standing says why nothing is checked now, if that is so, and what the last
// checks are worth. What was not checked is never left out.
func (s TrayState) standing(w *words.Words) (lines []string) {
	if s.paused() {
		lines = append(lines, w.T("tray.paused", "when", s.moment(w, s.PausedUntil)))
	}
	if s.sealed() {
		lines = append(lines, state(w, "tray.keychain.", string(s.Keychain)))
	}
	if s.Checking {
		lines = append(lines, w.T("tray.checking"))
	}
	if len(lines) == 0 || s.Health != monitor.HealthOK {
		lines = append(lines, state(w, "tray.health.", string(s.Health)))
	}
	return lines
}

// state is the sentence for a state, or the one for what is not known.
func state(w *words.Words, area, state string) string {
	if key := area + state; w.Has(key) {
		return w.T(key)
	}
	return w.T(area + "unknown")
}

func (s TrayState) moment(w *words.Words, t time.Time) string {
	return w.Moment(t.In(s.Now.Location()))
}
