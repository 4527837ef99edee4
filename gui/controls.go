package gui

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"vigie/gui/view"
)

// buttons stand side by side as long as there is room.
func (d *drawer) buttons(all []view.Button) fyne.CanvasObject {
	drawn := make([]fyne.CanvasObject, 0, len(all))
	gap := float32(4 * step) // of links, which have no edge
	for _, b := range all {
		drawn = append(drawn, d.button(b))
		if b.Kind != view.Link {
			gap = 2 * step
		}
		if b.Off && b.Why != "" {
			drawn = append(drawn, d.write(b.Why, sizeSmall, d.muted, false))
		}
	}
	return beside(gap, drawn...)
}

func (d *drawer) button(b view.Button) fyne.CanvasObject {
	off := b.Off || b.Intent == nil
	text, back := d.action, d.outlined(d.card, d.edge, 8)
	switch {
	case b.Kind == view.Link && !off:
		return d.pressable("button "+b.Text, b.Text, 4, d.linked(b.Text, sizeBody), b.Intent).apart()
	case off:
		text, back = d.muted, surface(d.palette.field, 8)
	case b.Kind == view.Primary:
		text, back = d.actionInk, surface(d.action, 8)
	case b.Kind == view.Grave:
		text, back = d.grave, d.outlined(d.card, d.tone(view.Danger).bar, 8)
	}
	label := d.write(b.Text, sizeBody, text, true)
	label.align = fyne.TextAlignCenter
	face := inside(padding(4*step, 2.5*step), back, label)
	if off {
		return inside(padding(0, step), face)
	}
	return d.pressable("button "+b.Text, b.Text, 8, face, b.Intent).apart()
}

// linked is a text that leads somewhere. Where its colour does not tell it from
// the text around, a line below does.
func (d *drawer) linked(s string, points float32) *prose {
	return newProse(d.size(points), run{text: s, colour: d.link, underlined: d.link == d.ink || d.edged})
}

// tag is a status: shape and word on its surface.
func (d *drawer) tag(t view.Tag, points float32) fyne.CanvasObject {
	return d.label(t, points, true, d.tone(t.Tone), step)
}

// label is a tag or a chip.
func (d *drawer) label(t view.Tag, points float32, bold bool, c pair, round float32) fyne.CanvasObject {
	back := surface(c.surface, round)
	if d.edged {
		back.StrokeColor, back.StrokeWidth = c.bar, 1
	}
	room := padding(2*step+2, step)
	if round > step { // a pill
		room = padding(3*step, 1.5*step)
	}
	return inside(room, back, d.word(t, points, bold, c.text))
}

// word is a shape and the text after it.
func (d *drawer) word(t view.Tag, points float32, bold bool, c colour) fyne.CanvasObject {
	text := d.write(t.Text, points, c, bold)
	if t.Shape == view.NoShape {
		return text
	}
	side := d.size(points) * 0.86
	return arrange(lead{gap: 1.5 * step, lower: (text.lineHeight() - side) / 2}, d.shape(t.Shape, c, side), text)
}

func (d *drawer) chips(c view.Chips) fyne.CanvasObject {
	all := make([]fyne.CanvasObject, len(c.Items))
	for i, item := range c.Items {
		all[i] = d.chip(item)
	}
	row := d.airy(all)
	if c.Label == "" {
		return row
	}
	return below(step, d.write(c.Label, sizeSmall, d.muted, false), row)
}

// airy puts small things side by side. When some can be pressed and so keep room
// around themselves, the others stand on the same lines.
func (d *drawer) airy(all []fyne.CanvasObject) fyne.CanvasObject {
	if !slices.ContainsFunc(all, func(o fyne.CanvasObject) bool { _, ok := o.(*press); return ok }) {
		return arrange(flow{2 * step, 2 * step}, all...)
	}
	for i, o := range all {
		all[i] = inRoom(target, o)
	}
	return beside(2*step, all...)
}

func (d *drawer) chip(c view.Chip) fyne.CanvasObject {
	look := d.tone(c.Tone)
	if c.On {
		look = pair{d.sideInk, d.sidebar, d.sideInk}
		if d.dark {
			look = pair{d.actionInk, d.action, d.action}
		}
	}
	round := d.size(15)
	face := d.label(c.Tag, sizeBody-1, false, look, round)
	if c.Intent == nil {
		return face
	}
	return d.pressable("chip "+c.Text, c.Text, round, face, c.Intent).apart()
}

// badge is a person.
func (d *drawer) badge(b view.Badge) fyne.CanvasObject {
	side := d.size(30)
	letter := d.write(b.Letter, sizeBody, white, true)
	letter.align = fyne.TextAlignCenter
	round := canvas.NewCircle(d.people[max(0, b.Colour)%len(d.people)])
	return sized(side, side, arrange(middle{pad{}}, round, letter))
}

// toggle is a box to tick.
func (d *drawer) toggle(t view.Toggle) fyne.CanvasObject {
	return d.pressable("toggle "+t.Text, t.Text, 6, d.box(t), t.Intent)
}

// box is the box of a toggle, as wide as what is pressed.
func (d *drawer) box(t view.Toggle) fyne.CanvasObject {
	side := d.size(18)
	c := d.muted
	if t.On {
		c = d.action
	}
	return sized(max(target, side+5*step), side, inside(pad{left: 2 * step}, d.boxMark(t.On, c, side)))
}

// progress is how far something is.
func (d *drawer) progress(p view.Progress) fyne.CanvasObject {
	bar := arrange(filled{float32(p.Done) / float32(max(1, p.Total)), 6},
		surface(d.line, 3), surface(d.tone(view.Calm).bar, 3))
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

// after is what follows the first words of a notice: a line break, unless they
// are a sentence.
func after(s string) string {
	if strings.HasSuffix(s, ".") || strings.HasSuffix(s, ":") || strings.HasSuffix(s, "?") {
		return " "
	}
	return "\n"
}

func (d *drawer) notice(n view.Notice) fyne.CanvasObject {
	c := d.tone(n.Tag.Tone)
	text := newProse(d.size(sizeBody))
	first := n.Tag.Text
	if first != "" && n.Text != "" {
		first += after(first)
	}
	text.runs = append(text.runs, run{text: first, colour: c.text, bold: true}, run{text: n.Text, colour: c.text})
	var head fyne.CanvasObject = text
	var indent float32
	if side := d.size(sizeBody); n.Tag.Shape != view.NoShape {
		indent = side + 2*step
		head = arrange(lead{gap: 2 * step, lower: (text.lineHeight() - side) / 2}, d.shape(n.Tag.Shape, c.text, side), text)
	}
	if len(n.Buttons) > 0 && len(n.Points) == 0 && n.Progress == nil {
		return d.panel(n.Tag.Tone, false, arrange(aside{gap: 4 * step, least: 220 * d.scale}, head, d.buttons(n.Buttons)))
	}
	var more []fyne.CanvasObject
	if n.Progress != nil {
		more = append(more, d.progress(*n.Progress))
	}
	if len(n.Points) > 0 {
		more = append(more, d.points(view.Points{Items: n.Points}))
	}
	if len(n.Buttons) > 0 {
		more = append(more, d.buttons(n.Buttons))
	}
	if len(more) == 0 {
		return d.panel(n.Tag.Tone, false, head)
	}
	return d.panel(n.Tag.Tone, false, below(2*step, head, inside(pad{left: indent}, below(2*step, more...))))
}

// empty stands where nothing can be listed. Only what was checked and found
// empty is on a plain card; the others carry a bar in the colour of their status.
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
	if e.Kind == view.NothingFound {
		return d.panel(view.Neutral, false, below(2*step+2, parts...))
	}
	return d.panel(e.Tag.Tone, true, below(2*step+2, parts...))
}
