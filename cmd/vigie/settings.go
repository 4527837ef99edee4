package main

import (
	"context"
	"fmt"
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
	settingWindow   = "window-size" // "1120x760", in Fyne's pixels
)

// defaults are the choices of somebody who made none. Light, because a desktop
// that says nothing about its colours counts as dark with Fyne.
var defaults = map[string]string{
	settingTheme: string(view.ThemeLight), settingTextSize: "100",
}

func (p *program) setting(ctx context.Context, key string) (string, error) {
	s, err := p.inst.Store.Setting(ctx, key)
	if err == nil && s == "" {
		s = defaults[key]
	}
	return s, err
}

func (p *program) keep(ctx context.Context, key, value string) error {
	return p.inst.Store.Update(ctx, func(tx monitor.Tx) error { return tx.PutSetting(key, value) })
}

// settings reads all choices.
func (p *program) settings(ctx context.Context) (view.Settings, error) {
	watch, err := p.inst.ApplySettings(ctx)
	if err != nil {
		return view.Settings{}, err
	}
	theme, err := p.setting(ctx, settingTheme)
	if err != nil {
		return view.Settings{}, err
	}
	percent, err := p.setting(ctx, settingTextSize)
	if err != nil {
		return view.Settings{}, err
	}
	size, err := strconv.Atoi(percent)
	if err != nil {
		size = 100
	}
	s := view.Settings{
		Look:     view.Look{Theme: view.Theme(theme), TextSize: size},
		Schedule: watch.Rhythm, Quiet: watch.Quiet.String(), Privacy: string(watch.Privacy),
		Offline: p.options.offline || watch.Offline, PausedUntil: watch.PausedUntil,
		Lookups: p.lookups(ctx), Version: installation.Version, DataDir: p.dir, Vault: p.inst.Keychain.Provider(),
	}
	if a, err := p.autostart(); err == nil {
		if on, err := a.Enabled(); err == nil {
			s.Autostart = &on
		}
	}
	return s, nil
}

// choose changes one choice about the watch.
func (p *program) choose(ctx context.Context, change func(*installation.Settings)) error {
	_, err := p.inst.ChangeSettings(ctx, func(s *installation.Settings) error {
		change(s)
		return nil
	})
	return err
}

// sizeOf reads a window's size; false when none was kept.
func sizeOf(s string) (width, height float32, ok bool) {
	_, err := fmt.Sscanf(s, "%fx%f", &width, &height)
	return width, height, err == nil && width >= 200 && height >= 200 && width < 20000 && height < 20000
}
