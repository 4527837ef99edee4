package gui

import (
	"fyne.io/fyne/v2"
)

// sides puts a wide part left and a narrow one right, below each other under a
// width. Where they are stretched and about as tall, both are as the taller one.
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
	if l.stretch && min(a, b) > 0.8*max(a, b) {
		a, b = max(a, b), max(a, b)
	}
	put(objects[0], 0, 0, left, a)
	put(objects[1], left+l.gap, 0, right, b)
}

func (l sides) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

// aside gives the last object its natural width at the right, in the middle of
// the height, and the first the rest; below each other, the last one indented,
// when it would leave too little.
type aside struct {
	gap, least, indent float32
	fill               bool // below, the last one has the whole width
}

func (l aside) widths(objects []fyne.CanvasObject, width float32) (left, right float32, apart bool) {
	right = min(naturalOf(objects[1]), width)
	if left = width - l.gap - right; left < l.least {
		if l.fill {
			right = width
		}
		return width, min(right, width-l.indent), false
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
		put(objects[1], l.indent, a+l.gap/2, right, b)
		return
	}
	put(objects[0], 0, (size.Height-a)/2, left, a)
	put(objects[1], left+l.gap, (size.Height-b)/2, right, b)
}

func (l aside) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

// lead gives the first object its natural width at the left and the second the
// rest; both begin at the top, the first lowered, or the one that is less high
// stands in the middle of the other, the first lowered no more than that.
type lead struct {
	gap, lower float32
	centre     bool
}

func (l lead) heightFor(objects []fyne.CanvasObject, width float32) float32 {
	w := naturalOf(objects[0])
	a, b := heightOf(objects[0], w), heightOf(objects[1], width-w-l.gap)
	if l.centre {
		return max(a, b)
	}
	return max(a+l.lower, b)
}

func (l lead) natural(objects []fyne.CanvasObject) float32 {
	return naturalOf(objects[0]) + l.gap + naturalOf(objects[1])
}

func (l lead) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	w := naturalOf(objects[0])
	rest := size.Width - w - l.gap
	a, b := heightOf(objects[0], w), heightOf(objects[1], rest)
	top, under := l.lower, float32(0)
	if l.centre {
		top, under = min(max(0, b-a)/2, l.lower), max(0, a-b)/2
	}
	put(objects[0], 0, top, w, a)
	put(objects[1], w+l.gap, under, rest, b)
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
	return arrange(fixed{width, height}, objects...)
}
