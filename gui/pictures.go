package gui

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"vigie/gui/view"
)

// The pictures say nothing that the text beside them does not.

// years are columns of leaks, one a year, with the certainty as shape and colour.
func (d *drawer) years(y view.Years) fyne.CanvasObject {
	most := 1
	for _, item := range y.Items {
		n := 0
		for _, part := range item.Parts {
			n += part.N
		}
		most = max(most, n)
	}
	columns := make([]fyne.CanvasObject, len(y.Items))
	for i, item := range y.Items {
		columns[i] = d.year(item, most)
	}
	var parts []fyne.CanvasObject
	if y.Title != "" {
		parts = append(parts, d.write(y.Title, sizeCard, d.ink, true))
	}
	if y.Text != "" {
		parts = append(parts, d.write(y.Text, sizeBody, d.muted, false))
	}
	if len(columns) > 0 {
		parts = append(parts, container.New(bottom{2 * step, d.size(48)}, columns...))
	}
	return d.panel(view.Neutral, false, below(3*step, parts...))
}

func (d *drawer) year(y view.Year, most int) fyne.CanvasObject {
	unit := min(d.size(22), d.size(110)/float32(most))
	var cells []fyne.CanvasObject
	for _, part := range y.Parts {
		c := d.tone(part.Tag.Tone)
		for range part.N {
			back := surface(c.surface, 4)
			back.StrokeColor, back.StrokeWidth = c.bar, 1
			content := fyne.CanvasObject(below(0))
			if side := unit - 8; side >= 8 {
				content = container.New(dotIn{side}, shapes16(part.Tag.Shape, c.text))
			}
			cells = append(cells, container.New(cell{unit}, back, content))
		}
	}
	label := d.write(y.Label, sizeSmall, d.muted, false)
	label.align = fyne.TextAlignCenter
	face := below(step, append(cells, label)...)
	if y.Intent == nil {
		return face
	}
	return d.pressable("year "+y.Label, y.Spoken, 4, face, y.Intent)
}

// shapes16 is a shape that takes the size it is given.
func shapes16(s view.Shape, c colour) fyne.CanvasObject {
	if s == view.NoShape {
		return below(0)
	}
	img := canvas.NewImageFromResource(svg(fmt.Sprintf("shape-%x", string(s)), shapes[s], 16, c))
	img.FillMode = canvas.ImageFillContain
	return img
}

// cell is a row of one height whose objects fill it.
type cell struct{ height float32 }

func (l cell) heightFor([]fyne.CanvasObject, float32) float32 { return l.height }
func (l cell) natural([]fyne.CanvasObject) float32            { return l.height }
func (l cell) MinSize([]fyne.CanvasObject) fyne.Size          { return fyne.NewSize(0, l.height) }
func (l cell) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		put(o, 0, 0, size.Width, l.height)
	}
}

// bottom puts columns of one width on one base line; where they do not all fit,
// the first years go on the lines above.
type bottom struct{ gap, least float32 }

func (l bottom) grid() even { return even(l) }

func (l bottom) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	return l.grid().heightFor(objects, width)
}

func (l bottom) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

func (l bottom) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.grid().walk(objects, size.Width, func(o fyne.CanvasObject, x, y, w, h float32) {
		own := heightOf(o, w)
		put(o, x, y+h-own, w, own)
	})
}

// puzzle is the data of a person as pieces, and below them what some of them
// allow together: each such sentence repeats the pieces it joins.
func (d *drawer) puzzle(p view.Puzzle) fyne.CanvasObject {
	pieces := make([]fyne.CanvasObject, len(p.Pieces))
	for i, piece := range p.Pieces {
		pieces[i] = d.chip(view.Chip{Tag: piece.Tag, Intent: piece.Intent})
	}
	parts := []fyne.CanvasObject{}
	if p.Text != "" {
		parts = append(parts, d.write(p.Text, sizeBody, d.ink, false))
	}
	parts = append(parts, beside(2*step, pieces...))
	for _, j := range p.Joins {
		parts = append(parts, d.join(p, j))
	}
	return below(4*step, parts...)
}

func (d *drawer) join(p view.Puzzle, j view.Join) fyne.CanvasObject {
	var row []fyne.CanvasObject
	for i, at := range j.Pieces {
		if at < 0 || at >= len(p.Pieces) {
			continue
		}
		if i > 0 {
			row = append(row, d.write("+", sizeCard, d.muted, true))
		}
		row = append(row, d.chip(view.Chip{Tag: p.Pieces[at].Tag}))
	}
	content := below(2*step, beside(2*step, row...), beside(0, d.tag(j.Tag, sizeSmall)), d.write(j.Text, sizeBody, d.ink, false))
	face := d.panel(j.Tag.Tone, true, content)
	if j.Intent == nil {
		return face
	}
	return d.pressable("join "+j.Text, j.Text, radius, face, j.Intent)
}

// months is a strip: how a check that comes back goes on.
func (d *drawer) months(m view.Months) fyne.CanvasObject {
	cells := make([]fyne.CanvasObject, len(m.Items))
	for i, item := range m.Items {
		c := d.tone(item.Tag.Tone)
		back := surface(c.surface, 6)
		if item.Now {
			back.StrokeColor, back.StrokeWidth = d.action, 2
		} else if d.line == d.ink {
			back.StrokeColor, back.StrokeWidth = c.bar, 1
		}
		label := d.write(item.Label, sizeSmall, d.muted, item.Now)
		label.align = fyne.TextAlignCenter
		square := container.New(cell{d.size(30)}, back, container.New(dotIn{d.size(14)}, shapes16(item.Tag.Shape, c.text)))
		cells[i] = below(step, square, label)
	}
	strip := container.New(even{2 * step, 44 * d.scale}, cells...)
	if m.Text == "" {
		return strip
	}
	return below(3*step, d.write(m.Text, sizeBody, d.ink, false), strip)
}

// calendar is one month of the watch, weeks from Monday.
func (d *drawer) calendar(c view.Calendar) fyne.CanvasObject {
	head := container.New(aside{4 * step, 120}, d.write(c.Title, sizeHeading, d.ink, true), beside(2*step, d.button(c.Previous), d.button(c.Next)))
	var grid []fyne.CanvasObject
	for _, name := range c.Weekdays {
		t := d.write(name, sizeSmall, d.muted, true)
		t.align = fyne.TextAlignCenter
		grid = append(grid, t)
	}
	names := container.New(week{step}, grid...)
	weeks := []fyne.CanvasObject{head, names}
	for first := 0; first < len(c.Days); first += 7 {
		days := make([]fyne.CanvasObject, 0, 7)
		for _, day := range c.Days[first:min(first+7, len(c.Days))] {
			days = append(days, d.day(day))
		}
		weeks = append(weeks, container.New(week{step}, days...))
	}
	return d.panel(view.Neutral, false, below(2*step, weeks...))
}

func (d *drawer) day(m view.MonthDay) fyne.CanvasObject {
	back := surface(d.paper, 6)
	if m.Label == "" {
		return container.New(pad{}, surface(d.card, 6), below(0))
	}
	if m.Today {
		back.StrokeColor, back.StrokeWidth = d.action, 2
	} else if d.line == d.ink {
		back.StrokeColor, back.StrokeWidth = d.line, 1
	}
	parts := []fyne.CanvasObject{d.write(m.Label, sizeSmall, d.ink, m.Today)}
	for _, t := range m.Tags {
		parts = append(parts, d.word(t, sizeSmall-1, false, d.tone(t.Tone).text))
	}
	return inside(padding(1.5*step, step), back, container.New(atLeast{d.size(40)}, below(step/2, parts...)))
}

// atLeast gives its object a least height.
type atLeast struct{ height float32 }

func (l atLeast) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	return max(l.height, heightOf(objects[0], width))
}
func (l atLeast) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }
func (l atLeast) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	put(objects[0], 0, 0, size.Width, size.Height)
}

// week is always seven columns.
type week struct{ gap float32 }

func (l week) width(total float32) float32 { return (total - 6*l.gap) / 7 }

func (l week) heightFor(objects []fyne.CanvasObject, width float32) (h float32) {
	for _, o := range objects {
		h = max(h, heightOf(o, l.width(width)))
	}
	return h
}

func (l week) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

func (l week) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	w := l.width(size.Width)
	for i, o := range objects {
		put(o, float32(i)*(w+l.gap), 0, w, size.Height)
	}
}

// marked is a message with what is in it that matters.
func (d *drawer) marked(m view.Marked) fyne.CanvasObject {
	text := newProse(d.size(sizeBody))
	var notes []fyne.CanvasObject
	for _, s := range m.Spans {
		r := run{text: s.Text, colour: d.ink}
		if s.Tone != view.Neutral {
			c := d.tone(s.Tone)
			r = run{text: s.Text, colour: c.text, surface: c.surface, bold: true}
		}
		text.runs = append(text.runs, r)
		if s.Note != "" {
			notes = append(notes, newProse(d.size(sizeSmall), run{text: s.Text + " ", colour: d.tone(s.Tone).text, bold: true}, run{text: s.Note, colour: d.muted}))
		}
	}
	var parts []fyne.CanvasObject
	if m.Label != "" {
		parts = append(parts, d.write(m.Label, sizeSmall, d.muted, false))
	}
	parts = append(parts, text)
	return below(3*step, append(parts, notes...)...)
}

// paperOf is a text on paper, black on white in every theme.
func (d *drawer) paperOf(p view.Paper) fyne.CanvasObject {
	back := d.outlined(white, d.line, 2)
	return inside(padding(8*step, 8*step), back, newProse(d.size(sizeBody), run{text: p.Text, colour: black}))
}
