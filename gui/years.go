package gui

import (
	"fmt"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"vigie/gui/view"
)

// years are columns of leaks, one a year: how many as a number, how certain as
// shape and colour, with the words below.
func (d *drawer) years(y view.Years) fyne.CanvasObject {
	most := 1
	for _, item := range y.Items {
		most = max(most, leaks(item))
	}
	columns := make([]fyne.CanvasObject, len(y.Items))
	var tags []view.Tag
	for i, item := range y.Items {
		columns[i] = d.year(item, most)
		for _, part := range item.Parts {
			tags = append(tags, slices.Repeat([]view.Tag{part.Tag}, part.N)...)
		}
	}
	var head, parts []fyne.CanvasObject
	if y.Title != "" {
		head = append(head, d.write(y.Title, sizeCard, d.ink, true))
	}
	if y.Text != "" {
		head = append(head, d.write(y.Text, sizeBody, d.muted, false))
	}
	parts = append(parts, below(step/2, head...))
	if len(columns) > 0 {
		parts = append(parts, arrange(bottom{d.size(56)}, columns...), d.legend(tags))
	}
	return d.panel(view.Neutral, false, below(3*step, parts...))
}

// leaks counts those of a year.
func leaks(y view.Year) (n int) {
	for _, part := range y.Parts {
		n += part.N
	}
	return n
}

func (d *drawer) year(y view.Year, most int) fyne.CanvasObject {
	unit := min(d.size(22), d.size(132)/float32(most))
	var column []fyne.CanvasObject
	if n := leaks(y); n > 0 {
		column = append(column, d.centred(fmt.Sprint(n), sizeSmall, d.ink, true))
	}
	for _, part := range y.Parts {
		for range part.N {
			column = append(column, d.leakCell(part.Tag, unit))
		}
	}
	base := canvas.NewRectangle(d.muted)
	column = append(column, arrange(cell{height: 1, most: unlimited}, base), inside(pad{top: step, bottom: step}, d.centred(y.Label, sizeSmall, d.muted, false)))
	face := below(2, column...)
	if y.Intent == nil {
		return face
	}
	return d.pressable("year "+y.Label, y.Spoken, 4, face, y.Intent)
}

// leakCell is one leak: its shape too, where there is room for it.
func (d *drawer) leakCell(t view.Tag, height float32) fyne.CanvasObject {
	c := d.tone(t.Tone)
	back := surface(c.surface, 4)
	back.StrokeColor, back.StrokeWidth = c.bar, 1
	objects := []fyne.CanvasObject{back}
	if side := height - 8; side >= 8 && t.Shape != view.NoShape {
		objects = append(objects, arrange(dotIn{side}, d.shape(t.Shape, c.text, side)))
	}
	return arrange(cell{height, d.size(40)}, objects...)
}

// legend says in words what shapes are, and how many there are of each.
func (d *drawer) legend(tags []view.Tag) fyne.CanvasObject {
	var words []fyne.CanvasObject
	number := make(map[view.Tag]int)
	for _, t := range tags {
		number[t]++
	}
	for _, t := range tags {
		if n := number[t]; n > 0 {
			words = append(words, d.word(view.Tag{Shape: t.Shape, Text: fmt.Sprintf("%s (%d)", t.Text, n)}, sizeSmall, false, d.on(t.Tone)))
			number[t] = 0 // said
		}
	}
	return arrange(flow{5 * step, step}, words...)
}

// centred is a text in the middle of its width.
func (d *drawer) centred(s string, points float32, c colour, bold bool) *prose {
	text := d.write(s, points, c, bold)
	text.align = fyne.TextAlignCenter
	return text
}

// cell is a row of one height whose objects fill it, in the middle when it is
// wider than they may be.
type cell struct{ height, most float32 }

func (l cell) heightFor([]fyne.CanvasObject, float32) float32 { return l.height }
func (l cell) natural([]fyne.CanvasObject) float32            { return l.height }
func (l cell) MinSize([]fyne.CanvasObject) fyne.Size          { return fyne.NewSize(0, l.height) }
func (l cell) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	w := min(size.Width, l.most)
	for _, o := range objects {
		put(o, (size.Width-w)/2, 0, w, l.height)
	}
}

// bottom puts columns of one width on one base line; where they do not all fit,
// the first years go on the lines above.
type bottom struct{ least float32 }

func (l bottom) grid() even { return even{0, l.least} }

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
