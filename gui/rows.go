package gui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"vigie/gui/view"
)

// short is up to how many rows a list is drawn whole.
const short = 40

// rows is a list. A long one makes only the rows near what is in sight; the
// height of those never seen is taken to be that of the first.
type rows struct {
	widget.BaseWidget
	d *drawer
	r view.Rows

	width   float32
	heights []float32 // 0 where not known
	guess   float32
	total   float32
	made    map[int]fyne.CanvasObject
	first   int // made are the rows from first to before last
	last    int
}

func (d *drawer) rows(r view.Rows) fyne.CanvasObject {
	if r.Len == 0 {
		return d.write(r.Empty, sizeBody, d.muted, false)
	}
	l := &rows{d: d, r: r, heights: make([]float32, r.Len), made: map[int]fyne.CanvasObject{}}
	l.ExtendBaseWidget(l)
	if r.Len > short {
		d.lists = append(d.lists, l)
	}
	return l
}

func (l *rows) at(i int) fyne.CanvasObject {
	if o, ok := l.made[i]; ok {
		return o
	}
	row := l.r.Row(i)
	inner := *l.d
	inner.prefix = l.r.Key + " " + row.Key + " "
	o := inner.row(row)
	l.made[i] = o
	return o
}

func (l *rows) measure(i int) {
	h := heightOf(l.at(i), l.width) + 1 // the line below
	if l.heights[i] > 0 {
		l.total += h - l.heights[i]
	} else {
		l.total += h - l.guess
	}
	l.heights[i] = h
}

func (l *rows) heightFor(width float32) float32 {
	if l.width == width {
		return l.total
	}
	l.width, l.total, l.guess = width, 0, 0
	clear(l.heights)
	l.measure(0)
	l.guess = l.heights[0]
	l.total = l.guess * float32(l.r.Len)
	if l.r.Len <= short {
		l.first, l.last = 0, l.r.Len
	}
	for i := max(1, l.first); i < l.last; i++ {
		l.measure(i)
	}
	return l.total
}

func (l *rows) height(i int) float32 {
	if h := l.heights[i]; h > 0 {
		return h
	}
	return l.guess
}

// show makes the rows between two heights and a screen around them, and forgets
// the others. It reports whether anything changed.
func (l *rows) show(top, bottom float32) bool {
	if l.width == 0 || l.r.Len <= short {
		return false
	}
	around := bottom - top
	first, last := l.between(top-around/2, bottom+around/2)
	if first == l.first && last == l.last {
		return false
	}
	l.first, l.last = first, last
	for i := range l.made {
		if i < first || i >= last {
			delete(l.made, i)
		}
	}
	for i := first; i < last; i++ {
		l.measure(i)
	}
	l.Refresh()
	return true
}

// between finds the rows that are, at least in part, between two heights.
func (l *rows) between(top, bottom float32) (first, last int) {
	var y float32
	first = -1
	for i := range l.r.Len {
		h := l.height(i)
		if first < 0 && y+h > top {
			first = i
		}
		if y >= bottom {
			return max(0, first), i
		}
		y += h
	}
	return max(0, first), l.r.Len
}

// visible are the rows that exist, in order.
func (l *rows) visible() []fyne.CanvasObject {
	all := make([]fyne.CanvasObject, 0, l.last-l.first)
	for i := l.first; i < l.last; i++ {
		all = append(all, l.at(i))
	}
	return all
}

// MinSize is nothing: the place is found by heightFor.
func (l *rows) MinSize() fyne.Size { return fyne.Size{} }

// CreateRenderer is called by Fyne.
func (l *rows) CreateRenderer() fyne.WidgetRenderer { return &rowsRenderer{rows: l} }

type rowsRenderer struct {
	*rows
	objects []fyne.CanvasObject
}

func (r *rowsRenderer) Layout(size fyne.Size) {
	r.heightFor(size.Width)
	r.objects = nil
	var y float32
	for i := range r.first {
		y += r.height(i)
	}
	for i := r.first; i < r.last; i++ {
		o, h := r.at(i), r.height(i)
		put(o, 0, y, size.Width, h-1)
		r.objects = append(r.objects, o)
		if i < r.r.Len-1 {
			line := canvas.NewRectangle(r.d.line)
			put(line, 0, y+h-1, size.Width, 1)
			r.objects = append(r.objects, line)
		}
		y += h
	}
}

func (r *rowsRenderer) MinSize() fyne.Size           { return fyne.Size{} }
func (r *rowsRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *rowsRenderer) Destroy()                     {}
func (r *rowsRenderer) Refresh() {
	r.Layout(r.Size())
	canvas.Refresh(r.rows)
}

// row draws one row: what it is left, how it stands right.
func (d *drawer) row(r view.Row) fyne.CanvasObject {
	left := d.rowTitle(r)
	right := d.rowAside(r)
	face := left
	switch {
	case r.Chip != nil:
		face = container.New(thirds{2 * step, 480 * d.scale}, left, beside(0, d.chip(*r.Chip)), right)
	case len(right.Objects) > 0:
		face = container.New(aside{4 * step, 200 * d.scale}, left, right)
	}
	face = inside(padding(2*step, 2*step+1), face)
	if r.Intent != nil {
		face = d.pressable("row", spokenRow(r), 8, face, r.Intent)
	}
	if r.Toggle != nil {
		face = d.ticked(*r.Toggle, face, r.Intent == nil)
	}
	if len(r.Blocks) == 0 {
		return face
	}
	return below(0, face, inside(pad{4 * step, step, 2 * step, 4 * step}, below(3*step, d.blocks(r.Blocks)...)))
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
		return container.New(ticked{}, d.toggle(t), face)
	}
	return d.pressable("toggle "+t.Text, t.Text, 8, container.New(ticked{}, d.box(t), face), t.Intent)
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

func (d *drawer) rowTitle(r view.Row) fyne.CanvasObject {
	ink := d.ink
	if r.Dim {
		ink = d.muted
	}
	title := d.write(r.Title, sizeBody, ink, r.Chip != nil && r.Toggle != nil && r.Toggle.On)
	var text fyne.CanvasObject = title
	if r.Note != "" {
		text = below(step/4, title, d.write(r.Note, sizeSmall, d.muted, false))
	}
	if r.Mark != nil && r.Mark.Shape != view.NoShape {
		side := d.size(sizeBody)
		c := d.tone(r.Mark.Tone).text
		text = container.New(lead{3 * step, (title.lineHeight() - side) / 2}, shapePicture(r.Mark.Shape, c, side), text)
	}
	if r.Badge != nil {
		text = container.New(lead{3 * step, step / 2}, d.badge(*r.Badge), text)
	}
	return text
}

func (d *drawer) rowAside(r view.Row) *fyne.Container {
	var parts []fyne.CanvasObject
	if r.Tag != nil {
		parts = append(parts, d.tag(*r.Tag, sizeSmall))
	}
	if r.Aside != "" {
		parts = append(parts, d.write(r.Aside, sizeSmall, d.muted, false))
	}
	for _, b := range r.Buttons {
		parts = append(parts, d.button(b))
	}
	return beside(2*step, parts...)
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
			if h > 0 {
				y += h + l.gap/2
			}
		}
		return y - l.gap/2
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
