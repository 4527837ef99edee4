package gui

import (
	"fyne.io/fyne/v2"

	"vigie/gui/view"
)

// months is a strip: how a check that comes back goes on, which its text tells
// in words.
func (d *drawer) months(m view.Months) fyne.CanvasObject {
	cells := make([]fyne.CanvasObject, len(m.Items))
	for i, item := range m.Items {
		c := d.tone(item.Tag.Tone)
		back := surface(c.surface, 6)
		if item.Now {
			back.StrokeColor, back.StrokeWidth = d.action, 2
		} else if d.edged {
			back.StrokeColor, back.StrokeWidth = c.bar, 1
		}
		square := arrange(cell{d.size(32), unlimited}, back)
		if side := d.size(sizeBody); item.Tag.Shape != view.NoShape {
			square.Add(arrange(dotIn{side}, d.shape(item.Tag.Shape, c.text, side)))
		}
		cells[i] = below(step, square, d.centred(item.Label, sizeSmall, d.muted, item.Now))
	}
	strip := arrange(even{2 * step, 44 * d.scale}, cells...)
	if m.Text == "" {
		return strip
	}
	return below(3*step, d.write(m.Text, sizeBody, d.ink, false), strip)
}

// calendar is one month of the watch, weeks from Monday.
func (d *drawer) calendar(c view.Calendar) fyne.CanvasObject {
	head := arrange(aside{gap: 4 * step, least: 120}, d.write(c.Title, sizeHeading, d.ink, true), beside(2*step, d.button(c.Previous), d.button(c.Next)))
	var grid []fyne.CanvasObject
	for _, name := range c.Weekdays {
		grid = append(grid, d.centred(name, sizeSmall, d.muted, true))
	}
	names := arrange(week{step}, grid...)
	weeks := []fyne.CanvasObject{head, names}
	for first := 0; first < len(c.Days); first += 7 {
		days := make([]fyne.CanvasObject, 0, 7)
		for _, day := range c.Days[first:min(first+7, len(c.Days))] {
			days = append(days, d.day(day))
		}
		weeks = append(weeks, arrange(week{step}, days...))
	}
	return d.panel(view.Neutral, false, below(2*step, weeks...))
}

func (d *drawer) day(m view.MonthDay) fyne.CanvasObject {
	back := surface(d.paper, 6)
	if m.Label == "" {
		return arrange(pad{}, surface(d.card, 6), below(0))
	}
	if m.Today {
		back.StrokeColor, back.StrokeWidth = d.action, 2
	} else if d.edged {
		back.StrokeColor, back.StrokeWidth = d.line, 1
	}
	parts := []fyne.CanvasObject{d.write(m.Label, sizeSmall, d.ink, m.Today)}
	for _, t := range m.Tags {
		parts = append(parts, d.due(t))
	}
	return inside(padding(1.5*step, step), back, arrange(atLeast{d.size(40)}, below(step/2, parts...)))
}

// due is something on a day. A narrow day has room for its shape alone: the list
// below the calendar says it in words.
func (d *drawer) due(t view.Tag) fyne.CanvasObject {
	c := d.tone(t.Tone).text
	side := d.size(sizeSmall)
	return arrange(roomOr{side + step}, d.shape(t.Shape, c, side), d.write(t.Text, sizeSmall-1, c, false))
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

// roomOr shows its second object beside the first where it fits on one line.
type roomOr struct{ at float32 }

func (l roomOr) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	return max(heightOf(objects[0], width), heightOf(objects[1], unlimited))
}

func (l roomOr) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

func (l roomOr) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	h := heightOf(objects[0], size.Width)
	put(objects[0], 0, (size.Height-h)/2, naturalOf(objects[0]), h)
	if l.at+naturalOf(objects[1]) > size.Width {
		objects[1].Hide()
		return
	}
	objects[1].Show()
	put(objects[1], l.at, 0, size.Width-l.at, size.Height)
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
