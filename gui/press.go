package gui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// press is anything that can be pressed: by the mouse, or by Enter and Space
// while it has the focus, which shows as a ring. What it looks like is given; it
// can be hit a little around that, where it is small.
type press struct {
	widget.BaseWidget
	id      string // the same before and after a screen is drawn again
	spoken  string
	content fyne.CanvasObject
	do      func()
	keys    keys

	ring  rings
	hover *canvas.Rectangle
	slack float32 // room kept above and below
}

// keys is what a focused object asks of the window.
type keys interface {
	key(*fyne.KeyEvent)        // one it has no use for
	focused(fyne.CanvasObject) // to be brought into sight
	pressing(byKey bool)       // comes before what pressing it does
}

func newPress(k keys, s *style, id, spoken string, round float32, content fyne.CanvasObject, do func()) *press {
	p := &press{id: id, spoken: spoken, content: content, do: do, keys: k, ring: s.focus.draw(round)}
	shade := s.ink
	shade.A = 14
	p.hover = surface(shade, round)
	p.hover.Hide()
	p.ExtendBaseWidget(p)
	return p
}

// apart keeps lines of such things from touching.
func (p *press) apart() *press {
	p.slack = step
	return p
}

func (p *press) heightFor(width float32) float32 {
	return max(target, heightOf(p.content, width)+2*p.slack)
}

func (p *press) natural() float32 { return max(target, naturalOf(p.content)) }

// MinSize is nothing: the place is found by heightFor.
func (p *press) MinSize() fyne.Size { return fyne.Size{} }

// CreateRenderer is called by Fyne.
func (p *press) CreateRenderer() fyne.WidgetRenderer {
	return &pressRenderer{p, []fyne.CanvasObject{p.content, p.hover, p.ring[0], p.ring[1]}}
}

// Tapped is a press of the mouse.
func (p *press) Tapped(*fyne.PointEvent) {
	p.keys.pressing(false)
	p.do()
}

// TypedKey is a key while it has the focus.
func (p *press) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		p.keys.pressing(true)
		p.do()
	default:
		p.keys.key(e)
	}
}

// TypedRune has no meaning here.
func (p *press) TypedRune(rune) {}

// FocusGained shows the ring.
func (p *press) FocusGained() {
	p.ring.show(true)
	p.keys.focused(p)
	p.Refresh()
}

// FocusLost hides it.
func (p *press) FocusLost() {
	p.ring.show(false)
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

// Layout fills the place with the content, or puts what is small in its middle.
func (r *pressRenderer) Layout(size fyne.Size) {
	h := size.Height
	if own := heightOf(r.content, size.Width); own < target || r.slack > 0 {
		h = own
	}
	y := (size.Height - h) / 2
	put(r.content, 0, y, size.Width, h)
	put(r.hover, 0, y, size.Width, h)
	r.ring.put(0, y, size.Width, h)
}

func (r *pressRenderer) MinSize() fyne.Size           { return fyne.Size{} }
func (r *pressRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *pressRenderer) Destroy()                     {}

// Refresh asks for the whole to be painted: Fyne knows of no canvas for a ring
// that was never shown, and would leave the first one unseen.
func (r *pressRenderer) Refresh() { canvas.Refresh(r.press) }
