package gui

import (
	"fmt"
	"image/color"
	"regexp"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"vigie/gui/view"
)

// The pictures are drawn, not typed: no typeface has them all, and a drawing
// keeps its place on the line.

// shapes draw a status on 16 by 16.
var shapes = map[view.Shape]string{
	view.Triangle: `<path d="M8 2.2 L14.6 13.6 H1.4 Z" fill="C"/>`,
	view.Diamond:  `<path d="M8 1.6 L14.4 8 L8 14.4 L1.6 8 Z" fill="C"/>`,
	view.Dot:      `<circle cx="8" cy="8" r="5.4" fill="C"/>`,
	view.Check:    `<path d="M2.6 8.6 L6.4 12.4 L13.6 4" fill="none" stroke="C" stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round"/>`,
	view.Question: `<path d="M4.6 5.4 C4.6 1.4 11.6 1.4 11.6 5.4 C11.6 8 8.1 7.8 8.1 10.4" fill="none" stroke="C" stroke-width="2.1" stroke-linecap="round"/><circle cx="8.1" cy="13.6" r="1.4" fill="C"/>`,
	view.Circle:   `<circle cx="8" cy="8" r="5.2" fill="none" stroke="C" stroke-width="2"/>`,
	view.Loop:     `<path d="M13.3 9.2 A5.4 5.4 0 1 1 11.9 4.3" fill="none" stroke="C" stroke-width="1.9" stroke-linecap="round"/><path d="M14.8 1.2 V7.6 H8.4 Z" fill="C"/>`,
	view.Dash:     `<path d="M3 8 H13" fill="none" stroke="C" stroke-width="2.2" stroke-linecap="round"/>`,
	view.Arrow:    `<path d="M2 8 H13 M9 4 L13.2 8 L9 12" fill="none" stroke="C" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/>`,
}

// Boxes to tick, on 16 by 16.
const (
	boxEmpty  = `<rect x="1.5" y="1.5" width="13" height="13" rx="3" fill="none" stroke="C" stroke-width="1.6"/>`
	boxTicked = `<rect x="0.8" y="0.8" width="14.4" height="14.4" rx="3.4" fill="C"/><path d="M3.8 8.4 L6.8 11.4 L12.3 5" fill="none" stroke="D" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/>`
)

// signs stand before the main screens, on 20 by 20.
var signs = map[view.Name]string{
	view.ScreenHome:      `<path d="M3 9.5 L10 3.5 L17 9.5 M5 8.2 V16.5 H8.4 V11.6 H11.6 V16.5 H15 V8.2"/>`,
	view.ScreenLeaks:     `<path d="M10 3 L17.6 16.6 H2.4 Z"/>`,
	view.ScreenPlan:      `<path d="M3 4.6 H6 V7.6 H3 Z M3 12.4 H6 V15.4 H3 Z M9 6.1 H17 M9 13.9 H17"/>`,
	view.ScreenMessage:   `<path d="M2.6 4.8 H17.4 V15.6 H2.6 Z M2.8 5.2 L10 11 L17.2 5.2"/>`,
	view.ScreenPasswords: `<path d="M4.6 9 H15.4 V17 H4.6 Z M6.8 9 V6.4 A3.2 3.2 0 0 1 13.2 6.4 V9"/>`,
	view.ScreenHousehold: `<path d="M7.6 9.4 A3 3 0 1 0 7.5 9.4 Z M2.4 16.8 V15.6 A4 4 0 0 1 6.4 12 H8.8 A4 4 0 0 1 12.8 15.6 V16.8 M13 4 A2.8 2.8 0 0 1 13.6 9.3 M15 12.2 A3.8 3.8 0 0 1 17.6 15.6 V16.8"/>`,
	view.ScreenLedger:    `<path d="M3.4 16.8 V9 A6.6 6.6 0 0 1 16.6 9 V16.8 M7.6 16.8 V11.6 H12.4 V16.8 M3.4 16.8 H7.6 M12.4 16.8 H16.6"/>`,
	view.ScreenSettings:  `<path d="M10 7.2 A2.8 2.8 0 1 0 10.1 7.2 Z M10 2.6 V4.6 M10 15.4 V17.4 M2.6 10 H4.6 M15.4 10 H17.4"/>`,
}

// chevrons stand at the end of a row that leads on, on 16 by 16: to another
// place, or to what it opens and closes here.
const (
	chevronOn    = `<path d="M6 3.2 L10.8 8 L6 12.8" fill="none" stroke="C" stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round"/>`
	chevronOpen  = `<path d="M3.2 6 L8 10.8 L12.8 6" fill="none" stroke="C" stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round"/>`
	chevronClose = `<path d="M3.2 10.4 L8 5.6 L12.8 10.4" fill="none" stroke="C" stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round"/>`
)

// svg fills a drawing in: the colours "C" and, where there are two, "D".
func svg(name, body string, width, height float32, colours ...color.NRGBA) fyne.Resource {
	for i, c := range colours {
		body = strings.ReplaceAll(body, `"`+string(rune('C'+i))+`"`, `"`+hex(c)+`"`)
		name += "-" + hex(c)
	}
	return fyne.NewStaticResource(name+".svg", fmt.Appendf(nil,
		`<svg xmlns="http://www.w3.org/2000/svg" width="%[1]g" height="%[2]g" viewBox="0 0 %[1]g %[2]g">%[3]s</svg>`, width, height, body))
}

func hex(c color.NRGBA) string { return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B) }

// strokes are the thicknesses of the lines of a drawing.
var strokes = regexp.MustCompile(`stroke-width="([0-9.]+)"`)

// thick multiplies the thickness of lines: Fyne enlarges a drawing and leaves its
// lines as thin as they are written, in pixels of the screen.
func thick(body string, by float32) string {
	return strokes.ReplaceAllStringFunc(body, func(s string) string {
		w, _ := strconv.ParseFloat(strokes.FindStringSubmatch(s)[1], 32)
		return fmt.Sprintf(`stroke-width="%.2f"`, float32(w)*by)
	})
}

// picture is a drawing on a square of some units, at a size. Its name holds what
// it shows: Fyne keeps rendered drawings by name.
func (d *drawer) picture(name, body string, units, side float32, colours ...color.NRGBA) fyne.CanvasObject {
	by := side * d.Window.Window.Canvas().Scale() / units
	img := canvas.NewImageFromResource(svg(fmt.Sprintf("%s-%.2f", name, by), thick(body, by), units, units, colours...))
	img.FillMode = canvas.ImageFillContain
	return sized(side, side, img)
}

func (d *drawer) shape(s view.Shape, c color.NRGBA, side float32) fyne.CanvasObject {
	return d.picture(fmt.Sprintf("shape-%x", string(s)), shapes[s], 16, side, c)
}

func (d *drawer) boxMark(on bool, c color.NRGBA, side float32) fyne.CanvasObject {
	body := boxEmpty
	if on {
		body = boxTicked
	}
	return d.picture(fmt.Sprintf("box-%t", on), body, 16, side, c, d.actionInk)
}

func (d *drawer) sign(n view.Name, c color.NRGBA, side float32) fyne.CanvasObject {
	body := `<g fill="none" stroke="C" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round">` + signs[n] + `</g>`
	return d.picture("sign-"+string(n), body, 20, side, c)
}
