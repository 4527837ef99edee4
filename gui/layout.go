package gui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
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
	return container.New(stack{gap}, objects...)
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
	return container.New(p, objects...)
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

func beside(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(flow{gap, gap}, objects...)
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

// sides puts a wide part left and a narrow one right, below each other under a
// width. Both are as tall as the taller one when it is stretched.
type sides struct {
	gap     float32
	share   float32 // of the narrow part
	under   float32
	stretch bool
}

func (l sides) widths(width float32) (left, right float32, apart bool) {
	if width < l.under {
		return width, width, false
	}
	right = (width - l.gap) * l.share
	return width - l.gap - right, right, true
}

func (l sides) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	left, right, apart := l.widths(width)
	a, b := heightOf(objects[0], left), heightOf(objects[1], right)
	if apart {
		return max(a, b)
	}
	return a + l.gap + b
}

func (l sides) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	left, right, apart := l.widths(size.Width)
	a, b := heightOf(objects[0], left), heightOf(objects[1], right)
	if !apart {
		put(objects[0], 0, 0, left, a)
		put(objects[1], 0, a+l.gap, right, b)
		return
	}
	if l.stretch {
		a, b = max(a, b), max(a, b)
	}
	put(objects[0], 0, 0, left, a)
	put(objects[1], left+l.gap, 0, right, b)
}

func (l sides) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

// aside gives the last object its natural width at the right, in the middle of
// the height, and the first the rest; below each other when it would leave too
// little.
type aside struct{ gap, least float32 }

func (l aside) widths(objects []fyne.CanvasObject, width float32) (left, right float32, apart bool) {
	right = min(naturalOf(objects[1]), width)
	if left = width - l.gap - right; left < l.least {
		return width, right, false
	}
	return left, right, true
}

func (l aside) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	left, right, apart := l.widths(objects, width)
	a, b := heightOf(objects[0], left), heightOf(objects[1], right)
	if apart {
		return max(a, b)
	}
	return a + l.gap/2 + b
}

func (l aside) natural(objects []fyne.CanvasObject) float32 {
	return naturalOf(objects[0]) + l.gap + naturalOf(objects[1])
}

func (l aside) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	left, right, apart := l.widths(objects, size.Width)
	a, b := heightOf(objects[0], left), heightOf(objects[1], right)
	if !apart {
		put(objects[0], 0, 0, left, a)
		put(objects[1], 0, a+l.gap/2, right, b)
		return
	}
	put(objects[0], 0, (size.Height-a)/2, left, a)
	put(objects[1], left+l.gap, (size.Height-b)/2, right, b)
}

func (l aside) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

// lead gives the first object its natural width at the left and the second the
// rest; both begin at the top, the first lowered.
type lead struct{ gap, lower float32 }

func (l lead) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	w := naturalOf(objects[0])
	return max(heightOf(objects[0], w)+l.lower, heightOf(objects[1], width-w-l.gap))
}

func (l lead) natural(objects []fyne.CanvasObject) float32 {
	return naturalOf(objects[0]) + l.gap + naturalOf(objects[1])
}

func (l lead) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	w := naturalOf(objects[0])
	put(objects[0], 0, l.lower, w, heightOf(objects[0], w))
	rest := size.Width - w - l.gap
	put(objects[1], w+l.gap, 0, rest, heightOf(objects[1], rest))
}

func (l lead) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

// fixed is a box of one size.
type fixed struct{ width, height float32 }

func (l fixed) heightFor([]fyne.CanvasObject, float32) float32 { return l.height }
func (l fixed) natural([]fyne.CanvasObject) float32            { return l.width }
func (l fixed) MinSize([]fyne.CanvasObject) fyne.Size          { return fyne.NewSize(l.width, l.height) }
func (l fixed) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		put(o, 0, 0, min(l.width, size.Width), l.height)
	}
}

func sized(width, height float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(fixed{width, height}, objects...)
}
