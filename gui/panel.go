package gui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"vigie/gui/view"
)

// panel is a surface with room inside. Of one that is cut, only the part in
// sight is drawn; without its ends it is a plain rectangle between two lines,
// which costs less than one with round corners.
type panel struct {
	container *fyne.Container
	round     *canvas.Rectangle
	plain     [3]*canvas.Rectangle // the surface, its left and right edge
}

// panel draws a surface around something: of a tone, or with a bar of its colour
// at the left.
func (d *drawer) panel(t view.Tone, accent bool, content fyne.CanvasObject) fyne.CanvasObject {
	fill, edge := d.card, d.line
	if t != view.Neutral {
		fill, edge = d.tone(t).surface, d.tone(t).surface
		if d.edged {
			edge = d.tone(t).bar
		}
	}
	if accent {
		bar := canvas.NewRectangle(d.tone(t).bar)
		bar.TopLeftCornerRadius, bar.BottomLeftCornerRadius = radius, radius
		card := d.outlined(d.card, d.line, radius)
		card.TopLeftCornerRadius, card.BottomLeftCornerRadius = 6, 6
		return inside(pad{6 * step, 4 * step, 5 * step, 4 * step}, arrange(strip{width: 2 * radius}, bar), arrange(strip{left: 6}, card), content)
	}
	p := panel{round: d.outlined(fill, edge, radius)}
	objects := []fyne.CanvasObject{p.round}
	for i, c := range []colour{fill, edge, edge} {
		p.plain[i] = canvas.NewRectangle(c)
		p.plain[i].Hide()
		objects = append(objects, p.plain[i])
	}
	p.container = inside(padding(5*step, 4*step), append(objects, content)...)
	d.panels = append(d.panels, p)
	return p.container
}

// cut draws the part of a panel between two heights.
func (p panel) cut(top, bottom float32) {
	size := p.container.Size()
	ends := top == 0 || bottom == size.Height
	p.round.Hidden = !ends
	for _, o := range p.plain {
		o.Hidden = ends
	}
	height := max(0, bottom-top)
	put(p.round, 0, top, size.Width, height)
	put(p.plain[0], 0, top, size.Width, height)
	put(p.plain[1], 0, top, 1, height)
	put(p.plain[2], size.Width-1, top, 1, height)
}

// strip is a part of a width: from left on, all the rest when width is zero.
type strip struct{ left, width float32 }

func (l strip) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

func (l strip) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	w := l.width
	if w == 0 {
		w = size.Width - l.left
	}
	for _, o := range objects {
		put(o, l.left, 0, w, size.Height)
	}
}
