package gui

import (
	"fyne.io/fyne/v2"

	"vigie/gui/view"
)

// nextAction is the one thing to do next: the only card with a bar and a filled
// button.
func (d *drawer) nextAction(n view.NextAction) fyne.CanvasObject {
	text := below(step,
		d.write(n.Eyebrow, sizeSmall, d.muted, false),
		d.write(n.Title, sizeHeading, d.ink, true),
		d.write(n.Text, sizeBody, d.muted, false))
	others := make([]fyne.CanvasObject, len(n.Others))
	for i, b := range n.Others {
		others[i] = d.button(b)
	}
	press := below(0, d.button(n.Main), beside(4*step, others...))
	return d.panel(view.Attention, true, arrange(aside{gap: 6 * step, least: 300 * d.scale}, text, press))
}

// counts are a few numbers, each with its status in words.
func (d *drawer) counts(c view.Counts) fyne.CanvasObject {
	tiles := make([]fyne.CanvasObject, len(c.Items))
	var least float32 // no status is broken into two lines
	for i, item := range c.Items {
		tiles[i] = d.count(item)
		least = max(least, naturalOf(d.tag(item.Tag, sizeSmall))+10*step)
	}
	return arrange(even{4 * step, least}, tiles...)
}

func (d *drawer) count(c view.Count) fyne.CanvasObject {
	face := d.panel(view.Neutral, false, below(step,
		beside(0, d.tag(c.Tag, sizeSmall)),
		d.write(c.Number, sizeTitle, d.ink, true),
		d.write(c.Note, sizeSmall, d.muted, false)))
	if c.Intent == nil {
		return face
	}
	return d.pressable("count "+c.Tag.Text, c.Tag.Text+" "+c.Number+" "+c.Note, radius, face, c.Intent)
}

// facts are labelled values on cards of their own.
func (d *drawer) facts(f view.Facts) fyne.CanvasObject {
	tiles := make([]fyne.CanvasObject, len(f.Items))
	for i, item := range f.Items {
		parts := []fyne.CanvasObject{d.write(item.Label, sizeSmall, d.muted, false), d.write(item.Value, sizeBody, d.ink, true)}
		if item.Note != "" {
			parts = append(parts, d.write(item.Note, sizeSmall, d.muted, false))
		}
		tiles[i] = d.panel(view.Neutral, false, below(step, parts...))
	}
	return arrange(even{4 * step, 170 * d.scale}, tiles...)
}

// timeline is what happened, one moment below the other along a line.
func (d *drawer) timeline(t view.Timeline) fyne.CanvasObject {
	side := d.size(sizeBody)
	moments := make([]fyne.CanvasObject, len(t.Events))
	for i, m := range t.Events {
		parts := []fyne.CanvasObject{d.write(m.When, sizeSmall, d.muted, false), d.write(m.Title, sizeBody, d.ink, true)}
		if m.Note != "" {
			parts = append(parts, d.write(m.Note, sizeSmall, d.muted, false))
		}
		mark := m.Mark
		if mark.Shape == view.NoShape {
			mark.Shape = view.Dot
		}
		text := below(step/2, parts...)
		picture := d.shape(mark.Shape, d.tone(mark.Tone).text, side)
		if i == len(t.Events)-1 {
			moments[i] = arrange(lead{gap: 3 * step, lower: 2}, picture, text)
			continue
		}
		moments[i] = arrange(thread{side, 3 * step, 3 * step}, surface(d.line, 0), picture, text)
	}
	return below(0, moments...)
}

// thread is a moment of a timeline with the line that goes on below its mark.
type thread struct{ side, gap, tail float32 }

func (l thread) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	return heightOf(objects[2], width-l.side-l.gap) + l.tail
}

func (l thread) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

func (l thread) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	put(objects[0], l.side/2-1, l.side+4, 2, size.Height-l.side-4)
	put(objects[1], 0, 2, l.side, l.side)
	put(objects[2], l.side+l.gap, 0, size.Width-l.side-l.gap, size.Height-l.tail)
}
