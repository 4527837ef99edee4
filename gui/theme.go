package gui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"vigie/gui/view"
)

// pair is a text and the surface it stands on, with the colour of a bar, a dot
// or a column of the same role.
type pair struct{ text, surface, bar color.NRGBA }

// palette is one theme. Every field is a role; the contrast of each text with
// what it stands on is tested.
type palette struct {
	paper, card, line, ink, muted color.NRGBA

	sidebar, sideInk, sideMuted, sideCurrent, badge, badgeInk color.NRGBA

	action, actionInk, link, edge color.NRGBA // edge is of buttons that are not filled
	grave                         color.NRGBA // text of a button that takes something away
	field, scrim                  color.NRGBA
	focus, sideFocus              ring // on the page, on the sidebar

	tones  map[view.Tone]pair
	people [6]color.NRGBA // badges, with white letters
	dark   bool
	edged  bool // every surface shows its edge
}

func rgb(hex uint32) color.NRGBA {
	return color.NRGBA{R: uint8(hex >> 16), G: uint8(hex >> 8), B: uint8(hex), A: 0xff}
}

var people = [6]color.NRGBA{rgb(0x17618F), rgb(0x2B7A63), rgb(0x8A4F9E), rgb(0xA4572A), rgb(0x4F5BA6), rgb(0x7A5A12)}

var light = palette{
	paper: rgb(0xF6F4EF), card: rgb(0xFFFFFF), line: rgb(0xDFE3E6), ink: rgb(0x1B2A38), muted: rgb(0x55636F),
	sidebar: rgb(0x12324B), sideInk: rgb(0xFFFFFF), sideMuted: rgb(0xC3D1DC), sideCurrent: rgb(0x23516F), badge: rgb(0xF4B94F), badgeInk: rgb(0x1B2A38),
	action: rgb(0x17618F), actionInk: rgb(0xFFFFFF), link: rgb(0x17618F), edge: rgb(0x5F8CA9),
	grave: rgb(0x8A3412),
	field: rgb(0xF2F5F8), scrim: color.NRGBA{R: 0x12, G: 0x20, B: 0x2C, A: 0x99},
	focus: ring{rgb(0x803A00), rgb(0xFFFFFF)}, sideFocus: ring{rgb(0xF4B94F), rgb(0x0B2234)},
	tones: map[view.Tone]pair{
		view.Neutral:   {rgb(0x1F3A50), rgb(0xE8EFF5), rgb(0x8FA5B5)},
		view.Muted:     {rgb(0x4A5864), rgb(0xEEF0F1), rgb(0x9AA7B1)},
		view.Accent:    {rgb(0x15527A), rgb(0xE2EEF6), rgb(0x17618F)},
		view.Attention: {rgb(0x7A4E05), rgb(0xFDF0D6), rgb(0xE0893A)},
		view.Danger:    {rgb(0x8A3412), rgb(0xFBE6DC), rgb(0xC4582D)},
		view.Calm:      {rgb(0x14583F), rgb(0xDFF1EA), rgb(0x2B7A63)},
	},
	people: people,
}

var dark = palette{
	paper: rgb(0x10181F), card: rgb(0x1A252F), line: rgb(0x31404D), ink: rgb(0xE9EEF2), muted: rgb(0xA9B6C1),
	sidebar: rgb(0x0B2234), sideInk: rgb(0xFFFFFF), sideMuted: rgb(0xB4C4D1), sideCurrent: rgb(0x1D4661), badge: rgb(0xF4B94F), badgeInk: rgb(0x1B2A38),
	action: rgb(0x8CC7EE), actionInk: rgb(0x0B2233), link: rgb(0x8CC7EE), edge: rgb(0x6B93AE),
	grave: rgb(0xF5B49C),
	field: rgb(0x223040), scrim: color.NRGBA{A: 0xB0},
	focus: ring{rgb(0xF4B94F), rgb(0x10181F)}, sideFocus: ring{rgb(0xF4B94F), rgb(0x10181F)},
	tones: map[view.Tone]pair{
		view.Neutral:   {rgb(0xD5E1EA), rgb(0x283845), rgb(0x8FA5B5)},
		view.Muted:     {rgb(0xB9C4CD), rgb(0x25303A), rgb(0x7C8A96)},
		view.Accent:    {rgb(0xBFDDF2), rgb(0x1E3A4F), rgb(0x5FA8D6)},
		view.Attention: {rgb(0xF6CF8B), rgb(0x3B2E14), rgb(0xE0893A)},
		view.Danger:    {rgb(0xF7BCA6), rgb(0x45251B), rgb(0xE07B52)},
		view.Calm:      {rgb(0xA2DFC8), rgb(0x173A2F), rgb(0x4BA587)},
	},
	people: people, dark: true,
}

var contrast = palette{
	paper: rgb(0x000000), card: rgb(0x000000), line: rgb(0xFFFFFF), ink: rgb(0xFFFFFF), muted: rgb(0xFFFFFF),
	sidebar: rgb(0x000000), sideInk: rgb(0xFFFFFF), sideMuted: rgb(0xFFFFFF), sideCurrent: rgb(0x003A66), badge: rgb(0xFFD400), badgeInk: rgb(0x000000),
	action: rgb(0xFFD400), actionInk: rgb(0x000000), link: rgb(0xFFD400), edge: rgb(0xFFFFFF),
	grave: rgb(0xFFB3A0),
	field: rgb(0x000000), scrim: color.NRGBA{A: 0xE0},
	focus: ring{rgb(0x66D9FF), rgb(0x000000)}, sideFocus: ring{rgb(0x66D9FF), rgb(0x000000)},
	tones: map[view.Tone]pair{
		view.Neutral:   {rgb(0xFFFFFF), rgb(0x000000), rgb(0xFFFFFF)},
		view.Muted:     {rgb(0xFFFFFF), rgb(0x000000), rgb(0xC8C8C8)},
		view.Accent:    {rgb(0x9FD8FF), rgb(0x000000), rgb(0x9FD8FF)},
		view.Attention: {rgb(0xFFD400), rgb(0x000000), rgb(0xFFD400)},
		view.Danger:    {rgb(0xFFB3A0), rgb(0x000000), rgb(0xFFB3A0)},
		view.Calm:      {rgb(0x9CFFC9), rgb(0x000000), rgb(0x9CFFC9)},
	},
	people: people, dark: true, edged: true,
}

func (p *palette) tone(t view.Tone) pair {
	if c, ok := p.tones[t]; ok {
		return c
	}
	return p.tones[view.Neutral]
}

// The sizes of type, at 100 %.
const (
	sizeTitle   = 24
	sizeHeading = 18
	sizeCard    = 16
	sizeBody    = 14
	sizeSmall   = 12
)

// step is the unit of spacing, radius that of cards, and target how wide and high
// anything to press is at least (WCAG 2.2, 2.5.5), however small it is drawn.
const (
	step   = 4
	radius = 12
	target = 44
)

// style is a palette at a size of text.
type style struct {
	*palette
	scale float32
}

// size is a size of type in the person's text size.
func (s *style) size(points float32) float32 { return points * s.scale }

// styleOf resolves a look; system says what the desktop asks for.
func styleOf(l view.Look, system fyne.ThemeVariant) *style {
	s := &style{palette: &light, scale: float32(max(100, min(l.TextSize, 200))) / 100}
	switch {
	case l.Theme == view.ThemeContrast:
		s.palette = &contrast
	case l.Theme == view.ThemeDark, l.Theme != view.ThemeLight && system == theme.VariantDark:
		s.palette = &dark
	}
	return s
}

// Color, Font, Icon and Size make a style the theme of the Fyne widgets that
// are used as they are: entries, menus of choices, scroll bars, file dialogs.
func (s *style) Color(name fyne.ThemeColorName, _ fyne.ThemeVariant) color.Color {
	switch name {
	case theme.ColorNameBackground:
		return s.paper
	case theme.ColorNameForeground:
		return s.ink
	case theme.ColorNameInputBackground, theme.ColorNameButton, theme.ColorNameDisabledButton:
		return s.field
	case theme.ColorNameInputBorder:
		return s.edge
	case theme.ColorNameMenuBackground, theme.ColorNameOverlayBackground, theme.ColorNameHeaderBackground:
		return s.card
	case theme.ColorNamePlaceHolder, theme.ColorNameDisabled:
		return s.muted
	case theme.ColorNamePrimary, theme.ColorNameHyperlink:
		return s.action
	case theme.ColorNameFocus: // of a menu of choices, which has our ring besides
		return s.tone(view.Accent).surface
	case theme.ColorNameForegroundOnPrimary:
		return s.actionInk
	case theme.ColorNameSeparator:
		return s.line
	case theme.ColorNameScrollBar:
		return s.tone(view.Muted).bar
	}
	variant := theme.VariantLight
	if s.dark {
		variant = theme.VariantDark
	}
	return theme.DefaultTheme().Color(name, variant)
}

// Font is Fyne's own Noto Sans.
func (s *style) Font(t fyne.TextStyle) fyne.Resource { return theme.DefaultTheme().Font(t) }

// Icon is Fyne's own.
func (s *style) Icon(n fyne.ThemeIconName) fyne.Resource { return theme.DefaultTheme().Icon(n) }

// Size follows the person's text size.
func (s *style) Size(n fyne.ThemeSizeName) float32 {
	switch n {
	case theme.SizeNameText:
		return s.size(sizeBody)
	case theme.SizeNameCaptionText:
		return s.size(sizeSmall)
	case theme.SizeNameHeadingText:
		return s.size(sizeTitle)
	case theme.SizeNameSubHeadingText:
		return s.size(sizeHeading)
	case theme.SizeNameInputRadius, theme.SizeNameSelectionRadius:
		return 8
	case theme.SizeNameInnerPadding: // makes an entry as high as target
		return max(s.size(8), 12)
	case theme.SizeNameInlineIcon:
		return s.size(20)
	case theme.SizeNameScrollBar:
		return 12
	case theme.SizeNameScrollBarSmall:
		return 6
	}
	return theme.DefaultTheme().Size(n)
}

type colour = color.NRGBA

var (
	white = rgb(0xFFFFFF)
	black = rgb(0x000000)
)
