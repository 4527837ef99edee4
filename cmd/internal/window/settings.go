package window

import (
	"context"
	"strconv"

	"vigie/cmd/internal/installation"
	"vigie/gui/view"
	"vigie/monitor"
)

// The keys of choices that only the window knows of; those about the watch are
// installation.Settings.
const (
	settingLang     = "lang"        // "fr" or "en"
	settingTheme    = "theme"       // a view.Theme
	settingTextSize = "text-size"   // per cent
	settingFirst    = "first-start" // a view.Step
	settingWindow   = "window-size" // a Frame: "1120x760+40+30"
)

// defaults are the choices of somebody who made none. Light, because a desktop
// that says nothing about its colours counts as dark with Fyne.
var defaults = map[string]string{
	settingTheme: string(view.ThemeLight), settingTextSize: "100",
}

func (w *worker) setting(ctx context.Context, key string) (string, error) {
	s, err := w.inst.Store.Setting(ctx, key)
	if err == nil && s == "" {
		s = defaults[key]
	}
	return s, err
}

func (w *worker) keep(ctx context.Context, key, value string) error {
	return w.inst.Store.Update(ctx, func(tx monitor.Tx) error { return tx.PutSetting(key, value) })
}

// settings reads all choices.
func (w *worker) settings(ctx context.Context) (view.Settings, error) {
	watch, err := w.inst.ApplySettings(ctx)
	if err != nil {
		return view.Settings{}, err
	}
	look, err := w.look(ctx)
	if err != nil {
		return view.Settings{}, err
	}
	mark, err := w.inst.Monitor.KeychainMark(ctx)
	if err != nil {
		return view.Settings{}, err
	}
	s := view.Settings{
		Look: look, Schedule: watch.Rhythm, Quiet: watch.Quiet.String(), Privacy: string(watch.Privacy),
		Offline: w.options.Offline || watch.Offline, OfflineAsked: w.options.Offline, PausedUntil: watch.PausedUntil,
		Lookups: w.lookups(ctx), Version: installation.Version, DataDir: w.options.Dir,
		Vault: w.inst.Keychain.Provider(), VaultFile: w.inst.UsesFile(), VaultUnused: mark == "",
	}
	if a, err := w.autostart(); err == nil {
		if on, err := a.Enabled(); err == nil {
			s.Autostart = &on
		}
	}
	return s, nil
}

func (w *worker) look(ctx context.Context) (view.Look, error) {
	theme, err := w.setting(ctx, settingTheme)
	if err != nil {
		return view.Look{}, err
	}
	percent, err := w.setting(ctx, settingTextSize)
	if err != nil {
		return view.Look{}, err
	}
	size, err := strconv.Atoi(percent)
	if err != nil {
		size = 100
	}
	return view.Look{Theme: view.Theme(theme), TextSize: size}, nil
}

// choose changes one choice about the watch.
func (w *worker) choose(ctx context.Context, change func(*installation.Settings)) error {
	_, err := w.inst.ChangeSettings(ctx, func(s *installation.Settings) error {
		change(s)
		return nil
	})
	return err
}

func (w *worker) setLanguage(ctx context.Context, lang string) error {
	s, err := Speak(lang)
	if err != nil {
		return err
	}
	if err := w.keep(ctx, settingLang, lang); err != nil {
		return err
	}
	w.speak = s
	return nil
}

// lossSeen puts the loss of the database behind. A household that starts empty
// is not taken through first start again: it knows the program.
func (w *worker) lossSeen(ctx context.Context) error {
	if err := w.inst.Store.AcknowledgeIncident(ctx); err != nil {
		return err
	}
	return w.keep(ctx, settingFirst, string(view.StepDone))
}
