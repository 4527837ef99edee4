package desktop

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"vigie/assets"
	"vigie/assets/words"
	"vigie/monitor"
)

func at(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", s, time.FixedZone("CET", 3600))
	if err != nil {
		panic(err)
	}
	return t
}

// calm is a state in which all is well; the tests change one thing of it.
func calm(change func(*TrayState)) TrayState {
	s := TrayState{
		Now: at("2026-11-22 18:45"), Health: monitor.HealthOK, Keychain: monitor.KeychainOK,
		LastCheck: at("2026-11-22 18:40").UTC(), NextCheck: at("2026-11-23 00:40").UTC(),
	}
	change(&s)
	return s
}

func TestTrayMenu(t *testing.T) {
	tomorrow := at("2026-11-23 18:45")
	cases := []struct {
		name  string
		state TrayState
		icon  assets.TrayIcon
	}{
		{"all is well", calm(func(*TrayState) {}), assets.TrayPlain},
		{"checking", calm(func(s *TrayState) { s.Checking = true }), assets.TrayPlain},
		{"one alert", calm(func(s *TrayState) { s.OpenAlerts = 1 }), assets.TrayDot},
		{"alerts, and a source missing", calm(func(s *TrayState) { s.OpenAlerts, s.Health = 1200, monitor.HealthPartial }), assets.TrayDot},
		{"partial", calm(func(s *TrayState) { s.Health = monitor.HealthPartial }), assets.TrayQuestion},
		{"stale", calm(func(s *TrayState) { s.Health, s.LastCheck = monitor.HealthStale, at("2026-11-01 09:00") }), assets.TrayQuestion},
		{"never checked", calm(func(s *TrayState) { s.Health, s.LastCheck = monitor.HealthNever, time.Time{} }), assets.TrayQuestion},
		{"never checked, checking", calm(func(s *TrayState) {
			s.Health, s.LastCheck, s.Checking = monitor.HealthNever, time.Time{}, true
		}), assets.TrayQuestion},
		{"a health nobody wrote words for", calm(func(s *TrayState) { s.Health = "feverish" }), assets.TrayQuestion},
		{"paused", calm(func(s *TrayState) { s.PausedUntil = tomorrow }), assets.TrayPause},
		{"paused and stale", calm(func(s *TrayState) { s.PausedUntil, s.Health = tomorrow, monitor.HealthStale }), assets.TrayPause},
		{"paused, with an alert", calm(func(s *TrayState) { s.PausedUntil, s.OpenAlerts = tomorrow, 2 }), assets.TrayDot},
		{"the pause is over", calm(func(s *TrayState) { s.PausedUntil = s.Now }), assets.TrayPlain},
		{"locked: what waits to be read is not known", calm(func(s *TrayState) { s.Keychain, s.OpenAlerts = monitor.KeychainLocked, 3 }), assets.TrayQuestion},
		{"no key store", calm(func(s *TrayState) { s.Keychain = monitor.KeychainUnavailable }), assets.TrayQuestion},
		{"key store emptied", calm(func(s *TrayState) { s.Keychain, s.Health = monitor.KeychainLost, monitor.HealthStale }), assets.TrayQuestion},
		{"key store changed", calm(func(s *TrayState) { s.Keychain = monitor.KeychainChanged }), assets.TrayQuestion},
		{"nothing looked at yet", TrayState{Now: at("2026-11-22 18:45")}, assets.TrayQuestion},
		{"locked while paused", calm(func(s *TrayState) { s.Keychain, s.PausedUntil = monitor.KeychainLocked, tomorrow }), assets.TrayPause},
	}
	for _, lang := range words.Languages() {
		w, _ := speak(t, lang)
		var said bytes.Buffer
		for _, c := range cases {
			m := c.state.Menu(w)
			if m.Icon != c.icon {
				t.Errorf("%s: icon %s, want %s", c.name, m.Icon, c.icon)
			}
			fmt.Fprintf(&said, "%s\n\t[%s] %s\n", c.name, m.Icon, m.Tooltip)
			for _, line := range m.Lines {
				fmt.Fprintf(&said, "\t  %s\n", line)
			}
			for _, item := range m.Items {
				fmt.Fprintf(&said, "\t%d %s%s\n", item.Action, item.Text, map[bool]string{true: " (off)"}[item.Off])
			}
		}
		golden(t, "tray."+lang+".txt", said.Bytes())
	}
}

// TestTrayNeverReassures: whatever the state, the plain picture is shown only
// when everything was checked and nothing waits; a menu fits, can be opened and
// quit, and never names a number of alerts that cannot be known.
func TestTrayNeverReassures(t *testing.T) {
	w, _ := speak(t, "en")
	healths := []monitor.Health{monitor.HealthOK, monitor.HealthPartial, monitor.HealthStale, monitor.HealthNever, ""}
	keychains := []monitor.KeychainState{monitor.KeychainOK, monitor.KeychainLocked, monitor.KeychainUnavailable,
		monitor.KeychainLost, monitor.KeychainChanged, ""}
	rapid.Check(t, func(t *rapid.T) {
		now := at("2026-11-22 18:45")
		moment := func(name string) time.Time {
			return rapid.SampledFrom([]time.Time{{}, now.Add(-time.Hour), now, now.Add(time.Hour)}).Draw(t, name)
		}
		s := TrayState{
			Now: now, Health: rapid.SampledFrom(healths).Draw(t, "health"), Keychain: rapid.SampledFrom(keychains).Draw(t, "key store"),
			LastCheck: moment("last"), NextCheck: moment("next"), PausedUntil: moment("paused until"),
			OpenAlerts: rapid.IntRange(0, 3).Draw(t, "alerts"), Checking: rapid.Bool().Draw(t, "checking"),
		}
		m := s.Menu(w)
		well := s.Health == monitor.HealthOK && s.Keychain == monitor.KeychainOK && s.OpenAlerts == 0 && !s.PausedUntil.After(now)
		if (m.Icon == assets.TrayPlain) != well {
			t.Errorf("icon %s", m.Icon)
		}
		if m.Icon == assets.TrayDot && s.Keychain != monitor.KeychainOK {
			t.Error("alerts are counted that cannot be read")
		}
		if len(m.Lines) == 0 || len(m.Lines) > maxTrayLines {
			t.Errorf("%d lines", len(m.Lines))
		}
		seen := make(map[TrayAction]bool)
		for _, item := range m.Items {
			seen[item.Action] = true
		}
		if len(m.Items) != 4 || !seen[TrayOpen] || !seen[TrayCheck] || !seen[TrayQuit] || seen[TrayPauseDay] == seen[TrayResume] {
			t.Errorf("items %v", m.Items)
		}
	})
}

// TestTraySetKeepsTheNewest: setting never waits, and only the newest counts.
func TestTraySetKeepsTheNewest(t *testing.T) {
	tray := NewTray(TrayMenu{Tooltip: "first"}, nil, nil)
	for n := range 100 {
		tray.Set(TrayMenu{Tooltip: fmt.Sprint(n)})
	}
	if m := <-tray.menus; m.Tooltip != "99" {
		t.Errorf("shows %q", m.Tooltip)
	}
}
