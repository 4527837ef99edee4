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

// role is a text on what it stands on.
type role struct {
	name     string
	text, on color.NRGBA
}

// TestContrast holds every text of every theme against everything it stands on.
func TestContrast(t *testing.T) {
	for name, p := range palettes {
		least := 4.5 // WCAG 2.2, 1.4.3
		if p == &contrast {
			least = 7 // 1.4.6
		}
		texts := []role{
			{"ink on paper", p.ink, p.paper}, {"ink on a card", p.ink, p.card}, {"ink in a field", p.ink, p.field},
			{"muted on paper", p.muted, p.paper}, {"muted on a card", p.muted, p.card}, {"hint in a field", p.muted, p.field},
			{"link on paper", p.link, p.paper}, {"link on a card", p.link, p.card},
			{"sidebar", p.sideInk, p.sidebar}, {"sidebar, current", p.sideInk, p.sideCurrent}, {"sidebar foot", p.sideMuted, p.sidebar},
			{"badge", p.badgeInk, p.badge}, {"filled button", p.actionInk, p.action}, {"plain button", p.action, p.card}, {"grave button", p.grave, p.card},
		}
		for tone, c := range p.tones {
			texts = append(texts, role{fmt.Sprintf("ink on %q", tone), p.ink, c.surface}, role{fmt.Sprintf("link on %q", tone), p.link, c.surface})
			for where, on := range map[string]color.NRGBA{"its surface": c.surface, "a card": p.card, "paper": p.paper} {
				texts = append(texts, role{fmt.Sprintf("tone %q on %s", tone, where), c.text, on})
			}
		}
		for _, c := range texts {
			if got := ratio(c.text, c.on); got < least {
				t.Errorf("%s: %s has a contrast of %.2f, wants %.1f", name, c.name, got, least)
			}
		}
		for i, c := range p.people {
			if got := ratio(white, c); got < 4.5 {
				t.Errorf("%s: letter on badge %d has a contrast of %.2f", name, i, got)
			}
		}
	}
}

// TestControlsStandOut holds the edges of controls, and the shapes that are the
// only sign of something, against what is around them (WCAG 2.2, 1.4.11).
func TestControlsStandOut(t *testing.T) {
	for name, p := range palettes {
		for what, c := range map[string]color.NRGBA{"edge of a button or field": p.edge, "filled button": p.action, "empty box": p.muted, "grave button": p.tones[view.Danger].bar} {
			for where, on := range map[string]color.NRGBA{"card": p.card, "paper": p.paper} {
				if got := ratio(c, on); got < 3 {
					t.Errorf("%s: %s on %s has a contrast of %.2f", name, what, where, got)
				}
			}
		}
	}
}

// TestFocusShows: of the two lines of the ring, one stands out from whatever is
// around and from whatever is inside, and they stand out from each other
// (WCAG 2.2, 1.4.11 and 2.4.13, technique C40).
func TestFocusShows(t *testing.T) {
	for name, p := range palettes {
		page := map[string]color.NRGBA{
			"paper": p.paper, "card": p.card, "field": p.field, "filled button": p.action, "edge": p.edge, "line": p.line,
			"chosen chip": p.sidebar, "grave edge": p.tones[view.Danger].bar,
		}
		for tone, c := range p.tones {
			page["surface "+string(tone)], page["bar "+string(tone)] = c.surface, c.bar
		}
		side := map[string]color.NRGBA{"sidebar": p.sidebar, "current": p.sideCurrent, "badge": p.badge}
		for where, r := range map[string]struct {
			ring
			on map[string]color.NRGBA
		}{"page": {p.focus, page}, "sidebar": {p.sideFocus, side}} {
			if got := ratio(r.outer, r.inner); got < 3 {
				t.Errorf("%s, %s: the two lines have a contrast of %.2f", name, where, got)
			}
			for what, on := range r.on {
				if got := max(ratio(r.outer, on), ratio(r.inner, on)); got < 3 {
					t.Errorf("%s, %s: the ring has a contrast of %.2f with the %s", name, where, got, what)
				}
			}
		}
		for what, on := range map[string]color.NRGBA{"paper": p.paper, "card": p.card} { // the outer line alone
			if got := ratio(p.focus.outer, on); got < 3 {
				t.Errorf("%s: the ring has a contrast of %.2f with the %s around", name, got, what)
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
