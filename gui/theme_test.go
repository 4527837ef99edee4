package gui

import (
	"fmt"
	"image/color"
	"math"
	"testing"

	"fyne.io/fyne/v2/theme"

	"vigie/gui/view"
)

// luminance and ratio are those of WCAG 2.2, "relative luminance" and "contrast
// ratio".
func luminance(c color.NRGBA) float64 {
	part := func(v uint8) float64 {
		s := float64(v) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*part(c.R) + 0.7152*part(c.G) + 0.0722*part(c.B)
}

func ratio(a, b color.NRGBA) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

var palettes = map[string]*palette{"light": &light, "dark": &dark, "contrast": &contrast}

// TestContrast holds every text of every theme against everything it stands on.
func TestContrast(t *testing.T) {
	for name, p := range palettes {
		least := 4.5 // WCAG 2.2, 1.4.3
		if p == &contrast {
			least = 7 // 1.4.6
		}
		texts := []struct {
			role     string
			text, on color.NRGBA
		}{
			{"ink on paper", p.ink, p.paper}, {"ink on a card", p.ink, p.card}, {"ink in a field", p.ink, p.field},
			{"muted on paper", p.muted, p.paper}, {"muted on a card", p.muted, p.card}, {"hint in a field", p.muted, p.field},
			{"link on paper", p.link, p.paper}, {"link on a card", p.link, p.card},
			{"sidebar", p.sideInk, p.sidebar}, {"sidebar, current", p.sideInk, p.sideCurrent}, {"sidebar foot", p.sideMuted, p.sidebar},
			{"badge", p.badgeInk, p.badge}, {"filled button", p.actionInk, p.action}, {"plain button", p.action, p.card}, {"grave button", p.grave, p.card},
		}
		for tone, c := range p.tones {
			for where, on := range map[string]color.NRGBA{"its surface": c.surface, "a card": p.card, "paper": p.paper} {
				texts = append(texts, struct {
					role     string
					text, on color.NRGBA
				}{fmt.Sprintf("tone %q on %s", tone, where), c.text, on})
			}
		}
		for _, c := range texts {
			if got := ratio(c.text, c.on); got < least {
				t.Errorf("%s: %s has a contrast of %.2f, wants %.1f", name, c.role, got, least)
			}
		}
		for i, c := range p.people {
			if got := ratio(white, c); got < 4.5 {
				t.Errorf("%s: letter on badge %d has a contrast of %.2f", name, i, got)
			}
		}
		// WCAG 2.2, 1.4.11: what shows the focus, and the bars of a status.
		for _, on := range []color.NRGBA{p.card, p.sidebar} {
			if got := ratio(p.focus, on); got < 2.5 {
				t.Errorf("%s: the focus ring has a contrast of %.2f", name, got)
			}
		}
	}
}

// TestThemesHaveEveryRole fails when a theme forgets a tone that another has.
func TestThemesHaveEveryRole(t *testing.T) {
	for _, tone := range []view.Tone{view.Neutral, view.Muted, view.Accent, view.Attention, view.Danger, view.Calm} {
		for name, p := range palettes {
			if _, ok := p.tones[tone]; !ok {
				t.Errorf("%s has no %q", name, tone)
			}
		}
	}
}

// TestLooks: what a person chose counts, and else what the desktop asks for.
func TestLooks(t *testing.T) {
	for _, c := range []struct {
		look   view.Look
		system bool // dark
		want   *palette
		scale  float32
	}{
		{view.Look{Theme: view.ThemeSystem}, false, &light, 1},
		{view.Look{Theme: view.ThemeSystem, TextSize: 150}, true, &dark, 1.5},
		{view.Look{Theme: view.ThemeLight, TextSize: 200}, true, &light, 2},
		{view.Look{Theme: view.ThemeDark, TextSize: 900}, false, &dark, 2},
		{view.Look{Theme: view.ThemeContrast, TextSize: 1}, false, &contrast, 1},
	} {
		v := theme.VariantLight
		if c.system {
			v = theme.VariantDark
		}
		if s := styleOf(c.look, v); s.palette != c.want || s.scale != c.scale {
			t.Errorf("%+v, dark desktop %t: wrong palette, or scale %v", c.look, c.system, s.scale)
		}
	}
}
