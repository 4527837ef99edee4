package gui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// press is anything that can be pressed: by the mouse, or by Enter and Space
// while it has the focus, which shows as a ring. What it looks like is given.
type press struct {
	widget.BaseWidget
	id      string // the same before and after a screen is drawn again
	spoken  string
	content fyne.CanvasObject
	do      func()
	keys    keys

	ring  *canvas.Rectangle
	hover *canvas.Rectangle
	round float32
}

// keys is what a focused object asks of the window.
type keys interface {
	key(*fyne.KeyEvent)        // one it has no use for
	focused(fyne.CanvasObject) // to be brought into sight
}

func newPress(k keys, s *style, id, spoken string, round float32, content fyne.CanvasObject, do func()) *press {
	p := &press{id: id, spoken: spoken, content: content, do: do, keys: k, round: round}
	p.ring = canvas.NewRectangle(nil)
	p.ring.StrokeColor, p.ring.StrokeWidth, p.ring.CornerRadius = s.focus, 3, round+3
	p.ring.Hide()
	shade := s.ink
	shade.A = 14
	p.hover = canvas.NewRectangle(shade)
	p.hover.CornerRadius = round
	p.hover.Hide()
	p.ExtendBaseWidget(p)
	return p
}

func (p *press) heightFor(width float32) float32 { return heightOf(p.content, width) }
func (p *press) natural() float32                { return naturalOf(p.content) }

// MinSize is nothing: the place is found by heightFor.
func (p *press) MinSize() fyne.Size { return fyne.Size{} }

// CreateRenderer is called by Fyne.
func (p *press) CreateRenderer() fyne.WidgetRenderer {
	return &pressRenderer{p, []fyne.CanvasObject{p.content, p.hover, p.ring}}
}

// Tapped is a press of the mouse.
func (p *press) Tapped(*fyne.PointEvent) { p.do() }

// TypedKey is a key while it has the focus.
func (p *press) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		p.do()
	default:
		p.keys.key(e)
	}
}

// TypedRune has no meaning here.
func (p *press) TypedRune(rune) {}

// FocusGained shows the ring.
func (p *press) FocusGained() {
	p.ring.Show()
	p.keys.focused(p)
	p.Refresh()
}

// FocusLost hides it.
func (p *press) FocusLost() {
	p.ring.Hide()
	p.Refresh()
}

// MouseIn, MouseMoved and MouseOut shade what is under the mouse.
func (p *press) MouseIn(*desktop.MouseEvent) {
	p.hover.Show()
	p.Refresh()
}

// MouseMoved has no meaning here.
func (p *press) MouseMoved(*desktop.MouseEvent) {}

// MouseOut ends MouseIn.
func (p *press) MouseOut() {
	p.hover.Hide()
	p.Refresh()
}

// Cursor is a hand.
func (p *press) Cursor() desktop.Cursor { return desktop.PointerCursor }

// AccessibilityLabel is what it does.
func (p *press) AccessibilityLabel() string { return p.spoken }

// AccessibilityRole is that of a button.
func (p *press) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

type pressRenderer struct {
	*press
	objects []fyne.CanvasObject
}

func (r *pressRenderer) Layout(size fyne.Size) {
	put(r.content, 0, 0, size.Width, size.Height)
	put(r.hover, 0, 0, size.Width, size.Height)
	put(r.ring, -3, -3, size.Width+6, size.Height+6)
}

func (r *pressRenderer) MinSize() fyne.Size           { return fyne.Size{} }
func (r *pressRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *pressRenderer) Destroy()                     {}
func (r *pressRenderer) Refresh() {
	r.ring.Refresh()
	r.hover.Refresh()
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
