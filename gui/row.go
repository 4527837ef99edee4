package gui

import (
	"fyne.io/fyne/v2"

	"vigie/gui/view"
)

// row draws one row: what it is left, how it stands right.
func (d *drawer) row(r view.Row) fyne.CanvasObject {
	room := pad{outset, 2*step + 1, outset, 2*step + 1}
	if len(r.Buttons) > 0 { // they have some of their own
		room.top, room.bottom = 1.5*step, 1.5*step
	}
	if r.Toggle != nil {
		room.left = 0 // the box has its own
	}
	face := d.rowParts(r)
	if r.Intent != nil {
		face = arrange(aside{gap: 2 * step}, face, d.chevron(r.Intent, len(r.Blocks) > 0))
	}
	face = inRoom(target, inside(room, face))
	if r.Intent != nil {
		face = d.pressable("row", spokenRow(r), 8, face, r.Intent)
	}
	if r.Toggle != nil {
		face = d.ticked(*r.Toggle, face, r.Intent == nil)
	}
	if len(r.Blocks) == 0 {
		return face
	}
	more := pad{outset + 3*step, step, outset, 4 * step}
	if r.Toggle != nil {
		more.left = naturalOf(d.box(*r.Toggle))
	}
	return below(0, face, inside(more, below(3*step, d.blocks(r.Blocks)...)))
}

// rowParts puts what stands right beside the text. A chip to press, as the period
// of an organisation, has a column of its own; another is one of the things at the
// right.
func (d *drawer) rowParts(r view.Row) fyne.CanvasObject {
	left, indent := d.rowLeft(r)
	right := d.rowRight(r)
	switch {
	case r.Chip != nil && r.Chip.Intent != nil:
		right.Layout = corner{3 * step, 2.5 * step}
		return arrange(thirds{2 * step, 480 * d.scale}, left, beside(0, d.chip(*r.Chip)), right)
	case len(right.Objects) > 0:
		return arrange(aside{4 * step, 200*d.scale + indent, indent, true}, left, right)
	}
	return left
}

// rowLeft is who a row is about, how it stands, its title and note; and how far
// the title is from the left.
func (d *drawer) rowLeft(r view.Row) (left fyne.CanvasObject, indent float32) {
	ink := d.ink
	if r.Dim {
		ink = d.muted
	}
	title := d.write(r.Title, sizeBody, ink, r.Chip != nil && r.Toggle != nil && r.Toggle.On)
	left = title
	if r.Note != "" {
		left = below(step/4, title, d.write(r.Note, sizeSmall, d.muted, false))
	}
	if r.Mark != nil && r.Mark.Shape != view.NoShape {
		side := d.size(sizeBody)
		left = arrange(lead{gap: 2.5 * step, lower: (title.lineHeight() - side) / 2}, d.shape(r.Mark.Shape, d.tone(r.Mark.Tone).text, side), left)
		indent += side + 2.5*step
	}
	if r.Badge != nil {
		badge := d.badge(*r.Badge)
		left = arrange(lead{gap: 3 * step, lower: 2 * step, centre: true}, badge, left)
		indent += naturalOf(badge) + 3*step
	}
	return left, indent
}

// rowRight is how a row stands: below one another where the text has two lines
// anyway, and leaves them less room.
func (d *drawer) rowRight(r view.Row) *fyne.Container {
	var parts []fyne.CanvasObject
	if r.Chip != nil && r.Chip.Intent == nil {
		parts = append(parts, d.chip(*r.Chip))
	}
	if r.Tag != nil {
		parts = append(parts, d.tag(*r.Tag, sizeSmall))
	}
	if r.Aside != "" {
		parts = append(parts, d.write(r.Aside, sizeSmall, d.muted, false))
	}
	stacked := r.Note != "" && len(parts) > 1
	for _, b := range r.Buttons {
		parts = append(parts, d.button(b))
	}
	if stacked {
		return arrange(flush{3 * step, step}, parts...)
	}
	return beside(3*step, parts...)
}

// chevron tells what pressing something does: it leads on, or opens and closes.
func (d *drawer) chevron(i view.Intent, open bool) fyne.CanvasObject {
	body, name := chevronOn, "on"
	if _, opens := i.(view.Open); opens {
		body, name = chevronOpen, "open"
		if open {
			body, name = chevronClose, "close"
		}
	}
	return d.picture("chevron-"+name, body, 16, d.size(sizeSmall), d.muted)
}

// ticked puts a box before a row, in the middle of its height.
type ticked struct{}

func (ticked) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	w := naturalOf(objects[0])
	return max(heightOf(objects[0], w), heightOf(objects[1], width-w))
}

func (ticked) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

func (ticked) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	w := naturalOf(objects[0])
	h := heightOf(objects[0], w)
	put(objects[0], 0, (size.Height-h)/2, w, h)
	put(objects[1], w, 0, size.Width-w, size.Height)
}

// ticked is a row with its box. Where the row does nothing else, all of it ticks.
func (d *drawer) ticked(t view.Toggle, face fyne.CanvasObject, whole bool) fyne.CanvasObject {
	if !whole {
		return arrange(ticked{}, d.toggle(t), face)
	}
	return d.pressable("toggle "+t.Text, t.Text, 8, arrange(ticked{}, d.box(t), face), t.Intent)
}

// spokenRow is a row in words.
func spokenRow(r view.Row) string {
	s := r.Title
	for _, t := range []*view.Tag{r.Mark, r.Tag} {
		if t != nil {
			s += ", " + t.Text
		}
	}
	for _, more := range []string{r.Note, r.Aside} {
		if more != "" {
			s += ", " + more
		}
	}
	return s
}

// thirds lines up the organisation, its period and its verdict over all rows,
// or puts them below each other where it is narrow.
type thirds struct{ gap, under float32 }

func (l thirds) walk(objects []fyne.CanvasObject, size fyne.Size, each func(o fyne.CanvasObject, x, y, w, h float32)) float32 {
	if size.Width < l.under {
		var y float32
		for _, o := range objects {
			h := heightOf(o, size.Width)
			each(o, 0, y, size.Width, h)
			y += h
		}
		return y
	}
	starts := [4]float32{0, 0.33, 0.66, 1}
	var tallest float32
	for i, o := range objects {
		tallest = max(tallest, heightOf(o, (starts[i+1]-starts[i])*size.Width-l.gap))
	}
	for i, o := range objects {
		w := (starts[i+1]-starts[i])*size.Width - l.gap
		h := heightOf(o, w)
		each(o, starts[i]*size.Width, (tallest-h)/2, w, h)
	}
	return tallest
}

func (l thirds) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	return l.walk(objects, fyne.NewSize(width, 0), func(fyne.CanvasObject, float32, float32, float32, float32) {})
}

func (l thirds) Layout(objects []fyne.CanvasObject, size fyne.Size) { l.walk(objects, size, put) }

func (l thirds) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

// corner puts things side by side, or below one another where they do not fit,
// with as much room above the first as a link below it has.
type corner struct{ gap, above float32 }

func (l corner) walk(objects []fyne.CanvasObject, width float32, each func(o fyne.CanvasObject, x, y, w, h float32)) float32 {
	if line := (flow{gapX: l.gap}); line.natural(objects) <= width {
		return line.walk(objects, width, each)
	}
	y := l.above
	for _, o := range objects {
		w := min(naturalOf(o), width)
		h := heightOf(o, w)
		each(o, 0, y, w, h)
		y += h
	}
	return y
}

func (l corner) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	return l.walk(objects, width, func(fyne.CanvasObject, float32, float32, float32, float32) {})
}

func (l corner) Layout(objects []fyne.CanvasObject, size fyne.Size) { l.walk(objects, size.Width, put) }

func (l corner) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }
