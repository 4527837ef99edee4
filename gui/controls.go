package gui

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"vigie/gui/view"
)

func number(n int) string { return strconv.Itoa(n) + "." }

// buttons stand side by side as long as there is room.
func (d *drawer) buttons(all []view.Button) fyne.CanvasObject {
	drawn := make([]fyne.CanvasObject, 0, len(all))
	for _, b := range all {
		drawn = append(drawn, d.button(b))
		if b.Off && b.Why != "" {
			drawn = append(drawn, d.write(b.Why, sizeSmall, d.muted, false))
		}
	}
	return beside(2*step, drawn...)
}

func (d *drawer) button(b view.Button) fyne.CanvasObject {
	room := padding(4*step, 2*step+1)
	var face fyne.CanvasObject
	switch {
	case b.Kind == view.Link:
		face = inside(padding(step, step), d.write(b.Text, sizeBody, d.link, false))
	case b.Off || b.Intent == nil:
		face = inside(room, d.outlined(d.card, d.line, 8), d.write(b.Text, sizeBody, d.muted, true))
	case b.Kind == view.Primary:
		face = inside(room, surface(d.action, 8), d.write(b.Text, sizeBody, d.actionInk, true))
	case b.Kind == view.Grave:
		face = inside(room, d.outlined(d.card, d.tone(view.Danger).bar, 8), d.write(b.Text, sizeBody, d.grave, true))
	default:
		face = inside(room, d.outlined(d.card, d.edge, 8), d.write(b.Text, sizeBody, d.plainInk(), true))
	}
	if b.Off || b.Intent == nil {
		return face
	}
	return d.pressable("button "+b.Text, b.Text, 8, face, b.Intent)
}

// plainInk is the text of a plain button, which stands on a card whatever is
// around it.
func (d *drawer) plainInk() colour { return d.action }

// tag is a status: shape and word on its surface.
func (d *drawer) tag(t view.Tag, points float32) fyne.CanvasObject {
	return d.label(t, points, true, d.tone(t.Tone), step)
}

// label is a tag or a chip.
func (d *drawer) label(t view.Tag, points float32, bold bool, c pair, round float32) fyne.CanvasObject {
	back := surface(c.surface, round)
	if d.line == d.ink {
		back.StrokeColor, back.StrokeWidth = c.bar, 1
	}
	return inside(padding(2*step+2, step), back, d.word(t, points, bold, c.text))
}

// word is a shape and the text after it.
func (d *drawer) word(t view.Tag, points float32, bold bool, c colour) fyne.CanvasObject {
	text := d.write(t.Text, points, c, bold)
	if t.Shape == view.NoShape {
		return text
	}
	side := d.size(points) * 0.86
	return container.New(lead{1.5 * step, (text.lineHeight() - side) / 2}, shapePicture(t.Shape, c, side), text)
}

func (d *drawer) chips(c view.Chips) fyne.CanvasObject {
	all := make([]fyne.CanvasObject, 0, len(c.Items)+1)
	for _, item := range c.Items {
		all = append(all, d.chip(item))
	}
	row := container.New(flow{2 * step, 2 * step}, all...)
	if c.Label == "" {
		return row
	}
	return below(2*step, d.write(c.Label, sizeSmall, d.muted, false), row)
}

func (d *drawer) chip(c view.Chip) fyne.CanvasObject {
	look := d.tone(c.Tone)
	if c.On {
		look = pair{d.sideInk, d.sidebar, d.sideInk}
		if d.dark {
			look = pair{d.actionInk, d.action, d.action}
		}
	}
	round := d.size(13)
	face := d.label(c.Tag, sizeBody-1, false, look, round)
	if c.Intent == nil {
		return face
	}
	return d.pressable("chip "+c.Text, c.Text, round, face, c.Intent)
}

// badge is a person.
func (d *drawer) badge(b view.Badge) fyne.CanvasObject {
	side := d.size(30)
	letter := d.write(b.Letter, sizeBody, white, true)
	letter.align = fyne.TextAlignCenter
	round := canvas.NewCircle(d.people[max(0, b.Colour)%len(d.people)])
	return sized(side, side, container.New(middle{pad{}}, round, letter))
}

// toggle is a box to tick.
func (d *drawer) toggle(t view.Toggle) fyne.CanvasObject {
	return d.pressable("toggle "+t.Text, t.Text, 6, d.box(t), t.Intent)
}

func (d *drawer) box(t view.Toggle) fyne.CanvasObject {
	side := d.size(18)
	c := d.muted
	if t.On {
		c = d.action
	}
	return inside(padding(step, step), boxPicture(t.On, c, d.actionInk, side))
}

// bar is how far something is.
func (d *drawer) progress(p view.Progress) fyne.CanvasObject {
	bar := container.New(filled{float32(p.Done) / float32(max(1, p.Total)), 6},
		surface(d.tone(view.Neutral).surface, 3), surface(d.tone(view.Calm).bar, 3))
	if p.Text == "" {
		return bar
	}
	return below(2*step, d.write(p.Text, sizeBody, d.ink, false), bar)
}

// filled draws the second object over a share of the first.
type filled struct{ share, height float32 }

func (l filled) heightFor([]fyne.CanvasObject, float32) float32 { return l.height }
func (l filled) MinSize([]fyne.CanvasObject) fyne.Size          { return fyne.NewSize(0, l.height) }
func (l filled) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	put(objects[0], 0, 0, size.Width, l.height)
	put(objects[1], 0, 0, size.Width*max(0, min(l.share, 1)), l.height)
}

func (d *drawer) notice(n view.Notice) fyne.CanvasObject {
	c := d.tone(n.Tag.Tone)
	text := newProse(d.size(sizeBody))
	if n.Tag.Text != "" {
		text.runs = append(text.runs, run{text: n.Tag.Text + " ", colour: c.text, bold: true})
	}
	text.runs = append(text.runs, run{text: n.Text, colour: c.text})
	var first fyne.CanvasObject = text
	if n.Tag.Shape != view.NoShape {
		side := d.size(sizeBody)
		first = container.New(lead{2 * step, (text.lineHeight() - side) / 2}, shapePicture(n.Tag.Shape, c.text, side), text)
	}
	if len(n.Buttons) > 0 && len(n.Points) == 0 && n.Progress == nil {
		first = container.New(aside{4 * step, 220 * d.scale}, first, d.buttons(n.Buttons))
		return d.panel(n.Tag.Tone, false, first)
	}
	parts := []fyne.CanvasObject{first}
	if n.Progress != nil {
		parts = append(parts, d.progress(*n.Progress))
	}
	if len(n.Points) > 0 {
		parts = append(parts, d.points(view.Points{Items: n.Points}))
	}
	if len(n.Buttons) > 0 {
		parts = append(parts, d.buttons(n.Buttons))
	}
	return d.panel(n.Tag.Tone, false, below(3*step, parts...))
}

// empty stands where nothing can be listed. Only what was checked and found
// empty is on a plain card; the others carry the colour of their status.
func (d *drawer) empty(e view.Empty) fyne.CanvasObject {
	parts := []fyne.CanvasObject{beside(0, d.tag(e.Tag, sizeSmall)), d.write(e.Title, sizeHeading, d.ink, true)}
	if e.Text != "" {
		parts = append(parts, d.write(e.Text, sizeBody, d.ink, false))
	}
	if len(e.Points) > 0 {
		parts = append(parts, d.points(view.Points{Items: e.Points}))
	}
	if len(e.Buttons) > 0 {
		parts = append(parts, d.buttons(e.Buttons))
	}
	return d.panel(view.Neutral, e.Kind != view.NothingFound, below(2*step+2, parts...))
}
