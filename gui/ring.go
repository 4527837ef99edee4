package gui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// ring shows the focus: two lines, so that one of them stands out from whatever
// is inside and outside (WCAG 2.2, technique C40).
type ring struct{ outer, inner color.NRGBA }

// stroke is how thick each line is: 2.4.13 asks for two pixels.
const stroke = 2

// rings are the two lines around something.
type rings [2]*canvas.Rectangle

// draw makes the two lines, hidden, around corners of a radius.
func (r ring) draw(round float32) (lines rings) {
	for i, c := range []color.NRGBA{r.outer, r.inner} {
		line := canvas.NewRectangle(color.Transparent)
		line.StrokeColor, line.StrokeWidth, line.CornerRadius = c, stroke, round+stroke*float32(2-i)
		line.Hide()
		lines[i] = line
	}
	return lines
}

func (r rings) show(on bool) {
	for _, line := range r {
		line.Hidden = !on
		line.Refresh()
	}
}

func (r rings) put(x, y, w, h float32) {
	for i, line := range r {
		out := stroke * float32(2-i)
		put(line, x-out, y-out, w+2*out, h+2*out)
	}
}

// ringed is a control of Fyne's with our ring around it: its own way to show the
// focus is too faint. What comes after the ring fills the control.
type ringed struct{}

func (ringed) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	return heightOf(objects[0], width)
}

func (ringed) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

func (ringed) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	put(objects[0], 0, 0, size.Width, size.Height)
	rings{objects[1].(*canvas.Rectangle), objects[2].(*canvas.Rectangle)}.put(0, 0, size.Width, size.Height)
	for _, edge := range objects[3:] {
		put(edge, 0, 0, size.Width, size.Height)
	}
}
