package gui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"vigie/gui/view"
)

// short is up to how many rows a list is drawn whole.
const short = 40

// outset is how far a row reaches out of its list on both sides, so that its
// text stands in line with what is above, and its ring has room around.
const outset = 2 * step

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
	h := heightOf(l.at(i), l.width+2*outset) + 1 // the line below
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

// spare is how far out of sight rows exist: the focus goes on to one before it
// is seen.
const spare = 20 * step

// show makes the rows between two heights and some around them, and forgets the
// others. It reports whether anything changed.
func (l *rows) show(top, bottom float32) bool {
	if l.width == 0 || l.r.Len <= short {
		return false
	}
	first, last := l.between(top-spare, bottom+spare)
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
		put(o, -outset, y, size.Width+2*outset, h-1)
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
