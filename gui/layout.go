package gui

import (
	"fyne.io/fyne/v2"
)

// Fyne asks an object for one minimum size, whatever the width; a text that
// wraps has a height for each width. So what is drawn here is measured from the
// top, width given, height answered, and placed once: nothing is cut and nothing
// jumps.

// measured is a layout that knows its height for a width.
type measured interface {
	fyne.Layout
	heightFor(objects []fyne.CanvasObject, width float32) float32
}

// wide is a layout that knows the width it would like.
type wide interface {
	natural(objects []fyne.CanvasObject) float32
}

// heightOf is the height an object takes at a width.
func heightOf(o fyne.CanvasObject, width float32) float32 {
	switch o := o.(type) {
	case interface{ heightFor(float32) float32 }:
		return o.heightFor(width)
	case *fyne.Container:
		if l, ok := o.Layout.(measured); ok {
			return l.heightFor(o.Objects, width)
		}
	}
	return o.MinSize().Height
}

// naturalOf is the width an object takes on one line.
func naturalOf(o fyne.CanvasObject) float32 {
	switch o := o.(type) {
	case interface{ natural() float32 }:
		return o.natural()
	case *fyne.Container:
		if l, ok := o.Layout.(wide); ok {
			return l.natural(o.Objects)
		}
	}
	return o.MinSize().Width
}

// arrange makes a container that is laid out once it has a size. One of
// container.New is laid out while it has none as well: each text in it is broken
// letter by letter.
func arrange(l fyne.Layout, objects ...fyne.CanvasObject) *fyne.Container {
	return &fyne.Container{Layout: l, Objects: objects}
}

func put(o fyne.CanvasObject, x, y, w, h float32) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(w, h))
}

// stack puts objects below one another.
type stack struct{ gap float32 }

func (l stack) heightFor(objects []fyne.CanvasObject, width float32) (h float32) {
	for i, o := range objects {
		if i > 0 {
			h += l.gap
		}
		h += heightOf(o, width)
	}
	return h
}

func (l stack) natural(objects []fyne.CanvasObject) (w float32) {
	for _, o := range objects {
		w = max(w, naturalOf(o))
	}
	return w
}

func (l stack) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	var y float32
	for _, o := range objects {
		h := heightOf(o, size.Width)
		put(o, 0, y, size.Width, h)
		y += h + l.gap
	}
}

func (l stack) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

func below(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return arrange(stack{gap}, objects...)
}

// pad leaves room around one object; what comes before it is a surface that
// fills the whole.
type pad struct{ left, top, right, bottom float32 }

func padding(x, y float32) pad { return pad{x, y, x, y} }

func (l pad) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	return heightOf(objects[len(objects)-1], width-l.left-l.right) + l.top + l.bottom
}

func (l pad) natural(objects []fyne.CanvasObject) float32 {
	return naturalOf(objects[len(objects)-1]) + l.left + l.right
}

func (l pad) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	last := len(objects) - 1
	for _, surface := range objects[:last] {
		put(surface, 0, 0, size.Width, size.Height)
	}
	put(objects[last], l.left, l.top, size.Width-l.left-l.right, size.Height-l.top-l.bottom)
}

func (l pad) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

func inside(p pad, objects ...fyne.CanvasObject) *fyne.Container {
	return arrange(p, objects...)
}

// middle puts its last object in the middle of the height, surfaces before it
// filling the whole: for tiles that are stretched to one height.
type middle struct{ pad }

func (l middle) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	last := objects[len(objects)-1]
	width := size.Width - l.left - l.right
	for _, surface := range objects[:len(objects)-1] {
		put(surface, 0, 0, size.Width, size.Height)
	}
	h := heightOf(last, width)
	put(last, l.left, (size.Height-h+l.top-l.bottom)/2, width, h)
}

// flow puts objects side by side and goes on below where they do not fit.
type flow struct{ gapX, gapY float32 }

func (l flow) walk(objects []fyne.CanvasObject, width float32, each func(o fyne.CanvasObject, x, y, w, h float32)) float32 {
	var y float32
	for i := 0; i < len(objects); {
		var x, tallest float32
		first := i
		for ; i < len(objects); i++ {
			w := min(naturalOf(objects[i]), width)
			if i > first && x+w > width {
				break
			}
			tallest = max(tallest, heightOf(objects[i], w))
			x += w + l.gapX
		}
		x = 0
		for _, o := range objects[first:i] {
			w := min(naturalOf(o), width)
			h := heightOf(o, w)
			each(o, x, y+(tallest-h)/2, w, h)
			x += w + l.gapX
		}
		y += tallest + l.gapY
	}
	return max(0, y-l.gapY)
}

func (l flow) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	return l.walk(objects, width, func(fyne.CanvasObject, float32, float32, float32, float32) {})
}

func (l flow) natural(objects []fyne.CanvasObject) (w float32) {
	for i, o := range objects {
		if i > 0 {
			w += l.gapX
		}
		w += naturalOf(o)
	}
	return w
}

func (l flow) Layout(objects []fyne.CanvasObject, size fyne.Size) { l.walk(objects, size.Width, put) }

func (l flow) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

// beside leaves no room between lines: what can be pressed has its own, see press.
func beside(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return arrange(flow{gapX: gap}, objects...)
}

// even puts objects into columns of one width, as many as have room for least
// each, all of a line as tall as the tallest.
type even struct{ gap, least float32 }

func (l even) columns(n int, width float32) int {
	fit := int((width + l.gap) / (l.least + l.gap))
	fit = max(1, min(fit, n))
	lines := (n + fit - 1) / fit // four tiles where three fit: two and two
	return (n + lines - 1) / max(1, lines)
}

func (l even) walk(objects []fyne.CanvasObject, width float32, each func(o fyne.CanvasObject, x, y, w, h float32)) float32 {
	if len(objects) == 0 {
		return 0
	}
	n := l.columns(len(objects), width)
	w := (width - l.gap*float32(n-1)) / float32(n)
	var y float32
	for first := 0; first < len(objects); first += n {
		line := objects[first:min(first+n, len(objects))]
		var h float32
		for _, o := range line {
			h = max(h, heightOf(o, w))
		}
		for i, o := range line {
			each(o, float32(i)*(w+l.gap), y, w, h)
		}
		y += h + l.gap
	}
	return y - l.gap
}

func (l even) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	return l.walk(objects, width, func(fyne.CanvasObject, float32, float32, float32, float32) {})
}

func (l even) Layout(objects []fyne.CanvasObject, size fyne.Size) { l.walk(objects, size.Width, put) }

func (l even) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

// roomy gives its object a least height and puts it in the middle.
type roomy struct{ least float32 }

func (l roomy) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	return max(l.least, heightOf(objects[0], width))
}

func (l roomy) natural(objects []fyne.CanvasObject) float32 { return naturalOf(objects[0]) }

func (l roomy) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	h := min(heightOf(objects[0], size.Width), size.Height)
	put(objects[0], 0, (size.Height-h)/2, size.Width, h)
}

func (l roomy) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

func inRoom(least float32, o fyne.CanvasObject) *fyne.Container {
	return arrange(roomy{least}, o)
}

// flush puts objects below one another, all ending at the right; or side by side
// from the left, where it is given the room.
type flush struct{ gapX, gapY float32 }

func (l flush) line() flow { return flow{gapX: l.gapX} }

func (l flush) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	if width >= l.line().natural(objects) {
		return l.line().heightFor(objects, width)
	}
	return stack{l.gapY}.heightFor(objects, width)
}

func (l flush) natural(objects []fyne.CanvasObject) float32 { return stack{}.natural(objects) }

func (l flush) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	if size.Width >= l.line().natural(objects) {
		l.line().Layout(objects, size)
		return
	}
	var y float32
	for _, o := range objects {
		w := min(naturalOf(o), size.Width)
		h := heightOf(o, w)
		put(o, size.Width-w, y, w, h)
		y += h + l.gapY
	}
}

func (l flush) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }
